"""Which people stand on one card: evidence that they are one (D24)."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.manager
from django.db import migrations, models

from tactful.accounts import wall
from tactful.accounts.wall import AccountKey, TenantWall, WalledForeignKey


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("accounts", "0004_returning"),
        ("records", "0006_disclosures"),
        ("sharing", "0008_introduction_told"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="CardJoin",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("account", AccountKey()),
                ("book", WalledForeignKey(on_delete=wall.CASCADE, to="sharing.source")),
                ("feed", WalledForeignKey(on_delete=wall.CASCADE, to="records.feed")),
                ("one", WalledForeignKey(on_delete=wall.CASCADE, to="records.person")),
                ("other", WalledForeignKey(on_delete=wall.CASCADE, to="records.person")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["account", "one", "book"], name="card_join_one"),
                    models.Index(fields=["account", "other", "book"], name="card_join_other"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("account", "feed", "one", "other"), name="card_join"),
                    models.CheckConstraint(
                        condition=models.Q(("one__lt", models.F("other"))), name="card_join_ordered"
                    ),
                ],
            },
            managers=[("unchecked", django.db.models.manager.Manager())],
        ),
        TenantWall(),
    ]
