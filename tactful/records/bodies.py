"""What was written in mails and stands on meetings, where an account keeps it (A27). visibility.bodies reads it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from tactful.accounts import wall
from tactful.accounts.ids import fresh_uid
from tactful.accounts.keyring import SealedField
from tactful.accounts.wall import Walled, WalledForeignKey
from tactful.sharing.models import Source


class Body(Walled):
    """The body of one copy of a mail, or the description of a meeting: clean HTML (records.rich_text), sealed.

    There is a row only while the account keeps bodies, and only of copies that had something to say. It goes with its
    copy. Nothing searches it.
    """

    uid = models.UUIDField(default=fresh_uid, editable=False)
    copy = WalledForeignKey("records.Copy", on_delete=wall.CASCADE)
    book = WalledForeignKey(Source, on_delete=wall.CASCADE)
    html = SealedField()
    #: In which of the times in which bodies were kept it came: of an earlier one it is being erased.
    epoch = models.IntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "copy"], name="body_copy"),
            models.UniqueConstraint(fields=["account", "uid"], name="body_uid"),
        ]
