"""Read one message: who wrote to whom, when and about what; what was written only where it is asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.header import decode_header, make_header
from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime
from hashlib import blake2b

import fast_mail_parser

from tactful.intake.addresses import clean_address, clean_name, mailboxes
from tactful.intake.attachments import attachments_of
from tactful.intake.automated import automated_because
from tactful.intake.bodies import body_of
from tactful.intake.exchange_names import named, named_sender
from tactful.intake.parsed import NOWHERE, Mailbox, Origin, ParsedMail, Rejected
from tactful.intake.plain import one_line
from tactful.intake.signatures import signed_addresses

SUBJECT_CAP = 500
ADDRESS_CAP = 5_000
HEADER_CAP = 16 * 2**20
_CALENDAR_PARTS = 20
_MIME_DEPTH = 100

_END_OF_HEADER = re.compile(rb"\r?\n[ \t]*\r?\n")
_ENVELOPE = re.compile(rb"(?:[ \t]*\r?\n){0,1000}(?:>?From [^\n]{0,1000}\n)?")
_CALENDAR = re.compile(rb"text/calendar|text/x-vcalendar|application/ics", re.IGNORECASE)
#: Without one of these nothing hangs on a message, and its parts need not be looked at.
_ATTACHED = re.compile(rb"attachment|name\*?\d{0,2}\*?\s{0,20}=", re.IGNORECASE)
_ID = re.compile(r"<([^<>\s]{1,995})>")
_RE = re.compile(r"(?:(?:re|fwd?|aw|wg|sv|vs|antw|tr|rv|r)(?:\[\d{1,3}\])?\s?:\s*)+", re.IGNORECASE)
_ZONE_NAME = re.compile(r"(?:GMT|UTC)\s?([+-])(\d{1,2})(?::?(\d{2}))?\s*$")
_EARLIEST = datetime(1971, 1, 1, tzinfo=UTC)
_CLOCK_ERROR = timedelta(days=2)

Headers = Mapping[str, list[str]]


def parse_mail(
    raw: bytes,
    *,
    origin: Origin = NOWHERE,
    now: datetime | None = None,
    with_calendar: bool = True,
    with_body: bool = False,
    with_attachments: bool = False,
) -> ParsedMail | Rejected:
    """One message as bytes, as a ParsedMail, or the reason why it is none. Raises nothing.

    A date more than two days after `now` is not believed.
    """
    try:
        mail = _parse(raw, origin, now or datetime.now(UTC), with_calendar)
        if with_body and isinstance(mail, ParsedMail):
            mail = replace(mail, body=body_of(raw[_start(raw) :]))
        if with_attachments and isinstance(mail, ParsedMail) and not mail.automated:
            mail = replace(mail, attachments=_attachments(raw[_start(raw) :]))
        return mail
    except MemoryError:
        return Rejected("needs too much memory to read", origin)
    except RecursionError:
        return Rejected("is nested too deeply", origin)
    except Exception as error:  # noqa: BLE001 (the promise above: hostile input ends here, as an item in the report)
        return Rejected(f"cannot be read as mail ({type(error).__name__})", origin)


def head_of(raw: bytes) -> bytes:
    """The header of a message, with the blank line that ends it, without an envelope line before it."""
    envelope = _ENVELOPE.match(raw)
    start = envelope.end() if envelope else 0
    end = _END_OF_HEADER.search(raw, start)
    head = raw[start : end.end()] if end else raw[start:]
    if b"\n" not in head and b"\r" in head:
        # Line ends of old Macs.
        head = head.replace(b"\r", b"\n").partition(b"\n\n")[0] + b"\n\n"
    return head if end else head + b"\r\n\r\n"


def _start(raw: bytes) -> int:
    """Where the header of a message begins, after an envelope line."""
    envelope = _ENVELOPE.match(raw)
    return envelope.end() if envelope else 0


def _body(raw: bytes) -> int:
    """Where the body of a message begins; its end where there is none."""
    envelope = _ENVELOPE.match(raw)
    end = _END_OF_HEADER.search(raw, envelope.end() if envelope else 0)
    return end.end() if end else len(raw)


def has_calendar(raw: bytes) -> bool:
    """Whether a message may carry an invitation."""
    lower = raw.lower()
    return b"text/calendar" in lower or b"text/x-vcalendar" in lower or b"application/ics" in lower


def _parse(raw: bytes, origin: Origin, now: datetime, with_calendar: bool) -> ParsedMail | Rejected:
    head = head_of(raw)
    if not head.strip():
        return Rejected("is empty", origin)
    if len(head) > HEADER_CAP:
        return Rejected("has a header of more than 16 MB", origin)
    if head.count(b"@") > ADDRESS_CAP * 4:
        return Rejected(f"names more than {ADDRESS_CAP:,} addresses", origin)
    fast, headers = _headers(head)
    if not headers:
        return Rejected("has no header: it is not a message", origin)

    sender, date = _sender(headers, fast), _date(headers, fast, now)
    if date is None:
        return Rejected("has no date that can be read" if "date" in headers else "has no date", origin)
    if sender is None:
        return Rejected("has no sender's address", origin)
    if "x-from" in headers:
        sender = named_sender(sender, headers["x-from"][0])
    seen: set[str] = set()
    to, lost_to = _recipients(headers, "to", fast.to if fast else None, seen)
    cc, lost_cc = _recipients(headers, "cc", fast.cc if fast else None, seen)
    recipients = len(to) + len(cc) + lost_to + lost_cc
    if recipients > ADDRESS_CAP:
        return Rejected(f"names more than {ADDRESS_CAP:,} addresses", origin)

    subject = one_line(headers["subject"][0], SUBJECT_CAP) if headers.get("subject") else ""
    message_id = _message_id(headers)
    references = tuple(_ids(headers, "references")[-100:])
    replied = _ids(headers, "in-reply-to")
    in_reply_to = replied[0] if replied else None
    copy_key = _digest("copy", date.replace(microsecond=0).isoformat(), sender.address, subject.casefold())
    root = references[0] if references else in_reply_to or message_id
    because = automated_because(
        headers,
        sender.address,
        recipients,
        to_sender_alone=recipients == 1 and [box.address for box in (*to, *cc)] == [sender.address],
    )
    return ParsedMail(
        message_id=message_id,
        date=date,
        sender=sender,
        to=to,
        cc=cc,
        recipients=recipients,
        subject=subject,
        automated_because=because,
        in_reply_to=in_reply_to,
        references=references,
        thread_key=_digest("thread", root) if root else copy_key,
        copy_key=copy_key,
        calendar_parts=calendar_parts(raw) if with_calendar and has_calendar(raw) else (),
        labels=_labels(headers),
        signed=() if because else signed_addresses(raw, _body(raw), headers, sender),
        origin=origin,
    )


def base_subject(subject: str) -> str:
    """The subject without reply and forward marks, case folded: equal within a thread that carries no ids."""
    return _RE.sub("", subject, count=1).strip().casefold() if _RE.match(subject) else subject.casefold()


def _attachments(raw: bytes) -> tuple[tuple[str, bytes], ...]:
    """What hangs on a message; () where its structure cannot be read."""
    if _ATTACHED.search(raw) is None:
        return ()
    try:
        root = fast_mail_parser.parse_email_tree(raw, mode="lazy")
    except fast_mail_parser.ParseError:
        return ()
    return tuple(attachments_of(root, messages=False))


def calendar_parts(raw: bytes) -> tuple[bytes, ...]:
    """The decoded text/calendar parts of a message, at most 20; () where its structure cannot be read."""
    envelope = _ENVELOPE.match(raw)
    try:
        root = fast_mail_parser.parse_email_tree(raw[envelope.end() :] if envelope else raw, mode="lazy")
    except fast_mail_parser.ParseError:
        return ()
    found: list[bytes] = []
    stack = [(root, 0)]
    while stack and len(found) < _CALENDAR_PARTS:
        part, depth = stack.pop()
        if depth < _MIME_DEPTH:
            stack.extend((child, depth + 1) for child in reversed(part.children))
        if not part.children and _CALENDAR.match(part.content_type.encode("ascii", "replace")):
            try:
                content = part.content
            except fast_mail_parser.ParseError:
                continue
            # An invitation that is attached twice, as Exchange and Google do, is one.
            if content and content not in found:
                found.append(content)
    return tuple(found)


def headers_of(raw: bytes) -> Headers:
    """The header of a message by lower-case name, each with all of its values in their order."""
    return _headers(head_of(raw))[1]


def message_id_of(headers: Headers) -> str | None:
    """What a message is called by its sender, at most 255 characters."""
    return _message_id(headers)


def without_envelope(raw: bytes) -> bytes:
    """A message from its header on."""
    return raw[_start(raw) :]


def _headers(head: bytes) -> tuple[fast_mail_parser.PyMailMetadata | None, Headers]:
    try:
        fast = fast_mail_parser.parse_email(head, mode="metadata")
    except fast_mail_parser.ParseError:
        return None, _slow_headers(head)
    headers: dict[str, list[str]] = {}
    for name, values in fast.headers.items():
        headers.setdefault(name.lower(), []).extend(values)
    return fast, headers


def _slow_headers(head: bytes) -> Headers:
    """The header by the standard library, for what the fast parser refuses."""
    headers: dict[str, list[str]] = {}
    for name, value in BytesHeaderParser().parsebytes(head).items():
        try:
            text = str(make_header(decode_header(str(value))))
        except (UnicodeError, LookupError, ValueError):
            text = str(value)
        headers.setdefault(name.lower(), []).append(" ".join(text.split()))
    return headers


def _sender(headers: Headers, fast: fast_mail_parser.PyMailMetadata | None) -> Mailbox | None:
    if fast and fast.from_ and len(headers.get("from", ())) == 1:
        address = clean_address(fast.from_.address)
        if address:
            return Mailbox(address, clean_name(fast.from_.display_name or ""))
    for name in ("from", "sender", "x-original-from"):
        for value in headers.get(name, ()):
            found, _ = mailboxes(value)
            if found:
                return found[0]
    return None


def _recipients(
    headers: Headers, name: str, fast: list[fast_mail_parser.PyAddress] | None, seen: set[str]
) -> tuple[tuple[Mailbox, ...], int]:
    """The mailboxes of a header that are not in `seen` yet, which it fills, and how many entries are of no use."""
    values = headers.get(name)
    if not values or (not values[0] and len(values) == 1):
        return (), 0
    boxes: list[Mailbox] = []
    dropped = 0
    if fast and len(values) == 1 and len(fast) > values[0].count(",") * 0.5:
        for found in fast:
            address = clean_address(found.address)
            if address is None:
                # Either nobody's address or a header the fast parser took apart wrongly; the slow way knows.
                boxes, dropped = mailboxes(values[0])
                break
            boxes.append(Mailbox(address, clean_name(found.display_name) if found.display_name else ""))
    else:
        boxes, dropped = mailboxes(", ".join(values))
    named_by = headers.get(f"x-{name}")
    if named_by:
        boxes = named(boxes, len(boxes) + dropped, named_by[0])
    kept = []
    for box in boxes:
        if box.address not in seen:
            seen.add(box.address)
            kept.append(box)
    return tuple(kept), dropped


def _date(headers: Headers, fast: fast_mail_parser.PyMailMetadata | None, now: datetime) -> datetime | None:
    """The instant of the message: its Date, else the oldest Received that can be believed."""
    latest = now + _CLOCK_ERROR
    if fast:
        found = fast.date_parsed
        if found is not None and _EARLIEST < found < latest:
            return found.astimezone(UTC)
    candidates = list(headers.get("date", ())[:1])
    candidates += [value.rpartition(";")[2] for value in reversed(headers.get("received", ())[-50:])]
    candidates += list(headers.get("delivery-date", ())[:1])
    for value in candidates:
        found = _loose_date(value.strip()[:200])
        if found is not None and _EARLIEST < found < latest:
            return found
    return None


def _loose_date(value: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(_ZONE_NAME.sub(_offset, value))
    except (ValueError, TypeError, IndexError, OverflowError):
        try:
            found = datetime.fromisoformat(value)
        except ValueError:
            return None
    try:
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _offset(match: re.Match[str]) -> str:
    return f"{match[1]}{int(match[2]):02d}{match[3] or '00'}"


def _labels(headers: Headers) -> tuple[str, ...]:
    """What Gmail's and others' exports say the message was filed under: names between commas."""
    values = [
        *headers.get("x-gmail-labels", ()),
        *headers.get("keywords", ()),
        *headers.get("x-keywords", ()),
    ]
    found: dict[str, None] = {}
    for value in values[:20]:
        text = str(make_header(decode_header(value))) if "=?" in value else value
        names = (one_line(name, 300).strip(' "') for name in text[:20_000].split(","))
        found.update(dict.fromkeys(name for name in names if name))
    return tuple(found)


def _message_id(headers: Headers) -> str | None:
    for value in headers.get("message-id", ()):
        match = _ID.search(value)
        text = match[1] if match else value.strip().strip("<>")
        text = one_line(text, 2000)
        if text and " " not in text:
            # Longer ids exist, in spam; their digest tells them apart as well.
            return text if len(text) <= 255 else f"long:{_digest('id', text).hex()}"
    return None


def _ids(headers: Headers, name: str) -> list[str]:
    ids = (one_line(found, 995) for value in headers.get(name, ()) for found in _ID.findall(value[:100_000]))
    return [text if len(text) <= 255 else f"long:{_digest('id', text).hex()}" for text in ids if text]


def _digest(*parts: str) -> bytes:
    return blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=16).digest()
