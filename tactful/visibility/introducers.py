"""Warm paths: who can best introduce the viewer, only through relationships that are disclosed to them (B07).

Best is who knows the person or company best by the score that is shown; of equal ones, who shares a team with the
viewer comes first, then the name decides.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
from pyroaring import BitMap

from tactful.policy.terms import NOTHING
from tactful.records.models import Company, Person
from tactful.records.sort_key import sort_key
from tactful.visibility.columns import NEVER, ids_of
from tactful.visibility.company import find_company
from tactful.visibility.contributors import member_of_book, owner_of
from tactful.visibility.crowd import crowd_of
from tactful.visibility.identity.joined import joined
from tactful.visibility.person import find_person
from tactful.visibility.seen import ContributorStatistics, Member, Statistics, Strength
from tactful.visibility.showing import LAST_CONTACT
from tactful.visibility.standing import Standing
from tactful.visibility.statistics import company_statistics, person_statistics
from tactful.visibility.strength import strength_of
from tactful.visibility.telling import best_addresses, moment_of, tell

#: How many ways through somebody else at a person's company are told.
_BESIDE = 3


@dataclass(frozen=True, slots=True)
class PersonRef:
    """Somebody by the name that is shown of them."""

    uid: uuid.UUID
    name: str | None


@dataclass(frozen=True, slots=True)
class Introducer:
    """A colleague who can introduce the viewer to `person`, and how well they know who was asked about.

    `people`: of a company, how many there are whom they know. `last_contact` and `statistics` only where disclosed.
    `teams`: the names of those that both are in.
    """

    member: Member
    strength: Strength
    person: PersonRef
    people: int
    teams: tuple[str, ...]
    last_contact: datetime | None = None
    statistics: Statistics | None = None


@dataclass(frozen=True, slots=True)
class WarmPaths:
    """The introducers to a person or company, best first; the viewer's own tie apart.

    `beside`: colleagues who know somebody else at the person's company: one step more.
    """

    introducers: tuple[Introducer, ...]
    mine: Strength | None = None
    beside: tuple[Introducer, ...] = ()


@dataclass(frozen=True, slots=True)
class _Way:
    """What one book opens of a person or company: the raw sum, who is known best in it, how many are known."""

    book: int
    raw: float
    person: int
    people: int


def introducers_to_person(standing: Standing, uid: uuid.UUID) -> WarmPaths | None:
    """Return who can introduce the viewer to a person; None alike for hidden and absent."""
    person = find_person(standing, uid)
    if person is None:
        return None
    found = introducers_to_people(standing, [person.id])[person.id]
    beside = _beside(standing, person)
    if standing.books_open("interactions"):
        found = _counted(found, person_statistics(standing, person)[1])
    return replace(found, beside=beside)


def introducers_to_company(standing: Standing, uid: uuid.UUID) -> WarmPaths | None:
    """Return who can introduce the viewer to somebody at a company; None alike for hidden and absent."""
    company = find_company(standing, uid)
    if company is None:
        return None
    found = introducers_to_companies(standing, [company.id])[company.id]
    return _counted(found, _company_counts(standing, company))


def introducers_to_people(standing: Standing, people: Iterable[int]) -> dict[int, WarmPaths]:
    """Return the introducers to each of these people; without counts, which only single ones are told with."""
    asked = list(people)
    told = tell(standing, asked)
    return {
        person: _paths(
            standing,
            [
                _Way(tie.book, tie.raw, person, 1)
                for tie in (told[person].ties if person in told else ())
                if tie.raw is not None
            ],
        )
        for person in asked
    }


def introducers_to_companies(standing: Standing, companies: Iterable[int]) -> dict[int, WarmPaths]:
    """Return the introducers to each of these companies, without counts."""
    asked = list(companies)
    ways = _at_companies(standing, asked)
    tell(standing, {way.person for some in ways.values() for way in some})
    return {company: _paths(standing, ways.get(company, ())) for company in asked}


def knows(standing: Standing, member: int, person: int) -> bool:
    """Return whether the viewer may see that this member knows this person."""
    return known_as(standing, member, person) is not None


def known_as(standing: Standing, member: int, person: int) -> int | None:
    """Return the address by which the viewer may see that this member knows a person best; None where by none."""
    book = standing.book_of.get(member, 0)
    related = crowd_of(standing).open("relationship").get(book, BitMap())
    members = joined(standing).members(person)
    if len(members) == 1:
        return person if person in related else None
    return best_addresses(standing, person).get(book)


def _paths(standing: Standing, ways: Iterable[_Way], most: int | None = None) -> WarmPaths:
    own = standing.own_book
    mine, found = None, []
    for way in ways:
        if way.book == own:
            mine = strength_of(way.raw)
        else:
            key = standing.household.member_keys[owner_of(standing, way.book)]
            found.append((_introducer(standing, way), key, way))
    found.sort(key=lambda one: (-one[0].strength.score, not one[0].teams, one[1]))
    for one, _, way in found[:most]:
        if one.last_contact is not None:
            standing.showing.person(way.book, _latest(standing, way.book, way.person)[1], LAST_CONTACT)
    return WarmPaths(tuple(one for one, _, _ in found[:most]), mine)


def _introducer(standing: Standing, way: _Way) -> Introducer:
    told = tell(standing, [way.person])[way.person]
    return Introducer(
        member_of_book(standing, way.book),
        strength_of(way.raw),
        PersonRef(told.uid, told.name),
        way.people,
        _teams_in_common(standing, owner_of(standing, way.book)),
        _last_contact(standing, way.book, way.person) if way.people == 1 else None,
    )


def _teams_in_common(standing: Standing, member: int) -> tuple[str, ...]:
    me, users = standing.opened.user, standing.settings.users
    common = users[member].teams & (NOTHING if me is None else me.teams)
    return tuple(sorted((standing.teams[int(team)].name for team in common), key=sort_key))


def _last_contact(standing: Standing, book: int, person: int) -> datetime | None:
    """Return the last touchpoint of a tie where its dates are disclosed."""
    last, _ = _latest(standing, book, person)
    return None if last == NEVER else moment_of(last)


def _latest(standing: Standing, book: int, person: int) -> tuple[int, int]:
    """Return the last touchpoint of a book with a person, and by which address."""
    crowd = crowd_of(standing)
    return max((crowd.last_with(book, member), member) for member in joined(standing).members(person))


def _at_companies(standing: Standing, companies: list[int], but: int = 0) -> Mapping[int, list[_Way]]:
    """Return what each book opens of these companies, one person left out; equal strengths by the least id shown."""
    crowd, one = crowd_of(standing), joined(standing)
    wanted = np.array(sorted(companies), dtype=np.int64)
    found: dict[int, dict[int, list[tuple[float, int]]]] = {}
    for book, people in crowd.open("relationship").items():
        columns = crowd.columns(book)
        inside = np.isin(columns.companies, wanted)
        if people is not columns.held and inside.any():
            inside &= np.isin(columns.people, ids_of(people))
        rows = np.flatnonzero(inside)
        ties = one.once_each(columns.people[rows], columns.companies[rows], columns.strengths[rows])
        for person, company, raw in zip(*(column.tolist() for column in ties), strict=True):
            if person != one.root(but):
                found.setdefault(company, {}).setdefault(book, []).append((raw, person))
    best = {max(raw for raw, _ in ties) for by_book in found.values() for ties in by_book.values()}
    level = [
        person
        for by_book in found.values()
        for ties in by_book.values()
        for raw, person in ties
        if raw in best
    ]
    told = tell(standing, level)
    return {
        company: [
            _Way(
                book,
                sum(raw for raw, _ in ties),
                # Of those known equally well, by the name shown: ids are made in an order that tells of others.
                min(
                    (person for raw, person in ties if raw == max(raw for raw, _ in ties)),
                    key=lambda person: told[person].place,
                ),
                len(ties),
            )
            for book, ties in by_book.items()
        ]
        for company, by_book in found.items()
    }


def _beside(standing: Standing, person: Person) -> tuple[Introducer, ...]:
    company = tell(standing, [person.id])[person.id].company
    if company is None:
        return ()
    ways = _at_companies(standing, [company], but=person.id).get(company, [])
    known = [way for way in ways if way.raw > 0]
    return _paths(standing, known, _BESIDE).introducers


def _counted(paths: WarmPaths, each: tuple[ContributorStatistics, ...]) -> WarmPaths:
    numbers = {one.member.uid: one.statistics for one in each}
    return replace(
        paths,
        introducers=tuple(replace(one, statistics=numbers.get(one.member.uid)) for one in paths.introducers),
    )


def _company_counts(standing: Standing, company: Company) -> tuple[ContributorStatistics, ...]:
    return company_statistics(standing, company)[1] if standing.books_open("interactions") else ()
