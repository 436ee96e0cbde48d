"""The rolling hold-out: who was known before a cut-off, who was met after, how well a ranking foresaw it."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from bench.scores.network import Network, Whole
from tactful.insight import ties
from tactful.insight.ties import Flags, Floats

HORIZON = 30
FEWEST_CANDIDATES = 5
DIRECT_RECIPIENTS = 5
DEPTH = 10

TARGETS = ("direct", "mutual", "out", "any")


@dataclass(frozen=True, eq=False)
class Lists:
    """The lists of one cut-off and one target: for each user the known contacts, some of whom were met again.

    Columns, one row per candidate: `tie`, `of` (which list, from 0), `hit` (met again), `gain` (for NDCG).
    `user` names the user of each list.
    """

    tie: Whole
    of: Whole
    hit: Flags
    gain: Floats
    user: Whole

    def __len__(self) -> int:
        return len(self.user)


def lists(network: Network, cutoff: int) -> Iterator[tuple[str, Lists]]:
    """The lists of each target at a cut-off day: history before it, targets in the 30 days from it.

    Candidates are all with whom the user exchanged mail before; a user with fewer than 5, or whose candidates
    were all met again or none, makes no list.
    """
    touches, count = network.touches, network.ties
    known = np.bincount(touches.tie[touches.day < cutoff], minlength=count) > 0
    candidates = np.bincount(network.user[known], minlength=network.users)

    after = (touches.day >= cutoff) & (touches.day < cutoff + HORIZON)
    direct = after & (touches.recipients <= DIRECT_RECIPIENTS)
    out = np.bincount(touches.tie[direct & (touches.direction == 0)], minlength=count)
    in_ = np.bincount(touches.tie[direct & (touches.direction == 1)], minlength=count)
    met = {
        "direct": out + in_,
        "mutual": np.where((out > 0) & (in_ > 0), out + in_, 0),
        "out": out,
        "any": np.bincount(touches.tie[after], minlength=count),
    }
    for target in TARGETS:
        hits = np.bincount(network.user[known & (met[target] > 0)], minlength=network.users)
        usable = (candidates >= FEWEST_CANDIDATES) & (hits > 0) & (hits < candidates)
        tie = np.flatnonzero(known & usable[network.user])
        user, of = np.unique(network.user[tie], return_inverse=True)
        yield target, Lists(tie, of, met[target][tie] > 0, np.log2(1.0 + met[target][tie]), user)


def ranked(made: Lists, number: Floats, seed: int) -> tuple[Whole, Whole]:
    """The order of candidates, list by list and best first, equals drawn by lot, and each one's rank."""
    lot = np.random.default_rng(seed).random(len(made.tie))
    order = np.lexsort((lot, -number[made.tie], made.of))
    of = made.of[order]
    rank = np.arange(len(of)) - np.searchsorted(of, np.arange(len(made)))[of] + 1
    return order, rank


def auc(made: Lists, number: Floats, seed: int) -> Floats:
    """Per list, how often somebody met again stands above somebody who was not. Shape: (lists,)."""
    order, rank = ranked(made, number, seed)
    of, hit = made.of[order], made.hit[order]
    size = np.bincount(of, minlength=len(made))
    hits = np.bincount(of, weights=hit, minlength=len(made))
    # Ranks run from the best; the sum of ranks counted from the worst is what Mann-Whitney asks for.
    from_worst = np.bincount(of, weights=(size[of] - rank + 1) * hit, minlength=len(made))
    return np.asarray((from_worst - hits * (hits + 1) / 2) / (hits * (size - hits)))


def ndcg(made: Lists, number: Floats, seed: int) -> Floats:
    """Per list, NDCG at 10 with gain log2(1 + messages). Shape: (lists,)."""

    def gained(order: Whole, rank: Whole) -> Floats:
        worth = made.gain[order] / np.log2(1.0 + rank) * (rank <= DEPTH)
        return ties.added(worth, made.of[order], groups=len(made))

    ideal = np.lexsort((-made.gain, made.of))
    _, rank = ranked(made, number, seed)
    return np.asarray(gained(ranked(made, number, seed)[0], rank) / gained(ideal, rank))
