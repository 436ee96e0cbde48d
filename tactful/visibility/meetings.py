"""Synced meetings as what is written about them names them: to each reader as far as the meeting is disclosed (A14)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from tactful.policy.items import Item as Decided
from tactful.policy.items import item_decider
from tactful.policy.terms import Id, Settings, Viewer
from tactful.records.models import Interaction
from tactful.visibility.feed import disclosed_rows
from tactful.visibility.item_rows import members_at
from tactful.visibility.seen import Touchpoint
from tactful.visibility.standing import Standing
from tactful.visibility.timeline import touchpoints_of
from tactful.visibility.touchpoint_whys import touchpoint_told


@dataclass(frozen=True, slots=True)
class MeetingRef:
    """A meeting in short. `subject` None: not disclosed, or there is none."""

    uid: uuid.UUID
    at: datetime
    all_day: date | None
    subject: str | None


@dataclass(frozen=True, slots=True)
class MeetingSeen:
    """A meeting that is disclosed to the viewer; `interaction` is its row."""

    interaction: int
    touchpoint: Touchpoint

    @property
    def people(self) -> tuple[uuid.UUID, ...]:
        """The people at it whom the viewer sees."""
        found = (one.person for one in self.touchpoint.participants)
        return tuple(dict.fromkeys(uid for uid in found if uid is not None))


def see_meeting(standing: Standing, uid: uuid.UUID) -> MeetingSeen | None:
    """Return a synced meeting that is disclosed to the viewer; None for mails, hidden and absent ones alike."""
    told = touchpoint_told(standing, uid)
    if told is None or told[0].kind != "meeting":
        return None
    row = Interaction.unchecked.values_list("id", flat=True)
    return MeetingSeen(row.get(account_id=standing.viewer.account, uid=uid), told[0])


def meetings_told(standing: Standing, interactions: Iterable[int]) -> dict[int, MeetingRef]:
    """Return those of these meetings that are disclosed to the viewer, by their rows."""
    asked = sorted(set(interactions))
    rows = disclosed_rows(standing, "meeting", asked) if asked else []
    return {
        row[0]: MeetingRef(seen.uid, seen.at, seen.all_day, seen.subject)
        for row, seen in zip(rows, touchpoints_of(standing, rows), strict=True)
    }


def shows_its_author(standing: Standing, meeting: MeetingSeen) -> bool:
    """Return whether the viewer would see a note of theirs about this meeting, were it for nobody else (A15)."""
    account, author = standing.viewer.account, standing.viewer.member
    if author is None:
        return False
    there = members_at(account, [meeting.interaction]).get(meeting.interaction, ())
    note = Decided("new", "meeting note", account, author, took_part=frozenset(there))
    viewer, now = standing.viewer, standing.viewer.now
    return bool(
        item_decider(standing.settings, viewer.asking, note, now, standing.policy).ways("read", frozenset())
    )


def count_closed(standing: Standing, supposed: Settings, member: Id, notes: Sequence[Decided]) -> int:
    """Return how many of these meeting notes their author would no longer see as such under supposed settings (A15).

    What an audience gives them is left out: it may stay, or not, as the records are that they see.
    """

    def is_open(settings: Settings, note: Decided) -> bool:
        alone = replace(note, audience=frozenset(), parent=None)
        decider = item_decider(settings, Viewer(member), alone, standing.viewer.now, standing.policy)
        return bool(decider.ways("read", frozenset()))

    return sum(is_open(standing.settings, note) and not is_open(supposed, note) for note in notes)
