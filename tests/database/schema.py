"""What the migrations make, as a script: homes of tests begin with it, for to migrate each of them takes far longer.

Tests of the first start (tests/cli/test_setup.py, test_serve.py, the demo) migrate homes of their own all the same.
"""

from __future__ import annotations

import os
import subprocess

from psycopg import conninfo

from tactful.config.database import Service
from tactful.config.database.binaries import locate
from tests.database.clones import LOCK, template_name


def script_of(service: Service) -> str:
    """Return the script of the database that those of tests are copied from; made once for these migrations."""
    kept = service.home.path / f"{template_name()}.sql"
    with service.superuser("postgres") as superuser:
        superuser.execute("select pg_advisory_lock(%s)", [LOCK])  # until the connection ends
        if not kept.exists():
            fresh = kept.with_suffix(".new")
            fresh.write_text(dumped(service, template_name()), encoding="utf-8")
            fresh.rename(kept)
    return kept.read_text(encoding="utf-8")


def dumped(service: Service, database: str) -> str:
    """Return the script of a database."""
    return subprocess.run(
        [locate().folder / "pg_dump", "--no-sync", "--dbname", _address(service, database)],
        env=_environment(),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    ).stdout


def restore(service: Service, script: str) -> None:
    """Run the script in the database of a home that was never migrated."""
    subprocess.run(
        [
            *(locate().folder / "psql", "--quiet", "--no-psqlrc", "--output", os.devnull),
            *("--set", "ON_ERROR_STOP=1", "--single-transaction", "--dbname", _address(service, "tactful")),
        ],
        env=_environment(),
        input=script,
        text=True,
        encoding="utf-8",
        check=True,
    )


def _address(service: Service, database: str) -> str:
    with service.superuser(database) as superuser:
        said = superuser.info
        return conninfo.make_conninfo(
            host=said.host, port=said.port, user=said.user, password=said.password or None, dbname=said.dbname
        )


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")}
