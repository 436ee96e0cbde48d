"""`tactful verify-log`: whether the disclosure log is as it was sealed."""

from __future__ import annotations

import re
from argparse import ArgumentParser, Namespace

from tactful.cli.command import Command, add_json
from tactful.cli.ending import NOT_DONE, OK, USAGE, Ended
from tactful.cli.printing import print_json, say
from tactful.cli.words import counted


def arguments(parser: ArgumentParser) -> None:
    """Add what `verify-log` takes."""
    parser.add_argument("--account", metavar="NAME", help="of this account alone, by name or id")
    parser.add_argument(
        "--noted",
        metavar="COUNT:HASH",
        help="an end of the log that was noted elsewhere before: it must still be part of it (with --account)",
    )
    add_json(parser)


def run(options: Namespace) -> int:
    """Print what a look through each account's log finds; 1 where something does not fit."""
    from tactful.cli.ground import ready

    noted = None if options.noted is None else _read(options)
    with ready():
        from tactful.accounts.gate import all_accounts
        from tactful.actions.sealing import Fault, hash_at, verify

        asked = [one for one in all_accounts() if options.account in (None, one[2], one[1].hex)]
        if options.account is not None and len(asked) != 1:
            raise Ended(
                f'There is not exactly one account "{options.account}": name it by its id.', field="account"
            )
        found = [(verify(account), list[Fault]()) for account, _, _ in asked]
        if noted is not None:
            count, digest = noted
            if hash_at(asked[0][0], count) != digest:
                words = f"What was noted of entry {count} is no part of the log any more."
                found[0][1].append(Fault("unlike", count, words))
    good = not any(one.faults or more for one, more in found)
    if options.json:
        logs = [
            {
                "account": {"id": one.account, "name": one.name},
                "sealed": one.sealed,
                "waiting": one.waiting,
                "end": f"{one.sealed}:{one.hash}",
                "faults": [
                    {"kind": f.kind, "number": f.number, "message": f.words} for f in (*one.faults, *more)
                ],
            }
            for one, more in found
        ]
        print_json({"whole": good, "logs": logs})
        return OK if good else NOT_DONE
    for one, more in found:
        faults = (*one.faults, *more)
        state = "NOT AS IT WAS SEALED" if faults else "whole"
        say(f"{one.name}: {state}. {counted(one.sealed, 'entry', 'entries')} sealed, {one.waiting} waiting.")
        for fault in faults:
            say(f"  {fault.words}")
        say(f"  End: {one.sealed}:{one.hash}")
    if not found:
        say("There is no account here yet.")
    return OK if good else NOT_DONE


def _read(options: Namespace) -> tuple[int, str]:
    fit = re.fullmatch(r"([1-9][0-9]{0,17}):([0-9a-f]{64})", options.noted)
    if fit is None or options.account is None:
        raise Ended(
            "--noted is an end as verify-log prints it, of the account that --account names.",
            USAGE,
            field="noted",
        )
    return int(fit[1]), fit[2]


COMMAND = Command(
    "verify-log",
    "check that no entry of the disclosure log was edited, removed or reordered",
    arguments,
    run,
    story="Does the sum of every account's chain again, from the first entry to the last. Whoever owns the database "
    "could make the whole chain anew, or cut its end off together with its count: note the end that this command "
    "prints somewhere else from time to time, and give it back with --noted, and that is found too. Entries that wait "
    "to be sealed are in no chain yet; a job seals them every minute. It tells nothing of whom the entries are "
    "about, so it needs no --as.",
    examples=("tactful verify-log", "tactful verify-log --json"),
)
