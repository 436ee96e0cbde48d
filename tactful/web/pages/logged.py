"""Meetings, calls and messages that no mailbox or calendar holds: logging one, and mending it on its page (A16)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import render

from tactful.accounts.ids import read_uid
from tactful.actions.errors import Absent, Invalid
from tactful.actions.items import Writing
from tactful.actions.logged import KINDS, LoggedChange, change_logged, log_interaction
from tactful.actions.texts import text_of
from tactful.visibility.content_options import offers_for
from tactful.visibility.items import ItemSeen, see_item
from tactful.visibility.standing import Standing
from tactful.web.acting import MemberRequest
from tactful.web.asking import chosen, layout, member_page
from tactful.web.choosing import (
    about_of,
    as_picked,
    audience_sent,
    colleagues,
    moment_sent,
    records_of,
    written,
)
from tactful.web.rich import sent_text, text_sent
from tactful.web.shapes import logged as shapes
from tactful.web.shapes.items import picker
from tactful.web.shapes.people import Shape
from tactful.web.wording import sentence

#: The sort of item.
LOGGED = "logged interaction"


@member_page("GET", "POST")
def logged_write(request: MemberRequest) -> HttpResponse:
    """A meeting, call or message with a person or company, or with nobody who is known; posted, it is logged."""
    sent = request.POST if request.method == "POST" else request.GET
    about = about_of(request.standing, sent.get("person", ""), sent.get("company", ""))
    said: Shape = {}
    audience = audience_sent(request)
    if request.method == "POST":
        try:
            log_interaction(
                request.viewer,
                Writing(
                    LOGGED,
                    text_of("text", **sent_text(request, "text"), required=False),
                    audience=audience,
                    kind=request.POST.get("kind", ""),
                    at=moment_sent(request, "at"),
                    parties=_parties(request),
                    **records_of(about),
                ),
            )
        except Invalid as error:
            said = {"refused": sentence(str(error))} | text_sent(request, "text")
            fields = shapes.sent(request.POST, colleagues(request.standing))
        else:
            return written(request, about, "notes", "Logged.")
    else:
        kind = chosen(request.GET.get("kind", ""), KINDS, KINDS[0])
        fields = shapes.new(kind, request.viewer.now, colleagues(request.standing))
    context: Shape = layout(request) | {
        "about": about,
        "picker": picker(offers_for(request.standing, LOGGED), as_picked(audience) if said else None),
        "fields": fields,
    }
    return render(request, "web/logged_write.html", context | said, status=400 if said else 200)


def logged_of(standing: Standing, seen: ItemSeen, sent: QueryDict | None) -> Shape:
    """What the page of a logged interaction holds for its author to mend: {} for others.

    `sent`: what was typed and refused, which the form holds in place of what is kept.
    """
    if not seen.may_edit:
        return {}
    members = colleagues(standing)
    there = {one["uid"] for one in members}
    # Who took part and was deactivated since then may stay named.
    members += [one for one in shapes.took_part(seen) if one["uid"] not in there]
    return {"logged": shapes.kept(seen, members) if sent is None else shapes.sent(sent, members)}


def change_what_was(request: MemberRequest, uid: UUID) -> None:
    """Mend what a logged interaction was, when, and who took part, as its page was sent."""
    seen = see_item(request.standing, uid)
    if seen is None or seen.sort != LOGGED:
        raise Absent("there is no such logged interaction")
    at: datetime | None = moment_sent(request, "at", seen.at)
    if at == seen.at:
        at = None
    mine = (seen.author.uid,) if seen.author.uid in {one.uid for one in seen.members} else ()
    change = LoggedChange(request.POST.get("kind", ""), at, (*_parties(request), *mine))
    change_logged(request.viewer, item=uid, change=change)


def _parties(request: MemberRequest) -> tuple[UUID, ...]:
    """The colleagues who took part; what is no id names nobody, and is refused as such."""
    return tuple(read_uid(one) or UUID(int=0) for one in request.POST.getlist("parties"))
