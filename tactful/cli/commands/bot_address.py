"""`tactful bot-address`: a member's secret address, by which their mail becomes notes."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from tactful.cli.command import Command, add_json, add_member
from tactful.cli.ending import OK
from tactful.cli.printing import print_json, say


def arguments(parser: ArgumentParser) -> None:
    """Add what is done to the address."""
    add_member(parser)
    which = parser.add_mutually_exclusive_group()
    which.add_argument(
        "--renew", action="store_true", help="make an address, which is printed this once; one before it ends"
    )
    which.add_argument("--withdraw", action="store_true", help="end the address: mail to it is refused")
    add_json(parser)


def run(options: Namespace) -> int:
    """Print what the member has, as it is after what was asked for is done."""
    from tactful.cli.ground import acting_as

    made = None
    with acting_as(options) as standing:
        from tactful.actions.bot_addresses import make_bot_address, withdraw_bot_address
        from tactful.visibility.bot_addresses import my_bot_address

        if options.renew:
            made = make_bot_address(standing.viewer)
        if options.withdraw:
            withdraw_bot_address(standing.viewer)
        seen = my_bot_address(standing.viewer)
    if options.json:
        print_json({"address": seen, "made": made})
        return OK
    if made is not None:
        say(f"{made}\nIt is shown this once: whoever has it, and writes as you, makes notes of yours.")
    elif seen.made_at is None:
        say("You have no address for notes by mail." if seen.is_taken else "No mail is taken here.")
    else:
        used = "never used" if seen.used_at is None else f"last used {seen.used_at:%-d %B %Y}"
        say(f"You have an address at {seen.domain or 'no domain'}, made {seen.made_at:%-d %B %Y}, {used}.")
    return OK


COMMAND = Command(
    "bot-address",
    "see, make or end the address by which a member's mail becomes notes",
    arguments,
    run,
    examples=("tactful bot-address --as ada@example.com --renew",),
)
