"""Walk tar and zip archives member by member; nothing is ever written to the disk, and nothing hostile is unpacked."""

from __future__ import annotations

import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, BinaryIO

from tactful.intake.parsed import Unreadable

MEMBER_CAP = 1_000_000
# A zip file's list of members is held in memory; this is room for about 300,000 of them.
_DIRECTORY_CAP = 24 * 2**20
_EXTENSION_CAP = 2**20
_END = b"PK\x05\x06"
_ENCRYPTED = 0x1


@dataclass(frozen=True, slots=True)
class Member:
    """A file within an archive: its name, how to open it, its size, and the bytes it takes packed if that is known."""

    name: str
    open: Callable[[], IO[bytes]]
    size: int
    packed: int | None


Left = tuple[str, str]
"""A member that is left out: its name and the reason."""


def _unsafe(name: str) -> str | None:
    path = name.replace("\\", "/")
    if path.startswith("/") or (".." in path and ".." in path.split("/")) or name[1:2] == ":":
        return "has a path that leads out of its archive"
    if "\x00" in name or len(name) > 4096:
        return "has a name that no file can have"
    return None


def _shown(name: str) -> str:
    return name.encode("utf-8", "replace").decode("utf-8").replace("\x00", "")[:1000]


class _SmallHeaders(tarfile.TarInfo):
    """Refuses the long-name and extension headers that would be read into memory whole."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> _SmallHeaders:
        found = super().frombuf(buf, encoding, errors)
        if found.type in b"xgXLK" and found.size > _EXTENSION_CAP:
            raise tarfile.TarError("it has an oversized header")
        return found


class TarMembers:
    """The files of a tar archive in the order they stand in it, read in one pass."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[Member | Left]:
        try:
            with tarfile.open(
                fileobj=self._stream, mode="r|", bufsize=2**18, errorlevel=1, tarinfo=_SmallHeaders
            ) as tar:
                count = 0
                while (info := tar.next()) is not None:
                    # tarfile keeps every header it has read; a large maildir would fill the memory.
                    tar.members = []  # type: ignore[attr-defined]
                    count += 1
                    if count > MEMBER_CAP:
                        yield "", f"the archive holds more than {MEMBER_CAP:,} files: split it"
                        return
                    name = _shown(info.name)
                    if info.isdir():
                        continue
                    reason = _unsafe(info.name)
                    if reason is None and (info.issym() or info.islnk()):
                        reason = "is a link, which is not followed"
                    elif reason is None and not info.isreg():
                        reason = "is a device, not a file"
                    elif reason is None and info.issparse():
                        reason = "is a file with holes, which no mailbox is"
                    if reason:
                        yield name, reason
                        continue
                    opened = tar.extractfile(info)
                    if opened is not None:
                        yield Member(name, lambda opened=opened: opened, info.size, None)  # type: ignore[misc]
        except (tarfile.TarError, EOFError, OSError, zlib.error, ValueError, struct.error) as error:
            yield "", f"the archive is damaged and was read up to here: {error}"


class ZipMembers:
    """The files of a zip archive. `done` counts the bytes of the archive that were passed."""

    def __init__(self, disk: BinaryIO, size: int) -> None:
        self._size = size
        self.done = 0
        if _directory_size(disk, size) > _DIRECTORY_CAP:
            raise Unreadable("the zip archive holds too many files: split it, or pack them as .tar.gz")
        disk.seek(0)
        try:
            self._zip = zipfile.ZipFile(disk)
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, struct.error) as error:
            raise Unreadable(f"the zip archive is damaged: {error}") from error
        packed = sum(info.compress_size for info in self._zip.infolist())
        if packed > size:
            raise Unreadable(
                "the zip archive is made to unpack the same bytes many times over; it is not opened"
            )

    def close(self) -> None:
        self._zip.close()

    def __iter__(self) -> Iterator[Member | Left]:
        for info in self._zip.infolist():
            name = _shown(info.filename)
            if info.is_dir():
                continue
            reason = _unsafe(info.filename)
            if reason is None and stat.S_ISLNK(info.external_attr >> 16):
                reason = "is a link, which is not followed"
            elif reason is None and info.flag_bits & _ENCRYPTED:
                reason = "is locked with a password: unpack it first"
            if reason:
                yield name, reason
            else:
                yield Member(name, lambda info=info: self._zip.open(info), info.file_size, info.compress_size)  # type: ignore[misc]
            self.done = min(self._size, self.done + info.compress_size)
        self.done = self._size


def _directory_size(disk: BinaryIO, size: int) -> int:
    """The size of a zip file's central directory, as far as the record at its end can be trusted."""
    tail = min(size, 65_557)
    disk.seek(size - tail)
    data = disk.read(tail)
    at = data.rfind(_END)
    if at < 0 or len(data) < at + 22:
        return 0
    count, directory = struct.unpack_from("<HI", data, at + 10)
    if directory == 0xFFFFFFFF or count == 0xFFFF:
        # The 64-bit record holds the true figure; what lies before the end bounds it.
        start = data.rfind(b"PK\x06\x06", 0, at)
        if start >= 0 and len(data) >= start + 48:
            return int(struct.unpack_from("<Q", data, start + 40)[0])
        return _DIRECTORY_CAP + 1
    return int(directory)
