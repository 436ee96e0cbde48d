"""The keys themselves: a file outside the database and its backups, of which the newest key seals and all others open.

It is JSON, read and replaced as a whole: `{"keys": [{"id": "9f3a11c2", "made": …, "key": …}]}`, with
the newest last. It lies with the other secrets of the installation, or where `TACTFUL_KEYRING` says. Programs that run
look at the file whenever they seal or open, so that none has to be started again.
"""

from __future__ import annotations

import base64
import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

#: The file's name among the secrets.
KEYRING = "keyring"
ID_BYTES = 4
KEY_BYTES = 32


class BadRing(Exception):
    """The file of the key ring cannot be read; `str()` says which and why."""


class NoKey(Exception):
    """What was sealed cannot be opened: the ring no longer has its key, or never had."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key: its id, 256 bits, and when it was made. It prints without its bits."""

    id: bytes
    made: datetime
    bits: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Ring:
    """All keys, the oldest first."""

    keys: tuple[Key, ...]

    @property
    def newest(self) -> Key:
        """Return the key that seals."""
        return self.keys[-1]

    def key(self, key_id: bytes) -> Key:
        """Return the key of that id; NoKey where it is not here."""
        for key in reversed(self.keys):
            if key.id == key_id:
                return key
        raise NoKey(
            f'the key ring has no key "{key_id.hex()}": bring the ring back from the backup of the secrets'
        )


@dataclass(frozen=True, slots=True)
class RingFile:
    """Where a ring lies. Two programs may read and change it at once."""

    path: Path

    def read(self) -> Ring:
        """Return the keys that are there, none where there is no file; BadRing where it is no key ring."""
        try:
            text = self.path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return Ring(())
        try:
            return Ring(
                tuple(
                    Key(bytes.fromhex(one["id"]), datetime.fromisoformat(one["made"]), _bits(one["key"]))
                    for one in json.loads(text)["keys"]
                )
            )
        except (ValueError, KeyError, TypeError):
            # Without the cause: a parser's error may quote what it read.
            raise BadRing(
                f"{self.path} is no key ring any more; bring it back from the backup of the secrets"
            ) from None

    def ensure(self) -> Ring:
        """Return the keys, with a first one made where there was none."""
        found = self.read()
        return found if found.keys else self.add(only_first=True)

    def add(self, *, only_first: bool = False) -> Ring:
        """Make a new key, which seals from now on; return the ring with it. `only_first`: unless there is one."""
        with self._changing():
            ring = self.read()
            if only_first and ring.keys:
                return ring
            taken = {key.id for key in ring.keys}
            fresh = secrets.token_bytes(ID_BYTES)
            while fresh in taken:
                fresh = secrets.token_bytes(ID_BYTES)
            return self._write(
                Ring((*ring.keys, Key(fresh, datetime.now(UTC), secrets.token_bytes(KEY_BYTES))))
            )

    def drop(self, gone: frozenset[bytes]) -> Ring:
        """Take keys out for good, never the newest; return the ring without them."""
        with self._changing():
            ring = self.read()
            return self._write(
                Ring(tuple(key for key in ring.keys if key.id not in gone or key is ring.newest))
            )

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """Change the file alone: others wait."""
        settings.HOME.create()
        lock = self.path.with_name(f"{self.path.name}.lock")
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            settings.HOME.own(lock)
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def _write(self, ring: Ring) -> Ring:
        """Replace the file: a reader finds the old one or the new one, also after the power went."""
        fresh = self.path.with_name(f".{self.path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(
                {
                    "keys": [
                        {
                            "id": key.id.hex(),
                            "made": key.made.isoformat(),
                            "key": base64.urlsafe_b64encode(key.bits).decode(),
                        }
                        for key in ring.keys
                    ]
                },
                file,
                indent=1,
            )
            file.flush()
            os.fsync(file.fileno())
        settings.HOME.own(fresh)
        fresh.replace(self.path)
        folder = os.open(self.path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
        return ring


def ring_file() -> RingFile:
    """Return where this installation's ring lies."""
    named = settings.TACTFUL_KEYRING
    return RingFile(named if named is not None else settings.HOME.secrets / KEYRING)


def key_ring() -> Ring:
    """Return the ring as its file is now, with a first key where there was none."""
    file = ring_file()
    state = _state(file.path)
    known = _known.get(file.path)
    if known is None or state is None or known[0] != state:
        ring = file.ensure()
        # Of a file that was replaced between the two, the next look finds another state.
        _known[file.path] = known = (state or (0, 0, 0), ring)
    return known[1]


_known: dict[Path, tuple[tuple[int, int, int], Ring]] = {}


def _state(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def _bits(text: str) -> bytes:
    bits = base64.urlsafe_b64decode(text)
    if len(bits) != KEY_BYTES:
        raise ValueError("a key of another length")
    return bits
