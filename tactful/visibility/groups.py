"""Scores of groups (D04): a team's is made of those who share with that team, and is seen by that team alone."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

import numpy as np
from django.db import connection
from pyroaring import BitMap

from tactful.policy.rules import EVERYONE
from tactful.policy.terms import Id
from tactful.records.models import Company, Person
from tactful.records.sort_key import sort_key
from tactful.visibility.columns import Floats, Integers
from tactful.visibility.crowd import Crowd, book_sources, crowd_of
from tactful.visibility.identity.joined import joined, once, once_params
from tactful.visibility.leaders import Leader, contributors, leading, stored_leaders
from tactful.visibility.people import list_people_by_ids
from tactful.visibility.reach import Reach
from tactful.visibility.seen import GroupStrength, PersonRow
from tactful.visibility.standing import Standing
from tactful.visibility.strength import strength_of
from tactful.visibility.telling import leads


@dataclass(frozen=True, slots=True)
class Audience:
    """A team of the viewer's, or Everyone."""

    id: Id
    name: str
    uid: uuid.UUID | None


def audiences(standing: Standing) -> tuple[Audience, ...]:
    """Return the viewer's audiences: their teams by name, then Everyone. A guest or visitor has none."""
    user = standing.opened.user
    if user is None or user.id != standing.viewer.member:
        return ()
    teams = sorted((standing.teams[int(t)] for t in user.teams), key=lambda t: (sort_key(t.name), t.uid))
    return (*(Audience(t.id, t.name, t.uid) for t in teams), Audience(EVERYONE, EVERYONE, None))


def contributing_books(standing: Standing, audience: Id) -> tuple[int, ...]:
    """Return the books whose active owner shares relationships with this audience, the viewer's own included."""
    settings, now = standing.settings, standing.viewer.now
    if standing.place is None:
        return contributors(settings, audience, now, standing.policy)
    return standing.household.kept(
        ("contributors", audience), now, lambda: contributors(settings, audience, now)
    )


def person_groups(standing: Standing, person: Person) -> tuple[GroupStrength, ...]:
    """Return the score of each of the viewer's audiences with a person, where anybody in it contributes."""
    members = list(joined(standing).members(person.id))
    return _groups(standing, "t.person_id = any(%s)", members, "max(s)")


def company_groups(standing: Standing, company: Company) -> tuple[GroupStrength, ...]:
    """Return the score of each of the viewer's audiences with a company."""
    return _groups(standing, "t.company_id = %s", company.id, "sum(s)")


def _groups(standing: Standing, about: str, record: int | list[int], each: str) -> tuple[GroupStrength, ...]:
    told = Reach(standing).told(
        "relationship", source="t.book_id", person="t.person_id", company="t.company_id"
    )
    with connection.cursor() as db:
        ties = (
            "select t.company_id, t.book_id, t.person_id, t.s from records_tie t"
            f" where t.account_id = %s and {about} and ({told.sql})"
        )
        db.execute(
            f"select book_id, {each} from ({once(standing, ties)}) ties group by book_id",
            [standing.viewer.account, record, *told.params, *once_params(standing)],
        )
        sums = {int(book): float(raw) for book, raw in db.fetchall()}
    found = []
    for audience in audiences(standing):
        books = [book for book in contributing_books(standing, audience.id) if book in sums]
        if books:
            raw = sum(sums[book] for book in books)
            found.append(GroupStrength(audience.name, audience.uid, strength_of(raw), len(books)))
    return tuple(found)


def strongest_people(
    standing: Standing, audience: Id, *, limit: int = 10, dates: bool = True
) -> tuple[tuple[PersonRow, GroupStrength], ...]:
    """Return the people whom an audience of the viewer's knows best, with the audience's score."""
    known = {a.id: a for a in audiences(standing)}.get(audience)
    if known is None:
        return ()
    led = leaders_of(standing, audience, limit)
    rows = list_people_by_ids(standing, [one.person for one in led], dates=dates)
    return tuple(
        (
            rows[one.person],
            GroupStrength(known.name, known.uid, strength_of(one.raw), one.contributors),
        )
        for one in led
        if one.person in rows
    )


def leaders_of(standing: Standing, audience: Id, limit: int) -> tuple[Leader, ...]:
    """Return the first `limit` people by the sum of what the viewer is told of an audience's contributors.

    One stored answer is for all from whom nothing of it is withheld; for others it is worked out, and kept with their
    crowd.
    """
    crowd, books = crowd_of(standing), contributing_books(standing, audience)
    if any(crowd.columns(book).held.intersect(joined(standing).others) for book in books):
        # What is stored tells addresses apart.
        key = ("joined leaders", books, limit)
        return crowd.kept(key, lambda: computed_leaders(standing, audience, limit))
    if crowd.kept(("whole", books), lambda: _is_whole(standing, crowd, books)):
        stored = stored_leaders(standing.viewer.account, audience, books, limit)
        if stored is not None:
            return stored
    return crowd.kept(("leaders", books, limit), lambda: computed_leaders(standing, audience, limit))


def computed_leaders(standing: Standing, audience: Id, limit: int) -> tuple[Leader, ...]:
    """Return what `leaders_of` does, worked out anew."""
    crowd = crowd_of(standing)
    one = joined(standing)
    ties = [one.greatest(*_opened(crowd, book)) for book in contributing_books(standing, audience)]
    return leading(
        standing.viewer.account, ties, limit, lambda people: leads(standing, people) if one else people
    )


def _is_whole(standing: Standing, crowd: Crowd, books: tuple[int, ...]) -> bool:
    """Return whether every relationship of these books is disclosed."""
    reached, opened = set(book_sources(standing)), crowd.open("relationship")
    return reached.issuperset(books) and all(
        len(opened.get(book, ())) == len(crowd.columns(book).people) for book in books
    )


def _opened(crowd: Crowd, book: int) -> tuple[Integers, Floats]:
    """Return the people of a book whose relationship is disclosed, and their raw sums."""
    columns, opened = crowd.columns(book), crowd.open("relationship").get(book, BitMap())
    struck = columns.held - opened
    if not struck:
        return columns.people, columns.strengths
    if len(struck) < len(opened):
        places = np.searchsorted(columns.people, struck.to_array())
        return np.delete(columns.people, places), np.delete(columns.strengths, places)
    places = np.searchsorted(columns.people, opened.to_array())
    return columns.people[places], columns.strengths[places]
