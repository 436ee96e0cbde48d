"""The end of a run: what the feed's mails and meetings say of people, and its counts."""

from __future__ import annotations

from typing import Any

from django.db import connection

from tactful.accounts.wall import acting
from tactful.actions.imports.cards import store_names, store_values
from tactful.actions.imports.feeds import Gone, Opened, keep_rejections, record
from tactful.actions.imports.items import Refused, Value
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
        account, of = opened.account, (opened.account, opened.feed)
        touched = sorted(person for (person,) in _rows(_TOUCHED, account, *of))
        store_names(opened, [(person, name, "", "") for person, name in _rows(_NAMES, account, *of, touched)])
        store_values(
            opened, [(person, Value("email", key)) for person, key in _rows(_ADDRESSES, account, touched)]
        )
        keep_rejections(opened, [*_ruled_out(tally), *tally.rejections])
        ((mails, meetings, first, last),) = _rows(_COPIES, *of)
        ((inbound, outbound),) = _rows(_WAYS, opened.house.owner, account, *of)
        feed.mails, feed.meetings, feed.cards = mails, meetings, tally.cards
        feed.repeated = max(tally.mails + tally.meetings - mails - meetings, 0)
        feed.rejected = tally.rejected + tally.ruled_out
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


def _ruled_out(tally: Tally) -> list[Refused]:
    """The line that says how much the contributor's mailbox rules left out."""
    count = tally.ruled_out
    if not count:
        return []
    said = "1 item was" if count == 1 else f"{count:,} items were"
    return [Refused("Your mailbox rules", f"{said} not read, as your rules say; nothing of them is kept")]


def _kind(tally: Tally) -> str:
    """What the feed mostly is, in a word."""
    found = {"mail": tally.mails, "calendar": tally.meetings, "address book": tally.cards}
    return max(found, key=lambda kind: found[kind]) if any(found.values()) else ""


def _rows(statement: str, *values: int | list[int]) -> list[Any]:
    with connection.cursor() as db:
        db.execute(statement, values)
        rows: list[Any] = db.fetchall()
    return rows


# LATERAL … OFFSET 0 keeps one index probe for each copy: a planner without statistics, as after the first import of
# an account, joins everything with everything.
_NAMES = """
    select distinct p.person_id, p.name from records_copy c
    cross join lateral (select person_id, name from records_party
                        where account_id = %s and copy_id = c.id and name <> '' offset 0) p
    where c.account_id = %s and c.feed_id = %s and p.person_id = any(%s)"""
_TOUCHED = """
    select distinct p.person_id from records_copy c
    cross join lateral (select person_id from records_party
                        where account_id = %s and copy_id = c.id and direction <> '' offset 0) p
    where c.account_id = %s and c.feed_id = %s"""
_ADDRESSES = "select id, key from records_person where account_id = %s and id = any(%s)"
_COPIES = """
    select count(*) filter (where kind = 'mail'), count(*) filter (where kind = 'meeting'), min(at), max(at)
    from records_copy where account_id = %s and feed_id = %s"""
_WAYS = """
    select count(*) filter (where not p.sent), count(*) filter (where p.sent) from records_copy c
    cross join lateral (select coalesce(member_id = %s, false) as sent from records_party
                        where account_id = %s and copy_id = c.id and role = 'from' offset 0) p
    where c.kind = 'mail' and not c.automated and c.account_id = %s and c.feed_id = %s"""
