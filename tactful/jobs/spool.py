"""Uploads wait for their import encrypted, and are erased when it ends, however it ends (A27).

A file of the spool is MAGIC, a random salt, then encrypted chunks (accounts.chunks). Its key comes from the
installation's secret "spool" and the salt. To erase one, its salt is overwritten first: what remains on the disk has no
key.

The readers seek, and need a file with a name. It is decrypted into one that has none: up to 128 MB in memory alone
(memfd), beyond that on the disk, unlinked from the start (O_TMPFILE). Nobody can open it by a path, and it is gone with
the process, also after kill -9. Its name is a link to the process's own descriptor. Where a system has no /proc, it is
a file of the program's user, in a folder that goes with the reading.
"""

from __future__ import annotations

import os
import tempfile
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import BinaryIO

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from tactful.accounts.chunks import Damaged, Encrypting, TooLarge, decrypted

MAGIC = b"TFSPOOL1"
SALT = 16
LIMIT = 8 * 2**30
IN_MEMORY = 128 * 2**20
_DESCRIPTORS = Path("/proc/self/fd")


@dataclass(frozen=True, slots=True)
class Spooled:
    """An upload in the spool, not yet a feed's: where it lies, the SHA-256 of its content, and its length in bytes."""

    path: Path
    digest: bytes
    size: int


class Receiving:
    """An upload on its way into the spool; either `finish` or `erase` ends it."""

    def __init__(self, path: Path, salt: bytes, cipher: AESGCM, limit: int) -> None:
        self.path = path
        self._file = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        self._file.write(MAGIC + salt)
        self._encrypting = Encrypting(self._file.write, cipher, limit=limit)

    def write(self, piece: bytes) -> None:
        """Encrypt what arrived; TooLarge where it is more than the limit."""
        try:
            self._encrypting.take(piece)
        except TooLarge as error:
            raise TooLarge(f"{error}; split it, or import it on the server with the command line") from None

    def finish(self) -> Spooled:
        """Write the last chunk, and return what was received."""
        self._encrypting.end()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        return Spooled(self.path, self._encrypting.digest, self._encrypting.size)

    def erase(self) -> None:
        """Leave nothing of it."""
        self._file.close()
        erase(self.path)


@dataclass(frozen=True, slots=True)
class Spool:
    """The folder in which uploads wait, readable by the program's user alone."""

    folder: Path
    secret: str

    def receive(self, *, limit: int = LIMIT) -> Receiving:
        """Open a new file for an upload that arrives piece by piece."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        salt = os.urandom(SALT)
        return Receiving(self.folder / f"{uuid.uuid4().hex}.new", salt, self._cipher(salt), limit)

    def take(self, content: Iterable[bytes], *, limit: int = LIMIT) -> Spooled:
        """Encrypt an upload as it arrives; TooLarge where it is longer than `limit` bytes, and then nothing is left."""
        receiving = self.receive(limit=limit)
        try:
            for piece in content:
                receiving.write(piece)
            return receiving.finish()
        except BaseException:
            receiving.erase()
            raise

    def pieces(self, path: Path) -> Iterator[bytes]:
        """Decrypt a file of the spool, piece by piece; FileNotFoundError or Damaged as it may be."""
        with path.open("rb") as file:
            head = file.read(len(MAGIC) + SALT)
            if len(head) != len(MAGIC) + SALT or not head.startswith(MAGIC):
                raise Damaged("the spooled file is no upload")
            yield from decrypted(file.read, self._cipher(head[len(MAGIC) :]))

    def keep(self, spooled: Spooled, feed: uuid.UUID) -> None:
        """Make an upload a feed's."""
        spooled.path.replace(self._of(feed))

    def has(self, feed: uuid.UUID) -> bool:
        """Return whether the upload of a feed is here."""
        return self._of(feed).exists()

    def erase(self, feed: uuid.UUID) -> None:
        """Erase the upload of a feed, if it is here."""
        erase(self._of(feed))

    def clean(self, kept: Iterable[uuid.UUID], *, older_than: float) -> int:
        """Erase what belongs to no feed of `kept` and was last written before `older_than` (seconds since 1970).

        Returns how many files went.
        """
        if not self.folder.exists():
            return 0
        names = {self._of(feed).name for feed in kept}
        gone = 0
        for path in sorted(self.folder.iterdir()):
            if path.name not in names and path.is_file() and path.stat().st_mtime < older_than:
                erase(path)
                gone += 1
        return gone

    @contextmanager
    def readable(self, feed: uuid.UUID, name: str) -> Iterator[Path]:
        """Yield a path at which the upload of a feed can be read, its last part being `name`'s.

        FileNotFoundError where it is not here; Damaged where it was changed.
        """
        spooled = self._of(feed)
        size = spooled.stat().st_size
        with tempfile.TemporaryDirectory(dir=self.folder, prefix="reading-") as folder:
            path = Path(folder) / (PurePath(name.replace("\0", "")).name[-150:] or "upload")
            with _nameless(self.folder, size) if _DESCRIPTORS.exists() else path.open("xb") as plain:
                for piece in self.pieces(spooled):
                    plain.write(piece)
                plain.flush()
                if not path.exists():
                    path.symlink_to(_DESCRIPTORS / str(plain.fileno()))
                yield path

    def _of(self, feed: uuid.UUID) -> Path:
        return self.folder / feed.hex

    def _cipher(self, salt: bytes) -> AESGCM:
        key = HKDF(algorithm=SHA256(), length=32, salt=salt, info=b"tactful upload").derive(
            self.secret.encode()
        )
        return AESGCM(key)


def erase(path: Path) -> None:
    """Remove a file of the spool beyond recovery: its salt first, without which its key cannot be made."""
    try:
        with path.open("r+b") as file:
            file.write(bytes(len(MAGIC) + SALT))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
    except FileNotFoundError:
        pass


def _nameless(folder: Path, size: int) -> BinaryIO:
    """A file without a name: in memory where it is small, else on the disk."""
    if size <= IN_MEMORY and hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("upload"), "w+b")
    if hasattr(os, "O_TMPFILE"):
        try:
            return os.fdopen(os.open(folder, os.O_TMPFILE | os.O_RDWR, 0o600), "w+b")
        except OSError:
            pass  # a file system without it, such as some overlays
    return tempfile.TemporaryFile(dir=folder)
