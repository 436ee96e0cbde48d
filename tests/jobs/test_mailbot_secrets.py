"""The secret of an address stays out of all that is kept, guessing teaches nothing, and trying has an end (A18)."""

from __future__ import annotations

import quopri
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from html import unescape
from typing import Any
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tactful.accounts.models import Membership
from tactful.accounts.wall import acting
from tactful.intake.addresses import clean_address, mailboxes
from tactful.intake.bodies import body_of
from tactful.intake.cards import parse_cards
from tactful.intake.mail import parse_mail
from tactful.intake.parsed import ParsedCard, ParsedMail
from tactful.jobs.mailbot import taking
from tactful.records.mailbot import BotAddress
from tests.cast import Cast, cast
from tests.jobs.bot import listening, mail, send
from tests.jobs.test_mailbot import address, notes, rows

__all__ = ["cast"]

pytestmark = pytest.mark.rule("A18")


@pytest.fixture
def ports(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    with listening(monkeypatch) as found:
        yield found


def secret_of(to: str) -> str:
    return to.partition("+")[2].partition("@")[0]


def spread(to: str) -> EmailMessage:
    """A mail in which the address stands wherever one may."""
    secret = secret_of(to)
    sent = mail(
        to=f"jon.falk@brightwater.example, {to}", subject=f"For {to}", words=f"To: {to}\n{secret.upper()}"
    )
    broken = "<wbr>".join(secret)
    sent.add_alternative(f'<p><a href="mailto:{to}">{to}</a> notes+{broken}@x.example</p>', subtype="html")
    inner = mail(to=to, words=f"To: {to}")
    inner.replace_header("Content-Transfer-Encoding", "quoted-printable")
    inner.set_payload(quopri.encodestring(f"{'x' * 60} {to} =".encode()).decode())
    sent.add_attachment(inner)
    sent.add_attachment(f"Sent to {to}", filename=f"{secret}.txt")
    sent.add_attachment(b"\0" + secret.encode(), maintype="application", subtype="zip", filename="whole.zip")
    return sent


@pytest.mark.parametrize("written", ["%{:02x}", "%{:02X}", "&#{:d};", "&#x{:x};"])
def test_the_secret_stays_in_no_link(cast: Cast, ports: list[int], written: str) -> None:
    to = address(cast)
    local, at, domain = to.partition("@")
    otherwise = "".join(written.format(ord(letter)) for letter in local)
    sent = mail(to="jon.falk@brightwater.example", words="Write to us")
    sent.add_alternative(f'<p><a href="mailto:{otherwise}{at}{domain}">Write to us</a></p>', subtype="html")
    assert send(ports[0], to, sent) == 250
    (note,) = notes(cast)
    assert "Write to us" in note["text"]
    assert "href" not in note["html"]
    kept = unquote(unescape(cast.api("Ada").get(f"/items/{note['id']}").content.decode())).lower()
    assert secret_of(to) not in kept


def test_the_secret_stays_in_nothing_that_is_kept(cast: Cast, ports: list[int]) -> None:
    to = address(cast)
    assert send(ports[0], to, spread(to)) == 250
    (note,) = notes(cast)
    secret = secret_of(to)
    said = cast.api("Ada").get(f"/items/{note['id']}").content.decode().lower()
    assert secret not in said
    assert secret not in note["text"].lower()
    assert "notes+…" in note["text"]
    held = {}
    for file in cast.api("Ada").read("/files")["items"]:
        (version,) = file["versions"]
        assert secret not in version["name"]
        answer = cast.api("Ada").get(f"/files/{file['item']['id']}/content")
        held[version["name"]] = answer.content
    assert set(held) == {"Call with Jon.eml", "….txt", "whole.zip"}
    for name in ("Call with Jon.eml", "….txt"):
        flat = held[name].replace(b"=\n", b"").replace(b"=\r\n", b"").lower()
        assert secret.encode() not in flat
        assert b"x" * 32 in flat
    # What is no text stays as it is: nobody could open a file that we wrote in.
    assert held["whole.zip"] == b"\0" + secret.encode()


def test_ones_own_mailbox_tells_colleagues_no_secret_either() -> None:
    to = f"notes+{'a2' * 16}@notes.tactful.example"
    assert clean_address(to.upper()) is None
    assert [box.address for box in mailboxes(f"Notes <{to}>, jon@brightwater.example")[0]] == [
        "jon@brightwater.example"
    ]
    made = mail(to=f"jon.falk@brightwater.example, {to}", words=f"Hello\n> To: {to}", Bcc=to).as_bytes()
    read = parse_mail(made, now=datetime.now(UTC), with_body=True)
    assert isinstance(read, ParsedMail)
    assert secret_of(to) not in repr(read)
    assert [box.address for box in read.to] == ["jon.falk@brightwater.example"]
    body = body_of(made)
    assert body is not None
    assert "notes+…" in body.text
    card = f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:My notes\r\nEMAIL:{to}\r\nEND:VCARD\r\n".encode()
    (found,) = parse_cards(card)
    assert isinstance(found, ParsedCard)
    assert secret_of(to) not in repr(found)


def test_no_address_costs_more_or_less_than_another(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    # The connection is the test's own.
    monkeypatch.setattr(taking, "close_old_connections", lambda: None)
    old = address(cast)
    known = address(cast)
    bens = address(cast, "Ben")
    with acting(cast.accounts["Ada"]):
        Membership.unchecked.filter(id=cast.places["Ben"]).update(state="deactivated")
    asked: list[list[Any]] = []
    said = set()
    for to in (
        old,
        bens,
        f"notes+{'a' * 32}@notes.tactful.example",
        "jon@elsewhere.example",
        "notes@",
        "x" * 900,
    ):
        with CaptureQueriesContext(connection) as made:
            said.add(taking.recipient("ada@hearth.example", to))
        asked.append([one["sql"].partition("(")[0] for one in made.captured_queries])
    assert said == {taking.NOBODY}
    with CaptureQueriesContext(connection) as made:
        assert isinstance(taking.recipient("ada@hearth.example", known), taking.Addressed)
    assert asked == [[one["sql"].partition("(")[0] for one in made.captured_queries]] * len(asked)
    assert len(asked[0]) == 1


def test_what_is_refused_has_an_end_too(
    cast: Cast, ports: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "TACTFUL_BOT_HOURLY", 3)
    to = address(cast)
    forged = mail(sender="ben@hearth.example")
    assert [send(ports[0], to, forged) for _ in range(5)] == [550, 550, 550, 451, 451]
    assert send(ports[0], to, mail()) == 451, "whoever has the secret can hold it up, and fill nothing"
    # Nobody else's address has to wait.
    assert send(ports[0], address(cast, "Ben"), mail(sender="ben@hearth.example")) == 250
    with acting(cast.accounts["Ada"]):
        mine = BotAddress.unchecked.filter(member_id=cast.places["Ada"])
        mine.update(refused_from=datetime.now(UTC) - timedelta(hours=2))
    assert send(ports[0], to, mail()) == 250
    assert send(ports[0], to, forged) == 550
    with acting(cast.accounts["Ada"]):
        mine.update(refused=3)
    assert send(ports[0], to, mail(message_id="<two@hearth.example>")) == 451
    assert send(ports[0], address(cast), mail(message_id="<two@hearth.example>")) == 250, "a new one is new"
    assert rows(cast)[1] == 3
