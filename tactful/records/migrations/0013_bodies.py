"""Bodies, sealed, one for each copy that has one; and which copies are of private events (A27)."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.manager
from django.db import migrations, models

from tactful.accounts import wall
from tactful.accounts.ids import fresh_uid
from tactful.accounts.keyring import SealedField
from tactful.accounts.wall import AccountKey, TenantWall, WalledForeignKey

#: What is sealed does not compress: kept apart from its row, as it is, so that a key's id is read without the rest.
EXTERNAL = "alter table records_body alter html set storage external"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("records", "0012_files"), ("sharing", "0013_keeping")]

    operations: ClassVar = [
        migrations.AddField("copy", "private_epoch", models.IntegerField(null=True)),
        migrations.AddIndex(
            "copy",
            models.Index(
                condition=models.Q(("private_epoch__isnull", False)),
                fields=["account", "book"],
                name="copy_private",
            ),
        ),
        migrations.CreateModel(
            name="Body",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uid", models.UUIDField(default=fresh_uid, editable=False)),
                ("html", SealedField()),
                ("epoch", models.IntegerField()),
                ("account", AccountKey()),
                ("book", WalledForeignKey(on_delete=wall.CASCADE, to="sharing.source")),
                ("copy", WalledForeignKey(on_delete=wall.CASCADE, to="records.copy")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("account", "copy"), name="body_copy"),
                    models.UniqueConstraint(fields=("account", "uid"), name="body_uid"),
                ],
            },
            managers=[("unchecked", django.db.models.manager.Manager())],
        ),
        TenantWall(),
        migrations.RunSQL(EXTERNAL, migrations.RunSQL.noop),
    ]
