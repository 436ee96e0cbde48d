"""What is told of single addresses, read for those on one page: names, titles, scores, last touchpoints, by whom.

Which of them are one person to the viewer is known above (joined.py, telling.py).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

from django.db import connection

from tactful.visibility.columns import NEVER
from tactful.visibility.crowd import crowd_of, only_open
from tactful.visibility.standing import Standing

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class TieTold:
    """What one book says of a person, as far as it is told. `raw` None: the relationship is not disclosed."""

    book: int
    name: str
    sort_key: str
    title: str
    organisation: str
    raw: float | None


@dataclass
class PersonTold:
    """What is told of one person: the shown texts are the viewer's own, else the least by their key (D21).

    Not to be changed once it was asked what it says: it is worked out once, and kept for the next page.
    `last` is in microseconds of 1970; None where no date is disclosed or there was no touchpoint.
    """

    person: int
    uid: uuid.UUID
    company: int | None
    own_book: int
    ties: list[TieTold] = field(default_factory=list)
    last: int | None = None
    #: The books that say so, and of which address.
    last_said: list[tuple[int, int]] = field(default_factory=list)

    @cached_property
    def name(self) -> str | None:
        return self._least((t.sort_key, t.name, t) for t in self.ties)

    @cached_property
    def title(self) -> str | None:
        return self._least((t.title.lower(), t.title, t) for t in self.ties)

    @cached_property
    def organisation(self) -> str | None:
        return self._least((t.organisation.lower(), t.organisation, t) for t in self.ties)

    @cached_property
    def best(self) -> float | None:
        """The best disclosed raw sum."""
        return max((t.raw for t in self.ties if t.raw is not None), default=None)

    @cached_property
    def is_mine(self) -> bool:
        return any(t.book == self.own_book for t in self.ties)

    @cached_property
    def place(self) -> tuple[int, str, uuid.UUID]:
        """Where the person stands in a list by name: people without a shown name last."""
        named = [(t.book != self.own_book, t.sort_key) for t in self.ties if t.name]
        return (0, min(named)[1], self.uid) if named else (1, "", self.uid)

    @cached_property
    def last_at(self) -> datetime | None:
        return None if self.last is None else moment_of(self.last)

    def _least(self, said: Iterable[tuple[str, str, TieTold]]) -> str | None:
        there = [(t.book != self.own_book, key, text) for key, text, t in said if text]
        return min(there)[2] if there else None


def rank(told: PersonTold) -> tuple[Any, ...]:
    """Return where an address stands among those of one person, whose record goes by the first: what is shown decides.

    The best score comes first, then the last touchpoint, then the name, then the id that the page's address has.
    """
    best, last = told.best, told.last
    return best is None, -(best or 0.0), last is None, -(last or 0), told.place


def tell_addresses(standing: Standing, people: Iterable[int]) -> dict[int, PersonTold]:
    """Return what is told of those of these addresses that exist for the viewer, by id. It is not to be changed."""
    crowd, known = crowd_of(standing), standing.told
    asked = [person for person in people if person in crowd.existing]
    missing = [person for person in asked if person not in known]
    if missing:
        with crowd.lock:
            known |= {person: crowd.told[person] for person in missing if person in crowd.told}
        missing = [person for person in missing if person not in known]
    if missing:
        read = _read(standing, missing)
        known |= read
        with crowd.lock:
            crowd.told.update(read)
    return {person: known[person] for person in asked}


def _read(standing: Standing, people: list[int]) -> dict[int, PersonTold]:
    crowd, own = crowd_of(standing), standing.own_book or 0
    exists, related, dated = crowd.open("existence"), crowd.open("relationship"), crowd.open("highlights")
    only, books = only_open(standing, "t.book_id")
    found: dict[int, PersonTold] = {}
    with connection.cursor() as db:
        db.execute(
            "select p.id, p.uid, p.company_id, t.book_id, t.name, t.sort_key, t.title, t.organisation, t.s,"
            " (extract(epoch from t.last_at) * 1000000)::bigint"
            " from records_person p"
            " left join records_tie t on t.account_id = p.account_id and t.person_id = p.id"
            f"{only} where p.account_id = %s and p.id = any(%s)",
            [*books, standing.viewer.account, people],
        )
        for person, uid, company, book, name, key, title, organisation, raw, last in db.fetchall():
            told = found.get(person)
            if told is None:
                told = found[person] = PersonTold(person, uid, company, own)
            if book not in exists or person not in exists[book]:
                continue
            shown = raw if book in related and person in related[book] else None
            told.ties.append(TieTold(book, name, key, title, organisation, shown))
            if last is not None and book in dated and person in dated[book]:
                counted = crowd.corrected(book, person, last)
                if counted != NEVER and (told.last is None or counted > told.last):
                    told.last, told.last_said = counted, [(book, person)]
                elif counted == told.last:
                    told.last_said.append((book, person))
    return found


def moment_of(microseconds: int) -> datetime:
    """Return the moment that many microseconds after the beginning of 1970."""
    return _EPOCH + timedelta(microseconds=microseconds)
