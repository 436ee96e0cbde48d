"""Where colleagues named the viewer, or answered them: told where they may read what was written, and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models.functions import Coalesce

from tactful.records.content import Mention
from tactful.visibility.items import ItemSeen, items_by_id
from tactful.visibility.seen import Member
from tactful.visibility.standing import Standing

#: How many are looked at at once, and how many told.
_AT_ONCE, MOST = 50, 5


@dataclass(frozen=True, slots=True)
class MentionSeen:
    """That a colleague named the viewer in an item that they may read, or (`is_answer`) answered them with it."""

    item: ItemSeen
    by: Member
    at: datetime
    is_answer: bool


def my_mentions(standing: Standing) -> tuple[MentionSeen, ...]:
    """Return the newest mentions of the viewer, and answers to them, that they have not put away."""
    me = standing.viewer.member
    if me is None:
        return ()
    rows = Mention.unchecked.filter(account_id=standing.viewer.account, member_id=me, seen_at=None)
    # By what is told of them, and all of them: hidden ones neither stand before others nor take their place.
    newest = list(
        rows.annotate(at=Coalesce("item__edited_at", "item__written_at"))
        .order_by("-at", "-item__uid")
        .values_list("item_id", "is_answer")
    )
    found: list[MentionSeen] = []
    for start in range(0, len(newest), _AT_ONCE):
        some = newest[start : start + _AT_ONCE]
        readable = items_by_id(standing, [item for item, _ in some])
        found += [
            MentionSeen(seen, seen.author, seen.edited_at or seen.written_at, is_answer)
            for item, is_answer in some
            # An answer to what is no longer seen says nothing by itself.
            if (seen := readable.get(item)) is not None and not (is_answer and seen.answers_hidden)
        ]
        if len(found) >= MOST:
            break
    return tuple(found[:MOST])
