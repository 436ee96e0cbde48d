"""How long RS-1 takes, beside a bare numpy pass that computes the same sums."""

import time
from collections.abc import Callable
from datetime import timedelta

import numpy as np

from bench.promises import Promise
from tactful.insight import rs1, ties
from tactful.insight.ties import ContactDays, Floats

TODAY = 1_100
ROUNDS = 5


def invented(rows: int) -> tuple[ContactDays, int]:
    """Contact-days over three years, ten to a tie, with the number of ties. The same on every run."""
    lot = np.random.default_rng(7)
    count = rows // 10
    days = ContactDays(
        tie=lot.integers(0, count, rows),
        direction=lot.integers(0, 2, rows),
        day=lot.integers(0, TODAY, rows),
        weight=ties.message_weights(lot.integers(1, 20, rows)),
    )
    return days, count


def bare(rows: ContactDays, count: int) -> tuple[Floats, Floats]:
    """O and I by two plain exp2 over the rows and one bincount: no rounding, no gates, no score."""
    age = TODAY - rows.day
    worth = rows.weight * (0.9 * np.exp2(-age / 30) + 0.1 * np.exp2(-age / 365))
    sums = ties.added(worth, rows.tie * 2 + rows.direction, groups=2 * count)
    return sums[0::2], sums[1::2]


def best_seconds(run: Callable[[], object]) -> float:
    """The shortest of a few runs, in seconds."""
    spent = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        run()
        spent.append(time.perf_counter() - started)
    return min(spent)


def speed_line(name: str, what: str, size: int, goal: float) -> Promise:
    """The full scoring of `size` contact-days against the bare pass; `goal` in seconds.

    AssertionError when the two differ: a fast wrong answer is not measured.
    """
    rows, count = invented(size)
    today = ties.EPOCH + timedelta(days=TODAY)

    def full() -> ties.Strengths:
        return ties.strengths(rows, today, ties=count, gated=True)

    strengths, (out, in_) = full(), bare(rows, count)
    assert np.allclose(strengths.out, out, atol=1e-6), "the sums of mail out differ"
    assert np.allclose(strengths.in_, in_, atol=1e-6), "the sums of mail in differ"
    for tie in range(50):
        one = rs1.strength_of(strengths.out[tie], strengths.in_[tie], gated=True)
        assert one.raw == strengths.raw[tie], "the scalar and the column form differ"

    measured, against = best_seconds(full), best_seconds(lambda: bare(rows, count))
    return Promise(
        id=name,
        what=what,
        measured=round(measured * 1000, 2),
        against=round(against * 1000, 2),
        ratio=round(measured / against, 2),
        goal=f"< {goal * 1000:,.0f} ms",
        holds=measured < goal,
    )


def speed(profile: str) -> list[Promise]:
    """The two speed lines, in milliseconds; the small profile recomputes a tenth of the nightly rows."""
    nightly, seconds = (1_000_000, 60.0) if profile == "full" else (100_000, 6.0)
    return [
        speed_line("S8", "score 100,000 contact-days, ms (against two bare exp2)", 100_000, 0.05),
        speed_line(
            "S9",
            f"nightly recompute of {nightly:,} contact-days, ms (against two bare exp2)",
            nightly,
            seconds,
        ),
    ]
