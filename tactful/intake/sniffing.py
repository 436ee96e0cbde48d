"""Tell by content and name what a file is, and say what to do with the ones that cannot be read."""

from __future__ import annotations

import re
from enum import Enum
from pathlib import PurePosixPath

HEAD = 4096


class Kind(Enum):
    """What a file holds."""

    MAIL = "a message"
    MBOX = "a mailbox"
    CALENDAR = "a calendar"
    CARDS = "address cards"
    CONTACTS = "a contact list"
    GZIP = "a compressed file"
    TAR = "a tar archive"
    ZIP = "a zip archive"


READS = (
    "Tactful reads mailboxes (mbox, .eml, folders and .tar.gz or .zip archives of messages), calendars (.ics), "
    "address cards (.vcf) and contact lists (.csv from Google, Outlook or LinkedIn)"
)

_FOREIGN = (
    (b"!BDN", "an Outlook data file (.pst or .ost): in Outlook, export the folders as .eml or .mbox, or connect the mailbox"),
    (b"\xd0\xcf\x11\xe0", "an Outlook .msg or an old Office file: save the message as .eml"),
    (b"BZh", "compressed with bzip2: unpack it, or pack it as .gz, .tar.gz or .zip"),
    (b"\xfd7zXZ", "compressed with xz: unpack it, or pack it as .gz, .tar.gz or .zip"),
    (b"\x28\xb5\x2f\xfd", "compressed with zstd: unpack it, or pack it as .gz, .tar.gz or .zip"),
    (b"7z\xbc\xaf", "a 7-Zip archive: pack the files as .zip or .tar.gz"),
    (b"Rar!", "a RAR archive: pack the files as .zip or .tar.gz"),
    (b"%PDF", "a PDF, which holds no mail"),
    (b"SQLite format 3", "a database file of a mail program: export the mailbox as .mbox or .eml"),
)
_HEADER_LINE = re.compile(rb"(?:>?From [^\n]*\n)?[!-9;-~]{1,100}[ \t]*:")
_BLANK_LINES = re.compile(rb"(?:[ \t]*\r?\n)*")
_LETTERS_APART = re.compile(rb"(?:[\x00-\x7f]\x00|\x00[\x00-\x7f]){8}")
_PLAIN_NAMES = {"readme", "license", "licence", "makefile", ".ds_store", "thumbs.db", "desktop.ini"}
_PLAIN_ENDINGS = (".md", ".rst", ".py", ".html", ".htm", ".xml", ".json", ".yaml", ".yml", ".js", ".css", ".png", ".jpg", ".gif")
_CONTACT_WORDS = (b"first name", b"given name", b"e-mail", b"email address", b"last name", b"family name")


def kind_of(head: bytes, name: str) -> Kind | str:
    """What a file holds, told from its first bytes (HEAD of them suffice) and its name; else why it cannot be read."""
    if not head:
        return "is empty"
    if head[:2] == b"\x1f\x8b":
        return Kind.GZIP
    if head[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return Kind.ZIP
    if len(head) > 262 and head[257:262] == b"ustar":
        return Kind.TAR
    for magic, reason in _FOREIGN:
        if head.startswith(magic):
            return f"is {reason}"
    path = PurePosixPath(name.lower())
    text = as_text(head)
    if text[:5] == b"From ":
        return Kind.MBOX
    start = text[_BLANK_LINES.match(text).end() :]  # type: ignore[union-attr]
    opening = start[:20].upper()
    if opening.startswith((b"BEGIN:VCALENDAR", b"BEGIN:VEVENT")) or path.suffix in (".ics", ".vcs", ".ical", ".ifb"):
        return Kind.CALENDAR
    if opening.startswith(b"BEGIN:VCARD") or path.suffix in (".vcf", ".vcard"):
        return Kind.CARDS
    if path.suffix == ".csv" or (path.suffix in (".txt", "") and _like_contacts(text)):
        return Kind.CONTACTS
    if b"\x00" in text[:512] and path.suffix not in (".eml", ".mbox", ".mail"):
        return f"is not a kind of file that can be read. {READS}"
    if path.name in _PLAIN_NAMES or path.stem in _PLAIN_NAMES or path.suffix in _PLAIN_ENDINGS:
        return f"is not a kind of file that can be read. {READS}"
    if path.suffix == ".mbox":
        return Kind.MBOX
    if _HEADER_LINE.match(start) or path.suffix in (".eml", ".mail", ".emlx"):
        return Kind.MAIL
    return f"is not a kind of file that can be read. {READS}"


def utf16_of(head: bytes) -> str | None:
    """The UTF-16 encoding a text begins with, told from its mark or from zero bytes between letters; else None."""
    if head[:2] == b"\xff\xfe":
        return "utf-16"
    if head[:2] == b"\xfe\xff":
        return "utf-16"
    if _LETTERS_APART.match(head):
        return "utf-16-be" if head[0] == 0 else "utf-16-le"
    return None


def as_text(head: bytes) -> bytes:
    """The first bytes of a text as UTF-8 without a mark."""
    encoding = utf16_of(head)
    if encoding:
        return head[: len(head) // 2 * 2].decode(encoding, "replace").encode("utf-8", "replace")
    return head.removeprefix(b"\xef\xbb\xbf")


def _like_contacts(text: bytes) -> bool:
    line = text.lstrip().partition(b"\n")[0].lower()
    return line.count(b",") >= 3 and sum(word in line for word in _CONTACT_WORDS) >= 2
