"""The control for the feed: what it would leak is found by the twin worlds, as in test_caught.py."""

from __future__ import annotations

import pytest

from tactful.visibility import newest
from tactful.visibility.withheld import Withheld
from tests.leaks.test_caught import caught, only

pytestmark = [pytest.mark.django_db, pytest.mark.rule("B04")]
FEED = only("GET /touchpoints")


def test_without_a_leak_nothing_is_found() -> None:
    assert not caught(FEED, range(12))


def test_copies_in_hidden_books(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(newest.Holdings, "opens", lambda *_: True)
    assert caught(FEED)


def test_a_number_that_counts_withheld_mails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(newest, "withheld", lambda *_: Withheld())
    assert caught(FEED)
