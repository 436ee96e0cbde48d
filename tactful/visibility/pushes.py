"""A member's own pushes, without their addresses."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from tactful.records.pushes import Push
from tactful.visibility.viewer import Viewer


@dataclass(frozen=True, slots=True)
class PushSeen:
    """One of the viewer's pushes. `kind` is chat, webdav or s3, `scope` is all or mine.

    `trouble` says what went wrong last, "" for nothing.
    """

    uid: uuid.UUID
    kind: str
    name: str
    scope: str
    host: str
    made_at: datetime
    sent_at: datetime | None
    paused: bool
    trouble: str


def my_pushes(viewer: Viewer) -> tuple[PushSeen, ...]:
    """Return the viewer's own pushes, newest first; nobody sees another's."""
    rows = Push.unchecked.filter(account_id=viewer.account, member_id=viewer.member or 0).defer("address")
    return tuple(push_seen(row) for row in rows.order_by("-made_at", "-id"))


def push_seen(row: Push) -> PushSeen:
    """Return what is shown of a push to its owner."""
    return PushSeen(
        row.uid,
        row.kind,
        row.name,
        row.scope,
        row.host,
        row.made_at,
        row.sent_at,
        row.paused_at is not None,
        row.trouble,
    )
