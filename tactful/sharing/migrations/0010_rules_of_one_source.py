"""A mailbox rule may be of one source alone (B05)."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models

from tactful.accounts import wall
from tactful.accounts.wall import TenantWall, WalledForeignKey


class Migration(migrations.Migration):
    dependencies: ClassVar = [("records", "0008_card_joins_by_book"), ("sharing", "0009_mailbox_rules")]

    operations: ClassVar = [
        migrations.AddField(
            "mailboxrule", "feed", WalledForeignKey(null=True, on_delete=wall.CASCADE, to="records.feed")
        ),
        migrations.RemoveConstraint("mailboxrule", "mailbox_rule_once"),
        migrations.AddConstraint(
            "mailboxrule",
            models.UniqueConstraint(
                fields=("account", "book", "feed", "kind", "what"),
                name="mailbox_rule_once",
                nulls_distinct=False,
            ),
        ),
        TenantWall(),
    ]
