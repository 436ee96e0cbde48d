"""When reminders are due, how they come again (A17), and what makes some by itself (A18)."""

from __future__ import annotations

import calendar
from datetime import UTC, datetime, timedelta, tzinfo
from typing import ClassVar

from django.db import models

from tactful.accounts import wall
from tactful.accounts.models import Membership
from tactful.accounts.wall import Walled, WalledForeignKey
from tactful.records.content import Item


class Reminder(Walled):
    """Of an item that is a reminder: its date and how it comes again; its text, people and audience are the item's.

    `resets`: a touchpoint with its people that its owner may see puts it off. That is computed when it is asked for,
    for its owner alone, and never written here (K15).
    """

    class Recurrence(models.TextChoices):
        NONE = "none"
        DAILY = "daily"
        WEEKLY = "weekly"
        MONTHLY = "monthly"
        YEARLY = "yearly"
        #: Every so many days.
        EVERY = "every"

    item = WalledForeignKey(Item, on_delete=wall.CASCADE)
    due_at = models.DateTimeField()
    recurrence = models.CharField(max_length=10, choices=Recurrence.choices, default=Recurrence.NONE)
    every_days = models.IntegerField(null=True)
    resets = models.BooleanField(default=False)
    done_at = models.DateTimeField(null=True)
    #: When its owner was last sent a mail in which it stood.
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "item"], name="reminder_of_item"),
            models.CheckConstraint(
                name="reminder_every_days",
                condition=models.Q(recurrence="every", every_days__gte=1)
                | (~models.Q(recurrence="every") & models.Q(every_days=None)),
            ),
        ]


class ReminderTrigger(Walled):
    """What a member wants to be reminded after, and how many days after: each time that they write such an item."""

    class After(models.TextChoices):
        LOGGED_INTERACTION = Item.Sort.LOGGED_INTERACTION.value
        MEETING_NOTE = Item.Sort.MEETING_NOTE.value

    member = WalledForeignKey(Membership, on_delete=wall.CASCADE)
    after = models.CharField(max_length=20, choices=After.choices)
    days = models.PositiveSmallIntegerField()
    #: What its reminders say.
    words = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "member", "after"], name="reminder_trigger_of")
        ]


def comes_again(at: datetime, recurrence: str, every_days: int | None, zone: tzinfo = UTC) -> datetime | None:
    """Return when what was due at `at` is due next, in UTC; None where it does not come again.

    At the same time of day by the clocks of `zone`, which is its author's: 09:00 stays 09:00 when they are changed. A
    time that is left out then is one that much later, and stays there; of one that comes twice it is the first.
    On the last day of a month that is too short; what is past the year 9999 does not come.
    """
    try:
        local = at.astimezone(zone)
        match recurrence:
            case "daily":
                local += timedelta(days=1)
            case "weekly":
                local += timedelta(days=7)
            case "monthly":
                local = _months_on(local, 1)
            case "yearly":
                local = _months_on(local, 12)
            case "every":
                local += timedelta(days=every_days or 1)
            case _:
                return None
        return local.replace(fold=0).astimezone(UTC)
    except (OverflowError, ValueError):
        return None


def _months_on(at: datetime, months: int) -> datetime:
    year, month = divmod(at.year * 12 + at.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return at.replace(year=year, month=month + 1, day=min(at.day, last))
