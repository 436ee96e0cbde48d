"""Deleting a feed: every fact that came with it, and all that stood on these facts alone."""

from __future__ import annotations

import uuid

from django.db import connection

from tactful.accounts.wall import acting
from tactful.actions.attachments import forget_files_of_gone_mail, move_files_of_feed
from tactful.actions.errors import Absent
from tactful.actions.events import remember, require_writing
from tactful.actions.imports.interactions import regroup, sweep
from tactful.actions.imports.keys import SIZE, read, stored
from tactful.actions.imports.turns import take_turn
from tactful.records.models import Feed
from tactful.sharing.models import Source
from tactful.visibility.viewer import Viewer

_SLICE = 2_000


def erase_feed(viewer: Viewer, *, feed: uuid.UUID) -> int:
    """Delete one of the viewer's feeds with all its facts, and return the book, whose ties are to be scored again.

    People, companies and messages that no fact of any book speaks of any more go too; people whom an exception names
    stay, so that it still holds when they come back. Absent where the viewer has no such feed.
    """
    member = require_writing(viewer)
    with acting(viewer.account):
        book = Source.unchecked.get(account_id=viewer.account, kind="book", owner_id=member)
        erase_feed_of(viewer, book=book.id, feed=feed)
        return book.id


def erase_feed_of(viewer: Viewer, *, book: int, feed: uuid.UUID) -> None:
    """Delete a feed of a book with all its facts, for whoever may: its contributor, or who purges a deactivated one."""
    account = viewer.account
    with acting(account):
        take_turn(account)
        row = Feed.unchecked.select_for_update().filter(account_id=account, book_id=book, uid=feed).first()
        if row is None:
            raise Absent("there is no such source of yours")
        persons = _ids(_PERSONS, *[account, row.id] * 4)
        interactions = _ids(_INTERACTIONS, account, row.id)
        keys = []
        for some in slices(interactions):
            keys += drop_keys(account, row.id, some)
        move_files_of_feed(account, row.id)
        _run(_PARTIES, account, account, row.id)
        for statement in (_COPIES, _FEED):
            _run(statement, account, row.id)
        forget_files_of_gone_mail(account, book)
        sweep(account, interactions)
        for start in range(0, max(len(interactions), len(keys)), _SLICE):
            regroup(account, interactions[start : start + _SLICE], keys[start : start + _SLICE])
        forget_lonely(account, persons)
        remember(viewer, "feed deleted", feed)


def forget_lonely(account: int, persons: list[int]) -> None:
    """Remove those of these people of whom no fact of any book speaks, and companies that nobody is left of."""
    for some in slices(persons):
        companies = _ids(_LONELY_PERSONS, account, some)
        _run(_LONELY_COMPANIES, account, companies)


def drop_keys(account: int, feed: int, interactions: list[int]) -> list[bytes]:
    """Delete the keys of a feed's copies of these interactions, and return them."""
    with connection.cursor() as db:
        db.execute(_KEYS, [account, interactions, SIZE + 1, stored(b"", feed)])
        return [read(bytes(row[0]))[0] for row in db.fetchall()]


def slices(ids: list[int]) -> list[list[int]]:
    """Return the ids in parts of a size that a statement takes well."""
    return [ids[start : start + _SLICE] for start in range(0, len(ids), _SLICE)]


def _ids(statement: str, *values: int | list[int]) -> list[int]:
    with connection.cursor() as db:
        db.execute(statement, values)
        return sorted({row[0] for row in db.fetchall() if row[0] is not None})


def _run(statement: str, *values: int | list[int]) -> None:
    with connection.cursor() as db:
        db.execute(statement, values)


_PERSONS = """
    select p.person_id from records_copy c
    cross join lateral (select person_id from records_party
                        where account_id = c.account_id and copy_id = c.id offset 0) p
    where c.account_id = %s and c.feed_id = %s
    union select person_id from records_namefact where account_id = %s and feed_id = %s
    union select person_id from records_contactvalue where account_id = %s and feed_id = %s
    union select person_id from records_cardextra where account_id = %s and feed_id = %s"""
_INTERACTIONS = "select interaction_id from records_copy where account_id = %s and feed_id = %s"
_KEYS = """
    delete from records_interactionkey where account_id = %s and interaction_id = any(%s)
    and substring(digest from %s) = %s returning digest"""
# The feed's own row takes these along by itself, row by row; at once is ten times faster.
_PARTIES = """
    delete from records_party where account_id = %s and copy_id = any (array(
        select id from records_copy where account_id = %s and feed_id = %s))"""
_COPIES = "delete from records_copy where account_id = %s and feed_id = %s"
_FEED = "delete from records_feed where account_id = %s and id = %s"
_LONELY_PERSONS = """
    delete from records_person p where p.account_id = %s and p.id = any(%s)
    and not exists (select 1 from records_party f where f.account_id = p.account_id and f.person_id = p.id)
    and not exists (select 1 from records_namefact f where f.account_id = p.account_id and f.person_id = p.id)
    and not exists (select 1 from records_contactvalue f where f.account_id = p.account_id and f.person_id = p.id)
    and not exists (select 1 from records_cardextra f where f.account_id = p.account_id and f.person_id = p.id)
    and not exists (select 1 from records_cardvalue f where f.account_id = p.account_id and f.person_id = p.id)
    and not exists (select 1 from records_entry f where f.account_id = p.account_id and f.person_id = p.id)
    and not exists (select 1 from sharing_withholding f where f.account_id = p.account_id and f.person_id = p.id)
    returning p.company_id"""
_LONELY_COMPANIES = """
    delete from records_company c where c.account_id = %s and c.id = any(%s)
    and not exists (select 1 from records_person p where p.account_id = c.account_id and p.company_id = c.id)
    and not exists (select 1 from sharing_withholding f where f.account_id = c.account_id and f.company_id = c.id)"""
