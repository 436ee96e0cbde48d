"""What the rows of a loaded world say: words, numbers and dates made of the ids of the world's own things."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from hashlib import blake2b
from typing import Any, TypeVar

from tests.reference import world as plain
from tests.reference.cast import NOW
from tests.reference.world import EVERYONE, World
from tests.visibility.fitted import Mail

T = TypeVar("T")


@cache
def uid_of(kind: str, name: str) -> uuid.UUID:
    """Return the public id that a thing of a world has, in whichever world and account it stands."""
    return uuid.UUID(bytes=blake2b(f"{kind} {name}".encode(), digest_size=16).digest())


def number_of(thing: str, edit: int, many: int) -> int:
    """Return the number below `many` that stands for what a thing says after this edit of it."""
    digest = blake2b(f"{thing} {edit}".encode(), digest_size=6).digest()
    return int.from_bytes(digest, "big") % many


def thread_digest(thread: str) -> bytes:
    """Return a thread of the world as copies keep it."""
    return blake2b(thread.encode(), digest_size=16).digest()


@dataclass
class Words:
    """One account being written: what its things say, and the internal ids of what was written so far."""

    world: World
    account: str
    number: int
    now: datetime
    edits: Mapping[str, int]
    order: int = 0
    ids: dict[tuple[str, str], int] = field(default_factory=dict)

    def shuffled(self, things: Iterable[T]) -> list[T]:
        """Return the things in the order in which they came to be known: which book was first is nobody's business."""
        found = list(things)
        if self.order:
            random.Random(self.order).shuffle(found)
        return found

    def word(self, thing: str, many: int) -> int:
        """Return a number below `many` that stands for what a thing says, another one after an edit."""
        return number_of(thing, self.edits.get(thing, 0), many)

    def until(self, date: datetime | None) -> datetime | None:
        return None if date is None else self.now + (date - NOW)

    def at(self, thing: str) -> datetime:
        """Return a moment of the last two years."""
        return self.now - timedelta(days=self.word(f"{thing} day", 700), seconds=1 + self.word(thing, 80_000))

    def said_at(self, mail: Mail) -> datetime:
        """Return when a copy says that it was: as every copy of the interaction, but for an edit."""
        return self.at(f"{mail.id} moved" if self.edits.get(mail.id) else mail.interaction)

    def write(self, kind: str, rows: Iterable[tuple[str, Any]]) -> None:
        """Insert rows of one table and keep their ids under the world's own."""
        named = list(rows)
        if named:
            made = type(named[0][1]).unchecked.bulk_create([row for _, row in named])
            self.ids |= {(kind, name): row.id for (name, _), row in zip(named, made, strict=True)}

    def address(self, user: plain.User) -> str:
        """Return a user's address, on the domain of their account."""
        return f"{user.id}@{user.account}.example"

    def book(self, user: str) -> int:
        """Return the internal id of a member's book."""
        return self.ids["source", f"book/{user}"]

    def team(self, audience: str | None) -> int | None:
        """Return the internal id of the team that an audience is, or None for Everyone and for all."""
        return None if audience in (None, EVERYONE) else self.ids["team", str(audience)]
