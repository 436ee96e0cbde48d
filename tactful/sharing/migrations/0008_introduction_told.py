"""An introducer is told by mail that somebody asks, once."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0007_parts")]

    operations: ClassVar = [
        # Of requests that are there already nobody hears again.
        migrations.RunSQL(
            "alter table sharing_introduction add column told_at timestamptz default now();"
            " alter table sharing_introduction alter column told_at drop default",
            "alter table sharing_introduction drop column told_at",
            state_operations=[
                migrations.AddField("introduction", "told_at", models.DateTimeField(null=True)),
            ],
        ),
    ]
