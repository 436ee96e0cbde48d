"""Where the contents of files lie: encrypted, each under a key of its own, by names that say nothing of them.

The store is a folder in the home, or whatever address of fsspec the operator names (`TACTFUL_FILES`): a bucket, a
server. Of an account's contents each has a name at random; which content has it, and its key, is in the database, where
nobody but the account reads it. So whoever reads the store alone learns how many contents there are and how long.

A content is written under another name, and renamed when it is whole. What nobody knows of any more is swept up.
"""

from __future__ import annotations

import time
import uuid
from collections import deque
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO, Any

import fsspec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from tactful.accounts.chunks import Encrypting, decrypted
from tactful.records.place import Place, Taking, place_of

#: The folder, in an account's own, of what is arriving.
ARRIVING = "arriving"
#: What arrives may take that long; what is older, and nobody knows of it, is nobody's.
PATIENCE = 24 * 3600.0


class Missing(Exception):
    """The store does not have a content that the database says it has."""


@dataclass(frozen=True, slots=True)
class Received:
    """Content that arrived whole, not yet kept: its SHA-256, its length in bytes, and its key, which prints nowhere."""

    account: int
    name: str
    digest: bytes
    size: int
    key: bytes = field(repr=False)


class Store:
    """Contents by account and random id, in one place of a file system.

    Each method raises NotAnswering, of `place`, where that cannot be reached or refuses.
    """

    def __init__(self, files: Any, root: str) -> None:
        """`files` is a file system of fsspec, `root` its folder in which the accounts' folders are."""
        self._files = files
        self._place = Place(files)
        self._root = root.rstrip("/")

    def receive(self, account: int, pieces: Iterable[bytes], *, limit: int) -> Received:
        """Encrypt content as it arrives; TooLarge where it has more than `limit` bytes, and then nothing is left."""
        name, key = uuid.uuid4().hex, AESGCM.generate_key(256)
        with self._place.writing(self._path(account, ARRIVING, name)) as file:
            encrypting = Encrypting(Taking(file), AESGCM(key), limit=limit)
            for piece in pieces:
                encrypting.take(piece)
            encrypting.end()
        return Received(account, name, encrypting.digest, encrypting.size, key)

    def keep(self, received: Received, content: uuid.UUID) -> None:
        """Give what arrived the name under which it stays."""
        arrived = self._path(received.account, ARRIVING, received.name)
        self._place.move(arrived, self._of(received.account, content))

    def drop(self, received: Received) -> None:
        """Leave nothing of what arrived; nothing happens where it is kept already."""
        self._place.remove(self._path(received.account, ARRIVING, received.name))

    def read(self, account: int, content: uuid.UUID, key: bytes) -> Iterator[bytes]:
        """Return a content piece by piece; Missing where it is not here, and on the way Damaged where it was changed.

        What is erased meanwhile may be read to its end in a folder; from a bucket it breaks off.
        """
        try:
            file = self._place.reading(self._of(account, content))
        except FileNotFoundError:
            raise Missing(f'the store has no content "{content.hex}"') from None
        return _pieces(file, key)

    def erase(self, account: int, content: uuid.UUID) -> None:
        """Remove a content, if it is here."""
        self._place.remove(self._of(account, content))

    def sweep(self, account: int, known: Collection[uuid.UUID], *, older_than: float) -> int:
        """Remove an account's contents that are not `known` and were written before `older_than`; return how many.

        `older_than` is in seconds since 1970.
        """
        names = {self._of(account, content) for content in known}
        gone = 0
        for path, about in self._place.found(self._path(account)).items():
            if path not in names and _written(about) < older_than:
                self._place.remove(path)
                gone += 1
        self._place.forget_unfinished(self._path(account), older_than=older_than)
        return gone

    def try_out(self) -> None:
        """Write a byte, read it and remove it; NotAnswering or Missing where that does not go."""
        received = self.receive(0, (b"?",), limit=1)
        content = uuid.uuid4()
        self.keep(received, content)
        try:
            deque(self.read(0, content, received.key), 0)
        finally:
            self.erase(0, content)

    def _of(self, account: int, content: uuid.UUID) -> str:
        return self._path(account, content.hex[:2], content.hex)

    def _path(self, account: int, *parts: str) -> str:
        return "/".join((self._root, str(account), *parts))


def store() -> Store:
    """Return this installation's store; NotAnswering, of `place`, where nothing here reaches such a place."""
    named = settings.TACTFUL_FILES
    if named:
        return Store(*place_of(named))
    folder = settings.HOME.path / "files"
    if not folder.exists():
        settings.HOME.create()
        folder.mkdir(mode=0o700, exist_ok=True)
        settings.HOME.own(folder)
    return Store(fsspec.filesystem("file"), str(folder))


def sweep_age() -> float:
    """Return the moment before which what was written, and nobody knows of, is nobody's; in seconds since 1970."""
    return time.time() - PATIENCE


def _pieces(file: IO[bytes], key: bytes) -> Iterator[bytes]:
    with file:
        yield from decrypted(file.read, AESGCM(key))


def _written(about: dict[str, Any]) -> float:
    """Return when a file was last written, as its system says; now, where it does not say."""
    for name in ("mtime", "LastModified", "last_modified", "modified", "updated", "created"):
        at = about.get(name)
        if isinstance(at, datetime):
            return at.timestamp()
        if isinstance(at, int | float):
            return float(at)
    return time.time()
