"""Whom teams know best, as it was when their contributors' books were last scored."""

from __future__ import annotations

from typing import ClassVar

import django.contrib.postgres.fields
import django.db.models.manager
from django.db import migrations, models

from tactful.accounts import wall
from tactful.accounts.wall import AccountKey, TenantWall, WalledForeignKey

#: Readers compare digests and would never use such a row again; it goes so that nothing made of deleted facts stays.
FORGET = """
create function records_forget_leaders() returns trigger language plpgsql as $forget$
begin
    delete from records_groupleaders where account_id = old.account_id and books @> array[old.source_id];
    return null;
end $forget$;

create trigger forget_leaders_update after update on sharing_stamp for each row
    when (old.source_id is not null and old.number <> new.number) execute function records_forget_leaders();
create trigger forget_leaders_delete after delete on sharing_stamp for each row
    when (old.source_id is not null) execute function records_forget_leaders()
"""

#: A page wants the first ten of a thousand: packed columns that are kept as they are can be read in part.
EXTERNAL = """
alter table records_groupleaders alter people set storage external;
alter table records_groupleaders alter sums set storage external;
alter table records_groupleaders alter counts set storage external
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("accounts", "0002_gate"),
        ("records", "0003_newest_first"),
        ("sharing", "0002_stamp"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="GroupLeaders",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "books",
                    django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None),
                ),
                ("digest", models.BinaryField(max_length=32)),
                ("people", models.BinaryField()),
                ("sums", models.BinaryField()),
                ("counts", models.BinaryField()),
                ("account", AccountKey()),
                ("team", WalledForeignKey(null=True, on_delete=wall.CASCADE, to="accounts.team")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("account", "team"), name="group_leaders", nulls_distinct=False
                    )
                ],
            },
            managers=[("unchecked", django.db.models.manager.Manager())],
        ),
        TenantWall(),
        migrations.RunSQL(EXTERNAL, migrations.RunSQL.noop),
        migrations.RunSQL(FORGET, "drop function records_forget_leaders() cascade"),
    ]
