"""Which interactions each book holds, as sets in memory: read once per state, shared by every viewer it is open to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import Any

import numpy as np
from cachetools import LRUCache
from django.db import connection
from pyroaring import BitMap

from tactful.visibility.columns import people_set

KINDS = ("mail", "meeting")

#: The touchpoints of some books, each in the statement's own snapshot together with its stamp.
_MAKE = """
    select s.source_id, s.touches, t.mails, t.meetings
    from sharing_stamp s cross join lateral (
        select string_agg(int8send(h.interaction_id), '') filter (where h.direction <> 'meeting') as mails,
               string_agg(int8send(h.interaction_id), '') filter (where h.direction = 'meeting') as meetings
        from records_party h
        where h.account_id = s.account_id and h.book_id = s.source_id and h.direction <> '') t
    where s.account_id = %s and s.source_id = any(%s)"""


@dataclass(frozen=True, eq=False)
class BookTouches:
    """The interactions of which one book holds touchpoints. Not to be changed: every viewer shares the sets."""

    mails: BitMap
    meetings: BitMap

    @cached_property
    def either(self) -> BitMap:
        """Mails and meetings."""
        if not self.meetings or not self.mails:
            return self.mails or self.meetings
        return self.mails | self.meetings

    def of(self, kind: str) -> BitMap:
        """Return its interactions of a kind, "" for both."""
        return {"": self.either, "mail": self.mails, "meeting": self.meetings}[kind]

    @cached_property
    def weight(self) -> int:
        """About how many bytes this takes, with what is derived from it."""
        return 512 + 2 * (_size(self.mails) + _size(self.meetings))


#: Books in memory by (account, book, stamp). Stamps are random, but for 0: no two statements changed touchpoints yet.
_CACHE_BYTES = 256 * 1024 * 1024
_kept: LRUCache[tuple[int, int, int], BookTouches] = LRUCache(
    _CACHE_BYTES, getsizeof=lambda book: book.weight
)
_lock = Lock()


def touches_of(account: int, books: Iterable[int]) -> dict[int, BookTouches]:
    """Return what these books hold, by book; a book that never held anything is left out."""
    wanted = list(books)
    with connection.cursor() as db:
        db.execute(
            "select source_id, touches from sharing_stamp where account_id = %s and source_id = any(%s)",
            [account, wanted],
        )
        stamps: dict[int, int] = dict(db.fetchall())
    found: dict[int, BookTouches] = {}
    with _lock:
        for book, stamp in stamps.items():
            kept = _kept.get((account, book, stamp))
            if kept is not None:
                found[book] = kept
    missing = [book for book in stamps if book not in found]
    read = _packed(account, missing)
    read += made(account, [book for book in missing if book not in {row[0] for row in read}])
    for book, stamp, touches in read:
        found[book] = touches
        if stamp:
            with _lock:
                _kept[account, book, stamp] = touches
    return found


def made(account: int, books: list[int]) -> list[tuple[int, int, BookTouches]]:
    """Return (book, stamp, what it holds) of books that have a stamp, from their parties."""
    if not books:
        return []
    with connection.cursor() as db:
        db.execute(_MAKE, [account, books])
        return [
            (book, stamp, BookTouches(_set(mails), _set(meetings)))
            for book, stamp, mails, meetings in db.fetchall()
        ]


def _packed(account: int, books: list[int]) -> list[tuple[int, int, BookTouches]]:
    if not books:
        return []
    with connection.cursor() as db:
        db.execute(
            "select b.book_id, b.stamp, b.mails, b.meetings from records_booktouches b join sharing_stamp s"
            " on s.account_id = b.account_id and s.source_id = b.book_id and s.touches = b.stamp"
            " where b.account_id = %s and b.book_id = any(%s)",
            [account, books],
        )
        return [
            (book, stamp, BookTouches(BitMap.deserialize(mails), BitMap.deserialize(meetings)))
            for book, stamp, mails, meetings in db.fetchall()
        ]


def _set(ids: bytes | None) -> BitMap:
    return BitMap() if ids is None else people_set(np.frombuffer(ids, ">i8").astype(np.int64))


def _size(ids: BitMap) -> int:
    statistics: Mapping[str, Any] = dict(ids.get_statistics())
    return sum(
        int(statistics[f"n_bytes_{kind}_containers"]) for kind in ("array", "run", "bitset")
    ) + 16 * int(statistics["n_containers"])
