"""What a member is told of what makes reminders of theirs by itself (A18)."""

from __future__ import annotations

from dataclasses import dataclass

from tactful.policy.offers import TO_EVERYONE, choice_where_nobody_chooses, label
from tactful.records.content import Item
from tactful.records.reminders import ReminderTrigger
from tactful.visibility.content_options import options_of
from tactful.visibility.standing import Standing


@dataclass(frozen=True, slots=True)
class TriggerSeen:
    """A sort of item after which the viewer may be reminded. `days` None: they are not."""

    after: str
    days: int | None
    words: str


@dataclass(frozen=True, slots=True)
class TriggersSeen:
    """All that there are, and for whom their reminders are at the most, in words (A18); `is_wide`: for Everyone."""

    rows: tuple[TriggerSeen, ...]
    audience: str
    is_wide: bool


def my_triggers(standing: Standing) -> TriggersSeen:
    """Return the viewer's own; nobody sees another's."""
    viewer = standing.viewer
    mine = ReminderTrigger.unchecked.filter(account_id=viewer.account, member_id=viewer.member or 0)
    there = {row.after: row for row in mine}
    sort = Item.Sort.REMINDER.value
    option = choice_where_nobody_chooses(options_of(standing, sort))
    return TriggersSeen(
        tuple(
            TriggerSeen(after, there[after].days, there[after].words)
            if after in there
            else TriggerSeen(after, None, "")
            for after in ReminderTrigger.After.values
        ),
        label(sort, option),
        option == TO_EVERYONE,
    )
