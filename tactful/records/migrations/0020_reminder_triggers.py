"""What makes reminders by itself (A18)."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.manager
from django.db import migrations, models

from tactful.accounts import wall
from tactful.accounts.wall import AccountKey, TenantWall, WalledForeignKey


class Migration(migrations.Migration):
    dependencies: ClassVar = [("accounts", "0004_returning"), ("records", "0019_attachments")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="ReminderTrigger",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "after",
                    models.CharField(
                        choices=[
                            ("logged interaction", "Logged Interaction"),
                            ("meeting note", "Meeting Note"),
                        ],
                        max_length=20,
                    ),
                ),
                ("days", models.PositiveSmallIntegerField()),
                ("words", models.CharField(max_length=200)),
                ("account", AccountKey()),
                ("member", WalledForeignKey(on_delete=wall.CASCADE, to="accounts.membership")),
            ],
            managers=[("unchecked", django.db.models.manager.Manager())],
        ),
        migrations.AddConstraint(
            model_name="remindertrigger",
            constraint=models.UniqueConstraint(
                fields=("account", "member", "after"), name="reminder_trigger_of"
            ),
        ),
        TenantWall(),
    ]
