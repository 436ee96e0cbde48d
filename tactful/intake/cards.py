"""Read address cards of versions 2.1, 3.0 and 4.0, as phones and mail programs write them.

One reader of our own for all three: it is linear in its input and takes each line for itself, so that a broken photo
or a made-up property costs nothing else on the card.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from tactful.intake.addresses import clean_address, clean_name
from tactful.intake.contentlines import Property, property_of, split_escaped, to_utf8, unescaped, unfolded
from tactful.intake.parsed import NOWHERE, Origin, ParsedCard, Phone, Postal, Rejected
from tactful.intake.phones import phone
from tactful.intake.plain import lines, one_line
from tactful.intake.sniffing import utf16_of

CARD_CAP = 16 * 2**20
NOTE_CAP = 10_000
VALUES_CAP = 100

_NOT_KEPT = {"PHOTO", "LOGO", "SOUND", "KEY", "REV", "PRODID", "X-WAB-GENDER", "FBURL", "CALURI", "AGENT"}
_BEGIN = re.compile(rb"[ \t]*BEGIN[ \t]*:[ \t]*VCARD[ \t]*", re.IGNORECASE)
_END = re.compile(rb"[ \t]*END[ \t]*:[ \t]*VCARD[ \t]*", re.IGNORECASE)
_FULL_DATE = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ].*)?")
_DAY = re.compile(r"--(\d\d)-?(\d\d)(?:T.*)?")
_PHONE_KINDS = ("cell", "mobile", "fax", "pager", "work", "home", "main", "iphone")


def parse_cards(
    raw: bytes, *, region: str | None = None, origin: Origin = NOWHERE
) -> Iterator[ParsedCard | Rejected]:
    """The cards in a text; what is none, or says nothing of anybody, comes as Rejected. Raises nothing.

    `region` ("DE") is the country that telephone numbers without one are taken to be in.
    """
    count = 0
    for card in cut(to_utf8(raw)):
        count += 1
        placed = Origin(f"{origin.label}#{count}", origin.folder, origin.position)
        yield (
            parse_card(card, region=region, origin=placed)
            if card
            else Rejected("is longer than 16 MB", placed)
        )
    if not count:
        yield Rejected("holds no address card", origin)


def parse_card(raw: bytes, *, region: str | None = None, origin: Origin = NOWHERE) -> ParsedCard | Rejected:
    """One card, from its BEGIN to its END, as UTF-8 or in a charset that its lines name. Raises nothing."""
    try:
        return _card(raw, region, origin)
    except MemoryError:
        return Rejected("needs too much memory to read", origin)
    except Exception as error:  # noqa: BLE001 (the promise above: hostile input ends here, as an item in the report)
        return Rejected(f"cannot be read as an address card ({type(error).__name__})", origin)


def cut(raw: bytes) -> Iterator[bytes | None]:
    """The cards of a text in memory; None for one that is too long."""
    return _cut(raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n"))


def cut_stream(stream: BinaryIO) -> Iterator[bytes | None]:
    """The cards of a file, one at a time in memory; None for one that is too long."""
    head = stream.read(64)
    encoding = utf16_of(head)
    if encoding:
        # Address books in UTF-16 are rare and small; a larger one than a card may be is left out.
        rest = stream.read(CARD_CAP)
        yield from cut((head + rest).decode(encoding, "replace").encode("utf-8", "replace"))
        return
    yield from _cut(_stream_lines(head.removeprefix(b"\xef\xbb\xbf"), stream))


def _stream_lines(head: bytes, stream: BinaryIO) -> Iterator[bytes]:
    rest = b""
    while True:
        block = head or stream.read(2**18)
        head = b""
        if not block:
            break
        rest += block
        # A carriage return at the end may be half of a line end.
        kept = rest[-1:] if rest.endswith(b"\r") else b""
        whole = (rest[:-1] if kept else rest).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        *complete, last = whole.split(b"\n")
        yield from complete
        rest = last + kept
        if len(rest) > CARD_CAP:
            yield rest
            rest = b""
    if rest:
        yield from rest.replace(b"\r", b"\n").split(b"\n")


def _cut(text: Iterator[bytes] | list[bytes]) -> Iterator[bytes | None]:
    parts: list[bytes] = []
    depth = size = 0
    for line in text:
        if _BEGIN.fullmatch(line):
            # A card within a card is an agent's; one that begins at the margin while another is open, a lost END.
            depth = depth + 1 if depth and parts[-1][:5].upper() == b"AGENT" else 1
            if depth == 1 and parts:
                yield _joined(parts, size)
                parts, size = [], 0
        if depth:
            size += len(line) + 1
            if size <= CARD_CAP:
                parts.append(line)
            if _END.fullmatch(line):
                depth -= 1
                if not depth:
                    yield _joined(parts, size)
                    parts, size = [], 0
    if parts:
        yield _joined(parts, size)


def _joined(parts: list[bytes], size: int) -> bytes | None:
    return b"\n".join(parts) if size <= CARD_CAP else None


def _card(raw: bytes, region: str | None, origin: Origin) -> ParsedCard | Rejected:
    found = _properties(raw)

    def first(name: str) -> str:
        return next((text for one in found.get(name, ()) if (text := unescaped(one.value).strip())), "")

    family, given = "", ""
    for one in found.get("N", ()):
        parts = [one_line(part, 200) for part in split_escaped(one.value, ";")] + ["", ""]
        family, given = family or parts[0], given or parts[1]
    emails = [clean_address(unescaped(one.value)) for one in found.get("EMAIL", ())]
    phones = [phone(unescaped(one.value), region, _kind(one)) for one in found.get("TEL", ())]
    urls = [
        one_line(unescaped(one.value), 500)
        for name in ("URL", "X-SOCIALPROFILE")
        for one in found.get(name, ())
    ]
    org = " ".join(part for part in split_escaped(first_raw(found, "ORG"), ";")[:1] if part)
    card = ParsedCard(
        uid=one_line(first("UID"), 500),
        name=_name(first("FN"), given, family),
        given=given,
        family=family,
        emails=_once(one for one in emails if one)[:VALUES_CAP],
        phones=_phones(phones),
        postal=tuple(p for one in found.get("ADR", ())[:VALUES_CAP] if (p := _postal(one))),
        urls=_once(url for url in urls if url.lower().startswith(("http://", "https://", "www.")))[
            :VALUES_CAP
        ],
        org=one_line(org, 300),
        title=one_line(first("TITLE") or first("ROLE"), 300),
        note=lines(first("NOTE"), NOTE_CAP),
        birthday=_day(first("BDAY")),
        categories=_once(
            one_line(part, 100)
            for one in found.get("CATEGORIES", ())
            for part in split_escaped(one.value, ",")
            if part
        )[:VALUES_CAP],
        origin=origin,
    )
    if first("KIND").lower() == "group" or first("X-ADDRESSBOOKSERVER-KIND").lower() == "group":
        return Rejected("is a group of contacts, not a contact", origin)
    if not (card.name or card.emails or card.phones or card.org):
        return Rejected("says nothing of anybody: no name, address, number or company", origin)
    return card


def _name(formatted: str, given: str, family: str) -> str:
    """The formatted name; given and family name where there is none, or where it gives them the other way round."""
    parts = " ".join(part for part in (given, family) if part)
    if "," not in formatted:
        return clean_name(formatted) or clean_name(parts)
    turned = given and family and formatted.replace(",", " ").split()[:1] == family.split()[:1]
    return clean_name(parts) if turned else one_line(formatted, 200)


def first_raw(found: dict[str, list[Property]], name: str) -> str:
    """The first value of a property as it is escaped, or ""."""
    return next((one.value for one in found.get(name, ()) if one.value.strip()), "")


def _properties(raw: bytes) -> dict[str, list[Property]]:
    found: dict[str, list[Property]] = {}
    depth = 0
    for line in unfolded(raw):
        name = line[:100].partition(b":")[0].partition(b";")[0].rpartition(b".")[2].strip().upper()
        if name == b"BEGIN":
            depth += 1
        elif name == b"END":
            depth -= 1
        elif depth == 1 and name.decode("ascii", "replace") not in _NOT_KEPT and len(line) < 200_000:
            one = property_of(line)
            if one is not None:
                found.setdefault(one.name, []).append(one)
    return found


def _kind(one: Property) -> str:
    types = {value.lower() for value in one.params.get("type", ())}
    return next((kind for kind in _PHONE_KINDS if kind in types), "")


def _phones(found: list[Phone | None]) -> tuple[Phone, ...]:
    kept: dict[str, Phone] = {}
    for one in found:
        if one is not None:
            kept.setdefault(one.e164 or one.raw, one)
    return tuple(kept.values())[:VALUES_CAP]


def _postal(one: Property) -> Postal | None:
    parts = [one_line(part, 300) for part in split_escaped(one.value, ";")] + [""] * 7
    if not any(parts):
        return None
    street = ", ".join(part for part in (parts[0], parts[1], parts[2]) if part)
    types = {value.lower() for value in one.params.get("type", ())}
    kind = next((kind for kind in ("work", "home") if kind in types), "")
    return Postal(street, parts[3], parts[4], parts[5], parts[6], kind)


def _once(values: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


def _day(text: str) -> str:
    """A birthday as ISO text, or "--MM-DD" without its year, or "" where it is no day."""
    match = _FULL_DATE.fullmatch(text.strip())
    if match:
        year, month, day = match.groups()
    else:
        short = _DAY.fullmatch(text.strip())
        if not short:
            return ""
        year, (month, day) = "", short.groups()
    if not (1 <= int(month) <= 12 and 1 <= int(day) <= 31):
        return ""
    # Apple writes 1604 where the year is not known.
    return f"{year}-{month}-{day}" if year and year not in ("0000", "1604") else f"--{month}-{day}"
