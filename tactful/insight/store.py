"""Ties: that a book knows a person, and how well, computed from the book's facts and stored."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
from django.db import connection

from tactful.accounts.wall import acting
from tactful.actions.imports.arrays import pg_array
from tactful.actions.imports.turns import take_turn
from tactful.insight.columns import pack_books, pack_touches
from tactful.insight.coverage import Coverage
from tactful.insight.rs1 import Direction
from tactful.insight.ties import ContactDays, day_number, heaviest, strengths
from tactful.records.words import words_of
from tactful.sharing.models import Source
from tactful.visibility.viewer import transaction_time


def rescore_account(account: int, today: date | None = None) -> int:
    """Compute the ties of every book of an account as of `today` (UTC), by default now; return how many there are."""
    with acting(account):
        books = list(
            Source.unchecked.filter(account_id=account, kind="book")
            .order_by("id")
            .values_list("id", flat=True)
        )
    return sum(rescore_book(account, book, today) for book in books)


def rescore_book(account: int, book: int, today: date | None = None) -> int:
    """Compute the ties of a book as of `today` (UTC), by default now; return how many there are.

    A function of the book's facts alone: rows that say the same already stay untouched, and people of whom no fact is
    left have no tie. Mail and meetings after `today` do not count yet.
    """
    with acting(account):
        take_turn(account)
        day = today or transaction_time().astimezone(UTC).date()
        people = _rows(_PEOPLE, [account, book] * 3)
        place = {person: number for number, (person, _) in enumerate(people)}
        scored = strengths(
            _contact_days(account, book, day, place),
            day,
            ties=len(people),
            gated=coverage(account, book).both_ways,
        )
        told = _told(account, book)
        spans: dict[int, tuple[datetime, datetime]] = {
            person: (first, last) for person, first, last in _rows(_SPANS, [account, book, day])
        }
        columns = _columns(people, told, spans)
        with connection.cursor() as db:
            stored = [*columns, scored.raw.tolist(), scored.score.tolist()]
            db.execute(_STORE, [account, book, day, *map(pg_array, stored)])
            db.execute(
                "delete from records_tie where account_id = %s and book_id = %s and person_id <> all(%s::bigint[])",
                [account, book, pg_array(columns[0])],
            )
        pack_books(account, [book])
        pack_touches(account, [book])
    return len(people)


def coverage(account: int, book: int) -> Coverage:
    """Return how much mail the sources of a book delivered each way, each message once.

    Left out is automated mail, and mail among colleagues: it is shown to nobody, and so moves no score (A37).
    """
    with acting(account):
        ((inbound, outbound),) = _rows(_COVERAGE, [account, book])
    return Coverage(inbound, outbound)


def _contact_days(account: int, book: int, today: date, place: dict[int, int]) -> ContactDays:
    tie: list[int] = []
    way: list[int] = []
    days: list[int] = []
    weights: list[float] = []
    for person, direction, day, weight in _rows(_CONTACT_DAYS, [account, book, today]):
        for one in _WAYS[direction]:
            tie.append(place[person])
            way.append(one)
            days.append(day_number(day))
            weights.append(weight)
    return heaviest(
        ContactDays(
            np.array(tie, dtype=np.int64),
            np.array(way, dtype=np.int64),
            np.array(days, dtype=np.int64),
            np.array(weights, dtype=np.float64),
        )
    )


def _told(account: int, book: int) -> dict[str, dict[int, tuple[str, ...]]]:
    """The least name, title and organisation that the book has for each person."""
    return {
        what: {person: tuple(texts) for person, *texts in _rows(statement, [account, book])}
        for what, statement in (("name", _NAMES), ("title", _TITLES), ("organisation", _ORGANISATIONS))
    }


def _columns(
    people: Sequence[tuple[int, int | None]],
    told: dict[str, dict[int, tuple[str, ...]]],
    spans: dict[int, tuple[datetime, datetime]],
) -> list[list[Any]]:
    nothing: tuple[None, None] = (None, None)
    rows = [
        (
            person,
            company,
            *told["name"].get(person, ("", "")),
            *told["title"].get(person, ("",)),
            *told["organisation"].get(person, ("",)),
            *spans.get(person, nothing),
        )
        for person, company in people
    ]
    if not rows:
        return [[] for _ in range(9)]
    columns = [list(column) for column in zip(*rows, strict=True)]
    name, title, organisation = columns[2], columns[4], columns[5]
    return [*columns, [*map(words_of, name, title, organisation)]]


def _rows(statement: str, values: Sequence[Any]) -> list[Any]:
    with connection.cursor() as db:
        db.execute(statement, values)
        rows: list[Any] = db.fetchall()
    return rows


_WAYS = {
    "out": (Direction.OUT,),
    "in": (Direction.IN,),
    "meeting": (Direction.OUT, Direction.IN),
}
_PEOPLE = """
    select known.person_id, p.company_id from (
        select person_id from records_party where account_id = %s and book_id = %s and direction <> ''
        and direction <> 'copied'
        union select person_id from records_namefact where account_id = %s and book_id = %s
        union select person_id from records_contactvalue where account_id = %s and book_id = %s) known
    cross join lateral (select company_id from records_person
                        where id = known.person_id and not colleague offset 0) p
    order by known.person_id"""
# A message in two feeds of the book is one: on the earlier day, with the greater weight.
_CONTACT_DAYS = """
    select person_id, direction, day, max(weight) from (
        select person_id, interaction_id, direction, min((at at time zone 'UTC')::date) as day, max(weight) as weight
        from records_party where account_id = %s and book_id = %s and direction <> '' and direction <> 'copied'
        group by 1, 2, 3) once
    where day <= %s group by 1, 2, 3"""
_SPANS = """
    select person_id, min(at), max(at) from records_party
    where account_id = %s and book_id = %s and direction <> '' and direction <> 'copied'
    and (at at time zone 'UTC')::date <= %s group by 1"""
_NAMES = """
    select distinct on (person_id) person_id, name, sort_key from records_namefact
    where account_id = %s and book_id = %s and name <> '' order by person_id, sort_key, name collate "C" """
_TITLES = """
    select distinct on (person_id) person_id, title from records_namefact
    where account_id = %s and book_id = %s and title <> ''
    order by person_id, lower(title) collate "C", title collate "C" """
_ORGANISATIONS = """
    select distinct on (person_id) person_id, organisation from records_namefact
    where account_id = %s and book_id = %s and organisation <> ''
    order by person_id, lower(organisation) collate "C", organisation collate "C" """
# LATERAL … OFFSET 0: one index probe for each copy, also while the tables have no statistics yet.
_COVERAGE = """
    select count(*) filter (where not sent), count(*) filter (where sent) from (
        select c.interaction_id, bool_or(coalesce(y.member_id = s.owner_id, false)) as sent
        from sharing_source s
        join records_copy c on c.account_id = s.account_id and c.book_id = s.id and c.kind = 'mail' and not c.automated
           and not c.internal
        cross join lateral (select member_id from records_party
                            where account_id = c.account_id and copy_id = c.id and role = 'from' offset 0) y
        where s.account_id = %s and s.id = %s group by 1) mails"""
_STORE = """
    insert into records_tie as t (account_id, book_id, scored_on, person_id, company_id, name, sort_key, title,
                                  organisation, first_at, last_at, words, s, score)
    select %s, %s, %s, u.* from unnest(%s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[],
        %s::timestamptz[], %s::timestamptz[], %s::text[], %s::float8[], %s::smallint[]) u
    on conflict (account_id, book_id, person_id) do update set
        scored_on = excluded.scored_on, company_id = excluded.company_id, name = excluded.name,
        sort_key = excluded.sort_key, title = excluded.title, organisation = excluded.organisation,
        first_at = excluded.first_at, last_at = excluded.last_at, words = excluded.words,
        s = excluded.s, score = excluded.score
    where (t.scored_on, t.company_id, t.name, t.sort_key, t.title, t.organisation, t.first_at, t.last_at, t.words,
           t.s, t.score)
        is distinct from (excluded.scored_on, excluded.company_id, excluded.name, excluded.sort_key, excluded.title,
                          excluded.organisation, excluded.first_at, excluded.last_at, excluded.words, excluded.s,
                          excluded.score)"""
