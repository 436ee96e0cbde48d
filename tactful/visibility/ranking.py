"""People by their best score or last touchpoint, out of many books that are each in that order already.

Who is among the first fifty is among the first fifty of the book that ranks them highest, so the heads of the books
give a bar that nobody of the page can be below, and only what is above it is looked at (the threshold algorithm).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from pyroaring import BitMap

from tactful.visibility.columns import NEVER, ids_of, people_set
from tactful.visibility.crowd import Crowd, crowd_of
from tactful.visibility.identity.joined import joined
from tactful.visibility.standing import Standing

Values = npt.NDArray[Any]


@dataclass(frozen=True, eq=False)
class Lane:
    """One book's people from the highest value to the lowest; `falling` are the values' negatives, which rise."""

    people: Values
    falling: Values


def strength_lanes(standing: Standing) -> Sequence[Lane]:
    """Return a lane of positive raw sums for each book whose relationships are disclosed, joined people by their root.

    Somebody with several addresses may stand in it several times.
    """
    crowd = crowd_of(standing)
    return _of_joined(
        standing, "strength", crowd.kept("strength lanes", lambda: list(_strength_lanes(crowd)))
    )


def last_lanes(standing: Standing) -> Sequence[Lane]:
    """Return such a lane of last touchpoints, in microseconds of 1970, for each book whose dates are disclosed."""
    crowd = crowd_of(standing)
    return _of_joined(standing, "last", crowd.kept("last lanes", lambda: list(_last_lanes(crowd))))


def _of_joined(standing: Standing, by: str, lanes: Sequence[Lane]) -> Sequence[Lane]:
    one = joined(standing)
    if not one:
        return lanes
    return crowd_of(standing).kept(
        ("joined lanes", by), lambda: [Lane(one.mapped(lane.people), lane.falling) for lane in lanes]
    )


def _strength_lanes(crowd: Crowd) -> Iterator[Lane]:
    for book, people in crowd.open("relationship").items():
        columns = crowd.columns(book)
        lane = Lane(*columns.strength_lane)
        yield lane if people is columns.held else _inside(lane, people)


def _last_lanes(crowd: Crowd) -> Iterator[Lane]:
    for book, people in crowd.open("highlights").items():
        columns = crowd.columns(book)
        if people is columns.held and not crowd.has_corrections(book):
            yield Lane(*columns.last_lane)
            continue
        ids, lasts = crowd.lasts(book)
        ids, lasts = ids[lasts != NEVER], lasts[lasts != NEVER]
        order = np.lexsort((ids, -lasts))
        yield Lane(ids[order], -lasts[order])


def _inside(lane: Lane, people: BitMap) -> Lane:
    inside = np.isin(lane.people, ids_of(people))
    return Lane(lane.people[inside], lane.falling[inside])


def leaders(
    lanes: Sequence[Lane], among: BitMap, below: float | None, wanted: int
) -> tuple[dict[int, Any], bool]:
    """Return at least `wanted` of these people with their best value over all lanes, complete down to the least of it.

    `below` given: only those whose best value is not above it. The second part of the answer: nobody is left.
    """
    if below is None:
        starts = [0] * len(lanes)
        past = BitMap()
    else:
        starts = [int(np.searchsorted(lane.falling, -below, "left")) for lane in lanes]
        past = people_set(_joined([lane.people[:start] for lane, start in zip(lanes, starts, strict=True)]))
    chunk = 4
    while True:
        ends = [min(start + chunk, len(lane.people)) for lane, start in zip(lanes, starts, strict=True)]
        is_over = all(end == len(lane.people) for lane, end in zip(lanes, ends, strict=True))
        best = _best(lanes, starts, ends, among, past, None if is_over else wanted)
        if is_over:
            return best, True
        if len(best) == wanted:
            # Everybody at or above the bar, which is the last value of these; then those at or above a closer one.
            bar = max(best.values())
            ends = [int(np.searchsorted(lane.falling, bar, "right")) for lane in lanes]
            best = _best(lanes, starts, ends, among, past, None)
            bar = sorted(best.values())[wanted - 1]
            return {person: value for person, value in best.items() if value <= bar}, False
        chunk *= 8


def _best(
    lanes: Sequence[Lane], starts: list[int], ends: list[int], among: BitMap, past: BitMap, wanted: int | None
) -> dict[int, Any]:
    """Return the least falling value of each of these people in these stretches, up to `wanted` people, in order."""
    stretches = [
        (lane, start, end) for lane, start, end in zip(lanes, starts, ends, strict=True) if end > start
    ]
    people = _joined([lane.people[start:end] for lane, start, end in stretches])
    falling = _joined([lane.falling[start:end] for lane, start, end in stretches])
    best: dict[int, Any] = {}
    order = np.argsort(falling, kind="stable")
    for person, value in zip(people[order].tolist(), falling[order].tolist(), strict=True):
        if person not in best and person in among and person not in past:
            best[person] = value
            if len(best) == wanted:
                break
    return best


def _joined(arrays: list[Any]) -> Values:
    return np.concatenate(arrays) if arrays else np.zeros(0, np.int64)
