"""Where members have new notes sent to, and what became of each (A35)."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.manager
from django.db import migrations, models

from tactful.accounts import wall
from tactful.accounts.ids import fresh_uid
from tactful.accounts.keyring import SealedField
from tactful.accounts.wall import AccountKey, TenantWall, WalledForeignKey


class Migration(migrations.Migration):
    dependencies: ClassVar = [("accounts", "0004_returning"), ("records", "0010_content")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Push",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uid", models.UUIDField(default=fresh_uid, editable=False)),
                ("name", models.CharField(max_length=100)),
                ("scope", models.CharField(choices=[("all", "All"), ("mine", "Mine")], max_length=10)),
                ("host", models.CharField(max_length=260)),
                ("address", SealedField()),
                ("made_at", models.DateTimeField()),
                ("since", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("paused_at", models.DateTimeField(null=True)),
                ("trouble", models.CharField(blank=True, max_length=200)),
                ("account", AccountKey()),
                ("member", WalledForeignKey(on_delete=wall.CASCADE, to="accounts.membership")),
            ],
            managers=[("unchecked", django.db.models.manager.Manager())],
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("sent", "Sent"),
                            ("dropped", "Dropped"),
                            ("failed", "Failed"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("account", AccountKey()),
                ("item", WalledForeignKey(on_delete=wall.CASCADE, to="records.item")),
                ("push", WalledForeignKey(on_delete=wall.CASCADE, to="records.push")),
            ],
            managers=[("unchecked", django.db.models.manager.Manager())],
        ),
        migrations.AddIndex(
            model_name="push", index=models.Index(fields=["account", "member"], name="push_of")
        ),
        migrations.AddConstraint(
            model_name="push",
            constraint=models.UniqueConstraint(fields=("account", "uid"), name="push_uid"),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(fields=("account", "push", "item"), name="delivery_once"),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(fields=["account", "written_at"], name="item_written"),
        ),
        TenantWall(),
    ]
