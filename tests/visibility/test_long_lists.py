"""Lists longer than what is put in order at once: hundreds in two books, namesakes and nameless ones among them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from tactful.accounts.ids import fresh_uid
from tactful.records.models import Company, ContactValue, Feed, Person, Tie
from tactful.records.sort_key import sort_key
from tactful.records.words import words_of
from tactful.visibility import name_order
from tactful.visibility.companies import CompaniesQuery, list_companies
from tactful.visibility.people import SORTS, PeopleQuery, list_people
from tactful.visibility.seen import Page, PersonRow
from tactful.visibility.standing import Standing
from tests.reference.world import Viewer
from tests.visibility.agreeing import in_pages, loaded
from tests.visibility.from_world import Loaded
from tests.visibility.test_feed import SHARED
from tests.visibility.words import uid_of

pytestmark = [pytest.mark.django_db, pytest.mark.rule("D21", "B12")]

PEOPLE = 400
#: Two of them begin alike for longer than a book's columns tell.
NAMES = (
    "Ann Reed",
    "Änn Reed",
    "Bo Lund",
    "Constantina Papadopoulos-Reed",
    "Constantina Papadopoulou",
    "Дарья Ким",
    "Eli Ros",
    "",
)


@pytest.fixture
def crowded() -> Iterator[Loaded]:
    """An account in which Ada's and Ben's books, shared with everybody, know hundreds of people."""
    dice = random.Random(5)
    with loaded(SHARED) as house:
        account = house.account
        companies = Company.unchecked.bulk_create(
            Company(account_id=account, uid=fresh_uid(), domain=f"firm{n}.example") for n in range(30)
        )
        people = Person.unchecked.bulk_create(
            Person(
                account_id=account,
                uid=fresh_uid(),
                key=f"p{n}@firm.example",
                company=dice.choice([*companies, None]),
            )
            for n in range(PEOPLE)
        )
        books = sorted(set(Tie.unchecked.filter(account_id=account).values_list("book_id", flat=True)))
        ties = [tie(account, book, one, dice) for book in books for one in people if dice.random() < 0.7]
        Tie.unchecked.bulk_create(ties)
        feed = Feed.unchecked.filter(account_id=account, book_id=books[0]).first()
        if feed is not None:
            ContactValue.unchecked.bulk_create(
                ContactValue(
                    account_id=account,
                    book_id=books[0],
                    feed=feed,
                    person=one,
                    kind="phone",
                    value=f"+44 20 5550 {n:04}",
                )
                for n, one in enumerate(people[:50])
            )
        yield house


def tie(account: int, book: int, person: Person, dice: random.Random) -> Tie:
    """What a book says of a person: one of a few names or none, an equal score now and then, a date or none."""
    name = dice.choice(NAMES)
    firm = "" if person.company_id is None else ("Orca", "Pike and Sons")[person.company_id % 2]
    return Tie(
        account_id=account,
        book_id=book,
        person=person,
        company=person.company,
        name=name,
        sort_key=sort_key(name),
        organisation=firm,
        words=words_of(name, "", firm),
        s=dice.choice((0.0, 0.0, 1.5, 3.0, dice.random() * 60)),
        scored_on=datetime(2026, 1, 2, tzinfo=UTC).date(),
        last_at=dice.choice((None, datetime(2025, 1, 1, tzinfo=UTC) + timedelta(days=dice.randrange(90)))),
    )


def place(row: PersonRow, sort: str) -> tuple[object, ...]:
    """Where a row stands in its list."""
    name = (0, sort_key(row.name)) if row.name is not None else (1, "")
    lead: tuple[float, ...] = ()
    if sort == "strength":
        lead = (1.0,) if row.strength is None else (-row.strength.raw,)
    if sort == "last contact":
        lead = (1e18,) if row.last_contact is None else (-row.last_contact.timestamp(),)
    return (*lead, *name, row.uid)


@pytest.mark.parametrize("few", [8_000, 100, 0])
@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("user", ["ada", "dee"])
def test_every_page_goes_on_where_the_last_one_ended(
    crowded: Loaded, monkeypatch: pytest.MonkeyPatch, few: int, sort: str, user: str
) -> None:
    monkeypatch.setattr(name_order, "FEW", few)
    monkeypatch.setattr(name_order, "_LEAST_STEP", 7)
    standing = Standing(crowded.viewer(Viewer(user)))
    for query in (PeopleQuery(sort=sort), PeopleQuery(words="reed", sort=sort)):
        rows = in_pages(partial(_people, standing, query), 37)
        assert len({row.uid for row in rows}) == len(rows) > 100
        assert [place(row, sort) for row in rows] == sorted(place(row, sort) for row in rows)


def test_a_search_of_companies_and_numbers(crowded: Loaded) -> None:
    standing = Standing(crowded.viewer(Viewer("dee")))
    every = list_companies(standing, limit=100)
    pikes = list_companies(standing, CompaniesQuery(words="pike"), limit=100)
    assert {row.uid for row in pikes.rows} == {row.uid for row in every.rows if "pike" in row.name.lower()}
    assert 0 < pikes.total < every.total
    domain = list_companies(standing, CompaniesQuery(words="firm7.example"))
    assert [row.domain for row in domain.rows] == ["firm7.example"]
    strong = list_companies(standing, CompaniesQuery(least_score=90), limit=100)
    assert {row.uid for row in strong.rows} == {
        row.uid for row in every.rows if row.strength and row.strength.score >= 90
    }
    knower = uid_of("user", "ada")
    known = list_companies(standing, CompaniesQuery(known_by=knower), limit=100)
    assert {row.uid for row in known.rows} == {
        row.uid for row in every.rows if any(k.member.uid == knower for k in row.knowers)
    }
    assert list_people(standing, PeopleQuery(words="0007")).total == 1
    company = every.rows[0]
    assert list_people(standing, PeopleQuery(company=company.uid)).total == company.people
    assert list_people(standing, PeopleQuery(company=fresh_uid())).total == 0


def _people(standing: Standing, query: PeopleQuery, cursor: str | None, limit: int) -> Page[PersonRow]:
    return list_people(standing, query, cursor=cursor, limit=limit)
