"""Run a reader in a child process that is ended when it takes too long or needs too much memory."""

from __future__ import annotations

import contextlib
import io
import os
import pickle  # nosec B403 (see _Answers)
import selectors
import struct
import subprocess  # nosec B404 (only our own module is started, without a shell)
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import IO, Any

import tactful
from tactful.intake import parsed
from tactful.intake.parsed import Origin, Rejected

SECONDS = 5
MEMORY = 1024 * 2**20
_START_SECONDS = 60
_LENGTH = struct.Struct(">Q")
_SAFE = {("datetime", "datetime"), ("datetime", "date"), ("datetime", "timezone"), ("datetime", "timedelta")}
#: The values of `parsed`, each by its own name: a name with dots would lead through any of them to all of Python.
_SAFE |= {
    (parsed.__name__, name)
    for name, value in vars(parsed).items()
    if isinstance(value, type)
    and value.__module__ == parsed.__name__
    and not issubclass(value, BaseException)
}


class _TooLong(Exception):
    pass


class _Gone(Exception):
    pass


class _Answers(pickle.Unpickler):
    """Reads the values of `parsed` and dates, and nothing else: a child that hostile input took over gains nothing."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in _SAFE:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} is not an answer")


class Guard:
    """A child process for items that may be hostile; started when first needed, started anew after one was ended.

    A context manager: the child ends with it. Not for use by several threads at once.
    """

    def __init__(self, *, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self._seconds = seconds
        self._memory = memory
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Guard:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def run(self, job: str, *arguments: Any) -> list[Any]:
        """The answer of a job of `worker`; a list with one Rejected where it took too long or did not survive.

        The last argument is the item's Origin.
        """
        origin: Origin = arguments[-1]
        try:
            child = self._started()
            _send(child, pickle.dumps((job, arguments)))
            answer = _receive(child, self._seconds, most=self._memory)
            found = _Answers(io.BytesIO(answer)).load()
            if not isinstance(found, list):
                raise _Gone
            return found
        except _TooLong:
            self.close()
            return [Rejected(f"takes longer than {self._seconds:g} seconds to read", origin)]
        except (_Gone, OSError, pickle.UnpicklingError, EOFError, AttributeError, ValueError):
            self.close()
            return [Rejected("takes too long or needs too much memory to read", origin)]

    def close(self) -> None:
        """End the child, if there is one."""
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        for pipe in (child.stdin, child.stdout):
            if pipe:
                with contextlib.suppress(OSError):
                    pipe.close()
        child.wait()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self.close()
            root = str(Path(tactful.__file__).parent.parent)
            path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH", ""))))
            # The child is told where the code lies and nothing of the rest: no database, no keys.
            kept = {
                name: os.environ[name]
                for name in ("PATH", "LANG", "LC_ALL", "TZ", "TZDIR")
                if name in os.environ
            }
            command = [
                sys.executable,
                "-P",
                "-m",
                "tactful.intake.worker",
                str(int(self._seconds) + 1),
                str(self._memory),
            ]
            self._child = subprocess.Popen(  # nosec B603 (fixed arguments)
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**kept, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"},
            )
            _receive(self._child, _START_SECONDS, most=self._memory)
        return self._child


def _send(child: subprocess.Popen[bytes], message: bytes) -> None:
    pipe = _open(child.stdin)
    pipe.write(_LENGTH.pack(len(message)))
    pipe.write(message)
    pipe.flush()


def _receive(child: subprocess.Popen[bytes], seconds: float, *, most: int) -> bytes:
    pipe = _open(child.stdout)
    until = time.monotonic() + seconds
    head = _read(pipe, _LENGTH.size, until)
    (length,) = _LENGTH.unpack(head)
    # No child that is as it should be says more than its own memory holds.
    if length > most:
        raise _Gone
    return _read(pipe, length, until)


def _open(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise _Gone
    return pipe


def _read(pipe: IO[bytes], size: int, until: float) -> bytes:
    parts: list[bytes] = []
    with selectors.DefaultSelector() as waiting:
        waiting.register(pipe.fileno(), selectors.EVENT_READ)
        while size:
            left = until - time.monotonic()
            if left <= 0 or not waiting.select(left):
                raise _TooLong
            part = os.read(pipe.fileno(), min(size, 2**20))
            if not part:
                raise _Gone
            parts.append(part)
            size -= len(part)
    return b"".join(parts)
