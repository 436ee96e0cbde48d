"""A member's own API keys, and the viewer that a key stands for."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from tactful.accounts.gate import KeyHolder
from tactful.accounts.models import ApiKey
from tactful.visibility.viewer import Viewer, member_viewer


@dataclass(frozen=True, slots=True)
class KeySeen:
    """One of the viewer's keys; its token is not kept anywhere."""

    uid: uuid.UUID
    name: str
    ceiling: tuple[str, ...] | None
    may_write: bool
    created_at: datetime
    ends_at: datetime | None
    revoked_at: datetime | None


def my_keys(viewer: Viewer) -> tuple[KeySeen, ...]:
    """Return the viewer's own keys, newest first."""
    rows = ApiKey.unchecked.filter(account_id=viewer.account, membership_id=viewer.member or 0)
    return tuple(
        KeySeen(
            k.uid,
            k.name,
            None if k.ceiling is None else tuple(k.ceiling),
            k.may_write,
            k.created_at,
            k.ends_at,
            k.revoked_at,
        )
        for k in rows.order_by("-created_at", "-id")
    )


def key_viewer(holder: KeyHolder) -> Viewer | None:
    """Return the viewer that a key stands for: its owner, under its ceiling. The account must be acted for."""
    key = ApiKey.unchecked.filter(account_id=holder.account, id=holder.key).first()
    if key is None:
        return None
    return member_viewer(
        holder.account,
        holder.membership,
        ceiling=None if key.ceiling is None else frozenset(key.ceiling),
        may_write=key.may_write,
    )
