"""Times: of loading, said as it goes on; and of candidates that take turns."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np

T = TypeVar("T")


@contextmanager
def said(what: str, least: float = 1.0) -> Iterator[None]:
    """Print what was done and how long it took, where that was `least` seconds or more."""
    begun = time.perf_counter()
    yield
    spent = time.perf_counter() - begun
    if spent >= least:
        print(f"{what}: {spent:.1f} s", flush=True)


def milliseconds(run: Callable[[], T]) -> tuple[float, T]:
    """Return how long a call took, in milliseconds, and what it returned."""
    begun = time.perf_counter()
    answer = run()
    return (time.perf_counter() - begun) * 1000, answer


@dataclass
class Times:
    """The times of one candidate, in milliseconds."""

    spent: list[float] = field(default_factory=list)

    @property
    def p50(self) -> float:
        """The median; not a number where nothing was measured."""
        return float(np.percentile(self.spent, 50)) if self.spent else float("nan")

    @property
    def p95(self) -> float:
        """The 95th percentile; not a number where nothing was measured."""
        return float(np.percentile(self.spent, 95)) if self.spent else float("nan")


def load_average() -> str:
    """Return the machine's load averages over 1, 5 and 15 minutes."""
    return " ".join(f"{load:.1f}" for load in os.getloadavg())


@dataclass
class Statements:
    """What the statements of a connection took, as one of Django's execute wrappers."""

    spent: float = 0.0

    def __call__(self, execute: Callable[..., T], *arguments: Any) -> T:
        """Run the statement, and add its milliseconds."""
        begun = time.perf_counter()
        try:
            return execute(*arguments)
        finally:
            self.spent += (time.perf_counter() - begun) * 1000

    def of(self, run: Callable[[], T]) -> tuple[float, float, T]:
        """Return the milliseconds of a call, those of its statements, and what it returned."""
        before = self.spent
        whole, answer = milliseconds(run)
        return whole, self.spent - before, answer
