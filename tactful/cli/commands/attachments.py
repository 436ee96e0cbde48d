"""`tactful attachments`: whether attachments of a member's mail become files."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from tactful.cli.command import Command, add_json, add_member
from tactful.cli.ending import OK
from tactful.cli.printing import print_json, say
from tactful.cli.words import counted


def arguments(parser: ArgumentParser) -> None:
    """Add what is chosen."""
    add_member(parser)
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--keep", action="store_true", help="from the next import on they become files")
    which.add_argument("--stop", action="store_true", help="they no longer do; files that are here stay")
    which.add_argument(
        "--delete", action="store_true", help="they no longer do, and those that are here are deleted"
    )
    add_json(parser)


def run(options: Namespace) -> int:
    """Print what holds for the member, as it is after what was asked for is done."""
    from tactful.cli.ground import acting_as

    with acting_as(options) as standing:
        from tactful.actions.attachments import keep_attachments
        from tactful.visibility.attachments import my_attachments

        if options.keep or options.stop or options.delete:
            keep_attachments(standing.viewer, kept=options.keep, deleting=options.delete)
        seen = my_attachments(standing)
    if options.json:
        print_json({"attachments": seen})
        return OK
    if seen.since is None:
        say("Attachments of your mail do not become files.")
    else:
        say(
            f"Attachments of your mail become files, since {seen.since:%-d %B %Y}. They are for: {seen.audience}."
        )
    if seen.files:
        say(f"{counted(seen.files, 'file')} came so.")
    return OK


COMMAND = Command(
    "attachments",
    "see, or choose, whether attachments of a member's mail become files",
    arguments,
    run,
    examples=("tactful attachments --as ada@example.com --keep",),
)
