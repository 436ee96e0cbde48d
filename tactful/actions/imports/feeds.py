"""A feed's life: opened by its contributor, read, done; stopped or failed on the way."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Q

from tactful.accounts.wall import acting
from tactful.actions.errors import Absent, Invalid
from tactful.actions.events import remember, require_writing
from tactful.actions.imports.fitting import fit
from tactful.actions.imports.house import House, house_of, recognise_colleagues, recognise_copies
from tactful.actions.imports.items import Refused
from tactful.actions.imports.turns import take_turn
from tactful.records.models import Feed
from tactful.sharing.models import Event, MailboxRule, Source
from tactful.visibility.keeping import NOTHING_KEPT, Keeping, keeping_of
from tactful.visibility.viewer import Viewer, transaction_time


class Stopped(Exception):
    """The feed's contributor stopped it."""


class RulesChanged(Exception):
    """The contributor's mailbox rules, or what the account keeps, are others than when the reading began: once more."""


class Gone(Exception):
    """The feed was deleted."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A feed that waits to be read: its ids, and whether the same file had been brought before.

    `going_on`: it was waiting or being read already.
    """

    id: int
    uid: uuid.UUID
    account: int
    known: bool
    going_on: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """A feed being read. `since` is when it was first begun, which a run that goes on with it keeps.

    `stored` counts what earlier runs left; `rules` are the kind and the words of the contributor's mailbox rules,
    `keeps` is what the account keeps of mails and meetings.
    """

    account: int
    feed: int
    uid: uuid.UUID
    name: str
    book: int
    house: House
    since: datetime
    stored: Mapping[str, int]
    rules: tuple[tuple[str, str], ...] = ()
    keeps: Keeping = NOTHING_KEPT


@dataclass(frozen=True, slots=True)
class FeedReport:
    """What came of a feed."""

    uid: uuid.UUID
    state: str
    mails: int
    meetings: int
    cards: int
    repeated: int
    rejected: int
    inbound: int
    outbound: int
    first_at: datetime | None
    last_at: datetime | None
    error: str


def begin_feed(viewer: Viewer, *, name: str, digest: bytes, size: int = 0) -> Begun:
    """Make a feed of the viewer's book, or find the one that the same file made before; it waits to be read.

    `digest` is the SHA-256 of the file. A feed that is being read goes on as it is.
    """
    member = require_writing(viewer)
    name = fit(name, 300)
    if not name:
        raise Invalid("name", "give the source a name, such as the file's")
    with acting(viewer.account):
        book = Source.unchecked.get(account_id=viewer.account, kind="book", owner_id=member)
        feed, made = Feed.unchecked.get_or_create(
            account_id=viewer.account,
            book_id=book.id,
            digest=digest,
            defaults={"name": name, "bytes_total": size},
        )
        going_on = not made and feed.state in (Feed.State.WAITING, Feed.State.READING)
        if made:
            remember(viewer, "feed added", feed.uid)
        elif feed.state != Feed.State.READING:
            feed.state = Feed.State.WAITING
            feed.error = ""
            feed.save(update_fields=["state", "error"])
        return Begun(feed.id, feed.uid, viewer.account, not made, going_on)


def stop_feed(viewer: Viewer, *, feed: uuid.UUID) -> None:
    """Stop one of the viewer's feeds that waits or is being read; what was stored stays until it is deleted."""
    member = require_writing(viewer)
    with acting(viewer.account):
        book = Source.unchecked.get(account_id=viewer.account, kind="book", owner_id=member)
        mine = Feed.unchecked.filter(account_id=viewer.account, book_id=book.id, uid=feed)
        if not mine.exists():
            raise Absent("there is no such source of yours")
        if mine.filter(state__in=[Feed.State.WAITING, Feed.State.READING]).update(state=Feed.State.STOPPED):
            remember(viewer, "feed stopped", feed)


def open_feed(account: int, feed: int) -> Opened:
    """Take a feed up to be read, from the beginning or where a run was interrupted; Gone, Stopped as it may be."""
    with acting(account):
        take_turn(account)
        row = Feed.unchecked.select_for_update().filter(account_id=account, id=feed).first()
        if row is None:
            raise Gone
        if row.state == Feed.State.STOPPED:
            raise Stopped
        owner = Source.unchecked.get(account_id=account, id=row.book_id).owner_id
        assert owner is not None, "a book is somebody's"
        house = house_of(account, owner)
        recognise_colleagues(account, house)
        if row.mails:
            recognise_copies(account, feed)
        # A run that goes on keeps the moment of the first, so that it reads the same occurrences of meetings.
        if row.state != Feed.State.READING or row.started_at is None:
            row.started_at = transaction_time()
        row.state = Feed.State.READING
        row.error = ""
        row.save(update_fields=["state", "error", "started_at"])
        return Opened(
            account,
            row.id,
            row.uid,
            row.name,
            row.book_id,
            house,
            row.started_at,
            _stored(row),
            rules_of(account, row.book_id, row.id),
            keeping_of(account),
        )


