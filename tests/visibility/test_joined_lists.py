"""Long lists in which addresses are one person: the same as the list of all addresses, put together by a few lines."""

from __future__ import annotations

import random
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import combinations

import pytest

from tactful.records.models import CardJoin, Feed, Person, Tie
from tactful.records.sort_key import sort_key
from tactful.visibility import name_order
from tactful.visibility.crowd import crowd_of
from tactful.visibility.identity import joined
from tactful.visibility.mine import my_strongest, my_totals
from tactful.visibility.network import NetworkQuery, network
from tactful.visibility.people import SORTS, PeopleQuery, list_people
from tactful.visibility.person import see_person
from tactful.visibility.seen import Knower, Page, PersonRow
from tactful.visibility.standing import Standing
from tactful.visibility.telling import tell
from tests.reference.world import Viewer
from tests.visibility.agreeing import in_pages
from tests.visibility.from_world import Loaded
from tests.visibility.test_long_lists import crowded, place
from tests.visibility.words import uid_of

__all__ = ["crowded"]

pytestmark = [pytest.mark.django_db, pytest.mark.rule("D24", "D21", "B12")]

Uids = frozenset[str]


@pytest.fixture
def joining(crowded: Loaded) -> list[Uids]:
    """Cards of Ada's and Ben's that join about a hundred of their people, some in threes and more."""
    return join(crowded, random.Random(9), 120)


def join(house: Loaded, dice: random.Random, number: int) -> list[Uids]:
    """Write cards that join people whom a book knows, and return who is one to those to whom both books are open."""
    pairs: set[tuple[int, int, int]] = set()
    by_book: dict[int, list[int]] = {}
    for book, person in Tie.unchecked.filter(account_id=house.account).values_list("book_id", "person_id"):
        by_book.setdefault(book, []).append(person)
    for _ in range(number):
        book = dice.choice(sorted(by_book))
        one, other = sorted(dice.sample(sorted(by_book[book]), 2))
        pairs.add((book, one, other))
    CardJoin.unchecked.bulk_create(
        CardJoin(
            account_id=house.account,
            book_id=book,
            feed=Feed.unchecked.filter(book_id=book)[0],
            one_id=one,
            other_id=other,
        )
        for book, one, other in sorted(pairs)
    )
    uids = {row.id: row.uid.hex for row in Person.unchecked.filter(account_id=house.account)}
    classes = [{uids[one], uids[other]} for _, one, other in pairs]
    while True:
        meeting = next(((a, b) for a, b in combinations(classes, 2) if a & b), None)
        if meeting is None:
            return [frozenset(one) for one in classes]
        classes.remove(meeting[1])
        meeting[0].update(meeting[1])


def apart(standing: Standing, query: PeopleQuery) -> dict[str, PersonRow]:
    """Return the rows of the list as it would be if nobody were joined."""
    supposed = Standing(standing.viewer, replace(standing.settings))
    crowd_of(supposed).kept("joined", lambda: joined.APART)
    return {row.uid.hex: row for row in in_pages(partial(_people, supposed, query), 100)}


