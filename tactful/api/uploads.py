"""Uploads pass through a file without a name: nobody can open it by a path, and it is gone with the request (A27)."""

from __future__ import annotations

import tempfile
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class NamelessFile(FileUploadHandler):
    """Writes what is uploaded into a file that has no name on the disk, from where it is spooled encrypted."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin one file of the form."""
        super().new_file(*args, **kwargs)
        self._written = tempfile.TemporaryFile()  # noqa: SIM115 (Django closes it with the request)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Take the next bytes; nothing is left for another handler."""
        self._written.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile[Any]:
        """Return the file, read from its beginning."""
        self._written.seek(0)
        return UploadedFile(
            file=self._written,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )
