"""Nothing hostile ends or stalls an import."""

from __future__ import annotations

import io
import os
import pickle
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tactful.intake.calendar import parse_calendar, split
from tactful.intake.cards import parse_cards
from tactful.intake.contacts_csv import parse_contacts
from tactful.intake.guard import Guard, _Answers
from tactful.intake.mail import parse_mail
from tactful.intake.parsed import NOWHERE, ParsedCard, ParsedMail, ParsedMeeting, Rejected, Window
from tactful.intake.reading import read
from tests.intake.letters import NOW, calendar, letter

WINDOW = Window.up_to(NOW)


def test_what_takes_too_long_is_ended_and_the_next_is_read() -> None:
    words = letter(Subject="=?utf-8?q?a?= " * 200_000)
    with Guard(seconds=1) as guard:
        (slow,) = guard.run("mail", words, WINDOW, False, False, NOWHERE)
        assert isinstance(slow, Rejected)
        assert slow.reason.startswith("takes")
        (good,) = guard.run("mail", letter(), WINDOW, False, False, NOWHERE)
        assert isinstance(good, ParsedMail)
        assert good.body is None
        (whole,) = guard.run("mail", letter(), WINDOW, True, False, NOWHERE)
        assert isinstance(whole, ParsedMail)
        assert whole.body is not None


def test_what_needs_too_much_memory_is_refused_and_the_next_is_read() -> None:
    with Guard(memory=400 * 2**20) as guard:
        (big,) = guard.run("card", b"BEGIN:VCARD\nFN:" + b"x" * (150 * 2**20) + b"\nEND:VCARD", None, NOWHERE)
        assert isinstance(big, Rejected)
        assert "memory" in big.reason
        (good,) = guard.run("card", b"BEGIN:VCARD\nFN:Ada\nEND:VCARD", None, NOWHERE)
        assert isinstance(good, ParsedCard)


def test_a_slow_rule_is_ended() -> None:
    # A day that never comes: February the thirtieth, looked for until the end of time.
    raw = calendar("UID:x\r\nDTSTART:19000101T000000Z\r\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=1")
    (series,) = split(raw)
    with Guard(seconds=2) as guard:
        answer = guard.run("series", series, WINDOW, NOWHERE)
    assert [type(one) for one in answer] == [Rejected]


def test_answers_hold_values_and_nothing_else() -> None:
    class Trap:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return os.system, ("true",)

    with pytest.raises(pickle.UnpicklingError):
        _Answers(io.BytesIO(pickle.dumps(Trap()))).load()


@pytest.mark.parametrize(
    "name", ["dataclass.__globals__.get", "Origin.__init__", "dataclass", "Unreadable", "__name__"]
)
def test_a_name_leads_to_the_values_of_answers_alone(name: str) -> None:
    """With dots one would lead through any class to all of Python, and a child taken over into its parent."""

    def said(*words: str) -> bytes:
        return b"".join(b"\x8c" + bytes([len(word)]) + word.encode() for word in words)

    asked = b"\x80\x04" + said("tactful.intake.parsed", name) + b"\x93."
    with pytest.raises(pickle.UnpicklingError):
        _Answers(io.BytesIO(asked)).load()
    known = b"\x80\x04" + said("tactful.intake.parsed", "Origin") + b"\x93."
    assert _Answers(io.BytesIO(known)).load().__name__ == "Origin"


def test_an_answer_longer_than_the_childs_memory_is_none() -> None:
    with Guard(memory=2**29) as guard:
        guard.run("mail", letter(), WINDOW, False, False, NOWHERE)
        guard._memory = 100
        (refused,) = guard.run("mail", letter(), WINDOW, False, False, NOWHERE)
        assert isinstance(refused, Rejected)


def test_the_child_ends_with_its_guard() -> None:
    with Guard() as guard:
        guard.run("mail", letter(), WINDOW, False, False, NOWHERE)
        child = guard._child
        assert child is not None
    assert child.returncode is not None


def nested(depth: int) -> bytes:
    heads = "".join(
        f"--b{n}\r\nContent-Type: multipart/mixed; boundary=b{n + 1}\r\n\r\n" for n in range(depth)
    )
    return letter("Content-Type: multipart/mixed; boundary=b0", body=heads + "text/calendar")


