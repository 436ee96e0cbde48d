"""What must hold of RS-1 whatever the history."""

import random
from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from tactful.insight.rs1 import ContactDay, Strength, score_of, strength, together
from tests.insight.worlds import IN, OUT, TODAY, histories, touches

gates = st.booleans()


def both_ways(touch: ContactDay) -> list[ContactDay]:
    return [replace(touch, direction=OUT), replace(touch, direction=IN)]


@given(histories, gates, st.randoms(use_true_random=False))
def test_neither_order_nor_a_second_import_matters(
    days: list[ContactDay], gated: bool, lot: random.Random
) -> None:
    shuffled = lot.sample(days, len(days))
    assert strength(shuffled + days, TODAY, gated=gated) == strength(days, TODAY, gated=gated)


@given(histories, touches(), gates)
def test_a_two_way_contact_day_more_never_lowers(
    days: list[ContactDay], more: ContactDay, gated: bool
) -> None:
    before, after = (strength(x, TODAY, gated=gated) for x in (days, days + both_ways(more)))
    assert after.raw >= before.raw
    assert after.score >= before.score


@given(touches(), gates)
def test_a_recent_two_way_contact_day_raises(touch: ContactDay, gated: bool) -> None:
    fresh = both_ways(replace(touch, day=TODAY))
    longer = fresh + both_ways(replace(touch, day=TODAY - timedelta(days=1)))
    assert strength(longer, TODAY, gated=gated).raw > strength(fresh, TODAY, gated=gated).raw > 0


@given(histories, st.integers(0, 2000), gates)
def test_time_alone_never_raises(days: list[ContactDay], wait: int, gated: bool) -> None:
    now, later = (strength(days, TODAY + timedelta(days=d), gated=gated) for d in (0, wait))
    assert later.raw <= now.raw
    assert later.score <= now.score


@given(histories, gates)
def test_bounded(days: list[ContactDay], gated: bool) -> None:
    assert 0 <= strength(days, TODAY, gated=gated).score <= 100


@given(st.floats(0, 1e6))
def test_every_sum_has_a_score_from_0_to_100(raw: float) -> None:
    assert 0 <= score_of(raw) <= 100


@given(st.lists(touches([IN], kinds=[False]), max_size=200))
def test_a_stranger_alone_never_exceeds_8(days: list[ContactDay]) -> None:
    assert strength(days, TODAY, gated=True).score <= 8


@given(histories, gates)
def test_gates_only_lower(days: list[ContactDay], gated: bool) -> None:
    assert strength(days, TODAY, gated=gated).raw <= strength(days, TODAY, gated=False).raw


@given(histories, gates)
def test_seen_from_the_other_side_out_and_in_change_places(days: list[ContactDay], gated: bool) -> None:
    mirrored = [replace(day, direction=IN if day.direction is OUT else OUT) for day in days]
    here, there = (strength(x, TODAY, gated=gated) for x in (days, mirrored))
    assert (here.out, here.in_) == (there.in_, there.out)
    balanced = strength(days + mirrored, TODAY, gated=gated)
    assert balanced.out == balanced.in_


@given(st.lists(histories, min_size=1, max_size=5), gates)
def test_erasing_a_person_removes_exactly_their_part(people: list[list[ContactDay]], gated: bool) -> None:
    ties = [strength(days, TODAY, gated=gated) for days in people]
    erased, *left = ties
    whole, rest = together(ties), together(left)
    assert whole.raw - erased.raw == rest.raw
    assert whole.out - erased.out == rest.out
    assert whole.in_ - erased.in_ == rest.in_


@given(histories, histories, gates)
def test_erasing_contact_days_leaves_no_trace(
    days: list[ContactDay], erased: list[ContactDay], gated: bool
) -> None:
    gone = {(touch.direction, touch.day) for touch in erased}
    left = [touch for touch in days + erased if (touch.direction, touch.day) not in gone]
    never = [touch for touch in days if (touch.direction, touch.day) not in gone]
    assert strength(left, TODAY, gated=gated) == strength(never, TODAY, gated=gated)
    whole, part = strength(days + erased, TODAY, gated=gated), strength(left, TODAY, gated=gated)
    lone = strength([t for t in days + erased if (t.direction, t.day) in gone], TODAY, gated=gated)
    assert (whole.out - lone.out, whole.in_ - lone.in_) == (part.out, part.in_)


@given(st.lists(histories, max_size=5), gates, st.randoms(use_true_random=False))
def test_the_order_of_ties_does_not_matter(
    people: list[list[ContactDay]], gated: bool, lot: random.Random
) -> None:
    ties: list[Strength] = [strength(days, TODAY, gated=gated) for days in people]
    assert together(lot.sample(ties, len(ties))) == together(ties)
