"""What a command prints: tables and sentences for people, JSON for programs."""

from __future__ import annotations

import dataclasses
import json
import sys
import unicodedata
import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any


def say(text: str = "") -> None:
    """Print a line for people."""
    print(text, flush=True)


def complain(text: str) -> None:
    """Print a line to standard error."""
    print(text, file=sys.stderr, flush=True)


def print_json(value: Any, *, lines: bool = False) -> None:
    """Print a value as JSON, on one line where it is one event of several."""
    print(json.dumps(plain(value), ensure_ascii=False, indent=None if lines else 2), flush=True)


def print_answer(answer: Any, lines: Iterable[str], *, as_json: bool) -> None:
    """Print an answer as JSON, or in these lines for people."""
    if as_json:
        print_json(answer)
        return
    for line in lines:
        say(line)


def plain(value: Any) -> Any:
    """Return a value as JSON has it, in the words of the API.

    A field of a projection that is None is absent: a facet that is not disclosed leaves no trace. Ids are named "id"
    and have 32 hexadecimal digits; moments have their zone; a score's raw sum stays inside.
    """
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        pairs = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
        pairs.pop("raw", None)
        return plain({_renamed(name): part for name, part in pairs.items() if part is not None})
    if isinstance(value, Mapping):
        return {str(name): plain(part) for name, part in value.items()}
    if isinstance(value, frozenset | set):
        return sorted(plain(part) for part in value)
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [plain(part) for part in value]
    if isinstance(value, uuid.UUID):
        return value.hex
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value


def table(headers: Sequence[str], rows: Sequence[Sequence[str]], *, right: Sequence[int] = ()) -> str:
    """Return rows as aligned columns under their headers; `right` are the columns aligned to the right."""
    lines = [list(headers), *[list(row) for row in rows]]
    widths = [max(_width(line[column]) for line in lines) for column in range(len(headers))]
    printed = []
    for line in lines:
        cells = [
            " " * (width - _width(cell)) + cell if column in right else cell + " " * (width - _width(cell))
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ]
        printed.append("  ".join(cells).rstrip())
    return "\n".join(printed)


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text
    )


def _renamed(name: str) -> str:
    return "id" if name == "uid" else name
