"""Why a mail or meeting is shown to the viewer, its subject where that is, and its body where that is (B01)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from tactful.visibility.bodies import Bodies
from tactful.visibility.facts import SaidOfTouchpoint, said_of_touchpoint
from tactful.visibility.questions import sentences_of
from tactful.visibility.seen import Touchpoint
from tactful.visibility.standing import Standing
from tactful.visibility.timeline import touchpoints_of
from tactful.visibility.value_whys import WhyValue, day_words


@dataclass(frozen=True, slots=True)
class WhyTouchpoint:
    """A mail or meeting as the viewer sees it, and why."""

    touchpoint: Touchpoint
    whys: tuple[WhyValue, ...]


def touchpoint_told(standing: Standing, uid: uuid.UUID) -> tuple[Touchpoint, list[SaidOfTouchpoint]] | None:
    """Return a mail or meeting as the viewer sees it and what tells it; None for hidden and absent ones alike."""
    # Of closed books nothing is read, so that how many hold it is not told by the time it takes (B12).
    said = said_of_touchpoint(standing, uid, sorted(standing.books_open("interactions")))
    told = [one for one in said if standing.decider_about(int(one.fact.about)).fact(one.fact).disclosed]
    if not told:
        return None
    at = max(one.at for one in told)
    copies = sorted({one.copy for one in told})
    directions = sorted({one.direction for one in told})
    (seen,) = touchpoints_of(standing, [(None, uid, at, copies, directions)])
    return seen, told


def why_touchpoint(standing: Standing, uid: uuid.UUID) -> WhyTouchpoint | None:
    """Return why a mail or meeting is shown; None for one that is hidden and one that is not there alike."""
    found = touchpoint_told(standing, uid)
    if found is None:
        return None
    seen, told = found
    copies = sorted({one.copy for one in told})
    whose = [
        "your" if one.is_me else f"{one.name}’s"
        for one in sorted(seen.contributors, key=lambda m: not m.is_me)
    ]
    whys = [
        WhyValue(
            "touchpoint",
            f"this {seen.kind}",
            day_words(seen.all_day or seen.at, standing.viewer.zone),
            "interactions",
            sentences_of(standing, (one.fact for one in told)),
            (f"It stands in {' and '.join(whose)} sources.",),
        )
    ]
    if seen.subject:
        facts = (one.by("subject") for one in told)
        whys.append(WhyValue("subject", "subject", seen.subject, "subject", sentences_of(standing, facts)))
    written = Bodies(standing, copies)
    if any(copy in written for copy in copies):
        facts = (one.by("body") for one in told if one.copy in written)
        whys.append(WhyValue("body", "body", "what was written", "body", sentences_of(standing, facts)))
    return WhyTouchpoint(seen, tuple(whys))
