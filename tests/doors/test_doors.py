"""The tables of doors say what the program has, and the comparison notices where they do not."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tactful.api.doors import DOORS
from tactful.visibility.door import Door, door
from tools.doors import EXEMPT, Table, declared, faults, operations, ways


def test_every_operation_of_the_api_is_declared() -> None:
    assert [*faults(operations(), [Table("tactful.api", DOORS, {})])] == []


def test_every_way_in_or_out_is_declared() -> None:
    assert [*faults(ways(), [*declared(), Table("tools", (), EXEMPT)])] == []


def _faults(found: list[str], *doors: Door, exempt: Mapping[str, str] | None = None) -> list[str]:
    return [*faults(found, [Table("a test's", doors, exempt or {})])]


GOOD = door("GET /people", shows="existence", asks="list_seen actions.shares.set_share", rules="D01")


@pytest.mark.parametrize(
    ("found", "doors", "exempt", "said"),
    [
        (["GET /people", "GET /new"], (GOOD,), {}, '"GET /new" has no entry'),
        ([], (GOOD,), {}, "leads nowhere"),
        (["GET /people"], (GOOD, GOOD), {}, "declared 2 times"),
        (["GET /people"], (GOOD,), {"GET /people": "says only whether it runs"}, "declared 2 times"),
        (["healthz"], (), {"healthz": "fine"}, "without a reason"),
        (["x"], (door("x", shows="secrets", asks="see", rules="D01"),), {}, 'shows "secrets"'),
        (["x"], (door("x", rules="D01"),), {}, "neither what it asks"),
        (["x"], (door("x", asks="guess", rules="D01"),), {}, 'asks "guess"'),
        (
            ["x"],
            (door("x", asks="actions.shares.give_all", rules="D01"),),
            {},
            'asks "actions.shares.give_all"',
        ),
        (["x"], (door("x", asks="nowhere.at_all", rules="D01"),), {}, 'asks "nowhere.at_all"'),
        (["x"], (door("x", asks="see"),), {}, "names no rule"),
        (["x"], (door("x", asks="see", rules="Z99"),), {}, 'names "Z99"'),
    ],
)
def test_each_fault_is_noticed(
    found: list[str], doors: tuple[Door, ...], exempt: Mapping[str, str], said: str
) -> None:
    noticed = _faults(found, *doors, exempt=exempt)
    assert len(noticed) == 1
    assert said in noticed[0]


def test_a_good_table_has_no_fault() -> None:
    assert _faults(["GET /people"], GOOD) == []
