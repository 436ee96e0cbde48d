"""Read notes from a CSV file: a text on a person by their address, or on a company by its domain, row by row."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import StringIO

from tactful.intake.contentlines import decoded
from tactful.intake.sniffing import utf16_of

#: How much is taken at once, in bytes and rows.
MOST_BYTES = 4 * 2**20
MOST_ROWS = 5_000
#: Names of columns, in lower case.
TEXT = ("note", "text", "content", "body")
ADDRESS = ("email", "e-mail", "e-mail address", "person", "contact")
DOMAIN = ("domain", "company", "organisation", "organization", "website")
DAY = ("date", "day", "created", "created at", "written")
EXPECTED = (
    'name a column "note" for the text, and beside it "email" for the person or "domain" for the company it is on,'
    ' and "date" (2026-03-31) if you like'
)


class NotNotes(ValueError):
    """The file is no list of notes; `str()` says what is expected."""


@dataclass(frozen=True, slots=True)
class NoteRow:
    """One row. `number` counts from 1 below the header; `fault` says what is wrong with it, "" for nothing."""

    number: int
    text: str = ""
    address: str = ""
    domain: str = ""
    at: datetime | None = None
    fault: str = ""


def parse_notes(content: bytes) -> list[NoteRow]:
    """Return the rows of a CSV file, faulty ones too. Raises NotNotes for what is none, or too much at once."""
    if len(content) > MOST_BYTES:
        raise NotNotes(
            f"this file has more than {MOST_BYTES // 2**20} MB, the most that is taken at once: split it"
        )
    encoding = utf16_of(content[:64])
    text = content.decode(encoding, "replace") if encoding else decoded(content)
    text = text.removeprefix("\ufeff").replace("\0", "")
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    rows = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    try:
        header = [name.strip().lower() for name in next(rows)]
    except (StopIteration, csv.Error) as error:
        raise NotNotes(EXPECTED) from error
    if not any(name in TEXT for name in header):
        raise NotNotes(EXPECTED)
    found = list(_rows(rows, header))
    if len(found) > MOST_ROWS:
        raise NotNotes(
            f"this file has more than {MOST_ROWS:,} rows, the most that is taken at once: split it"
        )
    return found


def _rows(rows: Iterator[list[str]], header: list[str]) -> Iterator[NoteRow]:
    number = 0
    while number <= MOST_ROWS:
        number += 1
        try:
            values = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield NoteRow(number, fault=f"is a row that cannot be read ({error})")
            continue
        if any(value.strip() for value in values):
            yield _row(number, dict(zip(header, values, strict=False)), len(values) > len(header))


def _row(number: int, row: dict[str, str], is_longer: bool) -> NoteRow:
    if is_longer:
        return NoteRow(number, fault="has more values than there are columns: put its text between quotes")
    text, address, domain, day = (_first(row, names) for names in (TEXT, ADDRESS, DOMAIN, DAY))
    if not text:
        return NoteRow(number, fault="has no text")
    at = None
    if day:
        try:
            at = datetime.combine(date.fromisoformat(day[:10]), datetime.min.time(), UTC)
        except ValueError:
            return NoteRow(number, fault=f'has a date that is none: "{day[:40]}"; write it as 2026-03-31')
    return NoteRow(number, text, address.lower(), domain.lower(), at)


def _first(row: dict[str, str], names: tuple[str, ...]) -> str:
    return next((row[name].strip() for name in names if row.get(name, "").strip()), "")
