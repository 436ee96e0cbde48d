"""What members said of two people: that they are one, or that they are not (D24)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from tactful.accounts import wall
from tactful.accounts.ids import fresh_uid
from tactful.accounts.models import Membership
from tactful.accounts.wall import Walled, WalledForeignKey


class Judgement(Walled):
    """The last word on two people: one per pair, the lower id as `one`.

    That they are the same holds while a ground of it is left, for those who see both; that they are not holds for
    everybody, whatever says that they are.
    """

    class Verdict(models.TextChoices):
        SAME = "same"
        NOT_THE_SAME = "not the same"

    uid = models.UUIDField(default=fresh_uid, editable=False)
    one = WalledForeignKey("records.Person", on_delete=wall.CASCADE)
    other = WalledForeignKey("records.Person", on_delete=wall.CASCADE)
    verdict = models.CharField(max_length=12, choices=Verdict.choices)
    member = WalledForeignKey(Membership, on_delete=wall.SET_NULL, null=True)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "one", "other"], name="judgement_pair"),
            models.UniqueConstraint(fields=["account", "uid"], name="judgement_uid"),
            models.CheckConstraint(condition=models.Q(one__lt=models.F("other")), name="judgement_ordered"),
        ]
        indexes: ClassVar = [models.Index(fields=["account", "other"], name="judgement_other")]


class Ground(Walled):
    """What a confirmation rests on: a feed that says something of each of the two, perhaps the same. It goes with them.

    `feed` speaks of the judgement's `one`, `other_feed` of its `other`.
    """

    judgement = WalledForeignKey(Judgement, on_delete=wall.CASCADE)
    feed = WalledForeignKey("records.Feed", on_delete=wall.CASCADE)
    other_feed = WalledForeignKey("records.Feed", on_delete=wall.CASCADE)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "judgement", "feed", "other_feed"], name="ground")
        ]
        indexes: ClassVar = [
            models.Index(fields=["account", "feed"], name="ground_feed"),
            models.Index(fields=["account", "other_feed"], name="ground_other_feed"),
        ]
