"""The words that stand beside a score."""

from enum import StrEnum


class Band(StrEnum):
    """What a score means in a word; the value is what a reader sees."""

    STRONG = "strong"
    GOOD = "good"
    FAMILIAR = "familiar"
    WEAK = "weak"
    DORMANT = "dormant or one-way"
    NONE = "no interactions yet"


FLOORS = (
    (70, Band.STRONG),
    (40, Band.GOOD),
    (15, Band.FAMILIAR),
    (5, Band.WEAK),
)
"""The lowest score of each band, best band first."""


def band_of(score: int, *, touched: bool = True) -> Band:
    """The band of a score in 0..100; `touched` is false where no touchpoint was ever counted."""
    if not touched:
        return Band.NONE
    for floor, band in FLOORS:
        if score >= floor:
            return band
    return Band.DORMANT
