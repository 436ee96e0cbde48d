"""Content of any length, encrypted as it streams, which never opens where it was cut off, reordered or changed.

It is chunks of AES-256-GCM. The nonce of each holds its number and whether it is the last, so a key may encrypt one
content and no other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

CHUNK = 2**18
TAG = 16


class TooLarge(Exception):
    """There is more of it than may be taken; `str()` is a sentence for the one who sent it."""


class Damaged(Exception):
    """What was encrypted was cut off or changed."""


class Encrypting:
    """Content on its way out through `write`, with its SHA-256 and its length in bytes as far as it has come."""

    def __init__(self, write: Callable[[bytes], object], cipher: AESGCM, *, limit: int) -> None:
        self.size = 0
        self._write, self._cipher, self._limit = write, cipher, limit
        self._hash = sha256()
        self._number, self._waiting = 0, bytearray()

    @property
    def digest(self) -> bytes:
        """The SHA-256 of what has come."""
        return self._hash.digest()

    def take(self, piece: bytes) -> None:
        """Encrypt what comes next; TooLarge where that is more than the limit."""
        self.size += len(piece)
        if self.size > self._limit:
            raise TooLarge(f"this file has more than {in_bytes(self._limit)}, the most that is taken here")
        self._hash.update(piece)
        self._waiting += piece
        while len(self._waiting) > CHUNK:
            self._put(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]

    def end(self) -> None:
        """Write the last chunk: without it nothing opens."""
        self._put(bytes(self._waiting), last=True)

    def _put(self, piece: bytes, *, last: bool) -> None:
        self._write(self._cipher.encrypt(_nonce(self._number, last=last), piece, None))
        self._number += 1


def decrypted(read: Callable[[int], bytes], cipher: AESGCM) -> Iterator[bytes]:
    """Yield content piece by piece, as `read` gives its chunks; Damaged where one is not as it was written.

    `read` returns as many bytes as it is asked for, and fewer at the end alone.
    """
    number, piece = 0, read(CHUNK + TAG)
    while True:
        following = read(CHUNK + TAG)
        try:
            yield cipher.decrypt(_nonce(number, last=not following), piece, None)
        except InvalidTag as error:
            raise Damaged("it was cut off or changed") from error
        if not following:
            return
        number, piece = number + 1, following


def in_bytes(size: int) -> str:
    """Return a size in people's words."""
    return f"{size / 2**30:g} GB" if size >= 2**30 else f"{size / 2**20:g} MB"


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
