"""Look as: what of the viewer's own a colleague sees of a person, and nothing of what others share with that colleague.

The colleague's standing is made of settings that hold the viewer's own sources and what holds that person, and no other
source: whatever is asked of it can be told of the viewer's own alone. Who else shares with the colleague, whether the
colleague knows the person, and what other colleagues are called to them, does not enter it (B01, D25).
"""

from __future__ import annotations

import uuid
from dataclasses import replace

from tactful.accounts.models import Membership
from tactful.visibility.facts import facts_about, facts_of_one
from tactful.visibility.person import see_person
from tactful.visibility.seen import Member, PersonSeen
from tactful.visibility.settings import narrowed
from tactful.visibility.standing import Standing
from tactful.visibility.teams import list_members


def looking_as(
    standing: Standing, person: uuid.UUID, colleague: uuid.UUID
) -> tuple[Member, Standing, uuid.UUID] | None:
    """Return the colleague, their standing towards what the viewer's own sources say of a person, and whom to ask for.

    That is the person, or of several addresses (D24) the first that the colleague sees: who is one to the viewer may be
    several to them. None where the viewer's own sources know no such person, or there is no such active colleague.
    """
    viewer = standing.viewer
    about, own = facts_of_one(standing, person), standing.own_book
    if about is None or own is None or not any(one.of("relationship", own) for one in about):
        return None
    row = next((row for row in standing.members.values() if row.uid == colleague), None)
    if row is None or row.id == viewer.member or row.state != Membership.State.ACTIVE:
        return None
    # Whatever holds an address of theirs: it may be by another one that they reach the colleague.
    entries = standing.entries_of_all([one.person.id for one in about])
    containers = {container for some in entries.values() for container in some}
    theirs = standing.of(row.id, narrowed(standing.settings, viewer.member, containers))
    shown = (one.person.uid for one in about if facts_about(theirs, one.person.uid) is not None)
    return Member(row.uid, row.name), theirs, next(shown, person)


def seen_of_mine(theirs: Standing, person: uuid.UUID) -> PersonSeen | None:
    """Return the person as that standing sees them; None where nothing of the viewer's own is open to it.

    Teams' scores are left out: what a team knows is made of what others share, too.
    """
    seen = see_person(theirs, person)
    return None if seen is None else replace(seen, groups=())


def colleagues_to_look_as(standing: Standing) -> tuple[Member, ...]:
    """Return the other active members, by name."""
    return tuple(Member(one.uid, one.name) for one in list_members(standing) if one.active and not one.is_me)
