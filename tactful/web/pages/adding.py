"""Adding in few touches, on a narrow screen: nobody chooses an audience, so the account's default counts (A18)."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render

from tactful.accounts.zones import at, day_of
from tactful.actions.errors import Invalid
from tactful.actions.items import Writing, write_item
from tactful.actions.logged import KINDS, log_interaction
from tactful.actions.reminders import When, remind
from tactful.actions.texts import text_of
from tactful.records.rich_text import LONGEST
from tactful.visibility.content_options import offer_where_nobody_chooses
from tactful.visibility.mine import my_latest
from tactful.web.acting import MemberRequest
from tactful.web.asking import chosen, member_page
from tactful.web.choosing import about_of, records_of, written
from tactful.web.pages.logged import LOGGED
from tactful.web.pages.reminders import MORNING, REMINDER
from tactful.web.shapes.people import Shape, person_row
from tactful.web.wording import sentence

#: What may be added so, as the form offers it, and the sort of item that it becomes.
WHAT = {
    "note": ("Note", "note"),
    "call": ("Call that took place", LOGGED),
    "meeting": ("Meeting that took place", LOGGED),
    "message": ("Message", LOGGED),
    "reminder": ("Reminder", REMINDER),
}
#: In how many days a reminder is due, as the form offers it.
DUE = {"0": "Today", "1": "Tomorrow", "7": "In a week", "28": "In four weeks"}
#: When the working day ends, and the day itself.
EVENING, LAST_MINUTE = time(17), time(23, 59)


@member_page("GET", "POST")
def quick_add(request: MemberRequest) -> HttpResponse:
    """One short form for a note, what took place, or a reminder; posted, it is written."""
    sent = request.POST if request.method == "POST" else request.GET
    about = about_of(request.standing, sent.get("person", ""), sent.get("company", ""))
    what, days = chosen(sent.get("what", ""), WHAT, "note"), chosen(sent.get("days", ""), DUE, "1")
    said: Shape = {}
    if request.method == "POST":
        try:
            _add(request, about, what, int(days))
        except Invalid as error:
            said = {"refused": sentence(str(error)), "text_sent": request.POST.get("text", "")}
        else:
            return written(request, about, "reminders" if what == REMINDER else "notes", "Added.")
    offers = {sort: offer_where_nobody_chooses(request.standing, sort) for _, sort in WHAT.values()}
    context: Shape = {
        "about": about,
        "longest": LONGEST,
        "what": [
            {"key": key, "label": label, "is_chosen": key == what, "for_whom": offers[sort].label}
            for key, (label, sort) in WHAT.items()
        ],
        "days": [{"key": key, "label": label, "is_chosen": key == days} for key, label in DUE.items()],
        "people": [] if about else [person_row(one) for one in my_latest(request.standing)],
    }
    return render(request, "web/quick_add.html", context | said, status=400 if said else 200)


def _add(request: MemberRequest, about: Shape, what: str, days: int) -> None:
    viewer = request.viewer
    text = text_of("text", text=request.POST.get("text", ""), required=what not in KINDS)
    writing = Writing(
        WHAT[what][1], text, unchosen=True, kind=what if what in KINDS else "", **records_of(about)
    )
    if what in KINDS:
        log_interaction(viewer, writing)
    elif what == REMINDER:
        remind(viewer, writing, When(due_on(viewer.now, days, viewer.zone)))
    else:
        write_item(viewer, writing)


def due_on(now: datetime, days: int, zone: ZoneInfo) -> datetime:
    """Return when what is chosen so is due: in the morning of a later day, of today at the end of the working day.

    Once that is over, within the hour, and today still, by the clocks of the zone: nothing is overdue as it is written.
    """
    today = day_of(now, zone)
    if days:
        return at(today + timedelta(days=days), MORNING, zone)
    return min(max(at(today, EVENING, zone), now + timedelta(hours=1)), at(today, LAST_MINUTE, zone))
