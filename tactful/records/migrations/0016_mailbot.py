"""The e-mail bot's addresses, and which mails became notes (A18)."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.manager
from django.db import migrations, models

from tactful.accounts import wall
from tactful.accounts.wall import AccountKey, GateFunction, TenantWall, WalledForeignKey


class Migration(migrations.Migration):
    dependencies: ClassVar = [("accounts", "0004_returning"), ("records", "0015_newest_of_all")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="BotAddress",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("secret_hash", models.BinaryField(max_length=32)),
                ("made_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                ("refused", models.PositiveIntegerField(default=0)),
                ("refused_from", models.DateTimeField(null=True)),
                ("account", AccountKey()),
                ("member", WalledForeignKey(on_delete=wall.CASCADE, to="accounts.membership")),
            ],
            managers=[("unchecked", django.db.models.manager.Manager())],
        ),
        migrations.CreateModel(
            name="BotMail",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("digest", models.BinaryField(max_length=16)),
                ("at", models.DateTimeField()),
                ("account", AccountKey()),
                ("item", WalledForeignKey(null=True, on_delete=wall.SET_NULL, to="records.item")),
                ("member", WalledForeignKey(on_delete=wall.CASCADE, to="accounts.membership")),
            ],
            managers=[("unchecked", django.db.models.manager.Manager())],
        ),
        migrations.AddConstraint(
            model_name="botaddress",
            constraint=models.UniqueConstraint(fields=("secret_hash",), name="bot_address_secret"),
        ),
        migrations.AddConstraint(
            model_name="botaddress",
            constraint=models.UniqueConstraint(fields=("account", "member"), name="bot_address_of"),
        ),
        migrations.AddConstraint(
            model_name="botmail",
            constraint=models.UniqueConstraint(fields=("account", "member", "digest"), name="bot_mail_once"),
        ),
        migrations.AddIndex(
            model_name="botmail",
            index=models.Index(fields=["account", "member", "at"], name="bot_mail_lately"),
        ),
        TenantWall(),
        GateFunction(
            "gate_bot_address",
            "hash bytea",
            "table (account_id bigint, address_id bigint)",
            """select b.account_id, b.id from records_botaddress b
               join accounts_membership m on m.account_id = b.account_id and m.id = b.member_id
               where b.secret_hash = hash and m.state = 'active'""",
            ["records_botaddress", "accounts_membership"],
        ),
    ]
