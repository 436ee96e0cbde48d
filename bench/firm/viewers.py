"""Whose pages are timed: members drawn from each stratum."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bench.firm.oracle import Oracle
from bench.firm.sizes import SEED

DENSE, SPARSE, THIN, WIDE = "dense", "in no team", "a guest's shape", "all shared with Everyone"
STRATA = (DENSE, SPARSE, THIN, WIDE)


@dataclass(frozen=True)
class Asked:
    """One viewer: a member by number, in one stratum."""

    member: int
    stratum: str

    @property
    def wide(self) -> bool:
        """Whether everything is shared with Everyone while this viewer asks."""
        return self.stratum == WIDE


def drawn(oracle: Oracle, dense: int, others: int) -> list[Asked]:
    """Return `dense` viewers who are in a team, and `others` of each other stratum; the same on every run."""
    world = oracle.world
    lot = np.random.default_rng([SEED, 3])
    active = np.flatnonzero(oracle.shares.active[: world.size.members])
    in_team = np.isin(active, world.g_member)
    chosen = lot.permutation(active[in_team])
    return [
        *(Asked(int(m), DENSE) for m in chosen[:dense]),
        *(Asked(int(m), SPARSE) for m in lot.permutation(active[~in_team])[:others]),
        *(Asked(world.size.members + int(m), THIN) for m in lot.permutation(world.size.thin)[:others]),
        *(Asked(int(m), WIDE) for m in chosen[-others:]),
    ]
