"""The server's main process, as its data folder names it."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from tactful.config.database.errors import DatabaseUnusable


@dataclass(frozen=True)
class Postmaster:
    """A living server on a data folder."""

    process: int
    data: Path

    @classmethod
    def of(cls, data: Path) -> Postmaster | None:
        """Return the server that runs on this folder, or None: also when the number went to another program since."""
        lines = _pid_lines(data)
        if not lines or not lines[0].lstrip("-").isdigit():
            return None
        found = cls(abs(int(lines[0])), data)
        return found if found.lives() else None

    def lives(self) -> bool:
        """Return whether the process is there and works on this data folder."""
        folder = Path(f"/proc/{self.process}/cwd")
        if Path("/proc/self").exists():
            try:
                return folder.resolve(strict=True) == self.data.resolve() and not _is_zombie(self.process)
            except OSError:
                return False
        said = subprocess.run(
            ["ps", "-o", "command=", "-p", str(self.process)], capture_output=True, text=True, check=False
        ).stdout
        return "postgres" in said and str(self.data) in said

    def sockets(self) -> Path | None:
        """Return the folder of the server's socket, or None while it has not got that far."""
        lines = _pid_lines(self.data)
        return Path(lines[4]) if len(lines) > 4 and lines[4] else None

    def stop(self, patience_seconds: float) -> None:
        """Ask the server to end its connections and stop; after half the time order it to stop at once."""
        for order in (signal.SIGINT, signal.SIGQUIT):
            try:
                os.kill(self.process, order)
            except ProcessLookupError:
                return
            until = time.monotonic() + patience_seconds / 2
            while time.monotonic() < until:
                if not self.lives():
                    return
                time.sleep(0.01)
        raise DatabaseUnusable(
            f"the database's process {self.process} does not stop: stop it, then start again"
        )


def _pid_lines(data: Path) -> list[str]:
    try:
        return (data / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return []


def _is_zombie(process: int) -> bool:
    status = Path(f"/proc/{process}/stat").read_text()
    return status.rpartition(")")[2].split()[0] == "Z"
