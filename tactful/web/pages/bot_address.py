"""Settings, Notes by mail: the viewer's secret address (A18)."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render

from tactful.actions.bot_addresses import make_bot_address, withdraw_bot_address
from tactful.actions.errors import Absent, NotDone
from tactful.visibility.bot_addresses import my_bot_address
from tactful.web.acting import MemberRequest
from tactful.web.asking import done, refused
from tactful.web.pages.parts import PARTS
from tactful.web.shapes.people import Shape


def bot_address(request: MemberRequest, new_address: str | None = None) -> Shape:
    """What the part of the settings shows; `new_address` this once."""
    seen = my_bot_address(request.viewer)
    shape: Shape = {
        "is_taken": seen.is_taken,
        "domain": seen.domain,
        "made": seen.made_at,
        "used": seen.used_at,
        "notes": seen.notes,
        "files": seen.files,
    }
    return shape if new_address is None else shape | {"new_address": new_address}


def do_bot_address(request: MemberRequest) -> HttpResponse:
    """Make or renew it, which shows it in this one answer; or withdraw it."""
    deed = request.POST.get("deed", "")
    if deed == "withdraw":
        try:
            withdraw_bot_address(request.viewer)
        except Absent as error:
            return refused(request, error, "settings_part", part="mail")
        return done(request, "Withdrawn: mail to that address is refused.", "settings_part", part="mail")
    if deed != "make":
        raise Http404
    try:
        made = make_bot_address(request.viewer)
    except NotDone as error:
        return refused(request, error, "settings_part", part="mail")
    context = {"part": "mail", "parts": PARTS} | bot_address(request, made)
    return render(request, "web/settings.html", context)
