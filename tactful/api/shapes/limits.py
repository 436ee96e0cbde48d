"""Defaults, floors and caps of the account, and what an administrator's change would do."""

from __future__ import annotations

import uuid
from datetime import datetime

from tactful.accounts.ids import shown
from tactful.actions.limits import Foreseen
from tactful.api.shapes.base import Id, Shape
from tactful.api.shapes.strength import Audience, Member, member, members
from tactful.policy.limits import PRESETS
from tactful.policy.rules import EVERYONE
from tactful.visibility.effects import AccountDifference, LevelChange, NoLonger
from tactful.visibility.limits import LimitsSeen, RaiseSeen, StandardSeen


class Raise(Shape):
    """A default or floor that was raised: it begins then for those who were members when it was announced."""

    id: Id
    level: str
    announced_at: datetime
    begins_at: datetime


class Standard(Shape):
    """A default or floor: the level in force for everybody; `to_come` null where nothing is announced."""

    level: str
    to_come: Raise | None


class AudienceLimits(Shape):
    """Floor and cap of one audience."""

    audience: Audience
    floor: Standard
    cap: str


class Preset(Shape):
    """Values of the two defaults, of Everyone's floor, of the mode of mails and meetings, and of what members may
    choose when they write (`content`: the options that are on) under one name. `own_teams`: Teams and users are the
    author's own."""

    name: str
    default_for_teams: str
    default_for_everyone: str
    floor_for_everyone: str
    mode: str
    content: list[str]
    own_teams: bool
    means: str


class Limits(Shape):
    """Where everybody starts, and the limits of each audience. `preset` null: the values are those of none."""

    default_for_teams: Standard
    default_for_everyone: Standard
    audiences: list[AudienceLimits]
    preset: str | None
    presets: list[Preset]


class LevelChangeShape(Shape):
    """What a member shares with an audience, before and after, for `people` others.

    `privacy_before` and `privacy_after`: what is shown of mails and meetings besides, by a privacy option. `viewers`
    names these where they are not all others in the audience.
    """

    member: Member
    audience: Audience
    before: str
    after: str
    privacy_before: str
    privacy_after: str
    people: int
    viewers: list[Member]


class LaterShape(Shape):
    """What is different from a moment on, compared with leaving things as they are."""

    begins_at: datetime
    changes: list[LevelChangeShape]


class NoLongerShape(Shape):
    """Whom you see now and would not see any more."""

    people: int
    examples: list[str]


class AccountPreview(Shape):
    """What saving would do: at once, from later moments on, and to what you see. Nobody else's records are counted."""

    at_once: list[LevelChangeShape]
    later: list[LaterShape]
    you_no_longer_see: NoLongerShape


class ContentChange(Shape):
    """What members may choose for a sort of item after a preset: the options that are on. `wider`: how many items could
    not be chosen so any more; they keep their audience."""

    sort: str
    on: list[str]
    own_teams: bool
    wider: int


class LimitsPreview(AccountPreview):
    """What saving would do, to what is shared and to what may be chosen when somebody writes.

    `mode` is the mode of mails and meetings that a preset goes to, all beginning at hide; null where it stays.
    """

    mode: str | None
    content: list[ContentChange]


class RemovingPreview(AccountPreview):
    """What taking a member out of a team would do; `meeting_notes_closed` is how many of the meeting notes that they
    wrote they would no longer see as their author (A15)."""

    meeting_notes_closed: int


def removing_preview(one: AccountDifference, closed: int) -> RemovingPreview:
    """Return what taking a member out of a team would do in JSON's form."""
    return RemovingPreview(**dict(account_preview(one)), meeting_notes_closed=closed)


def limits(one: LimitsSeen) -> Limits:
    """Return an account's defaults and limits in JSON's form."""
    return Limits(
        default_for_teams=_standard(one.default_for_teams),
        default_for_everyone=_standard(one.default_for_everyone),
        audiences=[
            AudienceLimits(audience=audience(it.name, it.uid), floor=_standard(it.floor), cap=it.cap)
            for it in one.audiences
        ],
        preset=one.preset,
        presets=[
            Preset(
                name=it.name,
                default_for_teams=it.default_for_teams,
                default_for_everyone=it.default_for_everyone,
                floor_for_everyone=it.floor_for_everyone,
                mode=it.mode,
                content=list(it.content.on),
                own_teams=it.content.own_teams,
                means=it.means,
            )
            for it in PRESETS
        ],
    )


def account_preview(one: AccountDifference) -> AccountPreview:
    """Return what a change would do in JSON's form."""
    return AccountPreview(
        at_once=[_change(it) for it in one.at_once],
        later=[
            LaterShape(begins_at=it.begins_at, changes=[_change(row) for row in it.changes])
            for it in one.later
        ],
        you_no_longer_see=no_longer(one.no_longer),
    )


def limits_preview(one: Foreseen) -> LimitsPreview:
    """Return what a change of limits, or a preset, would do in JSON's form."""
    return LimitsPreview(
        **dict(account_preview(one.difference)),
        mode=one.mode,
        content=[
            ContentChange(sort=it.sort, on=list(it.after.on), own_teams=it.after.own_teams, wider=it.wider)
            for it in one.content
        ],
    )


def no_longer(one: NoLonger) -> NoLongerShape:
    """Return whom somebody would no longer see in JSON's form."""
    return NoLongerShape(people=one.people, examples=list(one.examples))


def audience(name: str, uid: uuid.UUID | None) -> Audience:
    """Return an audience in JSON's form."""
    return Audience(id=EVERYONE.lower() if uid is None else shown(uid), name=name)


def _change(one: LevelChange) -> LevelChangeShape:
    return LevelChangeShape(
        member=member(one.member),
        audience=audience(one.audience, one.audience_uid),
        before=one.before,
        after=one.after,
        privacy_before=one.privacy_before,
        privacy_after=one.privacy_after,
        people=one.people,
        viewers=members(one.viewers),
    )


def _standard(one: StandardSeen) -> Standard:
    return Standard(level=one.level, to_come=None if one.to_come is None else _raise(one.to_come))


def _raise(one: RaiseSeen) -> Raise:
    return Raise(id=shown(one.uid), level=one.level, announced_at=one.announced_at, begins_at=one.begins_at)
