"""`serve` starts everything, and stops everything."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tactful.cli.commands.serve import warnings
from tactful.config.database import Service
from tests.cli.typing import Terminal, installation

PATIENCE = 120.0


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


@contextmanager
def served(terminal: Terminal, port: int) -> Iterator[subprocess.Popen[str]]:
    """Serve until the block ends; yield the process once it has printed its address."""
    process = terminal.start("serve", "--port", str(port), "--workers", "1", "--threads", "2")
    try:
        assert process.stdout
        first = process.stdout.readline()
        assert first == f"Tactful is at http://127.0.0.1:{port}\n", first + process.communicate()[1]
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
        process.communicate(timeout=PATIENCE)


def status(port: int, path: str) -> int:
    """Return the status of a page."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


def children(process: int) -> set[int]:
    """Return the processes that this one started, and theirs."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    parents = {int(pid): int(parent) for pid, parent in map(str.split, listed.splitlines())}
    found: set[int] = set()
    fresh = {process}
    while fresh:
        fresh = {pid for pid, parent in parents.items() if parent in fresh} - found
        found |= fresh
    return found


def gone(processes: set[int]) -> bool:
    """Return whether all of these end within the tests' patience."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        left = set()
        for process in processes:
            try:
                os.kill(process, 0)
                left.add(process)
            except ProcessLookupError:
                pass
        if not left:
            return True
        time.sleep(0.1)
    return False


@pytest.mark.parametrize("order", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_all_of_it(umber: tuple[Terminal, Service], order: signal.Signals) -> None:
    terminal, _ = umber
    port = free_port()
    with served(terminal, port) as process:
        assert status(port, "/healthz") == 200
        parts = children(process.pid)
        assert len(parts) >= 3  # the server, its worker process, the worker of jobs
        taken = terminal.type("serve", "--port", str(port))
        assert taken.code == 1
        assert "--port" in taken.err
        process.send_signal(order)
        out, _ = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0
        assert out.endswith("Stopped.\n")
    assert gone(parts)
    with pytest.raises(ConnectionRefusedError):
        status(port, "/healthz")


def test_a_signal_that_comes_with_the_first_line_is_no_failure_either(
    umber: tuple[Terminal, Service],
) -> None:
    terminal, _ = umber
    with served(terminal, free_port()) as process:
        parts = children(process.pid)
        process.terminate()
        out, _ = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0
        assert out.endswith("Stopped.\n")
    assert gone(parts)


def test_parts_do_not_outlive_a_program_that_was_killed(umber: tuple[Terminal, Service]) -> None:
    terminal, _ = umber
    port = free_port()
    with served(terminal, port) as process:
        parts = children(process.pid)
        process.kill()
        process.wait()
        assert gone(parts)


def test_the_embedded_database_stops_with_the_last_program() -> None:
    with installation("serve") as (terminal, service):
        service.detach()
        assert not (terminal.home / "database" / "data" / "postmaster.pid").exists()
        port = free_port()
        with served(terminal, port) as process:
            assert process.stdout
            assert "embedded" in process.stdout.readline()
            assert "no account here yet" in process.stdout.readline()
            assert status(port, "/healthz") == 200
        assert process.returncode == 0
        assert not (terminal.home / "database" / "data" / "postmaster.pid").exists()
        service.attach()


@pytest.mark.parametrize(
    ("origin", "host", "word"),
    [
        ("http://127.0.0.1:8000", "127.0.0.1", None),
        ("http://[::1]:8000", "::1", None),
        ("http://localhost:8000", "127.0.0.1", None),
        ("https://tactful.example", "::", None),
        ("http://tactful.example", "127.0.0.1", "not encrypted"),
        ("http://127.0.0.1:8000", "::", "TACTFUL_ORIGIN"),
    ],
)
def test_an_unwise_address_is_warned_of(origin: str, host: str, word: str | None) -> None:
    said = warnings(origin, host)
    assert len(said) == (word is not None)
    assert word is None or word in said[0]


@pytest.mark.parametrize("port", ["0", "65536", "-1"])
def test_a_port_is_one(reading: Terminal, port: str) -> None:
    assert reading.type("serve", f"--port={port}").code == 2
