"""Every company that a viewer sees, with what is told of it, as columns in memory: one state of the records, kept."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from django.db import connection
from pyroaring import BitMap

from tactful.records.models import Company
from tactful.visibility.columns import NEVER, Floats, Integers, ids_of, summed
from tactful.visibility.crowd import Crowd, crowd_of
from tactful.visibility.identity.joined import Joined, joined
from tactful.visibility.standing import Standing

#: The strength of a company with which nobody's relationship is disclosed.
NO_TIE = -1.0
#: People whose ids span more than this are told apart by search, not by a table of their own length.
_WIDEST_TABLE = 50_000_000


@dataclass(frozen=True, eq=False)
class CompanyBoard:
    """One row per visible company, by id. `best` is the raw sum of the contributor who knows it best, or NO_TIE.

    `people` are those of it whom the viewer sees; `lasts` microseconds of 1970, or NEVER.
    """

    ids: Integers
    people: Integers
    best: Floats
    lasts: Integers

    def place(self, company: int) -> int | None:
        """Return the row of a company; None where the viewer sees none of its people."""
        row = int(np.searchsorted(self.ids, company))
        return row if row < len(self.ids) and self.ids[row] == company else None


def company_id(standing: Standing, uid: uuid.UUID) -> int:
    """Return the id of a company whether or not it exists for the viewer, 0 where there is none.

    Nothing else of the row is read before it is known to exist for them: hidden and absent take the same time (B12).
    """
    rows = Company.unchecked.filter(account_id=standing.viewer.account, uid=uid).order_by()
    return next(iter(rows.values_list("id", flat=True)), 0)


def board_of(standing: Standing) -> CompanyBoard:
    """Return the companies that the viewer sees."""
    crowd = crowd_of(standing)
    key = "joined company board" if joined(standing) else "company board"
    return crowd.kept(key, lambda: _board(standing, crowd))


def companies_of_book(crowd: Crowd, book: int, facet: str) -> Integers:
    """Return the companies of those whom a book opens by a facet, each once, by id."""
    people, columns = crowd.open(facet).get(book, BitMap()), crowd.columns(book)
    inside = _inside(people, columns.people, people is columns.held)
    found = np.unique(columns.companies[inside])
    return found[found > 0]


def _board(standing: Standing, crowd: Crowd) -> CompanyBoard:
    companies, one = _company_of_each(standing, crowd), joined(standing)
    if one:
        # Who has several addresses at a company is one of its people.
        _, companies, _ = one.once_each(ids_of(crowd.existing), companies, companies)
    ids, people = np.unique(companies[companies > 0], return_counts=True)
    best = np.full(len(ids), NO_TIE)
    lasts = np.full(len(ids), NEVER, dtype=np.int64)
    for found, sums in _strengths(crowd, one):
        rows = np.searchsorted(ids, found)
        best[rows] = np.maximum(best[rows], sums)
    for found, last in _lasts(crowd):
        rows = np.searchsorted(ids, found)
        lasts[rows] = np.maximum(lasts[rows], last)
    return CompanyBoard(ids, people.astype(np.int64), best, lasts)


def _company_of_each(standing: Standing, crowd: Crowd) -> Integers:
    """The company of each visible address, 0 for none, in the order of their ids."""
    visible = ids_of(crowd.existing)
    found = np.zeros(len(visible), dtype=np.int64)
    if not len(visible):
        return found
    base, span = int(visible[0]), int(visible[-1] - visible[0]) + 1
    table = np.zeros(span, dtype=np.int64) if span <= _WIDEST_TABLE else None
    for book, people in crowd.open("existence").items():
        columns = crowd.columns(book)
        inside = _inside(people, columns.people, people is columns.held)
        persons, companies = columns.people[inside], columns.companies[inside]
        if table is not None:
            table[persons - base] = companies
        else:
            found[np.searchsorted(visible, persons)] = companies
    if table is not None:
        found = table[visible - base]
    on_cards = crowd.existing - crowd.people("existence")
    if on_cards:
        with connection.cursor() as db:
            db.execute(
                "select id, company_id from records_person"
                " where account_id = %s and id = any(%s) and company_id is not null",
                [standing.viewer.account, list(on_cards)],
            )
            for person, company in db.fetchall():
                found[np.searchsorted(visible, person)] = company
    return found


def _strengths(crowd: Crowd, one: Joined) -> Iterator[tuple[Integers, Floats]]:
    """The companies of each book with the sum of its disclosed relationships there, that with each person once."""
    for book, people in crowd.open("relationship").items():
        columns = crowd.columns(book)
        if people is columns.held and not people.intersect(one.others):
            yield columns.company_sums
        else:
            inside = _inside(people, columns.people, people is columns.held)
            yield summed(
                *one.once_each(columns.people[inside], columns.companies[inside], columns.strengths[inside])[
                    1:
                ]
            )


def _lasts(crowd: Crowd) -> Iterator[tuple[Integers, Integers]]:
    for book in crowd.open("highlights"):
        columns = crowd.columns(book)
        people, lasts = crowd.lasts(book)
        companies = columns.companies[np.searchsorted(columns.people, people)]
        there = (companies > 0) & (lasts != NEVER)
        companies, lasts = companies[there], lasts[there]
        order = np.argsort(companies, kind="stable")
        ids, starts = np.unique(companies[order], return_index=True)
        yield ids, np.maximum.reduceat(lasts[order], starts)


def _inside(people: BitMap, persons: Integers, is_whole: bool) -> Integers:
    if is_whole:
        return np.arange(len(persons))
    return np.flatnonzero(np.isin(persons, ids_of(people)))
