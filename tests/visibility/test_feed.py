"""The feed lists, newest first, exactly the mails and meetings that are disclosed one by one."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tactful.insight.columns import pack_touches
from tactful.policy.rules import Policy
from tactful.records.models import BookTouches as Packed
from tactful.records.models import Copy, Feed, Party, Person
from tactful.sharing.models import Stamp, Withholding
from tactful.visibility import newest, touches
from tactful.visibility.cursor import BadCursor, write_cursor
from tactful.visibility.feed import KINDS, newest_touchpoints
from tactful.visibility.seen import Page, Touchpoint
from tactful.visibility.standing import Standing
from tactful.visibility.timeline import person_timeline
from tests.reference.cast import ACME, BOTH, book, house
from tests.reference.world import EVERYONE, Share, Viewer, World
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
            # What has no subject is shown without one, to whom it would be shown.
            content = [replace(t.facts["interactions"], facet="subject") for t in copies]
            assert (row.subject is not None) == bool(asked.expected.shown(content))


def newest_first(held: dict[uuid.UUID, list[Touch]]) -> list[tuple[datetime, uuid.UUID]]:
    return sorted(((max(t.at for t in some), uid) for uid, some in held.items()), reverse=True)


def _page(standing: Standing, kind: str, cursor: str | None, limit: int) -> Page[Touchpoint]:
    return newest_touchpoints(standing, kind=kind, cursor=cursor, limit=limit)


@pytest.fixture
def in_small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look at one touchpoint of each book, then at two."""
    monkeypatch.setattr(newest, "_HEAD", 1)
    monkeypatch.setattr(newest, "_GROWTH", 2)


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


@pytest.mark.rule("B05", "A24")
@settings(**BUDGET)
@given(any_world(), st.data())
def test_what_is_packed_is_what_the_books_hold(world: World, data: st.DataObject) -> None:
    with loaded(world) as house:
        held: dict[int, dict[str, set[int]]] = {}
        for party in Party.unchecked.filter(account_id=house.account).exclude(direction=""):
            kind = "meeting" if party.direction == "meeting" else "mail"
            held.setdefault(party.book_id, {"mail": set(), "meeting": set()})[kind].add(party.interaction_id)
        made = touches.touches_of(house.account, held)
        touches._kept.clear()
        pack_touches(house.account, sorted(held))
        stamps = dict(
            Stamp.unchecked.filter(account_id=house.account, source__in=held)
            .exclude(touches=0)
            .values_list("source_id", "touches")
        )
        assert dict(Packed.unchecked.values_list("book_id", "stamp")) == stamps
        read = touches.touches_of(house.account, held)
        assert made.keys() == read.keys() == held.keys()
        for book, kinds in held.items():
            for found in (made[book], read[book]):
                assert set(found.mails) == kinds["mail"]
                assert set(found.meetings) == kinds["meeting"]
                assert set(found.of("")) == kinds["mail"] | kinds["meeting"]


#: Ada shares all with Everyone, and Ben has two copies of one mail with Kim; nothing is withheld yet.
SHARED = house(
    ACME,
    facts=[
        *book("ada", "kim", thread="t"),
        *book("ada", "lou", names=("kim",), thread="u"),
        *book("ada", "lou", thread="v"),
        *book("ben", "kim", thread="t"),
    ],
    shares=[Share("ada", EVERYONE, BOTH), Share("ben", EVERYONE, BOTH)],
)


@pytest.mark.rule("B05", "D05")
def test_a_change_shows_in_the_next_page() -> None:
    with loaded(SHARED) as house:
        viewer = house.viewer(Viewer("dee"))

        def there() -> tuple[int, int]:
            page = newest_touchpoints(Standing(viewer))
            assert page.total == len(page.rows)
            return page.total, sum(len(row.contributors) for row in page.rows)

        assert there() == (3, 4)
        assert there() == (3, 4)
        by_ada = {"account_id": house.account, "book_id": house.ids["source", "book/ada"]}
        kim = Withholding.unchecked.create(**by_ada, person_id=house.ids["person", "kim"])
        assert there() == (2, 2)
        # Nobody of a mail to Lou is a touchpoint of Ada's any more: what is left is Ben's with Kim.
        Party.unchecked.filter(**by_ada, person_id=house.ids["person", "lou"]).update(direction="")
        assert there() == (1, 1)
        kim.delete()
        assert there() == (1, 2)


