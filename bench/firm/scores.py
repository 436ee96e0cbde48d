"""G10: every score of the firm anew, and those that new touchpoints move; beside the least that a pass can cost."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from bench.firm.goals import Ground
from bench.firm.names import Integers
from bench.firm.world import TODAY, World, contact_days
from bench.promises import Promise
from tactful.insight import ties
from tactful.insight.ties import ContactDays

ROUNDS = 5
NEW = {"full": 10_000, "small": 1_000, "tiny": 100}
"""New touchpoints: as many of all of them in every profile."""


def scores(ground: Ground) -> list[Promise]:
    """Return the lines of G10."""
    world = ground.firm.world
    days = contact_days(world.x_tie, world.x_at, world.x_way, world.x_weight)
    count = len(world.t_member)

    def whole() -> ties.Strengths:
        return ties.strengths(days, TODAY, ties=count, gated=True)

    assert np.array_equal(whole().raw, world.s), "the rebuild gives the scores that were loaded"
    rebuild, limit = best_ms(whole), best_ms(lambda: touched(days))
    new = NEW[ground.profile]
    moved, rows = changed(world, days, new)

    def some() -> ties.Strengths:
        return ties.strengths(rows, TODAY, ties=len(moved), gated=True)

    assert np.array_equal(some().raw, world.s[moved]), "what is computed alone is what is computed with all"
    incremental = best_ms(some)
    what = f"{len(days):,} contact-days into {count:,} scores, ms"
    return [
        ground.line("G10", f"{what}, against touching each column once and two exp2 a row", rebuild, limit),
        ground.line(
            "G10 incremental",
            f"the scores that {new:,} new touchpoints move, ms, against all",
            incremental,
            rebuild,
        ),
    ]


def touched(days: ContactDays) -> float:
    """The least that a pass costs: each column read once, and both exponentials of RS-1 for every row."""
    age = ties.day_number(TODAY) - days.day
    return float(
        days.tie.sum()
        + days.direction.sum()
        + days.weight.sum()
        + np.exp2(age * (-1 / 30)).sum()
        + np.exp2(age * (-1 / 365)).sum()
    )


def changed(world: World, days: ContactDays, new: int) -> tuple[Integers, ContactDays]:
    """Return the ties that some new touchpoints are of, and all contact-days of these, numbered anew."""
    lot = np.random.default_rng(10)
    moved = np.unique(world.x_tie[lot.choice(len(world.x_tie), new, replace=False)])
    starts, ends = (np.searchsorted(days.tie, moved, side=side) for side in ("left", "right"))
    rows = np.repeat(starts - np.concatenate([[0], np.cumsum(ends - starts)[:-1]]), ends - starts)
    rows = rows + np.arange(len(rows))
    tie = np.repeat(np.arange(len(moved)), ends - starts)
    return moved, ContactDays(tie, days.direction[rows], days.day[rows], days.weight[rows])


def best_ms(run: Callable[[], object]) -> float:
    """Return the shortest of a few runs, in milliseconds."""
    spent = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        run()
        spent.append(time.perf_counter() - begun)
    return min(spent) * 1000
