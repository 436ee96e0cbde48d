"""What an administrator's change would do, as rows: who, with whom, from which level to which."""

from __future__ import annotations

from collections.abc import Iterable

from tactful.visibility.effects import AccountDifference, LevelChange, NoLonger
from tactful.web.shapes.people import Shape, member
from tactful.web.shapes.records import audience
from tactful.web.shapes.shares import LABELS


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
        key = (change.audience_uid, change.before, change.after, change.people, change.viewers)
        row = groups.setdefault(
            key,
            {
                "members": [],
                "audience": audience(change.audience, change.audience_uid),
                "before": LABELS[change.before],
                "after": LABELS[change.after],
                "people": change.people,
                "viewers": [member(one) for one in change.viewers],
            },
        )
        row["members"].append(member(change.member))
    return list(groups.values())
