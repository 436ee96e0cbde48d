"""A server on loopback that speaks WebDAV: a folder of this machine, for one user with a password."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from werkzeug.wsgi import get_input_stream
from wsgidav.wsgidav_app import WsgiDAVApp

USER, PASSWORD = "archive", "pass:wörd"


@dataclass(frozen=True, slots=True)
class Dav:
    """A running server: its address, and the folder in which lies what it took."""

    address: str
    folder: Path

    def lying(self) -> dict[str, bytes]:
        """Return what lies there, by its way from the folder."""
        return {
            str(path.relative_to(self.folder)): path.read_bytes()
            for path in self.folder.rglob("*")
            if path.is_file()
        }


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


@contextmanager
def dav(folder: Path) -> Iterator[Dav]:
    """Run a server on 127.0.0.1 until the end of the block."""
    app = WsgiDAVApp(
        {
            "provider_mapping": {"/": str(folder)},
            "simple_dc": {"user_mapping": {"*": {USER: {"password": PASSWORD}}}},
            "http_authenticator": {"accept_basic": True, "accept_digest": False, "default_to_digest": False},
            "property_manager": True,
            "lock_storage": True,
            "verbose": 0,
            "logging": {"enable": False},
        }
    )

    def ending(environ: dict[str, Any], start_response: Any) -> Any:
        # The server of the standard library hands the connection on, and reading it to its end waits for ever.
        environ["wsgi.input"] = get_input_stream(environ)
        return app(environ, start_response)

    with make_server("127.0.0.1", 0, ending, _Server, _Quiet) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield Dav(f"http://127.0.0.1:{server.server_port}", folder)
        server.shutdown()
        thread.join()
