"""Reminders: to oneself or a colleague, once or again and again, until they are done (A17)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction

from tactful.accounts.zones import zone_of
from tactful.actions.errors import Absent, Invalid
from tactful.actions.events import remember, require_writing
from tactful.actions.items import Writing, active_members, add_item, own_item, reaching_content
from tactful.actions.texts import Text
from tactful.records.content import Item
from tactful.records.reminders import Reminder, comes_again
from tactful.visibility.items import find_item
from tactful.visibility.reminders import ReminderSeen, reminders_left_by, see_reminder
from tactful.visibility.standing import Standing
from tactful.visibility.viewer import Viewer

#: How many days may lie between two times, and how often at most a date that is long past is moved on at once.
MOST_DAYS = 3650


@dataclass(frozen=True, slots=True)
class When:
    """When a reminder is due, and how it comes again; `every_days` goes with "every"."""

    due_at: datetime
    recurrence: str = "none"
    every_days: int | None = None
    resets: bool = False


@dataclass(frozen=True, slots=True)
class ReminderChange:
    """What of a reminder becomes something else; None stays. `when` holds what of the date is to change, by name."""

    text: Text | None = None
    assignee: uuid.UUID | None = None
    when: dict[str, object] = field(default_factory=dict)


@transaction.atomic
def remind(viewer: Viewer, writing: Writing, when: When, *, by_key: bool = False) -> ReminderSeen:
    """Write a reminder, for the viewer or for the colleague to whom it is assigned, who sees it (A17).

    Invalid for a recurrence that there is not, a colleague who is not there or deactivated; else as `write_item`.
    """
    require_writing(viewer)
    _check(when)
    row = add_item(viewer, replace(writing, sort=Item.Sort.REMINDER.value, at=viewer.now), by_key=by_key)
    Reminder.unchecked.create(
        account_id=viewer.account,
        item=row,
        due_at=when.due_at,
        recurrence=when.recurrence,
        every_days=when.every_days,
        resets=when.resets,
    )
    return _saved(viewer, row.uid)


@transaction.atomic
def change_reminder(viewer: Viewer, *, item: uuid.UUID, change: ReminderChange) -> ReminderSeen:
    """Change a reminder that the viewer wrote; its audience and records stay. One that was done is open again once
    it has another date. Absent for others', for what is no reminder and for none alike; Invalid as for `remind`."""
    require_writing(viewer)
    standing = reaching_content(viewer)
    row = own_item(standing, item)
    reminder = _of(row)
    now = {"due_at": reminder.due_at, "recurrence": reminder.recurrence}
    now |= {"every_days": reminder.every_days, "resets": reminder.resets}
    if "recurrence" in change.when and "every_days" not in change.when:
        now["every_days"] = None
    when = When(**(now | change.when))  # type: ignore[arg-type]  # the routes name the fields
    _check(when)
    reminder.due_at, reminder.recurrence = when.due_at, when.recurrence
    reminder.every_days, reminder.resets = when.every_days, when.resets
    if "due_at" in change.when:
        reminder.done_at = None
    reminder.told_at = None
    reminder.save(update_fields=["due_at", "recurrence", "every_days", "resets", "done_at", "told_at"])
    if change.text is not None:
        row.html, row.plain = change.text.html, change.text.plain
    if change.assignee is not None:
        (assigned,) = active_members(standing, [change.assignee])
        row.assignee_id = None if assigned == row.author_id else assigned
    row.edited_at = viewer.now
    row.save(update_fields=["html", "plain", "assignee", "edited_at"])
    remember(viewer, "reminder edited", row.uid)
    return _saved(viewer, row.uid)


@transaction.atomic
def do_reminder(viewer: Viewer, *, item: uuid.UUID) -> ReminderSeen:
    """Say that it is done, as who wrote it or is to do it. What comes again is due the next time after now.

    By the clocks of who wrote it, who chose its time of day, whoever is to do it.

    Absent for others, who may read it at most.
    """
    member = require_writing(viewer)
    row = find_item(reaching_content(viewer), item, lock=True)
    if row is None or member not in (row.author_id, row.assignee_id):
        raise Absent("there is no such reminder of yours")
    reminder = _of(row)
    due: datetime | None = reminder.due_at
    zone = viewer.zone if member == row.author_id else zone_of(row.author.time_zone)
    while due is not None and (due <= viewer.now or due == reminder.due_at):
        due = comes_again(due, reminder.recurrence, reminder.every_days, zone)
    if due is None:
        reminder.done_at = viewer.now
    else:
        reminder.due_at, reminder.told_at = due, None
    reminder.save(update_fields=["due_at", "done_at", "told_at"])
    remember(viewer, "reminder done", row.uid)
    return _saved(viewer, row.uid)


def pass_on(viewer: Viewer, *, leaver: int, to: int) -> int:
    """Give what a leaver had to do to others, and return how much it was: none is orphaned (B11).

    What a colleague gave them goes back to that colleague, where they are there still; what they shared themselves and
    nobody else is to do goes to `to`, who is told of its people as of any others, and whose own contacts put it off
    from then on (K15). What is for them alone stays theirs.
    """
    left = reminders_left_by(viewer.account, leaver)
    for gives_back in (True, False):
        rows = Item.unchecked.filter(
            account_id=viewer.account, id__in=[item for item, back in left.items() if back == gives_back]
        )
        rows.update(assignee_id=None if gives_back else to)
    # Whoever has them now was sent no mail in which they stood.
    Reminder.unchecked.filter(account_id=viewer.account, item_id__in=left).update(told_at=None)
    return len(left)


def _check(when: When) -> None:
    known = Reminder.Recurrence.values
    if when.recurrence not in known:
        raise Invalid("recurrence", f"there are {len(known)}: {', '.join(known)}")
    if (when.recurrence == "every") != (when.every_days is not None):
        raise Invalid("every_days", 'say with "every", and with that alone, how many days lie between')
    if when.every_days is not None and not 1 <= when.every_days <= MOST_DAYS:
        raise Invalid("every_days", f"choose between 1 and {MOST_DAYS} days")
    if when.resets and when.recurrence == "none":
        raise Invalid(
            "resets", "what does not come again cannot be put off by a contact: choose how often it comes"
        )


def _of(row: Item) -> Reminder:
    found = Reminder.unchecked.filter(account_id=row.account_id, item=row).first()
    if found is None:
        raise Absent("there is no such reminder of yours")
    return found


def _saved(viewer: Viewer, uid: uuid.UUID) -> ReminderSeen:
    seen = see_reminder(Standing(viewer), uid)
    if seen is None:
        raise Absent("there is no such reminder")
    return seen
