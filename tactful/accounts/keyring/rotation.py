"""A new key takes over while the program runs: what older ones sealed is sealed again, batch by batch; nothing is lost.

First the new key is in the ring, and seals from then on. Then the rotation waits for those who sealed by an older one
to end their transactions: after that no more of the old can appear, however long it takes. Then every row is read and
written by short transactions, each batch its own, so that a rotation that was cut off is just run again. An old key
goes only when no row is of it, and only when it is asked for: a backup from before needs it.
"""

from __future__ import annotations

import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import connection, transaction
from psycopg import sql

from tactful.accounts.gate import all_accounts
from tactful.accounts.keyring.columns import Column, sealed_columns
from tactful.accounts.keyring.ring import Key, key_ring, ring_file
from tactful.accounts.keyring.sealing import Sealer, Where, lock_of, open_bytes
from tactful.accounts.wall import acting

BATCH = 500
_LOOK_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Rotated:
    """What a rotation did: how many values it sealed again, and which older keys no row needs any more."""

    values: int
    unneeded: tuple[Key, ...]


def new_key() -> Key:
    """Make a key that seals from now on, and return it. What is sealed stays as it is until `reseal`."""
    key_ring()
    return ring_file().add().newest


def reseal(
    columns: Iterable[Column] | None = None,
    *,
    batch: int = BATCH,
    told: Callable[[int], object] = lambda _count: None,
) -> Rotated:
    """Seal every value of an older key by the newest, in all accounts. `told` hears how many each batch held.

    May be cut off at any moment and run again, and beside whatever else the program does.
    """
    ring = key_ring()
    for key in ring.keys[:-1]:
        _wait_for_sealers(key)
    kept = tuple(sealed_columns() if columns is None else columns)
    done = 0
    for account, _uid, _name in all_accounts():
        for column in kept:
            after = 0
            while True:
                with acting(account):
                    ids = _seal_again(account, column, ring.newest.id, after, batch)
                if not ids:
                    break
                after = ids[-1]
                done += len(ids)
                told(len(ids))
    used = keys_in_use(kept)
    return Rotated(done, tuple(key for key in ring.keys[:-1] if key.id not in used))


def keys_in_use(columns: Iterable[Column] | None = None) -> Counter[bytes]:
    """Return how many values each key has sealed, over all accounts."""
    found: Counter[bytes] = Counter()
    kept = tuple(sealed_columns() if columns is None else columns)
    for account, _uid, _name in all_accounts():
        with acting(account), connection.cursor() as db:
            for column in kept:
                db.execute(
                    sql.SQL(
                        "select substring({value} from 2 for 4), count(*) from {table} "
                        "where account_id = %s and {value} is not null group by 1"
                    ).format(value=sql.Identifier(column.column), table=sql.Identifier(column.table)),
                    [account],
                )
                found.update({bytes(key): count for key, count in db.fetchall()})
    return found


def is_used(columns: Iterable[Column] | None = None) -> bool:
    """Return whether anything is sealed, in any account."""
    kept = tuple(sealed_columns() if columns is None else columns)
    for account, _uid, _name in all_accounts():
        with acting(account), connection.cursor() as db:
            for column in kept:
                db.execute(
                    sql.SQL(
                        "select 1 from {table} where account_id = %s and {value} is not null limit 1"
                    ).format(value=sql.Identifier(column.column), table=sql.Identifier(column.table)),
                    [account],
                )
                if db.fetchone() is not None:
                    return True
    return False


def drop_keys(columns: Iterable[Column] | None = None) -> tuple[Key, ...]:
    """Take every older key that no row needs out of the ring, for good; return those that went."""
    ring = key_ring()
    for key in ring.keys[:-1]:
        _wait_for_sealers(key)
    used = keys_in_use(columns)
    gone = tuple(key for key in ring.keys[:-1] if key.id not in used)
    if gone:
        ring_file().drop(frozenset(key.id for key in gone))
    return gone


def _seal_again(account: int, column: Column, newest: bytes, after: int, batch: int) -> list[int]:
    """Seal the next values of older keys again; return the ids of their rows, in their order."""
    names = {"value": sql.Identifier(column.column), "table": sql.Identifier(column.table)}
    with connection.cursor() as db:
        db.execute(
            sql.SQL(
                "select id, uid, {value} from {table} where account_id = %s and id > %s "
                "and substring({value} from 2 for 4) <> %s order by id limit %s for update"
            ).format(**names),
            [account, after, newest, batch],
        )
        rows: list[tuple[int, uuid.UUID, bytes]] = db.fetchall()
        if not rows:
            return []
        sealer = Sealer()
        fresh = [
            (
                sealer.seal_bytes(
                    open_bytes(value, where := Where(column.table, column.column, uid, account)), where
                ),
                row,
            )
            for row, uid, value in rows
        ]
        db.executemany(
            sql.SQL("update {table} set {value} = %s where account_id = %s and id = %s").format(**names),
            [(value, account, row) for value, row in fresh],
        )
        return [row for row, _uid, _value in rows]


def _wait_for_sealers(key: Key) -> None:
    """Wait until no transaction is open that sealed by this key. Nobody waits for us meanwhile."""
    while True:
        with transaction.atomic(), connection.cursor() as db:
            db.execute("select pg_try_advisory_xact_lock(%s, %s)", lock_of(key.id))
            if db.fetchone()[0]:
                return
        time.sleep(_LOOK_SECONDS)
