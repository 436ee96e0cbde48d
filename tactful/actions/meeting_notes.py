"""Writing about a synced meeting: who took part sees it too, and its author only while they belong there (A14, A15)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db import transaction

from tactful.actions.audiences import ChosenAudience
from tactful.actions.errors import Absent, NotDone
from tactful.actions.events import require_writing
from tactful.actions.items import MOST_RECORDS, Writing, add_item, reaching_content
from tactful.actions.reminder_triggers import remind_after
from tactful.actions.texts import Text
from tactful.visibility.items import ItemSeen, see_item
from tactful.visibility.meetings import see_meeting
from tactful.visibility.standing import Standing
from tactful.visibility.viewer import Viewer


class WouldNotBeSeen(NotDone):
    """The author would not see what they are about to write, and did not say that they know."""


@dataclass(frozen=True, slots=True)
class MeetingNote:
    """A note about a meeting, by its id. Where nobody is named it hangs on the people at it whom its author sees."""

    meeting: uuid.UUID
    text: Text
    people: tuple[uuid.UUID, ...] = ()
    companies: tuple[uuid.UUID, ...] = ()
    audience: ChosenAudience | None = None


@transaction.atomic
def write_meeting_note(
    viewer: Viewer, note: MeetingNote, *, confirmed: bool = False, by_key: bool = False
) -> ItemSeen | None:
    """Write a note about a meeting that is disclosed to the viewer.

    WouldNotBeSeen where the viewer would not see it afterwards, until `confirmed`; then it is kept, and None returned:
    it is theirs again with a team in common, or on the way back from "teams only". Absent where the meeting is hidden,
    or none; else as `write_item`.
    """
    require_writing(viewer)
    meeting = see_meeting(reaching_content(viewer), note.meeting)
    if meeting is None:
        raise Absent("there is no such meeting")
    people = note.people if note.people or note.companies else meeting.people[:MOST_RECORDS]
    row = add_item(
        viewer,
        Writing(
            "meeting note",
            note.text,
            people=people,
            companies=note.companies,
            audience=note.audience,
            meeting=meeting.interaction,
        ),
        by_key=by_key,
    )
    seen = see_item(Standing(viewer), row.uid)
    if seen is None and not confirmed:
        raise WouldNotBeSeen(
            "you would not see this note yourself: you took no part in the meeting, and share no team with anybody who"
            " did. It is kept, and shown to you once you share one. Confirm to write it all the same"
        )
    remind_after(viewer, row, people=people, companies=note.companies)
    return seen
