"""Defaults, floors and caps of an account as its Enterprise Admins see them, and what a change of them would be."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from tactful.policy.limits import HIGHEST, LOWEST, PRESETS, preset_of, settled
from tactful.policy.rules import EVERYONE
from tactful.policy.terms import Id
from tactful.records.sort_key import sort_key
from tactful.sharing import models as sharing
from tactful.visibility.content_options import under_preset
from tactful.visibility.settings import raise_key
from tactful.visibility.standing import Standing


@dataclass(frozen=True, slots=True)
class RaiseSeen:
    """A raise that was announced and has not begun. `audience` None is Everyone, or all teams for their default."""

    uid: uuid.UUID
    what: str
    audience: uuid.UUID | None
    level: str
    announced_at: datetime
    begins_at: datetime


@dataclass(frozen=True, slots=True)
class StandardSeen:
    """A default or floor: the level in force for everybody, and the raise that was announced, if one was."""

    level: str
    to_come: RaiseSeen | None


@dataclass(frozen=True, slots=True)
class AudienceSeen:
    """Floor and cap of one audience; `uid` None is Everyone."""

    name: str
    uid: uuid.UUID | None
    floor: StandardSeen
    cap: str


@dataclass(frozen=True, slots=True)
class LimitsSeen:
    """All of an account's defaults and limits. `preset`: the one whose values they are."""

    default_for_teams: StandardSeen
    default_for_everyone: StandardSeen
    audiences: tuple[AudienceSeen, ...]
    preset: str | None


def see_limits(standing: Standing) -> LimitsSeen | None:
    """Return the account's defaults, floors and caps to Enterprise Admins; None to others."""
    viewer = standing.viewer
    if viewer.member is None or not viewer.has_role("enterprise admin"):
        return None
    rules = settled(standing.settings.accounts[viewer.account], viewer.now)
    raises = {(one.what, one.audience): one for one in raises_to_come(standing)}

    def audience(name: str, row: Id, uid: uuid.UUID | None) -> AudienceSeen:
        floor, cap = rules.limits.get(row, (LOWEST, HIGHEST))
        return AudienceSeen(name, uid, StandardSeen(floor, raises.get(("floor", uid))), cap)

    teams = sorted(standing.teams.values(), key=lambda team: (sort_key(team.name), team.uid))
    return LimitsSeen(
        StandardSeen(rules.default_for_teams, raises.get(("default for teams", None))),
        StandardSeen(rules.default_for_everyone, raises.get(("default for Everyone", None))),
        (audience(EVERYONE, EVERYONE, None), *(audience(t.name, t.id, t.uid) for t in teams)),
        _preset(standing, preset_of(rules, viewer.now)),
    )


def _preset(standing: Standing, name: str | None) -> str | None:
    """Return the preset of these levels, where what is offered to writers is as it says too."""
    content = next((one.content for one in PRESETS if one.name == name), None)
    return None if content is None or under_preset(standing, content) else name


def raises_to_come(standing: Standing) -> tuple[RaiseSeen, ...]:
    """Return every raise of the account that has not begun, the next one first."""
    rows = sharing.Raise.unchecked.filter(
        account_id=standing.viewer.account, begins_at__gt=standing.viewer.now
    )
    return tuple(
        RaiseSeen(
            row.uid,
            row.what,
            None if row.team_id is None else standing.teams[row.team_id].uid,
            row.level,
            row.announced_at,
            row.begins_at,
        )
        for row in rows.order_by("begins_at", "id")
    )


def find_raise(standing: Standing, uid: uuid.UUID) -> tuple[str, Id] | None:
    """Return what a raise that has not begun is of, in the policy's words, or None."""
    row = sharing.Raise.unchecked.filter(
        account_id=standing.viewer.account, uid=uid, begins_at__gt=standing.viewer.now
    ).first()
    return None if row is None else raise_key(row.what, row.team_id)


def audience_id(standing: Standing, team: uuid.UUID | None) -> Id | None:
    """Return the policy's id of an audience, whether or not the viewer is in it; None where there is no such team."""
    if team is None:
        return EVERYONE
    return next((row.id for row in standing.teams.values() if row.uid == team), None)
