"""Packs books for the lists: what visibility.columns and touches would otherwise make again in each process."""

from __future__ import annotations

from django.db import connection

from tactful.visibility.columns import PACK
from tactful.visibility.touches import made

_INTO = (
    "insert into records_bookcolumns as c"
    " (account_id, book_id, stamp, people, companies, strengths, lasts, named, keys)"
)
_ANEW = """
    on conflict (account_id, book_id) do update set
        stamp = excluded.stamp, people = excluded.people, companies = excluded.companies,
        strengths = excluded.strengths, lasts = excluded.lasts, named = excluded.named, keys = excluded.keys
    where c.stamp <> excluded.stamp"""


def pack_books(account: int, books: list[int]) -> None:
    """Store the columns of these books as this transaction sees them; the last thing that a change of ties does."""
    with connection.cursor() as db:
        db.execute(" ".join([_INTO, PACK, _ANEW]), [account, books])


def pack_touches(account: int, books: list[int]) -> None:
    """Store which interactions these books hold; the last thing that a change of touchpoints does."""
    with connection.cursor() as db:
        db.execute(
            "select s.source_id from sharing_stamp s left join records_booktouches b"
            " on b.account_id = s.account_id and b.book_id = s.source_id where s.account_id = %s"
            " and s.source_id = any(%s) and s.touches <> 0 and b.stamp is distinct from s.touches",
            [account, books],
        )
        changed = [row[0] for row in db.fetchall()]
        for book, stamp, touches in made(account, changed):
            db.execute(
                "insert into records_booktouches (account_id, book_id, stamp, mails, meetings)"
                " values (%s, %s, %s, %s, %s) on conflict (account_id, book_id) do update set"
                " stamp = excluded.stamp, mails = excluded.mails, meetings = excluded.meetings",
                [account, book, stamp, touches.mails.serialize(), touches.meetings.serialize()],
            )
