"""Files that members uploaded: their versions, and the contents that these are of (store.py holds the bytes)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from tactful.accounts import wall
from tactful.accounts.ids import fresh_uid
from tactful.accounts.keyring import SealedField
from tactful.accounts.wall import Walled, WalledForeignKey


class StoredContent(Walled):
    """A content in the store under its `uid`, once in an account however many versions are of it.

    `digest` is the SHA-256 of what was uploaded, `size` its bytes, `key` what the store's copy is encrypted with.
    Without this row that copy is nobody's, and cannot be read any more.
    """

    uid = models.UUIDField(default=fresh_uid, editable=False)
    digest = models.BinaryField(max_length=32)
    size = models.BigIntegerField()
    key = SealedField()
    stored_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "digest"], name="stored_content_digest"),
            models.UniqueConstraint(fields=["account", "uid"], name="stored_content_uid"),
        ]


class FileVersion(Walled):
    """One upload of a file, numbered from 1. The item says whose file it is, on what it hangs and who sees it."""

    class Kind(models.TextChoices):
        PICTURE = "picture"
        PDF = "pdf"
        OTHER = ""

    uid = models.UUIDField(default=fresh_uid, editable=False)
    item = WalledForeignKey("records.Item", on_delete=wall.CASCADE)
    number = models.IntegerField()
    name = models.CharField(max_length=200)
    #: A picture or a PDF by its first bytes, whatever it is called: such a one has a preview.
    kind = models.CharField(max_length=10, choices=Kind.choices, blank=True)
    content = WalledForeignKey(StoredContent, on_delete=wall.RESTRICT)
    #: As the content's: what counts for the account's quota, though two versions may share one content.
    size = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "item", "number"], name="file_version"),
            models.UniqueConstraint(fields=["account", "uid"], name="file_version_uid"),
        ]
        indexes: ClassVar = [models.Index(fields=["account", "content"], name="file_version_content")]
