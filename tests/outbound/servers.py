"""Servers on this machine: one that counts who comes, and one that answers as a test says."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Canary:
    """Counts connections to a port of this machine, by whatever address of it."""

    port: int = 0
    came: list[str] = field(default_factory=list)


@contextmanager
def canary() -> Iterator[Canary]:
    """Listen on every address of this machine, of both kinds, until the end of the block."""
    found, sockets = Canary(), []
    for family, host in ((socket.AF_INET, "0.0.0.0"), (socket.AF_INET6, "::")):  # noqa: S104 (every one, on purpose)
        with suppress(OSError):
            listener = socket.socket(family, socket.SOCK_STREAM)
            if family == socket.AF_INET6:
                listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            listener.bind((host, found.port))
            found.port = listener.getsockname()[1]
            listener.listen()
            sockets.append(listener)

    def count(listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                connected, who = listener.accept()
                found.came.append(str(who[0]))
                connected.close()

    for listener in sockets:
        threading.Thread(target=count, args=(listener,), daemon=True).start()
    try:
        yield found
    finally:
        for listener in sockets:
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()


@dataclass(frozen=True)
class Got:
    """A request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


Handler = Callable[[BaseHTTPRequestHandler, Got], None]


@dataclass
class Chat:
    """A server and what it got."""

    port: int
    got: list[Got] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Its address, in plain HTTP."""
        return f"http://127.0.0.1:{self.port}"


def ok(handler: BaseHTTPRequestHandler, _: Got) -> None:
    """Answer as a chat does."""
    handler.send_response(200)
    handler.send_header("Content-Length", "2")
    handler.end_headers()
    handler.wfile.write(b"ok")


def status(code: int, **headers: str) -> Handler:
    """Answer with a status and these headers."""

    def answer(handler: BaseHTTPRequestHandler, _: Got) -> None:
        handler.send_response(code)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return answer


@contextmanager
def chat(answer: Handler = ok, *, tls: ssl.SSLContext | None = None) -> Iterator[Chat]:
    """Run a server on 127.0.0.1 until the end of the block."""
    found = Chat(0)

    class Handling(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _take(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            got = Got(
                self.command,
                self.path,
                {k.lower(): v for k, v in self.headers.items()},
                self.rfile.read(length),
            )
            found.got.append(got)
            with suppress(OSError):
                answer(self, got)
            self.close_connection = True

        do_POST = do_GET = do_PUT = _take  # noqa: N815 (the names that the standard library looks for)

        def log_message(self, *_: object) -> None:
            pass

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            pass

    server = Quiet(("127.0.0.1", 0), Handling)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    found.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)
