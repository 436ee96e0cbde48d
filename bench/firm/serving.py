"""The product's real server on the firm, and clients that keep their connections."""

from __future__ import annotations

import http.client
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bench.firm.asking import standing_of
from bench.firm.home import Firm
from bench.firm.timing import Times

if TYPE_CHECKING:
    from tactful.cli.serving.parts import Part

HOST = "127.0.0.1"


@dataclass(frozen=True)
class Client:
    """A member with a session and a key."""

    member: int
    session: str
    token: str

    @property
    def page_headers(self) -> dict[str, str]:
        """What a signed-in browser sends."""
        return {"Host": HOST, "Cookie": f"session={self.session}"}

    @property
    def api_headers(self) -> dict[str, str]:
        """What a program with a key sends."""
        return {"Host": HOST, "Authorization": f"Bearer {self.token}"}


@contextmanager
def served(settings: str = "bench.firm.site.settings") -> Iterator[int]:
    """Serve as `tactful serve` does, two processes of four threads, without the worker of jobs; yield the port."""
    from tactful.cli.serving.parts import Listening, Part

    with socket.socket() as free:
        free.bind((HOST, 0))
        at = Listening(HOST, int(free.getsockname()[1]))
    where = [at.host, str(at.port), str(at.workers), str(at.threads)]
    web = Part(
        "web server",
        [sys.executable, "-m", "tactful.cli.serving.web", *where],
        {"TACTFUL_POOL": str(at.threads), "DJANGO_SETTINGS_MODULE": settings},
    )
    web.start()
    try:
        _wait_for(at.port, web)
        yield at.port
    finally:
        web.ask_to_stop()
        web.stop(time.monotonic() + 15)


def _wait_for(port: int, web: Part) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and not web.ended:
        try:
            Line(port).get("/healthz", {"Host": HOST})
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("the web server did not start; what it printed says why")


def client(firm: Firm, member: int) -> Client:
    """Sign a member in, and make them a key."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from tactful.accounts.models import Login, Membership
    from tactful.actions.keys import create_key

    with standing_of(firm, member) as standing:
        login = Login.objects.get(id=Membership.unchecked.get(id=firm.members[member]).login_id)
        key = create_key(standing.viewer, name="Bench")
    session = SessionStore()
    session[SESSION_KEY] = str(login.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = login.get_session_auth_hash()
    session.create()
    assert session.session_key is not None
    return Client(member, session.session_key, key.token)


class Line:
    """One kept connection."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._connection = http.client.HTTPConnection(HOST, port, timeout=300)

    def get(self, path: str, headers: dict[str, str]) -> tuple[float, bytes]:
        """Return the milliseconds of a request, and its body; AssertionError where it was not answered in order."""
        begun = time.perf_counter()
        try:
            self._connection.request("GET", path, headers=headers)
            answer = self._connection.getresponse()
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
            # An idle connection may be closed by the server at any time.
            self._connection = http.client.HTTPConnection(HOST, self._port, timeout=300)
            self._connection.request("GET", path, headers=headers)
            answer = self._connection.getresponse()
        body = answer.read()
        assert answer.status == 200, f"{path}: {answer.status}"
        return (time.perf_counter() - begun) * 1000, body

    def close(self) -> None:
        """Close it."""
        self._connection.close()


Ask = Callable[[Client], tuple[str, dict[str, str]]]


def at_once(
    port: int, clients: list[Client], ask: Ask, requests: int, *, check: Callable[[bytes], None]
) -> Times:
    """Let the clients ask side by side, `requests` in all; return the time of each."""
    found, faults = Times(), []
    share = max(1, requests // len(clients))

    def work(one: Client) -> None:
        line = Line(port)
        try:
            for _ in range(share):
                spent, body = line.get(*ask(one))
                check(body)
                found.spent.append(spent)
        except BaseException as fault:  # noqa: BLE001 (handed on below, to the thread that waits)
            faults.append(fault)
        finally:
            line.close()

    threads = [threading.Thread(target=work, args=(one,)) for one in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    return found


def several(clients: list[Client], count: int) -> list[Client]:
    """Return this many clients, members repeated where there are fewer."""
    return [clients[int(i)] for i in np.arange(count) % len(clients)]
