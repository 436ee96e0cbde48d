"""What lists keep in memory and how they walk says the same as reading everything anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.db.models import F
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tactful.insight.columns import pack_books
from tactful.records.models import BookColumns as Packed
from tactful.records.models import Company, Party, Tie, Word
from tactful.sharing.models import ShareSetting, Stamp
from tactful.visibility import columns, company_board, name_order, names, stamps
from tactful.visibility.companies import SORTS as COMPANY_SORTS
from tactful.visibility.companies import CompaniesQuery, list_companies
from tactful.visibility.crowd import crowd_of
from tactful.visibility.people import SORTS, PeopleQuery, list_people, matching
from tactful.visibility.seen import CompanyRow, Page, PersonRow
from tactful.visibility.standing import Standing
from tactful.visibility.telling import moment_of, tell
from tests.reference.cast import ACME, BOTH, book
from tests.reference.cast import house as cast_house
from tests.reference.world import EVERYONE, Private, Share, Viewer
from tests.reference.worlds import every_viewer
from tests.visibility.agreeing import in_pages, loaded
from tests.visibility.from_world import uid_of
from tests.visibility.test_agreement import any_world
from tests.visibility.test_pinned import ON_CARDS

pytestmark = pytest.mark.django_db

BUDGET: dict[str, Any] = {
    "max_examples": max(8, settings().max_examples // 12),
    "deadline": None,
    "phases": (Phase.explicit, Phase.reuse, Phase.generate),
    "suppress_health_check": list(HealthCheck),
}


@pytest.fixture
def always_walking(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put nobody in order at once, and take the shortest steps."""
    monkeypatch.setattr(name_order, "FEW", 0)
    monkeypatch.setattr(name_order, "_FEW_NAMELESS", 0)
    monkeypatch.setattr(name_order, "_LEAST_STEP", 1)
    monkeypatch.setattr(name_order, "_MOST_STEP", 2)


@pytest.mark.rule("D21", "B12")
@settings(**BUDGET)
@given(any_world(), st.data())
def test_walking_along_names_finds_what_sorting_finds(
    always_walking: None, world: Any, data: st.DataObject
) -> None:
    with loaded(world) as house:
        viewer = data.draw(st.sampled_from(every_viewer(world)))
        standing = Standing(house.viewer(viewer))
        for sort in SORTS:
            query = PeopleQuery(sort=sort)
            walked = in_pages(partial(_listed, standing, query), data.draw(st.integers(1, 3)))
            name_order.FEW = 8_000
            assert walked == list(list_people(standing, query, limit=100).rows)
            name_order.FEW = 0


@pytest.mark.rule("D21", "K04")
@pytest.mark.parametrize("size", [1, 2, 3])
def test_so_it_is_for_those_of_whom_no_name_is_shown(always_walking: None, size: int) -> None:
    with loaded(ON_CARDS) as house:
        standing = Standing(house.viewer(Viewer("dee")))
        query = PeopleQuery()
        walked = in_pages(partial(_listed, standing, query), size)
        uids = sorted(uid_of("person", person) for person in ("kim", "lou", "nia"))
        assert [row.uid for row in walked] == [uid_of("person", "max"), *uids]
        assert [row.name is None for row in walked] == [False, True, True, True]


@pytest.mark.rule("B05", "D14")
def test_what_exceptions_correct_is_kept_while_the_books_they_are_about_are_as_they_were() -> None:
    world = cast_house(
        ACME,
        facts=[
            *book("ada", "lou", thread="t"),
            *book("ada", "max", names=("kim",), thread="u"),
            *book("ada", "kim", names=("max",), thread="v"),
            *book("ben", "nia"),
        ],
        shares=[Share("ada", EVERYONE, BOTH), Share("ben", EVERYONE, BOTH)],
        privates=[Private("ada", ("person", "kim"))],
    )
    with loaded(world) as house:
        viewer = house.viewer(Viewer("dee"))
        ada, ben = (house.ids["source", f"book/{owner}"] for owner in ("ada", "ben"))
        first = crowd_of(Standing(viewer))
        assert first.is_corrected(ada, house.ids["person", "max"])
        assert not first.is_corrected(ada, house.ids["person", "lou"])
        Tie.unchecked.filter(book_id=ben).update(s=F("s") + 1)
        second = crowd_of(Standing(viewer))
        assert second is not first
        assert second._corrections is first._corrections
        # Of the mail that named Kim too she is gone: all of it is told.
        Party.unchecked.filter(book_id=ada, person_id=house.ids["person", "kim"]).delete()
        third = crowd_of(Standing(viewer))
        assert not third.is_corrected(ada, house.ids["person", "max"])
        assert first.is_corrected(ada, house.ids["person", "max"])


