"""Who wrote to whom, when and about what."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tactful.intake.mail import base_subject, parse_mail
from tactful.intake.parsed import Mailbox, Rejected
from tests.intake.letters import NOW, calendar, letter, read_letter, refused_letter


def test_an_ordinary_message() -> None:
    mail = read_letter(Cc="Cyd <cyd@south.example>, ben@south.example")
    assert mail.message_id == "one@north.example"
    assert mail.date == datetime(2026, 2, 2, 9, tzinfo=UTC)
    assert mail.date.utcoffset() == NOW.utcoffset()
    assert mail.sender == Mailbox("ada@north.example", "Ada")
    assert mail.to == (Mailbox("ben@south.example", "Ben"),)
    assert mail.cc == (Mailbox("cyd@south.example", "Cyd"),)
    assert mail.subject == "Tide tables"
    assert not mail.automated


def test_blind_copies_are_not_read() -> None:
    assert "dee@south.example" not in str(read_letter(Bcc="dee@south.example"))


def test_no_body_is_kept() -> None:
    assert "the hidden harbour" not in repr(read_letter(body="the hidden harbour"))


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("ADA@North.EXAMPLE", "ada@north.example"),
        ("ada@münchen.de", "ada@xn--mnchen-3ya.de"),
        ("<mailto:ada@north.example>", "ada@north.example"),
        ("'ada@north.example'", "ada@north.example"),
    ],
)
def test_addresses_in_one_form(written: str, address: str) -> None:
    assert read_letter(From=written).sender.address == address


@pytest.mark.parametrize(
    "written",
    [
        "40enron@enron.com",
        "no.address@enron.com",
        ".palmer@enron.com",
        "'.'andy@enron.com",
        "/O=ENRON/OU=NA/CN=RECIPIENTS/CN=KLAY",
        "IMCEANOTES-+22Brock+2C+20Donna+22@ENRON.com",
        "Announcements/Corp/Enron@ENRON",
        "undisclosed-recipients:;",
        "ben@localhost",
        "ben@[10.0.0.1]",
        "ben@nowhere.invalid",
    ],
)
def test_what_is_nobodys_address(written: str) -> None:
    mail = read_letter(To=f"{written}, ben@south.example")
    assert [box.address for box in mail.to] == ["ben@south.example"]
    assert refused_letter(From=written, Sender="") == "has no sender's address"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ('"Martinez, Vidal" <v@north.example>', "Vidal Martinez"),
        ('"Bowen Jr., Raymond" <v@north.example>', "Raymond Bowen Jr."),
        ('"Smith, Jr." <v@north.example>', "Smith Jr."),
        ('"Harbour Supplies, Inc." <v@north.example>', "Harbour Supplies, Inc."),
        ('"Sales, Marketing and Press" <v@north.example>', "Sales, Marketing and Press"),
        ("\"'Vidal Martinez'\" <v@north.example>", "Vidal Martinez"),
        ("Kenneth L. Lay (E-mail) <v@north.example>", "Kenneth L. Lay"),
        ("=?utf-8?q?J=C3=B6rg_M=C3=BCller?= <v@north.example>", "Jörg Müller"),
        ("v@north.example <v@north.example>", ""),
        ("v@north.example", ""),
        ("=?utf-8?b?QWRh4oCubmFtZQ==?= <v@north.example>", "Adaname"),
        ("Karen K Heathman/HOU/ECT@ENRON <v@north.example>", "Karen K Heathman"),
        ("Hugh O'Brien <v@north.example>", "Hugh O'Brien"),
    ],
)
def test_names_fit_to_show(written: str, name: str) -> None:
    assert read_letter(From=written).sender.name == name


def test_recipients_that_other_programs_write_wrongly() -> None:
    mail = read_letter(
        To="Doe, Jane <jane@a.example>; jim@b.example, team: kim@c.example, <>, broken@@d.example"
    )
    assert mail.to == (
        Mailbox("jane@a.example", "Jane Doe"),
        Mailbox("jim@b.example"),
        Mailbox("kim@c.example"),
    )
    assert mail.recipients == 5


def test_names_of_an_exchange_export() -> None:
    mail = read_letter(
        "X-From: Delainey, David W. </O=ENRON/OU=NA/CN=RECIPIENTS/CN=DDELAIN2>",
        "X-To: Kay Chapman, Martinez, Vidal  <VMartinez@winstead.example>, 40enron <40enron@enron.com>",
        "X-cc: Lay, Kenneth </O=ENRON/OU=NA/CN=RECIPIENTS/CN=KLAY>",
        From="david.delainey@north.example",
        To="kay.chapman@north.example, vmartinez@winstead.example, 40enron@enron.com",
        Cc="kenneth.lay@north.example",
    )
    assert mail.sender.name == "David W. Delainey"
    assert [box.name for box in mail.to] == ["Kay Chapman", "Vidal Martinez"]
    assert [box.name for box in mail.cc] == ["Kenneth Lay"]


def test_names_of_an_export_that_fall_on_other_addresses_are_left() -> None:
    mail = read_letter(
        "X-To: Lauren Urquhart, Pat Clynes, Kim Watson",
        To="kim.watson@north.example, x9@north.example, lauren.urquhart@north.example",
    )
    assert [box.name for box in mail.to] == ["Kim Watson", "", "Lauren Urquhart"]


@pytest.mark.parametrize(
    ("date", "hour"),
    [("Mon, 2 Feb 2026 10:00:00 +0100 (CET)", 9), ("2 Feb 2026 10:00", 10), ("Mon, 2 Feb 2026 10:00:00 GMT+2", 8),
     ("2026-02-02T10:00:00Z", 10)],
)  # fmt: skip
def test_dates_as_they_are_written(date: str, hour: int) -> None:
    assert read_letter(Date=date).date == datetime(2026, 2, 2, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    "date", ["", "yesterday", "Mon, 2 Feb 2099 10:00:00 +0100", "Thu, 1 Jan 1970 00:00:00 +0000"]
)
def test_a_date_that_cannot_be_believed_gives_way_to_received(date: str) -> None:
    received = "from a by b; Mon, 2 Feb 2026 09:30:00 +0000"
    assert read_letter(Date=date, Received=received).date == datetime(2026, 2, 2, 9, 30, tzinfo=UTC)
    assert refused_letter(Date=date) == ("has no date that can be read" if date else "has no date")


def test_subjects_on_one_line_and_of_bounded_length() -> None:
    assert read_letter(Subject="Tide\r\n  \t tables\x07").subject == "Tide tables"
    assert len(read_letter(Subject="x" * 900).subject) == 500


def test_copies_with_other_ids_have_one_copy_key() -> None:
    first, second = (
        read_letter(),
        read_letter(Message_ID="<two@north.example>", Date="Mon, 2 Feb 2026 09:00:00 +0000"),
    )
    assert first.copy_key == second.copy_key
    assert len(first.copy_key) == 16
    for other in (read_letter(Subject="Tides"), read_letter(From="cyd@north.example"),
                  read_letter(Date="Mon, 2 Feb 2026 10:00:01 +0100")):  # fmt: skip
        assert other.copy_key != first.copy_key


def test_a_thread_has_one_key() -> None:
    root = read_letter()
    reply = read_letter(
        Message_ID="<two@x.example>", In_Reply_To="<one@north.example>", Subject="Re: Tide tables"
    )
    third = read_letter(Message_ID="<three@x.example>", References="<one@north.example>\r\n <two@x.example>")
    assert root.thread_key == reply.thread_key == third.thread_key
    assert third.references == ("one@north.example", "two@x.example")
    assert read_letter(Message_ID="<four@x.example>").thread_key != root.thread_key
    assert base_subject("RE: Fwd: AW: Tide tables") == base_subject("Tide tables")


def test_an_invitation_is_found_in_a_message() -> None:
    event = calendar("UID:1\r\nDTSTART:20260202T100000Z").decode()
    body = (
        "--b\r\nContent-Type: text/plain\r\n\r\nCome!\r\n"
        f"--b\r\nContent-Type: Text/Calendar; method=REQUEST\r\n\r\n{event}\r\n--b--"
    )
    mail = read_letter("Content-Type: multipart/alternative; boundary=b", body=body)
    assert [b"UID:1" in part for part in mail.calendar_parts] == [True]


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "is empty"),
        (b"\r\n\r\n", "is empty"),
        (
            b"To: " + b"a@b.example, " * 30_000 + b"\r\nDate: Mon, 2 Feb 2026 10:00:00 +0100\r\n\r\n",
            "names more than",
        ),
        (b"From: a@b.example\r\nX: " + b"x" * (17 * 2**20) + b"\r\n\r\n", "has a header of more than"),
    ],
)
def test_what_is_no_message(raw: bytes, reason: str) -> None:
    found = parse_mail(raw, now=NOW)
    assert isinstance(found, Rejected)
    assert found.reason.startswith(reason)


def test_line_ends_and_envelopes_of_any_kind() -> None:
    usual = parse_mail(letter(), now=NOW)
    assert parse_mail(letter().replace(b"\r\n", b"\n"), now=NOW) == usual
    assert parse_mail(letter().replace(b"\r\n", b"\r"), now=NOW) == usual
    assert parse_mail(b"From ada@north.example Mon Feb  2 10:00:00 2026\n" + letter(), now=NOW) == usual
