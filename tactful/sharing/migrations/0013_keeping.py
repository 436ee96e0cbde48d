"""Whether an account keeps bodies and private events (A27)."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0012_content_audiences")]

    operations: ClassVar = [
        migrations.AddField("accountsharing", "keep_bodies", models.BooleanField(default=False)),
        migrations.AddField("accountsharing", "keep_private_events", models.BooleanField(default=False)),
        migrations.AddField("accountsharing", "bodies_epoch", models.IntegerField(default=0)),
        migrations.AddField("accountsharing", "private_epoch", models.IntegerField(default=0)),
    ]
