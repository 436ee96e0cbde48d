"""What a contributor's own book holds, counted and ranked for themselves alone (D22)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import connection
from pyroaring import BitMap

from tactful.visibility.crowd import crowd_of
from tactful.visibility.identity.joined import joined
from tactful.visibility.people import list_people_by_ids
from tactful.visibility.reach import Condition
from tactful.visibility.seen import PersonRow
from tactful.visibility.standing import Standing
from tactful.visibility.strength import strength_of
from tactful.visibility.told import Told


@dataclass(frozen=True, slots=True)
class Mine:
    """How many people the viewer's own book knows, and at how many companies."""

    people: int
    companies: int


def my_totals(standing: Standing) -> Mine:
    """Return how much there is of the viewer's own."""
    own = _own(standing)
    with connection.cursor() as db:
        db.execute(
            f"select count(*), count(distinct t.company_id) from records_tie t where {own.sql}",
            own.params,
        )
        people, companies = db.fetchone()
    if joined(standing):
        own_people = crowd_of(standing).open("relationship").get(standing.own_book or 0, BitMap())
        people = len(joined(standing).folded(own_people))
    return Mine(people, companies)


def my_strongest(standing: Standing, *, limit: int = 8, dates: bool = True) -> tuple[PersonRow, ...]:
    """Return the people whom the viewer knows best, each with the viewer's own score, where there is any."""
    found = _ranked(standing, "t.s > 0", "s desc, sort_key, uid", limit, dates=dates)
    return tuple(replace(row, strength=strength_of(raw)) for row, raw, _ in found)


def my_latest(standing: Standing, *, limit: int = 8) -> tuple[PersonRow, ...]:
    """Return the people whom the viewer was in touch with last, each with that moment, the latest first.

    What is still to come counts only once it is past.
    """
    found = _ranked(standing, "t.last_at <= now()", "last_at desc, sort_key, uid", limit, dates=False)
    return tuple(replace(row, last_contact=last) for row, _, last in found)


def _ranked(
    standing: Standing, only: str, order: str, limit: int, *, dates: bool
) -> tuple[tuple[PersonRow, float, datetime | None], ...]:
    own, one = _own(standing), joined(standing)
    ties = (
        "select t.person_id, t.s, t.last_at, t.sort_key, p.uid, {root} as root"
        " from records_tie t join records_person p on p.id = t.person_id{beside}"
        f" where {own.sql} and {only}"
    )
    params: list[Any] = [*own.params, limit]
    if one:
        # Of several addresses the one that comes first stands for the person.
        ties = ties.format(
            root="coalesce(o.root, t.person_id)",
            beside=" left join unnest(%s::bigint[], %s::bigint[]) as o(person, root) on o.person = t.person_id",
        )
        ties = f"select distinct on (root) * from ({ties}) every order by root, {order}"
        params = [*one.pairs, *params]
    else:
        ties = ties.format(root="t.person_id", beside="")
    with connection.cursor() as db:
        db.execute(f"select person_id, s, last_at from ({ties}) once order by {order} limit %s", params)
        found = db.fetchall()
    rows = list_people_by_ids(standing, [person for person, _, _ in found], dates=dates)
    return tuple((rows[person], raw, last) for person, raw, last in found if person in rows)


def _own(standing: Standing) -> Condition:
    told = Told(standing).reach.told(
        "relationship", source="t.book_id", person="t.person_id", company="t.company_id"
    )
    return Condition(
        f"t.account_id = %s and t.book_id = %s and ({told.sql})",
        [standing.viewer.account, standing.own_book or 0, *told.params],
    )
