"""Which copies are one message: a function of the copies alone, so that the order of imports leaves no trace."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from tactful.actions.imports.keys import is_id


class Node(NamedTuple):
    """A copy as grouping sees it: whose feed, the interaction it belongs to at present, and its keys."""

    feed: int
    interaction: int
    keys: frozenset[bytes]


def groups(nodes: Iterable[Node]) -> list[list[Node]]:
    """Return the copies that are one message together, each group and their order sorted.

    Copies with a key in common are one, and so are those joined through a third. One feed says nothing twice: where a
    chain of keys would make two copies of one feed the same, its copies are told apart by their ids alone.
    """
    found: list[list[Node]] = []
    for chain in _chains(sorted(nodes, key=_order)):
        if len({node.feed for node in chain}) == len(chain):
            found.append(chain)
        else:
            apart: dict[bytes, list[Node]] = {}
            for node in chain:
                apart.setdefault(_own_key(node), []).append(node)
            found.extend(apart.values())
    return sorted(found, key=lambda group: _order(group[0]))


def placed(found: list[list[Node]]) -> tuple[list[tuple[Node, int]], list[list[Node]]]:
    """Return (copies that change their interaction, with the new one; groups for which a new one must be made).

    A group keeps the least interaction of its copies that no group before it has taken.
    """
    taken: set[int] = set()
    moves: list[tuple[Node, int]] = []
    homeless: list[list[Node]] = []
    for group in sorted(found, key=lambda group: min(node.interaction for node in group)):
        home = min({node.interaction for node in group} - taken, default=None)
        if home is None:
            homeless.append(group)
            continue
        taken.add(home)
        moves.extend((node, home) for node in group if node.interaction != home)
    return moves, homeless


def _order(node: Node) -> tuple[int, int, list[bytes]]:
    return node.interaction, node.feed, sorted(node.keys)


def _own_key(node: Node) -> bytes:
    ids = [key for key in node.keys if is_id(key)]
    return min(ids or node.keys)


def _chains(nodes: list[Node]) -> list[list[Node]]:
    """The connected components under shared keys."""
    leader = list(range(len(nodes)))

    def find(place: int) -> int:
        while leader[place] != place:
            leader[place] = leader[leader[place]]
            place = leader[place]
        return place

    holder: dict[bytes, int] = {}
    for place, node in enumerate(nodes):
        for key in node.keys:
            other = holder.setdefault(key, place)
            first, second = sorted((find(place), find(other)))
            leader[second] = first
    chains: dict[int, list[Node]] = {}
    for place, node in enumerate(nodes):
        chains.setdefault(find(place), []).append(node)
    return list(chains.values())
