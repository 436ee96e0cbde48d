"""The feed lists, newest first, exactly the mails and meetings that are disclosed one by one."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tactful.accounts.models import Account
from tactful.insight.columns import pack_touches
from tactful.policy.rules import Policy
from tactful.records.models import BookTouches as Packed
from tactful.records.models import Party, Person
from tactful.sharing.models import Source, Stamp, Withholding
from tactful.visibility import newest, touches
from tactful.visibility.cursor import BadCursor
from tactful.visibility.feed import KINDS, newest_touchpoints
from tactful.visibility.seen import Page, Touchpoint
from tactful.visibility.standing import Standing
from tactful.visibility.timeline import person_timeline
from tests.reference.world import World
from tests.reference.worlds import every_viewer
from tests.visibility.agreeing import Asked, in_pages, loaded
from tests.visibility.expected import Rows, Touch
from tests.visibility.from_world import uid_of
from tests.visibility.test_agreement import ANY_POLICY, SIZES, any_world
from tests.visibility.test_pinned import PINNED

pytestmark = pytest.mark.django_db

BUDGET: dict[str, Any] = {
    "max_examples": max(8, settings().max_examples // 8),
    "deadline": None,
    "phases": (Phase.explicit, Phase.reuse, Phase.generate),
    "suppress_health_check": list(HealthCheck),
}


def feed_agree(asked: Asked, size: int) -> None:
    """One row per interaction of which a touchpoint is disclosed, at its last one, in order; counted as they are."""
    disclosed = asked.expected.touches("interactions", asked.rows.company)
    for kind in KINDS:
        held: dict[uuid.UUID, list[Touch]] = {}
        for touch in disclosed:
            if not kind or (touch.direction == "meeting") == (kind == "meeting"):
                held.setdefault(uid_of("interaction", touch.interaction), []).append(touch)
        rows = in_pages(partial(_page, asked.standing, kind), size)
        assert [(row.at, row.uid) for row in rows] == newest_first(held)
        assert rows == list(newest_touchpoints(asked.standing, kind=kind, limit=100).rows)
        for row in rows:
            copies = held[row.uid]
            assert {one.uid for one in row.contributors} == {uid_of("user", t.owner) for t in copies}
            assert set(row.directions) == {t.direction for t in copies}
            content = [t for t in copies if t in asked.expected.touches("subject", [t.person])]
            assert (row.subject is not None) == bool(content)


def newest_first(held: dict[uuid.UUID, list[Touch]]) -> list[tuple[datetime, uuid.UUID]]:
    return sorted(((max(t.at for t in some), uid) for uid, some in held.items()), reverse=True)


def _page(standing: Standing, kind: str, cursor: str | None, limit: int) -> Page[Touchpoint]:
    return newest_touchpoints(standing, kind=kind, cursor=cursor, limit=limit)


@pytest.fixture
def in_small_steps(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Look at one touchpoint of each book, then at two."""
    monkeypatch.setattr(newest, "_HEAD", 1)
    monkeypatch.setattr(newest, "_GROWTH", 2)
    yield


@pytest.mark.rule("A24", "A39", "B01", "B05", "B12", "D08", "D26")
@settings(**BUDGET)
@given(any_world(), ANY_POLICY, st.data())
def test_the_feed_is_what_is_disclosed_one_by_one(
    in_small_steps: None, world: World, policy: Policy, data: st.DataObject
) -> None:
    with loaded(world) as house:
        rows = Rows(house)
        for viewer in every_viewer(world):
            feed_agree(Asked(house, rows, viewer, policy), data.draw(SIZES))


@pytest.mark.rule("K13", "A32", "B01", "B05")
@pytest.mark.parametrize("name", PINNED)
@pytest.mark.parametrize("size", [1, 2, 3])
def test_so_it_is_in_pinned_worlds(in_small_steps: None, name: str, size: int) -> None:
    world, policy = PINNED[name]
    with loaded(world) as house:
        rows = Rows(house)
        for viewer in every_viewer(world):
            feed_agree(Asked(house, rows, viewer, policy), size)


@settings(**BUDGET)
@given(any_world(), ANY_POLICY, st.data())
def test_long_heads_find_what_short_ones_find(world: World, policy: Policy, data: st.DataObject) -> None:
    with loaded(world) as house:
        rows = Rows(house)
        viewer = data.draw(st.sampled_from(every_viewer(world)))
        feed_agree(Asked(house, rows, viewer, policy), data.draw(SIZES))
