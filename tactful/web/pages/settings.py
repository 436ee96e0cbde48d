"""Settings: oneself, the account, its members and teams, one's API keys."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from tactful.accounts.models import Role
from tactful.actions.errors import Invalid
from tactful.actions.keys import create_key, revoke_key
from tactful.actions.members import add_address, change_role, invite, withdraw_invitation
from tactful.actions.teams import create_team
from tactful.visibility.account import my_addresses, open_invitations, see_account, sign_in_addresses
from tactful.visibility.keys import KeySeen, my_keys
from tactful.visibility.teams import list_members, list_teams
from tactful.web.acting import MemberRequest
from tactful.web.addresses import given
from tactful.web.asking import done, member_page
from tactful.web.forms import InviteForm, KeyForm, TeamForm, YouForm, put_right
from tactful.web.key_reach import reach_in_words, reach_of
from tactful.web.pages.bot_address import bot_address, do_bot_address
from tactful.web.pages.content_options import content, do_content
from tactful.web.pages.limits import do_limits, limits
from tactful.web.pages.parts import PARTS
from tactful.web.pages.pushes import do_pushes, pushes
from tactful.web.pages.time_zone import zones
from tactful.web.shapes.people import Shape
from tactful.web.shapes.shares import LABELS, end_of, last_day


@member_page()
def settings(request: MemberRequest) -> HttpResponse:
    """The first part."""
    return _page(request, "you", _you(request))


@member_page("GET", "POST")
def settings_part(request: MemberRequest, part: str) -> HttpResponse:
    """One part; posted, what its form does."""
    if part not in _SHOWN:
        raise Http404
    if request.method == "POST":
        if part not in _DONE:
            raise Http404
        return _DONE[part](request)
    return _page(request, part, _SHOWN[part](request))


def _page(request: MemberRequest, part: str, context: Shape) -> HttpResponse:
    form = context.get("form")
    status = 400 if form is not None and form.errors else 200
    return render(request, "web/settings.html", {"part": part, "parts": PARTS} | context, status=status)


# ── You ─────────────────────────────────────────────────────────────────────────────────────────────


def _you(request: MemberRequest, form: YouForm | None = None) -> Shape:
    return {
        "form": form or YouForm(),
        "email": sign_in_addresses(request.standing).get(given(request.viewer.uid), ""),
        "addresses": my_addresses(request.standing),
        "zones": zones(request.viewer),
    }


def _do_you(request: MemberRequest) -> HttpResponse:
    form = YouForm(request.POST)
    if form.is_valid():
        address = form.cleaned_data["address"]
        try:
            add_address(request.viewer, member=given(request.viewer.uid), address=address)
        except Invalid as error:
            put_right(form, error, {"email": "address"})
        else:
            return done(request, f"{address} is yours.", "settings_part", part="you")
    return _page(request, "you", _you(request, form))


# ── The account ─────────────────────────────────────────────────────────────────────────────────────


def _account(request: MemberRequest) -> Shape:
    account = see_account(request.standing)
    return {
        "account": account,
        "default_labels": {
            "teams": LABELS[account.default_for_teams].lower(),
            "everyone": LABELS[account.default_for_everyone].lower(),
        },
    }


# ── Members ─────────────────────────────────────────────────────────────────────────────────────────


def _members(
    request: MemberRequest, form: InviteForm | None = None, link: tuple[UUID, str] | None = None
) -> Shape:
    standing = request.standing
    emails = sign_in_addresses(standing)
    return {
        "members": [
            {
                "uid": one.uid.hex,
                "name": one.name,
                "title": one.title,
                "email": emails.get(one.uid, ""),
                "role": one.role,
                "role_label": Role(one.role).label,
                "state_label": "" if one.active else "deactivated",
                "is_me": one.is_me,
            }
            for one in list_members(standing)
        ],
        "roles": Role.choices,
        "may_manage": request.viewer.may("change roles"),
        "may_invite": request.viewer.may("invite"),
        "form": form or InviteForm(),
        "invitations": [
            {
                "uid": one.uid.hex,
                "email": one.email,
                "role_label": one.role,
                "invited_by": one.invited_by,
                "until": one.ends_at,
            }
            | ({"link": link[1]} if link is not None and link[0] == one.uid else {})
            for one in open_invitations(standing)
        ],
    }


def _do_members(request: MemberRequest) -> HttpResponse:
    """Invite. The link is in this one answer and nowhere else: it is kept as a fingerprint only."""
    form = InviteForm(request.POST)
    if form.is_valid():
        try:
            invited = invite(request.viewer, email=form.cleaned_data["email"], role=form.cleaned_data["role"])
        except Invalid as error:
            put_right(form, error)
        else:
            url = request.build_absolute_uri(reverse("web:invitation", args=[invited.token]))
            return _page(request, "members", _members(request, link=(invited.uid, url)))
    return _page(request, "members", _members(request, form))


@member_page("POST")
def member_role(request: MemberRequest, uid: UUID | None) -> HttpResponse:
    """Give a member another role."""
    try:
        change_role(request.viewer, member=given(uid), role=request.POST.get("role", ""))
    except Invalid as error:
        form = InviteForm()
        form.full_clean()
        context = _members(request) | {"said": str(error)}
        return render(request, "web/settings.html", {"part": "members", "parts": PARTS} | context, status=400)
    return done(request, "The role is changed.", "settings_part", part="members")


@member_page("POST")
def invitation_withdraw(request: MemberRequest, uid: UUID | None) -> HttpResponse:
    """Take an invitation back."""
    withdraw_invitation(request.viewer, invitation=given(uid))
    return done(
        request, "The invitation is withdrawn; its link no longer works.", "settings_part", part="members"
    )


# ── Teams ───────────────────────────────────────────────────────────────────────────────────────────


def _teams(request: MemberRequest, form: TeamForm | None = None) -> Shape:
    standing = request.standing
    members = [one for one in list_members(standing) if one.active]
    shapes = []
    for team in list_teams(standing):
        there = {one.uid for one in team.members}
        shapes.append(
            {
                "uid": team.uid.hex,
                "name": team.name,
                "size": len(there),
                "members": [{"uid": one.uid.hex, "name": one.name} for one in team.members],
                "others": [{"uid": one.uid.hex, "name": one.name} for one in members if one.uid not in there],
            }
        )
    return {"teams": shapes, "form": form or TeamForm(), "may_manage": request.viewer.may("manage teams")}


def _do_teams(request: MemberRequest) -> HttpResponse:
    form = TeamForm(request.POST)
    if form.is_valid():
        try:
            team = create_team(request.viewer, name=form.cleaned_data["name"])
        except Invalid as error:
            put_right(form, error)
        else:
            return done(request, f"{team.name} is made. Now add its members.", "settings_part", part="teams")
    return _page(request, "teams", _teams(request, form))


# ── API keys ────────────────────────────────────────────────────────────────────────────────────────


def _keys(request: MemberRequest, form: KeyForm | None = None, token: str | None = None) -> Shape:
    shape: Shape = {
        "keys": [
            _key(one)
            for one in my_keys(request.viewer)
            if one.revoked_at is None and (one.ends_at is None or one.ends_at > request.viewer.now)
        ],
        "form": form or KeyForm(),
    }
    return shape if token is None else shape | {"new_key": token}


def _key(one: KeySeen) -> Shape:
    return {
        "uid": one.uid.hex,
        "name": one.name,
        "ceiling_label": reach_in_words(one.ceiling),
        "may_write": one.may_write,
        "made": one.created_at,
        "until": last_day(one.ends_at),
    }


def _do_keys(request: MemberRequest) -> HttpResponse:
    """Make a key. It is in this one answer and nowhere else: it is kept as a fingerprint only."""
    form = KeyForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            key = create_key(
                request.viewer,
                name=said["name"],
                ceiling=reach_of(said["reach"]),
                may_write=said["may_write"],
                ends_at=end_of(said["until"]),
            )
        except Invalid as error:
            put_right(form, error, {"ends_at": "until", "ceiling": "reach"})
        else:
            return _page(request, "keys", _keys(request, token=key.token))
    return _page(request, "keys", _keys(request, form))


@member_page("POST")
def key_revoke(request: MemberRequest, uid: UUID | None) -> HttpResponse:
    """Revoke one of one's own keys; it stops at once."""
    revoke_key(request.viewer, key=given(uid))
    return done(request, "The key no longer works.", "settings_part", part="keys")


_SHOWN: dict[str, Callable[[MemberRequest], Shape]] = {
    "you": _you,
    "account": _account,
    "members": _members,
    "teams": _teams,
    "sharing": limits,
    "content": content,
    "keys": _keys,
    "pushes": pushes,
    "mail": bot_address,
}
_DONE: dict[str, Callable[[MemberRequest], HttpResponse]] = {
    "you": _do_you,
    "members": _do_members,
    "teams": _do_teams,
    "sharing": do_limits,
    "content": do_content,
    "keys": _do_keys,
    "pushes": do_pushes,
    "mail": do_bot_address,
}
