"""RS-1 and the baselines: each gives every tie a number from what happened before a cut-off."""

from collections.abc import Callable
from datetime import timedelta

import numpy as np

from bench.scores.network import SECONDS_A_DAY, Network
from tactful.insight import ties
from tactful.insight.coverage import LEAST_INBOUND, MOST_INBOUND
from tactful.insight.ties import ContactDays, Flags, Floats

Ranker = Callable[[Network, int], Floats]
"""From the network and a cut-off day to one number per tie, higher for closer."""

HALF_LIVES = (7, 14, 30, 45, 60, 90, 120, 180, 365)
WINDOWS = (30, 60, 90, 180, 10_000)
OUT_WEIGHTS = (1, 2, 5)


def rs1(network: Network, cutoff: int) -> Floats:
    """RS-1 as the product computes it, gates by coverage, constants untouched."""
    before = network.days.day < cutoff
    columns = network.days
    rows = ContactDays(
        columns.tie[before], columns.direction[before], columns.day[before], columns.weight[before]
    )
    today = ties.EPOCH + timedelta(days=cutoff)
    gated = both_ways(network, cutoff)[network.user]
    return ties.strengths(rows, today, ties=network.ties, gated=gated).raw


def both_ways(network: Network, cutoff: int) -> Flags:
    """`Coverage.both_ways` of each user's mail before the cut-off. Shape: (users,)."""
    touches, messages = network.touches, network.messages
    received = (touches.direction == 1) & (touches.day < cutoff)
    inbound = np.bincount(network.user[touches.tie[received]], minlength=network.users)
    outbound = np.bincount(messages.sender[messages.day < cutoff], minlength=network.users)
    share = inbound / np.maximum(1, inbound + outbound)
    return np.asarray((share >= LEAST_INBOUND) & (share <= MOST_INBOUND))


def recency(network: Network, cutoff: int) -> Floats:
    """The second of the last message either way."""
    touches = network.touches
    before = touches.day < cutoff
    last = np.full(network.ties, -1.0)
    np.maximum.at(last, touches.tie[before], touches.second[before])
    return last


def frequency(window: int) -> Ranker:
    """How many messages either way in the last `window` days."""

    def rank(network: Network, cutoff: int) -> Floats:
        touches = network.touches
        within = (touches.day < cutoff) & (touches.day >= cutoff - window)
        return np.bincount(touches.tie[within], minlength=network.ties).astype(np.float64)

    return rank


def interactions_rank(half_life: int, out_weight: int) -> Ranker:
    """Roth et al., KDD 2010: every message, halved each `half_life` days, mail out weighing `out_weight`."""

    def rank(network: Network, cutoff: int) -> Floats:
        touches = network.touches
        before = touches.day < cutoff
        age = cutoff - touches.second[before] / SECONDS_A_DAY
        weight = np.exp2(-age / half_life) * np.where(touches.direction[before] == 0, out_weight, 1)
        return ties.added(weight, touches.tie[before], groups=network.ties)

    return rank


def decay(half_life: int) -> Ranker:
    """Exponential decay: every message either way, halved each `half_life` days."""
    return interactions_rank(half_life, 1)


BASELINES: dict[str, dict[str, Ranker]] = {
    "recency": {"": recency},
    "frequency": {f"{w} d" if w < 10_000 else "all time": frequency(w) for w in WINDOWS},
    "exponential decay": {f"{h} d": decay(h) for h in HALF_LIVES},
    "Interactions Rank": {
        f"{h} d, out x{w}": interactions_rank(h, w) for h in HALF_LIVES for w in OUT_WEIGHTS if w > 1
    },
}
"""The settings each baseline is tuned over. An out-weight of 1 is exponential decay, so it stands there."""