@dataclass(frozen=True)
class Together:
    """What the list of all addresses comes to for one viewer whose own book, if any, is `own`."""

    every: Mapping[str, PersonRow]
    classes: list[Uids]
    own: int | None
    ties: Mapping[str, list[Tie]]

    def one_with(self, uid: str) -> Uids:
        return next((one for one in self.classes if uid in one), frozenset([uid]))

    def rows(self, found: Iterable[str]) -> dict[str, PersonRow]:
        """Return the rows of those of whom some address was found: one for each person."""
        rows = [self.row(one) for one in {self.one_with(uid) for uid in found}]
        return {row.uid.hex: row for row in rows}

    def row(self, one: Uids) -> PersonRow:
        rows = sorted((self.every[uid] for uid in one), key=_rank)
        best: dict[uuid.UUID, Knower] = {}
        for knower in (knower for row in rows for knower in row.knowers):
            known = best.get(knower.member.uid)
            if known is None or knower.strength.raw > known.strength.raw:
                best[knower.member.uid] = knower
        ties = [tie for uid in one for tie in self.ties.get(uid, ())]
        return replace(
            rows[0],
            name=self.least((tie, tie.sort_key, tie.name) for tie in ties),
            title=self.least((tie, tie.title.lower(), tie.title) for tie in ties),
            company=next((row.company for row in rows if row.company is not None), None),
            organisation=self.least((tie, tie.organisation.lower(), tie.organisation) for tie in ties),
            mine=any(row.mine for row in rows),
            knowers=tuple(sorted(best.values(), key=lambda k: (-k.strength.raw, sort_key(k.member.name)))),
            last_contact=max(
                (row.last_contact for row in rows if row.last_contact is not None), default=None
            ),
        )

    def least(self, said: Iterable[tuple[Tie, str, str]]) -> str | None:
        """D21: the viewer's own word, else the least."""
        there = [(tie.book_id != self.own, key, text) for tie, key, text in said if text]
        return min(there)[2] if there else None


def _rank(row: PersonRow) -> tuple[object, ...]:
    best = None if row.strength is None else row.strength.raw
    last = None if row.last_contact is None else row.last_contact.timestamp()
    named = (1, "") if row.name is None else (0, sort_key(row.name))
    return best is None, -(best or 0), last is None, -(last or 0), *named, row.uid


@pytest.mark.parametrize("user", ["dee", "ada"])
@pytest.mark.parametrize("few", [100_000, 0])
@pytest.mark.parametrize("sort", SORTS)
def test_a_list_has_each_person_once_where_they_belong(
    crowded: Loaded, joining: list[Uids], monkeypatch: pytest.MonkeyPatch, few: int, sort: str, user: str
) -> None:
    monkeypatch.setattr(name_order, "FEW", few)
    monkeypatch.setattr(name_order, "_FEW_NAMELESS", min(few, 8_000))
    monkeypatch.setattr(name_order, "_LEAST_STEP", 7)
    viewer = crowded.viewer(Viewer(user))
    ties: dict[str, list[Tie]] = {}
    for tie in Tie.unchecked.filter(account_id=crowded.account).select_related("person"):
        ties.setdefault(tie.person.uid.hex, []).append(tie)
    own = crowded.ids.get(("source", f"book/{user}"))
    together = Together(apart(Standing(viewer), PeopleQuery()), joining, own, ties)
    assert all(one <= together.every.keys() for one in joining)
    company = next(row.company.uid for row in together.every.values() if row.company is not None)
    for query in (
        PeopleQuery(sort=sort),
        PeopleQuery(words="reed", sort=sort),
        PeopleQuery(words="orca eli", sort=sort),
        PeopleQuery(least_score=40, sort=sort),
        PeopleQuery(known_by=uid_of("user", "ada"), sort=sort),
        PeopleQuery(company=company, sort=sort),
        PeopleQuery(since=date(2025, 2, 20), sort=sort),
    ):
        found = set(together.every)
        for word in query.words.split() or [""]:
            # Each word may be of another address.
            alone = apart(Standing(viewer), replace(query, words=word)).keys()
            found &= {uid for uid in together.every if together.one_with(uid) & alone}
        rows = in_pages(partial(_people, Standing(viewer), query), 37)
        assert {row.uid.hex: row for row in rows} == together.rows(found), query
        assert [place(row, sort) for row in rows] == sorted(place(row, sort) for row in rows)


def _people(standing: Standing, query: PeopleQuery, cursor: str | None, limit: int) -> Page[PersonRow]:
    return list_people(standing, query, cursor=cursor, limit=limit)


