"""A timeline, month by month: who wrote to whom, who met; content stays sealed unless disclosed."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from django.utils import timezone

from tactful.visibility.seen import Page, Participant, Touchpoint
from tactful.web.shapes.people import Shape, member

SENDERS = frozenset({"from"})
RECEIVERS = frozenset({"to", "cc"})


def timeline(page: Page[Touchpoint], kind: str, company: str | None = None) -> Shape:
    """A page of touchpoints, newest first. `company`: the name of the company whose page it is, None on a person's."""
    touchpoints = [touchpoint(one, company) for one in page.rows]
    return {
        "months": [
            {"month": month, "touchpoints": list(some)}
            for month, some in groupby(touchpoints, key=lambda t: t["when"].replace(day=1))
        ],
        "total": page.total,
        "next": page.next_cursor,
        "kind": kind or None,
    }


def touchpoint(one: Touchpoint, company: str | None = None) -> Shape:
    """A mail or meeting in one line."""
    direction = _direction(one)
    shape: Shape = {
        "key": one.uid.hex,
        "kind": one.kind,
        "direction": direction,
        "when": one.all_day or timezone.localtime(one.at).date(),
        "who": _who(one, direction),
    }
    if one.kind == "mail" and any(member.is_me for member in one.contributors):
        shape["is_mine"] = True
    if one.subject is not None:
        shape["subject"] = one.subject
    if company is not None:
        shape["person"] = _outsider(one, direction, company)
    return shape


def activity_row(one: Touchpoint) -> Shape:
    """A mail or meeting among those with everybody: it names one outsider, and says how many more there were."""
    shape = touchpoint(one)
    others = _outsiders(one, shape["direction"])
    first = _best(others)
    person: Shape = {"name": None, "company": None}
    if first is not None:
        person = {"name": first.name, "company": first.company}
        if first.person is not None:
            person["uid"] = first.person.hex
    return shape | {"person": person, "others": max(0, len(others) - 1)}


def _direction(one: Touchpoint) -> str:
    if one.kind == "meeting":
        return ""
    return "out" if any(p.colleague and p.role in SENDERS for p in one.participants) else "in"


def _who(one: Touchpoint, direction: str) -> list[Shape | None]:
    """The colleagues on the side that counts: who wrote, who was written to, who met; unnamed ones are one."""
    roles = {"out": SENDERS, "in": RECEIVERS}.get(direction)
    ours = [p for p in one.participants if p.colleague and (roles is None or p.role in roles)]
    named = {p.member.uid: p.member for p in ours if p.member is not None}
    if not named and not ours:
        # A list or a blind copy: whose book it is was there, whatever the headers say.
        named = {m.uid: m for m in one.contributors}
    shapes: list[Shape | None] = [member(m) for m in sorted(named.values(), key=lambda m: not m.is_me)]
    return [*shapes, None] if any(p.member is None for p in ours) else shapes


def _outsider(one: Touchpoint, direction: str, company: str) -> Shape:
    others = _outsiders(one, direction)
    there = [p for p in others if p.company == company] or others
    first: Participant | None = _best(there)
    if first is None:
        return {"name": None}
    return {"name": first.name} if first.person is None else {"name": first.name, "uid": first.person.hex}


def _outsiders(one: Touchpoint, direction: str) -> list[Participant]:
    """Those on the other side: who wrote to us, or to whom we wrote; of a meeting all."""
    others = [p for p in one.participants if not p.colleague]
    if direction:
        sending = direction == "in"
        others = [p for p in others if (p.role in SENDERS) == sending] or others
    return others


def _best(people: Iterable[Participant]) -> Participant | None:
    return min(people, key=lambda p: (p.person is None, p.name is None), default=None)