@pytest.mark.rule("D20", "B12")
@settings(**BUDGET)
@given(any_world(), st.data())
def test_companies_are_the_same_whichever_way_they_are_gathered(world: Any, data: st.DataObject) -> None:
    with loaded(world) as house:
        viewer = data.draw(st.sampled_from(every_viewer(world)))
        usual = Standing(house.viewer(viewer))
        wanted = {sort: list_companies(usual, CompaniesQuery(sort=sort)).rows for sort in COMPANY_SORTS}
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(names, "_MANY", 0)
            patched.setattr(company_board, "_WIDEST_TABLE", 0)
            other = Standing(house.viewer(viewer))
            # Worked out anew: what was kept for this viewer is put aside.
            assert other.place is not None
            other.place.crowd = None
            for sort, rows in wanted.items():
                query = CompaniesQuery(sort=sort)
                assert list_companies(other, query).rows == rows
                assert in_pages(partial(_companies, other, query), data.draw(st.integers(1, 3))) == list(rows)


def _companies(standing: Standing, query: CompaniesQuery, cursor: str | None, limit: int) -> Page[CompanyRow]:
    return list_companies(standing, query, cursor=cursor, limit=limit)


@pytest.mark.rule("B12")
@settings(**BUDGET)
@given(any_world(), st.data())
def test_a_book_that_changes_while_it_is_read_is_not_kept(world: Any, data: st.DataObject) -> None:
    """Where statements do not share a snapshot, columns may be newer than the stamps that were read before them."""
    with loaded(world) as house:
        viewer = house.viewer(data.draw(st.sampled_from(every_viewer(world))))
        honest, changes = stamps.source_stamps, iter(range(data.draw(st.integers(0, 4))))

        def interrupted(account: int, sources: list[int]) -> stamps.Stamps:
            read = honest(account, sources)
            if next(changes, None) is not None:
                for tie in Tie.unchecked.filter(account_id=account):
                    Tie.unchecked.filter(id=tie.id).update(s=tie.s + 1)
            return read

        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(stamps, "source_stamps", interrupted)
            first = list_people(Standing(viewer), limit=100).rows
            last = list_people(Standing(viewer), limit=100).rows
        columns._kept.clear()
        fresh = Standing(viewer)
        if fresh.place is not None:
            fresh.place.crowd = None
        assert last == list_people(fresh, limit=100).rows
        assert len(first) == len(last)


def _listed(standing: Standing, query: PeopleQuery, cursor: str | None, limit: int) -> Page[PersonRow]:
    return list_people(standing, query, cursor=cursor, limit=limit)


@pytest.mark.rule("B12")
@settings(**BUDGET)
@given(any_world(), st.data())
def test_filters_keep_those_whose_shown_row_fits(world: Any, data: st.DataObject) -> None:
    with loaded(world) as house:
        viewer = data.draw(st.sampled_from(every_viewer(world)))
        standing = Standing(house.viewer(viewer))
        told = tell(standing, crowd_of(standing).existing)
        rows = {row.uid: row for row in list_people(standing, limit=100).rows}
        score = data.draw(st.integers(1, 101))
        since = data.draw(st.dates(date(2020, 1, 1), date(2027, 1, 1)))
        strong = {told[p].uid for p in matching(standing, PeopleQuery(least_score=score))}
        recent = {told[p].uid for p in matching(standing, PeopleQuery(since=since))}
        start = datetime(since.year, since.month, since.day, tzinfo=UTC)
        assert strong == {u for u, row in rows.items() if row.strength and row.strength.score >= score}
        assert recent == {u for u, row in rows.items() if row.last_contact and row.last_contact >= start}


