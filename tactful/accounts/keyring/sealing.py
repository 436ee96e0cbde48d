"""What is sealed is opened in its own place alone, and is never sealed by a key that is on its way out.

A sealed value is one byte of version, four bytes of key id, twelve bytes of nonce, then AES-256-GCM. Bound to it are
table, column, row and account (`Where`): moved to another row, or to another account, it does not open. Whoever seals
holds a lock on the key's id until the transaction ends, for which a rotation waits (`rotation`); so sealing asks for a
transaction, the one that writes the row.
"""

from __future__ import annotations

import os
import uuid
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connections, models

from tactful.accounts.keyring.ring import ID_BYTES, Key, key_ring

VERSION = 1
NONCE = 12
HEADER = 1 + ID_BYTES + NONCE
#: The first half of the advisory locks of the key ring; the second is the key's id.
LOCKS = 0x5EA1


class Damaged(Exception):
    """What was sealed was changed, cut off, or belongs elsewhere."""


@dataclass(frozen=True, slots=True)
class Where:
    """The place of a sealed value: it opens there and nowhere else."""

    table: str
    column: str
    row: uuid.UUID
    account: int

    @classmethod
    def of(
        cls, model: models.Model | type[models.Model], column: str, *, row: uuid.UUID, account: int
    ) -> Where:
        """Return the place of a model's column in the row with that uid."""
        return cls(model._meta.db_table, column, row, account)

    @property
    def bound(self) -> bytes:
        """Return what the cipher is told beside the text."""
        return f"{self.table}|{self.column}|{self.row.hex}|{self.account}".encode()


class Sealer:
    """Seals by the newest key until the transaction ends: for many values, one look at the ring."""

    def __init__(self, using: str = "default") -> None:
        connection = connections[using]
        assert connection.in_atomic_block, "seal in the transaction that writes the row"
        key = key_ring().newest
        with connection.cursor() as db:
            while True:
                db.execute("select pg_advisory_xact_lock_shared(%s, %s)", lock_of(key.id))
                # A key that was made before the lock was ours is the one to seal by: nobody waits for it yet.
                newest = key_ring().newest
                if newest.id == key.id:
                    break
                key = newest
        self._key = key
        self._cipher = AESGCM(key.bits)

    def seal(self, text: str, where: Where) -> bytes:
        """Return the text, sealed for its place."""
        return self.seal_bytes(text.encode(), where)

    def seal_bytes(self, content: bytes, where: Where) -> bytes:
        """Return the bytes, sealed for their place."""
        nonce = os.urandom(NONCE)
        head = bytes([VERSION]) + self._key.id + nonce
        return head + self._cipher.encrypt(nonce, content, where.bound)


def seal(text: str, where: Where) -> bytes:
    """Return the text, sealed for its place by the newest key. Call it in the transaction that writes the row."""
    return Sealer().seal(text, where)


def seal_bytes(content: bytes, where: Where) -> bytes:
    """Return the bytes, sealed for their place by the newest key. Call it in the transaction that writes the row."""
    return Sealer().seal_bytes(content, where)


def open_sealed(sealed: bytes | memoryview, where: Where) -> str:
    """Return the text that was sealed here; NoKey or Damaged where it cannot be had."""
    return open_bytes(sealed, where).decode()


def open_bytes(sealed: bytes | memoryview, where: Where) -> bytes:
    """Return the bytes that were sealed here; NoKey or Damaged where they cannot be had."""
    content = bytes(sealed)
    if len(content) < HEADER or content[0] != VERSION:
        raise Damaged(f'what lies in "{where.table}"."{where.column}" was not sealed by this version')
    key: Key = key_ring().key(key_id_of(content))
    try:
        return AESGCM(key.bits).decrypt(content[HEADER - NONCE : HEADER], content[HEADER:], where.bound)
    except InvalidTag:
        raise Damaged(f'what lies in "{where.table}"."{where.column}" was changed or moved') from None


def key_id_of(sealed: bytes | memoryview) -> bytes:
    """Return the id of the key that sealed this."""
    return bytes(sealed[1 : 1 + ID_BYTES])


def lock_of(key_id: bytes) -> tuple[int, int]:
    """Return the advisory lock of a key, as PostgreSQL numbers them."""
    return LOCKS, int.from_bytes(key_id, "big", signed=True)
