"""see = list_seen = who_sees = why, in the database: each says what the kernel decides on single facts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tactful.policy.rules import EVENTS, RULES, Policy, Withhold
from tactful.policy.terms import Facets, Kind
from tactful.visibility.companies import CompaniesQuery, list_companies
from tactful.visibility.cursor import BadCursor
from tactful.visibility.people import PeopleQuery, list_people
from tactful.visibility.standing import Standing
from tests.policy.policies import policies
from tests.reference import world as plain
from tests.reference.rows import chance, pick
from tests.reference.scenes import SCENES
from tests.reference.world import World
from tests.reference.worlds import every_viewer, viewers, worlds, worlds_of
from tests.visibility.agreeing import (
    Asked,
    companies_agree,
    deciders,
    groups_agree,
    items_agree,
    loaded,
    people_agree,
    reasons_agree,
    records_agree,
    searches_agree,
    the_reference_agrees,
    values_are_explained,
)
from tests.visibility.agreeing_paths import introducers_agree, moving_ties_agree, network_agrees
from tests.visibility.agreeing_whys import (
    every_touchpoint_has_its_why,
    every_value_has_its_why,
    every_value_of_companies_has_its_why,
    seers_agree,
)
from tests.visibility.expected import Rows

pytestmark = pytest.mark.django_db

BUDGET: dict[str, Any] = {
    # 56 worlds on push: loading one takes most of the time.
    "max_examples": max(8, settings().max_examples // 8),
    "deadline": None,
    "phases": (Phase.explicit, Phase.reuse, Phase.generate),
    "suppress_health_check": list(HealthCheck),
}
#: Rules whose worlds open, or withhold, what these tables hold.
RULES_HERE = [
    rule for rule in SCENES if rule[0] in "DK" or rule in ("A20", "A25", "A26", "A28", "B05", "B06", "A32")
]


@st.composite
def any_world(draw: Any) -> World:
    rule = pick(draw, ["", *RULES_HERE])
    found: World = draw(worlds_of(rule) if rule else worlds())
    return joined(draw, found) if chance(draw, 2) else found


#: Rules whose worlds have items that one of them is about.
OF_ITEMS = ("A09", "A13", "A14", "A15", "A16", "A17")


@st.composite
def any_world_with_items(draw: Any) -> World:
    if chance(draw, 4):
        return draw(any_world())  # type: ignore[no-any-return]
    found: World = draw(worlds_of(pick(draw, OF_ITEMS)))
    return joined(draw, found) if chance(draw, 2) else found


def joined(draw: Any, world: World) -> World:
    """Cards in which people of a book stand beside each other (D24), whether or not their book has values of them."""
    books: dict[str, list[str]] = {}
    for fact in world.facts:
        if fact.facet != "card" and fact.person not in books.setdefault(fact.owner, []):
            books[fact.owner].append(fact.person)
    several = [owner for owner in books if len(books[owner]) > 1]
    joins = [
        plain.CardJoin(owner, *draw(st.permutations(books[owner]))[:2])
        for owner in several
        for _ in range(draw(st.integers(0, 2)))
    ]
    return replace(world, joins=tuple(joins))


def some_viewers(data: st.DataObject, world: World) -> list[plain.Viewer]:
    """A few of the users, one of them perhaps under a ceiling."""
    all_of_them = every_viewer(world)
    picked = data.draw(st.lists(st.sampled_from(all_of_them), min_size=2, max_size=3, unique=True))
    return [*picked, data.draw(viewers(world))]


def supposed(policy: Policy) -> Policy:
    """A random policy as far as the tables follow one.

    All of a book stands on existence, as a tie's row does; what strikes a facet strikes all that stands on it; what a
    thread and a bucket strike is fixed in their SQL.
    """
    footing = {facet: under or "existence" for facet, under in policy.kinds["book"].footing.items()}
    book = Kind("book", {**footing, "existence": None})
    withholds = dict(RULES.withholds)
    for sort in ("private", "protected"):
        row = policy.withholds[sort]
        withholds[sort] = Withhold(
            row.rule, struck(book, row.strikes), struck(book, row.also_when_named & EVENTS) & EVENTS
        )
    return replace(
        policy,
        kinds={**policy.kinds, "book": book},
        withholds=withholds,
        makes_a_record=RULES.makes_a_record,
    )


def struck(kind: Kind, strikes: Facets) -> Facets:
    """The facets and all that stands on them."""
    for facet, under in kind.footing.items():
        if under in strikes:
            strikes |= {facet}
    return strikes


ANY_POLICY = st.one_of(st.just(RULES), policies().map(supposed))
SIZES = st.integers(1, 3)


@pytest.mark.rule("A39", "B01", "B12")
@settings(**BUDGET)
@given(any_world(), ANY_POLICY, st.data())
def test_people_are_one_by_one_whom_the_directory_lists(
    world: World, policy: Policy, data: st.DataObject
) -> None:
    with loaded(world) as house:
        rows = Rows(house)
        for viewer in some_viewers(data, world):
            people_agree(Asked(house, rows, viewer, policy), data.draw(SIZES))


@pytest.mark.rule("D20", "A39")
@settings(**BUDGET)
@given(any_world(), ANY_POLICY, st.data())
def test_companies_are_those_of_the_people(world: World, policy: Policy, data: st.DataObject) -> None:
    with loaded(world) as house:
        rows = Rows(house)
        for viewer in some_viewers(data, world):
            companies_agree(Asked(house, rows, viewer, policy), data.draw(SIZES))


@pytest.mark.rule("A09", "A13", "A14", "A15", "A16", "A17")
@settings(**BUDGET)
@given(any_world_with_items(), ANY_POLICY, st.data())
def test_items_are_read_as_the_kernel_decides(world: World, policy: Policy, data: st.DataObject) -> None:
    with loaded(world) as house:
        rows = Rows(house)
        for viewer in some_viewers(data, world):
            items_agree(Asked(house, rows, viewer, policy), data.draw(SIZES))


@pytest.mark.rule("D07", "D08", "D09", "D10", "D26", "A24")
@settings(**BUDGET)
@given(any_world(), ANY_POLICY, st.data())
def test_values_statistics_and_timeline_are_of_facts_disclosed(
    world: World, policy: Policy, data: st.DataObject
) -> None:
    with loaded(world) as house:
        rows = Rows(house)
        for viewer in some_viewers(data, world):
            records_agree(Asked(house, rows, viewer, policy))


@pytest.mark.rule("B01")
@settings(**BUDGET)
@given(any_world(), ANY_POLICY, st.data())
def test_who_sees_and_why_say_what_is_seen(world: World, policy: Policy, data: st.DataObject) -> None:
    with loaded(world) as house:
        rows = Rows(house)
        others = deciders(house, rows, policy)
        for viewer in some_viewers(data, world):
            reasons_agree(Asked(house, rows, viewer, policy), others)


@pytest.mark.rule("B01", "D07")
@settings(**BUDGET)
@given(any_world(), st.data())
def test_a_value_is_explained_where_it_is_shown(world: World, data: st.DataObject) -> None:
    with loaded(world) as house:
        rows = Rows(house)
        for viewer in some_viewers(data, world):
            values_are_explained(Asked(house, rows, viewer))


@pytest.mark.rule("B01", "D09", "D20")
@settings(**BUDGET)
@given(any_world(), ANY_POLICY, st.data())
def test_whatever_is_shown_says_why_and_nothing_else_does(
    world: World, policy: Policy, data: st.DataObject
) -> None:
    with loaded(world) as house:
        rows = Rows(house)
        others = deciders(house, rows, policy)
        for viewer in some_viewers(data, world):
            asked = Asked(house, rows, viewer, policy)
            every_value_has_its_why(asked)
            every_value_of_companies_has_its_why(asked)
            every_touchpoint_has_its_why(asked)
            seers_agree(asked, others)


@settings(**BUDGET)
@given(any_world(), st.data())
def test_the_directory_is_what_the_reference_says(world: World, data: st.DataObject) -> None:
    account = data.draw(st.sampled_from([it.id for it in world.accounts]))
    with loaded(world, account) as house:
        rows = Rows(house)
        for viewer in some_viewers(data, world):
            the_reference_agrees(Asked(house, rows, viewer), account)


@pytest.mark.rule("D04")
@settings(**BUDGET)
@given(any_world(), st.data())
def test_a_groups_score_counts_who_shares_with_that_group(world: World, data: st.DataObject) -> None:
    with loaded(world) as house:
        rows = Rows(house)
        for viewer in some_viewers(data, world):
            groups_agree(Asked(house, rows, viewer))


@pytest.mark.rule("D07", "D21", "B04")
@settings(**BUDGET)
@given(any_world(), ANY_POLICY, st.data())
def test_a_search_finds_by_what_is_disclosed_alone(world: World, policy: Policy, data: st.DataObject) -> None:
    with loaded(world) as house:
        rows = Rows(house)
        for viewer in some_viewers(data, world):
            searches_agree(Asked(house, rows, viewer, policy), data.draw(SIZES))


@pytest.mark.rule("B05", "B07", "D09")
@settings(**BUDGET)
@given(any_world(), ANY_POLICY, st.data())
def test_warm_paths_and_the_network_are_made_of_what_is_disclosed(
    world: World, policy: Policy, data: st.DataObject
) -> None:
    with loaded(world) as house:
        rows = Rows(house)
        for viewer in some_viewers(data, world):
            asked = Asked(house, rows, viewer, policy)
            introducers_agree(asked)
            network_agrees(asked)
            moving_ties_agree(asked)


def test_a_cursor_serves_its_own_question_alone() -> None:
    world = World()
    with loaded(replace(world, accounts=(plain.Account("acme"),))) as house:
        standing = Standing(house.viewer(plain.Viewer(None)))
        with pytest.raises(BadCursor):
            list_people(standing, cursor="made up")
        with pytest.raises(BadCursor):
            list_companies(standing, cursor="made up")
        with pytest.raises(ValueError, match="sorted by"):
            list_people(standing, PeopleQuery(sort="age"))
        with pytest.raises(ValueError, match="sorted by"):
            list_companies(standing, CompaniesQuery(sort="age"))
