"""The control for histories: answers that outlive what they were made of, put in on purpose, are found by them.

A test here fails where the histories of the same numbers are told as they are although the program keeps too much.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from tactful.accounts.gate import key_holder
from tactful.actions import shares
from tactful.actions.errors import NotAllowed
from tactful.api.routes import sharing
from tactful.policy.rules import EVERYONE
from tactful.policy.terms import Viewer as Asking
from tactful.records.models import GroupLeaders
from tactful.visibility import columns, crowd, cursor, groups, household, leaders, stamps, standing
from tactful.visibility.household import Household, Place
from tactful.visibility.stamps import Stamps
from tactful.visibility.viewer import Viewer
from tests.leaks.histories import Stale, Told, live
from tests.leaks.plan import Door

#: Among so many histories what is stale must show.
HISTORIES = 60
STEPS = 3

pytestmark = [pytest.mark.django_db, pytest.mark.rule("D14", "B06", "B12")]
Patch = pytest.MonkeyPatch
API = Door("API", sign_in=False, reads=2, deeds=0)
PAGES = Door("pages", sign_in=True, reads=2, deeds=0)


@pytest.fixture(autouse=True)
def _forgotten() -> Iterator[None]:
    """What was kept wrongly is not left to others."""
    yield
    for module in (household, columns):
        module._kept.clear()


def caught(door: Door = API, histories: Iterable[int] = range(HISTORIES)) -> bool:
    """Return whether somebody is told what is no longer so in one of these histories."""
    for number in histories:
        try:
            live(number, door, STEPS, Told())
        except Stale:
            return True
        except AssertionError as error:
            return "something was written" in str(error)
    return False


def test_without_a_fault_nothing_is_found() -> None:
    assert not caught(histories=range(3))
    assert not caught(PAGES, histories=range(3))


@pytest.mark.parametrize("door", [API, PAGES], ids=lambda door: door.name)
def test_settings_that_are_kept_after_a_withdrawal(monkeypatch: Patch, door: Door) -> None:
    honest = household.household_of

    def stale(account: int, stamp: int | None = None) -> Household:
        kept = household._kept.get(account)
        return honest(account, stamp) if kept is None else kept[1]

    monkeypatch.setattr(standing, "household_of", stale)
    assert caught(door)


def test_an_end_date_that_is_not_looked_at_again(monkeypatch: Patch) -> None:
    first, last = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
    monkeypatch.setattr(Household, "_span", lambda *_: (first, last))
    assert caught()


def test_people_that_are_kept_after_their_source_went(monkeypatch: Patch) -> None:
    honest = stamps.source_stamps

    def unmoved(account: int, sources: list[int]) -> Stamps:
        return replace(honest(account, sources), digest=(0, 0))

    monkeypatch.setattr(stamps, "digest", lambda *_: (0, 0))
    monkeypatch.setattr(stamps, "source_stamps", unmoved)
    monkeypatch.setattr(crowd, "stamps", stamps)
    assert caught()


def test_a_book_that_is_kept_whatever_its_stamp(monkeypatch: Patch) -> None:
    honest = columns.columns_of

    def stale(account: int, read: Any) -> Any:
        kept = {key[1]: it for key, it in columns._kept.items() if key[0] == account}
        found, is_as_asked = honest(account, {book: it for book, it in read.items() if book not in kept})
        return found | {book: kept[book] for book in read if book in kept}, is_as_asked

    monkeypatch.setattr(crowd, "columns_of", stale)
    # Sources go seldom, and seldom what the viewer sees by them: the one where it showed once is lived first.
    assert caught(histories=(70, *range(60, 91)))


def test_what_a_group_knows_that_is_stored_for_good(monkeypatch: Patch) -> None:
    def stored(account: int, audience: Any, books: Any, limit: int) -> Any:
        rows = GroupLeaders.unchecked.filter(account_id=account)
        row = (
            rows.filter(team__isnull=True).first()
            if audience == EVERYONE
            else rows.filter(team_id=int(audience)).first()
        )
        if row is None:
            return None
        columns = (
            np.frombuffer(bytes(it), kind)[:limit].tolist()
            for it, kind in zip((row.people, row.sums, row.counts), leaders.PACKED, strict=True)
        )
        return tuple(map(leaders.Leader, *columns))

    monkeypatch.setattr(groups, "stored_leaders", stored)
    assert caught()


def test_an_answer_that_is_kept_without_its_viewer(monkeypatch: Patch) -> None:
    honest = Household.place

    def anybodys(self: Household, asking: Asking, *state: Any) -> Place:
        kept = next(iter(self._places.values()), None)
        return honest(self, asking, *state) if kept is None else kept

    monkeypatch.setattr(Household, "place", anybodys)
    assert caught()


def test_another_viewers_mark(monkeypatch: Patch) -> None:
    monkeypatch.setattr(cursor, "_bound", lambda _, question: [b"anybody", question.encode()])
    assert caught()


def test_a_key_that_is_remembered(monkeypatch: Patch) -> None:
    monkeypatch.setattr("tactful.api.acting.key_holder", cache(key_holder))
    assert caught(histories=range(200))


def test_what_is_written_before_it_is_refused(monkeypatch: Patch) -> None:
    """The answer is a refusal, and the row changed all the same."""
    honest = shares.set_share

    def hasty(viewer: Viewer, **chosen: Any) -> Any:
        honest(viewer, **chosen)
        raise NotAllowed("not for you")

    monkeypatch.setattr(sharing, "set_share", hasty)
    # What undoes a request that ends in an error is forgotten, too.
    monkeypatch.setattr("tactful.api.acting.transaction", SimpleNamespace(set_rollback=lambda *_: None))
    assert caught()
