"""What another mail privacy of the viewer's would change of their own mails and meetings, before it is saved (B02)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tactful.policy.privacy import with_at_most, with_option
from tactful.policy.rules import EVERYONE
from tactful.policy.terms import Choice, Id
from tactful.visibility.preview import Effect, effects_on
from tactful.visibility.shares import others_in
from tactful.visibility.standing import Standing


@dataclass(frozen=True, slots=True)
class PrivacyDifference:
    """What saving an option would do, for whom, and for how many others nothing."""

    option: str
    effects: tuple[Effect, ...] = ()
    unaffected: int = 0


def preview_privacy(standing: Standing, option: str, until: datetime | None = None) -> PrivacyDifference:
    """Return what the viewer's own option would change in mode Everyone; nothing is saved."""
    supposed = with_option(standing.settings, standing.viewer.member or 0, EVERYONE, Choice(option, until))
    return PrivacyDifference(option, *effects_on(standing, supposed, others_in(standing, EVERYONE)))


def preview_at_most(standing: Standing, team: Id, option: str) -> PrivacyDifference:
    """Return what the viewer's own limit towards a team would change in Teams only; nothing is saved."""
    supposed = with_at_most(standing.settings, standing.viewer.member or 0, team, option)
    # Whoever is in the team may see through other teams too: theirs is what changes, or nobody's.
    return PrivacyDifference(option, *effects_on(standing, supposed, others_in(standing, team)))
