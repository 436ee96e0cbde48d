"""What a contributor's own book holds, counted and ranked for themselves alone (D22)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import connection

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
    return Mine(people, companies)


def my_strongest(standing: Standing, *, limit: int = 8, dates: bool = True) -> tuple[PersonRow, ...]:
    """Return the people whom the viewer knows best, each with the viewer's own score, where there is any."""
    found = _ranked(standing, "t.s > 0", "t.s desc, t.sort_key, p.uid", limit, dates=dates)
    return tuple(replace(row, strength=strength_of(raw)) for row, raw, _ in found)


def my_latest(standing: Standing, *, limit: int = 8) -> tuple[PersonRow, ...]:
    """Return the people whom the viewer was in touch with last, each with that moment, the latest first.

    What is still to come counts only once it is past.
    """
    found = _ranked(standing, "t.last_at <= now()", "t.last_at desc, t.sort_key, p.uid", limit, dates=False)
    return tuple(replace(row, last_contact=last) for row, _, last in found)


def _ranked(
    standing: Standing, only: str, order: str, limit: int, *, dates: bool
) -> tuple[tuple[PersonRow, float, datetime | None], ...]:
    own = _own(standing)
    with connection.cursor() as db:
        db.execute(
            "select t.person_id, t.s, t.last_at from records_tie t join records_person p on p.id = t.person_id"
            f" where {own.sql} and {only} order by {order} limit %s",
            [*own.params, limit],
        )
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
