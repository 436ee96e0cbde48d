"""see = list_seen = who_sees = why, in the database: each says what the kernel decides on single facts."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tactful.accounts.wall import acting
from tactful.policy.paths import share_of
from tactful.policy.rules import EVENTS, RULES, Policy, Withhold
from tactful.policy.terms import Facets, Kind
from tactful.records.models import Company, Person
from tactful.records.sort_key import sort_key
from tactful.visibility import companies, people
from tactful.visibility.companies import CompaniesQuery, list_companies, see_company
from tactful.visibility.cursor import BadCursor
from tactful.visibility.groups import person_groups
from tactful.visibility.people import PeopleQuery, list_people
from tactful.visibility.person import find_person, see_person
from tactful.visibility.questions import who_sees_person, why_company, why_person, why_value
from tactful.visibility.seen import CompanyRow, Page, PersonRow, Statistics, Touchpoint
from tactful.visibility.standing import Standing
from tactful.visibility.statistics import company_statistics, person_statistics
from tactful.visibility.timeline import company_timeline, person_timeline
from tests.policy.policies import policies
from tests.reference import world as plain
from tests.reference.cast import NOW
from tests.reference.model import disclosed
from tests.reference.rows import pick
from tests.reference.scenes import SCENES
from tests.reference.world import EVERYONE, World
from tests.reference.worlds import every_viewer, viewers, worlds, worlds_of
from tests.visibility.expected import Expected, Rows, Touch
from tests.visibility.from_world import Loaded, load, uid_of

pytestmark = pytest.mark.django_db
Row = TypeVar("Row")

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
    return found


@contextmanager
def loaded(world: World, account: str = "acme") -> Iterator[Loaded]:
    """Load one account of a world, act for it, and take all of it back."""
    with transaction.atomic():
        found = load(world, account)
        with acting(found.account):
            yield found
        transaction.set_rollback(True)


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


def in_pages(listing: Callable[[str | None, int], Page[Row]], size: int) -> list[Row]:
    """Return the rows of all pages; each says the same total, which is how many there are."""
    rows: list[Row] = []
    cursor, totals = None, set()
    while True:
        page = listing(cursor, size)
        assert len(page.rows) <= size
        rows += page.rows
        totals.add(page.total)
        if page.next_cursor is None:
            break
        assert len(page.rows) == size
        cursor = page.next_cursor
    assert totals == {len(rows)}
    return rows


# ── One = many ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.rule("A39", "B01", "B12")
@settings(**BUDGET)
@given(any_world(), st.one_of(st.just(RULES), policies().map(supposed)), st.data())
def test_people_are_one_by_one_whom_the_directory_lists(
    world: World, policy: Policy, data: st.DataObject
) -> None:
    with loaded(world) as house:
        rows = Rows(house)
        for viewer in some_viewers(data, world):
            expected = Expected(rows, viewer, policy)
            standing = Standing(house.viewer(viewer), policy=policy)
            uids = {uid_of("person", person): person for person in expected.people}
            for person in house.world.persons:
                found = find_person(standing, uid_of("person", person.id))
                assert (found is not None) == (person.id in expected.people), (viewer, person)
            for sort in people.SORTS:
                check_order(standing, expected, uids, sort, data.draw(st.integers(1, 3)))


def check_order(
    standing: Standing, expected: Expected, uids: dict[uuid.UUID, str], sort: str, size: int
) -> None:
    query = PeopleQuery(sort=sort)
    rows = in_pages(lambda cursor, limit: list_people(standing, query, cursor=cursor, limit=limit), size)
    assert rows == list(list_people(standing, query, limit=100).rows)
    assert len({row.uid for row in rows}) == len(rows)
    assert {row.uid for row in rows} == set(uids)
    for row in rows:
        person = uids[row.uid]
        sums = expected.sums([person])
        assert row.name == expected.name(person)
        assert {knower.member.uid: knower.strength.raw for knower in row.knowers} == {
            uid_of("user", owner): s for owner, s in sums.items()
        }
        assert (None if row.strength is None else row.strength.raw) == max(sums.values(), default=None)
        dates = [touch.at for touch in expected.touches("highlights", [person])]
        assert row.last_contact == max(dates, default=None)
    if sort == "strength":
        strengths = [-1.0 if row.strength is None else row.strength.raw for row in rows]
        assert strengths == sorted(strengths, reverse=True)
    if sort == "last contact":
        dated = [row.last_contact for row in rows if row.last_contact is not None]
        assert dated == sorted(dated, reverse=True)
        assert all(row.last_contact is None for row in rows[len(dated) :])
    if sort == "name":
        assert [row.name is None for row in rows] == sorted(row.name is None for row in rows)


@pytest.mark.rule("D20", "A39")
@settings(**BUDGET)
@given(any_world(), st.one_of(st.just(RULES), policies().map(supposed)), st.data())
def test_companies_are_those_of_the_people(world: World, policy: Policy, data: st.DataObject) -> None:
    with loaded(world) as house:
        rows = Rows(house)
        for viewer in some_viewers(data, world):
            expected = Expected(rows, viewer, policy)
            standing = Standing(house.viewer(viewer), policy=policy)
            there = expected.companies()
            uids = {uid_of("company", company): company for company in there}
            for sort in companies.SORTS:
                query = CompaniesQuery(sort=sort)
                found = in_pages(
                    partial(_companies, standing, query),
                    data.draw(st.integers(1, 2)),
                )
                assert {row.uid for row in found} == set(uids)
                assert len(found) == len(uids)
                for row in found:
                    persons = there[uids[row.uid]]
                    sums = expected.sums(persons)
                    assert row.people == len(persons)
                    assert {k.member.uid: k.strength.raw for k in row.knowers} == {
                        uid_of("user", owner): pytest.approx(s) for owner, s in sums.items()
                    }
                    best = max(sums.values(), default=None)
                    assert row.strength is None if best is None else row.strength is not None
                    if row.strength is not None:
                        assert row.strength.raw == pytest.approx(best)
            for company in {person.company for person in house.world.persons if person.company}:
                seen = see_company(standing, uid_of("company", company))
                assert (seen is not None) == (company in there)
                if seen is not None:
                    assert seen.people == len(there[company])


# ── What is shown of one ────────────────────────────────────────────────────────────────────────────


def counted(touches: list[Touch]) -> Statistics:
    """D09's numbers: a mail in several books counts once."""

    def many(direction: str) -> int:
        return len({touch.interaction for touch in touches if touch.direction == direction})

    mails = [touch.at for touch in touches if touch.direction != "meeting"]
    meetings = [touch.at for touch in touches if touch.direction == "meeting"]
    return Statistics(
        many("in"),
        many("out"),
        many("meeting"),
        min(mails, default=None),
        max(mails, default=None),
        min(meetings, default=None),
        max(meetings, default=None),
    )


