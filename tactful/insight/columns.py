"""Packs books for the lists: what visibility.columns would otherwise make again in each process."""

from __future__ import annotations

from django.db import connection

from tactful.visibility.columns import PACK

_STORE = f"""
    insert into records_bookcolumns as c
        (account_id, book_id, stamp, people, companies, strengths, lasts, named) {PACK}
    on conflict (account_id, book_id) do update set
        stamp = excluded.stamp, people = excluded.people, companies = excluded.companies,
        strengths = excluded.strengths, lasts = excluded.lasts, named = excluded.named
    where c.stamp <> excluded.stamp"""


def pack_books(account: int, books: list[int]) -> None:
    """Store the columns of these books as this transaction sees them; the last thing that a change of ties does."""
    with connection.cursor() as db:
        db.execute(_STORE, [account, books])
