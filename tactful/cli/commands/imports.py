"""`tactful import`: bring mailboxes, calendars and address books that lie on this machine."""

from __future__ import annotations

import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tactful.cli.command import Command, add_json, add_member
from tactful.cli.ending import INTERRUPTED, NOT_DONE, OK, Ended
from tactful.cli.printing import complain, print_json, say
from tactful.cli.progress import ProgressLine, seconds_left
from tactful.cli.words import counted, lasting, listed

if TYPE_CHECKING:
    from tactful.accounts.gate import Place
    from tactful.actions.imports.feeds import FeedReport
    from tactful.jobs.feeds import Progress

_EVENT_SECONDS = 1.0
_REASONS = 5


def arguments(parser: ArgumentParser) -> None:
    """Add what `import` takes."""
    parser.add_argument(
        "paths",
        nargs="+",
        type=Path,
        metavar="PATH",
        help="a mailbox (.mbox, .mbox.gz, .eml), a calendar (.ics), address cards (.vcf), a contact list (.csv), "
        "or a folder or archive (.zip, .tar.gz) of them; each becomes one source",
    )
    add_member(parser)
    add_json(parser)


def run(options: Namespace) -> int:
    """Import each path as a source of the member's; go on with the next where one fails."""
    from tactful.cli.ground import place_named, ready

    with ready(migrate=True):
        place = place_named(options.member, options.account)
        failed = 0
        for path in options.paths:
            tell: Teller = Events(path) if options.json else Lines(path)
            try:
                failed += not _imported(place, path, tell)
            except KeyboardInterrupt:
                tell.ended("stopped", None)
                complain("Stopped. What was read is kept; the same command goes on with the rest.")
                return INTERRUPTED
    return NOT_DONE if failed else OK


class Teller:
    """Tells of one import as it goes; here is what the two ways have in common."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.begun = time.monotonic()

    def started(self, known: bool) -> None:
        """Tell that the reading begins; `known`: the same file had been brought before."""

    def progress(self, now: Progress) -> None:
        """Tell how far it is."""

    def ended(self, state: str, report: FeedReport | None, why: str = "", rejected: Reasons = ()) -> None:
        """Tell what came of it."""


Reasons = tuple[tuple[str, str], ...]


class Lines(Teller):
    """For people: a progress line, then what came of it."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.line = ProgressLine(path.name)

    def progress(self, now: Progress) -> None:
        self.line.show(now.done, now.total, now.tally.items)

    def ended(self, state: str, report: FeedReport | None, why: str = "", rejected: Reasons = ()) -> None:
        self.line.end()
        if report is None or state != "done":
            complain(f"{self.path}: {state}{f': {why}' if why else ''}.")
            return
        say(f"{self.path}: {counts(report)}, in {lasting(time.monotonic() - self.begun)}.")
        for label, reason in rejected[:_REASONS]:
            complain(f"  {label}: {reason}")
        if report.rejected > _REASONS:
            complain(
                f"  ... and {counted(report.rejected - _REASONS, 'other')}; the source's page lists them"
            )


class Events(Teller):
    """For programs: one JSON document a line."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.last = 0.0

    def started(self, known: bool) -> None:
        self._print("started", known=known)

    def progress(self, now: Progress) -> None:
        seconds = time.monotonic() - self.begun
        if seconds - self.last < _EVENT_SECONDS:
            return
        self.last = seconds
        self._print(
            "progress",
            bytes_done=now.done,
            bytes_total=now.total,
            items=now.tally.items,
            rate=round(now.tally.items / seconds, 1),
            seconds_left=_rounded(seconds_left(now.done, now.total, seconds)),
        )

    def ended(self, state: str, report: FeedReport | None, why: str = "", rejected: Reasons = ()) -> None:
        reasons = [{"label": label, "reason": reason} for label, reason in rejected] or None
        self._print(state, error=why or None, source=report, rejections=reasons)

    def _print(self, event: str, **more: Any) -> None:
        print_json({"event": event, "path": str(self.path), **more}, lines=True)


def _imported(place: Place, path: Path, tell: Teller) -> bool:
    """Import one path; return whether it was read to its end."""
    from tactful.cli.ground import standing_of
    from tactful.intake.parsed import Unreadable
    from tactful.jobs.feeds import run_feed, start_feed
    from tactful.visibility.feeds import rejections

    with standing_of(place, "import") as standing:
        viewer = standing.viewer
    try:
        with _refusals():
            begun = start_feed(viewer, path=path)
    except Unreadable as error:
        tell.ended("failed", None, error.reason)
        return False
    tell.started(begun.known)
    on_progress: Callable[[Progress], None] = tell.progress
    report = run_feed(place.account, begun.id, path=path, on_progress=on_progress)
    if report is None:
        tell.ended("failed", None, "it was deleted meanwhile")
        return False
    with standing_of(place, "import") as standing:
        reasons = rejections(standing, begun.uid)
    tell.ended(report.state, report, report.error, reasons)
    return report.state == "done"


@contextmanager
def _refusals() -> Iterator[None]:
    from tactful.actions.errors import NotDone
    from tactful.cli.ground import sentence

    try:
        yield
    except NotDone as error:
        raise Ended(sentence(error)) from error


def counts(report: FeedReport) -> str:
    """Return what a source brought, in words."""
    parts = (
        (report.mails, "mail", "mails"),
        (report.meetings, "meeting", "meetings"),
        (report.cards, "card", "cards"),
        (report.repeated, "repeated", "repeated"),
        (report.rejected, "that could not be read", "that could not be read"),
    )
    return listed([counted(number, one, many) for number, one, many in parts if number]) or "nothing to keep"


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 1)


COMMAND = Command(
    "import",
    "bring mailboxes, calendars and address books as a member's own sources",
    arguments,
    run,
    story="The files stay where they are and as they are; bodies and attachments are not kept. The same file again "
    "changes nothing. Ctrl-C stops, and the same command goes on. With --json there is one event a line: started, "
    "progress, then done, failed or stopped.",
    examples=(
        "tactful import --as ada@example.com ada.mbox ada.ics contacts.vcf",
        "tactful import --as ada@example.com --json /var/mail/export/ada.tar.gz",
    ),
)
