"""The demo company's home, built as `tactful demo` builds it: once, and again when the code or the day has changed.

    from tests.demo.home import DemoHome, demo_home  # noqa: F401 (a fixture)

    def test_something(demo_home: DemoHome) -> None:
        with demo_home.served() as address:
            ...

Several test processes share it; so read, and put back what you change.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tactful.cli.demo.home import Note, Visit, note_of
from tactful.config.home import Home
from tests.cli.typing import TACTFUL, Terminal
from tests.database.clones import ROOT

PLACE = ROOT / "build" / "demo-home"
#: What the demo's contents depend on. Pages and API only show them.
CODE = (
    "accounts",
    "actions",
    "cli/demo",
    "insight",
    "intake",
    "jobs",
    "policy",
    "records",
    "sharing",
    "visibility",
)
PATIENCE = 120.0


@dataclass(frozen=True)
class DemoHome:
    """The demo company, in its home."""

    path: Path
    note: Note

    @property
    def terminal(self) -> Terminal:
        """Where commands are typed at it."""
        return Terminal(self.path)

    def visit(self, local: str) -> Visit:
        """Return the sign-in that is printed for a member, by the local part of their address."""
        return next(visit for visit in self.note.visits if visit.email.startswith(f"{local}@"))

    @contextmanager
    def served(self) -> Iterator[str]:
        """Serve it, and yield its address."""
        with socket.socket() as trial:
            trial.bind(("127.0.0.1", 0))
            port = trial.getsockname()[1]
        process = self.terminal.start("serve", "--port", str(port), "--workers", "1")
        try:
            assert process.stdout
            first = process.stdout.readline()
            address = f"http://127.0.0.1:{port}"
            assert address in first, first + process.communicate()[1]
            yield address
        finally:
            process.terminate()
            process.communicate(timeout=PATIENCE)


@pytest.fixture(scope="session")
def demo_home() -> DemoHome:
    """The demo company's home, built unless it stands."""
    PLACE.parent.mkdir(exist_ok=True)
    with (PLACE.parent / "demo-home.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        home, wanted = Home(PLACE), fingerprint()
        built_from = PLACE / "built-from"
        note = note_of(home)
        if note is None or not built_from.exists() or built_from.read_text() != wanted:
            run = subprocess.run(
                [*TACTFUL, "demo", "--home", str(PLACE), "--fresh", "--no-serve"],
                env=Terminal(PLACE).environment(),
                capture_output=True,
                text=True,
                check=False,
            )
            assert run.returncode == 0, run.stdout + run.stderr
            built_from.write_text(wanted)
            note = note_of(home)
    assert note is not None
    return DemoHome(PLACE, note)


def fingerprint() -> str:
    """Return a digest of the day and of the code that the demo's contents depend on."""
    whole = hashlib.sha256(f"{datetime.now(UTC):%Y-%m-%d} {sys.version_info[:2]} {os.geteuid()}".encode())
    for folder in CODE:
        for path in sorted((ROOT / "tactful" / folder).rglob("*.py")):
            whole.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()
