"""Stamps of this transaction's snapshot: what is kept in memory is good while they are the same."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import connection


def settings_stamp(account: int) -> int:
    """Return the stamp of the account's settings; 0 where none was ever made."""
    with connection.cursor() as db:
        db.execute("select number from sharing_stamp where account_id = %s and source_id is null", [account])
        row = db.fetchone()
    return 0 if row is None else int(row[0])


def parts_of_settings(account: int) -> dict[str, int]:
    """Return the stamps of the tables that the account's settings are read from, of those that ever changed."""
    with connection.cursor() as db:
        db.execute(
            "select parts::text from sharing_stamp where account_id = %s and source_id is null", [account]
        )
        row = db.fetchone()
    return {} if row is None else json.loads(row[0])


@dataclass(frozen=True, slots=True)
class Stamps:
    """The stamps of some sources' records, by source, and what changes whenever one of them does.

    A source that never held anything has none. `digest`: of touchpoints, of all else; stamps are random, so that their
    sum without carry stays the same by chance once in 2^64 changes.
    """

    numbers: Mapping[int, int]
    digest: tuple[int, int]
    touches: Mapping[int, int]

    def of(self, sources: Collection[int | None] | None) -> tuple[tuple[int, int, int], ...]:
        """Return the state of some of the sources, or of all: equal where nothing of theirs changed."""
        return tuple(
            (source, number, self.touches[source])
            for source, number in sorted(self.numbers.items())
            if sources is None or source in sources
        )


def source_stamps(account: int, sources: list[int]) -> Stamps:
    """Return the stamps of these sources."""
    with connection.cursor() as db:
        db.execute(
            "select source_id, number, touches from sharing_stamp where account_id = %s and source_id = any(%s)",
            [account, sources],
        )
        rows = db.fetchall()
    touches = number = 0
    for _, one, other in rows:
        number ^= one
        touches ^= other
    return Stamps(
        {source: stamp for source, stamp, _ in rows},
        (touches, number),
        {source: stamp for source, _, stamp in rows},
    )


def digest_of_all(account: int) -> int:
    """Return the digest of the stamps of all sources of an account, touchpoints aside."""
    with connection.cursor() as db:
        db.execute(
            "select bit_xor(number) from sharing_stamp where account_id = %s and source_id is not null",
            [account],
        )
        return int(db.fetchone()[0] or 0)


def digest(account: int, sources: str) -> tuple[int, int]:
    """Return the digest of the stamps of these sources alone, which are given as an array of SQL."""
    with connection.cursor() as db:
        db.execute(
            "select bit_xor(touches), bit_xor(number) from sharing_stamp"
            " where account_id = %s and source_id = any(%s::bigint[])",
            [account, sources],
        )
        touches, number = db.fetchone()
    return (touches or 0, number or 0)
