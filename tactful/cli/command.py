"""What a command is: a name, a sentence, its arguments, and the function that does it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass

Run = Callable[[Namespace], int]
"""Does the command and returns its exit code; raises Ended where it is not done."""


@dataclass(frozen=True)
class Command:
    """One command of the program. `story` is what its help and the reference say below the summary.

    Modules of commands import nothing of Django at their top: `tactful --help` answers at once, and the home is known
    before the settings are read.
    """

    name: str
    summary: str
    arguments: Callable[[ArgumentParser], None]
    run: Run
    story: str = ""
    examples: tuple[str, ...] = ()


def no_arguments(_parser: ArgumentParser) -> None:
    """Add no argument."""


def add_json(parser: ArgumentParser) -> None:
    """Add --json."""
    parser.add_argument("--json", action="store_true", help="print one JSON document instead of text")


def add_member(parser: ArgumentParser) -> None:
    """Add --as and --account: who asks."""
    parser.add_argument(
        "--as",
        dest="member",
        metavar="EMAIL",
        required=True,
        help="the member who asks: the answer is what this member would get, and no more",
    )
    parser.add_argument(
        "--account",
        metavar="NAME",
        help="the account to act in, by name or id, where the member belongs to several",
    )


def add_person(parser: ArgumentParser) -> None:
    """Add PERSON: a record, in one of the three ways in which the member may name it."""
    parser.add_argument(
        "person",
        metavar="PERSON",
        help="an id as `tactful people --json` prints it, an e-mail address, or a name; the last two among what the "
        "member sees",
    )
