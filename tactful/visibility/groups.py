"""Scores of groups (D04): a team's is made of those who share with that team, and is seen by that team alone."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db import connection

from tactful.policy.paths import share_of
from tactful.policy.rules import EVERYONE
from tactful.policy.terms import Id
from tactful.records.models import Company, Person
from tactful.records.sort_key import sort_key
from tactful.visibility.people import list_people_by_ids
from tactful.visibility.reach import Condition, Reach
from tactful.visibility.seen import GroupStrength, PersonRow
from tactful.visibility.standing import Standing
from tactful.visibility.strength import strength_of


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


def contributing_books(standing: Standing, audience: Id) -> list[int]:
    """Return the books whose active owner shares relationships with this audience, the viewer's own included."""
    books = []
    for member, book in standing.book_of.items():
        owner = standing.settings.users[member]
        if not owner.active or (audience != EVERYONE and audience not in owner.teams):
            continue
        if "relationship" in share_of(
            standing.settings, owner, audience, standing.viewer.now, standing.policy
        ):
            books.append(book)
    return sorted(books)


def person_groups(standing: Standing, person: Person) -> tuple[GroupStrength, ...]:
    """Return the score of each of the viewer's audiences with a person, where anybody in it contributes."""
    return _groups(standing, "t.person_id = %s", person.id)


def company_groups(standing: Standing, company: Company) -> tuple[GroupStrength, ...]:
    """Return the score of each of the viewer's audiences with a company."""
    return _groups(standing, "t.company_id = %s", company.id)


def _groups(standing: Standing, about: str, record: int) -> tuple[GroupStrength, ...]:
    told = _counted(standing)
    if told.sql == "false":
        return ()
    with connection.cursor() as db:
        db.execute(
            f"select t.book_id, sum(t.s) from records_tie t where t.account_id = %s and {about}"
            f" and ({told.sql}) group by t.book_id",
            [standing.viewer.account, record, *told.params],
        )
        sums = {int(book): float(raw) for book, raw in db.fetchall()}
    found = []
    for audience in audiences(standing):
        books = [book for book in contributing_books(standing, audience.id) if book in sums]
        if books:
            raw = sum(sums[book] for book in books)
            found.append(GroupStrength(audience.name, audience.uid, strength_of(raw), len(books)))
    return tuple(found)


def _counted(standing: Standing) -> Condition:
    return Reach(standing).told(
        "relationship", source="t.book_id", person="t.person_id", company="t.company_id"
    )


def strongest_people(
    standing: Standing, audience: Id, *, limit: int = 10
) -> tuple[tuple[PersonRow, GroupStrength], ...]:
    """Return the people whom an audience of the viewer's knows best, with the audience's score."""
    known = {a.id: a for a in audiences(standing)}.get(audience)
    told = _counted(standing)
    if known is None or told.sql == "false":
        return ()
    with connection.cursor() as db:
        db.execute(
            "select t.person_id, sum(t.s), count(*) from records_tie t join records_person p on p.id = t.person_id"
            f" where t.account_id = %s and t.book_id = any(%s) and ({told.sql})"
            " group by t.person_id, p.uid having sum(t.s) > 0 order by sum(t.s) desc, p.uid limit %s",
            [standing.viewer.account, contributing_books(standing, audience), *told.params, limit],
        )
        found = [(int(person), float(raw), int(count)) for person, raw, count in db.fetchall()]
    rows = list_people_by_ids(standing, [person for person, _, _ in found])
    return tuple(
        (rows[person], GroupStrength(known.name, known.uid, strength_of(raw), count))
        for person, raw, count in found
        if person in rows
    )
