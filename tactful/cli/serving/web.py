"""The web server as a process: `python -m tactful.cli.serving.web HOST PORT WORKERS THREADS`."""

from __future__ import annotations

import sys

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from tactful.cli.serving.together import end_with_parent


def main(host: str, port: str, workers: str, threads: str) -> None:
    """Serve until a signal ends it."""
    end_with_parent()
    Granian(
        "tactful.config.wsgi:application",
        address=host,
        port=int(port),
        interface=Interfaces.WSGI,
        workers=int(workers),
        blocking_threads=int(threads),
        websockets=False,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
        process_name=None,
    ).serve()


if __name__ == "__main__":
    main(*sys.argv[1:])
