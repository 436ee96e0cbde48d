"""What a contributor's file says, read with the standard library alone."""

from __future__ import annotations

import gzip
import re
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import getaddresses, parsedate_to_datetime
from pathlib import Path

_ENVELOPE = re.compile(rb"^From [^\n]*\n", re.MULTILINE)
#: What the export wrote for people it could not name.
_NOBODY = ("no.address@", "40enron@", "undisclosed", ".")


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail of one file."""

    id: str
    at: datetime
    sender: str
    recipients: frozenset[str]
    subject: str

    @property
    def look(self) -> tuple[datetime, str, str]:
        """What its copies in several mailboxes have in common, whatever their ids are."""
        return self.at, self.sender, self.subject.casefold()


def letters(path: Path) -> list[Letter]:
    """The mails of a file, each once: one with an id, or a second, sender and subject, that came before is none."""
    seen: set[object] = set()
    found: list[Letter] = []
    for message in _messages(path):
        letter = _letter(message)
        if letter is None:
            continue
        keys = {letter.id, (letter.at, letter.sender, letter.subject.casefold())}
        if not keys & seen:
            seen |= keys
            found.append(letter)
    return found


def _messages(path: Path) -> Iterator[Message]:
    parser = BytesHeaderParser()
    if path.name.endswith(".tar.gz"):
        with tarfile.open(path) as archive:
            for member in sorted(archive.getmembers(), key=lambda one: one.name):
                if member.isfile() and (file := archive.extractfile(member)) is not None:
                    yield parser.parsebytes(file.read())
    else:
        yield from map(parser.parsebytes, _ENVELOPE.split(gzip.decompress(path.read_bytes()))[1:])


def _letter(message: Message) -> Letter | None:
    sender = _addresses(message, "From")
    if not sender:
        return None
    return Letter(
        str(message["Message-ID"]).strip(),
        parsedate_to_datetime(str(message["Date"])).astimezone(UTC),
        next(iter(sender)),
        frozenset(_addresses(message, "To", "Cc")),
        " ".join(str(message["Subject"] or "").split()),
    )


def _addresses(message: Message, *names: str) -> set[str]:
    values = [" ".join(str(value).split()) for name in names for value in message.get_all(name, [])]
    found = {address.strip("'<>\"").lower() for _, address in getaddresses(values)}
    return {address for address in found if "@" in address and not address.startswith(_NOBODY)}
