"""Another address of a sender, written by themselves below their own mail; of a body nothing else is kept.

Strict on purpose: a signature that is doubted says nothing. Only plain text counts, only what stands above anything
quoted, only the lines after the mark of a signature or the last few, only one or two addresses there, and only one
that has the sender's family name in it, or what stands before the @ of the address that they wrote from.
"""

from __future__ import annotations

import quopri
import re
import unicodedata
from collections.abc import Mapping

import fast_mail_parser

from tactful.intake.addresses import clean_address
from tactful.intake.parsed import Mailbox

#: A longer message is not looked through: people's own letters are shorter.
LONGEST = 256 * 1024
MOST = 2
_LAST_LINES = 6
_DEPTH = 5
_SHORTEST_NAME = 3

_QUOTED = re.compile(
    r"^(?:>|-{2,} ?(?:original|forwarded|urspr|weitergel|message)|_{10,}|begin forwarded|from:\s|von:\s|de\s?:\s"
    # Often broken after the name; and in some languages the name comes last.
    r"|(?:on|am|le|el|il|op|den)\s(?:[^\n]{1,200}\n)?[^\n]{0,200}?"
    r"\b(?:wrote|schrieb|a écrit|escribió|ha scritto|schreef|skrev)\b"
    r"(?:[^\n]{0,100}(?:\n[^\n]{0,200})?:)?\s?:?[ \t]*$)",
    re.IGNORECASE | re.MULTILINE,
)
_MARK = re.compile(r"^--[ \t]*$", re.MULTILINE)
_ADDRESS = re.compile(r"[^\s<>()\[\]:;,\"'|]{1,64}@[^\s<>()\[\]:;,\"'|@]{3,190}")
_NOBODYS = frozenset(
    [
        "accounts",
        "admin",
        "billing",
        "careers",
        "contact",
        "editor",
        "enquiries",
        "events",
        "finance",
        "hello",
        "help",
        "info",
        "jobs",
        "kontakt",
        "legal",
        "list",
        "lists",
        "mail",
        "marketing",
        "media",
        "news",
        "newsletter",
        "office",
        "orders",
        "post",
        "press",
        "privacy",
        "reception",
        "sales",
        "service",
        "subscribe",
        "support",
        "team",
        "unsubscribe",
        "webmaster",
    ]
)
#: What stands before the @ where a number or a label above it has run into an address, or where it is a list's.
_RUN_TOGETHER = re.compile(
    r"^(?:\+?\d[\d.-]{5,}|(?:fax|tel|phone|cell|mobile|email|e-mail)[^a-z]?(?=[a-z]{4}))"
    r"|^(?:un)?subscribe|-(?:on|off|join|leave|request|owner|bounces?|(?:un)?subscribe)$"
)
#: A longer signature is none.
_LONGEST_SIGNATURE = 2_000

Headers = Mapping[str, list[str]]


def signed_addresses(raw: bytes, start: int, headers: Headers, sender: Mailbox) -> tuple[str, ...]:
    """Return the other addresses of a sender in the signature of this message, whose body begins at `start`."""
    if len(raw) > LONGEST or (raw.find(b"@", start) < 0 and raw.find(b"=40", start) < 0):
        return ()
    text = _text(raw, start, headers)
    signature = "" if text is None else _signature(text.replace("\r\n", "\n"))
    if len(signature) > _LONGEST_SIGNATURE:
        return ()
    found = {
        address
        for written in _ADDRESS.findall(signature)
        if (address := clean_address(written.rstrip(".!?"))) is not None and address != sender.address
    }
    if not 0 < len(found) <= MOST:
        return ()
    return tuple(sorted(address for address in found if _is_of(address, sender)))


def _signature(text: str) -> str:
    quoted = _QUOTED.search(text)
    own = text[: quoted.start()] if quoted else text
    marks = list(_MARK.finditer(own))
    if marks:
        return own[marks[-1].end() :]
    lines = [line for line in own.splitlines() if line.strip()]
    # A letter of a few lines is all letter.
    return "\n".join(lines[-_LAST_LINES:]) if len(lines) > _LAST_LINES else ""


def _is_of(address: str, sender: Mailbox) -> bool:
    local, own = address.partition("@")[0], sender.address.partition("@")[0]
    if any(one in _NOBODYS or _RUN_TOGETHER.search(one) for one in (local, own)):
        return False
    family = _letters(sender.name.split()[-1]) if " " in sender.name.strip() else ""
    return (len(family) >= _SHORTEST_NAME and family in _letters(local)) or (
        len(own) > _SHORTEST_NAME and local == own
    )


def _letters(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if c.isalpha())


def _text(raw: bytes, start: int, headers: Headers) -> str | None:
    """The plain text of a message, None where it has none."""
    kind = (headers.get("content-type") or ["text/plain"])[0].lower()
    if kind.startswith("multipart/"):
        return _part_of(raw) if b"text/plain" in raw[start:].lower() else None
    if not kind.startswith("text/plain"):
        return None
    way = (headers.get("content-transfer-encoding") or ["7bit"])[0].strip().lower()
    if way == "quoted-printable":
        return quopri.decodestring(raw[start:]).decode("utf-8", "replace")
    if way in ("7bit", "8bit", "binary", ""):
        return raw[start:].decode("utf-8", "replace")
    return None


def _part_of(raw: bytes) -> str | None:
    try:
        waiting = [(fast_mail_parser.parse_email_tree(raw, mode="lazy"), 0)]
        while waiting:
            part, depth = waiting.pop()
            if depth < _DEPTH:
                waiting.extend((child, depth + 1) for child in reversed(part.children))
            if not part.children and part.content_type.lower().startswith("text/plain"):
                content = part.content
                return content.decode("utf-8", "replace") if isinstance(content, bytes) else str(content)
    except fast_mail_parser.ParseError:
        return None
    return None
