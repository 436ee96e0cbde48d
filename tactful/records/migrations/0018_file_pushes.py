"""Pushes of files to stores, a version at a time (A35)."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("records", "0017_file_kinds")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="push",
            name="kind",
            field=models.CharField(
                choices=[("chat", "Chat"), ("webdav", "Webdav"), ("s3", "S3")], default="chat", max_length=10
            ),
        ),
        migrations.AddField(model_name="delivery", name="version", field=models.IntegerField(default=0)),
        migrations.RemoveConstraint(model_name="delivery", name="delivery_once"),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(
                fields=("account", "push", "item", "version"), name="delivery_once"
            ),
        ),
    ]