@pytest.mark.rule("B05")
def test_of_two_copies_in_a_book_one_may_be_left() -> None:
    """Ada holds a mail in two feeds; a copy that names nobody withheld still shows it."""
    with loaded(SHARED) as house:
        viewer = house.viewer(Viewer("dee"))
        by_ada = {"account_id": house.account, "book_id": house.ids["source", "book/ada"]}
        lou = house.ids["person", "lou"]
        naming, plain = (
            Party.unchecked.get(
                **by_ada, person_id=lou, interaction_id=house.ids["interaction", f"lou/{thread}"]
            )
            for thread in "uv"
        )
        feed = Feed.unchecked.create(**by_ada, name="More", digest=b"more")
        Copy.unchecked.filter(id=plain.copy_id).update(interaction=naming.interaction_id, feed=feed)
        Party.unchecked.filter(id=plain.id).update(interaction=naming.interaction_id)
        Withholding.unchecked.create(**by_ada, person_id=house.ids["person", "kim"])
        page = newest_touchpoints(Standing(viewer))
        assert page.total == len(page.rows) == 2
        Party.unchecked.filter(id=plain.id).update(direction="")
        page = newest_touchpoints(Standing(viewer))
        assert page.total == len(page.rows) == 1


@pytest.mark.rule("A24")
def test_an_older_copy_of_what_was_shown_hides_nothing_that_follows(in_small_steps: None) -> None:
    """Ben's copies of the first two stand between the third and the fourth, and are not shown once more."""
    persons = ("kim", "lou", "max", "nia")
    world = house(
        ACME,
        facts=[fact for it in persons for fact in book("ada", it, thread=it)]
        + [fact for it in ("kim", "lou") for fact in book("ben", it, thread=it)],
        shares=[Share("ada", EVERYONE, BOTH), Share("ben", EVERYONE, BOTH)],
    )
    with loaded(world) as house_:
        standing = Standing(house_.viewer(Viewer("dee")))
        first = standing.viewer.now - timedelta(days=30)
        for owner, hours in (("ada", (9, 8, 6, 1)), ("ben", (5, 4))):
            for person, hour in zip(persons, hours, strict=False):
                Party.unchecked.filter(
                    book_id=house_.ids["source", f"book/{owner}"], person_id=house_.ids["person", person]
                ).update(at=first + timedelta(hours=hour))
        rows = in_pages(partial(_page, standing, ""), 1)
        assert [row.uid for row in rows] == [uid_of("interaction", f"{it}/{it}") for it in persons]
        assert [len(row.contributors) for row in rows] == [2, 2, 1, 1]


def test_a_cursor_serves_its_own_question_alone() -> None:
    with loaded(SHARED) as house:
        standing = Standing(house.viewer(Viewer("ada")))
        cursor = newest_touchpoints(standing, limit=1).next_cursor
        assert cursor is not None
        kim = Person.unchecked.get(id=house.ids["person", "kim"])
        short = write_cursor(standing.viewer, "feed ", ["2026-01-01"])
        for kind, marker in (("", "made up"), ("mail", cursor), ("", short)):
            with pytest.raises(BadCursor):
                newest_touchpoints(standing, kind=kind, cursor=marker)
        with pytest.raises(BadCursor):
            person_timeline(standing, kim, cursor=cursor)
        with pytest.raises(ValueError, match="of kind"):
            newest_touchpoints(standing, kind="letter")


@pytest.mark.rule("D14")
def test_what_a_book_held_under_its_first_stamp_is_not_kept() -> None:
    """The first stamp is the same for every state up to the next statement; two of them must not be taken for one."""
    with loaded(SHARED) as house:
        book_ = house.ids["source", "book/ada"]
        many = []
        for direction in ("in", ""):
            parties = Party.unchecked.filter(book_id=book_, person_id=house.ids["person", "lou"])
            parties.exclude(direction="").update(direction=direction)
            Stamp.unchecked.filter(source_id=book_).update(touches=0)
            many.append(len(touches.touches_of(house.account, [book_])[book_].of("")))
        assert many == [3, 1]
