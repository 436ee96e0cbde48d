"""Pushes: where a member has new notes or files sent to, and what became of each (A35)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from tactful.accounts import wall
from tactful.accounts.ids import fresh_uid
from tactful.accounts.keyring import SealedField
from tactful.accounts.models import Membership
from tactful.accounts.wall import Walled, WalledForeignKey
from tactful.records.content import Item


class Push(Walled):
    """A chat's webhook, or a folder of a store. Who has its address can write there: it is sealed, with the sign-in
    that a store asks for, and never shown again, to nobody.

    What comes from `since` on is pushed, notes to a chat and files to a store: what the member may read (`scope` all),
    or wrote themselves.
    """

    class Kind(models.TextChoices):
        CHAT = "chat"
        WEBDAV = "webdav"
        S3 = "s3"

    class Scope(models.TextChoices):
        ALL = "all"
        MINE = "mine"

    uid = models.UUIDField(default=fresh_uid, editable=False)
    member = WalledForeignKey(Membership, on_delete=wall.CASCADE)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.CHAT)
    name = models.CharField(max_length=100)
    scope = models.CharField(max_length=10, choices=Scope.choices)
    #: The address's host, by which its owner knows it again.
    host = models.CharField(max_length=260)
    address = SealedField()
    made_at = models.DateTimeField()
    since = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    #: Nothing is sent while it is paused; `trouble` says why, in words for its owner.
    paused_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["account", "uid"], name="push_uid")]
        indexes: ClassVar = [models.Index(fields=["account", "member"], name="push_of")]


class Delivery(Walled):
    """One note, or one version of a file, to one push, once. Nobody is shown this.

    `dropped`: its owner may not read it, or no longer.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        DROPPED = "dropped"
        FAILED = "failed"

    push = WalledForeignKey(Push, on_delete=wall.CASCADE)
    item = WalledForeignKey(Item, on_delete=wall.CASCADE)
    #: Of a file, the number of the version that was new; 0 of a note.
    version = models.IntegerField(default=0)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "push", "item", "version"], name="delivery_once")
        ]
