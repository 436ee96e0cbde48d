"""Read contact lists as Google, Outlook and LinkedIn write them, row by row."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import BinaryIO

from tactful.intake.addresses import clean_address, clean_name
from tactful.intake.contentlines import decoded
from tactful.intake.parsed import NOWHERE, Origin, ParsedCard, Phone, Position, Postal, Rejected
from tactful.intake.phones import phone
from tactful.intake.plain import lines, one_line
from tactful.intake.sniffing import utf16_of

ROW_CAP = 2**20
_PREAMBLE_LINES = 30
_NOTE_CAP = 10_000
EXPECTED = (
    'is not a contact list from Google ("Name" or "First Name", "E-mail 1 - Value"), Outlook ("First Name", '
    '"Last Name", "E-mail Address") or LinkedIn ("First Name", "Last Name", "URL", "Connected On")'
)

Row = dict[str, str]


def parse_contacts(
    stream: BinaryIO,
    *,
    region: str | None = None,
    origin: Origin = NOWHERE,
    at: Callable[[], Position] | None = None,
) -> Iterator[ParsedCard | Rejected]:
    """The contacts of a CSV file; rows that name nobody, and files of another layout, come as Rejected.

    `at` tells the position reached, for the origin of each row. Raises nothing but what reading the stream raises.
    """
    rows = csv.reader(_text(stream), delimiter=",")
    header, layout = _header(rows)
    if layout is None:
        # Excel writes semicolons in half of Europe; only the first line has been lost by trying.
        if len(header) == 1 and ";" in header[0]:
            yield Rejected("separates its columns by semicolons: export it again with commas", origin)
        else:
            yield Rejected(EXPECTED, origin)
        return
    names = [name.strip().lower() for name in header]
    count = 0
    while True:
        count += 1
        placed = Origin(f"{origin.label}#{count}", origin.folder, at() if at else origin.position)
        try:
            values = next(rows)
        except StopIteration:
            break
        except csv.Error as error:
            yield Rejected(f"is a row that cannot be read ({error})", placed)
            continue
        if not any(value.strip() for value in values):
            continue
        yield _contact(dict(zip(names, values, strict=False)), layout, region, placed)
    if count == 1:
        yield Rejected("holds no contact", origin)


def _contact(row: Row, layout: Layout, region: str | None, origin: Origin) -> ParsedCard | Rejected:
    try:
        card = layout(row, region, origin)
    except (ValueError, TypeError, IndexError) as error:
        return Rejected(f"is a row that cannot be read ({type(error).__name__})", origin)
    if not (card.name or card.emails or card.phones or card.org):
        return Rejected("says nothing of anybody: no name, address, number or company", origin)
    return card


def _text(stream: BinaryIO) -> Iterator[str]:
    """The lines of a file as text, without a mark at its beginning."""
    head = stream.readline(ROW_CAP)
    encoding = utf16_of(head[:64])
    if encoding:
        # A line end of UTF-16 is cut by readline in its middle; such lists are small, and read whole.
        text = (head + stream.read(64 * 2**20)).decode(encoding, "replace").removeprefix("\ufeff")
        yield from text.replace("\0", "").splitlines(keepends=True)
        return
    line = head.removeprefix(b"\xef\xbb\xbf")
    while line:
        if b"\r" in line and not line.endswith(b"\r\n") and b"\n" not in line[:-1]:
            line = line.replace(b"\r", b"\n")
        yield from (
            decoded(line).replace("\0", "").splitlines(keepends=True)
            if b"\n" in line[:-1]
            else (decoded(line).replace("\0", ""),)
        )
        line = stream.readline(ROW_CAP)


def _header(rows: Iterator[list[str]]) -> tuple[list[str], Layout | None]:
    """The row of column names, which notes may stand before, and the layout it belongs to."""
    first: list[str] = []
    for _ in range(_PREAMBLE_LINES):
        try:
            row = next(rows)
        except (StopIteration, csv.Error):
            break
        first = first or row
        names = {name.strip().lower() for name in row}
        if {"first name", "last name", "connected on"} <= names:
            return row, _linkedin
        if "e-mail 1 - value" in names and names & {"name", "first name", "given name"}:
            return row, _google
        if "e-mail address" in names and names & {"first name", "last name"}:
            return row, _outlook
    return first, None


def _linkedin(row: Row, region: str | None, origin: Origin) -> ParsedCard:
    given, family = _line(row, "first name"), _line(row, "last name")
    return ParsedCard(
        uid=_line(row, "url", 500),
        name=clean_name(f"{given} {family}"),
        given=given,
        family=family,
        emails=_emails([row.get("email address", "")]),
        urls=_urls([row.get("url", "")]),
        org=_line(row, "company", 300),
        title=_line(row, "position", 300),
        connected_on=_connected(row.get("connected on", "")),
        origin=origin,
    )


def _google(row: Row, region: str | None, origin: Origin) -> ParsedCard:
    given = _line(row, "first name") or _line(row, "given name")
    family = _line(row, "last name") or _line(row, "family name")
    middle = _line(row, "middle name") or _line(row, "additional name")
    numbers = range(1, 21)
    return ParsedCard(
        name=clean_name(row.get("name", "")) or clean_name(" ".join(filter(None, (given, middle, family)))),
        given=given,
        family=family,
        emails=_emails(one for n in numbers for one in _several(row.get(f"e-mail {n} - value", ""))),
        phones=_phones(
            (
                (one, _label(row, f"phone {n}"))
                for n in numbers
                for one in _several(row.get(f"phone {n} - value", ""))
            ),
            region,
        ),
        postal=tuple(
            found
            for n in numbers
            if (found := _postal(row, f"address {n} - ", _GOOGLE_POSTAL, _label(row, f"address {n}")))
        ),
        urls=_urls(one for n in numbers for one in _several(row.get(f"website {n} - value", ""))),
        org=_line(row, "organization name", 300) or _line(row, "organization 1 - name", 300),
        title=_line(row, "organization title", 300) or _line(row, "organization 1 - title", 300),
        note=lines(row.get("notes", ""), _NOTE_CAP),
        birthday=_day(row.get("birthday", "")),
        categories=tuple(
            one.removeprefix("* ")
            for one in _several(row.get("labels", "") or row.get("group membership", ""))
            if not one.startswith("* my")
        ),
        origin=origin,
    )


def _outlook(row: Row, region: str | None, origin: Origin) -> ParsedCard:
    given, family = _line(row, "first name"), _line(row, "last name")
    full = " ".join(filter(None, (given, _line(row, "middle name"), family, _line(row, "suffix"))))
    phones = ((row[name], kind) for name, kind in _OUTLOOK_PHONES if row.get(name))
    return ParsedCard(
        name=clean_name(full),
        given=given,
        family=family,
        emails=_emails(
            row.get(name, "") for name in ("e-mail address", "e-mail 2 address", "e-mail 3 address")
        ),
        phones=_phones(phones, region),
        postal=tuple(
            found
            for kind in ("business", "home", "other")
            if (found := _postal(row, f"{kind} ", _OUTLOOK_POSTAL, kind))
        ),
        urls=_urls(row.get(name, "") for name in ("web page", "personal web page")),
        org=_line(row, "company", 300),
        title=_line(row, "job title", 300),
        note=lines(row.get("notes", ""), _NOTE_CAP),
        birthday=_day(row.get("birthday", "")),
        categories=tuple(
            part for one in row.get("categories", "").split(";") if (part := one_line(one, 100))
        ),
        origin=origin,
    )


Layout = Callable[[Row, str | None, Origin], ParsedCard]

_GOOGLE_POSTAL = ("street", "city", "region", "postal code", "country")
_OUTLOOK_POSTAL = ("street", "city", "state", "postal code", "country/region")
_OUTLOOK_PHONES = (
    ("business phone", "work"),
    ("business phone 2", "work"),
    ("primary phone", ""),
    ("company main phone", "main"),
    ("mobile phone", "mobile"),
    ("home phone", "home"),
    ("home phone 2", "home"),
    ("other phone", ""),
    ("car phone", ""),
    ("business fax", "fax"),
    ("home fax", "fax"),
)


def _line(row: Row, name: str, cap: int = 200) -> str:
    return one_line(row.get(name) or "", cap)


def _several(value: str) -> list[str]:
    """Google writes several values of one label into one cell."""
    return [part.strip() for part in value.split(":::") if part.strip()]


def _label(row: Row, stem: str) -> str:
    label = (row.get(f"{stem} - label") or row.get(f"{stem} - type") or "").strip("* ").lower()
    return label if label in ("work", "home", "mobile", "main", "fax", "pager") else ""


def _emails(values: Iterator[str] | list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(address for value in values if (address := clean_address(value))))


def _phones(values: Iterator[tuple[str, str]], region: str | None) -> tuple[Phone, ...]:
    found = (phone(value, region, kind) for value, kind in values)
    return tuple({one.e164 or one.raw: one for one in found if one is not None}.values())


def _urls(values: Iterator[str] | list[str]) -> tuple[str, ...]:
    kept = (one_line(value, 500) for value in values)
    return tuple(
        dict.fromkeys(url for url in kept if url.lower().startswith(("http://", "https://", "www.")))
    )


def _postal(row: Row, stem: str, columns: tuple[str, ...], kind: str) -> Postal | None:
    parts = [_line(row, stem + column, 300) for column in columns]
    # Outlook's lists call it "country" in some versions.
    parts[4] = parts[4] or _line(row, f"{stem}country", 300)
    street, city, region, code, country = parts
    return (
        Postal(street, city, region, code, country, "work" if kind == "business" else kind)
        if any(parts)
        else None
    )


def _day(value: str) -> str:
    """A birthday as ISO text; "" for Outlook's 0/0/00 and for orders of day and month that cannot be told apart."""
    text = value.strip()
    if text.startswith("--"):
        text = text[2:]
        return f"--{text}" if len(text) == 5 and text[2] == "-" else ""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""


def _connected(value: str) -> date | None:
    """The day of a connection: "14 May 2021", or "05/14/21, 10:02 AM" in older lists."""
    for form in ("%d %b %Y", "%d %B %Y", "%Y-%m-%d", "%m/%d/%y, %I:%M %p", "%m/%d/%y"):
        try:
            return datetime.strptime(value.strip(), form).date()  # noqa: DTZ007 (a day, not an instant)
        except ValueError:
            continue
    return None
