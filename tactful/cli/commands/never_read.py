"""`tactful never-read`: folders, labels, addresses and domains that are passed over when a member imports."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from tactful.cli.command import Command, add_json, add_member
from tactful.cli.commands.preview_share import summed
from tactful.cli.commands.private import told
from tactful.cli.ending import OK, USAGE, Ended
from tactful.cli.printing import print_json, say
from tactful.cli.sharing import id_typed

if TYPE_CHECKING:
    import uuid

    from tactful.visibility.standing import Standing

KINDS = ("folder", "label", "address", "domain")


def arguments(parser: ArgumentParser) -> None:
    """Add what is never read, and ending a rule."""
    add_member(parser)
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--folder", metavar="PATH", help="a folder, with all below it")
    which.add_argument("--label", metavar="LABEL", help="a label, as the mailbox's export writes it")
    which.add_argument(
        "--address", metavar="ADDRESS", help="an address; what it has brought already is erased"
    )
    which.add_argument("--domain", metavar="DOMAIN", help="a domain; what it has brought already is erased")
    which.add_argument("--end", metavar="ID", help="a rule that is to end, by its id")
    parser.add_argument("--source", metavar="ID", help="in this source of the member's alone, by its id")
    parser.add_argument(
        "--preview", action="store_true", help="say exactly what the rule would erase; nothing is saved"
    )
    add_json(parser)


def run(options: Namespace) -> int:
    """Print the member's rules, as they are after the one that was named is made or ended."""
    from tactful.cli.ground import acting_as

    with acting_as(options) as standing:
        from tactful.actions.mailbox_rules import end_rule
        from tactful.jobs.rules import never_read
        from tactful.visibility.mailbox_rules import my_rules
        from tactful.visibility.standing import Standing

        if options.preview:
            return _foreseen(standing, options)
        for kind in KINDS:
            if what := getattr(options, kind):
                never_read(standing.viewer, kind=kind, what=what, source=_source(options))
        if options.end:
            end_rule(standing.viewer, rule=id_typed(options.end))
        found = my_rules(Standing(standing.viewer))
    if options.json:
        print_json({"items": found})
        return OK
    for one in found:
        say(f"{one.uid.hex}  {one.kind}  {one.what}{f'  in {one.source_name}' if one.source_name else ''}")
    if not found:
        say("All that you import is read.")
    return OK


def _source(options: Namespace) -> uuid.UUID | None:
    return id_typed(options.source) if options.source else None


def _foreseen(standing: Standing, options: Namespace) -> int:
    from tactful.jobs.rules import preview_never_read

    named = [(kind, what) for kind in KINDS if (what := getattr(options, kind))]
    if not named:
        raise Ended("Say of which rule: --folder, --label, --address or --domain.", USAGE, field="preview")
    ((kind, what),) = named
    found = preview_never_read(standing, kind=kind, what=what, source=_source(options))
    if options.json:
        print_json(found)
        return OK
    if found.erases.empty:
        say("Nothing that was read before is erased.")
        return OK
    say(f"It erases {summed(found.erases)}.")
    for line in told(found.others):
        say(line)
    return OK


COMMAND = Command(
    "never-read",
    "see and choose the folders, labels, addresses and domains that are never read when a member imports",
    arguments,
    run,
    story="What a rule names is passed over before anything of it is stored. A rule for an address or a domain erases "
    "at once what it has brought already. Ending a rule brings nothing back: import the source again.",
    examples=(
        "tactful never-read --as ada@example.com",
        "tactful never-read --as ada@example.com --folder Private/Family",
    ),
)
