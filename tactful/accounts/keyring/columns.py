"""Which columns hold what is sealed: the models say it by their fields, so that a rotation forgets none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models

if TYPE_CHECKING:
    _BinaryField = models.BinaryField[bytes, bytes]
else:
    _BinaryField = models.BinaryField


class SealedField(_BinaryField):
    """A column of sealed values (`keyring.seal`). Its model is walled; its rows have a `uid` and are bound to it.

    It holds the bytes as they are. Opening is the reader's deed, for it costs and it discloses.
    """

    def from_db_value(self, value: Any, *_: Any) -> bytes | None:
        """Return plain bytes, whatever the driver gives."""
        return None if value is None else bytes(value)


@dataclass(frozen=True, slots=True, order=True)
class Column:
    """A sealed column of a walled table, whose rows have an `id` and a `uid`."""

    table: str
    column: str


def sealed_columns() -> tuple[Column, ...]:
    """Return every sealed column there is."""
    return tuple(
        sorted(
            Column(model._meta.db_table, str(field.column))
            for model in apps.get_models()
            for field in model._meta.local_fields
            if isinstance(field, SealedField)
        )
    )
