"""What the mails and meetings of feeds say: whom they are with and what they call them, and how many they are.

An import stores it when it ends; whatever erases some of them asks again, so that what is left is what would have been
stored.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection


@dataclass(frozen=True, slots=True)
class Counts:
    """How many mails and meetings a feed has stored, from when to when, and how many mails to and from its contributor.

    Automated mails are neither inbound nor outbound.
    """

    mails: int
    meetings: int
    first_at: datetime | None
    last_at: datetime | None
    inbound: int
    outbound: int


def counts_of(account: int, feeds: Sequence[int]) -> dict[int, Counts]:
    """Return the counts of each of these feeds."""
    return {feed: Counts(*counts) for feed, *counts in _rows(_COUNTS, account, list(feeds))}


def called(account: int, feed: int, people: Sequence[int] | None = None) -> dict[int, set[str]]:
    """Return whom a feed's mails and meetings are with, of these people or of all, and what they call each.

    Who merely stands on one as well, without having written or being written to, is not among them.
    """
    rows = (
        _rows(_PARTIES_OF_FEED, account, account, feed)
        if people is None
        else _rows(_PARTIES_OF_PEOPLE, list(people), account, account, feed)
    )
    found: dict[int, set[str]] = {}
    met: set[int] = set()
    for person, name, is_with in rows:
        names = found.setdefault(person, set())
        if name:
            names.add(name)
        if is_with:
            met.add(person)
    return {person: names for person, names in found.items() if person in met}


def _rows(statement: str, *values: int | list[int]) -> list[Any]:
    with connection.cursor() as db:
        db.execute(statement, values)
        rows: list[Any] = db.fetchall()
    return rows


# LATERAL … OFFSET 0 keeps one index probe for each row: a planner without statistics, as after the first import of an
# account, joins everything with everything.
_PARTIES_OF_FEED = """
    select p.person_id, p.name, bool_or(p.direction not in ('', 'copied')) from records_copy c
    cross join lateral (select person_id, name, direction from records_party
                        where account_id = %s and copy_id = c.id and person_id is not null offset 0) p
    where c.account_id = %s and c.feed_id = %s group by p.person_id, p.name"""
_PARTIES_OF_PEOPLE = """
    select p.person_id, p.name, bool_or(p.direction not in ('', 'copied')) from unnest(%s::bigint[]) as u(id)
    cross join lateral (select person_id, copy_id, name, direction from records_party
                        where account_id = %s and person_id = u.id offset 0) p
    join records_copy c on c.account_id = %s and c.id = p.copy_id and c.feed_id = %s
    group by p.person_id, p.name"""
_COUNTS = """
    select f.id, count(c.id) filter (where c.kind = 'mail'), count(c.id) filter (where c.kind = 'meeting'),
           min(c.at), max(c.at), coalesce(sum(w.received), 0), coalesce(sum(w.sent), 0)
    from records_feed f
    join sharing_source s on s.account_id = f.account_id and s.id = f.book_id
    left join records_copy c on c.account_id = f.account_id and c.feed_id = f.id
    left join lateral (
        select count(*) filter (where p.member_id = s.owner_id) as sent,
               count(*) filter (where p.member_id is distinct from s.owner_id) as received
        from records_party p where p.account_id = c.account_id and p.copy_id = c.id and p.role = 'from'
        and c.kind = 'mail' and not c.automated offset 0) w on true
    where f.account_id = %s and f.id = any(%s) group by f.id"""
