"""Uploads arrive encrypted: what reaches the disk before the spool is unreadable, also after a crash (A27)."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from typing import IO, Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

PIECE = 2**18


class EncryptedUpload(FileUploadHandler):
    """Writes files of a member's form into a file without a name, under a key that only this request holds.

    Files that nobody signed in sends are passed over unread.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin one file of the form."""
        super().new_file(*args, **kwargs)
        if not getattr(self.request, "is_from_member", False):
            raise SkipFile
        self._key, self._start = os.urandom(32), os.urandom(16)
        self._written: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 (Django closes it with the request)
        self._encrypt = Cipher(algorithms.AES(self._key), modes.CTR(self._start)).encryptor()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Take the next bytes; nothing is left for another handler."""
        self._written.write(self._encrypt.update(raw_data))

    def file_complete(self, file_size: int) -> UploadedFile:  # type: ignore[type-arg]  # as below
        """Return the file; its `chunks` are what was sent."""
        return _Encrypted(
            self._key,
            self._start,
            file=self._written,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )


class _Encrypted(UploadedFile):  # type: ignore[type-arg]  # generic in its stubs alone
    """An uploaded file that is read in pieces, deciphered on the way."""

    def __init__(self, key: bytes, start: bytes, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._key, self._start = key, start

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """Yield what was sent, from its beginning."""
        decrypt = Cipher(algorithms.AES(self._key), modes.CTR(self._start)).decryptor()
        assert self.file is not None, "the request is over"
        self.file.seek(0)
        while piece := self.file.read(chunk_size or PIECE):
            yield decrypt.update(piece)
