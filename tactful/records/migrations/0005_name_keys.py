"""Books' columns with the beginnings of sort keys, in whose order people are listed; packed anew when next scored."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("records", "0004_group_leaders")]

    operations: ClassVar = [
        # Without their keys they would be read as books without names.
        migrations.RunSQL("truncate records_bookcolumns", migrations.RunSQL.noop),
        migrations.AddField(
            model_name="bookcolumns",
            name="keys",
            field=models.BinaryField(default=b""),
            preserve_default=False,
        ),
    ]
