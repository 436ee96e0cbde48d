"""A clock that a test moves: time passes, and nothing is written."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from types import ModuleType
from typing import Any
from unittest.mock import patch

# What is imported inside would keep the moved clock for good: everything that answers is loaded before.
import tactful.api.urls
import tactful.web.acting
import tactful.web.urls  # noqa: F401 (see above)
from tactful.accounts import ids
from tactful.visibility import viewer
from tactful.visibility.viewer import Viewer, transaction_time


@dataclass
class Clock:
    """The program's moment: the transaction's, and as much later as was said."""

    began: datetime = field(default_factory=transaction_time)
    passed: timedelta = timedelta()

    @property
    def now(self) -> datetime:
        """The moment that it is."""
        return self.began + self.passed

    @contextmanager
    def told(self, seed: object) -> Iterator[None]:
        """Let the program know this moment inside, and draw every random id and token from a seed."""
        source = random.Random(repr(seed))
        honest = _HONEST["member_viewer"]

        def then(*args: Any, **kwargs: Any) -> Viewer | None:
            found = honest(*args, **kwargs)
            return None if found is None else replace(found, now=self.now)

        changes: list[Any] = [
            patch.object(ids, "random_bytes", source.randbytes),
            patch("secrets.token_urlsafe", lambda size=32: source.randbytes(size).hex()),
            patch("secrets.token_bytes", lambda size=32: source.randbytes(size)),
            patch("django.utils.timezone.now", lambda: self.now),
            patch("time.time", self.now.timestamp),
            # Each request is of one state here, as one on a snapshot is: it may trust the stamp it comes with.
            patch.object(viewer, "acting_on_snapshot", lambda: True),
            *(patch.object(module, name, then) for module, name in _places("member_viewer")),
            *(patch.object(module, name, lambda: self.now) for module, name in _places("transaction_time")),
        ]
        with ExitStack() as stack:
            for change in changes:
                stack.enter_context(change)
            yield


_HONEST: dict[str, Callable[..., Any]] = {
    "member_viewer": viewer.member_viewer,
    "transaction_time": transaction_time,
}


@cache
def _places(function: str) -> tuple[tuple[ModuleType, str], ...]:
    """Each name by which a module of the program calls one of these functions."""
    modules = [module for name, module in sorted(sys.modules.items()) if name.startswith("tactful.")]
    return tuple(
        (module, name)
        for module in modules
        for name, held in sorted(vars(module).items())
        if held is _HONEST[function]
    )
