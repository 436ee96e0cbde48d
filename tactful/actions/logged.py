"""Logging a meeting, call or message that no mailbox or calendar holds, and mending what was logged (A16).

What is logged is written by hand: it is a touchpoint of no book, and moves no score, date or number.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from tactful.actions.errors import Absent, Invalid
from tactful.actions.events import remember, require_writing
from tactful.actions.items import Writing, active_members, add_item, own_item, reaching_content, saved
from tactful.actions.reminder_triggers import remind_after
from tactful.actions.texts import Text
from tactful.records.content import Item, ItemParty
from tactful.visibility.items import ItemSeen
from tactful.visibility.standing import Standing
from tactful.visibility.viewer import Viewer

#: What may be logged.
KINDS = ("meeting", "call", "message")


@dataclass(frozen=True, slots=True)
class LoggedChange:
    """What of a logged interaction becomes something else; None stays. `parties` are all who took part, by id."""

    kind: str | None = None
    at: datetime | None = None
    parties: tuple[uuid.UUID, ...] | None = None
    text: Text | None = None


@transaction.atomic
def log_interaction(viewer: Viewer, writing: Writing, *, by_key: bool = False) -> ItemSeen:
    """Write down that something took place; the colleagues who took part see it whatever its audience (A16).

    Invalid for a kind that there is not and a time that is yet to come; else as `write_item`.
    """
    require_writing(viewer)
    _check(viewer, writing.kind, writing.at)
    row = add_item(viewer, replace(writing, sort=Item.Sort.LOGGED_INTERACTION.value), by_key=by_key)
    remind_after(viewer, row, people=writing.people, companies=writing.companies)
    return saved(viewer, row.uid)


@transaction.atomic
def change_logged(viewer: Viewer, *, item: uuid.UUID, change: LoggedChange) -> ItemSeen:
    """Mend an interaction that the viewer logged; its audience and its records stay.

    Whoever is a participant no more loses what that alone gave them, with the next request. Absent for others', for
    what was not logged and for none alike; Invalid as for `log_interaction`.
    """
    require_writing(viewer)
    standing = reaching_content(viewer)
    row = own_item(standing, item)
    if row.sort != Item.Sort.LOGGED_INTERACTION:
        raise Absent("there is no such logged interaction of yours")
    row.kind = row.kind if change.kind is None else change.kind
    row.at = row.at if change.at is None else change.at
    if change.text is not None:
        row.html, row.plain = change.text.html, change.text.plain
    _check(viewer, row.kind, change.at)
    row.edited_at = viewer.now
    row.save(update_fields=["kind", "at", "html", "plain", "edited_at"])
    if change.parties is not None:
        _set_parties(standing, row, change.parties)
    remember(viewer, "logged interaction edited", row.uid)
    return saved(viewer, row.uid)


def _check(viewer: Viewer, kind: str, at: datetime | None) -> None:
    if kind not in KINDS:
        raise Invalid("kind", f"there are {len(KINDS)}: {', '.join(KINDS)}")
    if at is not None and at > viewer.now:
        raise Invalid("at", "log what took place, once it did: this time is yet to come")


def _set_parties(standing: Standing, row: Item, parties: tuple[uuid.UUID, ...]) -> None:
    rows = ItemParty.unchecked.filter(account_id=row.account_id, item=row)
    there = set(rows.values_list("member_id", flat=True))
    # Who took part and was deactivated since then may stay named; nobody who is may be added.
    kept = {m.uid: m.id for m in standing.members.values() if m.id in there}
    named = {kept[uid] for uid in parties if uid in kept}
    named |= set(active_members(standing, [uid for uid in parties if uid not in kept]))
    rows.exclude(member_id__in=named).delete()
    for member in sorted(named - there):
        ItemParty.unchecked.create(account_id=row.account_id, item=row, member_id=member)
