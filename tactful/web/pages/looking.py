"""Look as: one of the viewer's people as a named colleague sees them, of the viewer's own data alone (B01, D25)."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from tactful.accounts.ids import read_uid
from tactful.visibility.looking import colleagues_to_look_as, looking_as, seen_of_mine
from tactful.visibility.person import find_person
from tactful.visibility.timeline import person_timeline
from tactful.web.acting import MemberRequest
from tactful.web.addresses import given
from tactful.web.asking import chosen, member_page
from tactful.web.shapes import records as shapes
from tactful.web.shapes.people import Shape, member
from tactful.web.shapes.timelines import timeline


@member_page()
def look_as(request: MemberRequest, uid: UUID | None) -> HttpResponse:
    """What the colleague `?as=` sees of the viewer's own of this person."""
    found = looking_as(request.standing, given(uid), given(read_uid(request.GET.get("as", ""))))
    if found is None:
        raise Http404
    colleague, theirs, shown = found
    seen = seen_of_mine(theirs, shown)
    context: Shape = {
        "look_as": {"name": colleague.name, "stop_url": reverse("web:person", args=[given(uid)])},
        "others": [member(one) for one in colleagues_to_look_as(request.standing)],
        "as_uid": colleague.uid.hex,
        "uid": given(uid).hex,
    }
    if seen is not None:
        context["person"] = shapes.person(seen, None, {})
        row = find_person(theirs, shown)
        if row is not None and "interactions" in seen.shows:
            kind = chosen(request.GET.get("kind", ""), ("mail", "meeting"))
            context["timeline"] = timeline(
                person_timeline(theirs, row, kind=kind, cursor=request.GET.get("at")), kind
            )
    return render(request, "web/look_as.html", context)
