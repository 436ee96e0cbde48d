"""Requests for an introduction in the demo company: asked, answered, and one that led to something."""

from __future__ import annotations

import uuid

from tactful.actions.introductions import ask_for_introduction, change_introduction
from tactful.cli.demo.company import Member
from tactful.cli.demo.found import Founded
from tactful.visibility.network import network
from tactful.visibility.standing import Standing

ASKED = "I would like to show them what we do with tide sensors. Could you put us in touch?"
ANSWERED = "Gladly. I will write to you both on Monday."


def ask_around(founded: Founded) -> int:
    """Let four members ask the first of the others who may introduce them; return how many requests there are.

    The first waits, the second is accepted, the third was made, and the fourth is declined.
    """
    active = [member for member in founded.company.members if member.active]
    asked = 0
    for member, deed in zip(active, ("", "accept", "made", "decline"), strict=False):
        found = _somebody_to_meet(founded, member)
        if found is None:
            continue
        colleague, person = found
        with founded.acting_as(member) as viewer:
            request = ask_for_introduction(viewer, introducer=colleague, person=person, words=ASKED)
            if deed == "made":
                change_introduction(viewer, introduction=request.uid, deed=deed)
        if deed in ("accept", "decline"):
            of = next(one for one in active if founded.uids[one.address] == colleague)
            with founded.acting_as(of) as viewer:
                words = ANSWERED if deed == "accept" else ""
                change_introduction(viewer, introduction=request.uid, deed=deed, words=words)
        asked += 1
    return asked


def _somebody_to_meet(founded: Founded, member: Member) -> tuple[uuid.UUID, uuid.UUID] | None:
    """Return the colleague and the person of the strongest tie to somebody whom the member does not know."""
    with founded.acting_as(member) as viewer:
        seen = network(Standing(viewer))
    mine = {tie.other for tie in seen.ties if seen.colleagues[tie.colleague].member.is_me}
    for tie in seen.ties:
        if tie.other not in mine:
            return seen.colleagues[tie.colleague].member.uid, seen.others[tie.other].uid
    return None
