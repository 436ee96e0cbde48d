"""Bulk loading into tables that are in use: indexes, keys and the wall's force aside, and back as they were."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from psycopg import Connection

from bench.firm.timing import said


@contextmanager
def laid_open(owner: Connection, tables: Sequence[str]) -> Iterator[None]:
    """Let the owner COPY into these tables inside; afterwards everything on them is as the migrations made it.

    Foreign keys come back without a second look at rows that were just drawn (NOT VALID); they bind every later one.
    """
    names = list(tables)
    keys = owner.execute(
        "select conrelid::regclass::text, conname, pg_get_constraintdef(oid) from pg_constraint"
        " where contype = 'f' and (conrelid = any(%s::regclass[]) or confrelid = any(%s::regclass[])) order by 1, 2",
        [names, names],
    ).fetchall()
    own = owner.execute(
        "select conrelid::regclass::text, conname, pg_get_constraintdef(oid) from pg_constraint"
        " where contype in ('p', 'u') and conrelid = any(%s::regclass[]) order by contype, 1, 2",
        [names],
    ).fetchall()
    indexes = owner.execute(
        "select i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) from pg_index i"
        " where i.indrelid = any(%s::regclass[])"
        " and not exists (select 1 from pg_constraint c where c.conindid = i.indexrelid) order by 1",
        [names],
    ).fetchall()
    forced = {
        row[0]
        for row in owner.execute(
            "select oid::regclass::text from pg_class where oid = any(%s::regclass[]) and relforcerowsecurity",
            [names],
        )
    }
    for table in names:
        _run(owner, f"alter table {table} no force row level security")
        _run(owner, f"alter table {table} disable trigger user")
    for table, name, _ in keys:
        _run(owner, f'alter table {table} drop constraint "{name}"')
    for index, _ in indexes:
        _run(owner, f"drop index {index}")
    for table, name, _ in own:
        _run(owner, f'alter table {table} drop constraint "{name}"')
    yield
    for table, name, definition in own:
        _run(owner, f'alter table {table} add constraint "{name}" {definition}')
    for index, definition in indexes:
        with said(f"  index {index}"):
            _run(owner, definition)
    for table, name, definition in keys:
        _run(owner, f'alter table {table} add constraint "{name}" {definition} not valid')
    for table in names:
        _run(owner, f"alter table {table} enable trigger user")
        # Later rows are numbered after those that were loaded with their numbers.
        row = owner.execute("select pg_get_serial_sequence(%s, 'id')", [table]).fetchone()
        if row and row[0]:
            _run(owner, f"select setval('{row[0]}', (select coalesce(max(id), 0) + 1 from {table}), false)")
        if table in forced:
            _run(owner, f"alter table {table} force row level security")


def _run(owner: Connection, statement: str) -> None:
    owner.execute(statement.encode())
