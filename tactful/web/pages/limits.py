"""Settings, sharing: where everybody starts and how far sharing goes, with the effect before it is saved."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import render

from tactful.accounts.ids import read_uid
from tactful.actions.errors import Absent, Invalid
from tactful.actions.events import require_role
from tactful.actions.limits import Wanted, foresee, set_limits, take_back_raise
from tactful.policy.limits import PRESETS
from tactful.policy.offers import LABELS as LABELS_OF
from tactful.policy.offers import NAMES, ONLY_LABELS, ONLY_YOU
from tactful.policy.privacy import TEAMS_ONLY, ModeChange
from tactful.visibility.account import see_account
from tactful.visibility.acting_settings import acting_settings
from tactful.visibility.effects import preview_taking_back
from tactful.visibility.limits import (
    AudienceSeen,
    LimitsSeen,
    RaiseSeen,
    StandardSeen,
    find_raise,
    see_limits,
)
from tactful.visibility.shares import my_shares
from tactful.visibility.teams import list_members
from tactful.web.acting import MemberRequest
from tactful.web.addresses import EVERYONE, given
from tactful.web.asking import done, member_page
from tactful.web.pages.parts import PARTS
from tactful.web.shapes.effects import account_difference
from tactful.web.shapes.people import Shape
from tactful.web.shapes.records import audience
from tactful.web.shapes.shares import LABELS, setting
from tactful.web.wording import sentence

DEED = "change the account"
#: The field of a default, with its label.
DEFAULTS = (("default_for_teams", "With their teams"), ("default_for_everyone", "With Everyone"))


def limits(request: MemberRequest, sent: QueryDict | None = None) -> Shape:
    """The part of the settings: a form for Enterprise Admins, the limits that bear on oneself for others."""
    seen, rules = see_limits(request.standing), request.standing.settings.accounts[request.viewer.account]
    if seen is None:
        shares = sorted(my_shares(request.standing), key=lambda share: share.audience_uid is not None)
        return {"shares": [setting(share) for share in shares], "teams_only": rules.mode == TEAMS_ONLY}
    return {
        "defaults": [_standard(key, label, getattr(seen, key), sent) for key, label in DEFAULTS],
        "audiences": [_audience(one, sent) for one in seen.audiences],
        "levels": list(LABELS.items()),
        "presets": [{"name": it.name, "means": it.means, "is_now": it.name == seen.preset} for it in PRESETS],
        "raises": [
            _raise(it.to_come)
            for it in (*(getattr(seen, key) for key, _ in DEFAULTS), *(one.floor for one in seen.audiences))
            if it.to_come is not None
        ],
        "may_manage": request.viewer.may(DEED),
        "teams_only": rules.mode == TEAMS_ONLY,
        "mode_sent": ModeChange(rules.mode, None, rules.stricter),
        "keeps_sent": see_account(request.standing).keeps,
    }


def do_limits(request: MemberRequest) -> HttpResponse:
    """Say what a change would do; save it where `do` says so."""
    require_role(request.viewer, DEED)
    seen = see_limits(request.standing)
    assert seen is not None, "asked after the role was"
    wanted = _wanted(request.POST, seen)
    try:
        if request.POST.get("do") == "save":
            set_limits(request.viewer, wanted)
            return done(
                request,
                "Saved. What is lowered holds already; what is raised begins in seven days, and everybody is told.",
                "settings_part",
                part="sharing",
            )
        foreseen = foresee(request.standing, wanted)
    except Invalid as error:
        return sharing_part(request, {"refused": sentence(str(error))}, 400)
    fields = [(key, value) for key, value in request.POST.items() if key not in ("csrfmiddlewaretoken", "do")]
    offered = [
        {
            "label": NAMES[it.sort][1],
            "on": [
                ONLY_LABELS[it.sort] if option == ONLY_YOU else LABELS_OF[option] for option in it.after.on
            ],
            "own_teams": it.after.own_teams,
            "wider": it.wider,
        }
        for it in foreseen.content
    ]
    preview = account_difference(foreseen.difference)
    said = {"preview": preview, "mode": foreseen.mode, "content": offered, "sent": fields}
    return sharing_part(request, said)


@member_page("POST")
def raise_taken_back(request: MemberRequest, uid: UUID | None) -> HttpResponse:
    """Say what taking a raise back would do; do it where `do` says so."""
    require_role(request.viewer, DEED)
    if request.POST.get("do") == "save":
        take_back_raise(request.viewer, raised=given(uid))
        return done(request, "Taken back. Nothing changes for anybody.", "settings_part", part="sharing")
    key = find_raise(request.standing, given(uid))
    if key is None:
        raise Absent("there is no such raise, or it has begun")
    preview = account_difference(preview_taking_back(request.standing, key))
    return sharing_part(request, {"preview": preview, "taking_back": given(uid).hex, "sent": []})


@member_page("GET")
def between(request: MemberRequest) -> HttpResponse:
    """By which settings one member sees things of another's; a form until two are chosen."""
    require_role(request.viewer, DEED)
    found = None
    viewer, contributor = (read_uid(request.GET.get(key, "")) for key in ("viewer", "contributor"))
    is_asked = "viewer" in request.GET or "contributor" in request.GET
    if viewer is not None and contributor is not None:
        found = acting_settings(request.standing, viewer, contributor)
    members = [one for one in list_members(request.standing) if one.active]
    context = {
        "members": [{"uid": one.uid.hex, "name": one.name} for one in members],
        "looks": "" if viewer is None else viewer.hex,
        "whose": "" if contributor is None else contributor.hex,
        "found": found,
        "refused": "Choose two different members." if is_asked and found is None else "",
    }
    return render(request, "web/between.html", context, status=400 if context["refused"] else 200)


