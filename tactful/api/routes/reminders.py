"""Reminders: writing them, which are due, and saying that they are done."""

from __future__ import annotations

from typing import Literal

from ninja import Status

from tactful.actions.errors import Absent
from tactful.actions.reminders import ReminderChange, When, change_reminder, do_reminder, remind
from tactful.actions.texts import text_of
from tactful.api.acting import KeyRequest
from tactful.api.inputs import Cursor, Limit, Moment, Text, uid
from tactful.api.router import Routes
from tactful.api.routes.items import NewNote, NewText
from tactful.api.shapes import reminders as shapes
from tactful.visibility.reminders import list_reminders, see_reminder

routes = Routes(tags=["items"])


class NewReminder(NewNote):
    """What to do, and when it is `due_at`. Without an `assignee` it is yours to do.

    `recurrence`: none, daily, weekly, monthly, yearly, or every so many days (`every_days`). With `resets` a mail or
    meeting with its people that you may see, or its assignee, puts it off by as much.
    """

    due_at: Moment
    assignee: Text | None = None
    recurrence: Text = "none"
    every_days: int | None = None
    resets: bool = False


class ChangedReminder(NewText):
    """What of it becomes something else; what is left out stays."""

    due_at: Moment | None = None
    assignee: Text | None = None
    recurrence: Text | None = None
    every_days: int | None = None
    resets: bool | None = None


@routes.get("", response=shapes.Reminders, operation_id="list_reminders", summary="List what is due")
def list_all(
    request: KeyRequest,
    due: Literal["", "overdue", "today", "later", "done"] = "",
    cursor: Cursor | None = None,
    limit: Limit = 50,
) -> shapes.Reminders:
    """The reminders that you wrote or are to do, what is due first; done ones by `due=done`. Days are your zone's."""
    return shapes.reminders(list_reminders(request.standing, due, cursor=cursor, limit=limit))


@routes.post("", response={201: shapes.Reminder}, operation_id="write_reminder", summary="Write a reminder")
def write(request: KeyRequest, sent: NewReminder) -> Status[shapes.Reminder]:
    """The colleague to whom it is assigned sees it, whatever its audience."""
    made = remind(
        request.viewer,
        sent.writing("reminder", assignee=None if sent.assignee is None else uid(sent.assignee)),
        When(sent.due_at, sent.recurrence, sent.every_days, sent.resets),
        by_key=True,
    )
    return Status(201, shapes.reminder(made))


@routes.get("/{reminder}", response=shapes.Reminder, operation_id="see_reminder", summary="See one reminder")
def see(request: KeyRequest, reminder: str) -> shapes.Reminder:
    """Whose it is to do sees it put off by their last contact; others the date that was set."""
    found = see_reminder(request.standing, uid(reminder))
    if found is None:
        raise Absent("hidden or absent")
    return shapes.reminder(found)


@routes.patch(
    "/{reminder}",
    response=shapes.Reminder,
    operation_id="change_reminder",
    summary="Change a reminder of yours",
)
def change(request: KeyRequest, reminder: str, sent: ChangedReminder) -> shapes.Reminder:
    """With another `due_at` one that was done is open again. Another `recurrence` wants its own `every_days`."""
    sorts = ("due_at", "recurrence", "every_days", "resets")
    is_text = sent.text is not None or sent.html is not None
    changed = ReminderChange(
        text_of("text", html=sent.html, text=sent.text) if is_text else None,
        None if sent.assignee is None else uid(sent.assignee),
        {name: value for name in sorts if (value := getattr(sent, name)) is not None},
    )
    return shapes.reminder(change_reminder(request.viewer, item=uid(reminder), change=changed))


@routes.post(
    "/{reminder}/done",
    response=shapes.Reminder,
    operation_id="do_reminder",
    summary="Say that a reminder is done",
)
def do(request: KeyRequest, reminder: str) -> shapes.Reminder:
    """By who wrote it or is to do it. What comes again is due the next time after now."""
    return shapes.reminder(do_reminder(request.viewer, item=uid(reminder)))
