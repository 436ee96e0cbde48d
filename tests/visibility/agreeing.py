"""What visibility must answer one viewer of a loaded world: in each thing, what the kernel decides on single facts.

Worlds that are drawn and worlds that are pinned are asked the same.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, TypeVar

import pytest
from django.db import transaction

from tactful.accounts.wall import acting
from tactful.policy.paths import share_of
from tactful.policy.rules import RULES, Policy
from tactful.policy.terms import Id
from tactful.records.models import Company, Person
from tactful.records.sort_key import sort_key
from tactful.visibility import companies, people
from tactful.visibility.companies import CompaniesQuery, list_companies, see_company
from tactful.visibility.company import find_company
from tactful.visibility.groups import person_groups
from tactful.visibility.items import ItemSeen, ItemsQuery, list_items, see_item
from tactful.visibility.people import PeopleQuery, list_people
from tactful.visibility.person import find_person, see_person
from tactful.visibility.questions import why_company, why_person, why_value
from tactful.visibility.seen import CompanyRow, Page, PersonRow, Statistics, Touchpoint
from tactful.visibility.seers import who_sees_person
from tactful.visibility.standing import Standing
from tactful.visibility.statistics import company_statistics, person_statistics
from tactful.visibility.timeline import company_timeline, person_timeline
from tests.policy.from_world import item_is_open
from tests.reference import world as plain
from tests.reference.cast import NOW
from tests.reference.persons import one_person, opened_to, with_covered
from tests.reference.world import EVERYONE, World
from tests.visibility.expected import Expected, Rows, Touch
from tests.visibility.from_world import Loaded, load, uid_of

Row = TypeVar("Row")


@contextmanager
def loaded(world: World, account: str = "acme") -> Iterator[Loaded]:
    """Load one account of a world, act for it, and take all of it back."""
    with transaction.atomic():
        found = load(world, account)
        with acting(found.account):
            yield found
        transaction.set_rollback(True)


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


@dataclass(frozen=True)
class Asked:
    """One viewer of a loaded world under a policy: what they should get, and what they get."""

    house: Loaded
    rows: Rows
    viewer: plain.Viewer
    policy: Policy = RULES

    @cached_property
    def expected(self) -> Expected:
        return Expected(self.rows, self.viewer, self.policy)

    @cached_property
    def standing(self) -> Standing:
        return Standing(self.house.viewer(self.viewer), policy=self.policy)


# ── Items ───────────────────────────────────────────────────────────────────────────────────────────


def items_agree(asked: Asked, size: int) -> None:
    """Members list, and get one by one, the items that the kernel opens to them; each on those records they see."""
    expected, world = asked.expected, asked.house.world
    is_member = asked.standing.viewer.member is not None
    existing = frozenset[Id](expected.people)
    items = {str(it.id): it for it in expected.rows.read.items}
    read: dict[uuid.UUID, plain.Item] = {}

    def is_open(item: plain.Item, deed: str) -> bool:
        return item_is_open(expected.decider, items[item.id], deed, existing, NOW)

    for item in world.items:
        opened = is_member and is_open(item, "read")
        seen = see_item(asked.standing, uid_of("item", item.id))
        if not is_member and asked.policy is not RULES:
            continue  # Nothing is listed to guests, whatever a drawn policy lets them read.
        assert (seen is not None) == opened, (asked.viewer, item)
        if seen is None:
            continue
        read[seen.uid] = item
        assert seen.may_edit == is_open(item, "edit")
        leads = {uid_of("person", expected.lead(expected.one(it))) for it in item.records & expected.people}
        assert {one.uid for one in seen.people} == leads
        assert (seen.audience is not None) == (item.author == asked.viewer.user and item.answers is None)
        assert seen.why
    replies = {uid for uid, item in read.items() if item.answers is not None}
    listed = _items_in_pages(asked.standing, ItemsQuery(), size)
    # A reply stands with what it answers; that somebody wrote one they find under what is theirs.
    alone = {uid for uid, item in read.items() if items[item.id].parent is None}
    assert {one.uid for one in listed} == alone
    assert len(listed) == len(alone)
    assert {reply.uid for one in listed for reply in one.replies} | alone | {
        uid for uid in replies if read[uid].author == asked.viewer.user
    } == set(read)
    mine = _items_in_pages(asked.standing, ItemsQuery(mine=True), size)
    assert {one.uid for one in mine} == {
        uid for uid, item in read.items() if item.author == asked.viewer.user
    }
    assert [one.at for one in listed] == sorted((one.at for one in listed), reverse=True)
    for person in expected.people:
        on = _items_in_pages(asked.standing, ItemsQuery(person=uid_of("person", person)), size)
        one = expected.one(person)
        assert {it.uid for it in on} == {uid for uid, item in read.items() if item.records & one}


def _items_in_pages(standing: Standing, query: ItemsQuery, size: int) -> list[ItemSeen]:
    found: list[ItemSeen] = []
    cursor = None
    while True:
        page = list_items(standing, query, cursor=cursor, limit=size)
        assert page is not None
        found += page.rows
        cursor = page.next_cursor
        if cursor is None:
            return found


# ── One = many ──────────────────────────────────────────────────────────────────────────────────────


def people_agree(asked: Asked, size: int) -> None:
    """The directory lists, in every order, whom one by one there is; `size` is that of its pages."""
    expected = asked.expected
    uids = {uid_of("person", expected.lead(one)): one for one in expected.classes}
    for person in asked.house.world.persons:
        found = find_person(asked.standing, uid_of("person", person.id))
        assert (found is not None) == (person.id in expected.people), (asked.viewer, person)
        assert found is None or person.id in uids[found.uid]
    for sort in people.SORTS:
        check_order(asked.standing, expected, uids, sort, size)


def check_order(
    standing: Standing, expected: Expected, uids: dict[uuid.UUID, frozenset[str]], sort: str, size: int
) -> None:
    query = PeopleQuery(sort=sort)
    rows = in_pages(lambda cursor, limit: list_people(standing, query, cursor=cursor, limit=limit), size)
    assert rows == list(list_people(standing, query, limit=100).rows)
    assert len({row.uid for row in rows}) == len(rows)
    assert {row.uid for row in rows} == set(uids)
    for row in rows:
        one = uids[row.uid]
        sums = expected.sums(one)
        assert row.name == expected.name(one)
        assert {knower.member.uid: knower.strength.raw for knower in row.knowers} == {
            uid_of("user", owner): s for owner, s in sums.items()
        }
        assert (None if row.strength is None else row.strength.raw) == max(sums.values(), default=None)
        dates = [touch.at for touch in expected.touches("highlights", one)]
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


def companies_agree(asked: Asked, size: int) -> None:
    """The companies are those of the people."""
    expected, standing = asked.expected, asked.standing
    there = expected.companies()
    uids = {uid_of("company", company): company for company in there}
    for sort in companies.SORTS:
        listed = in_pages(partial(_companies, standing, CompaniesQuery(sort=sort)), size)
        assert {row.uid for row in listed} == set(uids)
        assert len(listed) == len(uids)
        for row in listed:
            persons = there[uids[row.uid]]
            sums = expected.sums(persons)
            assert row.people == len({expected.one(person) for person in persons})
            assert {k.member.uid: k.strength.raw for k in row.knowers} == {
                uid_of("user", owner): pytest.approx(s) for owner, s in sums.items()
            }
            best = max(sums.values(), default=None)
            assert row.strength is None if best is None else row.strength is not None
            if row.strength is not None:
                assert row.strength.raw == pytest.approx(best)
    for company in {person.company for person in asked.house.world.persons if person.company}:
        seen = see_company(standing, uid_of("company", company))
        assert (seen is not None) == (company in there)
        found = find_company(standing, uid_of("company", company))
        assert (found is not None) == (company in there)
        if seen is not None and found is not None:
            assert seen.people == len({expected.one(person) for person in there[company]})
            assert (found.account_id, found.uid) == (standing.viewer.account, seen.uid)


# ── What is shown of one ────────────────────────────────────────────────────────────────────────────


def records_agree(asked: Asked) -> None:
    """Values, statistics and timelines are of facts disclosed."""
    expected, standing, rows = asked.expected, asked.standing, asked.rows
    for person in sorted(expected.people):
        row = Person.unchecked.get(uid=uid_of("person", person))
        one = expected.one(person)
        seen = see_person(standing, row.uid)
        assert seen is not None
        assert seen.uid == uid_of("person", expected.lead(one))
        assert {also.uid for also in seen.also} == {uid_of("person", it) for it in one} - {seen.uid}
        assert {owner.uid for value in seen.values or () for owner in value.owners} == {
            uid_of("user", owner)
            for address in one
            for owner in expected.owners("contact_info", address)
            if (owner, address) in rows.ties
        }
        assert (seen.values is not None) == ("contact_info" in seen.shows)
        touches = expected.touches("interactions", one)
        total, each = person_statistics(standing, row)
        assert total == counted(touches)
        assert {one.member.uid: one.statistics for one in each} == {
            uid_of("user", owner): counted([t for t in touches if t.owner == owner])
            for owner in {touch.owner for touch in touches if touch.direction != "copied"}
        }
        check_timeline(standing, expected, touches, row)
    for company, persons in expected.companies().items():
        firm = Company.unchecked.get(uid=uid_of("company", company))
        touches = expected.touches("interactions", all_at(rows, company))
        assert company_statistics(standing, firm)[0] == counted(touches)
        told = in_pages(partial(_company_timeline, standing, firm), 2)
        assert {t.uid for t in told} == {uid_of("interaction", t.interaction) for t in touches}
        assert persons <= all_at(rows, company)


def counted(touches: list[Touch]) -> Statistics:
    """D09's numbers: a mail in several books counts once, the copy of a colleague's not at all."""
    touches = [touch for touch in touches if touch.direction != "copied"]

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


def _companies(standing: Standing, query: CompaniesQuery, cursor: str | None, limit: int) -> Page[CompanyRow]:
    return list_companies(standing, query, cursor=cursor, limit=limit)


def _company_timeline(
    standing: Standing, company: Company, cursor: str | None, limit: int
) -> Page[Touchpoint]:
    return company_timeline(standing, company, cursor=cursor, limit=limit)


def all_at(rows: Rows, company: str) -> set[str]:
    return {person for person, of in rows.company.items() if of == company}


def check_timeline(standing: Standing, expected: Expected, touches: list[Touch], person: Person) -> None:
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
        # A disclosed mail may have no subject; where none is disclosed there is nothing to read.
        assert touchpoint.subject is not None if subjects else not touchpoint.subject
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


def deciders(house: Loaded, rows: Rows, policy: Policy) -> dict[str, Expected]:
    """Return what each user of the account should get."""
    colleagues = [user.id for user in house.world.users if user.account == "acme"]
    return {user: Expected(rows, plain.Viewer(user), policy) for user in colleagues}


def reasons_agree(asked: Asked, others: dict[str, Expected]) -> None:
    """`why` explains what is seen, `who_sees` names those who see it; `others` as `deciders` gives them."""
    expected, standing, rows = asked.expected, asked.standing, asked.rows
    for person in asked.house.world.persons:
        uid = uid_of("person", person.id)
        why = why_person(standing, uid)
        assert (why is not None) == (person.id in expected.people)
        if why is None:
            assert who_sees_person(standing, uid) is None
            continue
        addresses = expected.one(person.id)
        assert {one.facet for one in why} == {
            facet
            for facet in RULES.kinds["book"].footing
            if expected.shown(rows.facts(facet, addresses))
            or (facet == "existence" and expected.shown(rows.facts("card", addresses)))
        }
        assert all(text.startswith("You see") for one in why for text in one.sentences)
        who = who_sees_person(standing, uid)
        assert who is not None
        me = expected.decider.opened.user
        mine = me is not None and any((str(me.id), it) in rows.ties for it in addresses)
        for facet, told in who.items():
            facts = rows.facts(facet, addresses, [str(me.id)]) if mine and me else []
            assert [one.member.uid for one in told] == sorted(
                (
                    uid_of("user", user)
                    for user, theirs in others.items()
                    if me is not None and user != me.id and theirs.shown(facts)
                ),
                key=lambda uid: [one.member.uid for one in told].index(uid),
            )
    for company in expected.companies():
        one = Company.unchecked.get(uid=uid_of("company", company))
        assert {w.facet for w in why_company(standing, one)} >= {"existence"}


def values_are_explained(asked: Asked) -> None:
    """A value is explained where it is shown, under our own policy."""
    for person in asked.house.world.persons:
        uid = uid_of("person", person.id)
        seen = see_person(asked.standing, uid)
        for value in (seen and seen.values) or ():
            why = why_value(asked.standing, uid, value.kind, value.value)
            assert why is not None
            assert all(text.startswith("You see this because") for text in why)
        assert why_value(asked.standing, uid, "email", "nobody@nowhere.example") is None


# ── The reference itself, groups, searches ──────────────────────────────────────────────────────────


def the_reference_agrees(asked: Asked, account: str) -> None:
    """The directory is what the reference says."""
    world, viewer = asked.house.world, asked.viewer
    home = {user.id: user.account for user in world.users}.get(viewer.user or "")
    world = with_covered(world, lambda supposed, user: opened_to(supposed, user, NOW))
    seen = one_person(world, viewer, NOW) if home in (account, None) else frozenset()
    uids = {frozenset(uid_of("person", person) for person in one) for one in seen}
    rows = list_people(asked.standing, limit=100).rows
    assert len(rows) == len(uids)
    assert {one for row in rows for one in uids if row.uid in one} == uids


def groups_agree(asked: Asked) -> None:
    """A group's score counts who shares with that group."""
    expected = asked.expected
    for person in sorted(expected.people):
        sums = expected.sums(expected.one(person))
        groups = person_groups(asked.standing, Person.unchecked.get(uid=uid_of("person", person)))
        counts: dict[str, tuple[int, Any]] = {
            audience.title(): (len(owners), pytest.approx(sum(sums[owner] for owner in owners)))
            for audience in (*_teams_of(asked.house.world, expected), EVERYONE)
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
    return user.contributes and of_it and "relationship" in share_of(settings, user, audience, NOW)


def searches_agree(asked: Asked, size: int) -> None:
    """A search finds by what is disclosed, and by nothing else."""
    expected = asked.expected
    for word in ("reed", "ASKESSON", "buyer", "orca", "firm 1", "+47", "street", "kim", "%", "_"):
        listing = partial(_people, asked.standing, PeopleQuery(words=word))
        assert {row.uid for row in in_pages(listing, size)} == {
            uid_of("person", expected.lead(one))
            for one in expected.classes
            if all(any(said_of(expected, person, part) for person in one) for part in sort_key(word).split())
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
