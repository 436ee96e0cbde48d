"""Reminders as a viewer may see them, and which of theirs are due (A17, K15)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from tactful.accounts.ids import shown
from tactful.accounts.models import Membership
from tactful.accounts.zones import day_of, end_of_day, zone_of
from tactful.records.content import Item, ItemRecord
from tactful.records.reminders import Reminder, comes_again
from tactful.visibility.cursor import BadCursor, read_cursor, write_cursor
from tactful.visibility.item_lists import ItemsQuery, hanging_on, readable
from tactful.visibility.items import ItemSeen, items_by_id
from tactful.visibility.people import list_people_by_ids
from tactful.visibility.standing import Standing
from tactful.visibility.viewer import Viewer

#: What may be asked for; "" is whatever is not done.
DUE = ("", "overdue", "today", "later", "done")


@dataclass(frozen=True, slots=True)
class ReminderSeen:
    """A reminder. `due_at`: put off by the last contact with its people, where it `resets` and the viewer owns it.

    To others it is the date that was set: whom its owner met, and when, is not told by it (K15). `is_mine`: the viewer
    owns it: it is assigned to them, or their own and to nobody.
    """

    item: ItemSeen
    due_at: datetime
    recurrence: str
    every_days: int | None
    resets: bool
    done_at: datetime | None
    is_mine: bool


@dataclass(frozen=True, slots=True)
class RemindersPage:
    """Some reminders, what is due first, and where the list goes on."""

    rows: tuple[ReminderSeen, ...]
    next_cursor: str | None = None


def see_reminder(standing: Standing, uid: uuid.UUID) -> ReminderSeen | None:
    """Return one reminder; None alike for hidden and absent ones, and for what is none."""
    rows = Reminder.unchecked.filter(account_id=standing.viewer.account, item__uid=uid)
    found = _seen(standing, list(rows.select_related("item__author")))
    return found[0] if found else None


def list_reminders(
    standing: Standing, due: str = "", *, cursor: str | None = None, limit: int = 50
) -> RemindersPage:
    """Return a page of the reminders that the viewer wrote or is to do, what is due first, by the days of their zone.

    `due` is one of DUE. BadCursor where `cursor` is not of this question.
    """
    rows = [one for one in my_reminders(standing, done=due == "done") if _is(one, due, standing.viewer)]
    return _page(standing, rows, f"reminders {due}", cursor, limit)


def reminders_on(
    standing: Standing,
    *,
    person: uuid.UUID | None = None,
    company: uuid.UUID | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> RemindersPage | None:
    """Return a page of what is to be done about a person or company, whoever is to do it, what is due first.

    None where the person or company is hidden or absent; else those alone that the viewer may read.
    """
    query = ItemsQuery((Item.Sort.REMINDER.value,), person, company)
    on = hanging_on(standing, query)
    if on is None:
        return None
    there = [row.item.id for row in readable(standing, query, on, None, None)]
    rows = Reminder.unchecked.filter(account_id=standing.viewer.account, item_id__in=there, done_at=None)
    found = _seen(standing, list(rows.select_related("item__author").order_by("id"))) if there else []
    return _page(standing, _by_date(found), query.question, cursor, limit)


def my_reminders(standing: Standing, *, done: bool = False) -> list[ReminderSeen]:
    """Return the reminders that the viewer wrote or is to do, and may read, what is due first."""
    member = standing.viewer.member
    if member is None:
        return []
    mine = Q(item__author_id=member) | Q(item__assignee_id=member)
    rows = Reminder.unchecked.filter(mine, account_id=standing.viewer.account, done_at__isnull=not done)
    found = _seen(standing, list(rows.select_related("item__author").order_by("id")))
    return _by_date(found)


def due_for_me(standing: Standing) -> list[ReminderSeen]:
    """Return what the viewer is to do and is due today or was before, what is due first, by the days of their zone."""
    ends = end_of_day(standing.viewer.now, standing.viewer.zone)
    return [one for one in my_reminders(standing) if one.is_mine and one.due_at < ends]


def _page(
    standing: Standing, rows: list[ReminderSeen], question: str, cursor: str | None, limit: int
) -> RemindersPage:
    if cursor is not None:
        place = read_cursor(standing.viewer, question, cursor)
        if len(place) != 2:
            raise BadCursor("this page marker is not valid here; start the list again from its beginning")
        after = (datetime.fromisoformat(place[0]), uuid.UUID(hex=place[1]))
        rows = [one for one in rows if (one.due_at, one.item.uid) > after]
    going_on = None
    if len(rows) > limit:
        last = rows[limit - 1]
        going_on = write_cursor(standing.viewer, question, [last.due_at.isoformat(), shown(last.item.uid)])
    return RemindersPage(tuple(rows[:limit]), going_on)


def _by_date(rows: Iterable[ReminderSeen]) -> list[ReminderSeen]:
    return sorted(rows, key=lambda one: (one.due_at, one.item.uid))


def _is(one: ReminderSeen, due: str, viewer: Viewer) -> bool:
    today, day = day_of(viewer.now, viewer.zone), day_of(one.due_at, viewer.zone)
    return {"overdue": day < today, "today": day == today, "later": day > today}.get(due, True)


def _seen(standing: Standing, rows: Sequence[Reminder]) -> list[ReminderSeen]:
    items = items_by_id(standing, [row.item_id for row in rows])
    there = [row for row in rows if row.item_id in items]
    mine = [row for row in there if _owner(row.item) == standing.viewer.member]
    contacts = _last_contacts(standing, [row for row in mine if row.resets])
    return [
        ReminderSeen(
            item=items[row.item_id],
            due_at=_due_at(row, contacts.get(row.item_id)),
            recurrence=row.recurrence,
            every_days=row.every_days,
            resets=row.resets,
            done_at=row.done_at,
            is_mine=_owner(row.item) == standing.viewer.member,
        )
        for row in there
    ]


def _owner(item: Item) -> int:
    return item.author_id if item.assignee_id is None else item.assignee_id


def _due_at(row: Reminder, contact: datetime | None) -> datetime:
    if contact is None or row.done_at is not None:
        return row.due_at
    put_off = comes_again(contact, row.recurrence, row.every_days, zone_of(row.item.author.time_zone))
    return row.due_at if put_off is None else max(row.due_at, put_off)


def _last_contacts(standing: Standing, rows: Sequence[Reminder]) -> Mapping[int, datetime]:
    """Return, of each of these reminders of the viewer's, the last contact with its people that they may see (K15)."""
    if not rows:
        return {}
    records = ItemRecord.unchecked.filter(
        account_id=standing.viewer.account, item_id__in=[row.item_id for row in rows], person_id__isnull=False
    )
    pairs = list(records.values_list("item_id", "person_id"))
    people = list_people_by_ids(standing, sorted({person for _, person in pairs if person is not None}))
    found: dict[int, datetime] = {}
    for item, person in pairs:
        row = people.get(person or 0)
        if row is not None and row.last_contact is not None:
            found[item] = max(found.get(item, row.last_contact), row.last_contact)
    return found


def reminders_left_by(account: int, leaver: int) -> dict[int, bool]:
    """Return the rows of items that somebody else has to do once a member leaves; True: whoever gave it them (B11).

    What is for them alone is none of these: it is not given to anybody.
    """
    open_ones = Reminder.unchecked.filter(account_id=account, done_at=None, item__parent=None)
    theirs = open_ones.filter(Q(item__author_id=leaver, item__assignee=None) | Q(item__assignee_id=leaver))
    found = {}
    for row in theirs.select_related("item__author").order_by("item_id"):
        author = row.item.author
        if author.id != leaver and author.state == Membership.State.ACTIVE:
            found[row.item_id] = True
        elif row.item.audience_id is not None:
            found[row.item_id] = False
    return found
