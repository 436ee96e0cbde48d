"""The disclosure log (B03): its entries are added and never changed; sealing gives each its place once."""

from typing import ClassVar

import django.contrib.postgres.fields
import django.db.models.manager
import tactful.accounts.ids
import tactful.accounts.wall
import tactful.accounts.wall.keys
import tactful.accounts.wall.operations
from django.db import migrations, models


#: Who owns the tables is held by this as well, until they take the triggers away; the chain finds what they do then.
STANDS = """
create function records_disclosure_stands() returns trigger language plpgsql as $stands$
begin
    if tg_op = 'INSERT' then
        if new.number is null then
            return new;
        end if;
        raise exception 'an entry of the disclosure log is sealed after it is written';
    end if;
    if tg_op = 'UPDATE' and old.number is null and new.number is not null
       and row(new.id, new.account_id, new.uid, new.at, new.viewer, new.contributor, new.door, new.people, new.kinds,
               new.every)
           is not distinct from
           row(old.id, old.account_id, old.uid, old.at, old.viewer, old.contributor, old.door, old.people, old.kinds,
               old.every) then
        return new;
    end if;
    raise exception 'entries of the disclosure log are never changed or removed';
end $stands$;
create function records_log_goes_on() returns trigger language plpgsql as $goes_on$
begin
    if tg_op = 'UPDATE' and new.account_id = old.account_id and new.count > old.count then
        return new;
    end if;
    raise exception 'the count of the disclosure log only grows';
end $goes_on$;
revoke all on function records_disclosure_stands() from public;
revoke all on function records_log_goes_on() from public;
create trigger stands before insert or update or delete on records_disclosure
    for each row execute function records_disclosure_stands();
create trigger goes_on before update or delete on records_loghead
    for each row execute function records_log_goes_on();
revoke update, delete on records_disclosure, records_logname from tactful_web;
revoke delete on records_loghead from tactful_web;
grant update (number, hash) on records_disclosure to tactful_web
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("accounts", "0003_vouched_addresses"),
        ("records", "0005_name_keys"),
        ("sharing", "0002_stamp"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Disclosure",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uid", models.UUIDField(default=tactful.accounts.ids.fresh_uid, editable=False)),
                ("at", models.DateTimeField()),
                ("viewer", models.UUIDField()),
                ("contributor", models.UUIDField()),
                ("door", models.CharField(max_length=120)),
                (
                    "people",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None),
                ),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.SmallIntegerField(), size=None
                    ),
                ),
                ("every", models.SmallIntegerField()),
                ("number", models.BigIntegerField(null=True)),
                ("hash", models.BinaryField(max_length=32, null=True)),
                ("account", tactful.accounts.wall.AccountKey()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["account", "contributor", "at", "uid"], name="disclosure_of"),
                    models.Index(
                        condition=models.Q(("number", None)),
                        fields=["account", "id"],
                        name="disclosure_waiting",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("account", "number"), name="disclosure_number"),
                    models.UniqueConstraint(fields=("account", "uid"), name="disclosure_uid"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("hash", None), ("number", None)),
                            models.Q(("hash__isnull", False), ("number__isnull", False)),
                            _connector="OR",
                        ),
                        name="disclosure_sealed",
                    ),
                ],
            },
            managers=[
                ("unchecked", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="LogHead",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("count", models.BigIntegerField(default=0)),
                ("hash", models.BinaryField(max_length=32)),
                ("account", tactful.accounts.wall.AccountKey()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("account",), name="log_head")],
            },
            managers=[
                ("unchecked", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="LogName",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uid", models.UUIDField()),
                ("account", tactful.accounts.wall.AccountKey()),
                (
                    "book",
                    tactful.accounts.wall.WalledForeignKey(
                        null=True,
                        on_delete=tactful.accounts.wall.keys.OnDelete["CASCADE"],
                        to="sharing.source",
                    ),
                ),
                (
                    "company",
                    tactful.accounts.wall.WalledForeignKey(
                        null=True,
                        on_delete=tactful.accounts.wall.keys.OnDelete["CASCADE"],
                        to="records.company",
                    ),
                ),
                (
                    "guest",
                    tactful.accounts.wall.WalledForeignKey(
                        null=True,
                        on_delete=tactful.accounts.wall.keys.OnDelete["CASCADE"],
                        to="accounts.guest",
                    ),
                ),
                (
                    "member",
                    tactful.accounts.wall.WalledForeignKey(
                        null=True,
                        on_delete=tactful.accounts.wall.keys.OnDelete["CASCADE"],
                        to="accounts.membership",
                    ),
                ),
                (
                    "person",
                    tactful.accounts.wall.WalledForeignKey(
                        null=True,
                        on_delete=tactful.accounts.wall.keys.OnDelete["CASCADE"],
                        to="records.person",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("person__isnull", False)),
                        fields=["account", "person", "book"],
                        name="log_name_person",
                    ),
                    models.Index(
                        condition=models.Q(("company__isnull", False)),
                        fields=["account", "company", "book"],
                        name="log_name_company",
                    ),
                    models.Index(
                        condition=models.Q(("book__isnull", False), ("company", None), ("person", None)),
                        fields=["account", "book"],
                        name="log_name_book",
                    ),
                    models.Index(
                        condition=models.Q(("member__isnull", False)),
                        fields=["account", "member"],
                        name="log_name_member",
                    ),
                ],
                "constraints": [models.UniqueConstraint(fields=("account", "uid"), name="log_name_uid")],
            },
            managers=[
                ("unchecked", django.db.models.manager.Manager()),
            ],
        ),
        tactful.accounts.wall.operations.TenantWall(),
        migrations.RunSQL(
            STANDS,
            "drop function records_disclosure_stands() cascade; drop function records_log_goes_on() cascade",
        ),
    ]
