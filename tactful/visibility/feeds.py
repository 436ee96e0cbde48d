"""A contributor's own sources: the mailboxes, calendars and address books they brought. Nobody else's."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from tactful.records.models import Feed, Rejection
from tactful.visibility.standing import Standing


@dataclass(frozen=True, slots=True)
class FeedSeen:
    """One source with its state, counts and range; `rate` in items a second and `seconds_left` while it is read."""

    uid: uuid.UUID
    name: str
    kind: str
    state: str
    error: str
    mails: int
    meetings: int
    cards: int
    repeated: int
    rejected: int
    bytes_done: int
    bytes_total: int
    first_at: datetime | None
    last_at: datetime | None
    created_at: datetime
    rate: float | None
    seconds_left: float | None

    @property
    def percent(self) -> int:
        """How much of the file is read, 0 to 100."""
        return 100 if not self.bytes_total else min(100, 100 * self.bytes_done // self.bytes_total)

    @property
    def going_on(self) -> bool:
        """True while it waits or is read."""
        return self.state in (Feed.State.WAITING, Feed.State.READING)


def my_feeds(standing: Standing) -> tuple[FeedSeen, ...]:
    """Return the viewer's own sources, newest first."""
    rows = Feed.unchecked.filter(account_id=standing.viewer.account, book_id=standing.own_book or 0)
    return tuple(_seen(standing, row) for row in rows.order_by("-created_at", "-id"))


def see_feed(standing: Standing, uid: uuid.UUID) -> FeedSeen | None:
    """Return one of the viewer's own sources, or None."""
    row = find_feed(standing, uid)
    return None if row is None else _seen(standing, row)


def find_feed(standing: Standing, uid: uuid.UUID) -> Feed | None:
    """Return the row of one of the viewer's own sources, or None."""
    return Feed.unchecked.filter(
        account_id=standing.viewer.account, book_id=standing.own_book or 0, uid=uid
    ).first()


def rejections(standing: Standing, uid: uuid.UUID, *, limit: int = 200) -> tuple[tuple[str, str], ...]:
    """Return (label, reason) of what could not be read of one of the viewer's own sources."""
    row = find_feed(standing, uid)
    if row is None:
        return ()
    found = Rejection.unchecked.filter(account_id=standing.viewer.account, feed_id=row.id).order_by("id")
    return tuple(found.values_list("label", "reason")[:limit])


def people_of_feeds(standing: Standing) -> dict[uuid.UUID, int]:
    """Return how many people each of the viewer's own sources speaks of."""
    with connection.cursor() as db:
        db.execute(_PEOPLE, [standing.viewer.account, standing.own_book or 0])
        return dict(db.fetchall())


_PEOPLE = """
    select f.uid, count(distinct known.person_id) from records_feed f join (
        select c.account_id, c.feed_id, y.person_id from records_copy c
        join records_party y on y.account_id = c.account_id and y.copy_id = c.id
             and y.direction <> '' and y.direction <> 'copied'
        union all select account_id, feed_id, person_id from records_namefact
        union all select account_id, feed_id, person_id from records_contactvalue
    ) known on known.account_id = f.account_id and known.feed_id = f.id
    join records_person p on p.account_id = f.account_id and p.id = known.person_id and not p.colleague
    where f.account_id = %s and f.book_id = %s group by f.uid"""


def _seen(standing: Standing, row: Feed) -> FeedSeen:
    rate = seconds_left = None
    if row.state == Feed.State.READING and row.started_at is not None:
        taken = (standing.viewer.now - row.started_at).total_seconds()
        items = row.mails + row.meetings + row.cards + row.repeated + row.rejected
        if taken > 0 and row.bytes_done:
            rate = items / taken
            seconds_left = taken * max(0, row.bytes_total - row.bytes_done) / row.bytes_done
    return FeedSeen(
        uid=row.uid,
        name=row.name,
        kind=row.kind,
        state=row.state,
        error=row.error,
        mails=row.mails,
        meetings=row.meetings,
        cards=row.cards,
        repeated=row.repeated,
        rejected=row.rejected,
        bytes_done=row.bytes_done,
        bytes_total=row.bytes_total,
        first_at=row.first_at,
        last_at=row.last_at,
        created_at=row.created_at,
        rate=rate,
        seconds_left=seconds_left,
    )
