"""Items: what members write themselves, what it hangs on, and who took part (A06-A17)."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.manager
from django.db import migrations, models

from tactful.accounts import wall
from tactful.accounts.ids import fresh_uid
from tactful.accounts.wall import AccountKey, TenantWall, WalledForeignKey


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("accounts", "0004_returning"),
        ("records", "0009_judgements"),
        ("sharing", "0012_content_audiences"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Item",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uid", models.UUIDField(default=fresh_uid, editable=False)),
                (
                    "sort",
                    models.CharField(
                        choices=[
                            ("note", "Note"),
                            ("meeting note", "Meeting Note"),
                            ("logged interaction", "Logged Interaction"),
                            ("file", "File"),
                            ("reminder", "Reminder"),
                        ],
                        max_length=20,
                    ),
                ),
                ("anchored", models.BooleanField(default=False)),
                ("kind", models.CharField(blank=True, max_length=10)),
                ("html", models.TextField(blank=True)),
                ("plain", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                ("written_at", models.DateTimeField()),
                ("edited_at", models.DateTimeField(null=True)),
                ("account", AccountKey()),
                (
                    "assignee",
                    WalledForeignKey(
                        null=True,
                        on_delete=wall.SET_NULL,
                        to="accounts.membership",
                    ),
                ),
                (
                    "audience",
                    WalledForeignKey(
                        null=True,
                        on_delete=wall.RESTRICT,
                        to="sharing.source",
                    ),
                ),
                (
                    "author",
                    WalledForeignKey(on_delete=wall.RESTRICT, to="accounts.membership"),
                ),
                (
                    "interaction",
                    WalledForeignKey(
                        null=True,
                        on_delete=wall.SET_NULL,
                        to="records.interaction",
                    ),
                ),
                (
                    "parent",
                    WalledForeignKey(
                        null=True,
                        on_delete=wall.SET_NULL,
                        to="records.item",
                    ),
                ),
            ],
            managers=[
                ("unchecked", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="ItemParty",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("account", AccountKey()),
                (
                    "item",
                    WalledForeignKey(on_delete=wall.CASCADE, to="records.item"),
                ),
                (
                    "member",
                    WalledForeignKey(on_delete=wall.CASCADE, to="accounts.membership"),
                ),
            ],
            managers=[
                ("unchecked", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="ItemRecord",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("person_id", models.BigIntegerField(null=True)),
                ("company_id", models.BigIntegerField(null=True)),
                ("account", AccountKey()),
                (
                    "item",
                    WalledForeignKey(on_delete=wall.CASCADE, to="records.item"),
                ),
            ],
            managers=[
                ("unchecked", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Mention",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("seen_at", models.DateTimeField(null=True)),
                ("account", AccountKey()),
                (
                    "item",
                    WalledForeignKey(on_delete=wall.CASCADE, to="records.item"),
                ),
                (
                    "member",
                    WalledForeignKey(on_delete=wall.CASCADE, to="accounts.membership"),
                ),
            ],
            managers=[
                ("unchecked", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(fields=["account", "sort", "at", "uid"], name="item_newest"),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(fields=["account", "author", "sort", "at"], name="item_mine"),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(
                condition=models.Q(("assignee__isnull", False)),
                fields=["account", "assignee"],
                name="item_assigned",
            ),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(
                condition=models.Q(("parent__isnull", False)),
                fields=["account", "parent"],
                name="item_replies",
            ),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(
                condition=models.Q(("interaction__isnull", False)),
                fields=["account", "interaction"],
                name="item_of_meeting",
            ),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(
                condition=models.Q(("audience__isnull", False)),
                fields=["account", "audience", "sort", "at"],
                name="item_audience",
            ),
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.UniqueConstraint(fields=("account", "uid"), name="item_uid"),
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("parent", None), models.Q(("anchored", False), ("audience", None)), _connector="OR"
                ),
                name="item_reply_inherits",
            ),
        ),
        migrations.AddIndex(
            model_name="itemparty",
            index=models.Index(fields=["account", "member"], name="item_party_member"),
        ),
        migrations.AddConstraint(
            model_name="itemparty",
            constraint=models.UniqueConstraint(fields=("account", "item", "member"), name="item_party"),
        ),
        migrations.AddIndex(
            model_name="itemrecord",
            index=models.Index(
                condition=models.Q(("person_id__isnull", False)),
                fields=["account", "person_id"],
                name="item_record_person",
            ),
        ),
        migrations.AddIndex(
            model_name="itemrecord",
            index=models.Index(
                condition=models.Q(("company_id__isnull", False)),
                fields=["account", "company_id"],
                name="item_record_company",
            ),
        ),
        migrations.AddConstraint(
            model_name="itemrecord",
            constraint=models.UniqueConstraint(
                fields=("account", "item", "person_id", "company_id"),
                name="item_record",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="itemrecord",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("company_id", None), ("person_id__isnull", False)),
                    models.Q(("company_id__isnull", False), ("person_id", None)),
                    _connector="OR",
                ),
                name="item_record_is_one",
            ),
        ),
        migrations.AddIndex(
            model_name="mention",
            index=models.Index(fields=["account", "member"], name="mention_of"),
        ),
        migrations.AddConstraint(
            model_name="mention",
            constraint=models.UniqueConstraint(fields=("account", "item", "member"), name="mention"),
        ),
        TenantWall(),
    ]
