"""The newest touchpoints of each book by index, and which interactions it holds, packed as sets."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.manager
from django.db import migrations, models

from tactful.accounts import wall
from tactful.accounts.wall import AccountKey, TenantWall, WalledForeignKey

#: Sets hardly compress: kept apart from their row, as they are.
EXTERNAL = """
alter table records_booktouches alter mails set storage external;
alter table records_booktouches alter meetings set storage external
"""

#: Sets of interactions are bitmaps of 32 bits; a greater id must be refused, never cut.
SMALL_IDS = "alter table records_interaction add constraint interaction_id_fits check (id < 4294967296)"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("records", "0002_fast_lists")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="BookTouches",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("stamp", models.BigIntegerField()),
                ("mails", models.BinaryField()),
                ("meetings", models.BinaryField()),
                ("account", AccountKey()),
                ("book", WalledForeignKey(on_delete=wall.CASCADE, to="sharing.source")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("account", "book"), name="book_touches")],
            },
            managers=[("unchecked", django.db.models.manager.Manager())],
        ),
        migrations.RemoveIndex("party", "party_book"),
        migrations.AddIndex(
            "party",
            models.Index(
                condition=models.Q(("direction", ""), _negated=True),
                fields=["account", "book", "at"],
                name="party_newest",
            ),
        ),
        migrations.AddIndex(
            "party",
            models.Index(
                condition=models.Q(("direction", "meeting")),
                fields=["account", "book", "at"],
                name="party_meeting",
            ),
        ),
        migrations.AddIndex(
            "copy",
            models.Index(
                condition=models.Q(("thread__isnull", False)),
                fields=["account", "thread"],
                name="copy_thread",
            ),
        ),
        TenantWall(),
        migrations.RunSQL(EXTERNAL, migrations.RunSQL.noop),
        migrations.RunSQL(SMALL_IDS, "alter table records_interaction drop constraint interaction_id_fits"),
    ]
