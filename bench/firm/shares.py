"""What the drawn settings come to: who shares what with whom, and which ties exceptions strike. Plain numpy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bench.firm.names import Integers
from bench.firm.world import ENDED, LEVELS, RELATIONSHIP, Flags, World


@dataclass(frozen=True)
class Shares:
    """`team`, `member`, `facets`: rows of what is open towards a team. `struck`: per tie, to all but its own member."""

    team: Integers
    member: Integers
    facets: Integers
    struck: Flags
    active: Flags
    bucket_open: Flags


def shares_of(world: World) -> Shares:
    """Return what counts now: an ended choice shares nothing, an inactive member neither; limits are the team's."""
    active = np.ones(world.books, dtype=bool)
    active[world.inactive] = False
    chosen = np.array([facets for _, facets in LEVELS])[world.g_level]
    chosen[world.g_end == ENDED] = 0
    counted = (chosen | world.floors[world.g_team]) & world.caps[world.g_team]
    counted[(counted & RELATIONSHIP) == 0] = 0
    counted[~active[world.g_member]] = 0
    kept = counted > 0
    return Shares(
        team=world.g_team[kept],
        member=world.g_member[kept],
        facets=counted[kept],
        struck=_struck(world),
        active=active,
        bucket_open=world.b_end != ENDED,
    )


def _struck(world: World) -> Flags:
    struck = np.zeros(len(world.t_member), dtype=bool)
    company = world.p_company[world.t_person]
    for member, person, of_company in zip(
        world.w_member.tolist(), world.w_person.tolist(), world.w_company.tolist(), strict=True
    ):
        meant = world.t_person == person if person >= 0 else company == of_company
        struck |= meant & (world.t_member == member) if member >= 0 else meant
    return struck