@pytest.mark.parametrize(
    "raw",
    [
        nested(100),
        nested(5_000),
        letter("Content-Type: multipart/mixed; boundary=b", body="--b\r\n\r\nx\r\n" * 100_000 + "text/calendar"),
        letter(X_Long="x" * 10_000_000),
        letter(To="(" * 100_000 + "ben@south.example"),
        letter(To='"' * 99_999 + "ben@south.example"),
        letter(To="<" * 99_999 + "ben@south.example"),
        letter(To="a@b.example," * 4_000),
        letter(Cc=", ".join(f'"{n}" <p{n}@b.example>' for n in range(100_000))),
        letter(References="<a@b.example> " * 100_000),
        letter(Subject="=?utf-8?q?a?= " * 900),
    ],
    ids=["100 levels", "5000 levels", "1e5 parts", "10 MB line", "comments", "quotes", "angles", "4000 addresses",
         "1e5 addresses", "1e5 references", "900 words"],
)  # fmt: skip
def test_hostile_mail_is_read_or_refused(raw: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes(raw)
    found = list(read(path))
    assert len(found) == 1
    assert isinstance(found[0], ParsedMail | Rejected)


@pytest.mark.parametrize(
    "raw",
    [
        b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 100_000,
        b"BEGIN:VEVENT\r\n" + b"BEGIN:VALARM\r\n" * 100_000 + b"END:VALARM\r\n" * 100_000 + b"END:VEVENT\r\n",
        calendar("UID:1\r\nDTSTART:20260202T100000Z\r\n" + "ATTENDEE:mailto:a@b.example\r\n" * 10_000),
        calendar("UID:1\r\nDTSTART;" + 'X="' * 50_000 + ":20260202T100000Z"),
        calendar("UID:1\r\nDTSTART:20260202T100000Z\r\nRDATE:" + ",".join(["20260203T100000Z"] * 20_000)),
    ],
    ids=["open events", "nested alarms", "attendees", "quotes", "dates"],
)
def test_hostile_calendars_are_read_or_refused(raw: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.ics"
    path.write_bytes(raw)
    found = list(read(path, window=WINDOW))
    assert found
    assert all(isinstance(one, ParsedMeeting | Rejected) for one in found)


SCRAPS = st.lists(
    st.one_of(
        st.binary(max_size=40),
        st.sampled_from(
            [b"\r\n", b"\n", b" ", b":", b";", b"=", b'"', b"<", b">", b"@", b",", b"\x00", b"\xff\xfe", b"From ",
             b"From: a@b.example\r\n", b"To: =?utf-8?b?", b"Date: Mon, 2 Feb 2026 10:00:00 +0100\r\n",
             b"Subject: x\r\n",
             b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/calendar\r\n\r\n",
             b"BEGIN:VCALENDAR\r\n", b"VERSION:1.0\r\n", b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n",
             b"BEGIN:VTIMEZONE\r\nTZID:x\r\n",
             b"END:VTIMEZONE\r\n", b"DTSTART;TZID=x:20260202T100000\r\n", b"DTSTART:20260202\r\n", b"DTEND:2026\r\n",
             b"RRULE:FREQ=WEEKLY;COUNT=3\r\n", b"EXDATE:x\r\n", b"RECURRENCE-ID:20260202T100000Z\r\n",
             b"DURATION:P1D\r\n",
             b"ATTENDEE;CN=x:mailto:a@b.example\r\n", b"UID:u\r\n", b"BEGIN:VCARD\r\n", b"END:VCARD\r\n", b"N:a;b\r\n",
             b"TEL;TYPE=CELL:+49\r\n", b"NOTE;ENCODING=QUOTED-PRINTABLE:=\r\n", b"BDAY:1970-01-01\r\n", b"ADR:;;;\r\n",
             b"First Name,Last Name,URL,Email Address,Company,Position,Connected On\r\n", b"a,b,c,d,e,f,g\r\n"]
        ),
    ),
    max_size=30,
).map(b"".join)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(SCRAPS)
def test_no_scrap_raises(raw: bytes) -> None:
    assert isinstance(parse_mail(raw, now=NOW), ParsedMail | Rejected)
    assert all(isinstance(one, ParsedMeeting | Rejected) for one in parse_calendar(raw, WINDOW))
    assert all(isinstance(one, ParsedCard | Rejected) for one in parse_cards(raw, region="DE"))
    stream = io.BytesIO(raw)
    assert all(isinstance(one, ParsedCard | Rejected) for one in parse_contacts(stream))
