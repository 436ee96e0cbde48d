"""What an administrator's change would do, as rows: who, with whom, from which level to which."""

from __future__ import annotations

from collections.abc import Iterable

from tactful.visibility.effects import AccountDifference, LevelChange, NoLonger
from tactful.web.shapes.people import Shape, member
from tactful.web.shapes.privacy import share_label
from tactful.web.shapes.records import audience


def account_difference(one: AccountDifference) -> Shape:
    """The difference in groups of members to whom it is the same."""
    return {
        "at_once": _rows(one.at_once),
        "later": [{"begins": it.begins_at, "rows": _rows(it.changes)} for it in one.later],
        "lost": lost(one.no_longer),
        "empty": one.empty,
    }


def lost(one: NoLonger) -> Shape | None:
    """Whom the reader would no longer see, None for nobody."""
    return {"people": one.people, "examples": list(one.examples)} if one.people else None


def _rows(changes: Iterable[LevelChange]) -> list[Shape]:
    groups: dict[tuple[object, ...], Shape] = {}
    for change in changes:
        before = share_label(change.before, change.privacy_before)
        after = share_label(change.after, change.privacy_after)
        key = (change.audience_uid, before, after, change.people, change.viewers)
        row = groups.setdefault(
            key,
            {
                "members": [],
                "audience": audience(change.audience, change.audience_uid),
                "before": before,
                "after": after,
                "people": change.people,
                "viewers": [member(one) for one in change.viewers],
            },
        )
        row["members"].append(member(change.member))
    return list(groups.values())
