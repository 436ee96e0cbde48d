"""The program that measures: `python -m bench.firm.measuring PROFILE FILE [PART ...]`, with the home's environment.

Lines go to the file as JSON; the parts are those of PARTS, all of them if none is named.
"""

from __future__ import annotations

import gc
import importlib
import json
import sys
from collections.abc import Callable
from pathlib import Path

from bench.firm.asking import Expected, settle
from bench.firm.goals import Ground
from bench.firm.home import ground
from bench.firm.oracle import Oracle
from bench.firm.sizes import SIZES
from bench.firm.timing import load_average, said
from bench.firm.viewers import STRATA, drawn
from bench.promises import Promise

#: Each has a function of its own name that takes the ground and returns lines.
PARTS = (
    "lists",
    "lookup",
    "withdrawal",
    "questions",
    "scores",
    "groups",
    "notes",
    "timelines",
    "requests",
    "disclosing",
    "pressure",
)

#: Viewers of the dense stratum, of each other one, and rounds on the clock.
TIMED = {"full": (12, 3, 2), "small": (5, 2, 2), "tiny": (4, 2, 2)}


def main(profile: str, found: Path, *parts: str) -> None:
    """Measure on the loaded firm."""
    lines: list[Promise] = []
    with ground(SIZES[profile]) as firm:
        settle(firm)
        oracle = Oracle(firm.world)
        dense, others, rounds = TIMED[profile]
        on = Ground(firm, Expected(oracle), drawn(oracle, dense, others), rounds)
        _print_viewers(on)
        # The arrays and texts of the bench are not the product's to look through for garbage, again and again.
        gc.collect()
        gc.freeze()
        for part in parts or PARTS:
            measure: Callable[[Ground], list[Promise]] = getattr(
                importlib.import_module(f"bench.firm.{part}"), part
            )
            with said(f"{part} (load {load_average()})", least=0):
                lines += measure(on)
    found.write_text(json.dumps(lines))


def _print_viewers(on: Ground) -> None:
    world = on.firm.world
    print(
        f"{world.size.people:,} people, {len(world.t_member):,} ties, {len(world.x_tie):,} touchpoints, "
        f"{world.books:,} books, {world.size.buckets:,} buckets; load {load_average()}"
    )
    for stratum in STRATA:
        asked = [one for one in on.viewers if one.stratum == stratum]
        people = sorted(len(on.expected.seen(one)) for one in asked)
        sources = sorted(on.expected.oracle.sources_of(one.member, wide=one.wide) for one in asked)
        middle = len(asked) // 2
        print(
            f"  {stratum}: {len(asked)} viewers, median {people[middle]:,} people through {sources[middle]} sources"
        )


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:])
