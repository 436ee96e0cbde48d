"""Foreign keys that cannot leave their account."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from typing import Any, TypeVar

from django.db import models

_ST = TypeVar("_ST")
_GT = TypeVar("_GT")


class OnDelete(enum.Enum):
    """What the database itself does with a row when the row it points at is deleted."""

    CASCADE = "cascade"
    SET_NULL = "set null"
    RESTRICT = "no action"


class AccountKey(models.ForeignKey[_ST, _GT]):
    """The account a walled row belongs to; by this field a migration recognises a walled table."""

    def __init__(self, **kwargs: Any) -> None:
        fixed: dict[str, Any] = {
            "to": "accounts.Account",
            "on_delete": models.DO_NOTHING,
            "related_name": "+",
            "db_index": False,
        }
        super().__init__(**{**kwargs, **fixed})

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """Return what a migration writes: nothing but the name, since all else is fixed."""
        name, _path, args, kwargs = super().deconstruct()
        for fixed in ("to", "on_delete", "related_name", "db_index"):
            kwargs.pop(fixed, None)
        return name, "tactful.accounts.wall.AccountKey", args, kwargs


class WalledForeignKey(models.ForeignKey[_ST, _GT]):
    """A key from one walled row to another of the same account.

    Plain foreign keys ignore row-level security, so one could point into another account and be cascaded into from
    there. The constraint is therefore (account_id, key) → (account_id, id); `TenantWall` adds it in the migration.
    Django deletes nothing by itself here: the database does what `on_delete` says.
    """

    def __init__(self, to: Any, on_delete: OnDelete, **kwargs: Any) -> None:
        if on_delete is OnDelete.SET_NULL and not kwargs.get("null"):
            raise ValueError(f'the key to "{to}" is set to null on delete, so it needs null=True')
        self.on_delete = on_delete
        fixed: dict[str, Any] = {"related_name": "+", "db_constraint": False, "on_delete": models.DO_NOTHING}
        super().__init__(to, **{**kwargs, **fixed})

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """Return what a migration writes: the target and the wall's own `on_delete`."""
        name, _path, args, kwargs = super().deconstruct()
        kwargs.pop("related_name", None)
        kwargs.pop("db_constraint", None)
        kwargs["on_delete"] = self.on_delete
        return name, "tactful.accounts.wall.WalledForeignKey", args, kwargs
