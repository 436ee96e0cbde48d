"""What members write themselves: notes, meeting notes, logged interactions, and what files and reminders hang on.

The policy calls each of them an item. Read through tactful.visibility; `unchecked` sees everything.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from tactful.accounts import wall
from tactful.accounts.ids import fresh_uid
from tactful.accounts.models import Membership
from tactful.accounts.wall import Walled, WalledForeignKey
from tactful.records.models import Interaction
from tactful.sharing.models import Source


class Item(Walled):
    """One item. `audience` null is Only you; what its sort adds to whom sees it is in policy.rules.

    `anchored`: it was hung on records when it was written, so that it never counts as hanging on none (A13).
    `interaction` is the synced meeting of a meeting note: once that is gone, it is a note. A reply has a `parent`, and
    no audience of its own; a parent that is gone leaves it to its author. `at` is when it happened, else was written.
    """

    class Sort(models.TextChoices):
        NOTE = "note"
        MEETING_NOTE = "meeting note"
        LOGGED_INTERACTION = "logged interaction"
        FILE = "file"
        REMINDER = "reminder"

    uid = models.UUIDField(default=fresh_uid, editable=False)
    sort = models.CharField(max_length=20, choices=Sort.choices)
    author = WalledForeignKey(Membership, on_delete=wall.RESTRICT)
    audience = WalledForeignKey(Source, on_delete=wall.RESTRICT, null=True)
    anchored = models.BooleanField(default=False)
    parent = WalledForeignKey("self", on_delete=wall.SET_NULL, null=True)
    interaction = WalledForeignKey(Interaction, on_delete=wall.SET_NULL, null=True)
    assignee = WalledForeignKey(Membership, on_delete=wall.SET_NULL, null=True)
    #: Of a logged interaction: a meeting, a call or a message.
    kind = models.CharField(max_length=10, blank=True)
    #: The text as clean HTML, and the same as plain text.
    html = models.TextField(blank=True)
    plain = models.TextField(blank=True)
    at = models.DateTimeField()
    written_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "uid"], name="item_uid"),
            models.CheckConstraint(
                name="item_reply_inherits",
                condition=models.Q(parent=None) | models.Q(audience=None, anchored=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["account", "sort", "at", "uid"], name="item_newest"),
            # Lists of several sorts together are walked in this order.
            models.Index(
                fields=["account", "at", "uid"], name="item_newest_of_all", condition=models.Q(parent=None)
            ),
            models.Index(fields=["account", "author", "sort", "at"], name="item_mine"),
            models.Index(fields=["account", "written_at"], name="item_written"),
            models.Index(
                fields=["account", "assignee"],
                name="item_assigned",
                condition=models.Q(assignee__isnull=False),
            ),
            models.Index(
                fields=["account", "parent"], name="item_replies", condition=models.Q(parent__isnull=False)
            ),
            models.Index(
                fields=["account", "interaction"],
                name="item_of_meeting",
                condition=models.Q(interaction__isnull=False),
            ),
            models.Index(
                fields=["account", "audience", "sort", "at"],
                name="item_audience",
                condition=models.Q(audience__isnull=False),
            ),
        ]


class ItemRecord(Walled):
    """A person or company that an item hangs on.

    Not a foreign key: what hung on a record that is gone stays closed to its audience, and never hangs on nothing.
    """

    item = WalledForeignKey(Item, on_delete=wall.CASCADE)
    person_id = models.BigIntegerField(null=True)
    company_id = models.BigIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account", "item", "person_id", "company_id"],
                name="item_record",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="item_record_is_one",
                condition=models.Q(person_id__isnull=False, company_id=None)
                | models.Q(person_id=None, company_id__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["account", "person_id"],
                name="item_record_person",
                condition=models.Q(person_id__isnull=False),
            ),
            models.Index(
                fields=["account", "company_id"],
                name="item_record_company",
                condition=models.Q(company_id__isnull=False),
            ),
        ]


class ItemParty(Walled):
    """A colleague who took part in a logged interaction, as its author says (A16)."""

    item = WalledForeignKey(Item, on_delete=wall.CASCADE)
    member = WalledForeignKey(Membership, on_delete=wall.CASCADE)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "item", "member"], name="item_party")
        ]
        indexes: ClassVar = [models.Index(fields=["account", "member"], name="item_party_member")]


class Mention(Walled):
    """That an item is to be told to a member: its text names them, or it answers (`is_answer`) what they wrote.

    They find it where they may read the item, and nowhere else.
    """

    item = WalledForeignKey(Item, on_delete=wall.CASCADE)
    member = WalledForeignKey(Membership, on_delete=wall.CASCADE)
    is_answer = models.BooleanField(default=False)
    #: When they said that they had seen it.
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "item", "member"], name="mention")
        ]
        indexes: ClassVar = [models.Index(fields=["account", "member"], name="mention_of")]
