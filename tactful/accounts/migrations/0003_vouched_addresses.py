"""An address that a member only says is theirs makes nobody a colleague."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models

from tactful.accounts.wall import TenantWall


class Migration(migrations.Migration):
    dependencies: ClassVar = [("accounts", "0002_gate")]

    operations: ClassVar = [
        migrations.RemoveConstraint("memberaddress", "member_address"),
        # Addresses that are there already keep what they had.
        migrations.AddField("memberaddress", "vouched", models.BooleanField(default=True)),
        migrations.AlterField("memberaddress", "vouched", models.BooleanField(default=False)),
        migrations.AddConstraint(
            "memberaddress",
            models.UniqueConstraint(fields=("account", "membership", "address"), name="member_address"),
        ),
        migrations.AddConstraint(
            "memberaddress",
            models.UniqueConstraint(
                condition=models.Q(("vouched", True)),
                fields=("account", "address"),
                name="member_address_vouched",
            ),
        ),
        TenantWall(),
    ]
