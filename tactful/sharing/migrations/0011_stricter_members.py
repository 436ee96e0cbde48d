"""Members may show less of mail than the Enterprise Admin lets them, and are asked to choose again (A21, A22)."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0010_rules_of_one_source")]

    operations: ClassVar = [
        migrations.AddField("accountsharing", "members_may_be_stricter", models.BooleanField(default=False)),
        migrations.AddField("accountsharing", "privacy_asked_at", models.DateTimeField(null=True)),
        migrations.AddField("mailprivacy", "at_most", models.CharField(default="bodies", max_length=10)),
        migrations.AlterField("mailprivacy", "option", models.CharField(default="hide", max_length=10)),
    ]
