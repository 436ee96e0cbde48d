"""Choosing what an audience sees: the preview is exact, and saving does just that (B02)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from tactful.actions.errors import Invalid
from tactful.actions.shares import audience_of, level_named, set_share
from tactful.visibility.preview import preview_share
from tactful.visibility.shares import ShareSeen
from tactful.web.acting import MemberRequest
from tactful.web.addresses import EVERYONE, team_of
from tactful.web.asking import SeeOther, member_page
from tactful.web.forms import UntilForm
from tactful.web.pages.sharing import my_share_with, sharing_page
from tactful.web.pages.teams import team_page
from tactful.web.shapes.people import Shape
from tactful.web.shapes.shares import LABELS, SWITCHES, Sent, clamped, end_of, floor_holds, preview, refusal
from tactful.web.wording import sentence

EXTRAS = {"contact_info": "contact info", "interactions": "interactions"}


@member_page("POST")
def share(request: MemberRequest, audience: UUID | str | None) -> HttpResponse:
    """Save the viewer's setting for an audience. What is not acceptable is said beside it, and nothing changes."""
    team = team_of(audience)
    before = my_share_with(request, team)
    try:
        level, ends_at = _wanted(request, before, request.POST)
        after = set_share(request.viewer, team=team, level=level, ends_at=ends_at)
    except Invalid as error:
        said = refusal(before, sentence(str(error)), error.field)
        return _page(request, team, _sent(before, request.POST, said))
    messages.success(request, _said(after))
    return SeeOther(_back(request, team))


@member_page("GET", "POST")
def share_preview(request: MemberRequest, audience: UUID | str | None) -> HttpResponse:
    """Say what saving would do: the small answer beside the switches, or, sent as a form, the whole page with it."""
    team = team_of(audience)
    before = my_share_with(request, team)
    data = request.POST if request.method == "POST" else request.GET
    try:
        level, ends_at = _wanted(request, before, data)
    except Invalid as error:
        said = refusal(before, sentence(str(error)), error.field)
    else:
        difference = preview_share(request.standing, audience_of(request.standing, team), level, ends_at)
        said = preview(before, level, ends_at, difference)
    said["back_url"] = _back(request, team)
    if request.method == "POST":
        return _page(request, team, _sent(before, data, said))
    return render(request, "web/_share_preview.html", {"preview": said})


def _wanted(request: MemberRequest, share: ShareSeen, data: QueryDict) -> tuple[str, datetime | None]:
    """Return the level and the end that were sent; Invalid, with the field, for what cannot be."""
    extras = [name for key, name in EXTRAS.items() if key in data]
    relationships = "relationships" in data or floor_holds(share, "relationship")
    level = clamped(share, level_named(relationships, extras))
    form = UntilForm(data)
    if not form.is_valid():
        raise Invalid("until", 'write the end date like "2026-03-31", or leave it empty')
    ends_at = end_of(form.cleaned_data["until"])
    if ends_at is not None and ends_at <= request.viewer.now:
        raise Invalid("until", "the end date has passed; choose one to come, or none")
    return level, ends_at


def _sent(share: ShareSeen, data: QueryDict, said: Shape) -> Sent:
    form = UntilForm(data)
    until = form.cleaned_data["until"] if form.is_valid() else None
    return Sent(share.audience_uid, frozenset(key for key, _, _ in SWITCHES if key in data), until, said)


def _page(request: MemberRequest, team: UUID | None, sent: Sent) -> HttpResponse:
    if request.POST.get("back") == "sharing":
        return sharing_page(request, sent)
    return team_page(request, team, sent)


def _back(request: MemberRequest, team: UUID | None) -> str:
    data = request.POST if request.method == "POST" else request.GET
    if data.get("back") == "sharing":
        return reverse("web:sharing")
    return reverse("web:team", args=[EVERYONE if team is None else team])


def _said(share: ShareSeen) -> str:
    if share.counts == "not sharing":
        return f"{share.audience} no longer sees anything of yours through this setting."
    return f"Shared with {share.audience}: {LABELS[share.counts].lower()}."
