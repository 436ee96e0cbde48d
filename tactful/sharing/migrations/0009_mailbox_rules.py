"""Mailbox rules: what a contributor has never read (B05)."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.manager
from django.db import migrations, models

from tactful.accounts import wall
from tactful.accounts.ids import fresh_uid
from tactful.accounts.wall import AccountKey, TenantWall, WalledForeignKey

KINDS = [("folder", "Folder"), ("label", "Label"), ("address", "Address"), ("domain", "Domain")]


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0008_introduction_told")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="MailboxRule",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uid", models.UUIDField(default=fresh_uid, editable=False)),
                ("kind", models.CharField(choices=KINDS, max_length=10)),
                ("what", models.CharField(max_length=300)),
                ("set_at", models.DateTimeField()),
                ("account", AccountKey()),
                ("book", WalledForeignKey(on_delete=wall.CASCADE, to="sharing.source")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("account", "uid"), name="mailbox_rule_uid"),
                    models.UniqueConstraint(
                        fields=("account", "book", "kind", "what"), name="mailbox_rule_once"
                    ),
                ],
            },
            managers=[("unchecked", django.db.models.manager.Manager())],
        ),
        TenantWall(),
    ]
