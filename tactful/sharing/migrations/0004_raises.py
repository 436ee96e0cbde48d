"""Defaults and floors that were raised, with the moment they begin; and no floor above its cap."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.manager
from django.db import migrations, models

from tactful.accounts import wall
from tactful.accounts.ids import fresh_uid
from tactful.accounts.wall import AccountKey, TenantWall, WalledForeignKey
from tactful.sharing.renewing import Renews


class Migration(migrations.Migration):
    dependencies: ClassVar = [("accounts", "0004_returning"), ("sharing", "0003_introduction")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Raise",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uid", models.UUIDField(default=fresh_uid, editable=False)),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("default for teams", "Default For Teams"),
                            ("default for Everyone", "Default For Everyone"),
                            ("floor", "Floor"),
                        ],
                        max_length=20,
                    ),
                ),
                ("level", models.CharField(max_length=40)),
                ("announced_at", models.DateTimeField()),
                ("begins_at", models.DateTimeField()),
                ("account", AccountKey()),
                ("team", WalledForeignKey(null=True, on_delete=wall.CASCADE, to="accounts.team")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("account", "what", "team"), name="raise_of_what", nulls_distinct=False
                    ),
                    models.UniqueConstraint(fields=("account", "uid"), name="raise_uid"),
                ],
            },
            managers=[("unchecked", django.db.models.manager.Manager())],
        ),
        migrations.AddConstraint(
            "audiencelimits",
            models.CheckConstraint(
                name="floor_within_cap",
                condition=models.Q(floor="not sharing")
                | models.Q(cap="relationships + both")
                | models.Q(floor=models.F("cap"))
                | models.Q(
                    floor="relationships",
                    cap__in=["relationships + contact info", "relationships + interactions"],
                ),
            ),
        ),
        TenantWall(),
        Renews("sharing_raise"),
    ]
