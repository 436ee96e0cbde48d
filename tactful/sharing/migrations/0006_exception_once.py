"""The same thing is withheld from the same audience once, whoever comes first."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0005_exception_ids")]

    operations: ClassVar = [
        migrations.AddConstraint(
            "withholding",
            models.UniqueConstraint(
                fields=(
                    "account",
                    "book",
                    "team",
                    "for_everyone",
                    "person_id",
                    "company_id",
                    "thread",
                    "within",
                ),
                name="withholding_once",
                nulls_distinct=False,
            ),
        ),
    ]
