"""Reminders: what is due and to be done, writing one, saying that it is done. One's page is its item's (item.py)."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TypedDict
from uuid import UUID

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render

from tactful.accounts.ids import read_uid
from tactful.accounts.zones import at as moment_at
from tactful.accounts.zones import day_of
from tactful.actions.errors import Absent, Invalid
from tactful.actions.items import Writing
from tactful.actions.reminder_triggers import set_trigger
from tactful.actions.reminders import ReminderChange, When, change_reminder, do_reminder, remind
from tactful.actions.texts import text_of
from tactful.visibility.content_options import offers_for
from tactful.visibility.reminder_triggers import my_triggers
from tactful.visibility.reminders import list_reminders, reminders_on, see_reminder
from tactful.visibility.standing import Standing
from tactful.web.acting import MemberRequest
from tactful.web.addresses import given
from tactful.web.asking import chosen, done, layout, member_page, refused
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
from tactful.web.shapes import reminders as shapes
from tactful.web.shapes.items import picker
from tactful.web.shapes.people import Shape
from tactful.web.wording import sentence

#: The sort of item.
REMINDER = "reminder"
#: What stands under which heading, in this order.
GROUPS = (("overdue", "Overdue"), ("today", "Today"), ("later", "Coming"))
#: How many stand under one heading, where the rest has a list of its own; and on the page of a person or company.
IN_GROUP, ON_RECORD = 20, 5
#: At what time of its day one is due where nobody said.
MORNING = time(9)
#: By how many days one is put off at a touch, and what is said then.
PUT_OFF = {"1": "a day", "7": "a week", "28": "four weeks"}


class Times(TypedDict):
    """When, as a form says it, by the names of the actions."""

    due_at: datetime
    recurrence: str
    every_days: int | None
    resets: bool


@member_page()
def reminders(request: MemberRequest) -> HttpResponse:
    """What the viewer wrote or is to do: overdue, today, coming, one of them, what is done; or all on a record."""
    about = about_of(request.standing, request.GET.get("person", ""), request.GET.get("company", ""))
    cursor, viewer = request.GET.get("cursor"), request.viewer
    if about:
        page = reminders_on(request.standing, **{about["kind"]: about["id"]}, cursor=cursor)
        if page is None:
            raise Http404
        groups = [shapes.group("all", "To do", page, viewer)]
        return _listed(request, groups, "all", about)
    due = chosen(request.GET.get("due", ""), ("overdue", "today", "later", "done"))
    groups = []
    for key, label in GROUPS if not due else (*GROUPS, ("done", "Done")):
        if due in ("", key):
            page = list_reminders(
                request.standing, key, cursor=cursor if due else None, limit=50 if due else IN_GROUP
            )
            groups.append(shapes.group(key, label, page, viewer))
    return _listed(request, groups, due, about)


@member_page("GET", "POST")
def reminder_write(request: MemberRequest) -> HttpResponse:
    """A new reminder, on a person or company or on nothing; posted, it is written."""
    sent = request.POST if request.method == "POST" else request.GET
    about = about_of(request.standing, sent.get("person", ""), sent.get("company", ""))
    said: Shape = {}
    audience = audience_sent(request)
    today = day_of(request.viewer.now, request.viewer.zone)
    fields = shapes.new(moment_at(today + timedelta(days=1), MORNING, request.viewer.zone))
    if request.method == "POST":
        try:
            remind(
                request.viewer,
                Writing(
                    REMINDER,
                    text_of("text", **sent_text(request, "text")),
                    audience=audience,
                    assignee=_assignee(request),
                    **records_of(about),
                ),
                When(**_times(request)),
            )
        except Invalid as error:
            said = {"refused": sentence(str(error))} | text_sent(request, "text")
            fields = shapes.sent(request.POST)
        else:
            return written(request, about, "reminders")
    context: Shape = layout(request) | {
        "about": about,
        "picker": picker(offers_for(request.standing, REMINDER), as_picked(audience) if said else None),
        "fields": fields,
        "members": colleagues(request.standing),
    }
    return render(request, "web/reminder_write.html", context | said, status=400 if said else 200)


@member_page("POST")
def reminder(request: MemberRequest, uid: UUID | None) -> HttpResponse:
    """What is done to a reminder where it is listed: it is done, or put off by so many days."""
    item, viewer = given(uid), request.viewer
    days = request.POST.get("days", "")
    about = about_of(request.standing, request.POST.get("person", ""), request.POST.get("company", ""))
    if request.POST.get("deed") == "done":
        after = do_reminder(viewer, item=item)
        return _back(request, item, about, "Done." if after.done_at is not None else "Done; it comes again.")
    seen = see_reminder(request.standing, item)
    if seen is None or days not in PUT_OFF:
        raise Http404
    # From the day that it is: what is long overdue is put off to a day that is still to come, at its time of day.
    due = max(seen.due_at, moment_at(day_of(viewer.now, viewer.zone), MORNING, viewer.zone))
    local = due.astimezone(viewer.zone)
    at = moment_at(local.date() + timedelta(days=int(days)), local.time(), viewer.zone)
    try:
        change_reminder(viewer, item=item, change=ReminderChange(when={"due_at": at}))
    except Invalid as error:
        return refused(request, error, "item", uid=item)
    return _back(request, item, about, f"Put off by {PUT_OFF[days]}.")


@member_page("POST")
def reminder_trigger(request: MemberRequest) -> HttpResponse:
    """What is to remind the viewer by itself: so many days after what they write of a sort; without days, nothing."""
    days = request.POST.get("days", "").strip()
    if days and not (days.isascii() and days.isdigit() and len(days) < 6):
        return refused(request, Invalid("days", "say how many days after, as a number"), "reminders")
    after, words = request.POST.get("after", ""), request.POST.get("words", "")
    try:
        set_trigger(request.viewer, after=after, days=int(days) if days else None, words=words)
    except Invalid as error:
        return refused(request, error, "reminders")
    said = f"From now on a reminder comes {days} days after each {after} of yours." if days else "No more."
    return done(request, said, "reminders")


def change_when(request: MemberRequest, uid: UUID) -> None:
    """Make a reminder of the viewer's own due another way, or somebody else's to do, as its page was sent."""
    seen = see_reminder(request.standing, uid)
    if seen is None:
        raise Absent("there is no such reminder")
    times: dict[str, object] = {**_times(request, seen.due_at)}
    if times["due_at"] == seen.due_at:
        # The date stays as it is: a reminder that is done is not opened by what else is changed.
        times.pop("due_at")
    change_reminder(request.viewer, item=uid, change=ReminderChange(assignee=_assignee(request), when=times))


def reminder_of(standing: Standing, uid: UUID, sent: QueryDict | None) -> Shape:
    """What the page of an item that is a reminder shows of when it is due; {} where it is none.

    `sent`: what was typed and refused, which the form holds in place of what is kept.
    """
    seen = see_reminder(standing, uid)
    if seen is None:
        return {}
    shape: Shape = {"reminder": shapes.reminder(seen, standing.viewer)}
    if seen.item.may_edit:
        shape["fields"] = shapes.kept(seen) if sent is None else shapes.sent(sent)
        shape["members"] = colleagues(standing)
    return shape


def reminders_of_record(
    standing: Standing, *, person: UUID | None = None, company: UUID | None = None
) -> Shape:
    """What the page of a person or company shows of the reminders on them that are to be done."""
    page = reminders_on(standing, person=person, company=company, limit=ON_RECORD)
    if page is None:
        return {}
    return {"reminders": shapes.group("all", "Reminders", page, standing.viewer)}


def _listed(request: MemberRequest, groups: list[Shape], due: str, about: Shape) -> HttpResponse:
    is_empty = not any(group["rows"] for group in groups)
    context: Shape = {"groups": groups, "due": due, "about": about, "is_empty": is_empty}
    if not about and not due:
        context["by_itself"] = shapes.triggers(my_triggers(request.standing))
    return render(request, "web/reminders.html", context)


def _assignee(request: MemberRequest) -> UUID:
    """The colleague who is to do it; the viewer where nobody is named. What is no id is nobody, and refused as such."""
    sent = request.POST.get("assignee", "")
    return (read_uid(sent) if sent else request.viewer.uid) or UUID(int=0)


def _times(request: MemberRequest, kept: datetime | None = None) -> Times:
    recurrence = request.POST.get("recurrence", "") or "none"
    every = request.POST.get("every_days", "").strip()
    if recurrence == "every" and not (every.isascii() and every.isdigit() and len(every) < 6):
        raise Invalid("every_days", "say how many days lie between, as a number")
    return {
        "due_at": moment_sent(request, "due_at", kept),
        "recurrence": recurrence,
        # Without scripts the number stands there whatever was chosen; it counts with "every" alone.
        "every_days": int(every) if recurrence == "every" else None,
        "resets": "resets" in request.POST,
    }


def _back(request: MemberRequest, item: UUID, about: Shape, words: str) -> HttpResponse:
    """To where the deed was asked for: the reminder's own page, that of the record that it stands on, or the list."""
    if "here" in request.POST:
        return done(request, words, "item", uid=item)
    return written(request, about, "reminders", words)
