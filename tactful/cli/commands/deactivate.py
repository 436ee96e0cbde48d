"""`tactful deactivate`: a member leaves; what they have and what ends is said first, for Enterprise Admins."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from tactful.cli.command import Command, add_json, add_member
from tactful.cli.commands.limits import effects, member_typed
from tactful.cli.ending import OK, Ended
from tactful.cli.printing import print_answer
from tactful.cli.words import counted, listed

if TYPE_CHECKING:
    from tactful.visibility.departures import Inventory


def arguments(parser: ArgumentParser) -> None:
    """Add who leaves, who gets their reminders, and --yes."""
    parser.add_argument("leaver", metavar="MEMBER", help="who leaves, by name or id")
    add_member(parser)
    parser.add_argument(
        "--reminders-to",
        metavar="MEMBER",
        help="who gets the reminders that they shared, by name or id: you, if not said",
    )
    parser.add_argument("--yes", action="store_true", help="do it; without, it is said and not done")
    add_json(parser)


def run(options: Namespace) -> int:
    """Print what a member has and what deactivating them would do; with --yes, do it and say what they had."""
    from tactful.cli.ground import acting_as

    with acting_as(options) as standing:
        from tactful.actions.departures import deactivate
        from tactful.actions.events import require_role
        from tactful.visibility.departures import see_inventory
        from tactful.visibility.effects import preview_deactivating

        require_role(standing.viewer, "deactivate")
        leaver = member_typed(standing, options.leaver, "leaver")
        heir = None
        if options.reminders_to:
            heir = member_typed(standing, options.reminders_to, "reminders-to")
        inventory, effect = see_inventory(standing, leaver), preview_deactivating(standing, leaver)
        if inventory is None:
            raise Ended("There is no such member.", field="leaver")
        if options.yes:
            deactivate(standing.viewer, member=leaver, heir=heir)
    said = _had(inventory)
    said += ["Deactivated."] if options.yes else [*effects(effect), "Nothing was done: say --yes to do it."]
    answer = {"deactivated": options.yes, "inventory": inventory, "effect": effect}
    print_answer(answer, said, as_json=options.json)
    return OK


def _had(inventory: Inventory) -> list[str]:
    things = [
        counted(inventory.sources, "source"),
        counted(inventory.keys, "API key"),
        counted(inventory.invitations, "open invitation"),
    ]
    teams = listed(inventory.teams) if inventory.teams else "no team"
    return [
        f"{inventory.member.name} has {listed(things)}, and is in {teams}.",
        f"Reminders that others get: {inventory.reminders}",
    ]


COMMAND = Command(
    "deactivate",
    "deactivate a member who leaves, for Enterprise Admins",
    arguments,
    run,
    story="What they share leaves every view at once; their keys, sessions, open invitations and imports end. "
    "Reminders that colleagues gave them go back to those; what was for them alone is given to nobody. Sources and "
    "settings stay, unseen. Without --yes it says what it would do, and does nothing.",
    examples=(
        "tactful deactivate Ben --as ada@example.com",
        "tactful deactivate 'Ben Bister' --as ada@example.com --reminders-to 'Cyd Cole' --yes",
    ),
)
