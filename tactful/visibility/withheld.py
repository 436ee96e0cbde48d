"""What exceptions hide of touchpoints: the copies of mails and meetings that name whom they withhold (B05)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from pyroaring import BitMap, BitMap64

from tactful.policy.terms import Exception_
from tactful.visibility.standing import Standing
from tactful.visibility.told import Told


@dataclass(frozen=True)
class Withheld:
    """What is hidden in books that are open otherwise: copies, and by book the interactions of which all copies are."""

    copies: BitMap64 = field(default_factory=BitMap64)
    interactions: Mapping[int, BitMap] = field(default_factory=dict)


def withheld(standing: Standing, books: Iterable[int]) -> Withheld:
    """Return what the exceptions that bind this viewer hide of the touchpoints in these books.

    Whose copy names nobody withheld is not looked at, so that this takes as long as there is something to hide.
    """
    named = _named(standing, sorted(books))
    if named is None:
        return Withheld()
    beside, params = named
    told = Told(standing).touchpoint("interactions", "t", "p.company_id")
    account = standing.viewer.account
    with connection.cursor() as db:
        db.execute(
            f"""
            with beside as materialized ({beside})
            select b.book_id, b.interaction_id, b.copy_id, exists (
                select 1 from (select * from records_party where account_id = %s and copy_id = b.copy_id
                               and direction <> '' offset 0) t
                join records_person p on p.id = t.person_id where {told.sql})
            from beside b""",
            [*params, account, *told.params],
        )
        rows = db.fetchall()
    copies = BitMap64(copy for _, _, copy, is_told in rows if not is_told)
    hidden = {(book, interaction) for book, interaction, _, is_told in rows if not is_told}
    hidden -= {(book, interaction) for book, interaction, _, is_told in rows if is_told}
    return Withheld(copies, _whole(account, hidden, copies))


def _whole(account: int, hidden: set[tuple[int, int]], copies: BitMap64) -> dict[int, BitMap]:
    """Return those (book, interaction) pairs, by book, of which no copy is left: a book may hold one in two feeds."""
    with connection.cursor() as db:
        db.execute(
            "select c.book_id, c.interaction_id, c.id from records_copy c where c.account_id = %s"
            " and c.interaction_id = any(%s) and c.book_id = any(%s)"
            " and exists (select 1 from records_party t where t.account_id = c.account_id and t.copy_id = c.id"
            " and t.direction <> '')",
            [account, sorted({pair[1] for pair in hidden}), sorted({pair[0] for pair in hidden})],
        )
        left = {(book, interaction) for book, interaction, copy in db.fetchall() if copy not in copies}
    found: dict[int, BitMap] = {}
    for book, interaction in hidden - left:
        found.setdefault(book, BitMap()).add(interaction)
    return found


def _named(standing: Standing, books: list[int]) -> tuple[str, list[Any]] | None:
    """Return a select of (book, interaction, copy) of all copies that an exception may strike, and its parameters."""
    found, params = [], []
    for exception in standing.opened.binding:
        if exception.within is not None:
            continue
        of = books
        if exception.owner is not None and exception.thread is None:
            book = standing.book_of.get(exception.owner, 0)
            of = [book] if book in books else []
        if of:
            sql, values = _copies(standing, exception)
            found.append(sql)
            params += [*values, of]
    return (" union ".join(found), params) if found else None


def _copies(standing: Standing, exception: Exception_) -> tuple[str, list[Any]]:
    account = standing.viewer.account
    if exception.thread is not None:
        sql = (
            "select w.book_id, w.interaction_id, w.id as copy_id from records_copy w"
            " where w.account_id = %s and w.thread = %s and w.book_id = any(%s)"
        )
        return sql, [account, bytes.fromhex(str(exception.thread))]
    who, of = "w.person_id = %s", exception.person
    if exception.person is None:
        who = "w.person_id in (select id from records_person where account_id = w.account_id and company_id = %s)"
        of = exception.company
    sql = (
        "select w.book_id, w.interaction_id, w.copy_id from records_party w"
        # Each half has its index.
        f" where w.account_id = %s and {who} and (w.direction = '' or w.direction <> '') and w.book_id = any(%s)"
    )
    return sql, [account, int(of or 0)]
