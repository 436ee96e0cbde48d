"""The stamp of an account's settings tells of each of their tables whether it changed."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models

from tactful.sharing.renewing import FUNCTIONS_BY_TABLE, SETTLE_SETTINGS


class Migration(migrations.Migration):
    dependencies: ClassVar = [("records", "0006_disclosures"), ("sharing", "0006_exception_once")]

    operations: ClassVar = [
        # The database writes it: rows of sources, which have no parts, are made without naming it.
        migrations.RunSQL(
            "alter table sharing_stamp add column parts jsonb not null default '{}'",
            "alter table sharing_stamp drop column parts",
            state_operations=[migrations.AddField("stamp", "parts", models.JSONField(default=dict))],
        ),
        migrations.RunSQL(FUNCTIONS_BY_TABLE, SETTLE_SETTINGS),
    ]
