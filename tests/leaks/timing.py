"""How well the time of an answer tells two kinds of questions apart (A3): interleaved, and by rank."""

from __future__ import annotations

import gc
import math
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Told:
    """What times tell: `auc` is how often the first kind takes longer, .5 where they tell nothing; `half` of its 95 %
    interval; `differs` the difference of the medians, and `took` the median of both, in milliseconds.
    """

    auc: float
    half: float
    differs: float
    took: float

    def __str__(self) -> str:
        return f"AUC {self.auc:.3f} ± {self.half:.3f}, medians differ by {self.differs:+.3f} of {self.took:.2f} ms"


def told_by_time(
    one: Callable[[], object],
    other: Callable[[], object],
    *,
    rounds: int,
    seed: object,
    clock: Callable[[], int] = time.perf_counter_ns,
) -> Told:
    """Ask both kinds in turns whose order is drawn, and return what their times by this clock tell."""
    dice = random.Random(repr(seed))
    times: tuple[list[int], list[int]] = ([], [])
    kinds = (one, other)
    for kind in (*kinds, *kinds, *kinds):
        kind()
    gc.collect()
    gc.disable()
    try:
        for number in range(rounds):
            for which in dice.sample((0, 1), 2):
                begun = clock()
                kinds[which]()
                times[which].append(clock() - begun)
            if number % 100 == 99:
                # Not left to the collector, whose turns would fall on whoever happens to be asked about.
                gc.collect()
    finally:
        gc.enable()
    return told(*times)


def told(one: Sequence[int], other: Sequence[int]) -> Told:
    """Return what these times, in nanoseconds, tell of their kind."""
    a, b = np.asarray(one, dtype=np.float64), np.asarray(other, dtype=np.float64)
    both = np.concatenate([a, b])
    order = both.argsort(kind="stable")
    ranks = np.empty(len(both))
    ranks[order] = np.arange(1, len(both) + 1)
    # Equal times share their ranks.
    values, places, counts = np.unique(both, return_inverse=True, return_counts=True)
    ranks = (np.bincount(places, weights=ranks) / counts)[places]
    n, m = len(a), len(b)
    auc = float((ranks[:n].sum() - n * (n + 1) / 2) / (n * m))
    half = 1.96 * math.sqrt((n + m + 1) / (12 * n * m))
    return Told(auc, half, float(np.median(a) - np.median(b)) / 1e6, float(np.median(values)) / 1e6)
