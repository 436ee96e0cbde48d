"""A contributor's own share settings as they stand: per audience what was chosen, what counts, and why."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from tactful.policy.limits import HIGHEST, LOWEST, in_force, level_named, to_come
from tactful.policy.paths import share_of
from tactful.policy.rules import EVERYONE, RULES
from tactful.policy.terms import NOTHING, Facets, Id
from tactful.visibility.groups import Audience, audiences
from tactful.visibility.standing import Standing


@dataclass(frozen=True, slots=True)
class ToCome:
    """A raise of the "default" or the "floor" that the viewer is told of before it bears on them (D11)."""

    what: str
    level: str
    begins_at: datetime


@dataclass(frozen=True, slots=True)
class ShareSeen:
    """One audience of the viewer's, with their setting towards it.

    `chosen` None: no choice was ever made, so the default counts. `counts` is the level that counts now, `opens` its
    facets; floor, cap and default stand beside it (D18), and what is to come of these. `people` counts the audience's
    other active members. `held`: the viewer came back and has not said yet that their settings may act (D23).
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
    to_come: tuple[ToCome, ...] = ()
    held: bool = False

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
    user, account = settings.users[member], settings.accounts[viewer.account]
    choice = settings.choices.get((member, audience.id))
    bounds = in_force(account, user, audience.id, viewer.now)
    default, floor, cap = bounds.default, bounds.floor or LOWEST, bounds.cap or HIGHEST
    ended = choice is not None and choice.until is not None and choice.until <= viewer.now
    chosen = RULES.levels[default if choice is None else "not sharing" if ended else choice.level]
    held = user.returning
    counted = NOTHING if held else (chosen | RULES.levels[floor]) & RULES.levels[cap]
    return ShareSeen(
        audience=audience.name,
        audience_uid=audience.uid,
        chosen=None if choice is None else choice.level,
        ends_at=None if choice is None else choice.until,
        ended=ended,
        default=default,
        floor=floor,
        cap=cap,
        counts=level_named(counted),
        opens=NOTHING if held else share_of(settings, user, audience.id, viewer.now, standing.policy),
        people=len(others_in(standing, audience.id)),
        to_come=tuple(
            ToCome(what, raised.level, raised.begins)
            for what in ("default", "floor")
            if (raised := to_come(account, user, what, audience.id, viewer.now)) is not None
        ),
        held=held,
    )


def others_in(standing: Standing, audience: Id) -> list[int]:
    """Return the other active members of an audience."""
    return [member for member in active_in(standing, audience) if member != standing.viewer.member]


def active_in(standing: Standing, audience: Id) -> list[int]:
    """Return the active members of an audience."""
    return [
        int(user.id)
        for user in standing.settings.users.values()
        if user.active
        and user.account == standing.viewer.account
        and (audience == EVERYONE or audience in user.teams)
    ]
