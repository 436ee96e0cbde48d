"""Each rule of automated and list mail, one case that it catches and one like it that it must not."""

from __future__ import annotations

import pytest

from tests.intake.letters import read_letter

CASES = [
    ("List-Id: <tides.north.example>", "List: none", "list mail"),
    ("List-Unsubscribe: <https://north.example/u>", "Unsubscribe: <https://north.example/u>", "list mail"),
    ("List-Post: <mailto:tides@north.example>", "Post: tides", "list mail"),
    ("Precedence: bulk", "Precedence: first-class", "bulk mail"),
    ("Precedence: List", "Precedence: normal", "bulk mail"),
    ("Precedence: junk", "Precedence: special-delivery", "bulk mail"),
    ("Auto-Submitted: auto-generated", "Auto-Submitted: no", "sent automatically"),
    ("Auto-Submitted: auto-replied; x=y", "Auto-Submitted: No; x=y", "sent automatically"),
    ("X-Auto-Response-Suppress: All", "X-Auto-Response-Suppress: None", "sent automatically"),
    ("X-Autoreply: yes", "X-Reply: yes", "sent automatically"),
    ("Feedback-ID: 1:2:campaign", "Feedback: good", "sent automatically"),
    ("Return-Path: <>", "Return-Path: <ada@north.example>", "delivery report"),
    ("Content-Type: multipart/report; report-type=delivery-status; boundary=b",
     "Content-Type: multipart/mixed; boundary=report", "delivery report"),
    ("Content-Type: multipart/report; report-type=disposition-notification; boundary=b",
     "Content-Type: text/plain", "delivery report"),
]  # fmt: skip


@pytest.mark.parametrize(("caught", "let_through", "because"), CASES)
def test_a_header_makes_it_automated(caught: str, let_through: str, because: str) -> None:
    assert read_letter(caught).automated_because == because
    assert read_letter(let_through).automated_because is None


@pytest.mark.parametrize(
    ("caught", "let_through"),
    [
        ("no-reply", "noreen"),
        ("noreply", "ray.noreplyson"),
        ("drive-shares-noreply", "dora.shares"),
        ("do_not_reply", "don.trey"),
        ("donotreply+123", "donna"),
        ("mailer-daemon", "damon.mailer"),
        ("postmaster", "master.post"),
        ("bounces+ada=x.example", "bo.unces"),
        ("tides-bounces", "bounceur"),
        ("owner-tides", "owner"),
        ("tides-request", "requesta"),
        ("notifications", "natalie"),
        ("newsletter", "newsham"),
        ("news", "newsom"),
        ("alerts", "alerta.bianchi"),
        ("breakingnews", "breaker.newsom"),
        ("promotions", "promoda.lee"),
        ("expense_update", "updater"),
        ("exclusive-offers", "offerson"),
        ("tidesautoemail", "auto.mailey"),
        ("root", "rootham"),
        ("listserv", "liszt"),
    ],
)
def test_an_address_that_a_machine_owns(caught: str, let_through: str) -> None:
    assert read_letter(From=f"{caught}@north.example").automated_because == "no-reply address"
    assert read_letter(From=f"{let_through}@north.example").automated_because is None


def test_more_than_thirty_recipients() -> None:
    def to(count: int) -> str:
        return ", ".join(f"p{n}@south.example" for n in range(count))

    assert read_letter(To=to(30)).automated_because is None
    assert read_letter(To=to(31)).automated_because == "more than 30 recipients"
    assert read_letter(To=to(16), Cc=to(32)).automated_because == "more than 30 recipients"


def test_a_letter_to_its_own_sender_went_to_blind_copies() -> None:
    ada, ben = "ada@north.example", "ben@south.example"
    assert read_letter(From=ada, To=ada).automated_because == "blind copies alone"
    assert read_letter(From=ada, To=ada, Cc=ben).automated_because is None
    assert read_letter(From=ada, To=ben).automated_because is None
    assert read_letter(From=ada, To=f"{ada}, friends").automated_because is None
