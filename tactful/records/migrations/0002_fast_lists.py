"""Ties packed as columns, the order of the directory, and the words under which people are found."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.manager
from django.db import migrations, models

from tactful.accounts import wall
from tactful.accounts.wall import AccountKey, TenantWall, WalledForeignKey
from tactful.sharing.renewing import Renews

#: Those people's words are made anew from all their ties. The rows of one statement are "changed".
SPELL = """
create function records_spell(of_account bigint, of_people bigint[]) returns void language plpgsql as $spell$
begin
    with wanted as materialized (
        select word, person_id, case when count(*) = max(ties) then 'e' else 's' end as said
        from (
            select t.person_id, string_to_array(t.words, ' ') as words,
                   count(*) over (partition by t.person_id) as ties
            from records_tie t where t.account_id = of_account and t.person_id = any(of_people)
        ) told cross join lateral unnest(words) word
        where word <> '' group by person_id, word
        union
        select part, p.id, 'e'
        from records_person p join records_company c on c.account_id = of_account and c.id = p.company_id
        cross join lateral unnest(c.domain::text || string_to_array(c.domain, '.')) part
        where p.account_id = of_account and p.id = any(of_people)
          and exists (select 1 from records_tie t where t.account_id = of_account and t.person_id = p.id)
    ), gone as (
        delete from records_word w
        where w.account_id = of_account and w.person_id = any(of_people) and w.said <> 'v'
          and not exists (select 1 from wanted
                          where wanted.person_id = w.person_id and wanted.word = w.word and wanted.said = w.said)
    )
    insert into records_word (account_id, word, person_id, said)
    select of_account, word, person_id, said from wanted
    where not exists (select 1 from records_word w where w.account_id = of_account and w.word = wanted.word
                      and w.person_id = wanted.person_id and w.said = wanted.said)
    on conflict (account_id, word, person_id, said) do nothing;
end $spell$;

create function records_tie_told() returns trigger language plpgsql as $told$
declare
    one record;
begin
    for one in select account_id, array_agg(distinct person_id) as people from changed group by account_id loop
        perform records_spell(one.account_id, one.people);
    end loop;
    return null;
end $told$;

create function records_tie_retold() returns trigger language plpgsql as $told$
declare
    one record;
begin
    for one in
        select c.account_id, array_agg(distinct c.person_id) as people
        from changed c join before b on b.id = c.id where c.words <> b.words group by c.account_id
    loop
        perform records_spell(one.account_id, one.people);
    end loop;
    return null;
end $told$;

create trigger spell_insert after insert on records_tie
    referencing new table as changed for each statement execute function records_tie_told();
create trigger spell_delete after delete on records_tie
    referencing old table as changed for each statement execute function records_tie_told();
create trigger spell_update after update on records_tie
    referencing old table as before new table as changed
    for each statement execute function records_tie_retold();

create function records_value_words(value text) returns text[] language sql immutable as $words$
    select array[lower(value)] || regexp_split_to_array(lower(value), '[-[:space:]@.,;:/+()_]+')
           || array(select substr(digits, i) from regexp_replace(value, '[^0-9]', '', 'g') digits,
                    generate_series(1, length(digits) - 3) i where length(digits) between 7 and 20)
$words$;

-- Of a number, every end of four digits or more is a word: people know the last ones.
create function records_spell_values(of_account bigint, of_people bigint[]) returns void language plpgsql as $spell$
begin
    delete from records_word where account_id = of_account and person_id = any(of_people) and said = 'v';
    insert into records_word (account_id, word, person_id, said)
    select distinct of_account, left(part, 500), v.person_id, 'v'
    from records_contactvalue v
    cross join lateral unnest(records_value_words(v.value)) part
    where v.account_id = of_account and v.person_id = any(of_people) and part <> ''
    on conflict (account_id, word, person_id, said) do nothing;
end $spell$;

