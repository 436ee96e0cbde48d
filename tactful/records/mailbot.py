"""The e-mail bot: the secret address of each member who has one, and which mails became notes by it (A18)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from tactful.accounts import wall
from tactful.accounts.models import Membership
from tactful.accounts.wall import Walled, WalledForeignKey
from tactful.records.content import Item


class BotAddress(Walled):
    """A member's address for notes. Of its secret the hash alone is kept; another secret replaces it."""

    member = WalledForeignKey(Membership, on_delete=wall.CASCADE)
    secret_hash = models.BinaryField(max_length=32)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    #: How many mails to it were read and refused within an hour, which began then.
    refused = models.PositiveIntegerField(default=0)
    refused_from = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["secret_hash"], name="bot_address_secret"),
            models.UniqueConstraint(fields=["account", "member"], name="bot_address_of"),
        ]


class BotMail(Walled):
    """A mail that became a note, by the digest of its Message-ID: the same mail again makes no other.

    It stays when its note is deleted, and when the address is renewed or withdrawn.
    """

    member = WalledForeignKey(Membership, on_delete=wall.CASCADE)
    digest = models.BinaryField(max_length=16)
    item = WalledForeignKey(Item, on_delete=wall.SET_NULL, null=True)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "member", "digest"], name="bot_mail_once")
        ]
        indexes: ClassVar = [models.Index(fields=["account", "member", "at"], name="bot_mail_lately")]