def sharing_part(request: MemberRequest, said: Shape, status: int = 200) -> HttpResponse:
    """Return this part of the settings with what is said to a change of it."""
    sent = request.POST if not {"taking_back", "mode_sent", "keeps_sent"} & said.keys() else None
    context = {"part": "sharing", "parts": PARTS} | limits(request, sent) | said
    return render(request, "web/settings.html", context, status=status)


def _wanted(data: QueryDict, seen: LimitsSeen) -> Wanted:
    """Return what was changed in the form: a level that stands as it is, or is announced already, is no change."""
    if data.get("preset"):
        return Wanted(preset=data.get("preset"))
    floors: dict[UUID | None, str] = {}
    caps: dict[UUID | None, str] = {}
    for one in seen.audiences:
        name = _name(one.uid)
        floor, cap = data.get(f"floor-{name}", ""), data.get(f"cap-{name}", "")
        if floor and floor != _goal(one.floor):
            floors[one.uid] = floor
        if cap and cap != one.cap:
            caps[one.uid] = cap
    chosen = {}
    for key, _ in DEFAULTS:
        level = data.get(key, "")
        chosen[key] = level if level and level != _goal(getattr(seen, key)) else None
    return Wanted(None, chosen["default_for_teams"], chosen["default_for_everyone"], floors, caps)


def _goal(one: StandardSeen) -> str:
    """The level that stands in the form: the one announced, where one is."""
    return one.level if one.to_come is None else one.to_come.level


def _name(uid: UUID | None) -> str:
    return EVERYONE if uid is None else uid.hex


def _standard(key: str, label: str, one: StandardSeen, sent: QueryDict | None) -> Shape:
    return {
        "key": key,
        "label": label,
        "chosen": _sent(sent, key) or _goal(one),
        "now": LABELS[one.level],
        "to_come": None if one.to_come is None else _raise(one.to_come),
    }


def _raise(one: RaiseSeen) -> Shape:
    return {"uid": one.uid.hex, "label": LABELS[one.level], "begins": one.begins_at}


def _audience(one: AudienceSeen, sent: QueryDict | None) -> Shape:
    name = _name(one.uid)
    return {
        "audience": audience(one.name, one.uid),
        "floor": _standard(f"floor-{name}", "At least", one.floor, sent) | {"of": one.name},
        "cap": {
            "key": f"cap-{name}",
            "chosen": _sent(sent, f"cap-{name}") or one.cap,
        },
    }


def _sent(sent: QueryDict | None, key: str) -> str:
    return "" if sent is None else sent.get(key, "")
