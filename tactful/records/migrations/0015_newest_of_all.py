"""Lists of several sorts of items together are walked newest first, not sorted each time."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("records", "0014_reminders")]

    operations: ClassVar = [
        migrations.AddIndex(
            "item",
            models.Index(
                fields=["account", "at", "uid"],
                name="item_newest_of_all",
                condition=models.Q(("parent", None)),
            ),
        ),
    ]
