"""What follows from being in touch, in the demo company: calls that were logged, notes about meetings, reminders."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from tactful.actions.audiences import ChosenAudience
from tactful.actions.items import Writing
from tactful.actions.logged import log_interaction
from tactful.actions.meeting_notes import MeetingNote, write_meeting_note
from tactful.actions.reminders import When, do_reminder, remind
from tactful.actions.texts import text_of
from tactful.cli.demo.company import Member
from tactful.cli.demo.found import Founded
from tactful.policy.offers import ONLY_YOU, TO_EVERYONE, TO_SOME
from tactful.visibility.feed import newest_touchpoints
from tactful.visibility.meetings import see_meeting
from tactful.visibility.mine import my_strongest
from tactful.visibility.standing import Standing
from tactful.visibility.teams import list_teams

#: What was logged: kind, how many days ago, the words, for whom, and whether a colleague of the team took part.
LOGGED = (
    (
        "call",
        2,
        "Asked for the spare meters by the end of the month; they pay the express freight.",
        "team",
        False,
    ),
    (
        "meeting",
        9,
        "Walked through the pump house together. The old housings leak at the flange.",
        "team",
        True,
    ),
    ("message", 1, "Sends the drawings on Monday.", TO_EVERYONE, False),
    ("call", 16, "Wants to hear from me before the board meets, and from nobody else.", ONLY_YOU, False),
)
#: What is noted about the newest meetings of some members, and for whom.
NOTED = (
    (
        "<p>Agreed: <strong>two visits a year</strong>, the first one in spring.</p><p>They send the site plan.</p>",
        "team",
    ),
    ("<p>Open: who pays for the second sensor. Nobody wanted to say it aloud.</p>", ONLY_YOU),
    ("<p>They will take part in the trial of the new housing.</p>", TO_EVERYONE),
    (
        "<p>First meeting with their new buyer. Knows the trade; asks for <em>one</em> page, not ten.</p>",
        "team",
    ),
)


@dataclass(frozen=True)
class Due:
    """A reminder: its words, in how many days it is due, how it comes again, and whose it is."""

    words: str
    days: int
    recurrence: str = "none"
    resets: bool = False
    is_colleagues: bool = False
    is_done: bool = False


#: What the members are to do, on the people whom they know best: each has a line of their own.
DUE = (
    (
        Due("Send the revised offer", -3),
        Due("Call about the delivery date", 0),
        Due("Stay in touch", 5, recurrence="monthly", resets=True),
        Due("Ask who signs the renewal this year", 12, is_colleagues=True),
        Due("Thank them for the visit", -8, is_done=True),
    ),
    (
        Due("Send the drawings of the new housing", 1),
        Due("Bring the sensor back from the trial", 19, is_colleagues=True),
    ),
    (
        Due("Say how the calibration went", -1),
        Due("Have lunch, without an agenda", 9, recurrence="yearly"),
    ),
    (Due("Check that the invoice of October is paid", 4, is_colleagues=True),),
)


@dataclass(frozen=True)
class FollowUps:
    """How many there are of each."""

    logged: int
    noted: int
    reminders: int


def write_follow_ups(founded: Founded) -> FollowUps:
    """Let the first members of teams log what no mailbox holds, note what was said, and write reminders."""
    active = [member for member in founded.company.members if member.active and member.teams]
    logged = noted = reminders = 0
    for place, member in enumerate(active[:4]):
        mate = next((one for one in active if one != member and member.teams[0] in one.teams), None)
        with founded.acting_as(member) as viewer:
            standing = Standing(viewer)
            people = [row.uid for row in my_strongest(standing, dates=False)]
            team = next(team.uid for team in list_teams(standing) if team.name == member.teams[0])
            meeting = next(_own_meetings(standing), None)
        if not people:
            continue
        logged += _log(founded, member, LOGGED[place], people[0], team, mate)
        noted += _note(founded, member, NOTED[place], meeting, team)
        for one, person in zip(DUE[place], people, strict=False):
            reminders += _remind(founded, member, one, person, team, mate)
    return FollowUps(logged, noted, reminders)


def _own_meetings(standing: Standing) -> Iterator[uuid.UUID]:
    """The newest meetings that are in the member's own calendar, with people whom they see."""
    for one in newest_touchpoints(standing, kind="meeting").rows:
        seen = see_meeting(standing, one.uid) if any(it.is_me for it in one.contributors) else None
        if seen is not None and seen.people:
            yield one.uid


def _log(
    founded: Founded,
    member: Member,
    what: tuple[str, int, str, str, bool],
    person: uuid.UUID,
    team: uuid.UUID,
    mate: Member | None,
) -> int:
    kind, days, words, for_whom, has_company = what
    parties = (founded.uids[mate.address],) if has_company and mate is not None else ()
    with founded.acting_as(member) as viewer:
        writing = Writing(
            "logged interaction",
            text_of("text", text=words),
            people=(person,),
            audience=_audience(for_whom, team),
            at=viewer.now - timedelta(days=days, hours=2),
            kind=kind,
            parties=parties,
        )
        log_interaction(viewer, writing)
    return 1


def _note(
    founded: Founded, member: Member, what: tuple[str, str], meeting: uuid.UUID | None, team: uuid.UUID
) -> int:
    if meeting is None:
        return 0
    html, for_whom = what
    with founded.acting_as(member) as viewer:
        note = MeetingNote(meeting, text_of("text", html=html), audience=_audience(for_whom, team))
        write_meeting_note(viewer, note)
    return 1


def _remind(
    founded: Founded, member: Member, what: Due, person: uuid.UUID, team: uuid.UUID, mate: Member | None
) -> int:
    with founded.acting_as(member) as viewer:
        writing = Writing(
            "reminder",
            text_of("text", text=what.words),
            people=(person,),
            audience=_audience("team" if what.is_colleagues else ONLY_YOU, team),
            assignee=founded.uids[mate.address] if what.is_colleagues and mate is not None else None,
        )
        due_at = viewer.now.replace(hour=15, minute=0, second=0, microsecond=0) + timedelta(days=what.days)
        made = remind(viewer, writing, When(due_at, what.recurrence, None, what.resets))
        if what.is_done:
            do_reminder(viewer, item=made.item.uid)
    return 1


def _audience(for_whom: str, team: uuid.UUID) -> ChosenAudience:
    return ChosenAudience(TO_SOME, teams=(team,)) if for_whom == "team" else ChosenAudience(for_whom)
