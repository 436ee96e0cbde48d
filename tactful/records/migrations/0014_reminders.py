"""When reminders are due, and how they come again (A17)."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.manager
from django.db import migrations, models

from tactful.accounts import wall
from tactful.accounts.wall import AccountKey, TenantWall, WalledForeignKey


class Migration(migrations.Migration):
    dependencies: ClassVar = [("accounts", "0004_returning"), ("records", "0013_bodies")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("due_at", models.DateTimeField()),
                (
                    "recurrence",
                    models.CharField(
                        choices=[
                            ("none", "None"),
                            ("daily", "Daily"),
                            ("weekly", "Weekly"),
                            ("monthly", "Monthly"),
                            ("yearly", "Yearly"),
                            ("every", "Every"),
                        ],
                        default="none",
                        max_length=10,
                    ),
                ),
                ("every_days", models.IntegerField(null=True)),
                ("resets", models.BooleanField(default=False)),
                ("done_at", models.DateTimeField(null=True)),
                ("told_at", models.DateTimeField(null=True)),
                ("account", AccountKey()),
                ("item", WalledForeignKey(on_delete=wall.CASCADE, to="records.item")),
            ],
            managers=[("unchecked", django.db.models.manager.Manager())],
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.UniqueConstraint(fields=("account", "item"), name="reminder_of_item"),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.CheckConstraint(
                condition=models.Q(recurrence="every", every_days__gte=1)
                | (~models.Q(recurrence="every") & models.Q(every_days=None)),
                name="reminder_every_days",
            ),
        ),
        TenantWall(),
    ]
