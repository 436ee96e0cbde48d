"""Audiences of items, kept once, and what members may choose for each sort of item (A06, A08, A18)."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.manager
from django.db import migrations, models

from tactful.accounts import wall
from tactful.accounts.wall import AccountKey, TenantWall, WalledForeignKey


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("accounts", "0004_returning"),
        ("sharing", "0011_stricter_members"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Audience",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("digest", models.BinaryField(max_length=32)),
                ("account", AccountKey()),
                (
                    "source",
                    WalledForeignKey(on_delete=wall.CASCADE, to="sharing.source"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("account", "digest"), name="audience_digest")
                ],
            },
            managers=[
                ("unchecked", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="ContentOptions",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("sort", models.CharField(max_length=20)),
                ("everyone", models.BooleanField(default=True)),
                ("teams_and_users", models.BooleanField(default=True)),
                ("only_you", models.BooleanField(default=True)),
                ("own_teams", models.BooleanField(default=False)),
                ("unchosen", models.CharField(blank=True, max_length=10)),
                ("account", AccountKey()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("account", "sort"), name="content_options"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("everyone", True), ("teams_and_users", True), ("only_you", True), _connector="OR"
                        ),
                        name="content_options_one_on",
                    ),
                ],
            },
            managers=[
                ("unchecked", django.db.models.manager.Manager()),
            ],
        ),
        TenantWall(),
    ]
