"""Requests for an introduction: who asks whom about which person (B07)."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.manager
from django.db import migrations, models

from tactful.accounts import wall
from tactful.accounts.ids import fresh_uid
from tactful.accounts.wall import AccountKey, TenantWall, WalledForeignKey

STATES = [
    ("asked", "Asked"),
    ("accepted", "Accepted"),
    ("declined", "Declined"),
    ("taken back", "Taken Back"),
    ("made", "Made"),
]


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("accounts", "0003_vouched_addresses"),
        ("sharing", "0002_stamp"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Introduction",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uid", models.UUIDField(default=fresh_uid, editable=False)),
                ("person_id", models.BigIntegerField()),
                ("words", models.TextField(blank=True)),
                ("state", models.CharField(choices=STATES, default="asked", max_length=10)),
                ("answer", models.TextField(blank=True)),
                ("asked_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField(null=True)),
                ("account", AccountKey()),
                ("asker", WalledForeignKey(on_delete=wall.CASCADE, to="accounts.membership")),
                ("introducer", WalledForeignKey(on_delete=wall.CASCADE, to="accounts.membership")),
            ],
            options={
                "indexes": [models.Index(fields=["account", "introducer", "state"], name="introduction_of")],
                "constraints": [
                    models.UniqueConstraint(fields=("account", "uid"), name="introduction_uid"),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["asked", "accepted"])),
                        fields=("account", "asker", "introducer", "person_id"),
                        name="introduction_open",
                    ),
                ],
            },
            managers=[("unchecked", django.db.models.manager.Manager())],
        ),
        TenantWall(),
    ]
