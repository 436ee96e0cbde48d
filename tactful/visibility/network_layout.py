"""Where the nodes of a network stand: contributors apart from each other, the others around those who know them.

The same graph always gets the same picture, and none takes long: only the contributors push each other, for a bounded
number of rounds; everybody else has a place by arithmetic.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Places = npt.NDArray[np.float64]

#: Between two neighbours of a cluster, and between two clusters.
_STEP, _GAP = 1.0, 2.0
#: How many seeds' room the middle of a cluster keeps free.
_FREE = 5
_GOLDEN = math.pi * (3 - math.sqrt(5))
#: How many pairs of contributors are looked at in all rounds together, and how many rounds there are at most.
_PAIRS, _ROUNDS = 4_000_000, 160


@dataclass(frozen=True, slots=True)
class Edge:
    """A tie by the numbers of its ends, and its score."""

    hub: int
    leaf: int
    score: int


def layout(hubs: int, leaves: int, edges: Sequence[Edge]) -> list[tuple[float, float]]:
    """Return a place for each hub, then for each leaf, to two decimals."""
    known_by: list[list[Edge]] = [[] for _ in range(leaves)]
    for edge in edges:
        known_by[edge.leaf].append(edge)
    alone = np.zeros(hubs)
    shared = np.zeros((hubs, hubs))
    for several in known_by:
        if len(several) == 1:
            alone[several[0].hub] += 1
        for one in several:
            for other in several:
                if one.hub != other.hub:
                    shared[one.hub, other.hub] += 1
    middle = _apart(_STEP * (1 + np.sqrt(alone + _FREE)), shared)
    places = [(round(float(x), 2), round(float(y), 2)) for x, y in middle]
    taken: dict[tuple[int, ...], int] = {}
    for several in known_by:
        group = tuple(sorted(edge.hub for edge in several))
        rank = taken[group] = taken.get(group, 0) + 1
        weights = np.array([edge.score for edge in several], dtype=np.float64) + 1
        centre = np.average(middle[[edge.hub for edge in several]], axis=0, weights=weights)
        # The first of a cluster stand next to its middle, as the seeds of a sunflower do.
        far, turn = _STEP * math.sqrt(rank + _FREE), rank * _GOLDEN
        places.append(
            (
                round(float(centre[0]) + far * math.cos(turn), 2),
                round(float(centre[1]) + far * math.sin(turn), 2),
            )
        )
    return places


def _apart(radii: Places, shared: Places) -> Places:
    """Return the middles of circles of these radii that hardly overlap, those that share much near each other."""
    number = len(radii)
    turns = np.arange(number) * (2 * math.pi / max(number, 1))
    around = float((radii + _GAP).sum()) / math.pi if number > 1 else 0.0
    places = np.stack([np.cos(turns), np.sin(turns)], axis=1) * around
    if number < 2:
        return places
    wanted = radii[:, None] + radii[None, :] + _GAP
    near = shared / max(float(shared.max()), 1.0)
    for _ in range(min(_ROUNDS, max(8, _PAIRS // number**2))):
        apart = places[:, None, :] - places[None, :, :]
        far = np.sqrt((apart**2).sum(axis=2)) + 1e-9
        spare = far - wanted
        push = np.where(spare < 0, -0.45 * spare, 0.0)
        pull = np.where(spare > 0, spare * near * 0.05, 0.0)
        np.fill_diagonal(push, 0.0)
        move = (apart / far[:, :, None] * (push - pull)[:, :, None]).sum(axis=1) - 0.02 * places
        places = places + np.clip(move, -around / 4, around / 4)
    return places
