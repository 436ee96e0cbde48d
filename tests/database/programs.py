"""Real programs that use an embedded database, each a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from tactful.config.database.postmaster import Postmaster
from tests.database.clones import ROOT

_PROGRAM = """
import signal, sys
from tactful.config import database
signal.signal(signal.SIGHUP, signal.SIG_DFL)  # tests started with nohup pass on that it is ignored
try:
    with database.attached(durable=sys.argv[1] == "durable") as service:
        print("ready", flush=True)
        for line in sys.stdin:
            with service.superuser("tactful") as connection:
                cursor = connection.execute(line)
                print(cursor.fetchone()[0] if cursor.description else "done", flush=True)
except database.DatabaseUnusable as error:
    print(type(error).__name__, error, flush=True)
    sys.exit(3)
"""


class Program:
    """A program attached to the database of a home until its input ends."""

    def __init__(self, home: Path, *, durable: bool = False, **environment: str) -> None:
        kept = {
            key: value for key, value in os.environ.items() if not key.startswith(("DATABASE_", "TACTFUL_"))
        }
        self._process = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, "durable" if durable else "quick"],
            env={**kept, "PYTHONPATH": str(ROOT), "TACTFUL_HOME": str(home), **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.said = self._read()

    def ask(self, statement: str) -> str:
        """Return the first value that the statement gives."""
        assert self._process.stdin
        self._process.stdin.write(f"{statement}\n")
        self._process.stdin.flush()
        return self._read()

    def end(self) -> int:
        """End the input, and return the program's exit status."""
        self._process.communicate()
        return self._process.returncode

    def signal(self, order: signal.Signals) -> int:
        """Send a signal, wait for the end, and return the exit status."""
        self._process.send_signal(order)
        self._process.communicate()
        return self._process.returncode

    def _read(self) -> str:
        assert self._process.stdout
        return self._process.stdout.readline().strip()


def server(home: Path) -> Postmaster | None:
    """Return the server that runs for this home, if one does."""
    pointer = home / "database-place"
    place = Path(pointer.read_text().strip()) if pointer.exists() else home / "database"
    return Postmaster.of(place / "data")
