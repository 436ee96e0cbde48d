"""Who uses the embedded server: each program holds a shared lock, which the kernel drops when the program dies."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tactful.config.home import Home


class Lease:
    """A program's share in the server of one home."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._turn = home.path / "turn.lock"
        self._users = home.path / "users.lock"
        self._held: int | None = None

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Start or stop the server alone: others wait."""
        descriptor = self._open(self._turn)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def take(self) -> None:
        """Count as a user of the server until `give_back`, or until the program and its children end."""
        self._held = self._open(self._users)
        fcntl.flock(self._held, fcntl.LOCK_SH)

    def give_back(self) -> bool:
        """End the use, and return whether nobody else uses the server. Call it within `turn`."""
        if self._held is not None:
            # Unlocking, not only closing: a child that inherited the descriptor would hold it on.
            fcntl.flock(self._held, fcntl.LOCK_UN)
            os.close(self._held)
            self._held = None
        descriptor = self._open(self._users)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        finally:
            os.close(descriptor)
        return True

    def _open(self, path: Path) -> int:
        is_new = not path.exists()
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        if is_new:
            self._home.own(path)
        return descriptor
