"""A process that has just started, in the midst of one that has run for long: nothing is kept, nothing was prepared."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from types import ModuleType
from unittest.mock import patch

from cachetools import Cache, LRUCache
from django.db import connection

from tactful.accounts.wall import acting

#: Tables of what only saves work: whatever is told without them is told with them.
PREPARED = ("records_bookcolumns", "records_groupleaders")


@contextmanager
def fresh(account: int) -> Iterator[None]:
    """Answer inside as a process would that has just started on a database where nothing was prepared.

    To be used in a savepoint that is taken back; what this process keeps is as it was afterwards.
    """
    with ExitStack() as stack:
        for module, name, kept in kept_in_memory():
            empty = LRUCache[object, object](kept.maxsize, getsizeof=kept.getsizeof)
            stack.enter_context(patch.object(module, name, empty))
        with acting(account), connection.cursor() as db:
            for table in PREPARED:
                db.execute(f"delete from {table} where account_id = %s", [account])
        yield


@cache
def kept_in_memory() -> tuple[tuple[ModuleType, str, Cache[object, object]], ...]:
    """Return every store of answers that the program's modules hold, wherever it is."""
    modules = [module for name, module in sorted(sys.modules.items()) if name.startswith("tactful.")]
    return tuple(
        (module, name, held)
        for module in modules
        for name, held in sorted(vars(module).items())
        if isinstance(held, Cache)
    )
