"""A confined process works on what it holds, and gets at nothing else."""

from __future__ import annotations

import subprocess
import sys

import pytest

TRIES = {
    "a file": "open('/etc/hostname')",
    "a new file": "open('/tmp/confined-wrote-this', 'w')",
    "a folder": "os.listdir('/')",
    "a connection": "socket.socket(socket.AF_INET, socket.SOCK_STREAM)",
    "a datagram": "socket.socket(socket.AF_INET, socket.SOCK_DGRAM)",
    "a program": "os.execv('/bin/true', ['true'])",
    "a child": "os.fork()",
    "a signal to another": "os.kill(os.getppid(), 0)",
    "another's memory": "libc.process_vm_readv(os.getppid(), None, 0, None, 0, 0)",
    "another's limits": "resource.prlimit(os.getppid(), resource.RLIMIT_NOFILE)",
    "memory as a file": "os.memfd_create('x')",
    "a hard link": "os.link('/etc/hostname', '/tmp/confined-linked-this')",
}


@pytest.fixture(autouse=True)
def can_confine() -> None:
    if (said := tried("1", confined=True)) != "1":
        pytest.skip(f"this system confines no process, and so draws no PDF: {said}")


@pytest.mark.parametrize("what", TRIES)
def test_it_gets_at_nothing(what: str) -> None:
    """Each is tried without, where it is not refused for this reason, and then confined."""
    said = tried(TRIES[what], confined=True)
    assert said in ("PermissionError", "-1 EPERM"), said
    assert tried(TRIES[what], confined=False) != said


def test_it_works_on() -> None:
    done = (
        "import hashlib, time; held = bytearray(200_000_000); said = hashlib.sha256(held).hexdigest()[:8];"
        " time.sleep(0.01); resource.setrlimit(resource.RLIMIT_CPU, (60, resource.RLIM_INFINITY)); said"
    )
    assert tried(done, confined=True) == tried(done, confined=False)


def tried(what: str, *, confined: bool) -> str:
    """Return the name of the error that a process has of it, or what it gives."""
    *before, last = what.split("; ")
    lines = [
        "import ctypes, errno, hashlib, os, resource, socket, time",
        "from tactful.intake.confined import confine",
        "libc = ctypes.CDLL(None, use_errno=True)",
        "confine()" if confined else "",
        "try:",
        *(f"    {line}" for line in before),
        f"    found = {last.strip()}",
        "    found = f'-1 {errno.errorcode[ctypes.get_errno()]}' if found == -1 else str(found)",
        "except OSError as error:",
        "    found = type(error).__name__",
        "os.write(1, found.encode())",
    ]
    done = subprocess.run([sys.executable, "-c", "\n".join(lines)], capture_output=True, check=False)
    return done.stdout.decode() or f"ended with {done.returncode}: {done.stderr.decode()[-200:]}"
