"""The small company in its own home, whose people brought their mail through the command line."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tactful.config.database import Service
from tests.cli import letters
from tests.cli.typing import Terminal, installation

MARIT = ("Marit Solheim", "marit@port.example", "+4755500101")
INGA = ("Inga Quist", "inga@hush.example", "+4755500202")


@pytest.fixture(scope="session")
def umber(tmp_path_factory: pytest.TempPathFactory, schema: str) -> Iterator[tuple[Terminal, Service]]:
    """Umber with its mail in: Ada knows Marit and has her card, Cyd knows Inga and has hers; nobody shares."""
    folder = tmp_path_factory.mktemp("mail")
    with installation("umber", schema) as (terminal, service):
        subprocess.run(
            [sys.executable, "-m", "tests.cli.founding"], env=terminal.environment(), check=True, timeout=300
        )
        for local, (name, email, phone) in (("ada", MARIT), ("cyd", INGA)):
            own = f"{local.title()} <{local}@umber.example>"
            mails = letters.exchange(own, f"{name} <{email}>", 12)
            terminal.does(
                "import",
                letters.mbox(folder / f"{local}.mbox", mails, name=local),
                letters.card(folder / f"{local}.vcf", name, email, phone, note="met at the fair"),
                "--as",
                f"{local}@umber.example",
            )
        yield terminal, service


@pytest.fixture
def terminal(umber: tuple[Terminal, Service]) -> Iterator[Terminal]:
    """The installation of Umber; what a test shared is taken back after it, and nobody has seen anything."""
    terminal, service = umber
    yield terminal
    with service.superuser("tactful") as superuser:
        superuser.execute("delete from sharing_sharesetting")
        # The log lets nobody else take entries away.
        superuser.execute("set session_replication_role = replica")
        superuser.execute("truncate records_disclosure, records_logname, records_loghead")


@pytest.fixture
def reading(umber: tuple[Terminal, Service]) -> Terminal:
    """The installation of Umber, for tests that share nothing."""
    return umber[0]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder for a test's own files."""
    return tmp_path
