"""What a member has and what their leaving would do; what leaving a team would do."""

from __future__ import annotations

from tactful.api.shapes.base import Shape
from tactful.api.shapes.house import EffectShape, effects
from tactful.api.shapes.limits import AccountPreview, NoLongerShape, account_preview, no_longer
from tactful.api.shapes.strength import Member, member
from tactful.visibility.departures import Inventory
from tactful.visibility.effects import AccountDifference, NoLonger
from tactful.visibility.preview import Difference


class Departure(Shape):
    """What a member has, and what deactivating them would do. What is in their sources is theirs to know.

    Keys, invitations and imports end with it; `reminders` go to others, those that
    the member shared to you; sources and settings stay until they are purged.
    """

    member: Member
    active: bool
    sources: int
    importing: int
    keys: int
    invitations: int
    reminders: int
    teams: list[str]
    preview: AccountPreview


class LeavingPreview(Shape):
    """What your leaving a team would do: what the others no longer see of yours, and whom you no longer see."""

    effects: list[EffectShape]
    scores: int
    unaffected: int
    you_no_longer_see: NoLongerShape


def departure(one: Inventory, difference: AccountDifference) -> Departure:
    """Return what a member has in JSON's form."""
    return Departure(
        member=member(one.member),
        active=one.active,
        sources=one.sources,
        importing=one.importing,
        keys=one.keys,
        invitations=one.invitations,
        reminders=one.reminders,
        teams=list(one.teams),
        preview=account_preview(difference),
    )


def leaving(difference: Difference, lost: NoLonger) -> LeavingPreview:
    """Return what leaving a team would do in JSON's form."""
    return LeavingPreview(
        effects=effects(difference),
        scores=difference.scores,
        unaffected=difference.unaffected,
        you_no_longer_see=no_longer(lost),
    )