create function records_value_added() returns trigger language plpgsql as $told$
begin
    insert into records_word (account_id, word, person_id, said)
    select distinct v.account_id, left(part, 500), v.person_id, 'v'
    from (select distinct account_id, person_id, value from changed) v
    cross join lateral unnest(records_value_words(v.value)) part
    where part <> '' and not exists (
        select 1 from records_word w
        where w.account_id = v.account_id and w.word = left(part, 500) and w.person_id = v.person_id and w.said = 'v')
    on conflict (account_id, word, person_id, said) do nothing;
    return null;
end $told$;

create function records_value_told() returns trigger language plpgsql as $told$
declare
    one record;
begin
    for one in select account_id, array_agg(distinct person_id) as people from changed group by account_id loop
        perform records_spell_values(one.account_id, one.people);
    end loop;
    return null;
end $told$;

create trigger spell_insert after insert on records_contactvalue
    referencing new table as changed for each statement execute function records_value_added();
create trigger spell_update after update on records_contactvalue
    referencing new table as changed for each statement execute function records_value_told();
create trigger spell_delete after delete on records_contactvalue
    referencing old table as changed for each statement execute function records_value_told()
"""

UNSPELL = """
drop function records_tie_told() cascade;
drop function records_tie_retold() cascade;
drop function records_value_told() cascade;
drop function records_value_added() cascade;
drop function records_spell(bigint, bigint[]);
drop function records_spell_values(bigint, bigint[]);
drop function records_value_words(text)
"""

#: Packed columns are large and do not compress: kept apart from their row, as they are.
EXTERNAL = """
alter table records_bookcolumns alter people set storage external;
alter table records_bookcolumns alter companies set storage external;
alter table records_bookcolumns alter strengths set storage external;
alter table records_bookcolumns alter lasts set storage external
"""

#: Sets of people are bitmaps of 32 bits; a greater id must be refused, never cut.
SMALL_IDS = "alter table records_person add constraint person_id_fits check (id < 4294967296)"


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("accounts", "0002_gate"),
        ("records", "0001_initial"),
        ("sharing", "0002_stamp"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="BookColumns",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("stamp", models.BigIntegerField()),
                ("people", models.BinaryField()),
                ("companies", models.BinaryField()),
                ("strengths", models.BinaryField()),
                ("lasts", models.BinaryField()),
                ("named", models.BinaryField()),
                ("account", AccountKey()),
                ("book", WalledForeignKey(on_delete=wall.CASCADE, to="sharing.source")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("account", "book"), name="book_columns")],
            },
            managers=[("unchecked", django.db.models.manager.Manager())],
        ),
        migrations.CreateModel(
            name="Word",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("word", models.CharField(db_collation="C", max_length=500)),
                (
                    "said",
                    models.CharField(
                        choices=[("e", "Everywhere"), ("s", "Somewhere"), ("v", "Value")], max_length=1
                    ),
                ),
                ("account", AccountKey()),
                ("person", WalledForeignKey(on_delete=wall.CASCADE, to="records.person")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("account", "word", "person", "said"), name="word")
                ],
                "indexes": [models.Index(fields=["account", "person"], name="word_person")],
            },
            managers=[("unchecked", django.db.models.manager.Manager())],
        ),
        migrations.AddField("tie", "words", models.TextField(blank=True, default="")),
        migrations.AddIndex(
            "tie",
            models.Index(
                condition=models.Q(("name", ""), _negated=True),
                fields=["account", "sort_key", "person", "book"],
                name="tie_directory",
            ),
        ),
        migrations.AddIndex(
            "party",
            models.Index(
                condition=models.Q(("direction", "")), fields=["account", "person"], name="party_beside"
            ),
        ),
        TenantWall(),
        migrations.RunSQL(EXTERNAL, migrations.RunSQL.noop),
        migrations.RunSQL(SMALL_IDS, "alter table records_person drop constraint person_id_fits"),
        migrations.RunSQL(SPELL, UNSPELL),
        Renews("records_tie", "book_id"),
        Renews("records_party", "book_id", "touches"),
        Renews("records_cardvalue", "source_id"),
        Renews("records_entry", "source_id"),
        Renews("records_entry"),
    ]
