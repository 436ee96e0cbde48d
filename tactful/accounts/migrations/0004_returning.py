"""Who comes back after a deactivation is asked before their settings act; sessions begun before it reach nothing."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.functions import TransactionNow
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("accounts", "0003_vouched_addresses")]

    operations: ClassVar = [
        migrations.AddField("membership", "returning", models.BooleanField(default=False)),
        migrations.AddField("membership", "sessions_from", models.DateTimeField(null=True)),
        migrations.AlterField("membership", "created_at", models.DateTimeField(db_default=TransactionNow())),
    ]
