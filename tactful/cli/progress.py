"""A progress line: how much of how much, how many items, how fast, how long still."""

from __future__ import annotations

import shutil
import sys
import time

from tactful.cli.words import counted, lasting

_EVERY_SECONDS = 0.1
_BAR = 24


class ProgressLine:
    """One line on standard error, written anew as things go on; nothing where that is no terminal."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._begun = time.monotonic()
        self._written = 0.0
        self._shows = sys.stderr.isatty()

    def show(self, done: int, total: int, items: int) -> None:
        """Show that `done` of `total` (bytes, files) are behind, and how many items were read."""
        now = time.monotonic()
        if not self._shows or now - self._written < _EVERY_SECONDS:
            return
        self._written = now
        self._write(f"{self._label}  {told(done, total, items, now - self._begun)}")

    def end(self) -> None:
        """Clear the line."""
        if self._shows and self._written:
            self._write("")

    def _write(self, text: str) -> None:
        width = shutil.get_terminal_size().columns - 1
        sys.stderr.write(f"\r\x1b[K{text[:width]}")
        sys.stderr.flush()


def told(done: int, total: int, items: int, seconds: float) -> str:
    """Return a bar with counts, rate and time left."""
    share = min(1.0, done / total) if total else 0.0
    full = round(share * _BAR)
    parts = [f"{'█' * full}{'░' * (_BAR - full)} {share:4.0%}", counted(items, "item")]
    if seconds > 0 and items:
        parts.append(f"{items / seconds:,.0f}/s")
    left = seconds_left(done, total, seconds)
    if left is not None:
        parts.append(f"{lasting(left)} left")
    return "  ".join(parts)


def seconds_left(done: int, total: int, seconds: float) -> float | None:
    """Return how long it still takes at the present rate, or None before that can be said."""
    if not done or not total or seconds < 0.5:
        return None
    return seconds * max(0, total - done) / done
