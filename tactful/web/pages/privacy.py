"""What is shown of mails and meetings: one's own setting, a team's members', and the mode of the account."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from tactful.actions.errors import Absent, Invalid
from tactful.actions.events import require, require_role
from tactful.actions.keeping import told_before
from tactful.actions.privacy import (
    check_choice,
    check_mode,
    choices_of,
    require_own_choice,
    require_stricter,
    set_at_most,
    set_mode,
    set_privacy,
    set_team_privacy,
    team_of_mine,
)
from tactful.jobs.keeping import keep
from tactful.policy.privacy import MODE_EVERYONE, TEAMS_ONLY, ModeChange
from tactful.policy.terms import Choice
from tactful.visibility.account import see_account
from tactful.visibility.effects import preview_mode, preview_team_privacy
from tactful.visibility.keeping import Keeping
from tactful.visibility.privacy import MemberPrivacy, my_privacy, team_privacy
from tactful.visibility.privacy_preview import preview_at_most, preview_privacy
from tactful.visibility.teams import find_team
from tactful.web.acting import MemberRequest
from tactful.web.addresses import given
from tactful.web.asking import done, member_page
from tactful.web.forms import UntilForm
from tactful.web.pages.limits import DEED, sharing_part
from tactful.web.pages.sharing import sharing_page
from tactful.web.pages.teams import team_page
from tactful.web.shapes.effects import account_difference
from tactful.web.shapes.people import Shape
from tactful.web.shapes.privacy import Sent, preview
from tactful.web.shapes.shares import end_of
from tactful.web.wording import sentence

SAVE = "save"


# ── The reader's own ────────────────────────────────────────────────────────────────────────────────


@member_page("GET", "POST")
def privacy(request: MemberRequest) -> HttpResponse:
    """Say what an option of one's own would do; posted to be saved, save it. In Teams only it is not one's own."""
    require_own_choice(my_privacy(request.standing).mode)
    data = request.POST if request.method == "POST" else request.GET
    option = data.get("option", "")
    try:
        until = _until(data)
        if _saves(request):
            set_privacy(request.viewer, option=option, ends_at=until)
            return done(request, "Saved. It holds from the next page that anyone opens.", "sharing")
        check_choice(request.viewer, option, until)
        own = my_privacy(request.standing)
        said = preview(
            preview_privacy(request.standing, option, until),
            saves=(option, until) != (own.chosen, own.ends_at),
            until=until,
            team=None,
        )
    except Invalid as error:
        said = {"refused": sentence(str(error))}
    return _answer(request, Sent(None, option, _day(data), said))


@member_page("GET", "POST")
def privacy_limit(request: MemberRequest, uid: UUID | None) -> HttpResponse:
    """Say what a limit of one's own towards a team would do in Teams only; posted to be saved, save it."""
    own = my_privacy(request.standing)
    require_stricter(own.mode, own.may_be_stricter)
    team = given(uid)
    place = team_of_mine(request.standing, team)
    data = request.POST if request.method == "POST" else request.GET
    option = data.get("option", "")
    try:
        if _saves(request):
            set_at_most(request.viewer, team=team, option=option)
            return done(request, "Saved. It holds from the next page that anyone opens.", "sharing")
        check_choice(request.viewer, option)
        now = next(it.at_most for it in own.audiences if it.audience_uid == team)
        said = preview(
            preview_at_most(request.standing, place, option), saves=option != now, until=None, team=team
        )
    except Invalid as error:
        said = {"refused": sentence(str(error))}
    return _answer(request, Sent(team, option, None, said))


def _saves(request: MemberRequest) -> bool:
    return request.method == "POST" and request.POST.get("do") == SAVE


def _answer(request: MemberRequest, sent: Sent) -> HttpResponse:
    """Return the small answer beside the options, or, sent as a form, the whole page with it."""
    if request.method == "POST":
        return sharing_page(request, None, sent)
    return render(request, "web/_privacy_preview.html", {"privacy_preview": sent.said})


def _until(data: QueryDict) -> datetime | None:
    form = UntilForm(data)
    if not form.is_valid():
        raise Invalid("until", 'write the end date like "2026-03-31", or leave it empty')
    return end_of(form.cleaned_data["until"])


def _day(data: QueryDict) -> date | None:
    form = UntilForm(data)
    return form.cleaned_data["until"] if form.is_valid() else None


