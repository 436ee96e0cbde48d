"""The end of a run: what the feed's mails and meetings say of people, and its counts."""

from __future__ import annotations

from typing import Any

from django.db import connection

from tactful.accounts.wall import acting
from tactful.actions.imports.cards import store_names, store_values
from tactful.actions.imports.feeds import Gone, Opened, keep_rejections, record
from tactful.actions.imports.items import Value
from tactful.actions.imports.turns import take_turn
from tactful.actions.imports.writing import Tally
from tactful.records.models import Feed
from tactful.visibility.viewer import transaction_time


def finish_feed(opened: Opened, tally: Tally, *, stopped: bool = False) -> None:
    """Store names and addresses of the people the feed touches, its counts and what it could not read; or raise Gone.

    Counts are taken from what is stored, so that a run that was interrupted and made again ends with the same ones.
    """
    with acting(opened.account):
        take_turn(opened.account)
        feed = Feed.unchecked.select_for_update().filter(account_id=opened.account, id=opened.feed).first()
        if feed is None:
            raise Gone
        of = [opened.account, opened.feed]
        store_names(opened, [(person, name, "", "") for person, name in _rows(_NAMES, *of, *of)])
        store_values(opened, [(person, Value("email", key)) for person, key in _rows(_ADDRESSES, *of)])
        keep_rejections(opened, tally.rejections)
        ((mails, meetings, first, last),) = _rows(_COPIES, *of)
        ((inbound, outbound),) = _rows(_WAYS, opened.house.owner, *of)
        feed.mails, feed.meetings, feed.cards = mails, meetings, tally.cards
        feed.repeated = max(tally.mails + tally.meetings - mails - meetings, 0)
        feed.rejected = tally.rejected
        feed.inbound, feed.outbound = inbound, outbound
        feed.first_at, feed.last_at = first, last
        feed.kind = _kind(tally)
        feed.ended_at = transaction_time()
        if not stopped:
            feed.state = Feed.State.DONE
            feed.bytes_done = feed.bytes_total
        feed.save()
        record(
            opened.account,
            feed,
            "feed stopped" if stopped else "feed imported",
            mails=mails,
            meetings=meetings,
            cards=tally.cards,
        )


def _kind(tally: Tally) -> str:
    """What the feed mostly is, in a word."""
    found = {"mail": tally.mails, "calendar": tally.meetings, "address book": tally.cards}
    return max(found, key=lambda kind: found[kind]) if any(found.values()) else ""


def _rows(statement: str, *values: int) -> list[Any]:
    with connection.cursor() as db:
        db.execute(statement, values)
        rows: list[Any] = db.fetchall()
    return rows


_NAMES = """
    select distinct p.person_id, p.name from records_copy c
    join records_party p on p.account_id = c.account_id and p.copy_id = c.id
    join (select distinct t.person_id from records_copy d
          join records_party t on t.account_id = d.account_id and t.copy_id = d.id
          where t.direction <> '' and d.account_id = %s and d.feed_id = %s) touched on touched.person_id = p.person_id
    where p.name <> '' and c.account_id = %s and c.feed_id = %s"""
_ADDRESSES = """
    select distinct p.id, p.key from records_copy c
    join records_party t on t.account_id = c.account_id and t.copy_id = c.id and t.direction <> ''
    join records_person p on p.id = t.person_id
    where c.account_id = %s and c.feed_id = %s"""
_COPIES = """
    select count(*) filter (where kind = 'mail'), count(*) filter (where kind = 'meeting'), min(at), max(at)
    from records_copy where account_id = %s and feed_id = %s"""
_WAYS = """
    select count(*) filter (where not sent), count(*) filter (where sent) from (
        select coalesce(p.member_id = %s, false) as sent from records_copy c
        join records_party p on p.account_id = c.account_id and p.copy_id = c.id and p.role = 'from'
        where c.kind = 'mail' and not c.automated and c.account_id = %s and c.feed_id = %s) ways"""
