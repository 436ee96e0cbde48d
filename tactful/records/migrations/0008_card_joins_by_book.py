"""Joins by cards are read book by book, and a book is another one once its cards join others."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models

from tactful.sharing.renewing import Renews


class Migration(migrations.Migration):
    dependencies: ClassVar = [("records", "0007_card_joins"), ("sharing", "0009_mailbox_rules")]

    operations: ClassVar = [
        migrations.AddIndex("cardjoin", models.Index(fields=["account", "book"], name="card_join_book")),
        Renews("records_cardjoin", "book_id"),
    ]
