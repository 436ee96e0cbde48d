"""What each viewer must be shown, from the drawn arrays alone: the answers that are timed are held to these."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from bench.firm.names import Integers
from bench.firm.shares import Shares, shares_of
from bench.firm.world import (
    INTERACTIONS,
    NEVER,
    RELATIONSHIP,
    TO_EVERYONE,
    TO_MEMBER,
    TO_TEAM,
    Flags,
    Floats,
    World,
)

_OTHERS = 1 << 40
_NOWHERE = 1 << 60


@dataclass(frozen=True)
class Seen:
    """The people whom a viewer sees, one row each in the order of their numbers.

    `name`, `title`, `firm`: places in the world's texts, -1 for none; `best`: the best raw sum shown, -1 where no
    relationship is; `last`: microseconds of 1970, NEVER where no date is shown; `facets`: the union of the sources'.
    """

    person: Integers
    name: Integers
    title: Integers
    firm: Integers
    mine: Flags
    best: Floats
    last: Integers
    facets: Integers

    def __len__(self) -> int:
        return len(self.person)


class Oracle:
    """Answers for one firm. `wide`: every book is shared with Everyone, in full."""

    def __init__(self, world: World) -> None:
        self.world = world

    @cached_property
    def shares(self) -> Shares:
        """What the settings come to."""
        return shares_of(self.world)

    def teams_of(self, viewer: int) -> Integers:
        """Return the teams of a member."""
        return np.unique(self.world.g_team[self.world.g_member == viewer])

    def facets_of_books(self, viewer: int, *, wide: bool = False) -> Integers:
        """Return what each book opens to the viewer by sharing, their own left out. Shape: (books,)."""
        world, shares = self.world, self.shares
        facets = np.zeros(world.books, dtype=np.int64)
        mine = np.isin(shares.team, self.teams_of(viewer))
        np.bitwise_or.at(facets, shares.member[mine], shares.facets[mine])
        if wide:
            facets[shares.active] = 7
        facets[viewer] = 0
        return facets

    def buckets_of(self, viewer: int) -> Flags:
        """Return which buckets the viewer may look into. Shape: (buckets,)."""
        world = self.world
        granted = (
            (world.b_kind == TO_EVERYONE)
            | (world.b_kind == TO_TEAM) & np.isin(world.b_to, self.teams_of(viewer))
            | (world.b_kind == TO_MEMBER) & (world.b_to == viewer)
        )
        seen: Flags = granted & self.shares.bucket_open | (world.b_owner == viewer)
        return seen

    def ties_seen(self, viewer: int, *, wide: bool = False) -> tuple[Integers, Integers]:
        """Return the ties that tell the viewer something, and what of each: 0 is that the person exists."""
        world, shares = self.world, self.shares
        facets = self.facets_of_books(viewer, wide=wide)[world.t_member]
        told = (facets > 0) & ~shares.struck
        inside = self.buckets_of(viewer)[world.e_bucket]
        entered = world.e_tie[inside]
        entered = entered[shares.active[world.t_member[entered]] & ~shares.struck[entered]]
        told[entered] = True
        own = world.t_member == viewer
        facets[own], told[own] = 7, True
        rows = np.flatnonzero(told)
        return rows, facets[rows]

    def sources_of(self, viewer: int, *, wide: bool = False) -> int:
        """Return how many sources tell the viewer something: books, their own too, and buckets."""
        books = self.facets_of_books(viewer, wide=wide)
        return int((books > 0).sum() + 1 + self.buckets_of(viewer).sum())

    def seen(self, viewer: int, *, wide: bool = False) -> Seen:
        """Return everybody whom the viewer sees."""
        world = self.world
        rows, facets = self.ties_seen(viewer, wide=wide)
        order = np.argsort(world.t_person[rows], kind="stable")
        rows, facets = rows[order], facets[order]
        person = world.t_person[rows]
        starts = np.flatnonzero(np.concatenate([[True], person[1:] != person[:-1]])) if len(rows) else rows
        mine = world.t_member[rows] == viewer

        def least(rank: Integers) -> Integers:
            """The viewer's own word, else the least: D21."""
            place = np.where(rank < 0, _NOWHERE, rank + np.where(mine, 0, _OTHERS))
            found = np.minimum.reduceat(place, starts) if len(starts) else place
            return np.where(found == _NOWHERE, -1, found % _OTHERS)

        def most(value: Floats | Integers, shown: Flags, none: float | int) -> Floats | Integers:
            kept = np.where(shown, value, none)
            return np.maximum.reduceat(kept, starts) if len(starts) else kept

        related, dated = facets & RELATIONSHIP > 0, facets & INTERACTIONS > 0
        return Seen(
            person=person[starts],
            name=least(world.t_name[rows]),
            title=least(world.t_title[rows]),
            firm=least(world.t_firm[rows]),
            mine=np.logical_or.reduceat(mine, starts) if len(starts) else mine,
            best=np.asarray(most(world.s[rows], related, -1.0), dtype=np.float64),
            last=np.asarray(most(world.last[rows], dated, NEVER), dtype=np.int64),
            facets=np.bitwise_or.reduceat(facets, starts) if len(starts) else facets,
        )

    def ordered(self, seen: Seen, sort: str) -> Integers:
        """Return the rows of `seen` in the order of a list: by "name", "strength" or "last contact"."""
        uid = self.world.uid_place[seen.person]
        # Equal sort keys are one place, whatever the spelling: the id decides between them.
        key = np.where(seen.name < 0, _NOWHERE, self.key_place[seen.name])
        leading = {
            "name": [],
            "strength": [-seen.best],
            # The list compares whole seconds with fractions; our moments are whole seconds.
            "last contact": [np.where(seen.last == NEVER, _NOWHERE, -seen.last)],
        }[sort]
        return np.lexsort((uid, key, *leading[::-1]))

    @cached_property
    def key_place(self) -> Integers:
        """The place of each name by its sort key alone; names of equal keys share one."""
        keys = self.world.names.keys
        changed = [0, *(int(a != b) for a, b in pairwise(keys))]
        return np.cumsum(np.array(changed, dtype=np.int64))
