"""Where colleagues named the viewer: told where they may read what was written, and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tactful.records.content import Mention
from tactful.visibility.items import ItemSeen, see_item
from tactful.visibility.seen import Member
from tactful.visibility.standing import Standing

#: How many of the newest are looked at, and how many told.
_LOOKED_AT, MOST = 50, 5


@dataclass(frozen=True, slots=True)
class MentionSeen:
    """That a colleague named the viewer in an item, which they may read."""

    item: ItemSeen
    by: Member
    at: datetime


def my_mentions(standing: Standing) -> tuple[MentionSeen, ...]:
    """Return the newest mentions of the viewer that they have not put away."""
    me = standing.viewer.member
    if me is None:
        return ()
    rows = Mention.unchecked.filter(account_id=standing.viewer.account, member_id=me, seen_at=None)
    found: list[MentionSeen] = []
    for uid in rows.order_by("-id").values_list("item__uid", flat=True)[:_LOOKED_AT]:
        seen = see_item(standing, uid)
        if seen is not None:
            found.append(MentionSeen(seen, seen.author, seen.edited_at or seen.written_at))
        if len(found) == MOST:
            break
    return tuple(found)
