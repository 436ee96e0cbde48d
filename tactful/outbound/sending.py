"""Sending a request to where it was found to lead: over a pinned connection, within a time, up to a size."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from ssl import SSLError
from threading import Lock, Timer
from urllib.parse import urljoin

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.response import HTTPResponse
from urllib3.util.ssl_match_hostname import CertificateError

from tactful.outbound.reach import Reach, Refused, Target, read_target

#: Redirects that keep method and body. The others turn what was sent into something else.
KEEPING = (307, 308)
TURNING = (301, 302, 303)
PIECE = 8_192
SLOW = "the address took too long to answer"


class Failed(Exception):
    """A request that got no answer to use. `str()` says so in words that hold nothing of what was sent."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds to connect, between two pieces of an answer, and in all; bytes of an answer; redirects followed."""

    connect: float = 5.0
    read: float = 10.0
    whole: float = 20.0
    size: int = 65_536
    redirects: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: `body` is at most as long as the limits say, and not decoded."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Sender:
    """Sends requests to addresses that people named. Each hop is read, resolved once and pinned by itself."""

    reach: Reach = field(default_factory=Reach)
    limits: Limits = field(default_factory=Limits)
    #: A file of authorities to trust in place of the system's.
    authorities: str | None = None

    def send(
        self,
        method: str,
        address: str,
        *,
        body: bytes | Iterable[bytes] = b"",
        headers: Mapping[str, str] | None = None,
        secret: Mapping[str, str] | None = None,
    ) -> Answer:
        """Send one request and return its answer, whatever its status.

        A `body` in pieces goes as it comes, once, and follows no redirect; its headers say how long it is. `secret` are
        headers that prove who asks: they go to the first address's own origin, and nowhere else. Refused
        where the address, or one that it leads on to, is not reached; Failed where no answer came, or too much of one.
        """
        until = time.monotonic() + self.limits.whole
        first = target = read_target(address)
        assert isinstance(body, bytes) or not self.limits.redirects, "what is gone cannot be sent again"
        for _ in range(self.limits.redirects + 1):
            sent = dict(headers or {}) | (dict(secret or {}) if target.origin == first.origin else {})
            answer = self._hop(method, target, self.reach.pinned(target), body, sent, until)
            onward = answer.headers.get("location")
            if answer.status not in (*KEEPING, *TURNING) or not onward or not self.limits.redirects:
                return answer
            if answer.status in TURNING and method != "GET":
                raise Refused(
                    "the address leads on to another one in a way that loses what is sent; enter that one"
                )
            target = self._onward(target, onward)
        raise Failed("the address leads on too often")

    @staticmethod
    def _onward(target: Target, onward: str) -> Target:
        here = f"{target.scheme}://{target.authority}{target.path}"
        try:
            following = read_target(urljoin(here, onward))
        except ValueError as error:
            raise error if isinstance(error, Refused) else Refused("the address leads on to none") from error
        if target.scheme == "https" and following.scheme == "http":
            raise Refused("the address leads on to one without encryption")
        return following

    def _hop(
        self,
        method: str,
        target: Target,
        ip: str,
        body: bytes | Iterable[bytes],
        headers: Mapping[str, str],
        until: float,
    ) -> Answer:
        left = until - time.monotonic()
        if left <= 0:
            raise Failed(SLOW)
        with _watched(left) as watch:
            try:
                with closing(
                    self._connection(target, ip, min(self.limits.connect, left), watch)
                ) as connection:
                    connection.connect()
                    connection.sock.settimeout(min(self.limits.read, left))
                    connection.request(
                        method,
                        target.path,
                        body=body or None,
                        headers={
                            "Host": target.authority,
                            "User-Agent": "Tactful",
                            "Accept-Encoding": "identity",
                            **headers,
                        },
                        preload_content=False,
                        decode_content=False,
                    )
                    with closing(connection.getresponse()) as answer:
                        said = {name.lower(): value for name, value in answer.headers.items()}
                        found = self._body(answer)
                        # Shut at its time, an answer looks as if it had ended by itself.
                        if watch.is_over:
                            raise Failed(SLOW)
                        return Answer(answer.status, said, found)
            except (HTTPError, HTTPException, OSError, ValueError) as error:
                # Without the cause: its text may hold the address, and that is a secret.
                raise Failed(SLOW if watch.is_over else _words(error)) from None

    def _connection(self, target: Target, ip: str, timeout: float, watch: _Watch) -> HTTPConnection:
        """Return a connection to the pinned IP address; over TLS the certificate is the host's."""
        made: _Plain | _Encrypted
        if target.scheme == "http":
            made = _Plain(ip, target.port, timeout=timeout)
        else:
            made = _Encrypted(
                ip,
                target.port,
                timeout=timeout,
                cert_reqs="CERT_REQUIRED",
                ca_certs=self.authorities,
                server_hostname=target.host,
                assert_hostname=target.host,
            )
        made.watch = watch
        return made

    def _body(self, answer: HTTPResponse) -> bytes:
        pieces, size = [], 0
        while piece := answer.read1(PIECE, decode_content=False):
            size += len(piece)
            if size > self.limits.size:
                raise Failed("the address answered with too much")
            pieces.append(piece)
        return b"".join(pieces)


class _Watch:
    """Ends a connection at its time, whatever it is doing: each of its steps may be slow in small pieces."""

    def __init__(self) -> None:
        self.is_over = False
        self._sockets: list[socket.socket] = []
        self._lock = Lock()

    def over(self, connected: socket.socket) -> None:
        """Watch a connection. It is watched by a copy, for encryption takes the socket itself into its own."""
        with self._lock:
            self._sockets.append(connected.dup())
        if self.is_over:
            self.end()

    def end(self) -> None:
        """Shut what is watched."""
        self.is_over = True
        with self._lock:
            for one in self._sockets:
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Watch no longer."""
        with self._lock:
            for one in self._sockets:
                one.close()
            self._sockets.clear()


@contextmanager
def _watched(seconds: float) -> Iterator[_Watch]:
    watch = _Watch()
    timer = Timer(seconds, watch.end)
    timer.daemon = True
    timer.start()
    try:
        yield watch
    finally:
        timer.cancel()
        watch.close()


class _Plain(HTTPConnection):
    watch: _Watch

    def _new_conn(self) -> socket.socket:
        connected = super()._new_conn()
        self.watch.over(connected)
        return connected


class _Encrypted(HTTPSConnection):
    watch: _Watch

    def _new_conn(self) -> socket.socket:
        connected = super()._new_conn()
        self.watch.over(connected)
        return connected


def _words(error: Exception) -> str:
    name = type(error).__name__
    if "Timeout" in name or isinstance(error, TimeoutError):
        return SLOW
    if isinstance(error, (SSLError, CertificateError)):
        return "the address has no certificate that can be trusted"
    return "the address does not answer"
