"""Keys: short digests by which copies of one message or meeting find each other.

A copy has one or two: of its id, and of its date, sender and subject, since some exports give every copy an id of its
own. Each is stored as 10 bytes of digest and 6 of the feed that said it, so that a feed's keys go when it goes.
"""

from __future__ import annotations

from hashlib import blake2b

SIZE = 10
_FEED = 6
_LOOKS = 0x80


def id_key(*parts: str) -> bytes:
    """Return the key of a message's id, or of a meeting's with its occurrence; 10 bytes, the first bit 0."""
    digest = _digest("\x1f".join(parts).encode("utf-8", "surrogatepass"))
    return bytes([digest[0] & ~_LOOKS]) + digest[1:]


def looks_key(digest: bytes) -> bytes:
    """Return the key of a message's date, sender and subject, given as a digest; 10 bytes, the first bit 1."""
    digest = _digest(digest)
    return bytes([digest[0] | _LOOKS]) + digest[1:]


def is_id(key: bytes) -> bool:
    """Return whether the key is of an id."""
    return not key[0] & _LOOKS


def stored(key: bytes, feed: int) -> bytes:
    """Return the key as one feed's, the form in which it is stored."""
    return key + feed.to_bytes(_FEED, "big")


def read(row: bytes) -> tuple[bytes, int]:
    """Return (key, feed) of a stored key."""
    return row[:SIZE], int.from_bytes(row[SIZE:], "big")


def span(key: bytes) -> tuple[bytes, bytes]:
    """Return the least and the greatest form in which any feed can have stored this key."""
    return key + bytes(_FEED), key + b"\xff" * _FEED


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=SIZE).digest()
