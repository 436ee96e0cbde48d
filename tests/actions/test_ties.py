"""Ties: computed from the facts of a book, and from nothing else."""

from __future__ import annotations

import pytest

from tactful.actions.imports.items import Item
from tactful.insight import rs1
from tactful.insight.coverage import Coverage
from tactful.insight.rs1 import ContactDay, Direction, met
from tactful.insight.store import coverage, rescore_account, rescore_book
from tests.actions.books import ADA, BEN, NOON, TODAY, XIA, YAN, ZOE, Books, card, days, mail, meeting


def book_of(books: Books) -> int:
    """Ada's book."""
    ((book,),) = books.rows("select id from sharing_source where kind = 'book' and owner_id = %s", books.ada)
    return int(book)


def exchange() -> list[Item]:
    """Four mails to Zoe and three back, over a month, and a lunch."""
    sent: list[Item] = [mail(ADA, [ZOE], at=NOON - days(n), subject=f"out {n}") for n in (0, 7, 14, 30)]
    got: list[Item] = [mail(ZOE, [ADA, YAN], at=NOON - days(n), subject=f"in {n}") for n in (1, 8, 14)]
    return [*sent, *got, meeting(ADA, [ZOE], at=NOON - days(3))]


@pytest.mark.rule("D06")
def test_a_score_is_rs1_of_the_books_touchpoints(books: Books) -> None:
    books.bring(books.ada, "box", exchange())
    today = TODAY

    def day(ago: int) -> object:
        return (NOON - days(ago)).date()

    touches = [
        *(ContactDay(ZOE, Direction.OUT, (NOON - days(n)).date(), 1.0) for n in (0, 7, 14, 30)),
        *(ContactDay(ZOE, Direction.IN, (NOON - days(n)).date(), 2**-0.25) for n in (1, 8, 14)),
        *met(ZOE, (NOON - days(3)).date(), rs1.meeting_weight(1)),
    ]
    expected = rs1.strength(touches, today, gated=True)
    score, raw, name, _, _, company, first, last = books.ties(books.ada)[ZOE]
    assert (score, raw, name, company) == (expected.score, expected.raw, "Zoe", "acme.example")
    assert (first, last) == (NOON - days(30), NOON)


@pytest.mark.rule("D20")
def test_somebody_only_in_the_address_book_is_known_with_score_0(books: Books) -> None:
    books.bring(
        books.ada, "cards", [card(XIA, name="Xia Brook", title="Head of Rivers", organisation="Brook & Co")]
    )
    assert books.ties(books.ada)[XIA] == (
        0,
        0.0,
        "Xia Brook",
        "Head of Rivers",
        "Brook & Co",
        "brook.example",
        None,
        None,
    )


@pytest.mark.rule("D21")
def test_the_least_name_title_and_organisation_of_the_book_stand_on_the_tie(books: Books) -> None:
    books.bring(books.ada, "one", [card(ZOE, name="zoë acker", title="buyer", organisation="Acme")])
    books.bring(books.ada, "two", [card(ZOE, name="Zoe Abel", title="Assistant", organisation="acme")])
    books.bring(books.ben, "ben", [card(ZOE, name="A A", title="A", organisation="A")])
    assert books.ties(books.ada)[ZOE][2:5] == ("Zoe Abel", "Assistant", "Acme")


def test_automated_mail_weighs_nothing(books: Books) -> None:
    books.bring(
        books.ada,
        "box",
        [mail(ZOE, [ADA], automated=True, at=NOON - days(n), subject=str(n)) for n in range(9)],
    )
    assert books.ties(books.ada)[ZOE][:2] == (0, 0.0)
    assert coverage(books.account, book_of(books)) == Coverage(0, 0)


def test_silence_counts_against_a_tie_only_where_replies_were_brought(books: Books) -> None:
    sent: list[Item] = [mail(ADA, [ZOE], at=NOON - days(n), subject=str(n)) for n in range(30)]
    out = books.bring(books.ada, "sent", sent)
    free, _ = books.ties(books.ada)[ZOE][:2]
    assert coverage(books.account, book_of(books)) == Coverage(0, 30)
    # Somebody else answers: now it is known that mail in was brought, and that Zoe's silence is one.
    books.bring(books.ada, "inbox", [mail(XIA, [ADA], at=NOON - days(n), subject=f"x{n}") for n in range(20)])
    gated, _ = books.ties(books.ada)[ZOE][:2]
    assert gated < free
    assert coverage(books.account, book_of(books)) == Coverage(20, 30)
    books.delete(books.ada, out)
    assert ZOE not in books.ties(books.ada)


def test_a_message_in_two_feeds_is_counted_once_in_the_coverage(books: Books) -> None:
    letters: list[Item] = [
        mail(ADA, [ZOE], id="1"),
        mail(ZOE, [ADA], id="2", subject="Re: Terms"),
        mail(XIA, [ADA], id="3"),
    ]
    books.bring(books.ada, "one", letters)
    books.bring(books.ada, "two", letters)
    assert coverage(books.account, book_of(books)) == Coverage(2, 1)


@pytest.mark.rule("A37")
def test_mail_among_colleagues_moves_no_score(books: Books) -> None:
    """It is shown to nobody: were it part of the coverage, scores would tell whether there is any."""
    books.bring(books.ada, "inbox", [mail(ZOE, [ADA], at=NOON - days(n), subject=str(n)) for n in range(40)])
    tie = books.ties(books.ada)[ZOE]
    books.bring(
        books.ada, "sent", [mail(ADA, [BEN], at=NOON - days(n), subject=f"between us {n}") for n in range(30)]
    )
    assert coverage(books.account, book_of(books)) == Coverage(40, 0)
    assert books.ties(books.ada)[ZOE] == tie


def test_what_is_yet_to_come_does_not_count(books: Books) -> None:
    books.bring(books.ada, "calendar", [meeting(ZOE, [ADA], at=NOON + days(5))])
    assert books.ties(books.ada)[ZOE][:2] == (0, 0.0)
    assert books.ties(books.ada)[ZOE][-1] is None
    rescore_book(books.account, book_of(books), TODAY + days(5))
    assert books.ties(books.ada)[ZOE][0] > 0
    assert books.ties(books.ada)[ZOE][-1] == NOON + days(5)


def test_erasing_a_feed_restores_the_numbers_of_before(books: Books) -> None:
    books.bring(books.ada, "box", exchange())
    before, digest = books.ties(books.ada), books.digest()
    more = books.bring(
        books.ada, "more", [mail(ZOE, [ADA], subject="more"), card(ZOE, name="A Zoe"), mail(ADA, [XIA])]
    )
    assert books.ties(books.ada) != before
    books.delete(books.ada, more)
    assert books.ties(books.ada) == before
    assert books.digest() == digest


def test_scores_fall_night_by_night_and_a_second_run_of_a_night_changes_nothing(books: Books) -> None:
    books.bring(books.ada, "box", exchange())
    scores = []
    for ago in range(0, 400, 100):
        assert rescore_account(books.account, TODAY + days(ago)) == 1
        scores.append(books.ties(books.ada)[ZOE][1])
        versions = books.rows("select xmin::text from records_tie")
        rescore_account(books.account, TODAY + days(ago))
        assert books.rows("select xmin::text from records_tie") == versions
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > scores[-1]
