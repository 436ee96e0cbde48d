"""`tactful demo`: a made-up company in a home of its own, to look around in."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from tactful.cli.command import Command
from tactful.cli.commands.serve import add_listening, listening_at
from tactful.cli.ending import OK
from tactful.cli.printing import complain, say
from tactful.cli.serving.parts import keep_serving, refuse_taken, serving

if TYPE_CHECKING:
    from tactful.cli.demo.home import Note
    from tactful.config.database import Service

#: Where the made-up members' addresses for notes are.
BOT_DOMAIN = "notes.hollinvane.example"


def arguments(parser: ArgumentParser) -> None:
    """Add what `demo` takes."""
    add_listening(parser)
    parser.add_argument(
        "--home",
        type=Path,
        metavar="FOLDER",
        help="where it lives: build/demo of a checkout if not said, else ~/.tactful-demo",
    )
    parser.add_argument("--fresh", action="store_true", help="build it again, as of today")
    parser.add_argument("--no-serve", action="store_true", help="build it, print the sign-ins and end")


def run(options: Namespace) -> int:
    """Build the demo if it is not there, and serve it."""
    from tactful.cli.demo.home import demo_folder
    from tactful.cli.ground import attached, bring_up_to_date

    listening = listening_at(options)
    if not options.no_serve:
        refuse_taken(listening)
    # The made-up company never goes where real ones are.
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        os.environ.pop(name, None)
    os.environ["TACTFUL_HOME"] = str((options.home or demo_folder()).expanduser().absolute())
    # It shows how notes come by mail, and listens for none.
    os.environ["TACTFUL_BOT_DOMAIN"] = BOT_DOMAIN
    for name in ("TACTFUL_BOT_SMTP", "TACTFUL_BOT_LMTP"):
        os.environ.pop(name, None)
    # It can be built again, so it need not outlive a power cut.
    with attached(durable=False) as service:
        note = _note(options.fresh, service)
        bring_up_to_date()
        if options.no_serve:
            _welcome(note, None)
            return OK
        with serving(listening) as parts:
            _welcome(note, os.environ["TACTFUL_ORIGIN"])
            keep_serving(parts)
    say("Stopped.")
    return OK


def _note(fresh: bool, service: Service) -> Note:
    from tactful.cli.demo.home import build_demo, note_of

    note = None if fresh else note_of(service.home)
    if note is None:
        say("Building a made-up company, once; it takes less than a minute.")
        line = _Line()
        note = build_demo(service, line.tell)
        line.end()
        say(f"Ready in {note.seconds:.0f} s.")
    return note


class _Line:
    """The steps of building: one line written anew on a terminal; where it is none, a line for each that is over."""

    def __init__(self) -> None:
        self._shows = sys.stderr.isatty()
        self._last = ""

    def tell(self, step: str) -> None:
        goes_on = " imported" in step and " imported" in self._last
        if self._shows:
            sys.stderr.write(("\r\x1b[K" if goes_on else "\n" if self._last else "") + f"  {step}")
            sys.stderr.flush()
        elif self._last and not goes_on:
            complain(f"  {self._last}")
        self._last = step

    def end(self) -> None:
        if self._shows:
            sys.stderr.write("\n")
            sys.stderr.flush()
        elif self._last:
            complain(f"  {self._last}")


def _welcome(note: Note, address: str | None) -> None:
    say()
    say(f"{note.story} As of {note.today}; its people, companies and passwords are made up.")
    say()
    say("Sign in as")
    width = max(len(visit.email) for visit in note.visits)
    for visit in note.visits:
        say(f"  {visit.email:<{width}}  {visit.password}")
        say(f"      {visit.sees}")
        say(f"      {visit.must_not}")
    say()
    say("Walks")
    for walk in note.walks:
        say(f"  {walk.person}, {walk.company}: first as {walk.first}, then as {walk.then}")
        say(f"      {walk.sentence}")
    say()
    if address is not None:
        say(f"Open {address}   (Ctrl-C stops it; the next start takes a moment)")


COMMAND = Command(
    "demo",
    "build a made-up company and serve it",
    arguments,
    run,
    story="Mail, calendars and cards of thirty members over three years are written as the files that people really "
    "have, and imported by each member the way yours would be. It has a home and a database of its own. The passwords "
    "are printed on purpose: don't publish it.",
    examples=("tactful demo", "tactful demo --fresh --port 8100"),
)
