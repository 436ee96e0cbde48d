"""Tell by content and name what a file is, and say what to do with the ones that cannot be read."""

from __future__ import annotations

import re
from enum import Enum

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

_REPACK = "unpack it, or pack it as .gz, .tar.gz or .zip"
_FOREIGN = (
    (
        b"!BDN",
        "an Outlook data file (.pst or .ost): export its folders as .eml or .mbox, or connect the mailbox",
    ),
    (b"\xd0\xcf\x11\xe0", "an Outlook .msg or an old Office file: save the message as .eml"),
    (b"BZh", f"compressed with bzip2: {_REPACK}"),
    (b"\xfd7zXZ", f"compressed with xz: {_REPACK}"),
    (b"\x28\xb5\x2f\xfd", f"compressed with zstd: {_REPACK}"),
    (b"7z\xbc\xaf", "a 7-Zip archive: pack the files as .zip or .tar.gz"),
    (b"Rar!", "a RAR archive: pack the files as .zip or .tar.gz"),
    (b"%PDF", "a PDF, which holds no mail"),
    (b"SQLite format 3", "a database file of a mail program: export the mailbox as .mbox or .eml"),
)
_FOREIGN_STARTS = frozenset(magic[:1] for magic, _ in _FOREIGN)
_HEADER_LINE = re.compile(rb"(?:>?From [^\n]*\n)?[!-9;-~]{1,100}[ \t]*:")
_BLANK_LINES = re.compile(rb"(?:[ \t]*\r?\n)*")
_LETTERS_APART = re.compile(rb"(?:[\x00-\x7f]\x00|\x00[\x00-\x7f]){8}")
_PLAIN_NAMES = {"readme", "license", "licence", "makefile", ".ds_store", "thumbs.db", "desktop.ini"}
_PLAIN_ENDINGS = frozenset(
    ("md", "rst", "py", "html", "htm", "xml", "json", "yaml", "yml", "js", "css", "png", "jpg", "jpeg", "gif")
)
_CONTACT_WORDS = (b"first name", b"given name", b"e-mail", b"email address", b"last name", b"family name")


def kind_of(head: bytes, name: str) -> Kind | str:
    """What a file holds, told from its first bytes (HEAD of them suffice) and its name; else why it cannot be read."""
    if not head:
        return "is empty"
    packed = _packed(head)
    if packed is not None:
        return packed
    text = as_text(head)
    if text[:5] == b"From ":
        return Kind.MBOX
    file_name = name.rpartition("/")[2].lower()
    stem, dot, ending = file_name.rpartition(".")
    if not dot:
        stem, ending = file_name, ""
    start = text[_BLANK_LINES.match(text).end() :]  # type: ignore[union-attr]
    opening = start[:20].upper()
    if opening.startswith((b"BEGIN:VCALENDAR", b"BEGIN:VEVENT")) or ending in ("ics", "vcs", "ical", "ifb"):
        return Kind.CALENDAR
    if opening.startswith(b"BEGIN:VCARD") or ending in ("vcf", "vcard"):
        return Kind.CARDS
    if ending == "csv" or (ending in ("txt", "") and _like_contacts(start)):
        return Kind.CONTACTS
    if ending in ("mbox", "eml", "mail", "emlx"):
        return Kind.MBOX if ending == "mbox" else Kind.MAIL
    if file_name in _PLAIN_NAMES or stem in _PLAIN_NAMES or ending in _PLAIN_ENDINGS or b"\x00" in text[:512]:
        return f"is not a kind of file that can be read. {READS}"
    return Kind.MAIL if _HEADER_LINE.match(start) else f"is not a kind of file that can be read. {READS}"


def _packed(head: bytes) -> Kind | str | None:
    """The kind of archive that the first bytes speak of, or what to do with a foreign one; None for none."""
    if head[:2] == b"\x1f\x8b":
        return Kind.GZIP
    if head[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return Kind.ZIP
    if head[257:262] == b"ustar":
        return Kind.TAR
    if head[:1] in _FOREIGN_STARTS:
        for magic, reason in _FOREIGN:
            if head.startswith(magic):
                return f"is {reason}"
    return None


def utf16_of(head: bytes) -> str | None:
    """The UTF-16 encoding a text begins with, told from its mark or from zero bytes between letters; else None."""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    if b"\x00" in head[:2] and _LETTERS_APART.match(head):
        return "utf-16-be" if head[0] == 0 else "utf-16-le"
    return None


def as_text(head: bytes) -> bytes:
    """The first bytes of a text as UTF-8 without a mark."""
    encoding = utf16_of(head)
    if encoding:
        return head[: len(head) // 2 * 2].decode(encoding, "replace").encode("utf-8", "replace")
    return head.removeprefix(b"\xef\xbb\xbf")


def _like_contacts(text: bytes) -> bool:
    line = text.partition(b"\n")[0].lower()
    return line.count(b",") >= 3 and sum(word in line for word in _CONTACT_WORDS) >= 2
