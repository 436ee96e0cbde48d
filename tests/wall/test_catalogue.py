"""Every table stands behind the wall, or on the list of those that need not, with the reason."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.db import models

from tactful.accounts.wall import OnDelete, Walled, WalledForeignKey
from tactful.accounts.wall.watch import walled_tables
from tests.wall.founded import as_web

pytestmark = [pytest.mark.django_db, pytest.mark.rule("B10")]

EXEMPT = {
    "accounts_login": "a person who signs in, in any number of accounts; holds no account's data",
    "account_emailaddress": "a login's addresses (allauth); known before any account is",
    "account_emailconfirmation": "a login's addresses being confirmed (allauth)",
    "auth_group": "Django's, not used: roles are a membership's",
    "auth_group_permissions": "Django's, not used",
    "auth_permission": "Django's list of its models, the same for everyone",
    "cache": "counts of sign-in attempts, before any account is known; keys are digests",
    "django_content_type": "Django's list of its models, the same for everyone",
    "django_migrations": "which migrations were applied",
    "django_session": "a signed-in browser; says which login, read before any account is known",
    "procrastinate_events": "what became of jobs",
    "procrastinate_jobs": "jobs of all accounts; arguments carry ids alone",
    "procrastinate_periodic_defers": "when the clock last started a job",
    "procrastinate_workers": "which workers live",
}

#: As PostgreSQL writes the wall's condition back.
ACTING = "(NULLIF(current_setting('tactful.account'::text, true), ''::text))::bigint"


def query(sql: str) -> list[tuple[Any, ...]]:
    raw: psycopg.Connection = as_web()
    return raw.execute(sql).fetchall()


def tables() -> dict[str, tuple[bool, bool]]:
    """Return each table with whether it has row-level security, and whether that binds its owner too."""
    rows = query(
        "select relname, relrowsecurity, relforcerowsecurity from pg_class "
        "where relkind in ('r', 'p', 'm') and relnamespace = 'public'::regnamespace"
    )
    return {str(name): (bool(secured), bool(forced)) for name, secured, forced in rows}


def test_every_table_is_walled_or_exempt_with_a_reason() -> None:
    found = tables()
    assert {name for name, state in found.items() if state != (True, True)} == EXEMPT.keys()
    assert {name for name, state in found.items() if state == (True, True)} == walled_tables()
    assert all(EXEMPT.values())


def test_every_walled_table_has_the_one_policy_that_binds_the_web_role() -> None:
    rows = query(
        "select tablename, qual, with_check from pg_policies "
        "where not (roles && '{tactful_gate,tactful_matcher}'::name[]) and permissive = 'PERMISSIVE'"
    )
    column = {name: "id" if name == "accounts_account" else "account_id" for name in walled_tables()}
    wanted = {(name, f"({column[name]} = {ACTING})", f"({column[name]} = {ACTING})") for name in column}
    assert set(rows) == wanted


def test_a_policy_for_the_gate_only_reads() -> None:
    rows = query(
        "select distinct cmd from pg_policies where roles && '{tactful_gate,tactful_matcher}'::name[]"
    )
    assert {row[0] for row in rows} <= {"SELECT"}


def test_no_walled_row_can_be_without_an_account() -> None:
    rows = query(
        "select attrelid::regclass::text from pg_attribute where attname = 'account_id' and attnotnull"
    )
    assert walled_tables() - {"accounts_account"} <= {row[0] for row in rows}


def test_every_key_between_walled_tables_carries_the_account_on_both_sides() -> None:
    rows = query(
        """
        select conrelid::regclass::text, confrelid::regclass::text, confdeltype::text, convalidated,
               (select array_agg(attname::text order by place)
                from unnest(conkey) with ordinality as key(number, place)
                join pg_attribute on attrelid = conrelid and attnum = number),
               (select array_agg(attname::text order by place)
                from unnest(confkey) with ordinality as key(number, place)
                join pg_attribute on attrelid = confrelid and attnum = number)
        from pg_constraint where contype = 'f'
        """
    )
    walled = walled_tables() - {"accounts_account"}
    between = {
        (table, columns[1], target, action)
        for table, target, action, valid, columns, targets in rows
        if table in walled and target in walled
        if valid and columns[0] == "account_id" and targets == ["account_id", "id"]
    }
    assert len(between) == sum(1 for row in rows if row[0] in walled and row[1] in walled)
    letter = {OnDelete.CASCADE: "c", OnDelete.SET_NULL: "n", OnDelete.RESTRICT: "a"}
    declared = {
        (model._meta.db_table, field.column, field.related_model._meta.db_table, letter[field.on_delete])
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, WalledForeignKey)
    }
    assert between == declared


def test_every_relation_of_a_walled_model_is_known_to_the_wall() -> None:
    for model in apps.get_models():
        if not issubclass(model, Walled):
            continue
        assert not model._meta.local_many_to_many, f"{model}: its table of pairs would have no account"
        for field in model._meta.local_fields:
            if isinstance(field, models.ForeignKey) and issubclass(field.related_model, Walled):
                assert isinstance(field, WalledForeignKey), (
                    f"{model.__name__}.{field.name} can leave the account"
                )


def test_the_web_role_owns_nothing_and_may_do_no_more_than_read_and_write() -> None:
    assert query("select relname from pg_class where relowner = 'tactful_web'::regrole") == []
    assert query("select proname from pg_proc where proowner = 'tactful_web'::regrole") == []
    rows = query(
        "select distinct privilege_type from information_schema.role_table_grants where grantee = 'tactful_web'"
    )
    assert {row[0] for row in rows} == {"SELECT", "INSERT", "UPDATE", "DELETE"}


def test_every_function_that_runs_as_another_role_is_the_gates_and_pins_its_search_path() -> None:
    rows = query(
        "select proname, proowner::regrole::text, proconfig::text, "
        "has_function_privilege('tactful_web', pg_proc.oid, 'execute') from pg_proc "
        "where prosecdef and pronamespace = 'public'::regnamespace"
    )
    for name, owner, config, _open in rows:
        assert owner in ("tactful_gate", "tactful_matcher"), name
        assert config == '{"search_path=pg_catalog, public, pg_temp",row_security=on}', name


def test_no_function_of_the_database_is_open_to_everybody() -> None:
    rows = query(
        "select proname from pg_proc where pronamespace = 'public'::regnamespace "
        "and (proacl is null or proacl::text ~ '[{,]=X')"
    )
    assert rows == []
