"""Read a mail that is to become a note: from whom, about whom, what is written, what hangs on it."""

from __future__ import annotations

import re
from hashlib import blake2b

import fast_mail_parser

from tactful.intake.addresses import mailboxes
from tactful.intake.attachments import attachments_of, parts_of
from tactful.intake.automated import sent_by_no_person
from tactful.intake.bodies import LONGEST_HTML, body_of
from tactful.intake.mail import (
    ADDRESS_CAP,
    SUBJECT_CAP,
    Headers,
    headers_of,
    message_id_of,
    without_envelope,
)
from tactful.intake.parsed import NOWHERE, Origin, ParsedBody, ParsedNoteMail, Rejected
from tactful.intake.plain import one_line

#: More hops than this is a mail that goes round (RFC 5321, 6.3, speaks of a hundred; between people there are ten).
MOST_HOPS = 30
_MOST_FORWARDED = 50
#: The lines of a header that a mail program writes above what it forwards, in the languages that are common.
_NAMED = re.compile(
    r"^[>\s*_|]*(?:from|to|cc|reply-to|von|an|de|à|para|da|per|van|aan|od|do|fra|til|från|till)\s*[*_]*\s*:[*_\s]*(.{3,2000})$",
    re.IGNORECASE | re.MULTILINE,
)
_TAG = re.compile(r"<(?:br|/p|/div|/tr|/li)[^<>]{0,500}>", re.IGNORECASE)
_ANY_TAG = re.compile(r"<(?![^<>@\s]{1,200}@)[^<>]{0,5000}>")


def parse_note_mail(
    raw: bytes, *, own_domains: tuple[str, ...] = (), origin: Origin = NOWHERE
) -> ParsedNoteMail | Rejected:
    """One message as bytes, or the reason why it cannot be read. Raises nothing.

    A Message-ID of `own_domains` is of a mail that this program sent itself.
    """
    try:
        return _parse(without_envelope(raw), own_domains, origin)
    except MemoryError:
        return Rejected("needs too much memory to read", origin)
    except RecursionError:
        return Rejected("is nested too deeply", origin)
    except Exception as error:  # noqa: BLE001 (the promise above: hostile input ends here)
        return Rejected(f"cannot be read as mail ({type(error).__name__})", origin)


def _parse(raw: bytes, own_domains: tuple[str, ...], origin: Origin) -> ParsedNoteMail | Rejected:
    headers = headers_of(raw)
    if not headers:
        return Rejected("has no header: it is not a message", origin)
    root = fast_mail_parser.parse_email_tree(raw, mode="lazy")
    body = body_of(raw) or ParsedBody("")
    if not body.text and not body.html and any(map(_is_long_text, parts_of(root))):
        return Rejected("has a text that is longer than a note may be", origin)
    called = message_id_of(headers)
    named = called.encode("utf-8", "surrogatepass") if called else _without_trace(raw)
    return ParsedNoteMail(
        refused=_refusal(headers, called, own_domains),
        sender=_sender(headers),
        to=_addresses(headers, "to", "cc"),
        forwarded=_forwarded(root, body),
        digest=blake2b(named, digest_size=16).digest(),
        judged=tuple(one_line(value, 4_000) for value in headers.get("authentication-results", ())[:10]),
        subject=one_line(headers["subject"][0], SUBJECT_CAP) if headers.get("subject") else "",
        body=body,
        attachments=tuple(attachments_of(root)),
        origin=origin,
    )


def _refusal(headers: Headers, called: str | None, own_domains: tuple[str, ...]) -> str:
    if len(headers.get("received", ())) > MOST_HOPS:
        return "it has come by too many servers: it goes round"
    if called and called.rpartition("@")[2].lower() in own_domains:
        return "it was sent by Tactful itself"
    because = sent_by_no_person(headers)
    return f"it is no mail of a person's: {because}" if because else ""


def _sender(headers: Headers) -> str:
    values = headers.get("from", [])
    if len(values) != 1:
        return ""
    found, lost = mailboxes(values[0][:10_000])
    return found[0].address if len(found) == 1 and not lost else ""


def _addresses(headers: Headers, *names: str) -> tuple[str, ...]:
    found = (box.address for name in names for value in headers.get(name, ()) for box in mailboxes(value)[0])
    return tuple(dict.fromkeys(found))[:ADDRESS_CAP]


def _forwarded(root: fast_mail_parser.PyLazyMimePart, body: ParsedBody) -> tuple[str, ...]:
    """The addresses of attached messages' headers, and of the lines that stand above what was forwarded."""
    found: dict[str, None] = {}
    for part in parts_of(root):
        for child in part.children[:1] if part.is_message else ():
            named = {name.lower(): list(values) for name, values in child.headers.items()}
            found.update(dict.fromkeys(_addresses(named, "from", "to", "cc")))
    text = body.text or _ANY_TAG.sub("", _TAG.sub("\n", body.html)).replace("&lt;", "<").replace("&gt;", ">")
    for line in _NAMED.findall(text)[:_MOST_FORWARDED]:
        found.update((box.address, None) for box in mailboxes(line.replace("mailto:", ""))[0])
    return tuple(found)[:_MOST_FORWARDED]


def _is_long_text(part: fast_mail_parser.PyLazyMimePart) -> bool:
    return part.content_type.lower().startswith("text/html") and (part.encoded_size or 0) > LONGEST_HTML


def _without_trace(raw: bytes) -> bytes:
    """A message without what servers write above it on each of its ways."""
    head, end, rest = raw.partition(b"\r\n\r\n")
    kept, is_kept = [], True
    for line in head.split(b"\r\n"):
        if line[:1] not in (b" ", b"\t"):
            is_kept = not line.lower().startswith(
                (
                    b"received:",
                    b"return-path:",
                    b"delivered-to:",
                    b"x-original-to:",
                    b"authentication-results:",
                )
            )
        if is_kept:
            kept.append(line)
    return b"\r\n".join(kept) + end + rest
