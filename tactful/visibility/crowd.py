"""Whom one standing opens, as sets in memory: exactly the persons for whom `Reach.told` would be true."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from copy import copy
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numpy as np
from cachetools import LRUCache
from django.db import connection
from pyroaring import BitMap

from tactful.policy.rules import TAKEN_PRIVATE_STRIKES
from tactful.policy.terms import Exception_, Path
from tactful.visibility import stamps
from tactful.visibility.columns import NEVER, NOBODY, BookColumns, Integers, columns_of, ids_of, people_set
from tactful.visibility.corrections import corrected_lasts
from tactful.visibility.household import KeptCrowd
from tactful.visibility.reach import Reach, literal
from tactful.visibility.standing import Standing

if TYPE_CHECKING:
    from tactful.visibility.addresses import PersonTold

T = TypeVar("T")

#: How often books are read again because one changed between two statements; a fixed snapshot needs once.
_TRIES = 3
#: How many sets by a score or day, and pages by name, that somebody asked for are kept of a viewer.
_ASKED = 16
#: How many people are kept as they were told last: two pages.
_TOLD = 128


#: What is kept with a crowd and made of nothing but its paths, their sources and the records in them.
CARRIED = frozenset(
    {
        "card edges",
        "company board",
        "company names",
        "company texts",
        "existing",
        "lasts",
        "last lanes",
        "leaders",
        "name order",
        "named",
        "open books",
        "pairs",
        "people",
        "strength lanes",
        "whole",
    }
)


class Crowd:
    """The people of one standing in one state of the records. Its sets are shared: they are not to be changed.

    `columns` are those of the books that its paths open, of the state that the stamps are of where `is_as_stamped`.
    All else is worked out when it is first asked for.
    """

    def __init__(
        self,
        standing: Standing,
        columns: Mapping[int, BookColumns],
        read: stamps.Stamps,
        *,
        is_as_stamped: bool,
    ) -> None:
        self._standing = standing
        self._columns = columns
        self._stamps = read
        self._is_as_stamped = is_as_stamped
        self._open: dict[str, dict[int, BitMap]] = {}
        self._kept: dict[object, Any] = {}
        self._asked: LRUCache[object, Any] = LRUCache(_ASKED)
        #: What was told of people on the last pages; under `lock`.
        self.told: LRUCache[int, PersonTold] = LRUCache(_TOLD)
        self.lock = Lock()

    def carried(self, standing: Standing) -> Crowd:
        """Return the same crowd for another state of the settings, by which stage 1 says the same of this viewer.

        It has what was worked out of paths and records alone, as `CARRIED` names it.
        """
        same = copy(self)
        same._standing = standing
        same._kept = {
            key: value
            for key, value in list(self._kept.items())
            if (key if isinstance(key, str) else cast(tuple[str, ...], key)[0]) in CARRIED
        }
        return same

    def forget_pages(self) -> None:
        """Have the next page read again: of what is asked for freely nothing is kept."""
        with self.lock:
            self._asked.clear()
            self.told.clear()

    # ── Pairs of book and person ────────────────────────────────────────────────────────────────────

    def open(self, facet: str) -> Mapping[int, BitMap]:
        """Return, for each book of which `facet` is disclosed for somebody, for whom it is."""
        if facet not in self._open:
            self._open[facet] = self._opened(facet)
        return self._open[facet]

    def people(self, facet: str) -> BitMap:
        """Return for whom `facet` of some book is disclosed."""
        return self.kept(("people", facet), lambda: united(self.open(facet).values()))

    def columns(self, book: int) -> BookColumns:
        """Return the columns of a book that some path opens."""
        return self._columns.get(book, NOBODY)

    def kept(self, key: object, make: Callable[[], T]) -> T:
        """Return what was made under this key, and make it the first time."""
        if key not in self._kept:
            self._kept[key] = make()
        return cast(T, self._kept[key])

    # ── People ──────────────────────────────────────────────────────────────────────────────────────

    @property
    def existing(self) -> BitMap:
        """Everybody who exists for the viewer: known to an open book, or on an open card (D20)."""
        return self.kept("existing", lambda: self.people("existence") | self._on_cards())

    @property
    def named(self) -> BitMap:
        """Those whom some open book names."""
        return self.kept("named", lambda: united(self._those("existence", lambda book: book.with_name)))

    def stronger_than(self, raw: float, *, or_equal: bool = True) -> BitMap:
        """Return those whose best disclosed relationship has at least (or more than) this raw sum."""

        def make() -> BitMap:
            def strong(book: BookColumns) -> BitMap:
                at_least = book.strengths >= raw if or_equal else book.strengths > raw
                return people_set(book.people[at_least])

            return united(self._those("relationship", strong))

        return self.asked_for(("stronger", raw, or_equal), make)

    def touched_since(self, moment: int) -> BitMap:
        """Return those whose last disclosed touchpoint is at `moment` (microseconds of 1970) or later."""
        return self.asked_for(
            ("touched", moment),
            lambda: united(
                people_set(people[lasts >= moment])
                for people, lasts in (self.lasts(book) for book in self.open("highlights"))
            ),
        )

    def asked_for(self, key: object, make: Callable[[], T]) -> T:
        """Like `kept`, for what a question may name freely: only the last few of these are."""
        with self.lock:
            found = self._asked.get(key)
        if found is None:
            found = make()
            with self.lock:
                self._asked[key] = found
        return cast(T, found)

    def at_company(self, company: int) -> BitMap:
        """Return those whom an open book knows and who are of this company."""
        return united(
            self._those("existence", lambda book: people_set(book.people[book.companies == company]))
        )

    def lasts(self, book: int) -> tuple[Integers, Integers]:
        """Return the people whose last touchpoint with a book is disclosed, and its microseconds, or NEVER."""
        return self.kept(("lasts", book), lambda: self._lasts_of(book))

    def has_corrections(self, book: int) -> bool:
        """Return whether some last touchpoint of this book is not told as it is stored."""
        return book in self._corrections

    def corrected(self, book: int, person: int, last: int) -> int:
        """Return the last touchpoint of a tie as the viewer is told it, given its stored one; NEVER is none."""
        return self._corrections.get(book, {}).get(person, last)

    def has_touched(self, book: int, person: int) -> bool:
        """Return whether a book tells of any touchpoint with a person: an open facet may hold nothing."""
        return self.last_with(book, person, "interactions") != NEVER

    def last_with(self, book: int, person: int, facet: str = "highlights") -> int:
        """Return the last touchpoint of a tie as it is told to whom this facet opens it; NEVER is none."""
        if person not in self.open(facet).get(book, BitMap()):
            return NEVER
        columns = self.columns(book)
        last = int(columns.lasts[np.searchsorted(columns.people, person)])
        return self.corrected(book, person, last)

    def is_corrected(self, book: int, person: int) -> bool:
        """Return whether touchpoints of a tie are not all told: its dates are to be made of those that are."""
        return person in self._corrections.get(book, {})

    def _those(self, facet: str, pick: Callable[[BookColumns], BitMap]) -> Iterable[BitMap]:
        for book, people in self.open(facet).items():
            columns = self.columns(book)
            picked = pick(columns)
            yield picked if people is columns.held else picked & people

    def _lasts_of(self, book: int) -> tuple[Integers, Integers]:
        columns, people = self.columns(book), self.open("highlights").get(book, BitMap())
        if people is columns.held:
            ids, lasts = columns.people, columns.lasts
        else:
            inside = np.isin(columns.people, ids_of(people))
            ids, lasts = columns.people[inside], columns.lasts[inside]
        corrections = self._corrections.get(book)
        if corrections:
            lasts = lasts.copy()
            places = np.searchsorted(ids, list(corrections))
            for place, (person, last) in zip(places.tolist(), corrections.items(), strict=True):
                if place < len(ids) and ids[place] == person:
                    lasts[place] = last
        return ids, lasts

    @cached_property
    def _corrections(self) -> Mapping[int, Mapping[int, int]]:
        """Kept while the books that exceptions are about and the containers are as they were, whatever else changes."""
        place, opened = self._standing.place, self._standing.opened
        excepted = {
            None if e.owner is None else self._standing.book_of.get(e.owner, 0) for e in opened.binding
        }
        containers = {int(p.within) for p in opened.paths if p.within is not None}
        state = self._stamps.of(None if None in excepted else excepted | containers)
        if place is not None and place.corrections is not None and place.corrections[0] == state:
            return place.corrections[1]
        found = corrected_lasts(self._standing)
        if place is not None and self._is_as_stamped:
            place.corrections = (state, found)
        return found

    def _on_cards(self) -> BitMap:
        told = Reach(self._standing).told(
            "card", source="v.source_id", person="v.person_id", company="p.company_id"
        )
        if told.sql == "false":
            return BitMap()
        with connection.cursor() as db:
            db.execute(
                "select v.person_id from records_cardvalue v join records_person p on p.id = v.person_id"
                f" where v.account_id = %s and ({told.sql})",
                [self._standing.viewer.account, *told.params],
            )
            return BitMap(row[0] for row in db.fetchall())

    # ── From paths to pairs ─────────────────────────────────────────────────────────────────────────

    def _opened(self, facet: str) -> dict[int, BitMap]:
        paths = [p for p in self._standing.opened.paths if facet in p.facets and not p.asked]
        books = [p for p in paths if int(p.source) in self._columns]
        found: dict[int, BitMap] = {}
        for path in books:
            book = int(path.source)
            if path.within is None and not path.own and book not in found:
                found[book] = self._columns[book].held
        for path in books:
            if (
                path.within is not None
                and found.get(int(path.source)) is not self._columns[int(path.source)].held
            ):
                book = int(path.source)
                found[book] = found.get(book, BitMap()) | (self._inside(path) & self._columns[book].held)
        for book, people in found.items():
            struck = self._struck(facet, book)
            if struck:
                found[book] = people - struck
        for path in books:
            if path.own:
                found[int(path.source)] = self._columns[int(path.source)].held
        if facet != "existence":
            # What is told of a tie stands on its existence, by whichever path that is open.
            exists = self.open("existence")
            for book, people in found.items():
                known = exists.get(book, BitMap())
                if people is not known:
                    found[book] = people & known
        return {book: people for book, people in found.items() if people}

    def in_containers(self, facet: str) -> dict[int, BitMap]:
        """Return, for each book that `facet` opens for the people of containers, for whom: known to it or not.

        A book may hold copies of mails to people whom it does not know (copied.py).
        """
        found: dict[int, BitMap] = {}
        for path in self._standing.opened.paths:
            if facet in path.facets and path.within is not None and not path.asked:
                book = int(path.source)
                found[book] = found.get(book, BitMap()) | self._inside(path)
        return {book: people - self._struck(facet, book) for book, people in found.items()}

    def _inside(self, path: Path) -> BitMap:
        by_via = self._entries.get(int(path.within or 0), {})
        if path.via_owner:
            owner = self._standing.settings.sources[path.source].owner
            inside = by_via.get(self._standing.book_of.get(owner or 0, 0), BitMap())
        else:
            inside = united(by_via.values())
        if path.rule == TAKEN_PRIVATE_STRIKES:
            inside = inside - self._taken.get(int(path.within or 0), BitMap())
        return inside

    @cached_property
    def _entries(self) -> dict[int, dict[int, BitMap]]:
        containers = sorted({int(p.within) for p in self._standing.opened.paths if p.within is not None})
        found: dict[int, dict[int, BitMap]] = {}
        with connection.cursor() as db:
            db.execute(
                "select source_id, via_id, array_agg(person_id) from records_entry"
                " where account_id = %s and source_id = any(%s) group by source_id, via_id",
                [self._standing.viewer.account, containers],
            )
            for container, via, people in db.fetchall():
                found.setdefault(container, {})[via] = BitMap(people)
        return found

    @cached_property
    def _taken(self) -> dict[int, BitMap]:
        found: dict[int, BitMap] = {}
        for e in self._standing.opened.binding:
            if e.within is not None and e.person is not None:
                found.setdefault(int(e.within), BitMap()).add(int(e.person))
        return found

    @cached_property
    def _exceptions(self) -> Mapping[int | None, list[Exception_]]:
        """The exceptions for a person or company that bind the viewer, by the contributor's book; None: every book."""
        found: dict[int | None, list[Exception_]] = {}
        for e in self._standing.opened.binding:
            if e.within is None and e.thread is None:
                book = None if e.owner is None else self._standing.book_of.get(e.owner, 0)
                found.setdefault(book, []).append(e)
        return found

    def _struck(self, facet: str, book: int) -> BitMap:
        withholds = self._standing.policy.withholds
        columns = self.columns(book)
        struck = BitMap()
        for of, row in ((book, withholds["private"]), (None, withholds["protected"])):
            if facet not in row.strikes:
                continue
            for e in self._exceptions.get(of, ()):
                if e.person is not None:
                    struck.add(int(e.person))
                else:
                    struck |= people_set(columns.people[columns.companies == int(e.company or 0)])
        return struck


