"""What an import stores: each book its own facts, each message once, and the same however it is done."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tactful.actions.imports.cards import ONE_PERSONS_ADDRESSES
from tactful.actions.imports.items import Item, Refused, Value
from tactful.actions.imports.writing import REJECTIONS_KEPT
from tests.actions.books import (
    ADA,
    BEN,
    NOON,
    XIA,
    YAN,
    ZOE,
    Books,
    card,
    days,
    mail,
    meeting,
)

PHONE = Value("phone", "+15550100")
LETTERS: list[Item] = [
    mail(ADA, [ZOE, BEN], cc=[XIA], id="1"),
    mail(ZOE, [ADA], id="2", at=NOON - days(1)),
    mail(ZOE, [ADA, YAN], subject="[EXT] Terms", id="3", at=NOON - days(2)),
    mail(ADA, [BEN], subject="Between us", id="4"),
    meeting(YAN, [ADA, ZOE]),
    card(
        ZOE,
        "zoe@home.example",
        name="Zoe Acker",
        title="Buyer",
        organisation="Acme",
        values=(PHONE,),
    ),
    card(name="Old Friend", note="met at school", birthday="--02-29", categories="Friends"),
]


def messages(books: Books) -> int:
    """How many mails and meetings there are, however many copies."""
    return books.count("interaction")


def test_the_same_file_twice_changes_nothing(books: Books) -> None:
    first = books.bring(books.ada, "inbox", LETTERS)
    digest, parties = books.digest(), books.count("party")
    again = books.bring(books.ada, "inbox", LETTERS, batch=2)
    assert again.id == first.id
    assert again.known
    assert (books.digest(), books.count("party")) == (digest, parties)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000))
def test_neither_the_order_of_files_nor_the_batches_leave_a_trace(books: Books, seed: int) -> None:
    chance = random.Random(seed)
    bridging: list[Item] = [
        mail(ADA, [ZOE], id=str(chance.randrange(3)), subject=f"S{chance.randrange(3)}") for _ in range(3)
    ]
    files = [
        (books.ada, "inbox", LETTERS),
        (books.ada, "sent", [LETTERS[0], mail(ADA, [ZOE], id="1", subject="Changed"), bridging[0]]),
        (books.ben, "ben", [mail(ADA, [ZOE, BEN], id="other", at=NOON), LETTERS[3], bridging[1]]),
        (books.ben, "archive", bridging),
    ]
    seen = set()
    for _ in range(2):
        begun = [
            (member, books.bring(member, name, items, batch=chance.choice([1, 2, 500])))
            for member, name, items in files
        ]
        seen.add(books.digest())
        for member, one in chance.sample(begun, len(begun)):
            books.delete(member, one)
        chance.shuffle(files)
    assert len(seen) == 1
    assert books.count("person") == books.count("interaction") == books.count("interactionkey") == 0


def test_a_message_in_several_folders_is_one_copy(books: Books) -> None:
    letter = mail(ZOE, [ADA], id="1")
    begun = books.bring(books.ada, "box", [letter, mail(ZOE, [ADA], id="1", subject="Terms again"), letter])
    report = books.report(begun)
    assert (report.mails, report.repeated) == (1, 2)
    assert books.rows("select subject from records_copy") == [("Terms",)]


def test_a_message_is_one_for_the_account_and_each_copy_says_its_own(books: Books) -> None:
    books.bring(books.ada, "ada", [mail(ZOE, [ADA, BEN], id="1", subject="Terms")])
    before = books.rows("select subject, at from records_copy")
    books.bring(
        books.ben, "ben", [mail(ZOE, [BEN, ADA], id="1", subject="You signed, Ada", at=NOON - days(9))]
    )
    assert messages(books) == 1
    assert sorted(books.rows("select subject, at from records_copy")) == sorted(
        [*before, ("You signed, Ada", NOON - days(9))]
    )
    books.bring(books.ben, "export", [mail(ZOE, [ADA, BEN], id="an id of the export's own", subject="Terms")])
    assert messages(books) == 1


def test_two_copies_of_one_feed_stay_two_whatever_others_bring(books: Books) -> None:
    books.bring(
        books.ada, "ada", [mail(ZOE, [ADA], id="1", subject="One"), mail(ZOE, [ADA], id="2", subject="Two")]
    )
    books.bring(books.ben, "ben", [mail(ZOE, [ADA], id="1", subject="Two")])
    assert messages(books) == 2


@pytest.mark.rule("D09")
def test_two_feeds_of_a_book_count_a_message_once(books: Books) -> None:
    letter = mail(ADA, [ZOE], id="1")
    books.bring(books.ada, "sent", [letter])
    alone = books.ties(books.ada)
    books.bring(books.ada, "everything", [letter])
    assert messages(books) == 1
    assert books.ties(books.ada) == alone


def test_deleting_leaves_nothing(books: Books) -> None:
    books.bring(books.ada, "inbox", LETTERS)
    before, tables = (
        books.digest(),
        {t: books.count(t) for t in ("person", "company", "interaction", "interactionkey")},
    )
    begun = books.bring(
        books.ben,
        "ben",
        [
            mail(BEN, ["new@fresh.example", ZOE], id="9"),
            mail(ADA, [ZOE, BEN], cc=[XIA], id="not 1", subject="Terms"),
            card("only@carded.example"),
            Refused("box#7", "has no date"),
        ],
    )
    assert books.digest() != before
    books.delete(books.ben, begun)
    assert books.digest() == before
    assert {table: books.count(table) for table in tables} == tables
    assert books.count("rejection") == 0
    assert not books.rows("select 1 from records_person where key like '%%fresh%%' or key like '%%carded%%'")


@pytest.mark.rule("B05")
def test_an_exception_outlives_the_facts_it_was_made_for(books: Books) -> None:
    begun = books.bring(books.ada, "inbox", [mail(ZOE, [ADA], id="1")])
    ((zoe,),) = books.rows("select id from records_person where key = %s", ZOE)
    books.rows(
        """insert into sharing_withholding (account_id, uid, label, book_id, for_everyone, person_id, set_at)
           select account_id, gen_random_uuid(), '', id, false, %s, now() from sharing_source
           where kind = 'book' and owner_id = %s returning id""",
        zoe,
        books.ada,
    )
    books.delete(books.ada, begun)
    books.bring(books.ada, "inbox", [mail(ZOE, [ADA], id="1")])
    assert books.rows("select id from records_person where key = %s", ZOE) == [(zoe,)]


@pytest.mark.rule("A37")
def test_colleagues_are_no_relationships(books: Books) -> None:
    books.bring(books.ada, "inbox", [*LETTERS, card(BEN, name="Benny")])
    colleagues = books.rows("select id from records_person where colleague")
    assert colleagues
    for table in ("tie", "namefact", "contactvalue", "cardextra"):
        assert not books.rows(
            f"select 1 from records_{table} where person_id = any(%s)", [row[0] for row in colleagues]
        )
    assert not books.rows(
        "select 1 from records_party where person_id = any(%s) and direction <> ''",
        [row[0] for row in colleagues],
    )
    assert books.rows("select subject from records_copy where internal") == [("Between us",)]
    assert books.rows(
        "select distinct m.name from records_party y join accounts_membership m on m.id = y.member_id order by 1"
    ) == [("Ada",), ("Ben",)]


@pytest.mark.rule("A37")
def test_who_turns_out_to_be_a_colleague_is_no_relationship_from_then_on(books: Books) -> None:
    books.bring(
        books.ada,
        "inbox",
        [mail(ZOE, [ADA], id="1"), mail("ben@home.example", [ADA], id="2", subject="Private")],
    )
    assert set(books.ties(books.ada)) == {ZOE, "ben@home.example"}
    books.add_address(books.ben, "ben@home.example")
    books.bring(books.ada, "more", [])
    assert set(books.ties(books.ada)) == {ZOE}


@pytest.mark.rule("D22", "A37")
def test_an_address_that_a_member_only_claims_is_theirs_in_their_own_book_alone(books: Books) -> None:
    books.bring(books.ada, "inbox", [mail(ZOE, [ADA], id="1")])
    books.bring(books.ben, "inbox", [mail(ZOE, [BEN], id="2"), mail(YAN, [BEN], id="3")])
    books.add_address(books.ben, ZOE, vouched=False)
    books.bring(books.ben, "more", [mail(ZOE, [XIA], id="4")])
    assert set(books.ties(books.ben)) == {YAN, XIA}
    assert set(books.ties(books.ada)) == {ZOE}
    books.bring(books.ada, "more", [mail(ZOE, [ADA], id="5")])
    assert set(books.ties(books.ada)) == {ZOE}


def test_companies_are_made_by_domain_and_free_mail_makes_none(books: Books) -> None:
    books.bring(books.ada, "sent", [mail(ADA, [ZOE, YAN, "kim@mail.brook.example", "pat@gmail.com"])])
    found = books.rows(
        "select p.key, c.domain from records_person p left join records_company c on c.id = p.company_id"
        " where not p.colleague order by 1"
    )
    assert found == [
        ("kim@mail.brook.example", "brook.example"),
        ("pat@gmail.com", None),
        (YAN, "acme.example"),
        (ZOE, "acme.example"),
    ]


@pytest.mark.rule("D22")
def test_a_card_speaks_of_each_of_its_addresses_and_its_notes_are_kept_apart(books: Books) -> None:
    books.bring(books.ada, "cards", LETTERS[5:])
    assert books.rows(
        "select p.key, n.name, n.title, n.organisation from records_namefact n"
        " join records_person p on p.id = n.person_id where p.key like '%%@%%' order by 1"
    ) == [
        (ZOE, "Zoe Acker", "Buyer", "Acme"),
        ("zoe@home.example", "Zoe Acker", "Buyer", "Acme"),
    ]
    values = books.rows("select kind, value from records_contactvalue order by 1, 2")
    assert values == [
        ("email", ZOE),
        ("email", "zoe@home.example"),
        ("phone", "+15550100"),
        ("phone", "+15550100"),
    ]
    assert books.rows("select note, birthday, categories from records_cardextra") == [
        ("met at school", "--02-29", "Friends")
    ]


@pytest.mark.rule("D24")
def test_a_card_joins_its_addresses_once_and_no_colleagues_or_long_list(books: Books) -> None:
    joined = """select a.key, b.key from records_cardjoin j join records_person a on a.id = j.one_id
                join records_person b on b.id = j.other_id order by least(a.key, b.key), greatest(a.key, b.key)"""

    def pairs() -> list[set[str]]:
        return [set(row) for row in books.rows(joined)]

    together = card(ZOE, "zoe@home.example", BEN, ZOE, "z@c.example")
    books.bring(books.ada, "cards", [together, together])
    begun = books.bring(books.ada, "cards", [together])
    assert pairs() == [{"z@c.example", ZOE}, {"z@c.example", "zoe@home.example"}, {ZOE, "zoe@home.example"}]
    digest = books.digest()
    most = books.bring(books.ada, "most", [card(*(f"m{n}@m.example" for n in range(ONE_PERSONS_ADDRESSES)))])
    assert len(pairs()) == 3 + 190
    assert books.digest() != digest
    books.delete(books.ada, most)
    list_ = card(*(f"n{n}@n.example" for n in range(ONE_PERSONS_ADDRESSES + 1)))
    books.bring(books.ada, "list", [list_])
    assert len(pairs()) == 3
    books.add_address(books.ben, "zoe@home.example")
    books.bring(books.ada, "more", [])
    assert pairs() == [{"z@c.example", ZOE}]
    books.delete(books.ada, begun)
    assert pairs() == []


def test_a_card_without_an_address_is_its_books_own(books: Books) -> None:
    books.bring(books.ada, "cards", [card(name="Old Friend", uid="7")])
    books.bring(books.ada, "cards exported again", [card(name="Old Friend, married", uid="7")])
    books.bring(books.ben, "cards", [card(name="Old Friend", uid="7")])
    assert books.count("person") == 2


def test_people_who_were_written_beside_one_are_not_known_by_that(books: Books) -> None:
    books.bring(books.ada, "inbox", [mail(ZOE, [ADA, XIA], cc=[YAN])])
    assert set(books.ties(books.ada)) == {ZOE}
    assert books.rows(
        "select distinct p.key from records_contactvalue v join records_person p on p.id = v.person_id"
    ) == [(ZOE,)]


def test_a_meeting_is_what_was_said_of_it_last(books: Books) -> None:
    said: list[Item] = [
        meeting(ZOE, [ADA], rank=0),
        meeting(ZOE, [ADA, YAN], rank=2, at=NOON - days(1)),
        meeting(ZOE, [ADA], rank=1),
    ]
    begun = books.bring(books.ada, "calendar", said)
    assert books.report(begun).meetings == 1
    assert books.rows("select at from records_copy") == [(NOON - days(1),)]
    assert [person for _, person, _ in books.touchpoints()] == [YAN, ZOE]
    digest = books.digest()
    books.bring(books.ada, "calendar", said, batch=1)
    assert books.digest() == digest
    books.bring(books.ada, "calendar later", [*said, meeting(ZOE, [ADA, YAN], rank=3, void=True)])
    assert messages(books) == 1


def test_what_is_not_stored_is_listed_with_its_reason_and_counted_in_full(books: Books) -> None:
    begun = books.bring(
        books.ada, "box", [Refused(f"box#{n}", "has no date") for n in range(REJECTIONS_KEPT + 30)], batch=100
    )
    assert books.report(begun).rejected == REJECTIONS_KEPT + 30
    assert books.count("rejection") == REJECTIONS_KEPT


def test_text_is_made_to_fit(books: Books) -> None:
    hostile = 'a\x00b"\\{},\ud800\x1b' + "ü" * 900
    books.bring(
        books.ada,
        "box",
        [mail(ADA, [ZOE], subject=hostile), card(ZOE, name=hostile, title=hostile, note=hostile)],
    )
    assert books.rows("select subject from records_copy") == [(('ab"\\{},' + "ü" * 900)[:500],)]
    assert books.count("cardextra") == 1


def test_counts_and_dates_of_a_feed(books: Books) -> None:
    begun = books.bring(
        books.ada, "inbox", [*LETTERS, mail("noreply@acme.example", [ADA], automated=True, subject="News")]
    )
    report = books.report(begun)
    assert (report.state, report.mails, report.meetings, report.cards) == ("done", 5, 1, 2)
    assert (report.inbound, report.outbound) == (2, 2)
    assert (report.first_at, report.last_at) == (NOON - days(2), NOON)
