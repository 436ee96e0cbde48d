"""Last touchpoints under exceptions: a mail that names a withheld person tells nothing, also not its date (B05)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connection

from tactful.policy.terms import Exception_
from tactful.visibility.columns import NEVER
from tactful.visibility.reach import Reach
from tactful.visibility.standing import Standing


def corrected_lasts(standing: Standing) -> Mapping[int, Mapping[int, int]]:
    """Return the last touchpoint left for those who share one with somebody withheld, by book and person.

    In microseconds of 1970, NEVER where none is left. Without an exception that binds, nothing.
    """
    books = standing.books_open("highlights")
    named = [named for e in standing.opened.binding if (named := _named(standing, e, books)) is not None]
    if not named:
        return {}
    told = Reach(standing).told(
        "highlights", source="h.book_id", person="h.person_id", company="t.company_id", copy="h.copy_id"
    )
    account = standing.viewer.account
    params: list[Any] = []
    for _, values in named:
        params += [account, *values]
    beside = " union ".join(condition for condition, _ in named)
    with connection.cursor() as db:
        db.execute(
            f"""
            with beside as materialized ({beside})
            select t.book_id, t.person_id,
                   (select (extract(epoch from max(h.at)) * 1000000)::bigint from records_party h
                    where h.account_id = t.account_id and h.person_id = t.person_id and h.book_id = t.book_id
                      and h.direction <> '' and h.direction <> 'copied'
                      and (h.at at time zone 'UTC')::date <= t.scored_on and ({told.sql}))
            from records_tie t join beside on beside.book_id = t.book_id and beside.person_id = t.person_id
            where t.account_id = %s""",
            [*params, *told.params, account],
        )
        found: dict[int, dict[int, int]] = {}
        for book, person, last in db.fetchall():
            found.setdefault(book, {})[person] = NEVER if last is None else last
    return found


def _named(standing: Standing, exception: Exception_, books: frozenset[int]) -> tuple[str, list[Any]] | None:
    """Return a select of (book, person) of all who are beside whom this exception withholds, and its parameters.

    None where it strikes nothing in these books.
    """
    if exception.within is not None or exception.thread is not None:
        return None
    if exception.owner is not None and standing.book_of.get(exception.owner, 0) not in books:
        return None
    sql = (
        "select o.book_id, o.person_id from records_party w join records_person p on p.id = w.person_id"
        " join records_party o on o.account_id = w.account_id and o.copy_id = w.copy_id and o.direction <> ''"
        " where w.account_id = %s and not p.colleague"
        # Each half has its index.
        " and (w.direction = '' or w.direction <> '')"
    )
    params: list[Any] = []
    if exception.person is not None:
        sql += " and w.person_id = %s"
        params.append(int(exception.person))
    else:
        sql += " and p.company_id = %s"
        params.append(int(exception.company or 0))
    if exception.owner is not None:
        sql += " and w.book_id = %s"
        params.append(standing.book_of.get(exception.owner, 0))
    return sql, params