# ── A team's members, by an Enterprise Admin ────────────────────────────────────────────────────────


@member_page("POST")
def team_privacies(request: MemberRequest, uid: UUID | None) -> HttpResponse:
    """Say what other options for members of a team would do; save them where `do` says so."""
    require_role(request.viewer, DEED)
    team = given(uid)
    place = find_team(request.standing, team)
    if place is None:
        raise Absent("there is no such team")
    there = team_privacy(request.standing, place.id) or ()
    sent = {it.member.uid.hex: request.POST.get(f"option-{it.member.uid.hex}", it.option) for it in there}
    try:
        wanted = {
            it.member.uid: choice
            for it in there
            if (choice := _choice(request.POST, it)) != Choice(it.option, it.ends_at)
        }
        if request.POST.get("do") == SAVE:
            set_team_privacy(request.viewer, team=team, choices=wanted)
            return done(
                request, "Saved. It holds from the next page that anyone opens.", "team", audience=team
            )
        choices = choices_of(request.standing, team, wanted)
        effect = account_difference(preview_team_privacy(request.standing, place.id, choices))
    except Invalid as error:
        return team_page(request, team, privacies={"refused": sentence(str(error)), "sent": sent})
    fields = [(key, value) for key, value in request.POST.items() if key not in ("csrfmiddlewaretoken", "do")]
    said: Shape = {"preview": effect, "fields": fields, "saves": bool(wanted), "sent": sent}
    return team_page(request, team, privacies=said)


def _choice(data: QueryDict, now: MemberPrivacy) -> Choice:
    """Return what was sent for a member; what was not sent stays as it is."""
    name = now.member.uid.hex
    if f"option-{name}" not in data:
        return Choice(now.option, now.ends_at)
    form = UntilForm({"until": data.get(f"until-{name}", "")})
    if not form.is_valid():
        raise Invalid("until", 'write an end date like "2026-03-31", or leave it empty')
    return Choice(data.get(f"option-{name}", ""), end_of(form.cleaned_data["until"]))


# ── The mode of the account ─────────────────────────────────────────────────────────────────────────


@member_page("POST")
def mail_mode(request: MemberRequest) -> HttpResponse:
    """Say what another mode of mails and meetings would do; save it where `do` says so."""
    require_role(request.viewer, DEED)
    rules = request.standing.settings.accounts[request.viewer.account]
    wanted = request.POST.get("mode", "")
    goes_back = rules.mode == TEAMS_ONLY and wanted == MODE_EVERYONE
    change = ModeChange(
        wanted, request.POST.get("back") or None if goes_back else None, "stricter" in request.POST
    )
    fields = [(key, value) for key, value in request.POST.items() if key not in ("csrfmiddlewaretoken", "do")]
    try:
        if request.POST.get("do") == SAVE:
            set_mode(request.viewer, change)
            return done(request, _mode_words(rules.mode, change), "settings_part", part="sharing")
        check_mode(rules.mode, change)
        effect = account_difference(preview_mode(request.standing, change))
    except Invalid as error:
        return sharing_part(request, {"refused": sentence(str(error)), "mode_sent": change}, 400)
    return sharing_part(
        request, {"preview": effect, "sent": fields, "of": reverse("web:mail_mode"), "mode_sent": change}
    )


def _mode_words(before: str, change: ModeChange) -> str:
    if change.mode == before:
        return "Saved."
    if change.mode == TEAMS_ONLY:
        return "Saved. Everything is hidden in each team until you set it, on the team’s page."
    return "Saved. Each member decides again for themselves."


# ── What is kept ────────────────────────────────────────────────────────────────────────────────────


@member_page("POST")
def keeping(request: MemberRequest) -> HttpResponse:
    """Say what keeping more or less of mails and meetings does, and ask; do it where `do` says so."""
    require(request.viewer, DEED)
    before = see_account(request.standing).keeps
    wanted = Keeping("bodies" in request.POST, "private_events" in request.POST)
    if request.POST.get("do") == SAVE:
        keep(request.viewer, bodies=wanted.bodies, private_events=wanted.private_events)
        return done(request, "Saved.", "settings_part", part="sharing")
    said = told_before(before, wanted)
    fields = [(key, value) for key, value in request.POST.items() if key not in ("csrfmiddlewaretoken", "do")]
    return sharing_part(request, {"keeping_asked": said, "sent": fields, "keeps_sent": wanted})
