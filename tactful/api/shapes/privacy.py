"""What is shown of mails and meetings: the viewer's own setting, and each member's in a team."""

from __future__ import annotations

from datetime import datetime

from tactful.api.shapes.base import Shape
from tactful.api.shapes.house import EffectShape, gain
from tactful.api.shapes.limits import audience
from tactful.api.shapes.strength import Audience, Member, member, members
from tactful.visibility.privacy import MemberPrivacy, PrivacySeen, PrivacyTowards
from tactful.visibility.privacy_preview import PrivacyDifference


class PrivacyTowardsShape(Shape):
    """What one audience is shown of your mails and meetings.

    `option` was set by whoever decides in this mode; `at_most` is your own limit to it, in "teams only". `counts` is
    what is shown now. `has_effect` false: interactions do not reach this audience, so no option shows it anything.
    `people` are its other members.
    """

    audience: Audience
    option: str
    ends_at: datetime | None
    ended: bool
    at_most: str
    counts: str
    has_effect: bool
    people: int


class Privacy(Shape):
    """Your mail privacy: "hide", "subjects" or "bodies". `chosen` null: you never chose, which is "hide".

    `mode`: in "everyone" you choose; in "teams only" an Enterprise Admin does, per team, and your own choice waits.
    `may_be_stricter`: there, the account lets you hide more. `asked`: all were set to "hide", and you are asked to
    choose again. `held`: you came back and did not say yet that your settings may act.
    """

    mode: str
    may_be_stricter: bool
    chosen: str | None
    ends_at: datetime | None
    ended: bool
    asked: bool
    held: bool
    audiences: list[PrivacyTowardsShape]


class PrivacyPreview(Shape):
    """What saving an option would do, and for how many others nothing."""

    option: str
    effects: list[EffectShape]
    unaffected: int


class MemberPrivacyShape(Shape):
    """What is set for a member in a team, the member's own limit to it, and what it comes to."""

    member: Member
    option: str
    ends_at: datetime | None
    ended: bool
    at_most: str
    counts: str
    has_effect: bool


class TeamPrivacy(Shape):
    """The team's members by name; none in mode "everyone", where each sets their own."""

    mode: str
    members_may_be_stricter: bool
    items: list[MemberPrivacyShape]


def privacy(one: PrivacySeen) -> Privacy:
    """Return the viewer's mail privacy in JSON's form."""
    return Privacy(
        mode=one.mode,
        may_be_stricter=one.may_be_stricter,
        chosen=one.chosen,
        ends_at=one.ends_at,
        ended=one.ended,
        asked=one.asked,
        held=one.held,
        audiences=[_towards(it) for it in one.audiences],
    )


def difference(one: PrivacyDifference) -> PrivacyPreview:
    """Return what an option would do in JSON's form."""
    return PrivacyPreview(
        option=one.option,
        effects=[
            EffectShape(members=members(it.members), newly=gain(it.newly), no_longer=gain(it.no_longer))
            for it in one.effects
        ],
        unaffected=one.unaffected,
    )


def of_team(mode: str, stricter: bool, several: tuple[MemberPrivacy, ...]) -> TeamPrivacy:
    """Return the options of a team's members in JSON's form."""
    return TeamPrivacy(mode=mode, members_may_be_stricter=stricter, items=[of_member(it) for it in several])


def of_member(one: MemberPrivacy) -> MemberPrivacyShape:
    """Return the option of a member in a team in JSON's form."""
    return MemberPrivacyShape(
        member=member(one.member),
        option=one.option,
        ends_at=one.ends_at,
        ended=one.ended,
        at_most=one.at_most,
        counts=one.counts,
        has_effect=one.has_effect,
    )


def _towards(one: PrivacyTowards) -> PrivacyTowardsShape:
    return PrivacyTowardsShape(
        audience=audience(one.audience, one.audience_uid),
        option=one.option,
        ends_at=one.ends_at,
        ended=one.ended,
        at_most=one.at_most,
        counts=one.counts,
        has_effect=one.has_effect,
        people=one.people,
    )