def test_so_many_addresses_are_one_and_no_more(crowded: Loaded) -> None:
    """Of a hundred around one whom they know best, those who come first by what is shown."""
    viewer = crowded.viewer(Viewer("dee"))
    book = crowded.ids["source", "book/ada"]
    uids = {row.id: row.uid.hex for row in Person.unchecked.filter(account_id=crowded.account)}
    held = list(Tie.unchecked.filter(book_id=book).order_by("-s").values_list("person_id", flat=True)[:101])
    first, others = held[0], held[1:]
    feed = Feed.unchecked.filter(book_id=book)[0]
    every = apart(Standing(viewer), PeopleQuery())
    CardJoin.unchecked.bulk_create(
        CardJoin(
            account_id=crowded.account,
            book_id=book,
            feed=feed,
            one_id=min(first, other),
            other_id=max(first, other),
        )
        for other in others
    )
    kept = {uid.hex for uid in _also(Standing(viewer), every[uids[first]].uid)}
    around = sorted((every[uids[other]] for other in others), key=_rank)
    assert kept == {row.uid.hex for row in around[: joined.MOST - 1]} | {uids[first]}
    assert list_people(Standing(viewer)).total == len(every) - (joined.MOST - 1)


def _also(standing: Standing, uid: uuid.UUID) -> set[uuid.UUID]:
    """Return the ids of all addresses of a person."""
    seen = see_person(standing, uid)
    assert seen is not None
    return {seen.uid} | {one.uid for one in seen.also}


def test_ones_own_people_are_counted_and_ranked_as_one_each(crowded: Loaded, joining: list[Uids]) -> None:
    standing = Standing(crowded.viewer(Viewer("ada")))
    mine = list_people(standing, PeopleQuery(known_by=uid_of("user", "ada"), sort="strength"), limit=500)
    assert my_totals(standing).people == mine.total
    strong = [row.uid for row in my_strongest(standing, limit=500)]
    assert len(set(strong)) == len(strong)
    assert {row.uid for row in mine.rows if row.strength and row.strength.raw > 0} >= set(strong)


def test_who_is_one_without_any_name_comes_last_and_once(crowded: Loaded, joining: list[Uids]) -> None:
    uids = [uuid.UUID(uid) for one in joining[:5] for uid in one]
    Tie.unchecked.filter(person__uid__in=uids).update(name="", sort_key="")
    standing = Standing(crowded.viewer(Viewer("dee")))
    rows = in_pages(partial(_page, standing), 7)
    nameless = [row for row in rows if row.name is None]
    assert rows[-len(nameless) :] == nameless
    assert len({row.uid for row in rows}) == len(rows)
    assert len({row.uid for row in nameless} & set(uids)) >= 5


def test_the_network_at_a_company_has_each_person_once(crowded: Loaded, joining: list[Uids]) -> None:
    standing = Standing(crowded.viewer(Viewer("dee")))
    for company in Person.unchecked.filter(uid__in=joining[0]).values_list("company__uid", flat=True):
        drawn = network(standing, NetworkQuery(company=company))
        there = {
            row.uid: len(row.knowers)
            for row in list_people(standing, PeopleQuery(company=company), limit=500).rows
        }
        found = Counter(drawn.others[tie.other].uid for tie in drawn.ties)
        assert found.keys() <= there.keys()
        assert all(found[uid] <= there[uid] for uid in found)


def test_of_whom_the_viewer_does_not_see_nothing_is_told(crowded: Loaded, joining: list[Uids]) -> None:
    standing = Standing(crowded.viewer(Viewer("dee")))
    unknown = Person.unchecked.create(account_id=crowded.account, key="nobody@nowhere.example")
    assert tell(standing, [unknown.id]) == {}


def _page(standing: Standing, cursor: str | None, limit: int) -> Page[PersonRow]:
    return list_people(standing, cursor=cursor, limit=limit)


def test_a_card_that_is_erased_parts_them_at_once(crowded: Loaded, joining: list[Uids]) -> None:
    viewer = crowded.viewer(Viewer("dee"))
    together = list_people(Standing(viewer)).total
    CardJoin.unchecked.filter(account_id=crowded.account).delete()
    assert list_people(Standing(viewer)).total == together + sum(len(one) - 1 for one in joining)
