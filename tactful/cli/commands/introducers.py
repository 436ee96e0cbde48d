"""`tactful introducers`: who can introduce a member to a person, a company, or those of a list."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from tactful.cli.command import Command, add_json, add_member
from tactful.cli.ending import OK, USAGE, Ended
from tactful.cli.printing import print_json, say

if TYPE_CHECKING:
    from datetime import tzinfo

    from tactful.visibility.pasted import Answer


def arguments(parser: ArgumentParser) -> None:
    """Add what `introducers` takes."""
    add_member(parser)
    parser.add_argument("lines", nargs="*", metavar="WHO", help="a name, an address or a domain")
    parser.add_argument(
        "--file", metavar="FILE", help='a file with one of them on a line; "-" reads what is piped in'
    )
    add_json(parser)


def run(options: Namespace) -> int:
    """Print, for each name, address or domain, whom the member sees by it and who can introduce them."""
    from tactful.cli.ground import acting_as

    text = "\n".join([*options.lines, _read(options.file)])
    with acting_as(options) as standing:
        from tactful.visibility.pasted import MOST_LINES, answer_lines, lines_of

        lines = lines_of(text)
        if not lines:
            raise Ended("Say whom you want to meet: a name, an address or a domain.", USAGE, field="lines")
        if len(lines) > MOST_LINES:
            raise Ended(f"Send {MOST_LINES} lines at most; these are {len(lines):,}.", USAGE, field="lines")
        answers, zone = answer_lines(standing, lines), standing.viewer.zone
    if options.json:
        print_json({"items": answers})
        return OK
    for one in answers:
        _say(one, zone)
    return OK


def _read(file: str | None) -> str:
    if file is None:
        return ""
    try:
        return sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise Ended(f'The file "{file}" cannot be read: {error.strerror}.', USAGE, field="file") from error


def _say(one: Answer, zone: tzinfo) -> None:
    from tactful.visibility.introducer_words import reason

    if one.found is None or one.paths is None:
        say(f"{one.text}: {'no match' if not one.total else f'{one.total} matches, say more'}")
        for choice in one.choices:
            who = choice.person.name or "Unnamed person" if choice.person is not None else ""
            at = choice.company.name if choice.company is not None else ""
            say(f"  {', '.join(part for part in (who, at) if part)}")
        return
    person, company = one.found.person, one.found.company
    name = (person.name or "Unnamed person") if person is not None else company.name if company else ""
    say(f"{one.text}: {name}")
    if one.paths.mine is not None:
        say(f"  You know them yourself: {one.paths.mine.score} of 100, {one.paths.mine.band}.")
    for introducer in one.paths.introducers:
        say(f"  {reason(introducer, name, zone, at_company=person is None)}")
    if one.paths.mine is None and not one.paths.introducers:
        say("  Nobody shares a relationship with you here.")


COMMAND = Command(
    "introducers",
    "say who can introduce a member to a person, a company, or those of a list",
    arguments,
    run,
    story="Only through relationships that this member may see, the best first. A name that several people have is "
    "answered with the choices.",
    examples=(
        'tactful introducers --as ada@example.com "Marit Solheim" orrinvale.example',
        "tactful introducers --as ada@example.com --file wanted.txt --json",
    ),
)