def crowd_of(standing: Standing) -> Crowd:
    """Return whom a standing opens: the same object for all requests between which nothing changed."""
    if standing.crowd is None:
        standing.crowd = _crowd(standing)
    return standing.crowd


def _crowd(standing: Standing) -> Crowd:
    account, place = standing.viewer.account, standing.place
    kept = None if place is None else place.crowd
    if place is not None and kept is None and place.crowd_before is not None:
        before = place.crowd_before
        kept = place.crowd = KeptCrowd(before.crowd.carried(standing), before.sources, before.digest)
        place.crowd_before = None
    if kept is not None and kept.digest == stamps.digest(account, kept.sources):
        return kept.crowd
    sources = dependencies(standing)
    tries = _TRIES
    while True:
        read = stamps.source_stamps(account, sources)
        books = {book: read.numbers[book] for book in book_sources(standing) if book in read.numbers}
        columns, is_as_stamped = columns_of(account, books)
        tries -= 1
        if is_as_stamped or tries == 0:
            break
    crowd = Crowd(standing, columns, read, is_as_stamped=is_as_stamped)
    if is_as_stamped and place is not None:
        place.crowd = KeptCrowd(crowd, literal(sources), read.digest)
    return crowd


def only_open(standing: Standing, column: str) -> tuple[str, list[str]]:
    """Return the end of a condition that leaves rows of books that are open, and its parameters.

    Nothing where most books are: then the few rows of others are sooner passed over than looked for. Whoever asks so
    passes over them by `Crowd.open`, which alone decides.
    """
    crowd = crowd_of(standing)
    exists = crowd.open("existence")
    if 2 * len(exists) > len(standing.book_of):
        return "", []
    # Not the column alone: the planner would look into an index for each book.
    return f" and {column} + 0 = any(%s::bigint[])", [crowd.kept("open books", lambda: literal(exists))]


def united(sets: Iterable[BitMap]) -> BitMap:
    """Return the union of these sets, as a set of its own."""
    every = list(sets)
    return BitMap.union(*every) if every else BitMap()


def book_sources(standing: Standing) -> list[int]:
    """Return the books that some path of this standing opens."""
    sources = standing.settings.sources
    return sorted({int(p.source) for p in standing.opened.paths if sources[p.source].kind == "book"})


def dependencies(standing: Standing) -> list[int]:
    """Return every source whose records a crowd of this standing is made of: books, containers, cards."""
    sources = standing.settings.sources
    opened = {int(p.source) for p in standing.opened.paths if sources[p.source].kind in ("book", "cards")}
    return sorted(opened | {int(p.within) for p in standing.opened.paths if p.within is not None})
