"""Migration operations that put the wall into the database."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db.migrations.operations.base import Operation

from tactful.accounts.wall.keys import AccountKey, OnDelete, WalledForeignKey

ACTING = "nullif(current_setting('tactful.account', true), '')::bigint"


@dataclass(frozen=True)
class CompositeKey:
    """One foreign key (account_id, column) → target (account_id, id)."""

    table: str
    column: str
    target: str
    on_delete: OnDelete

    @property
    def name(self) -> str:
        """Return the constraint's name, which changes whenever what it demands changes."""
        digest = hashlib.sha256(f"{self.table}.{self.column}>{self.target}:{self.on_delete.value}".encode())
        return f"walled_{self.column[:40]}_{digest.hexdigest()[:12]}"

    @property
    def clause(self) -> str:
        """Return the constraint as SQL."""
        action = self.on_delete.value
        if self.on_delete is OnDelete.SET_NULL:
            action = f'set null ("{self.column}")'
        return (
            f'constraint "{self.name}" foreign key (account_id, "{self.column}") '
            f'references "{self.target}" (account_id, id) on delete {action} deferrable initially deferred'
        )


class TenantWall(Operation):
    """Put every walled table of the app behind the wall. Stands last in each migration that adds or changes one."""

    reversible = True
    reduces_to_sql = True
    atomic = True

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Change nothing in the models' state: the wall lives in the database alone."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Add what is missing of unique keys, composite foreign keys, row-level security and policies."""
        models = [
            model for model in to_state.apps.get_app_config(app_label).get_models() if model._meta.managed
        ]
        walled = [model for model in models if _is_walled(model)]
        # Under FORCE the owner who validates a new key sees no rows, and orphans pass as valid.
        with _unforced(schema_editor, _tables_and_targets(models)):
            # Keys and indexes that Django would add after the last operation, when the tables are forced again.
            for statement in schema_editor.deferred_sql:
                schema_editor.execute(statement, None)
            schema_editor.deferred_sql.clear()
            for model in walled:
                _ensure_unique(schema_editor, model._meta.db_table)
            for model in walled:
                _ensure_keys(schema_editor, model)
        for model in models:
            if _is_walled(model):
                _ensure_policy(schema_editor, model._meta.db_table, "account_id")
            elif model._meta.label_lower == "accounts.account":
                _ensure_policy(schema_editor, model._meta.db_table, "id")

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Leave the wall standing; it goes with its tables."""

    def describe(self) -> str:
        """Return the line that `migrate --plan` prints."""
        return "Put the app's tables behind the tenant wall"


class GateFunction(Operation):
    """A narrow function that answers what comes before an account is known, or what crosses accounts.

    It runs as `tactful_gate`, which reads only the tables named here; it must filter for itself. `args`, `returns` and
    `body` are SQL, `tables` the tables' names in the database.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(
        self,
        name: str,
        args: str,
        returns: str,
        body: str,
        tables: Sequence[str],
        language: str = "sql",
        volatility: str = "stable",
    ) -> None:
        self.name = name
        self.args = args
        self.returns = returns
        self.body = body
        self.tables = tuple(tables)
        self.language = language
        self.volatility = volatility

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Change nothing in the models' state."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Create or replace the function, hand it to the gate, and open just its tables to the gate."""
        run = schema_editor.execute
        for table in self.tables:
            run(f'grant select on "{table}" to tactful_gate', None)
            run(f'drop policy if exists gate on "{table}"', None)
            run(f'create policy gate on "{table}" for select to tactful_gate using (true)', None)
        signature = f'"{self.name}"({self.args})'
        # ALTER … OWNER asks that the new owner may create in the schema; only for this moment it may.
        run("grant create on schema public to tactful_gate", None)
        run(
            f"create or replace function {signature} returns {self.returns} language {self.language} "
            f"{self.volatility} security definer set search_path = pg_catalog, public, pg_temp set row_security = on "
            f"as $gate${self.body}$gate$",
            None,
        )
        every = f'function "{self.name}"'
        run(f"alter {every} owner to tactful_gate", None)
        run(f"revoke all on {every} from public", None)
        run(f"grant execute on {every} to tactful_web", None)
        run("revoke create on schema public from tactful_gate", None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Drop the function."""
        schema_editor.execute(f'drop function if exists "{self.name}"', None)

    def describe(self) -> str:
        """Return the line that `migrate --plan` prints."""
        return f'Create the gate function "{self.name}"'


def _is_walled(model: Any) -> bool:
    return any(isinstance(field, AccountKey) for field in model._meta.local_fields)


def _tables_and_targets(models: Sequence[Any]) -> set[str]:
    fields = [field for model in models for field in model._meta.local_fields]
    targets = {field.related_model._meta.db_table for field in fields if field.is_relation}
    return targets | {model._meta.db_table for model in models}


def _rows(schema_editor: Any, sql: str, *params: object) -> list[tuple[Any, ...]]:
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(sql, params)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def _constraints(schema_editor: Any, table: str, kind: str) -> set[str]:
    rows = _rows(
        schema_editor,
        "select conname from pg_constraint where conrelid = %s::regclass and contype = %s",
        f'"{table}"',
        kind,
    )
    return {row[0] for row in rows}


def _ensure_unique(schema_editor: Any, table: str) -> None:
    name = f"walled_{hashlib.sha256(table.encode()).hexdigest()[:12]}"
    if name not in _constraints(schema_editor, table, "u"):
        schema_editor.execute(f'alter table "{table}" add constraint "{name}" unique (account_id, id)', None)


def _ensure_keys(schema_editor: Any, model: Any) -> None:
    table = model._meta.db_table
    wanted = {}
    for field in model._meta.local_fields:
        if isinstance(field, WalledForeignKey):
            target = field.related_model
            if not _is_walled(target):
                raise TypeError(f'"{model._meta.label}.{field.name}" points at a table that is not walled')
            key = CompositeKey(table, str(field.column), target._meta.db_table, field.on_delete)
            wanted[key.name] = key
    standing = {name for name in _constraints(schema_editor, table, "f") if name.startswith("walled_")}
    for name in sorted(standing - wanted.keys()):
        schema_editor.execute(f'alter table "{table}" drop constraint "{name}"', None)
    for name in sorted(wanted.keys() - standing):
        key = wanted[name]
        _ensure_unique(schema_editor, key.target)
        schema_editor.execute(f'alter table "{table}" add {key.clause}', None)


@contextmanager
def _unforced(schema_editor: Any, tables: set[str]) -> Iterator[None]:
    forced = [
        table
        for table in sorted(tables)
        if _rows(
            schema_editor,
            "select 1 from pg_class where oid = %s::regclass and relforcerowsecurity",
            f'"{table}"',
        )
    ]
    for table in forced:
        schema_editor.execute(f'alter table "{table}" no force row level security', None)
    yield
    for table in forced:
        schema_editor.execute(f'alter table "{table}" force row level security', None)


def _ensure_policy(schema_editor: Any, table: str, column: str) -> None:
    run = schema_editor.execute
    run(f'alter table "{table}" enable row level security', None)
    run(f'alter table "{table}" force row level security', None)
    run(f'drop policy if exists wall on "{table}"', None)
    run(f'create policy wall on "{table}" using ({column} = {ACTING}) with check ({column} = {ACTING})', None)
