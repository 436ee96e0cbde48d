"""Public ids: 128 random bits, never sequential and never derived from what they name."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Callable

#: Where the randomness comes from. Only a test may put a seeded source here (twin worlds compare whole transcripts).
random_bytes: Callable[[int], bytes] = secrets.token_bytes


def fresh_uid() -> uuid.UUID:
    """Return a new public id. All 128 bits are random, so it is not a version-4 UUID."""
    return uuid.UUID(bytes=random_bytes(16))


def shown(uid: uuid.UUID) -> str:
    """Return the form in which an id stands in addresses, the API and files: 32 hexadecimal digits."""
    return uid.hex


def read_uid(text: str) -> uuid.UUID | None:
    """Return the id that `text` shows, or None where it is not one in exactly that form."""
    if len(text) != 32 or not set(text) <= set("0123456789abcdef"):
        return None
    return uuid.UUID(hex=text)
