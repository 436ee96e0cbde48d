"""The two processes that serve, kept running until the program is told to stop."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from tactful.cli.ending import Ended
from tactful.cli.printing import complain

_LOOK_SECONDS = 0.2
_READY_SECONDS = 60.0
_STOP_SECONDS = 15.0
_LONGEST_PAUSE = 30.0


@dataclass(frozen=True)
class Listening:
    """Where and how the web server answers."""

    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 2
    threads: int = 4


@dataclass
class Part:
    """One process, started again where it ends by itself. `pause` is how long to wait before the next start."""

    name: str
    command: list[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = 1.0

    def start(self) -> None:
        """Start the process, in a session of its own: a terminal's Ctrl-C is for the program, which then stops it."""
        self.process = subprocess.Popen(
            self.command,
            env={**os.environ, **self.environment},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.started = time.monotonic()

    @property
    def ended(self) -> bool:
        """Return whether the process is gone."""
        return self.process is None or self.process.poll() is not None

    def keep_running(self) -> None:
        """Start the process anew some time after it ended by itself; longer after each time that did not last."""
        if not self.ended:
            return
        if self.process is not None:
            code = self.process.returncode
            self.process = None
            if time.monotonic() - self.started > _LONGEST_PAUSE:
                self.pause = 1.0
            complain(f"The {self.name} ended by itself ({code}); it starts again in {self.pause:.0f} s.")
            self.started = time.monotonic() + self.pause
            self.pause = min(_LONGEST_PAUSE, self.pause * 2)
        elif time.monotonic() >= self.started:
            self.start()

    def stop(self, until: float) -> None:
        """Wait until the process, which was asked to, has ended; kill it, with all that it started, if it does not."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def ask_to_stop(self) -> None:
        """Ask the process to end in order."""
        if not self.ended and self.process is not None:
            self.process.terminate()


@contextmanager
def serving(listening: Listening, *, bot: bool = False) -> Iterator[list[Part]]:
    """Serve inside: yield the parts once the server answers. Ended where the port is taken, or it does not start.

    `bot`: the e-mail bot is one of them.

    SIGTERM and Ctrl-C end the block wherever it stands, in order: to be told to stop is no failure once it serves.
    """
    refuse_taken(listening)
    module = [sys.executable, "-m"]
    where = [listening.host, str(listening.port), str(listening.workers), str(listening.threads)]
    pool = {"TACTFUL_POOL": os.environ.get("TACTFUL_POOL") or str(listening.threads)}
    web = Part("web server", [*module, "tactful.cli.serving.web", *where], pool)
    worker = Part("worker", [*module, "tactful.cli.serving.work"])
    parts = [web, worker]
    if bot:
        parts.append(Part("e-mail bot", [*module, "tactful.cli.serving.bot"]))
    try:
        for part in parts:
            part.start()
        _wait_until_ready(web, listening)
        with suppress(KeyboardInterrupt, SystemExit):
            yield parts
    finally:
        # Whoever presses Ctrl-C twice does not leave half of it running.
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        for part in parts:
            part.ask_to_stop()
        until = time.monotonic() + _STOP_SECONDS
        for part in parts:
            part.stop(until)
        signal.signal(signal.SIGINT, before)


def keep_serving(parts: list[Part]) -> None:
    """Keep the parts running until SIGTERM or Ctrl-C, which end the block of `serving`."""
    while True:
        time.sleep(_LOOK_SECONDS)
        for part in parts:
            part.keep_running()


def refuse_taken(listening: Listening) -> None:
    """Raise Ended where nobody can listen there: the server itself would share a port with another program."""
    family = socket.AF_INET6 if ":" in listening.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((listening.host, listening.port))
        except (OSError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise Ended(
                f"Nobody can listen at {listening.host}, port {listening.port}: {reason}. Say another with --port.",
                field="port",
            ) from error


def _wait_until_ready(web: Part, listening: Listening) -> None:
    until = time.monotonic() + _READY_SECONDS
    while not web.ended and time.monotonic() < until:
        if _answers(listening):
            return
        time.sleep(0.05)
    raise Ended("The web server did not start; what it printed says why.")


def _answers(listening: Listening) -> bool:
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(listening.host, listening.host)  # noqa: S104 (compared, not bound)  # nosec B104
    connection = http.client.HTTPConnection(host, listening.port, timeout=2)
    try:
        connection.request("GET", "/healthz", headers={"Host": "127.0.0.1"})
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
