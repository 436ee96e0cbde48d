"""The migration operations: the wall goes up around rows that are there, and the gate reads what it was given."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.db import connections, migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import ProjectState
from django.db.migrations.writer import MigrationWriter
from django.db.utils import IntegrityError

from tactful.accounts import wall
from tactful.accounts.wall import AccountKey, GateFunction, TenantWall, WalledForeignKey

pytestmark = [pytest.mark.django_db(databases=["default", "owner"]), pytest.mark.rule("B10")]


def walled(name: str, **fields: models.Field[object, object]) -> migrations.CreateModel:
    """Return the operation that makes a walled table of the app "shelf"."""
    common = [("id", models.BigAutoField(primary_key=True)), ("account", AccountKey())]
    return migrations.CreateModel(name, [*common, *fields.items()])


def nullable(on_delete: wall.OnDelete) -> WalledForeignKey[Any, Any]:
    """Return a key to a shelf that may be empty."""
    return WalledForeignKey("shelf.Shelf", on_delete=on_delete, null=True)


@pytest.fixture
def schema() -> Iterator[BaseDatabaseSchemaEditor]:
    """Yield the owner's schema editor, in the test's transaction."""
    with connections["owner"].schema_editor() as editor:
        yield editor


def apply(schema: BaseDatabaseSchemaEditor, state: ProjectState, *operations: object) -> ProjectState:
    """Apply operations to the database as a migration of the app "shelf" would, and return the new state."""
    migration = migrations.Migration("0001", "shelf")
    vars(migration)["operations"] = list(operations)
    return migration.apply(state, schema)


def accounts_state() -> ProjectState:
    """Return the state in which the accounts app is migrated."""
    from django.db.migrations.loader import MigrationLoader

    return MigrationLoader(connections["owner"]).project_state(("accounts", "0001_initial"))


def rows(sql: str) -> list[tuple[object, ...]]:
    raw: psycopg.Connection = connections["owner"].connection
    return raw.execute(sql).fetchall()


@contextmanager
def unforced(*tables: str) -> Iterator[psycopg.Connection]:
    """Let the owner write to these tables, as rows that were there before."""
    raw: psycopg.Connection = connections["owner"].connection
    for table in tables:
        raw.execute(f"alter table {table} no force row level security")
    yield raw
    raw.execute("set constraints all immediate")
    for table in tables:
        raw.execute(f"alter table {table} force row level security")


def test_a_later_migration_adds_what_is_missing_and_nothing_twice(schema: BaseDatabaseSchemaEditor) -> None:
    state = apply(schema, accounts_state(), walled("Shelf"), TenantWall())
    book = walled("Book", shelf=WalledForeignKey("shelf.Shelf", on_delete=wall.CASCADE))
    state = apply(schema, state, book, TenantWall())
    keys = "select conname from pg_constraint where conname like 'walled%%' and conrelid::regclass::text ~ 'shelf_'"
    before = rows(keys)
    apply(schema, state, TenantWall())
    assert rows(keys) == before
    assert len(before) == 3
    forced = (
        "select relrowsecurity and relforcerowsecurity from pg_class where relname ~ '^shelf_(shelf|book)$'"
    )
    assert rows(forced) == [(True,), (True,)]


def test_another_way_of_deleting_replaces_the_constraint(schema: BaseDatabaseSchemaEditor) -> None:
    book = walled("Book", shelf=nullable(wall.CASCADE))
    state = apply(schema, accounts_state(), walled("Shelf"), book, TenantWall())
    altered = migrations.AlterField("book", "shelf", nullable(wall.SET_NULL))
    apply(schema, state, altered, TenantWall())
    found = rows(
        "select pg_get_constraintdef(oid) from pg_constraint "
        "where conrelid = 'shelf_book'::regclass and contype = 'f' and conname like 'walled%'"
    )
    assert len(found) == 1
    assert "ON DELETE SET NULL (shelf_id)" in str(found[0][0])


def test_a_row_that_points_out_of_its_account_stops_the_migration(schema: BaseDatabaseSchemaEditor) -> None:
    book = walled("Book", shelf=WalledForeignKey("shelf.Shelf", on_delete=wall.CASCADE))
    state = apply(schema, accounts_state(), walled("Shelf"), TenantWall())
    state = apply(schema, state, book)
    with unforced("accounts_account", "shelf_shelf") as raw:
        raw.execute(
            "insert into accounts_account (id, uid, name, personal, created_at) "
            "select n, gen_random_uuid(), n, false, now() from generate_series(-2, -1) n"
        )
        raw.execute("insert into shelf_shelf (id, account_id) values (1, -1)")
        raw.execute("insert into shelf_book (account_id, shelf_id) values (-2, 1)")
    with pytest.raises(IntegrityError, match="violates foreign key constraint"):
        apply(schema, state, TenantWall())
    connections["owner"].set_rollback(True)


def test_a_key_to_a_table_without_the_wall_is_refused(schema: BaseDatabaseSchemaEditor) -> None:
    book = walled("Book", login=WalledForeignKey("accounts.Login", on_delete=wall.CASCADE))
    state = apply(schema, accounts_state(), book)
    with pytest.raises(TypeError, match=r'"shelf\.Book\.login" points at a table that is not walled'):
        apply(schema, state, TenantWall())


def test_a_key_that_is_set_to_null_must_allow_null() -> None:
    with pytest.raises(ValueError, match="needs null=True"):
        WalledForeignKey("shelf.Shelf", on_delete=wall.SET_NULL)


def test_the_gate_answers_its_question_and_reads_nothing_else(schema: BaseDatabaseSchemaEditor) -> None:
    state = apply(schema, accounts_state(), walled("Shelf"), walled("Book"), TenantWall())
    question = GateFunction(
        "gate_count_shelves", "of_account bigint", "bigint", "select count(*) from shelf_shelf where account_id = $1",
        tables=["shelf_shelf"],
    )  # fmt: skip
    apply(schema, state, question)
    with unforced("accounts_account", "shelf_shelf") as raw:
        raw.execute(
            "insert into accounts_account (id, uid, name, personal, created_at) "
            "values (-1, gen_random_uuid(), 'Ours', false, now())"
        )
        raw.execute("insert into shelf_shelf (account_id) values (-1), (-1)")
    assert rows("select gate_count_shelves(-1), gate_count_shelves(-2)") == [(2, 0)]
    assert rows(
        "select proowner::regrole::text, prosecdef from pg_proc where proname = 'gate_count_shelves'"
    ) == [("tactful_gate", True)]
    may = "select has_table_privilege('tactful_gate', {}, {})"
    assert rows(may.format("'shelf_shelf'", "'select'")) == [(True,)]
    assert rows(may.format("'shelf_shelf'", "'insert'")) == [(False,)]
    assert rows(may.format("'shelf_book'", "'select'")) == [(False,)]
    assert rows("select has_schema_privilege('tactful_gate', 'public', 'create')") == [(False,)]
    called = "select has_function_privilege({}, 'gate_count_shelves(bigint)', 'execute')"
    assert rows(called.format("'tactful_web'")) == [(True,)]
    assert rows(called.format("'tactful_matcher'")) == [(False,)]


def test_what_a_migration_writes_reads_back_as_the_same() -> None:
    field = WalledForeignKey("accounts.Team", on_delete=wall.SET_NULL, null=True, db_index=False)
    written, imports = MigrationWriter.serialize(field)
    found: dict[str, object] = {}
    exec("\n".join(sorted(imports)) + f"\nfield = {written}", found)  # noqa: S102 (what Django wrote a line above)
    read = found["field"]
    assert isinstance(read, WalledForeignKey)
    assert read.deconstruct()[1:] == field.deconstruct()[1:]
    assert (read.on_delete, read.null) == (wall.SET_NULL, True)
