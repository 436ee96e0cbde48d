"""Make a forgotten `acting` loud. Row-level security behind it only answers with nothing."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import Any

from django.apps import apps

from tactful.accounts.wall.acting import FLAG
from tactful.accounts.wall.models import Walled


class NoAccount(RuntimeError):
    """A statement names a table of accounts while no account is acted for."""


@functools.cache
def walled_tables() -> frozenset[str]:
    """Return the names of all tables behind the wall, the table of accounts included."""
    walled = {model._meta.db_table for model in apps.get_models() if issubclass(model, Walled)}
    return frozenset(walled | {apps.get_model("accounts", "Account")._meta.db_table})


@functools.cache
def _names() -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(sorted(map(re.escape, walled_tables()))) + r")\b")


def watch(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Run the statement, unless it names a walled table and no account is acted for: then raise NoAccount."""
    if getattr(context["connection"], FLAG, None) is None:
        text = sql if isinstance(sql, str) else sql.as_string(context["connection"].connection)
        found = _names().search(text)
        if found:
            raise NoAccount(f'"{found[0]}" belongs to accounts: use "with acting(account_id):" around it')
    return execute(sql, params, many, context)


def install(*, connection: Any, **_: Any) -> None:
    """Watch a web connection (receiver of Django's connection_created)."""
    setattr(connection, FLAG, None)
    if connection.alias == "default" and watch not in connection.execute_wrappers:
        connection.execute_wrappers.append(watch)