@pytest.mark.rule("D07", "D08", "D09", "D10", "D26", "A24")
@settings(**BUDGET)
@given(any_world(), st.one_of(st.just(RULES), policies().map(supposed)), st.data())
def test_values_statistics_and_timeline_are_of_facts_disclosed(
    world: World, policy: Policy, data: st.DataObject
) -> None:
    with loaded(world) as house:
        rows = Rows(house)
        for viewer in some_viewers(data, world):
            expected = Expected(rows, viewer, policy)
            standing = Standing(house.viewer(viewer), policy=policy)
            for person in sorted(expected.people):
                row = Person.unchecked.get(uid=uid_of("person", person))
                seen = see_person(standing, row.uid)
                assert seen is not None
                assert {owner.uid for value in seen.values or () for owner in value.owners} == {
                    uid_of("user", owner)
                    for owner in expected.owners("contact_info", person)
                    if (owner, person) in rows.ties
                }
                assert (seen.values is not None) == ("contact_info" in seen.shows)
                touches = expected.touches("interactions", [person])
                total, each = person_statistics(standing, row)
                assert total == counted(touches)
                assert {one.member.uid: one.statistics for one in each} == {
                    uid_of("user", owner): counted([t for t in touches if t.owner == owner])
                    for owner in {touch.owner for touch in touches}
                }
                check_timeline(standing, expected, touches, row, policy)
            for company, persons in expected.companies().items():
                one = Company.unchecked.get(uid=uid_of("company", company))
                touches = expected.touches("interactions", all_at(rows, company))
                assert company_statistics(standing, one)[0] == counted(touches)
                told = in_pages(partial(_company_timeline, standing, one), 2)
                assert {t.uid for t in told} == {uid_of("interaction", t.interaction) for t in touches}
                assert persons <= all_at(rows, company)


