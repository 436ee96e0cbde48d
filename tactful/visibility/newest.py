"""Which interactions are the newest that a viewer may see, out of books that are each in that order already.

The heads of the books give a bar that nothing of a page can be older than, and only what is newer is looked at (the
threshold algorithm, as in ranking.py); the books' own order is an index of the database.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db import connection
from pyroaring import BitMap

from tactful.visibility.columns import Integers, people_set
from tactful.visibility.crowd import crowd_of, united
from tactful.visibility.standing import Standing
from tactful.visibility.touches import BookTouches, touches_of
from tactful.visibility.withheld import Withheld, withheld

Flags = npt.NDArray[np.bool_]

#: How many touchpoints of each book are looked at first, and how many times more if they were too few.
_HEAD, _GROWTH = 4, 8
#: From when on the database counts microseconds.
_ORIGIN = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, eq=False)
class Touches:
    """Touchpoints, one element each: whose interaction, when (microseconds of the database), of which book and copy."""

    books: Integers
    copies: Integers
    interactions: Integers
    at: Integers

    @classmethod
    def unpacked(cls, row: Sequence[bytes | None]) -> Touches:
        """Return what a statement packed as 8-byte integers."""
        return cls(*(np.frombuffer(one or b"", ">i8").astype(np.int64) for one in row))

    def where(self, there: Flags) -> Touches:
        """Return some of them."""
        return Touches(self.books[there], self.copies[there], self.interactions[there], self.at[there])

    def __add__(self, other: Touches) -> Touches:
        return Touches(
            np.concatenate([self.books, other.books]),
            np.concatenate([self.copies, other.copies]),
            np.concatenate([self.interactions, other.interactions]),
            np.concatenate([self.at, other.at]),
        )


@dataclass(frozen=True, eq=False)
class Holdings:
    """What touchpoints of books are open: `whole` books but for what is withheld, and touchpoints out of the others.

    `people`: with whom, for each book that is not open as a whole.
    """

    whole: dict[int, BookTouches]
    people: Mapping[int, BitMap]
    hidden: Withheld
    mails: Touches
    meetings: Touches
    #: The hidden copies once more, for whole arrays.
    hidden_copies: Integers = field(default_factory=lambda: np.zeros(0, np.int64))

    def books(self, kind: str) -> list[int]:
        """Return the whole books that hold any interaction of a kind."""
        return [book for book, touches in self.whole.items() if touches.of(kind)]

    def partly(self, kind: str) -> Touches:
        """Return the open touchpoints of a kind out of books that are not open as a whole."""
        return {
            "": lambda: self.mails + self.meetings,
            "mail": lambda: self.mails,
            "meeting": lambda: self.meetings,
        }[kind]()

    def interactions(self, kind: str) -> BitMap:
        """Return every interaction of a kind that is open."""
        sets = [people_set(self.partly(kind).interactions)]
        for book, touches in self.whole.items():
            hidden = self.hidden.interactions.get(book)
            sets.append(touches.of(kind) - hidden if hidden else touches.of(kind))
        return united(sets)

    def opens(self, book: int, person: int, copy: int) -> bool:
        """Return whether a touchpoint is disclosed: that of a book with a person, as one copy has it."""
        return (book in self.whole or person in self.people.get(book, ())) and copy not in self.hidden.copies

    def visible(self, touches: Touches) -> Touches:
        """Return those of these touchpoints whose copy is not withheld."""
        if not len(self.hidden_copies):
            return touches
        return touches.where(~np.isin(touches.copies, self.hidden_copies))


def holdings_of(standing: Standing) -> Holdings:
    """Return the touchpoints that are open to a standing, kept for as long as they are the same."""
    return crowd_of(standing).kept("holdings", lambda: _holdings(standing))


def count(standing: Standing, kind: str) -> int:
    """Return the exact number of interactions of a kind that are disclosed, "" for both."""
    crowd = crowd_of(standing)
    return crowd.kept(("interactions", kind), lambda: len(holdings_of(standing).interactions(kind)))


def newest(standing: Standing, kind: str, until: datetime | None, wanted: int) -> tuple[list[int], bool]:
    """Return at least `wanted` interactions of a kind, complete down to the oldest of them, and whether none is left.

    `until` given: those of which some open touchpoint is not after it.
    """
    if until is None:
        # The first page: the same for as long as the crowd is.
        kept: tuple[list[int], bool] = crowd_of(standing).kept(
            ("newest", kind, wanted), lambda: _newest(standing, kind, None, wanted)
        )
        return kept
    return _newest(standing, kind, until, wanted)


def _newest(standing: Standing, kind: str, until: datetime | None, wanted: int) -> tuple[list[int], bool]:
    holdings, account = holdings_of(standing), standing.viewer.account
    partly = holdings.partly(kind)
    if until is not None:
        partly = partly.where(partly.at <= _number(until))
    books, head = holdings.books(kind), _HEAD
    while True:
        heads = _heads(account, books, kind, until, head)
        many, whose, rows = np.unique(heads.books, return_inverse=True, return_counts=True)
        going_on = rows == head
        bar = _bar(holdings.visible(heads) + partly, wanted) if going_on.any() else None
        if bar is not None or not going_on.any():
            break
        head *= _GROWTH
    if bar is None:
        return _distinct(holdings.visible(heads) + partly), True
    # Whose head ends above the bar may hold more that is above it.
    oldest = np.full(len(many), np.iinfo(np.int64).max)
    np.minimum.at(oldest, whose, heads.at)
    deeper = many[going_on & (oldest >= bar)].tolist()
    heads = heads + _above(account, deeper, kind, until, _moment(bar))
    found = holdings.visible(heads) + partly
    return _distinct(found.where(found.at >= bar)), False


def _bar(found: Touches, wanted: int) -> int | None:
    """Return when the last of the first `wanted` different interactions was, or None where there are fewer."""
    order = np.argsort(-found.at, kind="stable")
    _, firsts = np.unique(found.interactions[order], return_index=True)
    if len(firsts) < wanted:
        return None
    return int(found.at[order][np.sort(firsts)[wanted - 1]])


def _distinct(found: Touches) -> list[int]:
    different: list[int] = np.unique(found.interactions).tolist()
    return different


# ── Reading ─────────────────────────────────────────────────────────────────────────────────────────

#: A list of touchpoints in one row: each column's elements in the same order, for there is no other.
_PACKED = (
    "string_agg(int8send(h.book_id), ''), string_agg(int8send(h.copy_id), ''),"
    " string_agg(int8send(h.interaction_id), ''), string_agg(timestamptz_send(h.at), '')"
)
_OF_KIND = {
    "": "t.direction <> ''",
    "mail": "t.direction <> '' and t.direction <> 'meeting'",
    "meeting": "t.direction = 'meeting'",
}


def _heads(account: int, books: list[int], kind: str, until: datetime | None, most: int) -> Touches:
    """Return the newest touchpoints of each of these books, the older ones of equal moments too."""
    sql, params = _in_book(account, kind, until)
    return _read(f"{sql} order by t.at desc limit %s", books, [*params, most])


def _above(account: int, books: list[int], kind: str, until: datetime | None, since: datetime) -> Touches:
    sql, params = _in_book(account, kind, until)
    return _read(f"{sql} and t.at >= %s offset 0", books, [*params, since])


def _in_book(account: int, kind: str, until: datetime | None) -> tuple[str, list[Any]]:
    sql = (
        "select t.book_id, t.copy_id, t.interaction_id, t.at from records_party t"
        f" where t.account_id = %s and t.book_id = b.book and {_OF_KIND[kind]}"
    )
    return (sql, [account]) if until is None else (f"{sql} and t.at <= %s", [account, until])


def _read(within: str, books: list[int], params: list[Any]) -> Touches:
    with connection.cursor() as db:
        db.execute(
            f"select {_PACKED} from unnest(%s::bigint[]) b(book) cross join lateral ({within}) h",
            [books, *params],
        )
        return Touches.unpacked(db.fetchone())


def _holdings(standing: Standing) -> Holdings:
    crowd = crowd_of(standing)
    paths = [p for p in standing.opened.paths if "interactions" in p.facets and not p.asked]
    own = {int(p.source) for p in paths if p.own}
    whole = {int(p.source) for p in paths if p.within is None}
    pairs = {book: some for book, some in crowd.in_containers("interactions").items() if book not in whole}
    hidden = withheld(standing, (whole | pairs.keys()) - own)
    copies = np.array(hidden.copies, dtype=np.int64)
    holdings = Holdings(
        touches_of(standing.viewer.account, whole), pairs, hidden, _nothing(), _nothing(), copies
    )
    if not pairs:
        return holdings
    mails, meetings = (
        _latest(holdings.visible(_of_people(standing.viewer.account, pairs, kind)))
        for kind in ("mail", "meeting")
    )
    return replace(holdings, mails=mails, meetings=meetings)


def _of_people(account: int, pairs: Mapping[int, BitMap], kind: str) -> Touches:
    """Return the touchpoints of these people with these books."""
    books = [book for book, people in pairs.items() for _ in range(len(people))]
    people = [person for some in pairs.values() for person in some]
    with connection.cursor() as db:
        db.execute(
            f"select {_PACKED} from unnest(%s::bigint[], %s::bigint[]) b(book, person) cross join lateral ("
            "select t.book_id, t.copy_id, t.interaction_id, t.at from records_party t where t.account_id = %s"
            f" and t.person_id = b.person and t.book_id = b.book and {_OF_KIND[kind]} offset 0) h",
            [books, people, account],
        )
        return Touches.unpacked(db.fetchone())


def _latest(found: Touches) -> Touches:
    """Return the last touchpoint of each interaction."""
    order = np.argsort(-found.at, kind="stable")
    _, firsts = np.unique(found.interactions[order], return_index=True)
    places = order[firsts]
    return Touches(found.books[places], found.copies[places], found.interactions[places], found.at[places])


def _nothing() -> Touches:
    return Touches.unpacked([None] * 4)


def _number(moment: datetime) -> int:
    return (moment - _ORIGIN) // timedelta(microseconds=1)


def _moment(number: int) -> datetime:
    return _ORIGIN + timedelta(microseconds=number)
