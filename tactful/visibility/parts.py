"""What was read of an account's settings, used again while the tables that it was read from are as they were."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast

T = TypeVar("T")


class Parts:
    """The parts of one state of an account's settings.

    `numbers` are the stamps of the tables in that state, `before` the parts of an earlier one.
    """

    def __init__(self, numbers: Mapping[str, int] | None = None, before: Parts | None = None) -> None:
        self._numbers = numbers or {}
        self._before: Mapping[str, tuple[object, Any]] = {} if before is None else before._read
        self._read: dict[str, tuple[object, Any]] = {}

    def of(self, name: str, tables: tuple[str, ...], read: Callable[[], T]) -> T:
        """Return what `read` finds in these tables: as it was found before, where none of them changed since."""
        state = tuple(self._numbers.get(table) for table in tables)
        kept = self._before.get(name)
        value = kept[1] if kept is not None and kept[0] == state else read()
        self._read[name] = (state, value)
        return cast(T, value)

    def close(self) -> None:
        """Let go of the earlier state: all that is of use of it is part of this one."""
        self._before = {}
