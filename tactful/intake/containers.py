"""Open a file or folder and hand out what lies in it, one stream at a time, whatever it is packed in."""

from __future__ import annotations

import gzip
import io
import os
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Protocol, cast

from tactful.intake.archives import Member, TarMembers, ZipMembers
from tactful.intake.parsed import Origin, Position, Rejected, Unreadable
from tactful.intake.sniffing import HEAD, Kind, kind_of

# Mail and address books shrink to a fifth or a tenth. What unpacks to two hundred times its size is no mailbox.
EXPANSION = 200
EXPANSION_FLOOR = 64 * 2**20
_SMALL = 256 * 2**10


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a known kind, with its folder, a stream to read it from and the position the reading has reached."""

    kind: Kind
    label: str
    folder: str
    stream: BinaryIO
    at: Callable[[], Position]


class Expanded(OSError):
    """A compressed file grows beyond what mail ever does."""


class _Readable(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


class Metered(io.RawIOBase):
    """A compressed file as it unpacks; stops where it grows beyond EXPANSION times its size on the disk."""

    def __init__(self, inner: _Readable, size: int) -> None:
        self._inner = inner
        self._left = max(size * EXPANSION, EXPANSION_FLOOR)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview | bytearray) -> int:  # type: ignore[override]
        data = self._inner.read(len(buffer))
        self._left -= len(data)
        if self._left < 0:
            raise Expanded(f"unpacks to more than {EXPANSION} times its size")
        buffer[: len(data)] = data
        return len(data)


DAMAGED = (
    OSError,
    EOFError,
    zlib.error,
    zipfile.BadZipFile,
    tarfile.TarError,
    RuntimeError,
    NotImplementedError,
)
"""What reading a damaged or hostile file raises."""


def entries(path: Path) -> Iterator[Entry | Rejected]:
    """Everything that lies at `path`, in a stable order, each to be read before the next is asked for.

    What lies there and cannot be read comes as Rejected with its reason. Raises Unreadable where `path` as a whole is
    missing, empty or of no kind that can be read. Symbolic links are not followed.
    """
    if path.is_dir():
        yield from _folder(path)
    elif path.is_file():
        yield from _file(path, path.name, "", 0, path.stat().st_size, whole=True)
    elif path.exists():
        raise Unreadable(f'"{path.name}" is neither a file nor a folder')
    else:
        raise Unreadable(f'there is no file or folder "{path}"')


def _folder(root: Path) -> Iterator[Entry | Rejected]:
    total = sum(size for _, size in _files(root))
    if not total:
        raise Unreadable(f'the folder "{root.name}" holds no files with content')
    done = 0
    for path, size in _files(root):
        label = path.relative_to(root).as_posix()
        if size < 0:
            yield Rejected("is a link, which is not followed", Origin(label, "", Position(done, total)))
            continue
        try:
            yield from _file(path, label, mail_folder(label), done, total, whole=False)
        except (Unreadable, PermissionError) as error:
            reason = error.reason if isinstance(error, Unreadable) else "may not be read by this user"
            yield Rejected(reason, Origin(label, mail_folder(label), Position(done, total)))
        done += size


def _files(folder: Path) -> Iterator[tuple[Path, int]]:
    """The files below a folder in the order of their names with their sizes; -1 for what is no ordinary file."""
    with os.scandir(folder) as found:
        inside = sorted(
            found, key=lambda one: (len(one.name), one.name) if one.name.isdigit() else (0, one.name)
        )
    for one in inside:
        if one.is_dir(follow_symlinks=False):
            # A maildir's tmp holds what is still being delivered.
            if one.name != "tmp" or not (folder / "cur").is_dir():
                yield from _files(Path(one.path))
        elif one.is_file(follow_symlinks=False):
            yield Path(one.path), one.stat(follow_symlinks=False).st_size
        else:
            yield Path(one.path), -1


def mail_folder(label: str) -> str:
    """The mail folder that a path within a tree of messages means: without cur and new, Maildir++ dots as slashes."""
    return _folder_of(label.rpartition("/")[0])


@lru_cache(maxsize=256)
def _folder_of(directory: str) -> str:
    parts = [part for part in directory.split("/") if part not in ("", ".")]
    if parts and parts[-1] in ("cur", "new"):
        parts.pop()
    if parts and parts[-1].startswith(".") and len(parts[-1]) > 1:
        parts[-1:] = parts[-1].lstrip(".").split(".")
    return "/".join(parts)


def _stem(label: str) -> str:
    """The file's name without its endings, as a mailbox's folder name."""
    name = PurePosixPath(label).name
    for ending in (".gz", ".mbox", ".mbx", ".mboxrd"):
        name = name.removesuffix(ending)
    return name


def _said(label: str, reason: str, whole: bool) -> str:
    """A reason with the file's name, where no label stands beside it."""
    return f'"{PurePosixPath(label).name}" {reason}' if whole else reason


