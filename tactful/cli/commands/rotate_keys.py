"""`tactful rotate-keys`: a new key for what the program encrypts at rest."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from tactful.cli.command import Command, add_json
from tactful.cli.ending import OK
from tactful.cli.printing import print_json, say
from tactful.cli.words import counted, listed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tactful.accounts.keyring import Key


def arguments(parser: ArgumentParser) -> None:
    """Add what `rotate-keys` takes."""
    instead = parser.add_mutually_exclusive_group()
    instead.add_argument(
        "--finish",
        action="store_true",
        help="make no new key: only go on with a rotation that was cut off",
    )
    instead.add_argument(
        "--drop-old",
        action="store_true",
        help="make no new key: only take those out of the ring that nothing is sealed by any more",
    )
    add_json(parser)


def run(options: Namespace) -> int:
    """Make a key and seal everything by it; or finish that; or drop the keys that are not needed."""
    from tactful.cli.ground import ready

    with ready():
        from tactful.accounts.keyring import drop_keys, key_ring, new_key, reseal

        dropped = drop_keys() if options.drop_old else ()
        made = None if options.finish or options.drop_old else new_key()
        done = None if options.drop_old else reseal()
        ring = key_ring()
    unneeded = done.unneeded if done is not None else ()
    if options.json:
        print_json(
            {
                "made": made is not None,
                "values": done.values if done is not None else 0,
                "keys": [key.id.hex() for key in ring.keys],
                "not_needed": [key.id.hex() for key in unneeded],
                "dropped": [key.id.hex() for key in dropped],
            }
        )
        return OK
    if options.drop_old:
        say(
            f"{counted(len(dropped), 'key')} dropped: {_named(dropped)}."
            if dropped
            else "Every key is needed."
        )
        return OK
    assert done is not None
    say(f"Key {ring.newest.id.hex()} seals now. {counted(done.values, 'value')} sealed again by it.")
    if unneeded:
        say(
            f"Nothing here needs {_named(unneeded)} any more; backups from before do. "
            "When you have none of those left: tactful rotate-keys --drop-old"
        )
    return OK


def _named(keys: Iterable[Key]) -> str:
    return listed([key.id.hex() for key in keys])


COMMAND = Command(
    "rotate-keys",
    "make a new key for what is encrypted at rest, and encrypt it again",
    arguments,
    run,
    story="Secrets, stored bodies and the keys of files are encrypted by keys that lie outside the database, in the "
    "key ring (TACTFUL_HOME/secrets/keyring, or where TACTFUL_KEYRING says). The new key seals at once; what older "
    "ones sealed is sealed again in small steps while everything runs, and stays readable throughout. Cut off, run it "
    "again with --finish. Back the ring up after each rotation, apart from the database.",
    examples=("tactful rotate-keys", "tactful rotate-keys --finish", "tactful rotate-keys --drop-old"),
)
