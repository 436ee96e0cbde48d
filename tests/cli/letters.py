"""Mailboxes, calendars and cards of the small company that these tests type commands at."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

START = datetime(2025, 3, 3, 9, 0, tzinfo=UTC)


def mbox(path: Path, mails: Iterable[tuple[str, str, str]], *, name: str = "m") -> Path:
    """Write a mailbox of (from, to, subject), a day apart, and return its path."""
    parts = []
    for number, (sender, recipient, subject) in enumerate(mails):
        at = START + timedelta(days=number % 200, minutes=number)
        parts.append(
            f"From - {at:%a %b %d %H:%M:%S %Y}\n"
            f"Message-ID: <{name}{number}@umber.example>\n"
            f"Date: {at:%a, %d %b %Y %H:%M:%S} +0000\n"
            f"From: {sender}\nTo: {recipient}\nSubject: {subject}\n\nAs agreed.\n\n"
        )
    path.write_text("".join(parts), encoding="utf-8")
    return path


def exchange(one: str, other: str, times: int) -> list[tuple[str, str, str]]:
    """Return mails to and fro."""
    return [(one, other, f"Quay {n}") if n % 2 else (other, one, f"Quay {n}") for n in range(times)]


def card(path: Path, name: str, email: str, phone: str, note: str = "") -> Path:
    """Write one address card and return its path."""
    path.write_text(
        f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{name}\r\nN:{name.split()[-1]};{name.split()[0]};;;\r\n"
        f"EMAIL:{email}\r\nTEL;TYPE=CELL:{phone}\r\nNOTE:{note}\r\nEND:VCARD\r\n",
        encoding="utf-8",
    )
    return path
