"""Reminders, and when they are due."""

from __future__ import annotations

from datetime import datetime

from tactful.api.shapes.base import Shape
from tactful.api.shapes.items import Item, item
from tactful.visibility.reminders import ReminderSeen, RemindersPage


class Reminder(Shape):
    """A reminder: what it says, on whom it hangs and for whom it is (`item`), and when it is due.

    `mine`: it is yours to do. To others the date is the one that was set, whatever contact has put it off since.
    """

    item: Item
    due_at: datetime
    recurrence: str
    every_days: int | None
    resets: bool
    done_at: datetime | None
    mine: bool


class Reminders(Shape):
    """A page of reminders, what is due first; `next` leads on and is null at the end."""

    items: list[Reminder]
    next: str | None


def reminder(one: ReminderSeen) -> Reminder:
    """Return a reminder in JSON's form."""
    return Reminder(
        item=item(one.item),
        due_at=one.due_at,
        recurrence=one.recurrence,
        every_days=one.every_days,
        resets=one.resets,
        done_at=one.done_at,
        mine=one.is_mine,
    )


def reminders(page: RemindersPage) -> Reminders:
    """Return a page of reminders in JSON's form."""
    return Reminders(items=[reminder(one) for one in page.rows], next=page.next_cursor)
