"""Who leaves, and who comes back: a team, the account; each with what it does before it is done."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from tactful.accounts.ids import read_uid
from tactful.accounts.models import Membership
from tactful.actions.departures import come_back, deactivate, reactivate
from tactful.actions.errors import Absent, Invalid, NotDone
from tactful.actions.events import require, require_role
from tactful.actions.shares import audience_of
from tactful.actions.teams import add_to_team, remove_from_team
from tactful.jobs.feeds import purge_member
from tactful.policy.rules import HIDE
from tactful.visibility.departures import find_member, is_returning, see_inventory
from tactful.visibility.effects import (
    lost_by_leaving,
    preview_deactivating,
    preview_joining,
    preview_removing,
)
from tactful.visibility.items import count_notes_closed
from tactful.visibility.preview import preview_leaving
from tactful.visibility.privacy import my_privacy
from tactful.visibility.shares import my_shares
from tactful.visibility.teams import find_team, list_members, see_team
from tactful.web.acting import MemberRequest
from tactful.web.addresses import given
from tactful.web.asking import SeeOther, done, member_page, refused
from tactful.web.shapes.effects import account_difference, lost
from tactful.web.shapes.privacy import option_label
from tactful.web.shapes.records import audience
from tactful.web.shapes.shares import LABELS, effect

PURGED = "purged"


@member_page("POST")
def team_members(request: MemberRequest, uid: UUID | None) -> HttpResponse:
    """Say what putting a member into a team (`add`), or taking one out (`remove`), would do; do it where `sure`."""
    joins = "remove" not in request.POST
    member = given(read_uid(request.POST.get("add" if joins else "remove", "")))
    team = given(uid)
    if "sure" in request.POST:
        if joins:
            add_to_team(request.viewer, team=team, member=member)
            words = "Added. They share with the team what the default says, until they choose."
        else:
            remove_from_team(request.viewer, team=team, member=member)
            words = "Removed. What was shared through the team ended with it."
        return done(request, words, "settings_part", part="teams")
    require(request.viewer, "manage teams")
    row, place = find_member(request.standing, member), find_team(request.standing, team)
    if row is None or place is None:
        raise Absent("there is no such member or team")
    preview = preview_joining if joins else preview_removing
    context = {
        "joins": joins,
        "member": {"uid": row.uid.hex, "name": row.name},
        "team": audience(place.name, place.uid),
        "preview": account_difference(preview(request.standing, row.id, place.id)),
        "notes_closed": 0 if joins else count_notes_closed(request.standing, row.id, place.id),
    }
    return render(request, "web/team_change.html", context)


@member_page("GET", "POST")
def team_leave(request: MemberRequest, uid: UUID | None) -> HttpResponse:
    """What leaving a team of one's own would do; posted, leave it."""
    team = see_team(request.standing, given(uid))
    if team is None or not team.mine:
        raise Http404
    if request.method == "POST":
        remove_from_team(request.viewer, team=team.uid, member=given(request.viewer.uid))
        words = f"You left {team.name}. What you shared with it, and saw through it, ended."
        return done(request, words, "teams")
    place = audience_of(request.standing, team.uid)
    difference = preview_leaving(request.standing, place)
    context = {
        "team": audience(team.name, team.uid, len(team.members) - 1),
        "effects": [effect(one) for one in difference.effects],
        "unaffected": difference.unaffected,
        "whole": len(difference.effects) == 1 and not difference.unaffected,
        "lost": lost(lost_by_leaving(request.standing, place)),
    }
    return render(request, "web/team_leave.html", context)


@member_page()
def departure(request: MemberRequest, uid: UUID | None) -> HttpResponse:
    """What a member has, and what deactivating them would do; what can be done with who was deactivated."""
    require_role(request.viewer, "deactivate")
    found = see_inventory(request.standing, given(uid))
    if found is None:
        raise Http404
    context = {
        "member": {"uid": found.member.uid.hex, "name": found.member.name, "is_me": found.member.is_me},
        "inventory": found,
        "may_manage": request.viewer.may("deactivate"),
    }
    if found.active:
        context["preview"] = account_difference(preview_deactivating(request.standing, found.member.uid))
        context["colleagues"] = [
            {"uid": one.uid.hex, "name": one.name}
            for one in list_members(request.standing)
            if one.active and one.uid not in (found.member.uid, request.viewer.uid)
        ]
    return render(request, "web/departure.html", context)


def _heir(request: MemberRequest) -> UUID | None:
    named = request.POST.get("reminders_to", "")
    return given(read_uid(named)) if named else None


@member_page("POST")
def member_state(request: MemberRequest, uid: UUID | None) -> HttpResponse:
    """Deactivate a member, let one come back, or purge what a deactivated one brought."""
    require(request.viewer, "deactivate")
    member = given(uid)
    match request.POST.get("state"):
        case Membership.State.DEACTIVATED:
            try:
                deactivate(request.viewer, member=member, heir=_heir(request))
            except Invalid as error:
                return refused(request, error, "departure", uid=member)
            words = (
                "Deactivated. What they share has left every page; keys and sessions of theirs have ended."
            )
        case Membership.State.ACTIVE:
            reactivate(request.viewer, member=member)
            words = "They can sign in again, and are asked first whether their settings may act."
        case "purged":
            purge_member(request.viewer, member=member)
            words = "All that they brought is deleted."
        case _:
            raise Http404
    return done(request, words, "settings_part", part="members")


@member_page("GET", "POST")
def coming_back(request: MemberRequest) -> HttpResponse:
    """Ask who was reactivated whether their settings may act again; posted, do what they say."""
    if request.method == "POST":
        keep = request.POST.get("keep") == "yes"
        try:
            come_back(request.viewer, keep=keep)
        except NotDone as error:
            return refused(request, error, "sharing")
        words = "Your settings act again." if keep else "You share nothing, as far as your company lets you."
        return done(request, words, "sharing")
    if not is_returning(request.standing):
        return SeeOther(reverse("web:sharing"))
    shares = sorted(my_shares(request.standing), key=lambda share: share.audience_uid is not None)
    context = {
        "shares": [
            {
                "audience": audience(share.audience, share.audience_uid, share.people + 1),
                "level_label": LABELS[share.chosen or share.default],
                "chosen": share.chosen is not None,
                "ended": share.ended,
            }
            for share in shares
        ],
        "privacy_label": option_label(my_privacy(request.standing).chosen or HIDE).lower(),
    }
    return render(request, "web/coming_back.html", context)
