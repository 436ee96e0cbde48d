"""A stamp for the settings of each account and the records of each source, renewed by the database."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.manager
from django.db import migrations, models

from tactful.accounts import wall
from tactful.accounts.wall import AccountKey, TenantWall, WalledForeignKey
from tactful.sharing.renewing import FUNCTIONS, Renews


class Migration(migrations.Migration):
    dependencies: ClassVar = [("accounts", "0002_gate"), ("sharing", "0001_initial")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Stamp",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("number", models.BigIntegerField()),
                ("touches", models.BigIntegerField(default=0)),
                ("account", AccountKey()),
                ("source", WalledForeignKey(null=True, on_delete=wall.CASCADE, to="sharing.source")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("account", "source"), name="stamp_source", nulls_distinct=False
                    )
                ],
            },
            managers=[("unchecked", django.db.models.manager.Manager())],
        ),
        TenantWall(),
        migrations.RunSQL(
            FUNCTIONS, "drop function sharing_renew_settings(); drop function sharing_renew_source()"
        ),
        *(
            Renews(table)
            for table in (
                "accounts_guest",
                "accounts_membership",
                "accounts_team",
                "accounts_teammembership",
                "sharing_accountsharing",
                "sharing_audiencelimits",
                "sharing_consent",
                "sharing_grant",
                "sharing_mailprivacy",
                "sharing_sharesetting",
                "sharing_source",
                "sharing_withholding",
            )
        ),
    ]
