"""The network as a graph: who of the contributors knows whom, and how well, as far as it is disclosed to a viewer.

Ties with a score, the strongest first, at most so many; their exact number is told, and the cut is said. Nothing here
depends on internal ids: of ties that are equally strong, the public ids decide.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from django.db import connection

from tactful.visibility.columns import Floats, Integers, ids_of, summed
from tactful.visibility.company_board import company_id
from tactful.visibility.contributors import member_of_book, owner_of
from tactful.visibility.crowd import crowd_of
from tactful.visibility.identity.joined import joined
from tactful.visibility.names import company_refs
from tactful.visibility.network_layout import Edge, layout
from tactful.visibility.seen import CompanyRef, Member
from tactful.visibility.standing import Standing
from tactful.visibility.strength import raw_of, strength_of
from tactful.visibility.teams import find_team
from tactful.visibility.telling import tell

MOST = 2_000
KINDS = ("people", "companies")


@dataclass(frozen=True, slots=True)
class NetworkQuery:
    """Whom the ties are with, the least score, at which company (of people), of the contributors of which team."""

    of: str = "people"
    least_score: int = 1
    company: uuid.UUID | None = None
    team: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a node stands: its place in a picture whose middle is 0, 0."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Colleague:
    """A contributor, with how many of the shown ties are theirs."""

    member: Member
    ties: int
    spot: Spot


@dataclass(frozen=True, slots=True)
class Other:
    """A person (`is_company` False) or a company, by the shown name; `best` is the best shown score."""

    uid: uuid.UUID
    name: str | None
    company: CompanyRef | None
    is_company: bool
    best: int
    spot: Spot


@dataclass(frozen=True, slots=True)
class NetworkTie:
    """One tie by the places of its ends in `colleagues` and `others`."""

    colleague: int
    other: int
    score: int


@dataclass(frozen=True, slots=True)
class Network:
    """The strongest ties, best first, with the exact number of all that the question finds."""

    colleagues: tuple[Colleague, ...]
    others: tuple[Other, ...]
    ties: tuple[NetworkTie, ...]
    total: int

    @property
    def is_cut(self) -> bool:
        """Whether there are more ties than are here."""
        return self.total > len(self.ties)


def network(standing: Standing, query: NetworkQuery = NetworkQuery(), *, most: int = MOST) -> Network:
    """Return the graph that a question finds; ValueError where it asks of neither people nor companies."""
    if query.of not in KINDS:
        raise ValueError(f'the network is of {" or ".join(KINDS)}, not of "{query.of}"')
    books, others, raws = _ties(standing, query)
    total = len(raws)
    # All that is as strong as the last one that has a place, to be told apart by public ids.
    if total > most:
        bar = np.partition(raws, total - most)[total - most]
        books, others, raws = (column[raws >= bar] for column in (books, others, raws))
    uids = _uids(standing, query, others)
    members = {book: member_of_book(standing, book) for book in np.unique(books).tolist()}
    ties = sorted(
        zip(books.tolist(), others.tolist(), raws.tolist(), strict=True),
        key=lambda tie: (-tie[2], uids[tie[1]], members[tie[0]].uid),
    )[:most]
    return _drawn(standing, query, ties, members, total)


# ── Which ties ──────────────────────────────────────────────────────────────────────────────────────


def _ties(standing: Standing, query: NetworkQuery) -> tuple[Integers, Integers, Floats]:
    """Return the books, the people or companies, and the raw sums of all ties that the question finds."""
    crowd, one = crowd_of(standing), joined(standing)
    least = raw_of(max(query.least_score, 1))
    company = _company(standing, query.company)
    # Somebody with an address there is of the company, whichever address is known best.
    there_too = None if company is None or not one else one.folded(crowd.at_company(company))
    found = []
    for book, people in crowd.open("relationship").items():
        if query.team is not None and not _is_of_team(standing, book, query.team):
            continue
        columns = crowd.columns(book)
        there = np.ones(len(columns.people), np.bool_)
        if people is not columns.held:
            there &= np.isin(columns.people, ids_of(people))
        if company is not None and (there_too is None or query.of == "companies"):
            there &= columns.companies == company
        if query.of == "companies":
            ids, sums = summed(
                *one.once_each(columns.people[there], columns.companies[there], columns.strengths[there])[1:]
            )
        else:
            ids, sums = one.greatest(columns.people[there], columns.strengths[there])
            if there_too is not None:
                is_there = np.isin(ids, ids_of(there_too))
                ids, sums = ids[is_there], sums[is_there]
        strong = sums >= least
        found.append((np.full(int(strong.sum()), book, np.int64), ids[strong], sums[strong]))
    if not found:
        return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0)
    books, ids, sums = (np.concatenate(column) for column in zip(*found, strict=True))
    return books, ids, sums


def _company(standing: Standing, uid: uuid.UUID | None) -> int | None:
    """Return the id to look for: of a company that is not there, one that nobody is of."""
    if uid is None:
        return None
    return company_id(standing, uid) or -1


def _is_of_team(standing: Standing, book: int, uid: uuid.UUID) -> bool:
    team = find_team(standing, uid)
    return team is not None and team.id in standing.settings.users[owner_of(standing, book)].teams


def _uids(standing: Standing, query: NetworkQuery, ids: Integers) -> dict[int, uuid.UUID]:
    table = "records_company" if query.of == "companies" else "records_person"
    with connection.cursor() as db:
        db.execute(
            f"select id, uid from {table} where account_id = %s and id = any(%s)",
            [standing.viewer.account, np.unique(ids).tolist()],
        )
        found = dict(db.fetchall())
    if query.of == "people":
        several = [person for person in found if person in joined(standing).classes]
        found |= {person: told.uid for person, told in tell(standing, several).items()}
    return found


# ── The picture ─────────────────────────────────────────────────────────────────────────────────────


def _drawn(
    standing: Standing,
    query: NetworkQuery,
    ties: list[tuple[int, int, float]],
    members: dict[int, Member],
    total: int,
) -> Network:
    keys = standing.household.member_keys
    books = sorted({book for book, _, _ in ties}, key=lambda book: keys[owner_of(standing, book)])
    others = list(dict.fromkeys(other for _, other, _ in ties))
    at_book = {book: place for place, book in enumerate(books)}
    at_other = {other: place for place, other in enumerate(others)}
    edges = tuple(
        NetworkTie(at_book[book], at_other[other], strength_of(raw).score) for book, other, raw in ties
    )
    spots = layout(len(books), len(others), [Edge(tie.colleague, tie.other, tie.score) for tie in edges])
    counts = [0] * len(books)
    for tie in edges:
        counts[tie.colleague] += 1
    best: dict[int, int] = {}
    for tie in edges:
        best.setdefault(tie.other, tie.score)
    named = _named(standing, query, others)
    return Network(
        tuple(
            Colleague(members[book], counts[place], Spot(*spots[place])) for place, book in enumerate(books)
        ),
        tuple(
            Other(*named[other], best[place], Spot(*spots[len(books) + place]))
            for place, other in enumerate(others)
        ),
        edges,
        total,
    )


def _named(
    standing: Standing, query: NetworkQuery, others: Iterable[int]
) -> dict[int, tuple[uuid.UUID, str | None, CompanyRef | None, bool]]:
    if query.of == "companies":
        return {
            company: (ref.uid, ref.name, ref, True) for company, ref in company_refs(standing, others).items()
        }
    told = tell(standing, others)
    refs = company_refs(standing, {one.company for one in told.values() if one.company is not None})
    return {person: (one.uid, one.name, refs.get(one.company or 0), False) for person, one in told.items()}
