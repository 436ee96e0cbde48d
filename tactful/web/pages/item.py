"""The page of one item, whatever its sort: its text, its replies, and what is done to it (A06-A17)."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from tactful.actions.errors import Absent, Invalid
from tactful.actions.items import NotConfirmed, delete_item, edit_item, put_mention_away, reply_to, share_item
from tactful.actions.texts import Text, text_of
from tactful.visibility.content_options import offers_for
from tactful.visibility.files import FILE
from tactful.visibility.items import ItemSeen, see_item
from tactful.web.acting import MemberRequest
from tactful.web.addresses import given
from tactful.web.asking import chosen, done, layout, member_page
from tactful.web.choosing import as_picked, audience_sent
from tactful.web.pages.files import file_of
from tactful.web.pages.logged import LOGGED, change_what_was, logged_of
from tactful.web.pages.reminders import REMINDER, change_when, reminder_of
from tactful.web.rich import sent_text, text_sent
from tactful.web.shapes import items as shapes
from tactful.web.shapes.people import Shape
from tactful.web.wording import sentence

#: In which list a sort of item stands, that is none of the notes.
LISTS = {FILE: "files", REMINDER: "reminders"}
DEEDS = ("reply", "text", "audience", "when", "logged", "delete", "seen")


@member_page("GET", "POST")
def item(request: MemberRequest, uid: UUID | None) -> HttpResponse:
    """One of them with its replies; posted, what is done to it."""
    said: Shape = {}
    if request.method == "POST":
        deed = chosen(request.POST.get("deed", ""), DEEDS)
        try:
            return _do(request, given(uid), deed)
        except Invalid as error:
            said = {"refused": sentence(str(error)), "deed": deed}
            said |= text_sent(request, "text") | text_sent(request, "reply")
        except NotConfirmed as error:
            said = {"to_confirm": sentence(str(error)), "sent": _sent_audience(request)}
    seen = see_item(request.standing, given(uid))
    if seen is None:
        raise Http404
    context: Shape = layout(request) | {"item": shapes.item(seen), "within": LISTS.get(seen.sort, "notes")}
    context["needs_words"] = seen.sort != LOGGED
    if seen.sort == FILE:
        context |= file_of(request.standing, seen.uid)
    if seen.sort == REMINDER:
        context |= reminder_of(
            request.standing, seen.uid, request.POST if said.get("deed") == "when" else None
        )
    if seen.sort == LOGGED:
        context |= logged_of(request.standing, seen, request.POST if said.get("deed") == "logged" else None)
    if seen.may_edit and seen.audience is not None:
        context["picker"] = shapes.picker(
            offers_for(request.standing, seen.sort), _picked_now(request, seen, said)
        )
    status = 409 if "to_confirm" in said else 400 if said else 200
    return render(request, "web/item.html", context | said, status=status)


def _do(request: MemberRequest, uid: UUID, deed: str) -> HttpResponse:
    viewer = request.viewer
    match deed:
        case "reply":
            reply_to(viewer, item=uid, text=text_of("reply", **sent_text(request, "reply")))
            return done(request, "Your reply is there for all who read this.", "item", uid=uid)
        case "text":
            before = see_item(request.standing, uid)
            if before is None:
                raise Absent("there is no such item")
            # What took place may stand there without a word.
            sent, was = sent_text(request, "text"), Text(before.html, before.plain)
            text = text_of("text", **sent, before=was, required=before.sort != LOGGED)
            edit_item(viewer, item=uid, text=text)
            return done(request, "Saved.", "item", uid=uid)
        case "audience":
            seen = share_item(
                viewer, item=uid, audience=audience_sent(request), confirmed="confirm" in request.POST
            )
            words = "" if seen.audience is None else seen.audience.words
            return done(request, f"It is for {words[:1].lower()}{words[1:]} from now on.", "item", uid=uid)
        case "when":
            change_when(request, uid)
            return done(request, "Saved.", "item", uid=uid)
        case "logged":
            change_what_was(request, uid)
            return done(request, "Saved.", "item", uid=uid)
        case "delete":
            seen_before = see_item(request.standing, uid)
            delete_item(viewer, item=uid)
            return done(request, "Deleted.", LISTS.get(seen_before.sort if seen_before else "", "notes"))
        case "seen":
            put_mention_away(viewer, item=uid)
            return done(request, "Put away.", "home")
        case _:
            raise Http404


def _picked_now(request: MemberRequest, seen: ItemSeen, said: Shape) -> dict[str, object]:
    if said and request.POST.get("deed") == "audience":
        return as_picked(audience_sent(request))
    now = seen.audience
    return {
        "option": "" if now is None else now.option,
        "teams": [] if now is None else [uid for uid, _ in now.teams],
        "members": [] if now is None else [one.uid.hex for one in now.members],
    }


def _sent_audience(request: HttpRequest) -> list[tuple[str, str]]:
    return [(name, one) for name in ("option", "teams", "members") for one in request.POST.getlist(name)]
