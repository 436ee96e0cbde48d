"""Writing about a meeting of a calendar: who took part sees it too; an author who would not is warned (A14, A15)."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from tactful.actions.errors import Invalid
from tactful.actions.meeting_notes import MeetingNote, WouldNotBeSeen, write_meeting_note
from tactful.actions.texts import text_of
from tactful.visibility.content_options import offers_for
from tactful.visibility.items import ItemsQuery, list_items
from tactful.visibility.meetings import MeetingSeen, see_meeting, shows_its_author
from tactful.visibility.standing import Standing
from tactful.web.acting import MemberRequest
from tactful.web.addresses import given
from tactful.web.asking import SeeOther, done, layout, member_page
from tactful.web.choosing import as_picked, audience_sent
from tactful.web.rich import sent_text, text_sent
from tactful.web.shapes import items as shapes
from tactful.web.shapes.people import Shape
from tactful.web.wording import sentence

#: The sort of item, and how many stand beside their meeting.
MEETING_NOTE, BESIDE = "meeting note", 20


@member_page("GET", "POST")
def meeting_note_write(request: MemberRequest, uid: UUID | None) -> HttpResponse:
    """A note about a meeting that is disclosed to the viewer; posted, it is written."""
    meeting = see_meeting(request.standing, given(uid))
    if meeting is None:
        raise Http404
    said: Shape = {}
    audience = audience_sent(request)
    if request.method == "POST":
        try:
            text = text_of("text", **sent_text(request, "text"))
            note = MeetingNote(given(uid), text, audience=audience)
            seen = write_meeting_note(request.viewer, note, confirmed="confirm" in request.POST)
        except Invalid as error:
            said = {"refused": sentence(str(error))} | text_sent(request, "text")
        except WouldNotBeSeen as error:
            said = {"to_confirm": sentence(str(error))} | text_sent(request, "text")
        else:
            words = "Written." if seen is not None else "Written and kept: yours again with a team in common."
            response = done(request, words, "thread", uid=given(uid))
            return SeeOther(f"{response.headers['Location']}#notes") if seen is not None else response
    context: Shape = layout(request) | {
        "meeting": _meeting(meeting),
        "picker": shapes.picker(
            offers_for(request.standing, MEETING_NOTE), as_picked(audience) if said else None
        ),
        "is_closed": not shows_its_author(request.standing, meeting),
    }
    status = 409 if "to_confirm" in said else 400 if said else 200
    return render(request, "web/meeting_note_write.html", context | said, status=status)


def notes_of_meeting(standing: Standing, uid: UUID) -> Shape:
    """What the page of a meeting shows of what was written about it; {} where there is no such meeting."""
    page = list_items(standing, ItemsQuery((MEETING_NOTE,), meeting=uid), limit=BESIDE)
    if page is None:
        return {}
    return {"notes": shapes.items(page.rows), "write_url": reverse("web:meeting_note_write", args=[uid])}


def _meeting(one: MeetingSeen) -> Shape:
    there = {it.person: it.name for it in one.touchpoint.participants if it.person is not None}
    return {
        "uid": one.touchpoint.uid.hex,
        "at": one.touchpoint.at,
        "all_day": one.touchpoint.all_day,
        "subject": one.touchpoint.subject,
        "people": [{"uid": uid.hex, "name": name} for uid, name in there.items()],
    }
