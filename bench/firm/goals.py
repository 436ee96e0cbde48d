"""The goals, by line and profile, as ratios of what is measured to what it is measured against."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.promises import Promise

if TYPE_CHECKING:
    from bench.firm.asking import Expected
    from bench.firm.home import Firm
    from bench.firm.viewers import Asked

#: At most this ratio, (full, small). Those of the small profile beyond G1, G2 and G6 are from its first run.
MOST: dict[str, tuple[float | None, float | None]] = {
    "G1": (0.15, 0.5),
    "G1 p95": (0.25, 0.75),
    "G2 guardian": (0.01, 0.1),
    "G2 guardian direct": (0.01, 0.1),
    "G2 row security": (0.01, 0.1),
    "G3": (8.0, 6.0),
    "G4": (25.0, 8.0),
    "G4 naive": (1 / 60, 1 / 10),
    "G4 deep": (3.0, 1.5),
    "G5": (0.05, 0.5),
    "G6 rows": (1 / 500, 1 / 50),
    "G7": (1 / 1000, 1 / 100),
    "G10": (3.0, 3.0),
    "G10 incremental": (1 / 20, 1 / 20),
    "G11 fresh": (3.0, 3.0),
    "G11 stale": (1 / 8, 0.5),
    "I p95": (2.0, 2.0),
    "L1": (1.3, 1.3),
    "G8": (3.0, 3.0),
    "G8 heaviest": (8.0, 8.0),
    "N1": (5.0, 5.0),
}


@dataclass
class Ground:
    """What every line is measured on."""

    firm: Firm
    expected: Expected
    viewers: list[Asked]
    rounds: int

    @property
    def profile(self) -> str:
        """The profile's name."""
        return self.firm.size.name

    def line(
        self, name: str, what: str, measured: float, against: float, *, goal: str | None = None
    ) -> Promise:
        """Return a line of milliseconds against milliseconds; its goal is that of `goal`, or of its own name."""
        ratio = measured / against
        full, small = MOST.get(goal or name, (None, None))
        most = full if self.profile == "full" else small
        return Promise(
            id=name,
            what=what,
            measured=round(measured, 3),
            against=round(against, 3),
            ratio=float(f"{ratio:.3g}"),
            goal=None if most is None else f"{self.profile}: {in_words(most)}",
            holds=None if most is None else ratio <= most,
        )


def in_words(most: float) -> str:
    """Return a goal as it is said: a tenth or less as that many times cheaper."""
    return f"<= {most:g}x" if most > 0.1 else f"{1 / most:.0f} times cheaper"


def skipped(name: str, what: str, reason: str) -> Promise:
    """Return the line of a peer that cannot be asked on this machine."""
    return Promise(
        id=name, what=what, measured=f"skipped: {reason}", against=None, ratio=None, goal=None, holds=None
    )
