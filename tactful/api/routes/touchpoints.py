"""Touchpoints: the mails and meetings with everybody."""

from __future__ import annotations

from typing import Literal

from tactful.api.acting import KeyRequest
from tactful.api.inputs import Cursor, Limit
from tactful.api.router import Routes
from tactful.api.shapes import touchpoints
from tactful.visibility.feed import newest_touchpoints

routes = Routes(tags=["touchpoints"])


@routes.get(
    "", response=touchpoints.Timeline, operation_id="list_touchpoints", summary="List mails and meetings"
)
def list_all(
    request: KeyRequest,
    kind: Literal["", "mail", "meeting"] = "",
    cursor: Cursor | None = None,
    limit: Limit = 50,
) -> touchpoints.Timeline:
    """The mails and meetings that are disclosed to you, whoever they are with, newest first.

    Each is there once, however many of your colleagues hold it; `total` is the exact number of all.
    """
    return touchpoints.timeline(newest_touchpoints(request.standing, kind=kind, cursor=cursor, limit=limit))
