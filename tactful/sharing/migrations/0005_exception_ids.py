"""Exceptions have ids of their own, so that they can be named and taken back."""

from __future__ import annotations

from typing import ClassVar

import django.utils.timezone
from django.db import migrations, models

from tactful.accounts.ids import fresh_uid


class Migration(migrations.Migration):
    dependencies: ClassVar = [("accounts", "0004_returning"), ("sharing", "0004_raises")]

    operations: ClassVar = [
        migrations.AddField("withholding", "label", models.CharField(blank=True, max_length=300)),
        # One for each row that is there: Django's own default would be made once for all of them.
        migrations.RunSQL(
            "alter table sharing_withholding add column uid uuid not null default gen_random_uuid();"
            " alter table sharing_withholding alter column uid drop default",
            "alter table sharing_withholding drop column uid",
            state_operations=[
                migrations.AddField(
                    "withholding", "uid", models.UUIDField(default=fresh_uid, editable=False)
                ),
            ],
        ),
        migrations.AlterField(
            "withholding", "set_at", models.DateTimeField(default=django.utils.timezone.now)
        ),
        migrations.AddConstraint(
            "withholding", models.UniqueConstraint(fields=("account", "uid"), name="withholding_uid")
        ),
    ]
