"""A contributor's own share settings as they stand: per audience what was chosen, what counts, and why."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from tactful.policy.paths import share_of
from tactful.policy.rules import EVERYONE, RULES
from tactful.policy.terms import Facets, Id
from tactful.visibility.groups import Audience, audiences
from tactful.visibility.standing import Standing


@dataclass(frozen=True, slots=True)
class ShareSeen:
    """One audience of the viewer's, with their setting towards it.

    `chosen` None: no choice was ever made, so the default counts. `counts` is the level that counts now, `opens` its
    facets; floor, cap and default stand beside it (D18). `people` counts the audience's other active members.
    """

    audience: str
    audience_uid: uuid.UUID | None
    chosen: str | None
    ends_at: datetime | None
    ended: bool
    default: str
    floor: str
    cap: str
    counts: str
    opens: Facets
    people: int

    def allows(self, level: str) -> bool:
        """Return whether this level lies between floor and cap."""
        opens = RULES.levels[level]
        return RULES.levels[self.floor] <= opens <= RULES.levels[self.cap]


def my_shares(standing: Standing) -> tuple[ShareSeen, ...]:
    """Return the viewer's setting towards each of their teams, by name, then Everyone."""
    return tuple(_share(standing, audience) for audience in audiences(standing))


def my_share(standing: Standing, audience: Id) -> ShareSeen | None:
    """Return the viewer's setting towards one audience of theirs, or None where they are not in it."""
    found = {a.id: a for a in audiences(standing)}.get(audience)
    return None if found is None else _share(standing, found)


def _share(standing: Standing, audience: Audience) -> ShareSeen:
    viewer, settings = standing.viewer, standing.settings
    member = viewer.member or 0
    account = settings.accounts[viewer.account]
    choice = settings.choices.get((member, audience.id))
    floor, cap = account.limits.get(audience.id, ("not sharing", "relationships + both"))
    everyone = audience.id == EVERYONE
    default = account.default_for_everyone if everyone else account.default_for_teams
    ended = choice is not None and choice.until is not None and choice.until <= viewer.now
    chosen = RULES.levels[default if choice is None else "not sharing" if ended else choice.level]
    counted = (chosen | RULES.levels[floor]) & RULES.levels[cap]
    return ShareSeen(
        audience=audience.name,
        audience_uid=audience.uid,
        chosen=None if choice is None else choice.level,
        ends_at=None if choice is None else choice.until,
        ended=ended,
        default=default,
        floor=floor,
        cap=cap,
        counts=level_of(counted),
        opens=share_of(settings, settings.users[member], audience.id, viewer.now, standing.policy),
        people=len(others_in(standing, audience.id)),
    )


def level_of(facets: Facets) -> str:
    """Return the name of the highest level whose facets all lie in `facets`."""
    return max(
        (level for level, opens in RULES.levels.items() if opens <= facets),
        key=lambda level: len(RULES.levels[level]),
    )


def others_in(standing: Standing, audience: Id) -> list[int]:
    """Return the other active members of an audience."""
    return [
        int(user.id)
        for user in standing.settings.users.values()
        if user.active
        and user.account == standing.viewer.account
        and user.id != standing.viewer.member
        and (audience == EVERYONE or audience in user.teams)
    ]