def _companies(standing: Standing, query: CompaniesQuery, cursor: str | None, limit: int) -> Page[CompanyRow]:
    return list_companies(standing, query, cursor=cursor, limit=limit)


def _company_timeline(
    standing: Standing, company: Company, cursor: str | None, limit: int
) -> Page[Touchpoint]:
    return company_timeline(standing, company, cursor=cursor, limit=limit)


def all_at(rows: Rows, company: str) -> set[str]:
    return {person for person, of in rows.company.items() if of == company}


def check_timeline(
    standing: Standing, expected: Expected, touches: list[Touch], person: Person, policy: Policy
) -> None:
    told = in_pages(lambda cursor, limit: person_timeline(standing, person, cursor=cursor, limit=limit), 2)
    held: dict[uuid.UUID, list[Touch]] = {}
    for touch in touches:
        held.setdefault(uid_of("interaction", touch.interaction), []).append(touch)
    assert {touchpoint.uid for touchpoint in told} == held.keys()
    assert [t.at for t in told] == sorted((t.at for t in told), reverse=True)
    for touchpoint in told:
        copies = held[touchpoint.uid]
        assert {one.uid for one in touchpoint.contributors} == {uid_of("user", t.owner) for t in copies}
        assert set(touchpoint.directions) == {t.direction for t in copies}
        subjects = [t for t in copies if t in expected.touches("subject", [t.person])]
        assert (touchpoint.subject is not None) == bool(subjects)
        named = {
            uid_of("user", user)
            for touch in copies
            for user in touch.facts["interactions"].names & expected.rows.read.settings.users.keys()
            if expected.decider.names(touch.facts["interactions"], str(user))
        }
        assert {p.member.uid for p in touchpoint.participants if p.member is not None} == named
        unnamed = [p for p in touchpoint.participants if p.colleague and p.member is None]
        assert all(p.name is None for p in unnamed)


# ── Who and why ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.rule("B01")
@settings(**BUDGET)
@given(any_world(), st.one_of(st.just(RULES), policies().map(supposed)), st.data())
def test_who_sees_and_why_say_what_is_seen(world: World, policy: Policy, data: st.DataObject) -> None:
    with loaded(world) as house:
        rows = Rows(house)
        colleagues = [user.id for user in house.world.users if user.account == "acme"]
        deciders = {user: Expected(rows, plain.Viewer(user), policy) for user in colleagues}
        for viewer in some_viewers(data, world):
            expected = Expected(rows, viewer, policy)
            standing = Standing(house.viewer(viewer), policy=policy)
            for person in house.world.persons:
                uid = uid_of("person", person.id)
                why = why_person(standing, uid)
                assert (why is not None) == (person.id in expected.people)
                if why is None:
                    assert who_sees_person(standing, uid) is None
                    continue
                assert {one.facet for one in why} == {
                    facet
                    for facet in RULES.kinds["book"].footing
                    if expected.shown(rows.facts(facet, [person.id]))
                    or (facet == "existence" and expected.shown(rows.facts("card", [person.id])))
                }
                assert all(text.startswith("You see") for one in why for text in one.sentences)
                who = who_sees_person(standing, uid)
                assert who is not None
                me = expected.decider.opened.user
                mine = me is not None and (str(me.id), person.id) in rows.ties
                for facet, told in who.items():
                    facts = rows.facts(facet, [person.id], [str(me.id)]) if mine and me else []
                    assert [one.member.uid for one in told] == sorted(
                        (
                            uid_of("user", user)
                            for user, theirs in deciders.items()
                            if me is not None and user != me.id and theirs.shown(facts)
                        ),
                        key=lambda uid: [one.member.uid for one in told].index(uid),
                    )
            for company in expected.companies():
                one = Company.unchecked.get(uid=uid_of("company", company))
                assert {w.facet for w in why_company(standing, one)} >= {"existence"}


@pytest.mark.rule("B01", "D07")
@settings(**BUDGET)
@given(any_world(), st.data())
def test_a_value_is_explained_where_it_is_shown(world: World, data: st.DataObject) -> None:
    with loaded(world) as house:
        for viewer in some_viewers(data, world):
            standing = Standing(house.viewer(viewer))
            for person in house.world.persons:
                uid = uid_of("person", person.id)
                seen = see_person(standing, uid)
                for value in (seen and seen.values) or ():
                    why = why_value(standing, uid, value.kind, value.value)
                    assert why is not None
                    assert all(text.startswith("You see this because") for text in why)
                assert why_value(standing, uid, "email", "nobody@nowhere.example") is None


