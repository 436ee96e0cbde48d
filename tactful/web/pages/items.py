"""Notes and what else members write: the list, one of them, and writing (A06-A13)."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from tactful.actions.errors import Absent, Invalid
from tactful.actions.items import (
    NotConfirmed,
    Writing,
    delete_item,
    edit_item,
    put_mention_away,
    reply_to,
    share_item,
    write_item,
)
from tactful.actions.texts import Text, text_of
from tactful.intake.notes_csv import EXPECTED, MOST_BYTES, NotNotes, parse_notes
from tactful.jobs.notes import import_rows
from tactful.policy.offers import label
from tactful.visibility.content_options import offers_for
from tactful.visibility.files import FILE
from tactful.visibility.items import ItemSeen, ItemsQuery, list_items, see_item
from tactful.visibility.standing import Standing
from tactful.web.acting import MemberRequest
from tactful.web.addresses import given
from tactful.web.asking import SeeOther, chosen, done, layout, member_page, words_of
from tactful.web.choosing import about_of, as_picked, audience_sent
from tactful.web.pages.files import file_of
from tactful.web.pages.reminders import REMINDER, reminder_of
from tactful.web.rich import sent_text
from tactful.web.shapes import items as shapes
from tactful.web.shapes.people import Shape
from tactful.web.wording import sentence

#: What the list of notes holds; files and reminders have lists of their own.
NOTES = ("note", "meeting note", "logged interaction")
#: How many stand on the page of a person or company.
ON_RECORD = 5
#: In which list a sort of item stands, that is none of the notes.
LISTS = {FILE: "files", REMINDER: "reminders"}
DEEDS = ("reply", "text", "audience", "delete", "seen")


@member_page()
def notes(request: MemberRequest) -> HttpResponse:
    """What was written and the viewer may read, newest first; or what they wrote themselves."""
    of = chosen(request.GET.get("of", ""), ("mine",))
    about = about_of(request.standing, request.GET.get("person", ""), request.GET.get("company", ""))
    on = {about["kind"]: about["id"]} if about else {}
    query = ItemsQuery(NOTES, mine=of == "mine", words=words_of(request, "words"), **on)
    page = list_items(request.standing, query, cursor=request.GET.get("cursor"))
    if page is None:
        raise Http404
    context: Shape = {
        "items": shapes.items(page.rows),
        "next": page.next_cursor,
        "of": of,
        "words": query.words,
        "about": about,
        "picker": shapes.picker(offers_for(request.standing, "note")),
    }
    return render(request, "web/notes.html", context)


@member_page("GET", "POST")
def note_write(request: MemberRequest) -> HttpResponse:
    """A new note, on a person or company or on nothing; posted, it is written."""
    sent = request.POST if request.method == "POST" else request.GET
    about = about_of(request.standing, sent.get("person", ""), sent.get("company", ""))
    said: Shape = {}
    audience = audience_sent(request)
    if request.method == "POST":
        try:
            write_item(
                request.viewer,
                Writing(
                    "note",
                    text_of("text", **sent_text(request, "text")),
                    people=() if about.get("kind") != "person" else (about["id"],),
                    companies=() if about.get("kind") != "company" else (about["id"],),
                    audience=audience,
                ),
            )
        except Invalid as error:
            said = {"refused": sentence(str(error))} | _as_sent(request)
        else:
            return _written(request, about)
    picked = shapes.picker(offers_for(request.standing, "note"), None if not said else as_picked(audience))
    context = layout(request) | {"about": about, "picker": picked} | said
    return render(request, "web/note_write.html", context, status=400 if said else 200)


@member_page("GET", "POST")
def notes_import(request: MemberRequest) -> HttpResponse:
    """Notes from a CSV list: what it would do, and doing it."""
    said: Shape = {}
    if request.method == "POST":
        file = request.FILES.get("file")
        content = request.POST.get("csv", "").encode() if file is None else b"".join(file.chunks())
        saves = request.POST.get("do") == "save"
        try:
            told = import_rows(request.viewer, parse_notes(content), dry_run=not saves)
        except NotNotes as error:
            said = {"refused": sentence(str(error))}
        else:
            if saves and not told.faults:
                return done(request, f"{told.written} notes are written.", "notes")
            said = {"told": told, "for_whom": label("note", told.option)}
        said["csv"] = content.decode(errors="replace")
    is_wrong = "refused" in said or bool(said and said["told"].faults)
    context = {"expected": EXPECTED, "most_mb": MOST_BYTES // 2**20} | said
    return render(request, "web/notes_import.html", context, status=400 if is_wrong else 200)


@member_page("GET", "POST")
def item(request: MemberRequest, uid: UUID | None) -> HttpResponse:
    """One of them with its replies; posted, what is done to it."""
    said: Shape = {}
    if request.method == "POST":
        deed = chosen(request.POST.get("deed", ""), DEEDS)
        try:
            return _do(request, given(uid), deed)
        except Invalid as error:
            said = {"refused": sentence(str(error)), "deed": deed} | _as_sent(request)
        except NotConfirmed as error:
            said = {"to_confirm": sentence(str(error)), "sent": _sent_audience(request)}
    seen = see_item(request.standing, given(uid))
    if seen is None:
        raise Http404
    context: Shape = layout(request) | {"item": shapes.item(seen), "within": LISTS.get(seen.sort, "notes")}
    if seen.sort == FILE:
        context |= file_of(request.standing, seen.uid)
    if seen.sort == REMINDER:
        context |= reminder_of(request.standing, seen.uid)
    if seen.may_edit and seen.audience is not None:
        context["picker"] = shapes.picker(
            offers_for(request.standing, seen.sort), _picked_now(request, seen, said)
        )
    status = 409 if "to_confirm" in said else 400 if said else 200
    return render(request, "web/item.html", context | said, status=status)


def on_record(standing: Standing, *, person: UUID | None = None, company: UUID | None = None) -> Shape:
    """What the page of a person or company shows of what was written about them."""
    page = list_items(standing, ItemsQuery(NOTES, person, company), limit=ON_RECORD)
    if page is None:
        return {}
    return {
        "notes": {
            "items": shapes.items(page.rows),
            "more": page.next_cursor is not None,
            "picker": shapes.picker(offers_for(standing, "note")),
        }
    }


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
            text = text_of("text", **sent_text(request, "text"), before=Text(before.html, before.plain))
            edit_item(viewer, item=uid, text=text)
            return done(request, "Saved.", "item", uid=uid)
        case "audience":
            seen = share_item(
                viewer, item=uid, audience=audience_sent(request), confirmed="confirm" in request.POST
            )
            words = "" if seen.audience is None else seen.audience.words
            return done(request, f"It is for {words[:1].lower()}{words[1:]} from now on.", "item", uid=uid)
        case "delete":
            seen_before = see_item(request.standing, uid)
            delete_item(viewer, item=uid)
            return done(request, "Deleted.", LISTS.get(seen_before.sort if seen_before else "", "notes"))
        case "seen":
            put_mention_away(viewer, item=uid)
            return done(request, "Put away.", "home")
        case _:
            raise Http404


def _written(request: MemberRequest, about: Shape) -> HttpResponse:
    if not about:
        return done(request, "Written.", "notes")
    response = done(request, "Written.", str(about["kind"]), uid=about["id"])
    return SeeOther(f"{response.headers['Location']}#notes")


def _picked_now(request: MemberRequest, seen: ItemSeen, said: Shape) -> dict[str, object]:
    if said and request.POST.get("deed") == "audience":
        return as_picked(audience_sent(request))
    now = seen.audience
    return {
        "option": "" if now is None else now.option,
        "teams": [] if now is None else [uid for uid, _ in now.teams],
        "members": [] if now is None else [one.uid.hex for one in now.members],
    }


def _as_sent(request: HttpRequest) -> Shape:
    """What was typed, so that nothing of it is lost."""
    found: Shape = {}
    for name in ("text", "reply"):
        for form, value in sent_text(request, name).items():
            if name in request.POST:
                found[f"sent_{name}_{'html' if form == 'html' else 'plain'}"] = value
    return found


def _sent_audience(request: HttpRequest) -> list[tuple[str, str]]:
    return [(name, one) for name in ("option", "teams", "members") for one in request.POST.getlist(name)]