@pytest.mark.rule("B12")
@settings(**BUDGET)
@given(any_world(), st.data())
def test_packed_columns_are_the_ties(world: Any, data: st.DataObject) -> None:
    with loaded(world) as house:
        books = sorted({tie.book_id for tie in Tie.unchecked.filter(account_id=house.account)})
        stamps = dict(
            Stamp.unchecked.filter(account_id=house.account, source__in=books).values_list(
                "source_id", "number"
            )
        )
        made, is_good = columns.columns_of(house.account, stamps)
        assert is_good
        columns._kept.clear()
        pack_books(house.account, books)
        assert set(Packed.unchecked.values_list("book_id", "stamp")) == set(stamps.items())
        read, is_good = columns.columns_of(house.account, stamps)
        assert is_good
        for book in books:
            ties = list(Tie.unchecked.filter(account_id=house.account, book=book).order_by("person_id"))
            for found in (made[book], read[book]):
                assert found.people.tolist() == [tie.person_id for tie in ties]
                assert found.companies.tolist() == [tie.company_id or 0 for tie in ties]
                assert found.strengths.tolist() == [tie.s for tie in ties]
                assert found.named.tolist() == [tie.name != "" for tie in ties]
                lasts = [None if at == columns.NEVER else moment_of(at) for at in found.lasts.tolist()]
                assert lasts == [tie.last_at for tie in ties]
            assert made[book].held == read[book].held


def known_world(data: st.DataObject) -> Any:
    """A world in which somebody knows somebody."""
    return data.draw(any_world().filter(lambda world: any(f.facet == "relationship" for f in world.facts)))


@pytest.mark.rule("D05", "D13")
@settings(**BUDGET)
@given(st.data())
def test_a_change_of_records_or_settings_shows_in_the_next_question(data: st.DataObject) -> None:
    world = known_world(data)
    with loaded(world) as house:
        tie = Tie.unchecked.filter(account_id=house.account).first()
        if tie is None:
            return
        owner = next(v for v in every_viewer(world) if v.user is not None and house.viewer(v).member)
        viewer = house.viewer(owner)
        before = Standing(viewer)
        seen = crowd_of(before)
        assert crowd_of(Standing(viewer)) is seen
        Tie.unchecked.filter(id=tie.id).update(s=tie.s + 1)
        if tie.book_id in seen.open("existence"):
            assert crowd_of(Standing(viewer)) is not seen
        ShareSetting.unchecked.update_or_create(
            account_id=house.account,
            book_id=tie.book_id,
            team_membership_id=None,
            defaults={"level": "not sharing", "set_at": viewer.now},
        )
        assert Standing(viewer).household is not before.household


@pytest.mark.rule("B06")
@settings(**BUDGET)
@given(any_world(), st.data())
def test_an_end_date_that_passes_shows_in_the_next_question(world: Any, data: st.DataObject) -> None:
    with loaded(world) as house:
        book = Tie.unchecked.filter(account_id=house.account).values_list("book_id", flat=True).first()
        if book is None:
            return
        viewers = [house.viewer(v) for v in every_viewer(world)]
        end = viewers[0].now + timedelta(days=1)
        ShareSetting.unchecked.update_or_create(
            account_id=house.account,
            book_id=book,
            team_membership_id=None,
            defaults={"level": "relationships", "set_at": viewers[0].now, "ends_at": end},
        )
        for viewer in viewers:
            for now in (viewer.now, end, end + timedelta(seconds=1), viewer.now):
                moved = Standing(replace(viewer, now=now))
                anew = Standing(replace(viewer, now=now))
                anew.household._places.clear()
                anew = Standing(replace(viewer, now=now))
                assert moved.opened == anew.opened
                assert crowd_of(moved).existing == crowd_of(anew).existing


@pytest.mark.rule("B12")
@settings(**BUDGET)
@given(any_world())
def test_words_are_those_of_the_ties_and_values(world: Any) -> None:
    with loaded(world) as house:
        said: dict[int, list[set[str]]] = {}
        for tie in Tie.unchecked.filter(account_id=house.account):
            said.setdefault(tie.person_id, []).append(set(tie.words.split()))
        domains = {c.id: c.domain for c in Company.unchecked.filter(account_id=house.account)}
        company = dict(
            Tie.unchecked.filter(account_id=house.account, company__isnull=False).values_list(
                "person_id", "company_id"
            )
        )
        wanted: set[tuple[int, str, str]] = set()
        for person, books in said.items():
            parts = set()
            if person in company:
                domain = domains[company[person]]
                parts = {domain, *domain.split(".")}
            for word in set().union(*books) | parts:
                everywhere = word in parts or all(word in words for words in books)
                wanted.add((person, word, "e" if everywhere else "s"))
                if word in parts and word in set().union(*books) and not all(word in w for w in books):
                    wanted.add((person, word, "s"))
        found = set(
            Word.unchecked.filter(account_id=house.account)
            .exclude(said="v")
            .values_list("person_id", "word", "said")
        )
        assert found == wanted
