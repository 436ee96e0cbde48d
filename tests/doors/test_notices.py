"""Mails that wait for members: sent once through a real SMTP port, and they tell of no contact (B07, B12)."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings
from django.core.mail import EmailMessage as EmailToSend
from django.test import Client

from tactful.accounts.models import Membership
from tactful.accounts.wall import acting
from tactful.actions.notices import tell_introducers
from tactful.actions.reminder_mails import mail_due
from tactful.config.mail import FilesBackend
from tactful.intake.note_mail import parse_note_mail
from tactful.intake.parsed import ParsedNoteMail
from tactful.jobs.tasks import tell_of_introductions
from tests.cast import Cast, cast
from tests.cast.outside import address_of

__all__ = ["cast"]

pytestmark = pytest.mark.rule("B07", "B12")


class Port:
    """What a mail server was given. While `refuses`, it takes nothing."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.refuses = False

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 (aiosmtpd's name)
        if self.refuses:
            return "451 come back later"
        mail = message_from_bytes(envelope.content, _class=EmailMessage, policy=policy.default)
        assert [address.lower() for address in envelope.rcpt_tos] == [mail["To"]]
        self.mails.append(mail)
        return "250 taken"


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[Port]:
    """A mail server on loopback, which the program is told of."""
    taken = Port()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = free.getsockname()[1]
    server = Controller(taken, hostname="127.0.0.1", port=number)
    server.start()
    try:
        for name, value in {
            "EMAIL_BACKEND": "tactful.config.mail.SmtpBackend",
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": number,
            "EMAIL_USE_TLS": False,
            "EMAIL_USE_SSL": False,
        }.items():
            monkeypatch.setattr(settings, name, value)
        yield taken
    finally:
        server.stop()


def ask(cast: Cast, asker: str, introducer: str, person: str, words: str = "Please.") -> str:
    answer = cast.api(asker).post(
        "/introductions",
        {"introducer": cast.id(introducer), "person": cast.person(person), "words": words},
    )
    assert answer.status_code == 201, answer.content
    return str(answer.json()["id"])


def test_whoever_is_asked_gets_one_mail_that_names_nobody_outside(cast: Cast, port: Port) -> None:
    account = cast.accounts["Ada"]
    cast.share("Ada", "Gas", "relationships + both")
    request = ask(cast, "Dee", "Ada", "Jon", "About the buyer at Brightwater.")
    assert port.mails == []
    assert tell_introducers(account) == 1
    [mail] = port.mails
    text = mail.get_content()
    assert mail["To"] == address_of("Ada")
    assert mail["Subject"] == "Dee asks you for an introduction"
    # Nothing is to answer it by itself, and its id tells of no machine.
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"].endswith(f"@{urlsplit(settings.TACTFUL_ORIGIN).hostname}>")
    assert f"{settings.TACTFUL_ORIGIN}/introductions/{request}/" in text
    for word in ("Jon", "Falk", "Brightwater", "brightwater", "buyer"):
        assert word not in text + mail["Subject"]
    tell_of_introductions(timestamp=0)
    assert len(port.mails) == 1, "nobody is told twice"


@pytest.mark.rule("A18")
def test_every_mail_that_leaves_is_marked_and_the_bot_refuses_it(
    cast: Cast, port: Port, tmp_path: Path
) -> None:
    cast.api("Ada").post(
        "/reminders",
        {"text": "Call Jon", "due_at": "2020-01-01T09:00:00Z", "audience": {"option": "only you"}},
    )
    mail_due(cast.accounts["Ada"])
    Client().post("/password/forgotten/", {"email": address_of("Ada")})
    assert len(port.mails) == 2
    for sent in port.mails:
        assert sent["Auto-Submitted"] == "auto-generated"
        read = parse_note_mail(sent.as_bytes(policy=policy.SMTP))
        assert isinstance(read, ParsedNoteMail)
        assert "sent automatically" in read.refused
    FilesBackend(file_path=str(tmp_path)).send_messages(
        [EmailToSend("Subject", "Words", None, ["a@b.example"])]
    )
    (written,) = tmp_path.iterdir()
    assert b"Auto-Submitted: auto-generated" in written.read_bytes()


def test_a_mail_that_was_refused_is_sent_the_next_time(cast: Cast, port: Port) -> None:
    cast.share("Ada", "Gas", "relationships")
    ask(cast, "Dee", "Ada", "Jon")
    port.refuses = True
    with pytest.raises(Exception, match="come back later"):
        tell_introducers(cast.accounts["Ada"])
    port.refuses = False
    assert tell_introducers(cast.accounts["Ada"]) == 1
    assert len(port.mails) == 1


@pytest.mark.rule("D23")
def test_what_waits_for_nobody_any_more_is_not_told(cast: Cast, port: Port) -> None:
    account = cast.accounts["Ada"]
    cast.share("Ada", "Gas", "relationships")
    taken_back = ask(cast, "Dee", "Ada", "Jon")
    answer = cast.api("Dee").post(f"/introductions/{taken_back}", {"deed": "take back"})
    assert answer.status_code == 200, answer.content
    ask(cast, "Ben", "Ada", "Jon")
    with acting(account):
        Membership.unchecked.filter(account_id=account, name="Ben").update(state=Membership.State.DEACTIVATED)
    tell_introducers(account)
    assert port.mails == []
    assert tell_introducers(account) == 0
