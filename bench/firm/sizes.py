"""How large the firm is, for each profile."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """The numbers of things that are drawn; `ties`, `touchpoints` are what is aimed at, within a percent.

    `largest_team`: its members; the others follow as a power law. `thin`: members of no team and with an empty book,
    who see what buckets open to them and nothing else: a guest's shape.
    """

    name: str
    people: int
    companies: int
    members: int
    teams: int
    largest_team: int
    thin: int
    guests: int
    buckets: int
    ties: int
    touchpoints: int
    per_bucket: int = 100


FULL = Size("full", 1_000_000, 100_000, 1_000, 50, 209, 20, 50, 2_000, 5_337_251, 10_000_000)
SMALL = Size("small", 100_000, 10_000, 100, 10, 42, 5, 5, 200, 533_725, 1_000_000)
TINY = Size("tiny", 10_000, 1_000, 100, 10, 42, 5, 5, 200, 53_372, 100_000, 20)

SIZES = {size.name: size for size in (FULL, SMALL, TINY)}

SEED = 20_261_122
"""Every run draws the same firm."""
