"""What members said of two people, what that rests on, and what kind of evidence a join by a book is (D24)."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.manager
from django.db import migrations, models

from tactful.accounts import wall
from tactful.accounts.ids import fresh_uid
from tactful.accounts.wall import AccountKey, TenantWall, WalledForeignKey
from tactful.sharing.renewing import Renews


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("accounts", "0004_returning"),
        ("records", "0008_card_joins_by_book"),
        ("sharing", "0009_mailbox_rules"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Judgement",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uid", models.UUIDField(default=fresh_uid, editable=False)),
                (
                    "verdict",
                    models.CharField(
                        choices=[("same", "Same"), ("not the same", "Not The Same")], max_length=12
                    ),
                ),
                ("at", models.DateTimeField()),
                ("account", AccountKey()),
                (
                    "member",
                    WalledForeignKey(null=True, on_delete=wall.SET_NULL, to="accounts.membership"),
                ),
                ("one", WalledForeignKey(on_delete=wall.CASCADE, to="records.person")),
                ("other", WalledForeignKey(on_delete=wall.CASCADE, to="records.person")),
            ],
            options={
                "indexes": [models.Index(fields=["account", "other"], name="judgement_other")],
                "constraints": [
                    models.UniqueConstraint(fields=("account", "one", "other"), name="judgement_pair"),
                    models.UniqueConstraint(fields=("account", "uid"), name="judgement_uid"),
                    models.CheckConstraint(
                        condition=models.Q(("one__lt", models.F("other"))), name="judgement_ordered"
                    ),
                ],
            },
            managers=[("unchecked", django.db.models.manager.Manager())],
        ),
        migrations.CreateModel(
            name="Ground",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("account", AccountKey()),
                ("judgement", WalledForeignKey(on_delete=wall.CASCADE, to="records.judgement")),
                ("feed", WalledForeignKey(on_delete=wall.CASCADE, to="records.feed")),
                ("other_feed", WalledForeignKey(on_delete=wall.CASCADE, to="records.feed")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["account", "feed"], name="ground_feed"),
                    models.Index(fields=["account", "other_feed"], name="ground_other_feed"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("account", "judgement", "feed", "other_feed"), name="ground"
                    )
                ],
            },
            managers=[("unchecked", django.db.models.manager.Manager())],
        ),
        migrations.RemoveConstraint("cardjoin", "card_join"),
        migrations.AddField(
            "cardjoin",
            "kind",
            models.CharField(
                choices=[("card", "Card"), ("signature", "Signature")],
                db_default="card",
                default="card",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            "cardjoin",
            models.UniqueConstraint(fields=("account", "feed", "one", "other", "kind"), name="card_join"),
        ),
        migrations.AddIndex(
            "contactvalue",
            models.Index(
                condition=models.Q(("kind", "phone")),
                fields=["account", "value"],
                name="contact_value_phone",
            ),
        ),
        TenantWall(),
        Renews("records_judgement"),
        Renews("records_ground"),
    ]
