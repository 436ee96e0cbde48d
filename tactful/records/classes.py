"""What hangs together: the classes that pairs make of their ends."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import TypeVar

Thing = TypeVar("Thing", bound=Hashable)


def classes_of(pairs: Iterable[tuple[Thing, Thing]]) -> list[list[Thing]]:
    """Return the ends of these pairs in classes, each with whatever a chain of pairs leads to; (a, a) is a alone."""
    above: dict[Thing, Thing] = {}

    def top(one: Thing) -> Thing:
        above.setdefault(one, one)
        while above[one] != one:
            above[one] = above[above[one]]
            one = above[one]
        return one

    for one, other in pairs:
        above[top(one)] = top(other)
    found: dict[Thing, list[Thing]] = {}
    for one in list(above):
        found.setdefault(top(one), []).append(one)
    return list(found.values())
