"""Reminders that come by themselves: so many days after their owner wrote something of a sort (A18)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import time, timedelta

from django.db import transaction

from tactful.accounts.zones import at, day_of
from tactful.actions.errors import Invalid
from tactful.actions.events import remember, require_writing
from tactful.actions.items import Writing
from tactful.actions.reminders import When, remind
from tactful.actions.texts import text_of
from tactful.policy.offers import TO_EVERYONE, option_of
from tactful.records.content import Item
from tactful.records.reminders import ReminderTrigger
from tactful.visibility.audiences import audiences_of
from tactful.visibility.reminder_triggers import TriggersSeen, my_triggers
from tactful.visibility.standing import Standing
from tactful.visibility.viewer import Viewer

#: How many days after may be chosen, and what such a reminder says where nobody said otherwise.
MOST_DAYS = 365
WORDS = "Follow up"
_LONGEST = 200
#: At what time of its day, in the zone of its owner, such a reminder is due.
_AT = time(9)


@transaction.atomic
def set_trigger(viewer: Viewer, *, after: str, days: int | None, words: str = "") -> TriggersSeen:
    """Have the viewer reminded so many days after each item of this sort that they write; None: no more.

    What was made so far stays. Invalid for a sort after which nobody is reminded, and for days out of range.
    """
    member = require_writing(viewer)
    known = ReminderTrigger.After.values
    if after not in known:
        raise Invalid("after", f"you can be reminded after one of these: {', '.join(known)}")
    if days is not None and not 1 <= days <= MOST_DAYS:
        raise Invalid("days", f"choose between 1 and {MOST_DAYS} days")
    words = " ".join(words.split()) or WORDS
    if len(words) > _LONGEST:
        raise Invalid("words", f"say it in {_LONGEST} characters at most")
    if days is None:
        ReminderTrigger.unchecked.filter(account_id=viewer.account, member_id=member, after=after).delete()
    else:
        ReminderTrigger.unchecked.update_or_create(
            account_id=viewer.account,
            member_id=member,
            after=after,
            defaults={"days": days, "words": words},
        )
    remember(viewer, "reminder trigger set", after=after, days=days)
    return my_triggers(Standing(viewer))


def remind_after(
    viewer: Viewer, row: Item, *, people: Iterable[uuid.UUID] = (), companies: Iterable[uuid.UUID] = ()
) -> None:
    """Write the reminder that its author wants after this item, on the same records; none where they want none.

    It is for whom the account says where nobody chooses, and for nobody else where what set it off is not for
    Everyone: that somebody is to follow up tells that there was something to follow.
    """
    trigger = ReminderTrigger.unchecked.filter(
        account_id=viewer.account, member_id=row.author_id, after=row.sort
    ).first()
    if trigger is None:
        return
    audience = None if row.audience_id is None else audiences_of(Standing(viewer))[row.audience_id]
    remind(
        viewer,
        Writing(
            Item.Sort.REMINDER.value,
            text_of("words", text=trigger.words),
            people=tuple(people),
            companies=tuple(companies),
            unchosen=True,
            narrowed=option_of(audience) != TO_EVERYONE,
        ),
        When(at(day_of(viewer.now, viewer.zone) + timedelta(days=trigger.days), _AT, viewer.zone)),
    )
