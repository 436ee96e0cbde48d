"""Files: their versions and contents, and that the disclosure log says which file was shown (A13, B03)."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.manager
from django.db import migrations, models

from tactful.accounts import wall
from tactful.accounts.ids import fresh_uid
from tactful.accounts.keyring import SealedField
from tactful.accounts.wall import AccountKey, TenantWall, WalledForeignKey


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("accounts", "0004_returning"),
        ("records", "0011_pushes"),
        ("sharing", "0012_content_audiences"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="StoredContent",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uid", models.UUIDField(default=fresh_uid, editable=False)),
                ("digest", models.BinaryField(max_length=32)),
                ("size", models.BigIntegerField()),
                ("key", SealedField()),
                ("stored_at", models.DateTimeField()),
                ("account", AccountKey()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("account", "digest"), name="stored_content_digest"),
                    models.UniqueConstraint(fields=("account", "uid"), name="stored_content_uid"),
                ],
            },
            managers=[("unchecked", django.db.models.manager.Manager())],
        ),
        migrations.CreateModel(
            name="FileVersion",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uid", models.UUIDField(default=fresh_uid, editable=False)),
                ("number", models.IntegerField()),
                ("name", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        blank=True, choices=[("picture", "Picture"), ("", "Other")], max_length=10
                    ),
                ),
                ("size", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("account", AccountKey()),
                ("content", WalledForeignKey(on_delete=wall.RESTRICT, to="records.storedcontent")),
                ("item", WalledForeignKey(on_delete=wall.CASCADE, to="records.item")),
            ],
            options={
                "indexes": [models.Index(fields=["account", "content"], name="file_version_content")],
                "constraints": [
                    models.UniqueConstraint(fields=("account", "item", "number"), name="file_version"),
                    models.UniqueConstraint(fields=("account", "uid"), name="file_version_uid"),
                ],
            },
            managers=[("unchecked", django.db.models.manager.Manager())],
        ),
        migrations.AddField(
            "logname", "item", WalledForeignKey(null=True, on_delete=wall.CASCADE, to="records.item")
        ),
        migrations.RemoveIndex("logname", "log_name_book"),
        migrations.AddIndex(
            "logname",
            models.Index(
                condition=models.Q(("item__isnull", False)),
                fields=["account", "item", "book"],
                name="log_name_item",
            ),
        ),
        migrations.AddIndex(
            "logname",
            models.Index(
                condition=models.Q(
                    ("book__isnull", False), ("company", None), ("item", None), ("person", None)
                ),
                fields=["account", "book"],
                name="log_name_book",
            ),
        ),
        TenantWall(),
    ]
