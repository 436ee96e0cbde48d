"""Uploads go into the spool as they arrive: the web server writes nothing of them to the disk in the clear (A27)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from tactful.jobs.feeds import spool
from tactful.jobs.spool import Receiving, Spool, Spooled, TooLarge, erase

if TYPE_CHECKING:
    _File = UploadedFile[bytes]
else:
    _File = UploadedFile


class SpooledUpload(_File):
    """An uploaded file that lies encrypted in the spool. It can be read in pieces, and goes when the request ends."""

    def __init__(
        self,
        kept: Spool,
        spooled: Spooled,
        refusal: TooLarge | None,
        name: str,
        content_type: str,
        charset: str | None,
    ) -> None:
        super().__init__(None, name, content_type, spooled.size, charset)
        self._kept, self._spooled, self._refusal = kept, spooled, refusal

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """Yield the content, decrypted; TooLarge where more arrived than is taken. `chunk_size` changes nothing."""
        if self._refusal is not None:
            raise self._refusal
        yield from self._kept.pieces(self._spooled.path)

    def close(self) -> None:
        """Erase it."""
        erase(self._spooled.path)


class SpoolUploadHandler(FileUploadHandler):
    """Django's upload handler for every form and API route (settings: FILE_UPLOAD_HANDLERS)."""

    _receiving: Receiving | None = None
    _refusal: TooLarge | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin another file."""
        super().new_file(*args, **kwargs)
        self._receiving, self._refusal = spool().receive(), None

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Encrypt what arrived. What is beyond the limit is passed over, and said when the file is read."""
        assert self._receiving is not None, "Django begins a file before its content"
        if self._refusal is None:
            try:
                self._receiving.write(raw_data)
            except TooLarge as refusal:
                self._refusal = refusal

    def file_complete(self, file_size: int) -> SpooledUpload:
        """Return the file."""
        assert self._receiving is not None, "Django begins a file before it ends it"
        receiving, self._receiving = self._receiving, None
        return SpooledUpload(
            spool(),
            receiving.finish(),
            self._refusal,
            self.file_name or "",
            self.content_type or "",
            self.charset,
        )

    def upload_interrupted(self) -> None:
        """Leave nothing of a file that broke off."""
        if self._receiving is not None:
            self._receiving.erase()
            self._receiving = None
