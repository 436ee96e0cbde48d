"""RS-1 over columns: the sums and scores of many ties at once, equal to `rs1` bit for bit."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from tactful.insight import rs1
from tactful.insight.rs1 import Direction

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.integer]
Flags = npt.NDArray[np.bool_]

EPOCH = date(1970, 1, 1)
LONGEST_AGE = 366 * 100


def day_number(day: date) -> int:
    """Days since 1970-01-01, the form of a day in a column."""
    return (day - EPOCH).days


@dataclass(frozen=True, eq=False)
class ContactDays:
    """Contact-days as four columns of equal length, in any order, one row per tie, direction and day.

    `tie` numbers the pairs of contributor and person from 0, `direction` is 0 (out) or 1 (in), `day` counts
    from 1970-01-01, `weight` is the day's heaviest. `heaviest` makes such rows of rows that repeat.
    """

    tie: Integers
    direction: Integers
    day: Integers
    weight: Floats

    def __post_init__(self) -> None:
        """ValueError when the columns differ in length."""
        lengths = {len(self.tie), len(self.direction), len(self.day), len(self.weight)}
        if len(lengths) > 1:
            raise ValueError(f"columns of contact-days differ in length: {sorted(lengths)}")

    def __len__(self) -> int:
        return len(self.tie)


@dataclass(frozen=True, eq=False)
class Strengths:
    """One row per tie: S, score 0..100, the sums before the gates, and whether any contact-day counted."""

    raw: Floats
    score: npt.NDArray[np.int16]
    out: Floats
    in_: Floats
    touched: Flags


# One table for both forms: numpy's exp2 and Python's may differ in the last bit, a looked-up number cannot.
DECAY = np.array([rs1.decay(age) for age in range(LONGEST_AGE + 1)])


def terms(rows: ContactDays, today: date) -> Floats:
    """What each row adds to its direction's sum; 0 for days yet to come. Shape: one per row."""
    age = np.asarray(day_number(today) - rows.day)
    past = age >= 0
    weighed = rows.weight * DECAY[np.clip(age, 0, LONGEST_AGE)] * past
    weighed *= rs1.GRAIN
    np.rint(weighed, out=weighed)
    weighed /= rs1.GRAIN
    return np.asarray(weighed, dtype=np.float64)


def added(values: Floats, group: Integers, *, groups: int) -> Floats:
    """The sum of `values` in each group, numbered from 0. Shape: (groups,).

    Of S, this is the strength of a group of ties: a company's people, a team's members.
    """
    return np.asarray(np.bincount(group, weights=values, minlength=groups), dtype=np.float64)


def sums(rows: ContactDays, today: date, *, ties: int) -> tuple[Floats, Floats]:
    """O and I of each of `ties` ties on `today`, before the gates. Shape: (ties,) each."""
    slot = rows.tie.astype(np.int64) * 2 + rows.direction
    both = added(terms(rows, today), slot, groups=2 * ties).reshape(-1, 2)
    return both[:, Direction.OUT].copy(), both[:, Direction.IN].copy()


def raws(out: Floats, in_: Floats, gated: Flags | bool) -> Floats:
    """S of each tie from its sums; `gated` for all or one by one. Shape: that of `out`."""
    # Millions of ties: each step writes over the last one, and gates that bind nobody or everybody are not mixed.
    if np.any(gated):
        capped_out = rs1.PER_ANSWER * in_
        capped_out += rs1.OUT_ALLOWANCE
        np.minimum(out, capped_out, out=capped_out)
        capped_in = rs1.PER_ANSWER * out
        capped_in += rs1.IN_ALLOWANCE
        np.minimum(in_, capped_in, out=capped_in)
        if np.all(gated):
            out, in_ = capped_out, capped_in
        else:
            out, in_ = np.where(gated, capped_out, out), np.where(gated, capped_in, in_)
    between = out * in_
    np.sqrt(between, out=between)
    raw = np.asarray(rs1.OUT_FACTOR * out, dtype=np.float64)
    raw += in_
    raw += between
    raw *= rs1.GRAIN
    np.rint(raw, out=raw)
    raw /= rs1.GRAIN
    return raw


def scores(raw: Floats) -> npt.NDArray[np.int16]:
    """The score 0..100 of each S, also of sums of S. Shape: that of `raw`."""
    score = raw / -rs1.SATURATION
    np.exp(score, out=score)
    np.subtract(1.0, score, out=score)
    score *= 100.0
    return np.rint(score, out=score).astype(np.int16)


def strengths(rows: ContactDays, today: date, *, ties: int, gated: Flags | bool) -> Strengths:
    """The strength of each of `ties` ties on `today`; `gated` as the coverage of its contributor says."""
    out, in_ = sums(rows, today, ties=ties)
    touched = np.zeros(ties, dtype=bool)
    counted = (rows.weight > 0) & (rows.day <= day_number(today))
    touched[rows.tie if counted.all() else rows.tie[counted]] = True
    raw = raws(out, in_, gated)
    return Strengths(raw, scores(raw), out, in_, touched)


def heaviest(rows: ContactDays) -> ContactDays:
    """The same contact-days, one row per tie, direction and day with the heaviest weight, sorted by these."""
    order = np.lexsort((rows.day, rows.direction, rows.tie))
    tie, direction, day = rows.tie[order], rows.direction[order], rows.day[order]
    if not len(order):
        return ContactDays(tie, direction, day, rows.weight[order])
    first = np.ones(len(order), dtype=bool)
    first[1:] = (np.diff(tie) != 0) | (np.diff(direction) != 0) | (np.diff(day) != 0)
    starts = np.flatnonzero(first)
    weight = np.maximum.reduceat(rows.weight[order], starts)
    return ContactDays(tie[starts], direction[starts], day[starts], weight)


def message_weights(recipients: Integers) -> Floats:
    """`rs1.message_weight` of each number of recipients (0 or more). Shape: that of `recipients`."""
    table = np.array([rs1.message_weight(n) for n in range(rs1.MOST_RECIPIENTS + 2)])
    return np.asarray(table[np.minimum(recipients, rs1.MOST_RECIPIENTS + 1)])
