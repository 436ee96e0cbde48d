"""Same person? What looks like one, what is one and why, and saying that it is or is not (D24)."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from tactful.accounts.ids import read_uid
from tactful.actions.errors import Absent, Invalid
from tactful.actions.judgements import confirm_same, split, take_back_judgement
from tactful.visibility.identity.joints import are_one, joints_about
from tactful.visibility.identity.judgements_seen import list_judgements
from tactful.visibility.identity.proposals import list_proposals, proposals_about
from tactful.visibility.person import find_person, see_person
from tactful.visibility.standing import Standing
from tactful.web.acting import MemberRequest
from tactful.web.addresses import given
from tactful.web.asking import done, member_page, refused
from tactful.web.shapes import identity as shapes
from tactful.web.shapes.people import listing

_PAGE = 25


@member_page()
def same(request: MemberRequest) -> HttpResponse:
    """All that look like one person among the viewer's own people and whom they see, and what was said of others."""
    cursor = request.GET.get("cursor")
    page = list_proposals(request.standing, cursor=cursor, limit=_PAGE)
    context = {
        "listing": listing(page, [shapes.likely(one) for one in page.rows]),
        "cursor": cursor,
        "judged": [] if cursor else [shapes.judged(one) for one in list_judgements(request.standing)],
    }
    return render(request, "web/same.html", context)


@member_page()
def same_of(request: MemberRequest, uid: UUID | None) -> HttpResponse:
    """What makes one person of a record and others, pair by pair, and who else may be the same."""
    standing = request.standing
    row, seen = find_person(standing, given(uid)), see_person(standing, given(uid), frozenset())
    if row is None or seen is None:
        raise Http404
    context = {
        "person": {"uid": seen.uid.hex, "name": seen.name},
        "joints": [shapes.joint(one) for one in joints_about(standing, row.id)],
        "proposals": [shapes.likely(one) for one in proposals_about(standing, row.id)],
    }
    return render(request, "web/same_of.html", context)


@member_page("POST")
def same_judge(request: MemberRequest) -> HttpResponse:
    """Say of two records that they are one person, or that they are not; and go back to where that was asked."""
    one, other = (given(read_uid(request.POST.get(name, ""))) for name in ("one", "other"))
    deed = request.POST.get("deed", "")
    if deed not in ("same", "split"):
        raise Absent("there is no such deed")
    back = read_uid(request.POST.get("back", ""))
    to, parameters = ("same", {}) if back is None else ("same_of", {"uid": back})
    try:
        (confirm_same if deed == "same" else split)(request.viewer, one=one, other=other)
    except Invalid as error:
        return refused(request, error, to, **parameters)
    if deed == "split" and are_one(Standing(request.viewer), one, other):
        deed = "still one"
    return done(request, _SAID[deed], to, **parameters)


@member_page("POST")
def judgement(request: MemberRequest, uid: UUID | None) -> HttpResponse:
    """Take back what was said of two records."""
    take_back_judgement(request.viewer, judgement=given(uid))
    return done(request, "Taken back. What books say of the two counts again.", "same")


_SAID = {
    "same": "Noted: they are one person, for everybody who sees both.",
    "split": "Noted: they are not one person. Nothing joins the two any more, for anybody.",
    "still one": "Noted. They are still one person to you by way of a third address: split that one off as well.",
}
