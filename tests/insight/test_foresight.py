"""The measures that the bench judges rankings by are right on lists small enough to check by hand."""

import numpy as np
import pytest

from bench.scores.evaluation import interval
from bench.scores.lists import Lists, auc, ndcg


def made(sizes: list[int], lot: np.random.Generator) -> Lists:
    """Lists of the sizes given, each with at least one hit and one miss."""
    of = np.repeat(np.arange(len(sizes)), sizes)
    messages = lot.integers(0, 4, len(of))
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    messages[starts], messages[starts + 1] = 0, 2
    gain = np.log2(1.0 + messages)
    return Lists(np.arange(len(of)), of, messages > 0, gain, user=np.arange(len(sizes)))


def test_auc_is_the_share_of_pairs_in_the_right_order() -> None:
    lot = np.random.default_rng(3)
    lists = made([5, 9, 30], lot)
    number = lot.permutation(len(lists.tie)).astype(np.float64)
    for one, found in enumerate(auc(lists, number, seed=0)):
        hits = number[(lists.of == one) & lists.hit]
        misses = number[(lists.of == one) & ~lists.hit]
        assert found == pytest.approx(np.mean([hit > miss for hit in hits for miss in misses]))


def test_perfect_and_reversed_rankings() -> None:
    lists = made([6, 12], np.random.default_rng(4))
    assert auc(lists, lists.gain, seed=0).tolist() == [1.0, 1.0]
    assert auc(lists, -lists.gain, seed=0).tolist() == [0.0, 0.0]
    assert ndcg(lists, lists.gain, seed=0) == pytest.approx([1.0, 1.0])


def test_equals_are_drawn_by_lot_and_not_by_their_place() -> None:
    lists = made([40] * 200, np.random.default_rng(5))
    nothing = np.zeros(len(lists.tie))
    assert auc(lists, nothing, seed=0).mean() == pytest.approx(0.5, abs=0.03)
    assert auc(lists, nothing, seed=0).tolist() == auc(lists, nothing, seed=0).tolist()
    assert auc(lists, nothing, seed=0).tolist() != auc(lists, nothing, seed=1).tolist()


def test_ndcg_discounts_by_rank_and_stops_at_ten() -> None:
    of, gain = np.zeros(12, dtype=np.int64), np.zeros(12)
    gain[0] = 1.0
    lists = Lists(np.arange(12), of, gain > 0, gain, user=np.zeros(1, dtype=np.int64))
    third = np.array([10.0, 12, 11, *range(9)])
    eleventh = np.array([1.5, *range(2, 12), 1.0])
    assert ndcg(lists, third, seed=0) == pytest.approx([0.5])
    assert ndcg(lists, eleventh, seed=0).tolist() == [0.0]


def test_the_interval_draws_users_with_all_their_lists() -> None:
    user = np.repeat(np.arange(50), 4)
    values = np.repeat(np.linspace(0, 1, 50), 4)
    whole = interval(user, values, 2000)
    assert whole.low < whole.mean < whole.high
    alone = interval(np.arange(200), values, 2000)
    assert whole.high - whole.low > 1.5 * (alone.high - alone.low)
