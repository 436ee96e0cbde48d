"""What a form about a logged interaction holds: what it was, when, and which colleagues took part."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.http import QueryDict

from tactful.visibility.items import ItemSeen
from tactful.web.shapes.people import Shape, member

#: What it may have been, as a form offers it.
KINDS = (("meeting", "Meeting"), ("call", "Call"), ("message", "Message"))


def new(kind: str, at: datetime, members: Sequence[Shape]) -> Shape:
    """What the form of a new one holds at first."""
    return {"kinds": _offered(kind), "at": at, "members": _ticked(members, ())}


def kept(one: ItemSeen, members: Sequence[Shape]) -> Shape:
    """What the form of one that is there holds."""
    there = {it.uid.hex for it in one.members}
    return {"kinds": _offered(one.kind), "at": one.at, "members": _ticked(members, there)}


def sent(form: QueryDict, members: Sequence[Shape]) -> Shape:
    """What a form holds that was sent and not taken, so that nothing of it is lost."""
    return {
        "kinds": _offered(form.get("kind", "")),
        "at_sent": form.get("at", ""),
        "members": _ticked(members, form.getlist("parties")),
    }


def took_part(one: ItemSeen) -> list[Shape]:
    """The colleagues, other than who logged it, who took part."""
    return [member(it) for it in one.members if it.uid != one.author.uid]


def _offered(chosen: str) -> list[Shape]:
    return [{"key": key, "label": label, "is_chosen": key == chosen} for key, label in KINDS]


def _ticked(members: Sequence[Shape], chosen: Collection[str]) -> list[Shape]:
    return [one | {"is_chosen": one["uid"] in chosen} for one in members]
