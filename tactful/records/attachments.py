"""Whose mail has its attachments kept as files, and which file came with which mail (A18)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from tactful.accounts import wall
from tactful.accounts.wall import Walled, WalledForeignKey
from tactful.records.content import Item
from tactful.records.models import Copy
from tactful.sharing.models import Source


class AttachmentChoice(Walled):
    """The contributor of this book wants it; without a row nothing is kept."""

    book = WalledForeignKey(Source, on_delete=wall.CASCADE)
    since = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "book"], name="attachment_choice_of")
        ]


class MailFile(Walled):
    """An attachment that became a file, by a digest of it and its mail: the same again makes no other.

    `item` null: its owner deleted the file, and it is not to come back. `copy` null: the mail is gone, and the file
    goes with it.
    """

    book = WalledForeignKey(Source, on_delete=wall.CASCADE)
    copy = WalledForeignKey(Copy, on_delete=wall.SET_NULL, null=True)
    item = WalledForeignKey(Item, on_delete=wall.SET_NULL, null=True)
    digest = models.BinaryField(max_length=16)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "book", "digest"], name="mail_file_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["account", "copy"], name="mail_file_copy"),
            models.Index(fields=["account", "item"], name="mail_file_item"),
        ]
