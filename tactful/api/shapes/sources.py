"""The viewer's own sources: how far each has been read, and what could not be."""

from __future__ import annotations

from datetime import datetime

from tactful.accounts.ids import shown
from tactful.api.shapes.base import Id, Shape
from tactful.visibility.feeds import FeedSeen


class Source(Shape):
    """One source. `rate` in items a second and `seconds_left` stand while it is read, else they are null."""

    id: Id
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
    percent: int
    first_at: datetime | None
    last_at: datetime | None
    created_at: datetime
    rate: float | None
    seconds_left: float | None


class Sources(Shape):
    """Your sources, newest first."""

    items: list[Source]


class Rejection(Shape):
    """One item that could not be read, and why."""

    label: str
    reason: str


class Rejections(Shape):
    """What could not be read of a source: the first 200."""

    items: list[Rejection]


def source(one: FeedSeen) -> Source:
    """Return a source in JSON's form."""
    return Source(
        id=shown(one.uid),
        name=one.name,
        kind=one.kind,
        state=one.state,
        error=one.error,
        mails=one.mails,
        meetings=one.meetings,
        cards=one.cards,
        repeated=one.repeated,
        rejected=one.rejected,
        bytes_done=one.bytes_done,
        bytes_total=one.bytes_total,
        percent=one.percent,
        first_at=one.first_at,
        last_at=one.last_at,
        created_at=one.created_at,
        rate=one.rate,
        seconds_left=one.seconds_left,
    )


def sources(several: tuple[FeedSeen, ...]) -> Sources:
    """Return sources in JSON's form."""
    return Sources(items=[source(one) for one in several])


def rejected(several: tuple[tuple[str, str], ...]) -> Rejections:
    """Return what could not be read in JSON's form."""
    return Rejections(items=[Rejection(label=label, reason=reason) for label, reason in several])