# ── The reference itself, and what a cursor is ──────────────────────────────────────────────────────


@settings(**BUDGET)
@given(any_world(), st.data())
def test_the_directory_is_what_the_reference_says(world: World, data: st.DataObject) -> None:
    account = data.draw(st.sampled_from([it.id for it in world.accounts]))
    with loaded(world, account) as house:
        persons = {fact.id: fact.person for fact in house.world.facts if fact.facet in RULES.makes_a_record}
        for viewer in some_viewers(data, world):
            home = {user.id: user.account for user in world.users}.get(viewer.user or "")
            atoms = disclosed(house.world, viewer, NOW) if home in (account, None) else frozenset()
            seen = {persons[atom[1]] for atom in atoms if atom[0] == "fact" and atom[1] in persons}
            rows = list_people(Standing(house.viewer(viewer)), limit=100).rows
            assert {row.uid for row in rows} == {uid_of("person", person) for person in seen}


@pytest.mark.rule("D04")
@settings(**BUDGET)
@given(any_world(), st.data())
def test_a_groups_score_counts_who_shares_with_that_group(world: World, data: st.DataObject) -> None:
    with loaded(world) as house:
        rows = Rows(house)
        for viewer in some_viewers(data, world):
            expected = Expected(rows, viewer)
            standing = Standing(house.viewer(viewer))
            for person in sorted(expected.people):
                sums = expected.sums([person])
                groups = person_groups(standing, Person.unchecked.get(uid=uid_of("person", person)))
                counts: dict[str, tuple[int, Any]] = {
                    audience.title(): (len(owners), pytest.approx(sum(sums[owner] for owner in owners)))
                    for audience in (*_teams_of(world, expected), EVERYONE)
                    if (owners := [owner for owner in sums if _shares(expected, owner, audience)])
                }
                assert {one.audience: (one.contributors, one.strength.raw) for one in groups} == counts


def _teams_of(world: World, expected: Expected) -> list[str]:
    me = expected.decider.opened.user
    return [] if me is None else [team.id for team in world.teams if team.id in me.teams]


def _shares(expected: Expected, owner: str, audience: str) -> bool:
    """Whether a contributor shares relationships with this audience, of which they are."""
    settings = expected.decider.settings
    user = settings.users[owner]
    of_it = audience == EVERYONE or audience in user.teams
    return user.active and of_it and "relationship" in share_of(settings, user, audience, NOW)


@pytest.mark.rule("D07", "D21", "B04")
@settings(**BUDGET)
@given(any_world(), st.one_of(st.just(RULES), policies().map(supposed)), st.data())
def test_a_search_finds_by_what_is_disclosed_alone(world: World, policy: Policy, data: st.DataObject) -> None:
    with loaded(world) as house:
        rows = Rows(house)
        for viewer in some_viewers(data, world):
            expected = Expected(rows, viewer, policy)
            standing = Standing(house.viewer(viewer), policy=policy)
            for word in ("reed", "ASKESSON", "buyer", "orca", "firm 1", "+47", "street", "kim", "%", "_"):
                listing = partial(_people, standing, PeopleQuery(words=word))
                found = {row.uid for row in in_pages(listing, data.draw(st.integers(1, 3)))}
                assert found == {
                    uid_of("person", person)
                    for person in expected.people
                    if all(said_of(expected, person, part) for part in sort_key(word).split())
                }


def said_of(expected: Expected, person: str, word: str) -> bool:
    """Whether anything that is disclosed of a person holds this word."""
    rows = expected.rows
    said = [f"{rows.company[person]}.example"] if rows.company[person] else []
    for owner in expected.owners("existence", person):
        tie = rows.ties[owner, person]
        said += [tie.sort_key, tie.title.lower(), tie.organisation.lower()]
    for owner in expected.owners("contact_info", person):
        said += [value.lower() for of, about, value in rows.values if (of, about) == (owner, person)]
    return any(word in text for text in said)


def _people(standing: Standing, query: PeopleQuery, cursor: str | None, limit: int) -> Page[PersonRow]:
    return list_people(standing, query, cursor=cursor, limit=limit)


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
