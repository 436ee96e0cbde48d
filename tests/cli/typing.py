"""Type commands: each is a process of its own, in a home of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tactful.config.database import Service
from tactful.config.database.cluster import Cluster
from tactful.config.home import Home
from tests.database.clones import ROOT
from tests.database.schema import restore

TACTFUL = [sys.executable, "-m", "tactful.cli.main"]


@dataclass(frozen=True)
class Said:
    """What a command printed, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it printed, read as one JSON document."""
        return json.loads(self.out)

    @property
    def error(self) -> Any:
        """What it said went wrong, read as the JSON form of it."""
        return json.loads(self.err)["error"]

    @property
    def events(self) -> list[Any]:
        """What it printed, read as one JSON document a line."""
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass(frozen=True)
class Terminal:
    """One installation, and commands typed at it."""

    home: Path

    def environment(self, **more: str) -> dict[str, str]:
        """Return the environment of a program of this installation, whatever that of the tests is."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("TACTFUL_", "DATABASE_", "DJANGO_"))}
        return {**kept, "PYTHONPATH": str(ROOT), "TACTFUL_HOME": str(self.home), "COLUMNS": "200", **more}

    def type(self, *words: str | Path, standard_input: str = "", **more: str) -> Said:
        """Type a command and return what it said."""
        run = subprocess.run(
            [*TACTFUL, *map(str, words)],
            env=self.environment(**more),
            input=standard_input,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=300,
        )
        return Said(run.returncode, run.stdout, run.stderr)

    def does(self, *words: str | Path, standard_input: str = "") -> Said:
        """Type a command that must succeed."""
        said = self.type(*words, standard_input=standard_input)
        assert said.code == 0, said
        return said

    def start(self, *words: str | Path, **more: str) -> subprocess.Popen[str]:
        """Start a command and return its process, with pipes for what it says."""
        return subprocess.Popen(
            [*TACTFUL, *map(str, words)],
            env=self.environment(PYTHONUNBUFFERED="1", **more),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )


@contextmanager
def installation(name: str, schema: str = "") -> Iterator[tuple[Terminal, Service]]:
    """Yield an empty installation whose database runs meanwhile, without fsync; nothing of it stays.

    It is migrated if the `schema` is given, else nothing is in its database.
    """
    # Below the checkout: another user, who runs the database when root runs the tests, enters no folder of pytest's.
    path = ROOT / "build" / f"cli-{name}-{os.getpid()}"
    shutil.rmtree(path, ignore_errors=True)
    service = Service(Home(path), durable=False)
    service.attach()
    if schema:
        restore(service, schema)
    place = Cluster.of_home(path).place
    try:
        yield Terminal(path), service
    finally:
        service.detach()
        shutil.rmtree(path, ignore_errors=True)
        shutil.rmtree(place, ignore_errors=True)
