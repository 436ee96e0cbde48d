"""Render letters as RFC 5322 messages and lay them into one mbox per member, oldest first."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from email.header import Header
from functools import cache, lru_cache
from pathlib import Path
from random import Random

from tactful.cli.demo.bulk import bulk_letters
from tactful.cli.demo.calendar_days import EPOCH, stamp
from tactful.cli.demo.company import DOMAIN, Company
from tactful.cli.demo.letters import Box, Letter, office_of, personal_letters
from tactful.cli.demo.staff import STAFF

WEEK = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTH = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# Deactivated members stopped writing and receiving this many days before the reference day.
LEFT_DAYS = 130
FROM_LINE = re.compile(r"^(>*From )", re.MULTILINE)
AGENTS = ("Evolution 3.52", "Quillmail 7.1", "Seabird 115.6", "Postbook 16.0", "Pocketmail 4")
PDF = base64.encodebytes(
    b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
).decode()


def letters_of(company: Company) -> list[Letter]:
    """Every message of the company, each once, by time (and by Message-ID where the time is equal)."""
    office = office_of(company)
    rng = Random(f"{company.seed}:letters")
    letters = [*personal_letters(office, rng), *bulk_letters(office, rng)]
    left = (company.today - timedelta(days=LEFT_DAYS) - EPOCH).days * 86_400
    gone = {e.address for e in STAFF if not e.active}
    kept = [letter for letter in letters if letter.when <= left or not gone.intersection(letter.held_by)]
    kept.sort(key=lambda letter: (letter.when, letter.message_id))
    return kept


def write_mailboxes(company: Company, folder: Path) -> list[tuple[str, Path]]:
    """Write one mbox per member; returns (member's address, path) in the order of the members."""
    paths = [
        (member.address, folder / f"{member.address.partition('@')[0]}.mbox") for member in company.members
    ]
    files = {address.partition("@")[0]: path.open("wb") for address, path in paths}
    rng = Random(f"{company.seed}:transport")
    try:
        for letter in letters_of(company):
            for holder, copy in copies(letter, rng):
                files[holder].write(copy)
    finally:
        for file in files.values():
            file.close()
    return paths


def copies(letter: Letter, rng: Random) -> Iterator[tuple[str, bytes]]:
    """Each holder with their copy: one Message-ID, but their own transport lines, as mailboxes have it."""
    moment = stamp(letter.when, letter.zone)
    head, body = _head(letter, moment), _body(letter)
    separator = f"From {letter.sender.address} {_asctime(letter.when)}\n"
    host = letter.sender.address.rpartition("@")[2]
    queue = f"{rng.getrandbits(36):09X}"
    for holder in dict.fromkeys(letter.held_by):
        mine = f"{holder}@{DOMAIN}"
        if letter.sender.address == mine:
            bcc = f"Bcc: {_boxes(letter.bcc)}\n" if letter.bcc else ""
            text = f"{separator}X-Folder: Sent\n{head}{bcc}{body}\n"
        else:
            text = f"{separator}{_transport(letter, mine, host, queue, moment)}{head}{body}\n"
        yield holder, text.encode()


def _transport(letter: Letter, mine: str, host: str, queue: str, moment: datetime) -> str:
    """What the servers on the way put on top; addresses are those kept for documentation (RFC 5737)."""
    arrived = _date(moment + timedelta(seconds=9 + int(queue[-1], 16)))
    last = int(queue[-3:], 16)
    return (
        f"Return-Path: <{letter.sender.address}>\n"
        f"Delivered-To: {mine}\n"
        f"Received: from mx1.{DOMAIN} (mx1.{DOMAIN} [192.0.2.25])\n"
        f"\tby store.{DOMAIN} with LMTP id {queue}; {arrived}\n"
        f"Received: from out.{host} (out.{host} [203.0.113.{last % 250 + 1}])\n"
        f"\tby mx1.{DOMAIN} with ESMTPS id {queue[::-1]}\n"
        f"\tfor <{mine}>; {arrived}\n"
        "X-Folder: Inbox\n"
    )


def _head(letter: Letter, moment: datetime) -> str:
    lines = [
        f"Date: {_date(moment)}",
        f"From: {_box(letter.sender)}",
        f"To: {_boxes(letter.to)}",
        *([f"Cc: {_boxes(letter.cc)}"] if letter.cc else []),
        f"Subject: {_subject(letter.subject)}",
        f"Message-ID: {letter.message_id}",
        *(
            [f"In-Reply-To: {letter.parents[-1]}", "References: " + "\n ".join(letter.parents)]
            if letter.parents
            else []
        ),
        *letter.extra,
        "MIME-Version: 1.0",
    ]
    if not letter.extra:
        lines.append(f"User-Agent: {AGENTS[sum(letter.sender.address.encode()) % len(AGENTS)]}")
    return "\n".join(lines) + "\n"


def _body(letter: Letter) -> str:
    """The MIME headers of the body, an empty line and the body, in the letter's shape."""
    # A line that begins with "From " would begin the next message of an mbox.
    text = FROM_LINE.sub(r">\1", letter.body)
    plain = f"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{text}"
    if letter.shape == "plain":
        return plain
    bound = f"=-{letter.message_id[1:13]}"
    if letter.shape == "html":
        page = text.replace("\n", "<br>\n")
        return (
            f'Content-Type: multipart/alternative; boundary="{bound}"\n\n--{bound}\n{plain}\n--{bound}\n'
            "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
            f"<html><body>{page}</body></html>\n--{bound}--\n"
        )
    return (
        f'Content-Type: multipart/mixed; boundary="{bound}"\n\n--{bound}\n{plain}\n--{bound}\n'
        f'Content-Type: application/pdf; name="{letter.message_id[1:7]}.pdf"\nContent-Transfer-Encoding: base64\n'
        f'Content-Disposition: attachment; filename="{letter.message_id[1:7]}.pdf"\n\n{PDF}--{bound}--\n'
    )


@cache
def _box(box: Box) -> str:
    if not box.name:
        return box.address
    return f"{_phrase(box.name)} <{box.address}>"


def _phrase(name: str) -> str:
    if not name.isascii():
        return Header(name, "utf-8", maxlinelen=70).encode()
    if all(c.isalnum() or c in " -'" for c in name):
        return name
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _boxes(boxes: tuple[Box, ...]) -> str:
    return ",\n ".join(_box(box) for box in boxes)


@lru_cache(maxsize=4096)
def _subject(text: str) -> str:
    return text if text.isascii() else Header(text, "utf-8", maxlinelen=66).encode()


def _date(moment: datetime) -> str:
    """An RFC 5322 date; strftime would follow the locale."""
    return (
        f"{WEEK[moment.weekday()]}, {moment.day} {MONTH[moment.month - 1]} {moment.year} "
        f"{moment.hour:02}:{moment.minute:02}:{moment.second:02} {moment.strftime('%z')}"
    )


def _asctime(seconds: int) -> str:
    day = date.fromordinal(EPOCH.toordinal() + seconds // 86_400)
    rest = seconds % 86_400
    return (
        f"{WEEK[day.weekday()]} {MONTH[day.month - 1]} {day.day:2} "
        f"{rest // 3600:02}:{rest % 3600 // 60:02}:{rest % 60:02} {day.year}"
    )
