"""Notes and what else members write: the list, writing one, bringing many (A06-A13). One's page is item.py's."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from tactful.actions.errors import Invalid
from tactful.actions.items import Writing, write_item
from tactful.actions.texts import text_of
from tactful.intake.notes_csv import EXPECTED, MOST_BYTES, NotNotes, parse_notes
from tactful.jobs.notes import import_rows
from tactful.policy.offers import label
from tactful.visibility.content_options import offers_for
from tactful.visibility.items import ItemsQuery, list_items
from tactful.visibility.standing import Standing
from tactful.web.acting import MemberRequest
from tactful.web.asking import chosen, done, layout, member_page, words_of
from tactful.web.choosing import about_of, as_picked, audience_sent, records_of, written
from tactful.web.rich import sent_text, text_sent
from tactful.web.shapes import items as shapes
from tactful.web.shapes.people import Shape
from tactful.web.wording import sentence

#: What the list of notes holds; files and reminders have lists of their own.
NOTES = ("note", "meeting note", "logged interaction")
#: How many stand on the page of a person or company.
ON_RECORD = 5


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
                    audience=audience,
                    **records_of(about),
                ),
            )
        except Invalid as error:
            said = {"refused": sentence(str(error))} | text_sent(request, "text")
        else:
            return written(request, about, "notes")
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


def on_record(standing: Standing, *, person: UUID | None = None, company: UUID | None = None) -> Shape:
    """What the page of a person or company shows of what was written about them."""
    page = list_items(standing, ItemsQuery(NOTES, person, company), limit=ON_RECORD)
    if page is None:
        return {}
    return {
        "notes": {
            "items": shapes.items(page.rows),
            "more": page.next_cursor is not None,
        }
    }
