"""For which account the program acts, told to the database once per transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections, transaction

FLAG = "tactful_account"
SNAPSHOT = "tactful_snapshot"


def acting_account(using: str = "default") -> int | None:
    """Return the id of the account acted for on this thread's connection, or None."""
    return getattr(connections[using], FLAG, None)


def acting_on_snapshot(using: str = "default") -> bool:
    """Return whether all statements of the transaction that is open see one state of the database."""
    return bool(getattr(connections[using], SNAPSHOT, False))


@contextmanager
def acting(account_id: int, *, using: str = "default", snapshot: bool = False) -> Iterator[None]:
    """Do what is inside in one transaction that sees and changes this account's rows alone.

    Nested use acts for the inner account and returns to the outer one. With `snapshot` all statements see the state in
    which the first one found the database: for what only reads. It has no effect on nested use.
    """
    connection = connections[using]
    outer = acting_account(using)
    is_nested = connection.in_atomic_block
    with transaction.atomic(using=using):
        _tell(connection, int(account_id), snapshot=snapshot and not is_nested)
        if not is_nested:
            setattr(connection, SNAPSHOT, snapshot)
        try:
            yield
            # SET LOCAL outlives a released savepoint. After an error the rollback itself restores the outer value.
            if is_nested and not connection.needs_rollback:
                _tell(connection, outer)
        finally:
            setattr(connection, FLAG, outer)
            if not is_nested:
                setattr(connection, SNAPSHOT, False)


@contextmanager
def founding(*, using: str = "default") -> Iterator[int]:
    """Act for an account that does not exist yet: yield the id that its row must be given."""
    with transaction.atomic(using=using):
        with connections[using].cursor() as cursor:
            cursor.execute("select nextval('accounts_account_id_seq')")
            account_id = int(cursor.fetchone()[0])
        with acting(account_id, using=using):
            yield account_id


def _tell(connection: Any, account_id: int | None, *, snapshot: bool = False) -> None:
    # A literal, not set_config(): that alone reaches the workers of a distributed database.
    literal = "" if account_id is None else str(account_id)
    first = "set transaction isolation level repeatable read; " if snapshot else ""
    with connection.cursor() as cursor:
        cursor.execute(f"{first}set local tactful.account = '{literal}'")
    setattr(connection, FLAG, account_id)
