"""What each book holds, as columns in memory: read once per state of the book, shared by every viewer it is open to."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from threading import Lock

import numpy as np
import numpy.typing as npt
from cachetools import LRUCache
from django.db import connection
from pyroaring import BitMap

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Keys = npt.NDArray[np.bytes_]

#: How many bytes of a sort key are kept: as many as tell nearly all people apart who are not namesakes.
KEY_BYTES = 16

#: The date of a tie without any touchpoint.
NEVER = np.iinfo(np.int64).min

#: Packs the ties of some books, each in the statement's own snapshot together with its stamp. One parameter list:
#: account, books. A book without ties has empty columns; one without a stamp has never held anything.
PACK = f"""
    select s.account_id, s.source_id, s.number, t.*
    from sharing_stamp s cross join lateral (
        select coalesce(string_agg(int8send(b.person_id), '' order by b.person_id), '') as people,
               coalesce(string_agg(int8send(coalesce(b.company_id, 0)), '' order by b.person_id), '') as companies,
               coalesce(string_agg(float8send(b.s), '' order by b.person_id), '') as strengths,
               coalesce(string_agg(int8send(coalesce((extract(epoch from b.last_at) * 1000000)::bigint, {NEVER})),
                                   '' order by b.person_id), '') as lasts,
               coalesce(string_agg(case when b.name <> '' then '\\x01'::bytea else '\\x00' end,
                                   '' order by b.person_id), '') as named,
               decode(coalesce(string_agg(
                   rpad(encode(substring(convert_to(b.sort_key, 'UTF8') from 1 for {KEY_BYTES}), 'hex'),
                        {2 * KEY_BYTES}, '0'),
                   '' order by b.person_id), ''), 'hex') as keys
        from records_tie b where b.account_id = s.account_id and b.book_id = s.source_id) t
    where s.account_id = %s and s.source_id = any(%s)"""


@dataclass(frozen=True, eq=False)
class BookColumns:
    """The ties of one book in the order of their people. All arrays have one element per tie.

    `companies` are ids or 0, `strengths` raw sums, `lasts` microseconds of 1970 or NEVER, `keys` the first bytes of the
    names' sort keys in UTF-8, whose order is that of the keys; `named` tells who has a name at all.
    """

    people: Integers
    companies: Integers
    strengths: Floats
    lasts: Integers
    named: Flags
    keys: Keys

    @classmethod
    def unpacked(
        cls, people: bytes, companies: bytes, strengths: bytes, lasts: bytes, named: bytes, keys: bytes
    ) -> BookColumns:
        """Return the columns of a packed row."""
        return cls(
            np.frombuffer(people, ">i8").astype(np.int64),
            np.frombuffer(companies, ">i8").astype(np.int64),
            np.frombuffer(strengths, ">f8").astype(np.float64),
            np.frombuffer(lasts, ">i8").astype(np.int64),
            np.frombuffer(named, np.uint8).astype(np.bool_),
            np.frombuffer(keys, f"S{KEY_BYTES}"),
        )

    @cached_property
    def held(self) -> BitMap:
        """Everybody in the book. Not to be changed: every viewer shares it."""
        return people_set(self.people)

    @cached_property
    def with_name(self) -> BitMap:
        """Those whom the book names."""
        return self.held if self.named.all() else people_set(self.people[self.named])

    @cached_property
    def strength_lane(self) -> tuple[npt.NDArray[np.uint32], Floats]:
        """People with a positive raw sum, the strongest first, and the sums' negatives."""
        there = self.strengths > 0
        people, falling = self.people[there], -self.strengths[there]
        order = np.lexsort((people, falling))
        return people[order].astype(np.uint32), falling[order]

    @cached_property
    def last_lane(self) -> tuple[npt.NDArray[np.uint32], Integers]:
        """People with a touchpoint, the latest first, and the negatives of its microseconds."""
        there = self.lasts != NEVER
        people, falling = self.people[there], -self.lasts[there]
        order = np.lexsort((people, falling))
        return people[order].astype(np.uint32), falling[order]

    @cached_property
    def company_sums(self) -> tuple[Integers, Floats]:
        """The companies of the book's people, by id, and the sum of the strengths with each."""
        return summed(self.companies, self.strengths)

    @property
    def weight(self) -> int:
        """About how many bytes this takes, with what is derived from it."""
        return 512 + 84 * len(self.people)


NOBODY = BookColumns(
    np.zeros(0, np.int64),
    np.zeros(0, np.int64),
    np.zeros(0),
    np.zeros(0, np.int64),
    np.zeros(0, np.bool_),
    np.zeros(0, f"S{KEY_BYTES}"),
)

#: Books in memory by (account, book, stamp). A stamp is random, so no two states, even of two databases, share one.
_CACHE_BYTES = 512 * 1024 * 1024
_kept: LRUCache[tuple[int, int, int], BookColumns] = LRUCache(
    _CACHE_BYTES, getsizeof=lambda book: book.weight
)
_lock = Lock()


def columns_of(account: int, stamps: Mapping[int, int]) -> tuple[dict[int, BookColumns], bool]:
    """Return the columns of these books, given their stamps, and whether all are of the state that was asked for.

    Where statements do not share a snapshot, a book may have changed since its stamp was read: its new state is given.
    """
    found: dict[int, BookColumns] = {}
    with _lock:
        for book, stamp in stamps.items():
            kept = _kept.get((account, book, stamp))
            if kept is not None:
                found[book] = kept
    is_as_asked = True
    missing = [book for book in stamps if book not in found]
    for book, stamp, columns in _read(account, missing) if missing else ():
        found[book] = columns
        is_as_asked = is_as_asked and stamps[book] == stamp
        with _lock:
            _kept[account, book, stamp] = columns
    return found, is_as_asked and len(found) == len(stamps)


def summed(companies: Integers, values: Floats) -> tuple[Integers, Floats]:
    """Return the companies among these, each once, by id, and the sum of the values of each; 0 is no company."""
    there = companies > 0
    ids, rows = np.unique(companies[there], return_inverse=True)
    return ids, np.bincount(rows, weights=values[there], minlength=len(ids)).astype(np.float64)


def _read(account: int, books: list[int]) -> Iterable[tuple[int, int, BookColumns]]:
    with connection.cursor() as db:
        db.execute(
            "select c.book_id, c.stamp, c.people, c.companies, c.strengths, c.lasts, c.named, c.keys"
            " from records_bookcolumns c join sharing_stamp s"
            " on s.account_id = c.account_id and s.source_id = c.book_id and s.number = c.stamp"
            " where c.account_id = %s and c.book_id = any(%s)",
            [account, books],
        )
        packed = db.fetchall()
        there = {row[0] for row in packed}
        missing = [book for book in books if book not in there]
        if missing:
            db.execute(PACK, [account, missing])
            packed += [row[1:] for row in db.fetchall()]
    return [(book, stamp, BookColumns.unpacked(*columns)) for book, stamp, *columns in packed]


def people_set(people: Integers) -> BitMap:
    """Return these people as a set; ids of people fit 32 bits (migrations/0002_fast_lists)."""
    # Of all that holds numbers, an array is what a bitmap reads without making an object of each.
    ids = array("I")
    ids.frombytes(people.astype(np.uint32).tobytes())
    return BitMap(ids)


def ids_of(people: BitMap) -> Integers:
    """Return the ids in a set, the least first."""
    return np.frombuffer(people.to_array(), np.uint32).astype(np.int64)
