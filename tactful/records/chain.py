"""The chain of the disclosure log: each sealed entry's hash is made of all of it and of the hash before it (B03).

An entry is written as one sequence of bytes in which no two different entries are alike: every part has a fixed
length or its length before it. Nothing of it depends on the database, so that anybody can do the sum again.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

_ENTRY = b"tactful disclosure 1\0"
_BEGIN = b"tactful disclosure log 1\0"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Entry:
    """What is sealed of an entry; `kinds` are bits of what was shown of each of `people`."""

    uid: uuid.UUID
    at: datetime
    viewer: uuid.UUID
    contributor: uuid.UUID
    door: str
    people: Sequence[uuid.UUID]
    kinds: Sequence[int]
    every: int


def beginning(account: uuid.UUID) -> bytes:
    """Return what stands before the first hash of an account's chain."""
    return sha256(_BEGIN + account.bytes).digest()


def canonical(number: int, entry: Entry) -> bytes:
    """Return the entry at this place of the chain (1 is the first) as bytes."""
    door = entry.door.encode()
    parts = [
        _ENTRY,
        number.to_bytes(8, "big"),
        entry.uid.bytes,
        ((entry.at - _EPOCH) // timedelta(microseconds=1)).to_bytes(8, "big", signed=True),
        entry.viewer.bytes,
        entry.contributor.bytes,
        len(door).to_bytes(4, "big"),
        door,
        len(entry.people).to_bytes(4, "big"),
        *(person.bytes for person in entry.people),
        len(entry.kinds).to_bytes(4, "big"),
        *(kind.to_bytes(4, "big", signed=True) for kind in entry.kinds),
        entry.every.to_bytes(4, "big", signed=True),
    ]
    return b"".join(parts)


def linked(before: bytes, number: int, entry: Entry) -> bytes:
    """Return the hash of an entry that follows the hash `before`."""
    return sha256(before + canonical(number, entry)).digest()
