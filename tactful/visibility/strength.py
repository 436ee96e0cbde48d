"""The 0-100 form of RS-1's raw sum, for scores made of what a viewer may see (SCORING.md, RS-1)."""

from __future__ import annotations

import math
from functools import lru_cache

from tactful.visibility.seen import Strength

#: The scale of S: 25 is a score of 63. tactful.insight.rs1 has the same, and a test holds the two together.
SCALE = 25.0
BANDS: tuple[tuple[int, str], ...] = (
    (70, "strong"),
    (40, "good"),
    (15, "familiar"),
    (5, "weak"),
    (0, "dormant or one-way"),
)


@lru_cache(65_536)
def strength_of(raw: float) -> Strength:
    """Return the strength that a raw sum stands for; sums of sums give the score of a company or group."""
    if raw <= 0:
        return Strength(0, "no interactions yet", 0.0)
    score = round(100 * (1 - math.exp(-raw / SCALE)))
    return Strength(score, next(word for least, word in BANDS if score >= least), raw)


def raw_of(score: int) -> float:
    """Return the least raw sum that is shown as this score, infinite for one that none reaches."""
    return -SCALE * math.log(1 - (score - 0.5) / 100) if score <= 100 else math.inf
