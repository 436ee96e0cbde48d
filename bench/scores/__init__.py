"""Does the score foresee who will be in touch? RS-1 and its baselines on the EU-core network, and speed."""

from bench.promises import DataAbsentError, Promise
from bench.scores.evaluation import (
    CUTOFFS,
    TUNING_CUTOFFS,
    Interval,
    Measured,
    bands,
    interval,
    measure,
    tuned,
)
from bench.scores.lists import TARGETS
from bench.scores.network import Network, load
from bench.scores.rankers import rs1
from bench.scores.speed import speed
from tactful.insight.bands import Band

GOALS = {"mutual": ("S1", "S3", 0.852), "direct": ("S2", "S4", 0.821)}
LEAST_NDCG = 0.715


def run(profile: str) -> list[Promise]:
    """The promises about scores, printing the tables behind them. Profile "full" or "small"."""
    try:
        network = load()
    except DataAbsentError as absent:
        print(f"evaluation skipped: {absent}")
        return speed(profile)
    return [*evaluate(network), *speed(profile)]


def evaluate(network: Network) -> list[Promise]:
    """The promises about foresight, over ten cut-offs: fewer leave the interval of S4 too wide to decide."""
    cutoffs, draws = CUTOFFS, 10_000
    best = tuned(network, TUNING_CUTOFFS)
    names = {t: {f"{name} {setting}".strip(): r for name, (setting, r) in best[t].items()} for t in TARGETS}
    reached = measure(network, {t: {"RS-1": rs1, **names[t]} for t in TARGETS}, cutoffs, with_ndcg=True)

    print(
        f"net-eu-core-temporal, {network.ties:,} ties, {len(cutoffs)} cut-offs, "
        f"days {cutoffs[0]}-{cutoffs[-1]};"
    )
    print(
        f"baselines tuned per target on cut-offs {TUNING_CUTOFFS}; 95 % intervals over users, {draws} draws"
    )
    promises = []
    for target in TARGETS:
        promises += target_promises(target, reached[target], draws)
    promises.sort(key=lambda promise: promise["id"])
    return [*promises, *band_promises(network, cutoffs)]


def target_promises(target: str, reached: dict[str, Measured], draws: int) -> list[Promise]:
    """Print one target's table; promises where the target has goals, else none."""
    ours = reached["RS-1"]
    print(f"\n{target}-30, {len(ours.auc):,} lists\n{'':34}{'AUC':26}{'NDCG@10':9}RS-1 minus it, AUC")
    differences: dict[str, Interval] = {}
    for name, one in reached.items():
        differences[name] = interval(ours.user, ours.auc - one.auc, draws)
        own = interval(one.user, one.auc, draws)
        minus = "" if name == "RS-1" else str(differences[name])
        print(f"{name:34}{own!s:26}{one.ndcg.mean():<9.4f}{minus}")
    if target not in GOALS:
        return []

    rival = max((name for name in reached if name != "RS-1"), key=lambda name: reached[name].auc.mean())
    level, gap, least = GOALS[target]
    mine, theirs, ahead = float(ours.auc.mean()), float(reached[rival].auc.mean()), differences[rival]
    promises = [
        promise(level, f"{target}-30 AUC, against {rival}", mine, theirs, f">= {least}", mine >= least),
        promise(
            gap,
            f"{target}-30 AUC above {rival}, 95 % [{ahead.low:.4f}, {ahead.high:.4f}]",
            ahead.mean,
            None,
            "interval above 0",
            ahead.low > 0,
        ),
    ]
    if target == "mutual":
        gained, other = float(ours.ndcg.mean()), float(reached[rival].ndcg.mean())
        goal = f">= {LEAST_NDCG}"
        promises.append(
            promise("S5", f"mutual-30 NDCG@10, against {rival}", gained, other, goal, gained >= LEAST_NDCG)
        )
    return promises


def band_promises(network: Network, cutoffs: tuple[int, ...]) -> list[Promise]:
    """Print the band table; that it rises, and how its ends do."""
    rates = bands(network, cutoffs)
    print("\ndirect mail within 30 days, by band (share of known contacts)")
    for band, (rate, share) in rates.items():
        print(f"{band.value:20}{rate:.3f}  ({share:.1%})")
    rising = [rate for rate, _ in rates.values()]
    low, high = rates[Band.DORMANT][0], rates[Band.STRONG][0]
    return [
        promise(
            "S6",
            "direct-30 rate of the lowest band",
            low,
            None,
            "<= 0.20, each band above the last",
            low <= 0.20 and rising == sorted(rising),
        ),
        promise("S7", "direct-30 rate of the highest band", high, None, ">= 0.85", high >= 0.85),
    ]


def promise(name: str, what: str, measured: float, against: float | None, goal: str, holds: bool) -> Promise:
    """A promise with its ratio, figures to four digits."""
    return Promise(
        id=name,
        what=what,
        measured=round(measured, 4),
        against=None if against is None else round(against, 4),
        ratio=None if against is None else round(measured / against, 4),
        goal=goal,
        holds=bool(holds),
    )
