"""What happened, written in the transaction that did it."""

from __future__ import annotations

import uuid
from typing import Any

from tactful.actions.errors import NotAllowed
from tactful.policy.deeds import LEAST_ROLE
from tactful.sharing.models import Event
from tactful.visibility.viewer import Viewer


def remember(viewer: Viewer, deed: str, subject: uuid.UUID | None = None, **detail: Any) -> None:
    """Append an event. `detail` holds ids, levels and counts, never names, addresses or content."""
    Event.unchecked.create(
        account_id=viewer.account,
        actor_id=viewer.member,
        deed=deed,
        subject_uid=subject,
        detail=detail,
        at=viewer.now,
    )


def require(viewer: Viewer, deed: str) -> None:
    """Raise NotAllowed unless the viewer's role reaches this deed and their key may write."""
    require_writing(viewer)
    require_role(viewer, deed)


def require_role(viewer: Viewer, deed: str) -> None:
    """Raise NotAllowed unless the viewer's role reaches this deed: for what only reads of it."""
    if not viewer.has_role(LEAST_ROLE[deed]):
        raise NotAllowed(
            f"only the role {LEAST_ROLE[deed].title()} can do this; ask one of your administrators"
        )


def require_writing(viewer: Viewer) -> int:
    """Return the acting member; NotAllowed for guests, visitors and keys that only read."""
    if viewer.member is None:
        raise NotAllowed("only members of the account can do this")
    if not viewer.may_write:
        raise NotAllowed("this API key only reads; make one that may write")
    return viewer.member
