"""The pairs themselves: they differ, they differ in every way, and their rows are rows that the product could have."""

from __future__ import annotations

from collections import Counter

import pytest
from django.db import connection

from tests.leaks.exposed import exposed
from tests.leaks.telling import loaded, undone
from tests.leaks.twins import ACCOUNT, Pair, pair
from tests.reference.cast import NOW
from tests.reference.model import disclosed
from tests.reference.world import Viewer

MANY = 70


@pytest.fixture(scope="module")
def pairs() -> list[Pair]:
    return [pair(number) for number in range(MANY)]


def test_twins_differ_and_yet_tell_their_viewer_the_same(pairs: list[Pair]) -> None:
    for twins in pairs:
        one, other = (
            exposed(side.world, ACCOUNT, user, side.edits, side.besides)
            for user in twins.viewers
            for side in (twins.one, twins.other)
        )
        assert one == other
        assert twins.one != twins.other


def test_whoever_may_notice_a_step_is_no_twin(pairs: list[Pair]) -> None:
    """Somebody else, who shares more with the contributors, would notice most pairs: the steps are not idle."""
    noticed = 0
    for twins in pairs:
        members = [it.id for it in twins.one.world.users if it.account == ACCOUNT and it.active]
        noticed += any(
            disclosed(twins.one.world, Viewer(user), NOW) != disclosed(twins.other.world, Viewer(user), NOW)
            for user in members
        )
    assert noticed > MANY * 0.6


def test_steps_of_every_kind_are_taken(pairs: list[Pair]) -> None:
    """Else a kind of change would never be hidden enough to be made."""
    taken = Counter(step for twins in pairs for step in twins.kinds)
    assert set(taken) == {
        "add_somebody_new",
        "add_to_a_book",
        "bend",
        "forget_in_a_book",
        "forget_one_thing",
        "put_besides",
        "say_otherwise",
        "share_more",
        "share_with_everyone_what_is_nothing",
        "write_something",
    }
    assert min(taken.values()) >= 5


@pytest.mark.django_db
def test_rows_hold_what_the_database_demands(pairs: list[Pair]) -> None:
    for twins in pairs[::4]:
        for side in (twins.one, twins.other):
            with undone():
                loaded(side, twins.viewers, twins.seed)
                with connection.cursor() as db:
                    db.execute("set constraints all immediate")
