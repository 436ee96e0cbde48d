"""Ties that were good and fade: computed, for one viewer, from the days in touch that are disclosed to them.

A tie fades where its score on the day of the last contact was 40 (good) or more, that contact is 60 days to two years
ago, and the score has lost 15 points or more since (SCORING.md, RS-1: contact-days lose half of nine tenths of their
weight in 30 days). Nothing is stored.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC

from tactful.insight.rs1 import ContactDay, Direction, met, strength
from tactful.insight.store import coverage
from tactful.visibility.months import DayInTouch
from tactful.visibility.moving_ties import QuietTie, note_shown, quiet_ties
from tactful.visibility.standing import Standing

WAS_GOOD, LOST = 40, 15
#: How many are told.
MOST = 8


@dataclass(frozen=True, slots=True)
class FadingTie:
    """A tie that fades: `then` was its score when they were last in touch."""

    tie: QuietTie
    then: int


def fading_ties(standing: Standing) -> tuple[FadingTie, ...]:
    """Return the ties that the viewer sees fade, those that were strongest first."""
    gates: dict[int, bool] = {}
    found = []
    for tie in quiet_ties(standing):
        if tie.book not in gates:
            gates[tie.book] = coverage(standing.viewer.account, tie.book).both_ways
        last = tie.last.astimezone(UTC).date()
        then = strength(contact_days(tie.days), last, gated=gates[tie.book]).score
        if then >= WAS_GOOD and then - tie.strength.score >= LOST:
            found.append(FadingTie(tie, then))
    found.sort(key=lambda one: -one.then)
    note_shown(standing, (one.tie for one in found[:MOST]))
    return tuple(found[:MOST])


def contact_days(days: Iterable[DayInTouch]) -> list[ContactDay]:
    """Return days in touch as a score counts them: a meeting is one each way."""
    found: list[ContactDay] = []
    for one in days:
        if one.direction == "meeting":
            found += met("", one.day, one.weight)
        else:
            way = Direction.OUT if one.direction == "out" else Direction.IN
            found.append(ContactDay("", way, one.day, one.weight))
    return found
