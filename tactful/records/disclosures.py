"""The disclosure log (B03): who was shown what of whose, in random ids alone, and what these ids stand for."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from tactful.accounts import wall
from tactful.accounts.ids import fresh_uid
from tactful.accounts.models import Guest, Membership
from tactful.accounts.wall import Walled, WalledForeignKey
from tactful.sharing.models import Source


class LogName(Walled):
    """What a random id of the log stands for: a viewer, a contributor's book, whom a book speaks of, or a file.

    Only this table says so. It goes with what it names, and the entries that hold the id stay as they are. Two
    requests at once may give one thing two ids; both mean it.
    """

    uid = models.UUIDField()
    book = WalledForeignKey(Source, on_delete=wall.CASCADE, null=True)
    person = WalledForeignKey("records.Person", on_delete=wall.CASCADE, null=True)
    company = WalledForeignKey("records.Company", on_delete=wall.CASCADE, null=True)
    #: A file of the book's contributor.
    item = WalledForeignKey("records.Item", on_delete=wall.CASCADE, null=True)
    member = WalledForeignKey(Membership, on_delete=wall.CASCADE, null=True)
    guest = WalledForeignKey(Guest, on_delete=wall.CASCADE, null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["account", "uid"], name="log_name_uid")]
        indexes: ClassVar = [
            models.Index(
                fields=["account", "person", "book"],
                name="log_name_person",
                condition=models.Q(person__isnull=False),
            ),
            models.Index(
                fields=["account", "company", "book"],
                name="log_name_company",
                condition=models.Q(company__isnull=False),
            ),
            models.Index(
                fields=["account", "item", "book"],
                name="log_name_item",
                condition=models.Q(item__isnull=False),
            ),
            models.Index(
                fields=["account", "book"],
                name="log_name_book",
                condition=models.Q(person=None, company=None, item=None, book__isnull=False),
            ),
            models.Index(
                fields=["account", "member"],
                name="log_name_member",
                condition=models.Q(member__isnull=False),
            ),
        ]


class Disclosure(Walled):
    """One answer that showed somebody what a contributor brought. Never changed, but for being sealed once.

    `viewer`, `contributor` and `people` are ids of `LogName`, `people` in order; `kinds` says in bits what of each of
    them was shown, `every` is all of these together. `number` and `hash` are its place in the account's chain
    (records.chain), null until a job has sealed it.
    """

    uid = models.UUIDField(default=fresh_uid, editable=False)
    at = models.DateTimeField()
    viewer = models.UUIDField()
    contributor = models.UUIDField()
    door = models.CharField(max_length=120)
    people = ArrayField(models.UUIDField())
    kinds = ArrayField(models.SmallIntegerField())
    every = models.SmallIntegerField()
    number = models.BigIntegerField(null=True)
    hash = models.BinaryField(max_length=32, null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "number"], name="disclosure_number"),
            models.UniqueConstraint(fields=["account", "uid"], name="disclosure_uid"),
            models.CheckConstraint(
                name="disclosure_sealed",
                condition=models.Q(number=None, hash=None)
                | models.Q(number__isnull=False, hash__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["account", "contributor", "at", "uid"], name="disclosure_of"),
            models.Index(
                fields=["account", "id"], name="disclosure_waiting", condition=models.Q(number=None)
            ),
        ]


class LogHead(Walled):
    """How many entries of an account are sealed, and the hash of the last one."""

    count = models.BigIntegerField(default=0)
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["account"], name="log_head")]
