"""What members said of two people, on top of what books say: a confirmation joins, a split parts (D24).

A confirmation holds for those who see contact info of both people, by whatever book, and as long as a ground of it is
left. A split holds for everybody, whatever says that the two are one.
"""

from __future__ import annotations

from pyroaring import BitMap

from tactful.visibility.crowd import crowd_of
from tactful.visibility.said import CONFIRMED, Pair
from tactful.visibility.standing import Standing

#: A book, or CONFIRMED, says of these two people that they are one.
Edge = tuple[int, int, int]


def judged(standing: Standing, edges: frozenset[Edge]) -> frozenset[Edge]:
    """Return the edges that hold for the viewer, given those that books say to them."""
    words = standing.household.words
    if not words:
        return edges
    seen = seeing(standing)
    held = {edge for edge in edges if (word := words.get(edge[1:])) is None or word.same}
    held |= {
        (CONFIRMED, one, other)
        for (one, other), word in words.items()
        if word.same and one in seen and other in seen
    }
    return frozenset(held)


def seeing(standing: Standing) -> BitMap:
    """Return whose contact info the viewer sees, by some book: of two of these they may judge."""
    return crowd_of(standing).people("contact_info")


def pair_of(one: int, other: int) -> Pair:
    """Return two people as they are stored."""
    return (one, other) if one < other else (other, one)
