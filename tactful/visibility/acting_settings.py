"""By which settings a member sees things of a colleague's book, told to administrators: no record is (B01, D19)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from tactful.policy.decide import Decider
from tactful.policy.explain import sentence, settings_acting
from tactful.policy.terms import Id
from tactful.visibility.seen import Member
from tactful.visibility.standing import Standing


@dataclass(frozen=True, slots=True)
class ActingSettings:
    """Two members, and in sentences each setting by which the first is shown things of the second's book."""

    viewer: Member
    contributor: Member
    sentences: tuple[str, ...]


def acting_settings(standing: Standing, viewer: uuid.UUID, contributor: uuid.UUID) -> ActingSettings | None:
    """Return the settings that act between two active members; None where one of them is not there, or both are one.

    What comes through a list or bucket is left out: that somebody put a contact there is not a setting. That nothing is
    said says that no setting of the account, of the contributor or of a team opens anything.
    """
    members = {row.uid: row for row in standing.members.values() if standing.settings.users[row.id].active}
    if viewer == contributor or not members.keys() >= {viewer, contributor}:
        return None
    one, other = members[viewer], members[contributor]
    theirs = standing.of(one.id)
    decider = Decider(theirs.settings, theirs.opened, {}, theirs.policy)
    names: dict[tuple[str, Id], str] = {("user", row.id): row.name for row in (one, other)}
    names |= {("team", team.id): team.name for team in standing.teams.values()}
    told = [one for one in settings_acting(decider, other.id) if one.container is None]
    return ActingSettings(
        Member(one.uid, one.name),
        Member(other.uid, other.name),
        tuple(dict.fromkeys(sentence(reason, names, standing.policy) for reason in told)),
    )
