"""RS-1 against the baselines on mail to come: tuned before day 200, measured from there."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from bench.scores.lists import TARGETS, auc, lists, ndcg
from bench.scores.network import Network, Whole
from bench.scores.rankers import BASELINES, Ranker, rs1
from tactful.insight import ties
from tactful.insight.bands import Band, band_of
from tactful.insight.ties import Floats

TUNING_CUTOFFS = (80, 110, 140, 170)
CUTOFFS = tuple(range(200, 471, 30))
SEED = 20_240_229


@dataclass(frozen=True, eq=False)
class Measured:
    """What a ranker reached on one target: AUC and NDCG per list, and the user of each list."""

    user: Whole
    auc: Floats
    ndcg: Floats


@dataclass(frozen=True)
class Interval:
    """A mean over lists with its 95 % interval."""

    mean: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.mean:.4f} [{self.low:.4f}, {self.high:.4f}]"


def measure(
    network: Network, rankers: dict[str, dict[str, Ranker]], cutoffs: Iterable[int], *, with_ndcg: bool
) -> dict[str, dict[str, Measured]]:
    """What each ranker reached, by target and name. `rankers` is by target, then name."""
    found: dict[tuple[str, str], list[tuple[Whole, Floats, Floats]]] = defaultdict(list)
    for cutoff in cutoffs:
        numbers: dict[Ranker, Floats] = {}
        for target, made in lists(network, cutoff):
            for name, ranker in rankers[target].items():
                if ranker not in numbers:
                    numbers[ranker] = ranker(network, cutoff)
                number = numbers[ranker]
                gains = ndcg(made, number, SEED + cutoff) if with_ndcg else np.zeros(len(made))
                found[target, name].append((made.user, auc(made, number, SEED + cutoff), gains))
    result: dict[str, dict[str, Measured]] = defaultdict(dict)
    for (target, name), parts in found.items():
        users, aucs, ndcgs = zip(*parts, strict=True)
        result[target][name] = Measured(np.concatenate(users), np.concatenate(aucs), np.concatenate(ndcgs))
    return result


def tuned(network: Network, cutoffs: Iterable[int]) -> dict[str, dict[str, tuple[str, Ranker]]]:
    """For each target and baseline the setting with the best mean AUC on the cut-offs given."""
    every = {
        f"{name}|{setting}": ranker
        for name, settings in BASELINES.items()
        for setting, ranker in settings.items()
    }
    reached = measure(network, dict.fromkeys(TARGETS, every), cutoffs, with_ndcg=False)
    best: dict[str, dict[str, tuple[str, Ranker]]] = {}
    for target in TARGETS:
        best[target] = {}
        for name, settings in BASELINES.items():
            setting = max(settings, key=lambda one: reached[target][f"{name}|{one}"].auc.mean())
            best[target][name] = (setting, settings[setting])
    return best


def interval(user: Whole, values: Floats, draws: int) -> Interval:
    """The mean of per-list values, with its 95 % interval by drawing users, each with all of their lists."""
    _, of = np.unique(user, return_inverse=True)
    total, count = np.bincount(of, weights=values), np.bincount(of)
    chosen = np.random.default_rng(SEED).multinomial(
        len(count), np.full(len(count), 1 / len(count)), size=draws
    )
    means = (chosen @ total) / (chosen @ count)
    low, high = np.quantile(means, (0.025, 0.975))
    return Interval(float(values.mean()), float(low), float(high))


def bands(network: Network, cutoffs: Iterable[int]) -> dict[Band, tuple[float, float]]:
    """Per band, worst first: the share of contacts with direct mail within 30 days, and its share of all."""
    scores, hits = [], []
    for cutoff in cutoffs:
        _, made = next(lists(network, cutoff))
        scores.append(ties.scores(rs1(network, cutoff)[made.tie]))
        hits.append(made.hit)
    score, hit = np.concatenate(scores), np.concatenate(hits)
    band = np.array([band_of(int(one)) for one in range(101)], dtype=object)[score]
    return {
        one: (float(hit[band == one].mean()), float((band == one).mean()))
        for one in (Band.DORMANT, Band.WEAK, Band.FAMILIAR, Band.GOOD, Band.STRONG)
    }
