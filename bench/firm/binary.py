"""Columns into a table by binary COPY: arrays go over as they are, without a text in between."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from psycopg import Connection, sql

_HEAD = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_TAIL = b"\xff\xff"
_CHUNK = 250_000

#: Microseconds and days from 1970, where numpy counts from, to 2000, where PostgreSQL does.
EPOCH_MICROSECONDS = 946_684_800_000_000
EPOCH_DAYS = 10_957

Column = tuple[str, Any]
"""A kind of `_FORMS`, "moment", "day", "text" or "bytes" with an array of values, or one for all rows; or "null"."""

_FORMS = {"int8": ">i8", "int4": ">i4", "int2": ">i2", "float8": ">f8", "bool": "u1", "uuid": "V16"}


def copy_columns(connection: Connection, table: str, rows: int, columns: Mapping[str, Column]) -> None:
    """Append `rows` rows. Every value of a column has the same width; `moment` is microseconds of 1970, `day` days."""
    fields: list[tuple[str, str]] = [("count", ">i2")]
    plain: dict[str, Any] = {}
    for name, (kind, value) in columns.items():
        fields.append((f"{name} length", ">i4"))
        if kind == "null":
            continue
        if kind == "moment":
            kind, value = "int8", value - EPOCH_MICROSECONDS
        elif kind == "day":
            kind, value = "int4", value - EPOCH_DAYS
        elif kind == "text":
            value = np.asarray(value, dtype=bytes)
            # Text of one width: numpy would cut trailing zero bytes, PostgreSQL takes none.
            if value.dtype.itemsize == 0 or (value.ndim == 0 and not value.item()):
                plain[name] = b""
                continue
            kind = f"S{value.dtype.itemsize}"
        elif kind == "bytes":
            value = np.asarray(value)
            kind = f"V{value.dtype.itemsize}"
        fields.append((name, _FORMS.get(kind, kind)))
        plain[name] = value
    record = np.dtype(fields)
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    statement = sql.SQL("copy {} ({}) from stdin (format binary)").format(sql.Identifier(table), names)
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(_HEAD)
        for start in range(0, rows, _CHUNK):
            part = slice(start, min(rows, start + _CHUNK))
            block = np.zeros(part.stop - start, dtype=record)
            block["count"] = len(columns)
            for name, (kind, _) in columns.items():
                if kind == "null":
                    block[f"{name} length"] = -1
                elif isinstance(plain[name], bytes):
                    block[f"{name} length"] = 0
                else:
                    every = plain[name]
                    block[f"{name} length"] = record[name].itemsize
                    block[name] = every[part] if isinstance(every, np.ndarray) and every.ndim else every
            copy.write(block.tobytes())
        copy.write(_TAIL)
