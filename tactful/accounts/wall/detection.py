"""New migrations end with the wall by themselves."""

from __future__ import annotations

from typing import Any

from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.operations import AddField, AlterField, CreateModel

from tactful.accounts.wall.keys import AccountKey, WalledForeignKey
from tactful.accounts.wall.operations import TenantWall


class WallingAutodetector(MigrationAutodetector):
    """Ends each new migration that makes or changes a walled table with `TenantWall`."""

    def _build_migration_list(self, graph: Any = None) -> None:
        super()._build_migration_list(graph)  # type: ignore[misc]  # not in the stubs
        for migrations in self.migrations.values():  # type: ignore[attr-defined]  # not in the stubs
            for migration in migrations:
                if any(_concerns_the_wall(operation) for operation in migration.operations):
                    migration.operations.append(TenantWall())


def _concerns_the_wall(operation: Any) -> bool:
    match operation:
        case CreateModel():
            fields = [field for _name, field in operation.fields]
            return operation.name == "Account" or any(isinstance(field, AccountKey) for field in fields)
        case AddField() | AlterField():
            return isinstance(operation.field, AccountKey | WalledForeignKey)
        case _:
            return False
