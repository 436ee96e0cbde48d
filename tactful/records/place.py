"""The place where a store lies, as fsspec reaches it: a folder, or a bucket, which has ways of its own.

In a bucket there are no folders to make (asked for one, some drivers make the bucket), nothing is renamed, a file that
is closed is there however it came to be closed, and what others wrote is known by asking anew.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import IO, Any

import fsspec
from fsspec.spec import AbstractBufferedFile

#: The kinds of places that are buckets.
_BUCKETS = frozenset({"s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "oss", "oci"})
#: In how large pieces a bucket is read and written, and as much is held in memory; S3 takes 10,000 at most of one file.
_PIECE = 2**23


class NotAnswering(Exception):
    """The place of the files cannot be reached, or refuses; `str()` is a sentence for the operator."""


class Place:
    """A file system of fsspec. Each method raises NotAnswering where that does not do what it is asked."""

    def __init__(self, files: Any) -> None:
        named = files.protocol
        self._files = files
        self._is_bucket = bool(_BUCKETS & ({named} if isinstance(named, str) else set(named)))

    @contextmanager
    def writing(self, path: str) -> Iterator[IO[bytes]]:
        """Open a file to be written, which is not there unless this ends well.

        What the caller raises meanwhile is raised as it is; NotAnswering by what is done with the file itself.
        """
        with _answered():
            self._make_folder_of(path)
            file: IO[bytes] = self._files.open(path, "wb", block_size=_PIECE)
        try:
            yield file
            with _answered():
                _flush(file)
                file.close()
        except BaseException:
            _give_up(file)
            # That it goes wrong is what the caller is to hear of; what stays lying is swept up one night.
            with suppress(NotAnswering):
                self.remove(path)
            raise

    def reading(self, path: str) -> IO[bytes]:
        """Open a file to be read; FileNotFoundError where there is none."""
        with _answered(absent=True):
            file: IO[bytes] = self._files.open(path, "rb", block_size=_PIECE)
        return file

    def move(self, old: str, new: str) -> None:
        """Give a file another name, under which it is whole or not at all."""
        with _answered():
            if self._is_bucket:
                self._files.cp_file(old, new)
                self._files.rm_file(old)
            else:
                self._make_folder_of(new)
                self._files.mv(old, new)

    def remove(self, path: str) -> None:
        """Remove a file, if there is one."""
        with suppress(FileNotFoundError), _answered(absent=True):
            self._files.rm_file(path)

    def found(self, folder: str) -> dict[str, Any]:
        """Return what lies in a folder, however deep, by path, with what is known of each."""
        try:
            with _answered(absent=True):
                self._files.invalidate_cache()
                found: dict[str, Any] = self._files.find(folder, detail=True)
        except FileNotFoundError:
            return {}
        return found

    def forget_unfinished(self, folder: str, *, older_than: float) -> None:
        """End what began to be written there before that moment and never ended: S3 keeps it, and lists it nowhere.

        `older_than` is in seconds since 1970.
        """
        if not hasattr(self._files, "abort_mpu"):
            return
        with _answered():
            bucket, prefix, _ = self._files.split_path(folder)
            answer = self._files.call_s3("list_multipart_uploads", Bucket=bucket, Prefix=f"{prefix}/")
            for begun in answer.get("Uploads", ()):
                at = begun["Initiated"]
                if isinstance(at, datetime) and at.timestamp() < older_than:
                    self._files.abort_mpu(bucket, begun["Key"], begun["UploadId"])

    def _make_folder_of(self, path: str) -> None:
        if not self._is_bucket:
            self._files.makedirs(path.rpartition("/")[0], exist_ok=True)


class Taking:
    """Writes into a file of a place; NotAnswering where it does not take what comes."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def __call__(self, piece: bytes) -> None:
        """Write what comes next."""
        with _answered():
            self._file.write(piece)


def place_of(address: str) -> tuple[Any, str]:
    """Return the file system and the folder that an address of fsspec names; NotAnswering where nothing reaches it."""
    kind = address.rpartition("://")[0].rpartition("::")[2]
    try:
        # Whoever else writes there, in this moment: what was listed before says nothing.
        return fsspec.core.url_to_fs(address, use_listings_cache=False)  # type: ignore[no-any-return]  # untyped
    except ImportError as error:
        install = (
            "run `make s3`, or `pip install --require-hashes -r requirements-s3.lock`"
            if kind in ("s3", "s3a")
            else f"install fsspec's package for it ({error})"
        )
        raise NotAnswering(
            f'TACTFUL_FILES names a place of the kind "{kind}", and what reaches such ones is not installed: {install}'
        ) from error
    except ValueError as error:
        raise NotAnswering(
            f'TACTFUL_FILES names a place of the kind "{kind}", which nothing here knows; "s3://bucket/folder" and'
            ' "file:///folder" are such addresses'
        ) from error


@contextmanager
def _answered(*, absent: bool = False) -> Iterator[None]:
    """Let whatever a driver raises be NotAnswering; where `absent`, FileNotFoundError stays what it is."""
    try:
        yield
    except NotAnswering:
        raise
    except Exception as error:
        if absent and isinstance(error, FileNotFoundError):
            raise
        # Each driver has errors of its own kinds: none is swallowed, and each is told to the operator.
        raise NotAnswering(
            f"the place where files are kept does not do what it is asked ({_said(error)})"
        ) from error


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


def _flush(file: IO[bytes]) -> None:
    """Have a file of this machine on its disk before anybody is told that it is stored."""
    file.flush()
    with suppress(OSError, AttributeError):
        os.fsync(file.fileno())


def _give_up(file: IO[bytes]) -> None:
    """Close a file so that nothing comes to be where closing it would make it: what came so far is no content."""
    with suppress(NotAnswering), _answered():
        if isinstance(file, AbstractBufferedFile):
            file.discard()
            file.closed = True
        else:
            file.close()
