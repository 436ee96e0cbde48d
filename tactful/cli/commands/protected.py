"""`tactful protected`: recipients whom the account protects in every book, for Enterprise Admins."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from tactful.cli.command import Command, add_json, add_member
from tactful.cli.ending import OK, USAGE, Ended
from tactful.cli.printing import print_json, say
from tactful.cli.sharing import id_typed
from tactful.cli.words import counted, listed

if TYPE_CHECKING:
    from tactful.actions.exceptions import Named
    from tactful.visibility.effects import NoLonger


def arguments(parser: ArgumentParser) -> None:
    """Add whom to protect, and ending it."""
    add_member(parser)
    whom = parser.add_mutually_exclusive_group()
    whom.add_argument("--address", metavar="ADDRESS", help="the e-mail address of a person to protect")
    whom.add_argument("--domain", metavar="DOMAIN", help="the domain of a company to protect")
    whom.add_argument("--end", metavar="ID", help="a protection that is to end, by its id")
    parser.add_argument(
        "--preview", action="store_true", help="say whom you would no longer see, and save nothing"
    )
    add_json(parser)


def run(options: Namespace) -> int:
    """Print whom the account protects; with somebody named, the effect for the member, or the list as it then is."""
    from tactful.cli.ground import acting_as

    named = options.address or options.domain
    if options.preview and not named:
        raise Ended("--preview goes with --address or --domain.", USAGE, field="preview")
    with acting_as(options) as standing:
        from tactful.actions.events import require_role
        from tactful.actions.exceptions import DEED, protect, protection_of, unprotect
        from tactful.intake.domains import company_domain
        from tactful.visibility.exceptions import preview_protecting, protected_recipients
        from tactful.visibility.standing import Standing

        require_role(standing.viewer, DEED)
        if options.preview:
            protection = protection_of(standing, _named(options), company_domain)
            return _foreseen(preview_protecting(standing, protection), options)
        if named:
            protect(standing.viewer, _named(options), company_domain)
        elif options.end:
            unprotect(standing.viewer, recipient=id_typed(options.end))
        found = protected_recipients(Standing(standing.viewer))
    if options.json:
        print_json({"items": found})
        return OK
    for one in found:
        say(f"{one.uid.hex}  {one.name}")
    if not found:
        say("No recipient is protected.")
    return OK


def _named(options: Namespace) -> Named:
    from tactful.actions.exceptions import Named

    if options.address:
        return Named("address", text=options.address)
    return Named("domain", text=options.domain)


def _foreseen(lost: NoLonger, options: Namespace) -> int:
    if options.json:
        print_json(lost)
        return OK
    if not lost.people:
        say("Nothing changes in what you see yourself. Who else knows them is not told.")
        return OK
    such = f", such as {listed(lost.examples)}" if lost.examples else ""
    say(
        f"You no longer see {counted(lost.people, 'person', 'people')}{such}. Who else knows them is not told."
    )
    return OK


COMMAND = Command(
    "protected",
    "see and choose the recipients whom the account protects in every book, for Enterprise Admins",
    arguments,
    run,
    story="Whom the account protects, say a law firm, is seen by each contributor in their own sources and by nobody "
    "else, and so is a mail or meeting that names them. Nothing here tells whether anybody knows them.",
    examples=(
        "tactful protected --as ada@example.com",
        "tactful protected --as ada@example.com --domain brightwater.example --preview",
    ),
)
