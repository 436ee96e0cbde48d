"""Reminders: what is due and to be done, writing one, saying that it is done. One's page is its item's (items.py)."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from tactful.accounts.ids import read_uid
from tactful.actions.errors import Invalid
from tactful.actions.items import Writing
from tactful.actions.reminders import ReminderChange, When, change_reminder, do_reminder, remind
from tactful.actions.texts import text_of
from tactful.visibility.content_options import offers_for
from tactful.visibility.reminders import list_reminders, see_reminder, start_of_day
from tactful.visibility.standing import Standing
from tactful.visibility.teams import list_members
from tactful.web.acting import MemberRequest
from tactful.web.addresses import given
from tactful.web.asking import SeeOther, chosen, done, layout, member_page, refused
from tactful.web.choosing import about_of, as_picked, audience_sent, moment_sent
from tactful.web.rich import sent_text
from tactful.web.shapes import reminders as shapes
from tactful.web.shapes.items import picker
from tactful.web.shapes.people import Shape, member
from tactful.web.wording import sentence

#: The sort of item.
REMINDER = "reminder"
#: What stands under which heading, in this order.
GROUPS = (("overdue", "Overdue"), ("today", "Today"), ("later", "Coming"))
#: How many stand under one heading; the rest has a list of its own.
IN_GROUP = 20


@member_page()
def reminders(request: MemberRequest) -> HttpResponse:
    """What the viewer wrote or is to do: overdue, today, coming; or one of these whole, or what is done."""
    due = chosen(request.GET.get("due", ""), ("overdue", "today", "later", "done"))
    groups = []
    for key, label in GROUPS if not due else (*GROUPS, ("done", "Done")):
        if due in ("", key):
            limit = 50 if due else IN_GROUP
            page = list_reminders(
                request.standing, key, cursor=request.GET.get("cursor") if due else None, limit=limit
            )
            groups.append(
                {"key": key, "label": label, "rows": shapes.reminders(page.rows), "next": page.next_cursor}
            )
    context: Shape = {"groups": groups, "due": due, "is_empty": not any(one["rows"] for one in groups)}
    return render(request, "web/reminders.html", context)


@member_page("GET", "POST")
def reminder_write(request: MemberRequest) -> HttpResponse:
    """A new reminder, on a person or company or on nothing; posted, it is written."""
    sent = request.POST if request.method == "POST" else request.GET
    about = about_of(request.standing, sent.get("person", ""), sent.get("company", ""))
    said: Shape = {}
    audience = audience_sent(request)
    if request.method == "POST":
        try:
            remind(
                request.viewer,
                Writing(
                    REMINDER,
                    text_of("text", **sent_text(request, "text")),
                    people=() if about.get("kind") != "person" else (about["id"],),
                    companies=() if about.get("kind") != "company" else (about["id"],),
                    audience=audience,
                    assignee=_assignee(request),
                ),
                When(**_when(request)),  # type: ignore[arg-type]  # named as its fields
            )
        except Invalid as error:
            said = {"refused": sentence(str(error)), "sent": shapes.sent(request.POST)}
            for form, value in sent_text(request, "text").items():
                said[f"sent_text_{'html' if form == 'html' else 'plain'}"] = value
        else:
            if not about:
                return done(request, "Written.", "reminders")
            response = done(request, "Written.", str(about["kind"]), uid=about["id"])
            return SeeOther(f"{response.headers['Location']}#notes")
    context: Shape = layout(request) | {
        "about": about,
        "picker": picker(offers_for(request.standing, REMINDER), as_picked(audience) if said else None),
        "reminder": said.pop("sent", None)
        or shapes.new(start_of_day(request.viewer.now) + timedelta(days=1, hours=9)),
        "members": colleagues(request.standing),
    }
    return render(request, "web/reminder_write.html", context | said, status=400 if said else 200)


@member_page("POST")
def reminder(request: MemberRequest, uid: UUID | None) -> HttpResponse:
    """What is done to a reminder: it is done, put off, or becomes due another way."""
    item, viewer = given(uid), request.viewer
    deed = chosen(request.POST.get("deed", ""), ("done", "later", "change"))
    if deed == "done":
        after = do_reminder(viewer, item=item)
        words = "Done." if after.done_at is not None else "Done; it comes again."
        return _back(request, item, words)
    seen = see_reminder(request.standing, item)
    if seen is None or not deed:
        raise Http404
    try:
        if deed == "later":
            days = 7 if request.POST.get("days") == "7" else 1
            # From the day that it is: what is long overdue is put off to a day that is still to come.
            at = max(seen.due_at, start_of_day(viewer.now) + timedelta(hours=9)) + timedelta(days=days)
            change_reminder(viewer, item=item, change=ReminderChange(when={"due_at": at}))
            return _back(request, item, "Put off by a week." if days == 7 else "Put off by a day.")
        when = _when(request)
        if when["due_at"] == seen.due_at.replace(second=0, microsecond=0):
            # The date stays as it is: a reminder that is done is not opened by what else is changed.
            when.pop("due_at")
        change_reminder(viewer, item=item, change=ReminderChange(assignee=_assignee(request), when=when))
    except Invalid as error:
        return refused(request, error, "item", uid=item)
    return done(request, "Saved.", "item", uid=item)


def reminder_of(standing: Standing, uid: UUID) -> Shape:
    """What the page of an item that is a reminder shows of when it is due; {} where it is none."""
    seen = see_reminder(standing, uid)
    if seen is None:
        return {}
    return {"reminder": shapes.reminder(seen), "members": colleagues(standing) if seen.item.may_edit else []}


def colleagues(standing: Standing) -> list[Shape]:
    """The active members other than the viewer, by name."""
    return [member(one) for one in list_members(standing) if one.active and not one.is_me]  # type: ignore[arg-type]


def _assignee(request: MemberRequest) -> UUID:
    """The colleague who is to do it; the viewer where nobody is named. What is no id is nobody, and refused as such."""
    sent = request.POST.get("assignee", "")
    return request.viewer.uid if not sent else read_uid(sent) or UUID(int=0)


def _when(request: MemberRequest) -> dict[str, object]:
    recurrence = request.POST.get("recurrence", "") or "none"
    every = request.POST.get("every_days", "").strip()
    if recurrence == "every" and not (every.isascii() and every.isdigit() and len(every) < 6):
        raise Invalid("every_days", "say how many days lie between, as a number")
    return {
        "due_at": moment_sent(request, "due_at"),
        "recurrence": recurrence,
        # Without scripts the number stands there whatever was chosen; it counts with "every" alone.
        "every_days": int(every) if recurrence == "every" else None,
        "resets": "resets" in request.POST,
    }


def _back(request: MemberRequest, item: UUID, words: str) -> HttpResponse:
    """To where the deed was asked for: the list, or its own page."""
    return (
        done(request, words, "item", uid=item)
        if "here" in request.POST
        else done(request, words, "reminders")
    )
