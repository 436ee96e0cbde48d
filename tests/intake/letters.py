"""Made-up mail, calendars and cards to read, and the real ones where they lie beside the repository."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tactful.intake.mail import parse_mail
from tactful.intake.parsed import ParsedMail, Rejected

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DATA = Path(__file__).resolve().parents[3] / "shared" / "data"


def data(name: str) -> Path:
    """A folder of real data, or a skip that says that it is not there."""
    folder = DATA / name
    if not folder.is_dir():
        reason = f"{folder} is not there: real data lies beside the repository, not in it"
        print(reason)
        pytest.skip(reason)
    return folder


def letter(*lines: str, body: str = "Hello.", **headers: str) -> bytes:
    """A message from Ada to Ben, with other headers in place of or beside the usual ones ("" leaves one out)."""
    usual = {
        "From": "Ada <ada@north.example>",
        "To": "Ben <ben@south.example>",
        "Date": "Mon, 2 Feb 2026 10:00:00 +0100",
        "Subject": "Tide tables",
        "Message-ID": "<one@north.example>",
    }
    usual.update({name.replace("_", "-"): value for name, value in headers.items()})
    written = [f"{name}: {value}" for name, value in usual.items() if value]
    return ("\r\n".join([*written, *lines]) + "\r\n\r\n" + body + "\r\n").encode("utf-8")


def read_letter(*lines: str, body: str = "Hello.", **headers: str) -> ParsedMail:
    """That message, read."""
    found = parse_mail(letter(*lines, body=body, **headers), now=NOW)
    assert isinstance(found, ParsedMail), found
    return found


def refused_letter(*lines: str, **headers: str) -> str:
    """Why that message was rejected."""
    found = parse_mail(letter(*lines, **headers), now=NOW)
    assert isinstance(found, Rejected), found
    return found.reason


def calendar(*events: str, head: str = "") -> bytes:
    """A calendar of events, each given as its lines."""
    blocks = "".join(f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT\r\n" for event in events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{head}{blocks}END:VCALENDAR\r\n".encode()
