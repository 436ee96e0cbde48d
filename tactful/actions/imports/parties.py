"""Who is on a mail or meeting, and with whom it makes a touchpoint of the contributor's."""

from __future__ import annotations

from typing import NamedTuple

from tactful.actions.imports.house import House
from tactful.actions.imports.items import Mail, Meeting, Named

#: Directions that a score and the numbers of D09 are made of.
COUNTED = frozenset({"in", "out", "meeting"})


class Part(NamedTuple):
    """Somebody's part: their address and name, role, and the direction of the touchpoint ("" where it is none)."""

    address: str
    name: str
    role: str
    direction: str
    weight: float


def parts_of(item: Mail | Meeting, house: House) -> list[Part]:
    """Return everybody on the item, each address once in its first role.

    Mail that the contributor sent touches every outsider it went to ("out"); mail from outside its sender alone ("in"),
    for those who stood beside the contributor as recipients did not turn to them. Mail that a colleague sent is held
    by the book of who has a copy ("copied"): it is shown with whom it went to (A23), and counts for nothing, for it is
    the colleague who wrote. A meeting touches the outsiders on it who did not decline.
    """
    found: dict[str, Part] = {}
    for role, named in _on(item):
        if named.address and named.address not in found:
            direction = "" if house.is_ours(named.address) else _direction(item, role, named, house)
            found[named.address] = Part(*named, role, direction, item.weight if direction in COUNTED else 0.0)
    return list(found.values())


def _on(item: Mail | Meeting) -> list[tuple[str, Named]]:
    match item:
        case Mail():
            return [
                ("from", item.sender),
                *(("to", named) for named in item.to),
                *(("cc", named) for named in item.cc),
            ]
        case Meeting():
            organiser = [("organiser", item.organiser)] if item.organiser else []
            return [*organiser, *(("attendee", named) for named in item.attendees)]


def _direction(item: Mail | Meeting, role: str, outsider: Named, house: House) -> str:
    if isinstance(item, Meeting):
        return "" if item.void or outsider.address in item.declined else "meeting"
    if house.owns(item.sender.address):
        return "" if role == "from" else "out"
    if house.is_ours(item.sender.address):
        return "copied"
    return "in" if role == "from" else ""
