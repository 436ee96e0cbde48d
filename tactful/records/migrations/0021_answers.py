"""Whoever wrote something is told of the answers to it."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("records", "0020_reminder_triggers")]

    operations: ClassVar = [
        migrations.AddField("mention", "is_answer", models.BooleanField(default=False)),
    ]
