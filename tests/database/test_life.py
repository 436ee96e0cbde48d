"""The embedded server starts and stops with the programs that use it, whatever becomes of them."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.database.programs import Program, server


@pytest.fixture
def home() -> Iterator[Path]:
    """Yield a home that is not there yet; whatever runs for it is stopped afterwards."""
    # Not pytest's own folder: under root that one is closed to the user who runs the server.
    above = Path(tempfile.mkdtemp(prefix="tactful-life-"))
    above.chmod(0o711)
    yield above / "home"
    running = server(above / "home")
    if running:
        running.stop(20)
    shutil.rmtree(above)


def ended(process: int) -> bool:
    """Return whether the process ends, given a moment."""
    for _ in range(500):
        if (
            not Path(f"/proc/{process}").exists()
            or "\nState:\tZ" in Path(f"/proc/{process}/status").read_text()
        ):
            return True
        time.sleep(0.02)
    return False


def test_a_server_is_made_on_first_start_and_stops_with_its_program(home: Path) -> None:
    program = Program(home)
    assert program.said == "ready"
    assert server(home)
    assert program.ask("select current_database()") == "tactful"
    assert program.end() == 0
    assert server(home) is None


def test_what_was_written_is_there_on_the_next_start(home: Path) -> None:
    first = Program(home)
    first.ask("create table kept as select 41 as n")
    first.end()
    second = Program(home)
    assert second.ask("select n from kept") == "41"
    second.end()


def test_a_second_program_uses_the_same_server_and_the_last_one_stops_it(home: Path) -> None:
    first, second = Program(home), Program(home)
    running = server(home)
    assert running
    assert first.ask("select pg_postmaster_start_time()") == second.ask("select pg_postmaster_start_time()")
    first.end()
    assert server(home) == running
    assert second.ask("select 1") == "1"
    second.end()
    assert server(home) is None


def test_programs_that_start_at_once_share_one_server(home: Path) -> None:
    read, write = os.pipe()
    pids = []
    for _ in range(3):
        pid = os.fork()
        if pid == 0:  # each starts a program without waiting for the others
            program = Program(home)
            os.write(write, (program.ask("select pg_postmaster_start_time()") + "\n").encode())
            program.end()
            os._exit(0)
        pids.append(pid)
    ends = [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in pids]
    os.close(write)
    with os.fdopen(read) as answers:
        started = answers.read().splitlines()
    assert ends == [0, 0, 0]
    assert len(started) == 3
    assert all(started)
    assert server(home) is None


def test_the_orphan_of_a_killed_program_is_adopted_and_then_stopped(home: Path) -> None:
    program = Program(home)
    program.ask("create table kept as select 41 as n")
    orphan = server(home)
    assert orphan
    assert program.signal(signal.SIGKILL) == -signal.SIGKILL
    assert orphan.lives()
    second = Program(home)
    assert server(home) == orphan
    assert second.ask("select n from kept") == "41"
    second.end()
    assert server(home) is None
    assert ended(orphan.process)


def test_a_killed_server_is_started_again(home: Path) -> None:
    program = Program(home, durable=True)
    program.ask("create table kept as select 41 as n")
    killed = server(home)
    assert killed
    os.kill(killed.process, signal.SIGKILL)
    assert ended(killed.process)
    assert (home / "database/data/postmaster.pid").exists()
    second = Program(home)
    assert second.said == "ready"
    assert second.ask("select n from kept") == "41"
    second.end()
    assert program.end() in (0, 1)
    assert server(home) is None


def test_a_number_that_now_belongs_to_another_program_does_not_keep_the_server_down(home: Path) -> None:
    Program(home).end()
    stale = home / "database/data/postmaster.pid"
    stale.write_text(f"{os.getpid()}\n{home}/database/data\n0\n5432\n{home}/database/run\n\n\n")
    program = Program(home)
    assert program.ask("select 1") == "1"
    program.end()
    assert server(home) is None


def test_a_first_start_that_was_cut_off_is_begun_again(home: Path) -> None:
    Program(home).end()
    # A first start that was killed while it made the data folder leaves a folder of another name.
    left = home / "database/data.new"
    left.mkdir()
    (left / "half").write_text("made")
    shutil.rmtree(home / "database/data")
    program = Program(home)
    assert program.ask("select 1") == "1"
    program.end()
    assert not left.exists()


@pytest.mark.parametrize("order", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_to_the_program_stops_the_server_too(home: Path, order: signal.Signals) -> None:
    program = Program(home)
    assert program.signal(order) != 0
    assert server(home) is None


def test_a_home_that_was_moved_while_its_server_ran_gets_its_server_back(home: Path) -> None:
    program = Program(home)
    program.ask("create table kept as select 41 as n")
    # Tests commit without waiting for the disk; a server that lost its folder is not given time to catch up.
    program.ask("select pg_sleep(1)")
    program.signal(signal.SIGKILL)
    moved = home.rename(home.parent / "elsewhere")
    second = Program(moved)
    assert second.ask("select n from kept") == "41"
    second.end()
    assert server(moved) is None
