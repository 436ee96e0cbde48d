"""What happened lately: mails and meetings with everybody, as far as they are disclosed to the viewer."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from tactful.visibility.feed import newest_touchpoints
from tactful.visibility.threads import see_thread
from tactful.web.acting import MemberRequest
from tactful.web.addresses import given
from tactful.web.asking import asked_rows, chosen, layout, member_page
from tactful.web.pages.meeting_notes import notes_of_meeting
from tactful.web.shapes.people import Shape, listing
from tactful.web.shapes.threads import thread as thread_shape
from tactful.web.shapes.timelines import activity_row


@member_page()
def activity(request: MemberRequest) -> HttpResponse:
    """Every mail and meeting that is disclosed, newest first."""
    kind = chosen(request.GET.get("kind", ""), ("mail", "meeting"))
    cursor = request.GET.get("cursor")
    page = newest_touchpoints(request.standing, kind=kind, cursor=cursor)
    context: Shape = {"listing": listing(page, map(activity_row, page.rows)), "kind": kind, "cursor": cursor}
    if asked_rows(request):
        return render(request, "web/_activity_rows.html", context | {"fragment": True})
    return render(request, "web/activity.html", context)


@member_page()
def thread(request: MemberRequest, uid: UUID | None) -> HttpResponse:
    """The mails of one thread that are disclosed, newest last; a meeting by itself, with what was written about it."""
    page = see_thread(request.standing, given(uid), cursor=request.GET.get("at"))
    if page is None:
        raise Http404
    context: Shape = layout(request) | {"thread": thread_shape(page, given(uid))}
    if context["thread"]["kind"] == "meeting":
        context |= notes_of_meeting(request.standing, given(uid))
    return render(request, "web/thread.html", context)