def rules_of(account: int, book: int, feed: int) -> tuple[tuple[str, str], ...]:
    """Return the kind and the words of each mailbox rule that holds for a feed of a book, in their order."""
    rows = MailboxRule.unchecked.filter(
        Q(feed_id=feed) | Q(feed=None), account_id=account, book_id=book
    ).order_by("id")
    return tuple(rows.values_list("kind", "what"))


def note_progress(opened: Opened, stored: Mapping[str, int], *, done: int, total: int) -> None:
    """Write down how far the reading has come; Gone or Stopped where it is to end."""
    with connection.cursor() as db:
        db.execute(
            """update records_feed set bytes_done = %s, bytes_total = %s, mails = %s, meetings = %s, cards = %s
               where account_id = %s and id = %s returning state""",
            [
                done,
                total,
                *(stored.get(kind, 0) for kind in ("mails", "meetings", "cards")),
                opened.account,
                opened.feed,
            ],
        )
        row = db.fetchone()
    if row is None:
        raise Gone
    if row[0] == Feed.State.STOPPED:
        raise Stopped


def fail_feed(account: int, feed: int, error: str) -> None:
    """Say of a feed that it could not be read, and why, in words for its contributor."""
    with acting(account):
        row = Feed.unchecked.filter(account_id=account, id=feed).first()
        if row is not None:
            row.state, row.error, row.ended_at = Feed.State.FAILED, fit(error, 1000), transaction_time()
            row.save(update_fields=["state", "error", "ended_at"])
            record(account, row, "feed failed")


def record(account: int, feed: Feed, deed: str, **detail: Any) -> None:
    """Append an event of a feed, done in its contributor's name."""
    owner = Source.unchecked.get(account_id=account, id=feed.book_id).owner_id
    Event.unchecked.create(
        account_id=account,
        actor_id=owner,
        deed=deed,
        subject_uid=feed.uid,
        detail=detail,
        at=transaction_time(),
    )


def book_of(account: int, feed: int) -> int | None:
    """Return the book that a feed belongs to, or None where there is no such feed."""
    with acting(account):
        row = Feed.unchecked.filter(account_id=account, id=feed).first()
        return None if row is None else row.book_id


def unfinished_feeds(account: int) -> list[uuid.UUID]:
    """Return the feeds of an account that wait or are being read: those that still need their upload."""
    with acting(account):
        rows = Feed.unchecked.filter(
            account_id=account, state__in=[Feed.State.WAITING, Feed.State.READING]
        ).values_list("uid", flat=True)
        return list(rows)


def report_of(account: int, feed: int) -> FeedReport:
    """Return what came of a feed so far."""
    with acting(account):
        row = Feed.unchecked.get(account_id=account, id=feed)
    return FeedReport(
        row.uid,
        row.state,
        row.mails,
        row.meetings,
        row.cards,
        row.repeated,
        row.rejected,
        row.inbound,
        row.outbound,
        row.first_at,
        row.last_at,
        row.error,
    )


def keep_rejections(opened: Opened, rejections: Sequence[Refused]) -> None:
    """Replace what is listed of a feed as not imported."""
    with connection.cursor() as db:
        db.execute(
            "delete from records_rejection where account_id = %s and feed_id = %s",
            [opened.account, opened.feed],
        )
        db.execute(
            """insert into records_rejection (account_id, feed_id, label, reason)
               select %s, %s, u.* from unnest(%s::text[], %s::text[]) u""",
            [
                opened.account,
                opened.feed,
                [fit(refused.label, 300) for refused in rejections],
                [fit(refused.reason, 500) for refused in rejections],
            ],
        )


def _stored(row: Feed) -> Counter[str]:
    with connection.cursor() as db:
        db.execute(
            "select kind || 's', count(*) from records_copy where account_id = %s and feed_id = %s group by kind",
            [row.account_id, row.id],
        )
        return Counter(dict(db.fetchall()))
