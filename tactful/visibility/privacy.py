"""Mail privacy as it stands: the viewer's own by audience; to Enterprise Admins, each member's in a team."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from tactful.policy.paths import share_of
from tactful.policy.privacy import MODE_EVERYONE, TEAMS_ONLY, option_named
from tactful.policy.rules import BODIES, EVERYONE, HIDE
from tactful.policy.terms import NOTHING, Choice, Facets, Id
from tactful.records.sort_key import sort_key
from tactful.sharing.models import AccountSharing
from tactful.visibility.groups import audiences
from tactful.visibility.seen import Member
from tactful.visibility.shares import others_in
from tactful.visibility.standing import Standing


@dataclass(frozen=True, slots=True)
class PrivacyTowards:
    """One audience of the viewer's, and what is shown to it of their mails and meetings.

    `option` is what was set by whoever decides in this mode, `at_most` the viewer's own limit to it in Teams only.
    `counts` is what is shown now; `has_effect` is False where interactions do not reach this audience, so that no
    option shows it anything (A20). `people` counts its other active members.
    """

    audience: str
    audience_uid: uuid.UUID | None
    option: str
    ends_at: datetime | None
    ended: bool
    at_most: str
    counts: str
    has_effect: bool
    people: int


@dataclass(frozen=True, slots=True)
class PrivacySeen:
    """The viewer's mail privacy. `chosen` None: they never chose, which is hide; it waits while the mode is Teams only.

    `may_be_stricter`: in Teams only, the account lets them hide more. `asked`: all were set to hide, and the viewer has
    not chosen again (A22). `held`: they came back and have not said yet that their settings may act (D23).
    """

    mode: str
    may_be_stricter: bool
    chosen: str | None
    ends_at: datetime | None
    ended: bool
    asked: bool
    held: bool
    audiences: tuple[PrivacyTowards, ...]


@dataclass(frozen=True, slots=True)
class MemberPrivacy:
    """What an Enterprise Admin set for a member in a team, the member's own limit to it, and what it comes to."""

    member: Member
    option: str
    ends_at: datetime | None
    ended: bool
    at_most: str
    counts: str
    has_effect: bool


def my_privacy(standing: Standing) -> PrivacySeen:
    """Return the viewer's own mail privacy towards each of their teams, by name, and Everyone."""
    viewer, settings = standing.viewer, standing.settings
    member, rules = viewer.member or 0, settings.accounts[viewer.account]
    user = settings.users[member]
    own = settings.privacies.get((member, EVERYONE))
    return PrivacySeen(
        mode=rules.mode,
        may_be_stricter=rules.mode == TEAMS_ONLY and rules.stricter,
        chosen=None if own is None else own.level,
        ends_at=None if own is None else own.until,
        ended=_ended(own, viewer.now),
        asked=is_asked(standing),
        held=user.returning,
        audiences=tuple(
            _towards(standing, audience.id, audience.name, audience.uid) for audience in audiences(standing)
        ),
    )


def team_privacy(standing: Standing, team: Id) -> tuple[MemberPrivacy, ...] | None:
    """Return each active member's option in a team, by name, to Enterprise Admins in Teams only; else None."""
    viewer, settings = standing.viewer, standing.settings
    rules = settings.accounts[viewer.account]
    if viewer.member is None or not viewer.has_role("enterprise admin") or rules.mode != TEAMS_ONLY:
        return None
    found = []
    for row in standing.members.values():
        user = settings.users[row.id]
        if user.active and team in user.teams:
            set_ = settings.privacies.get((row.id, team))
            opened = _opened(standing, row.id, team)
            found.append(
                MemberPrivacy(
                    Member(row.uid, row.name, row.id == viewer.member),
                    HIDE if set_ is None else set_.level,
                    None if set_ is None else set_.until,
                    _ended(set_, viewer.now),
                    settings.at_most.get((row.id, team), BODIES) if rules.stricter else BODIES,
                    option_named(opened),
                    "interactions" in opened,
                )
            )
    return tuple(sorted(found, key=lambda it: (sort_key(it.member.name), it.member.uid)))


def is_asked(standing: Standing) -> bool:
    """Return whether all were set to hide, and the viewer, a member then, has not chosen again (A22)."""
    viewer, settings = standing.viewer, standing.settings
    user = settings.users.get(viewer.member or 0)
    if user is None or settings.accounts[viewer.account].mode != MODE_EVERYONE:
        return False
    if (user.id, EVERYONE) in settings.privacies:
        return False
    row = AccountSharing.unchecked.filter(account_id=viewer.account).first()
    asked_at = None if row is None else row.privacy_asked_at
    return asked_at is not None and (user.since is None or user.since <= asked_at)


def _towards(standing: Standing, audience: Id, name: str, uid: uuid.UUID | None) -> PrivacyTowards:
    viewer, settings = standing.viewer, standing.settings
    member, rules = viewer.member or 0, settings.accounts[viewer.account]
    by_team = rules.mode == TEAMS_ONLY
    set_ = settings.privacies.get((member, audience if by_team else EVERYONE))
    if by_team and audience == EVERYONE:
        # Nobody's option counts there: mails and meetings do not reach Everyone.
        set_ = None
    limited = by_team and rules.stricter
    opened = _opened(standing, member, audience)
    return PrivacyTowards(
        name,
        uid,
        HIDE if set_ is None else set_.level,
        None if set_ is None else set_.until,
        _ended(set_, viewer.now),
        settings.at_most.get((member, audience), BODIES) if limited else BODIES,
        option_named(opened),
        "interactions" in opened,
        len(others_in(standing, audience)),
    )


def _opened(standing: Standing, member: Id, audience: Id) -> Facets:
    user = standing.settings.users[member]
    if not user.contributes:
        return NOTHING
    return share_of(standing.settings, user, audience, standing.viewer.now, standing.policy)


def _ended(choice: Choice | None, now: datetime) -> bool:
    return choice is not None and choice.until is not None and choice.until <= now
