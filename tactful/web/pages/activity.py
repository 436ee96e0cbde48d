"""What happened lately: mails and meetings with everybody, as far as they are disclosed to the viewer."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from tactful.visibility.feed import newest_touchpoints
from tactful.web.acting import MemberRequest
from tactful.web.asking import asked_rows, chosen, member_page
from tactful.web.shapes.people import Shape, listing
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
