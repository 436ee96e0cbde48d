"""`tactful digest`: one number for what an account's sources say."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from tactful.cli.command import Command, add_json
from tactful.cli.ending import OK, Ended
from tactful.cli.printing import print_json, say


def arguments(parser: ArgumentParser) -> None:
    """Add what `digest` takes."""
    parser.add_argument("--account", metavar="NAME", help="of this account alone, by name or id")
    parser.add_argument(
        "--scores",
        action="store_true",
        help="take the ties and their scores in, which depend on the day on which they were computed",
    )
    add_json(parser)


def run(options: Namespace) -> int:
    """Print the digest of each account."""
    from tactful.cli.ground import ready

    with ready():
        from tactful.accounts.gate import all_accounts
        from tactful.actions.imports.digest import content_digest

        found = [
            {"account": {"id": uid, "name": name}, "digest": content_digest(account, scores=options.scores)}
            for account, uid, name in all_accounts()
            if options.account in (None, name, uid.hex)
        ]
    if not found and options.account is not None:
        raise Ended(f'There is no account "{options.account}".', field="account")
    if options.json:
        print_json({"digests": found})
        return OK
    for one in found:
        say(f"{one['digest']}  {one['account']['name']}")  # type: ignore[index]  # an account is a mapping
    if not found:
        say("There is no account here yet.")
    return OK


COMMAND = Command(
    "digest",
    "print one number for what each account's sources say",
    arguments,
    run,
    story="Equal exactly where the facts are equal, whatever ids they got and in whatever order they came: compare it "
    "before and after an upgrade, a restore, or an import that was cut off and made again. It tells nothing of what "
    "the facts are, so it needs no --as.",
    examples=("tactful digest", "tactful digest --scores --json"),
)
