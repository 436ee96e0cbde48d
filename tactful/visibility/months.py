"""The last twelve months with a person or company, and the days in touch, over what is disclosed (D08, D09)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date
from typing import Any

from django.db import connection

from tactful.records.models import Company, Person
from tactful.visibility.identity.joined import joined
from tactful.visibility.reach import Condition
from tactful.visibility.showing import TOUCHPOINT
from tactful.visibility.standing import Standing
from tactful.visibility.telling import best_addresses
from tactful.visibility.told import Told

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Month:
    """What happened in one month (UTC): `month` is its first day."""

    month: date
    inbound: int = 0
    outbound: int = 0
    meetings: int = 0


@dataclass(frozen=True, slots=True)
class DayInTouch:
    """A day (UTC) on which a contributor and a person were in touch one way, and the weight that it counts with.

    `direction` is "in", "out" or "meeting".
    """

    day: date
    direction: str
    weight: float


def person_months(standing: Standing, person: Person) -> tuple[Month, ...]:
    """Return the twelve months up to this one, oldest first: each mail and meeting once, however many books hold it."""
    members = list(joined(standing).members(person.id))
    months, told = _months(standing, "t.person_id = any(%s)", members, "t.person_id")
    for book, address in told:
        standing.showing.person(book, address, TOUCHPOINT)
    return months


def company_months(standing: Standing, company: Company) -> tuple[Month, ...]:
    """Return the twelve months up to this one with all people of a company that the viewer may see."""
    months, told = _months(standing, "p.company_id = %s", company.id, "p.company_id")
    for book, record in told:
        standing.showing.company(book, record, TOUCHPOINT)
    return months


def days_in_touch(standing: Standing, person: Person) -> Mapping[int, tuple[DayInTouch, ...]]:
    """Return the days in touch with a person that are disclosed, by book: what an explanation may be made of (D09).

    Of several addresses, those with the one that the book knows best, whose score is shown.
    """
    told = _told(standing)
    found: dict[int, list[DayInTouch]] = {}
    best = best_addresses(standing, person.id)
    with connection.cursor() as db:
        db.execute(
            f"""select book_id, day, direction, max(weight) from (
                    select t.book_id, t.interaction_id, t.direction, min((t.at at time zone 'UTC')::date) as day,
                           max(t.weight) as weight
                    from records_party t join records_person p on p.id = t.person_id
                    join unnest(%s::bigint[], %s::bigint[]) as best(book, person)
                      on best.book = t.book_id and best.person = t.person_id
                    where t.account_id = %s and t.person_id = any(%s) and t.direction <> ''
                      and t.direction <> 'copied' and ({told.sql})
                    group by 1, 2, 3) once
                group by 1, 2, 3 order by 1, 2, 3""",
            [
                list(best),
                list(best.values()),
                standing.viewer.account,
                sorted(set(best.values())),
                *told.params,
            ],
        )
        for book, day, direction, weight in db.fetchall():
            found.setdefault(book, []).append(DayInTouch(day, direction, weight))
    for book in found:
        standing.showing.person(book, best[book], TOUCHPOINT)
    return {book: tuple(days) for book, days in found.items()}


def days_of_ties(
    standing: Standing, ties: Sequence[tuple[int, int]]
) -> Mapping[tuple[int, int], tuple[DayInTouch, ...]]:
    """Return the days in touch that are disclosed of each of these ties, by book and person."""
    told = _told(standing)
    found: dict[tuple[int, int], list[DayInTouch]] = {}
    with connection.cursor() as db:
        db.execute(
            f"""select book_id, person_id, day, direction, max(weight) from (
                    select t.book_id, t.person_id, t.interaction_id, t.direction,
                           min((t.at at time zone 'UTC')::date) as day, max(t.weight) as weight
                    from unnest(%s::bigint[], %s::bigint[]) as w(book, person)
                    join records_party t on t.account_id = %s and t.book_id = w.book and t.person_id = w.person
                    join records_person p on p.id = t.person_id
                    where t.direction <> '' and t.direction <> 'copied' and ({told.sql})
                    group by 1, 2, 3, 4) once
                group by 1, 2, 3, 4 order by 1, 2, 3, 4""",
            [
                [book for book, _ in ties],
                [person for _, person in ties],
                standing.viewer.account,
                *told.params,
            ],
        )
        for book, person, day, direction, weight in db.fetchall():
            found.setdefault((book, person), []).append(DayInTouch(day, direction, weight))
    return {tie: tuple(days) for tie, days in found.items()}


def _months(
    standing: Standing, about: str, about_whom: int | list[int], record: str
) -> tuple[tuple[Month, ...], set[tuple[int, int]]]:
    """Return the months, and the books and records (as the column says) whose touchpoints they count."""
    today = standing.viewer.now.astimezone(UTC).date()
    place = today.year * 12 + today.month - 1
    firsts = [date(m // 12, m % 12 + 1, 1) for m in range(place - MONTHS + 1, place + 2)]
    told = _told(standing)
    params: list[Any] = [standing.viewer.account, about_whom, firsts[0], firsts[-1], *told.params]
    with connection.cursor() as db:
        db.execute(
            f"""select month, count(distinct interaction_id) filter (where direction = 'in'),
                       count(distinct interaction_id) filter (where direction = 'out'),
                       count(distinct interaction_id) filter (where direction = 'meeting'),
                       array_agg(distinct array[book_id, record])
                from (select t.interaction_id, t.direction, t.book_id, {record} as record,
                             date_trunc('month', t.at at time zone 'UTC')::date as month
                      from records_party t join records_person p on p.id = t.person_id
                      where t.account_id = %s and {about} and t.direction <> '' and t.direction <> 'copied'
                        and t.at at time zone 'UTC' >= %s and t.at at time zone 'UTC' < %s and ({told.sql})) touches
                group by month""",
            params,
        )
        rows = db.fetchall()
    counted = {row[0]: Month(*row[:4]) for row in rows}
    months = tuple(counted.get(first, Month(first)) for first in firsts[:-1])
    return months, {(book, one) for row in rows for book, one in row[4]}


def _told(standing: Standing) -> Condition:
    return Told(standing).touchpoint("interactions", "t", "p.company_id")
