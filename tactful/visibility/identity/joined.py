"""Which people are one to a viewer (D24): whatever joins addresses for somebody is asked here, and nowhere else.

Everything of an account is stored by address. Who is one to a viewer is worked out once for a crowd, as classes of the
addresses that the viewer sees; where nothing is joined there are none, and every answer is as if there were no such
thing. Inside, a class goes by the least id of its addresses, its root, which no answer tells.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar, cast

import numpy as np
import numpy.typing as npt
from pyroaring import BitMap

from tactful.records.classes import classes_of
from tactful.visibility.addresses import rank, tell_addresses
from tactful.visibility.columns import Integers, ids_of
from tactful.visibility.crowd import crowd_of
from tactful.visibility.identity.edges import Edge, edges_of
from tactful.visibility.standing import Standing

Numbers = TypeVar("Numbers", bound=npt.NDArray[Any])
Values = npt.NDArray[Any]

#: How many addresses one person may have. Where more hang together, the rest stay apart: a card that is about nobody,
#: or many in a row, would else draw half of the directory into one.
MOST = 64


@dataclass(frozen=True, eq=False)
class Joined:
    """The classes of one viewer. `edges` are all that hold for them, by which addresses of a class hang together."""

    edges: frozenset[Edge] = frozenset()
    classes: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    _root: Mapping[int, int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.classes)

    def root(self, person: int) -> int:
        """Return the person that stands for this one's class inside; themselves where they are joined to nobody."""
        return self._root.get(person, person)

    def members(self, person: int) -> tuple[int, ...]:
        """Return everybody who is one with this person, themselves included, by id."""
        return self.classes.get(self.root(person), (person,))

    @cached_property
    def others(self) -> BitMap:
        """Those for whom somebody else stands."""
        return BitMap(person for person, root in self._root.items() if person != root)

    def folded(self, people: BitMap) -> BitMap:
        """Return the roots of these people: each class once, where any of its addresses is among them."""
        inside = people & self.others if self.classes else None
        if not inside:
            return people
        return (people - inside) | BitMap({self._root[person] for person in inside})

    @cached_property
    def roots(self) -> BitMap:
        """Those who stand for a class."""
        return BitMap(self.classes)

    def unfolded(self, roots: BitMap) -> BitMap:
        """Return all addresses of these classes."""
        if not self.classes:
            return roots
        return roots | BitMap(person for root in roots & self.roots for person in self.classes[root])

    def mapped(self, people: Numbers) -> Numbers:
        """Return the root of each of these people."""
        if not self.classes or not len(people):
            return people
        others, roots = self._columns
        places = np.minimum(np.searchsorted(others, people), len(others) - 1)
        return cast(Numbers, np.where(others[places] == people, roots[places], people).astype(people.dtype))

    def greatest(self, people: Integers, values: Values) -> tuple[Integers, Values]:
        """Return the roots of these people, by id, each once with the greatest of their values."""
        if not self._is_among(people):
            return people, values
        roots = self.mapped(people)
        order = np.lexsort((values, roots))
        roots, values = roots[order], values[order]
        last = np.append(roots[1:] != roots[:-1], True)
        return roots[last], values[last]

    def once_each(
        self, people: Integers, groups: Integers, values: Values
    ) -> tuple[Integers, Integers, Values]:
        """Return the roots of these people, each once in every group, with the greatest of their values there."""
        if not self._is_among(people):
            return people, groups, values
        roots = self.mapped(people)
        order = np.lexsort((values, groups, roots))
        roots, groups, values = roots[order], groups[order], values[order]
        last = np.append((roots[1:] != roots[:-1]) | (groups[1:] != groups[:-1]), True)
        return roots[last], groups[last], values[last]

    def _is_among(self, people: Integers) -> bool:
        """Return whether any of these goes by another one's id."""
        return bool(self.classes) and bool(np.isin(people, self._columns[0]).any())

    @property
    def pairs(self) -> tuple[list[int], list[int]]:
        """Those for whom somebody else stands, and who does: two lists alongside."""
        others, roots = self._columns
        return others.tolist(), roots.tolist()

    @cached_property
    def _columns(self) -> tuple[Integers, Integers]:
        others = ids_of(self.others)
        return others, np.array([self._root[person] for person in others.tolist()], np.int64)


#: Nobody is joined.
APART = Joined()


def joined(standing: Standing) -> Joined:
    """Return who is one to the viewer: the same object for as long as their crowd is."""
    return crowd_of(standing).kept("joined", lambda: _joined(standing))


def directory(standing: Standing) -> BitMap:
    """Return the roots of everybody who exists for the viewer: each person once. It is not to be changed."""
    crowd, one = crowd_of(standing), joined(standing)
    return crowd.kept("joined people", lambda: one.folded(crowd.existing)) if one else crowd.existing


def once(standing: Standing, ties: str) -> str:
    """Return a statement that gives the greatest `s` of each person out of these ties; `once_params` belong after it.

    `ties` is a statement that gives rows of `company_id`, `book_id`, `person_id` and `s`.
    """
    if not joined(standing):
        return ties
    return (
        f"select t.company_id, t.book_id, coalesce(o.root, t.person_id) as person_id, max(t.s) as s from ({ties}) t"
        " left join unnest(%s::bigint[], %s::bigint[]) as o(person, root) on o.person = t.person_id"
        " group by 1, 2, 3"
    )


def once_params(standing: Standing) -> list[list[int]]:
    """Return the parameters of `once`, which come after those of its ties."""
    one = joined(standing)
    return list(one.pairs) if one else []


def _joined(standing: Standing) -> Joined:
    edges = edges_of(standing)
    if not edges:
        return APART
    classes: dict[int, tuple[int, ...]] = {}
    for people in classes_of((one, other) for _, one, other in edges):
        members = tuple(sorted(people if len(people) <= MOST else _nearest(standing, people, edges)))
        classes[members[0]] = members
    return Joined(edges, classes, {person: root for root, members in classes.items() for person in members})


def _nearest(standing: Standing, people: list[int], edges: frozenset[Edge]) -> list[int]:
    """Return as many of these as one may have: those nearest to the first of them, in the order of what is shown."""
    told = tell_addresses(standing, people)
    order = {person: place for place, person in enumerate(sorted(people, key=lambda one: rank(told[one])))}
    beside: dict[int, set[int]] = {}
    for _, one, other in edges:
        beside.setdefault(one, set()).add(other)
        beside.setdefault(other, set()).add(one)
    first = min(people, key=order.__getitem__)
    found, met = [first], {first}
    for person in found:
        new = sorted(beside[person] - met, key=order.__getitem__)
        found += new
        met |= set(new)
    return found[:MOST]
