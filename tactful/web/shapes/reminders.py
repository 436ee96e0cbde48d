"""Reminders, as pages show them."""

from __future__ import annotations

from datetime import datetime

from django.http import QueryDict

from tactful.accounts.zones import start_of_day
from tactful.visibility.reminder_triggers import TriggersSeen
from tactful.visibility.reminders import ReminderSeen, RemindersPage
from tactful.visibility.viewer import Viewer
from tactful.web.shapes.items import item
from tactful.web.shapes.people import Shape

#: How often, as a form offers it.
RECURRENCES = (
    ("none", "Once"),
    ("daily", "Every day"),
    ("weekly", "Every week"),
    ("monthly", "Every month"),
    ("yearly", "Every year"),
    ("every", "Every so many days"),
)

#: After what somebody may be reminded by itself, as a form says it.
AFTER = {
    "logged interaction": "After a meeting, call or message that you log",
    "meeting note": "After a meeting note",
}


def reminder(one: ReminderSeen, viewer: Viewer) -> Shape:
    """A reminder with its item. `may_do`: it is done by who wrote it or is to do it."""
    is_open = one.done_at is None
    return {
        "item": item(one.item),
        "due_at": one.due_at,
        "done_at": one.done_at,
        "is_overdue": is_open and one.due_at < start_of_day(viewer.now, viewer.zone),
        "resets": one.resets,
        "again": _again(one),
        "is_mine": one.is_mine,
        "may_do": is_open and (one.is_mine or one.item.author.is_me),
    }


def group(key: str, label: str, page: RemindersPage, viewer: Viewer) -> Shape:
    """Reminders under one heading, in their order."""
    rows = [reminder(one, viewer) for one in page.rows]
    return {"key": key, "label": label, "rows": rows, "next": page.next_cursor}


def triggers(seen: TriggersSeen) -> Shape:
    """What reminds somebody by itself. `label` says after what; `is_wide`: others may see such reminders."""
    rows = [
        {"after": one.after, "label": AFTER[one.after], "days": one.days, "words": one.words}
        for one in seen.rows
    ]
    is_any = any(one.days is not None for one in seen.rows)
    return {"rows": rows, "audience": seen.audience, "is_any": is_any, "is_wide": seen.is_wide}


def new(due_at: datetime) -> Shape:
    """What the form of a new one holds at first."""
    return {
        "due_at": due_at,
        "recurrences": _offered("none"),
        "every_days": "",
        "resets": False,
        "assignee": "",
    }


def kept(one: ReminderSeen) -> Shape:
    """What the form of one that is there holds."""
    assignee = one.item.assignee
    return {
        "due_at": one.due_at,
        "recurrences": _offered(one.recurrence),
        "every_days": one.every_days or "",
        "resets": one.resets,
        "assignee": "" if assignee is None else assignee.uid.hex,
    }


def sent(form: QueryDict) -> Shape:
    """What a form holds that was sent and not taken, so that nothing of it is lost."""
    return {
        "due_sent": form.get("due_at", ""),
        "recurrences": _offered(form.get("recurrence", "none")),
        "every_days": form.get("every_days", ""),
        "resets": "resets" in form,
        "assignee": form.get("assignee", ""),
    }


def _offered(chosen: str) -> list[Shape]:
    return [{"key": key, "label": label, "is_chosen": key == chosen} for key, label in RECURRENCES]


def _again(one: ReminderSeen) -> str:
    """How often it comes, in words; "" for once."""
    if one.recurrence == "none":
        return ""
    if one.recurrence == "every":
        return "every day" if one.every_days == 1 else f"every {one.every_days} days"
    return dict(RECURRENCES)[one.recurrence].lower()
