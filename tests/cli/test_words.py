"""Numbers, times and bars as they are printed."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta, timezone

import pytest

from tactful.cli import progress, words
from tactful.cli.printing import plain, table
from tactful.visibility.seen import Strength


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0 s"), (89, "89 s"), (90, "2 min"), (3600, "60 min"), (5400, "1 h 30 min"), (-3, "0 s")],
)
def test_lengths_of_time(seconds: float, text: str) -> None:
    assert words.lasting(seconds) == text


def test_numbers_with_nouns() -> None:
    assert words.counted(1, "person", "people") == "1 person"
    assert words.counted(1204, "person", "people") == "1,204 people"
    assert words.listed(["a", "b", "c"]) == "a, b and c"
    assert words.listed(["a"]) == "a"
    assert words.listed([]) == ""


def test_an_end_at_midnight_is_the_end_of_the_day_before() -> None:
    assert words.ending(datetime(2026, 4, 1, tzinfo=UTC)) == "the end of 2026-03-31 (UTC)"
    east = timezone(timedelta(hours=2))
    assert words.ending(datetime(2026, 4, 1, 12, 30, tzinfo=east)) == "2026-04-01 10:30 UTC"


def test_a_bar_has_counts_rate_and_time_left() -> None:
    assert progress.told(50, 200, 1000, 10.0) == f"{'█' * 6}{'░' * 18}  25%  1,000 items  100/s  30 s left"
    assert progress.told(0, 0, 0, 0.0) == f"{'░' * 24}   0%  0 items"
    assert progress.seconds_left(10, 100, 0.1) is None
    assert progress.seconds_left(300, 200, 1.0) == 0


def test_columns_stand_below_each_other_in_every_script() -> None:
    first, second, third = table(("name", "n"), [("雨宮", "1"), ("Sæt", "2")]).splitlines()
    assert first == "name  n"
    assert second == "雨宮  1"
    assert third == "Sæt   2"


def test_json_has_ids_and_no_raw_sums() -> None:
    assert plain(Strength(40, "good", 1.234)) == {"score": 40, "band": "good"}
    uid = uuid.UUID(int=5)
    assert plain({"a": uid, "b": None, "c": frozenset({"y", "x"})}) == {
        "a": uid.hex,
        "b": None,
        "c": ["x", "y"],
    }
