"""A thread has exactly the mails of it that are disclosed one by one, newest last, each with what is told of it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tactful.policy.rules import Policy
from tactful.sharing.models import AccountSharing
from tactful.visibility.cursor import BadCursor
from tactful.visibility.seen import Touchpoint
from tactful.visibility.standing import Standing
from tactful.visibility.threads import see_thread
from tests.reference.world import Viewer, World
from tests.reference.worlds import every_viewer
from tests.visibility.agreeing import Asked, loaded
from tests.visibility.expected import Rows, Touch
from tests.visibility.fitted import mails
from tests.visibility.from_world import uid_of
from tests.visibility.test_agreement import ANY_POLICY, any_world
from tests.visibility.test_feed import SHARED
from tests.visibility.test_pinned import PINNED
from tests.visibility.words import number_of

pytestmark = pytest.mark.django_db

BUDGET: dict[str, Any] = {
    "max_examples": max(8, settings().max_examples // 8),
    "deadline": None,
    "phases": (Phase.explicit, Phase.reuse, Phase.generate),
    "suppress_health_check": list(HealthCheck),
}


def threads_agree(asked: Asked, size: int) -> None:
    """By whichever mail of it a thread is asked for, all of it is there that is disclosed, and nothing else."""
    disclosed = asked.expected.touches("interactions", asked.rows.company)
    shown: dict[str, list[Touch]] = {}
    for touch in disclosed:
        shown.setdefault(touch.interaction, []).append(touch)
    thread_of = {mail.interaction: mail.thread for mail in mails(asked.house.world)}
    for interaction in sorted(thread_of):
        uid = uid_of("interaction", interaction)
        found = see_thread(asked.standing, uid, limit=100)
        assert (found is not None) == (interaction in shown)
        if found is None:
            continue
        thread = thread_of[interaction]
        there = [it for it in shown if it == interaction or (thread and thread_of[it] == thread)]
        assert {row.uid for row in found.rows} == {uid_of("interaction", it) for it in there}
        assert found.total == len(found.rows) == len(there)
        assert [row.at for row in found.rows] == sorted(row.at for row in found.rows)
        assert in_pages(asked.standing, uid, size) == list(found.rows)
        by_uid = {row.uid: row for row in found.rows}
        for it in there:
            row = by_uid[uid_of("interaction", it)]
            assert (row.body is not None) == bool(written(asked, shown[it]))
            if row.body is not None:
                assert row.body.html in {
                    f"<p>Body {number} of {it}</p>" for number in written(asked, shown[it])
                }


def written(asked: Asked, copies: list[Touch]) -> set[int]:
    """The words of the bodies of these copies that are disclosed: whose has a subject has one."""
    shown = {str(t.facts["body"].id).rpartition("/")[0] for t in copies if "subject" in t.facts}
    shown &= {
        str(fact.id).rpartition("/")[0]
        for fact in asked.expected.shown(t.facts["body"] for t in copies if "subject" in t.facts)
    }
    return {number_of(mail, 0, 9_000) for mail in shown}


def in_pages(standing: Standing, uid: Any, size: int) -> list[Touchpoint]:
    """All of a thread, asked for page by page from its end."""
    rows: list[Touchpoint] = []
    cursor = None
    while True:
        page = see_thread(standing, uid, cursor=cursor, limit=size)
        assert page is not None
        rows = [*page.rows, *rows]
        cursor = page.next_cursor
        if cursor is None:
            return rows


@pytest.mark.rule("A20", "A23", "A24", "A26", "B05", "B12", "D26")
@settings(**BUDGET)
@given(any_world(), ANY_POLICY, st.data())
def test_a_thread_is_what_is_disclosed_one_by_one(world: World, policy: Policy, data: st.DataObject) -> None:
    with loaded(world) as house:
        rows = Rows(house)
        for viewer in every_viewer(world):
            threads_agree(Asked(house, rows, viewer, policy), data.draw(st.integers(1, 3)))


@pytest.mark.rule("K13", "B05")
@pytest.mark.parametrize("name", PINNED)
def test_so_it_is_in_pinned_worlds(name: str) -> None:
    world, policy = PINNED[name]
    with loaded(world) as house:
        rows = Rows(house)
        for viewer in every_viewer(world):
            threads_agree(Asked(house, rows, viewer, policy), 1)


@pytest.mark.rule("A27")
def test_what_is_not_kept_any_more_is_shown_to_nobody() -> None:
    """Also while it is still being erased, and to its own contributor."""
    with loaded(SHARED) as house:
        ada = Standing(house.viewer(Viewer("ada")))
        page = see_thread(ada, uid_of("interaction", "lou/u"))
        assert page is not None
        AccountSharing.unchecked.update(keep_bodies=False)
        again = see_thread(Standing(house.viewer(Viewer("ada"))), uid_of("interaction", "lou/u"))
        assert again is not None
        assert all(row.body is None for row in again.rows)


@pytest.mark.rule("B04")
def test_a_place_in_another_thread_is_none_in_this() -> None:
    with loaded(SHARED) as house:
        ada = Standing(house.viewer(Viewer("ada")))
        with pytest.raises(BadCursor):
            see_thread(ada, uid_of("interaction", "lou/u"), cursor="made up")
