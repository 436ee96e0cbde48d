"""The score over columns is the score of single ties, bit for bit."""

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tactful.insight import rs1, ties
from tactful.insight.bands import Band
from tactful.insight.rs1 import ContactDay, Direction, strength
from tactful.insight.ties import ContactDays
from tests.insight.worlds import TODAY, histories


def columns(people: list[list[ContactDay]]) -> ContactDays:
    flat = [(tie, day) for tie, days in enumerate(people) for day in days]
    return ContactDays(
        tie=np.array([tie for tie, _ in flat], dtype=np.int64),
        direction=np.array([day.direction for _, day in flat], dtype=np.int64),
        day=np.array([ties.day_number(day.day) for _, day in flat], dtype=np.int64),
        weight=np.array([day.weight for _, day in flat], dtype=np.float64),
    )


@given(st.lists(histories, max_size=6), st.booleans(), st.integers(-400, 4000))
def test_columns_equal_single_ties(people: list[list[ContactDay]], gated: bool, later: int) -> None:
    today = TODAY + timedelta(days=later)
    many = ties.strengths(ties.heaviest(columns(people)), today, ties=len(people), gated=gated)
    for tie, days in enumerate(people):
        one = strength(days, today, gated=gated)
        assert one.raw == many.raw[tie]
        assert one.score == many.score[tie]
        assert (one.out, one.in_) == (many.out[tie], many.in_[tie])
        assert (one.band is not Band.NONE) == many.touched[tie]


@given(st.lists(histories, min_size=1, max_size=6), st.lists(st.booleans(), min_size=6, max_size=6))
def test_each_tie_has_its_own_gates(people: list[list[ContactDay]], gates: list[bool]) -> None:
    gated = np.array(gates[: len(people)])
    many = ties.strengths(ties.heaviest(columns(people)), TODAY, ties=len(people), gated=gated)
    for tie, days in enumerate(people):
        assert strength(days, TODAY, gated=gates[tie]).raw == many.raw[tie]


@given(st.lists(histories, min_size=1, max_size=6), st.lists(st.integers(0, 2), min_size=6, max_size=6))
def test_groups_equal_ties_added_up(people: list[list[ContactDay]], groups: list[int]) -> None:
    many = ties.strengths(ties.heaviest(columns(people)), TODAY, ties=len(people), gated=True)
    raw = ties.added(many.raw, np.array(groups[: len(people)]), groups=3)
    for group in range(3):
        own = [
            strength(days, TODAY, gated=True) for days, g in zip(people, groups, strict=False) if g == group
        ]
        whole = rs1.together(own)
        assert whole.raw == raw[group]
        assert whole.score == ties.scores(raw)[group]


@given(histories)
def test_a_day_counts_once_per_direction_with_its_heaviest(days: list[ContactDay]) -> None:
    rows = ties.heaviest(columns([days]))
    kept = {
        (Direction(int(way)), ties.EPOCH + timedelta(days=int(day))): weight
        for way, day, weight in zip(rows.direction, rows.day, rows.weight, strict=True)
    }
    assert kept == rs1.counted(days, TODAY)
    assert len(rows) == len(kept)


def test_message_weights_are_those_of_single_messages() -> None:
    recipients = np.arange(100)
    assert ties.message_weights(recipients).tolist() == [rs1.message_weight(n) for n in range(100)]


def test_columns_of_different_lengths_are_refused() -> None:
    one, two = np.zeros(1, dtype=np.int64), np.zeros(2, dtype=np.int64)
    with pytest.raises(ValueError, match="differ in length"):
        ContactDays(one, one, one, two.astype(np.float64))


def test_a_century_ago_is_nothing_and_no_error() -> None:
    rows = columns([[ContactDay("Zoe", Direction.OUT, TODAY.replace(year=1200), 1.0)]])
    found = ties.strengths(rows, TODAY, ties=1, gated=True)
    assert found.raw[0] == 0.0
    assert found.touched[0]
