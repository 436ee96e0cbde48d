"""Touchpoints: the mails and meetings with everybody."""

from __future__ import annotations

from typing import Literal

from tactful.actions.errors import Absent
from tactful.api.acting import KeyRequest, require_whole_book
from tactful.api.inputs import Cursor, Limit, uid
from tactful.api.router import Routes
from tactful.api.shapes import answers, touchpoints
from tactful.visibility.feed import newest_touchpoints
from tactful.visibility.seers import who_sees_touchpoint
from tactful.visibility.threads import see_thread
from tactful.visibility.touchpoint_whys import why_touchpoint

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


@routes.get(
    "/{touchpoint}/thread",
    response=touchpoints.Timeline,
    operation_id="see_thread",
    summary="Read the thread of a mail, or a meeting",
)
def thread(
    request: KeyRequest, touchpoint: str, cursor: Cursor | None = None, limit: Limit = 50
) -> touchpoints.Timeline:
    """The messages of its thread that are disclosed to you, newest last: participants and time, then subject and body.

    The last page comes first; `next` leads to what was before it. 404 where the mail or meeting is not shown to you.
    """
    page = see_thread(request.standing, uid(touchpoint), cursor=cursor, limit=limit)
    if page is None:
        raise Absent("hidden or absent")
    return touchpoints.timeline(page)


@routes.get(
    "/{touchpoint}/why",
    response=answers.WhyAll,
    operation_id="why_touchpoint",
    summary="Why is a mail or meeting shown",
)
def why(request: KeyRequest, touchpoint: str) -> answers.WhyAll:
    """Every way by which it is shown to you, and its subject where that is; 404 too where it is not."""
    found = why_touchpoint(request.standing, uid(touchpoint))
    return answers.why_values(None if found is None else found.whys)


@routes.get(
    "/{touchpoint}/who-sees",
    response=answers.WhoSees,
    operation_id="who_sees_touchpoint",
    summary="Who sees a mail or meeting of yours",
)
def who_sees(request: KeyRequest, touchpoint: str) -> answers.WhoSees:
    """The colleagues who see that it took place, and its subject, by which ways; 404 where it is not yours."""
    require_whole_book(request.viewer)
    found = who_sees_touchpoint(request.standing, uid(touchpoint))
    if found is None:
        raise Absent("hidden or absent")
    return answers.who_sees(found)