def _file(
    path: Path, label: str, folder: str, before: int, total: int, *, whole: bool
) -> Iterator[Entry | Rejected]:
    """The entries of one file; `before` bytes of `total` were read before it."""
    with path.open("rb") as disk:
        size = path.stat().st_size

        def at() -> Position:
            return Position(min(before + disk.tell(), total), total)

        kind = kind_of(disk.read(HEAD), label)
        disk.seek(0)
        if isinstance(kind, str):
            raise Unreadable(_said(label, kind, whole))
        if kind is Kind.ZIP:
            with closing(ZipMembers(disk, size)) as zipped:
                start = before

                def at_member() -> Position:
                    return Position(min(start + zipped.done, total), total)

                yield from _members(zipped, at_member, folder)
            return
        stream: BinaryIO = cast(BinaryIO, disk)
        if kind is Kind.GZIP:
            unpacked = gzip.GzipFile(fileobj=disk)
            stream = cast(BinaryIO, io.BufferedReader(Metered(unpacked, size), 2**18))
            label_inside = label.removesuffix(".gz")
            try:
                kind = kind_of(cast(io.BufferedReader, stream).peek(HEAD)[:HEAD], label_inside)
            except DAMAGED as error:
                raise Unreadable(_said(label, f"cannot be unpacked: {error}", whole)) from error
            if kind in (Kind.GZIP, Kind.ZIP):
                raise Unreadable(_said(label, "is packed twice: unpack it once", whole))
            if isinstance(kind, str):
                raise Unreadable(_said(label, kind, whole))
        if kind is Kind.TAR:
            yield from _members(TarMembers(stream), at, folder)
            return
        if not folder or kind is Kind.MBOX:
            stem = _stem(label)
            folder = f"{folder}/{stem}" if folder else "" if kind is Kind.MAIL else stem
        yield Entry(kind, label, folder, stream, at)


class _Members(Protocol):
    def __iter__(self) -> Iterator[Member | tuple[str, str]]: ...


def _members(members: _Members, at: Callable[[], Position], outer: str) -> Iterator[Entry | Rejected]:
    """The entries of an archive. A member is a Member or, where it must be left out, its name and the reason."""
    for member in members:
        if isinstance(member, tuple):
            label, reason = member
            yield Rejected(reason, Origin(label, "", at()))
            continue
        folder = "/".join(part for part in (outer, mail_folder(member.name)) if part)
        try:
            with closing(_opened(member)) as stream:
                kind = kind_of(_head(stream), member.name)
                if kind in (Kind.GZIP, Kind.ZIP, Kind.TAR):
                    kind = "is an archive within an archive: unpack it and import it by itself"
                if isinstance(kind, str):
                    yield Rejected(kind, Origin(member.name, folder, at()))
                    continue
                if kind is Kind.MBOX and member.name.lower().endswith((".mbox", ".mbx")):
                    folder = f"{folder}/{_stem(member.name)}" if folder else _stem(member.name)
                yield Entry(kind, member.name, folder, cast(BinaryIO, stream), at)
        except DAMAGED as error:
            yield Rejected(f"cannot be unpacked: {error}", Origin(member.name, folder, at()))


def _head(stream: io.BufferedReader | io.BytesIO) -> bytes:
    """The first bytes of a stream, which stays at its beginning."""
    if isinstance(stream, io.BytesIO):
        return stream.getvalue()[:HEAD]
    return stream.peek(HEAD)[:HEAD]


def _opened(member: Member) -> io.BufferedReader | io.BytesIO:
    """The member to read from: a small one whole, a larger one as it unpacks, and watched while it does."""
    inner = member.open()
    if member.size <= _SMALL:
        with inner:
            return io.BytesIO(inner.read(_SMALL + 1))
    # A tar archive is watched as a whole.
    watched = inner if member.packed is None else Metered(inner, member.packed)
    return io.BufferedReader(cast(io.RawIOBase, watched), 2**16)


__all__ = ["DAMAGED", "Entry", "Expanded", "entries", "mail_folder"]
