"""Attachments of a contributor's mail that become files, once they want it (A18)."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.manager
from django.db import migrations, models

from tactful.accounts import wall
from tactful.accounts.wall import AccountKey, TenantWall, WalledForeignKey


class Migration(migrations.Migration):
    dependencies: ClassVar = [("records", "0018_file_pushes")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="AttachmentChoice",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("since", models.DateTimeField()),
                ("account", AccountKey()),
                ("book", WalledForeignKey(on_delete=wall.CASCADE, to="sharing.source")),
            ],
            managers=[("unchecked", django.db.models.manager.Manager())],
        ),
        migrations.CreateModel(
            name="MailFile",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("digest", models.BinaryField(max_length=16)),
                ("account", AccountKey()),
                ("book", WalledForeignKey(on_delete=wall.CASCADE, to="sharing.source")),
                ("copy", WalledForeignKey(null=True, on_delete=wall.SET_NULL, to="records.copy")),
                ("item", WalledForeignKey(null=True, on_delete=wall.SET_NULL, to="records.item")),
            ],
            managers=[("unchecked", django.db.models.manager.Manager())],
        ),
        migrations.AddConstraint(
            model_name="attachmentchoice",
            constraint=models.UniqueConstraint(fields=("account", "book"), name="attachment_choice_of"),
        ),
        migrations.AddConstraint(
            model_name="mailfile",
            constraint=models.UniqueConstraint(fields=("account", "book", "digest"), name="mail_file_once"),
        ),
        migrations.AddIndex(
            model_name="mailfile", index=models.Index(fields=["account", "copy"], name="mail_file_copy")
        ),
        migrations.AddIndex(
            model_name="mailfile", index=models.Index(fields=["account", "item"], name="mail_file_item")
        ),
        TenantWall(),
    ]
