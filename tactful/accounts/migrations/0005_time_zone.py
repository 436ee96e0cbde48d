"""The time zone that a member chose; "" is the installation's."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("accounts", "0004_returning")]

    operations: ClassVar = [
        migrations.AddField(
            "membership", "time_zone", models.CharField(max_length=64, blank=True, default="")
        ),
    ]
