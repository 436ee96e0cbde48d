"""`tactful serve`: the pages, the API and the jobs, until it is told to stop."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from ipaddress import ip_address
from urllib.parse import urlsplit

from tactful.cli.command import Command
from tactful.cli.ending import OK, USAGE, Ended
from tactful.cli.printing import complain, say
from tactful.cli.serving.parts import Listening, keep_serving, refuse_taken, serving

_EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 (compared, not bound)  # nosec B104


def add_listening(parser: ArgumentParser) -> None:
    """Add --host, --port, --workers and --threads."""
    given = Listening()
    parser.add_argument(
        "--host",
        default=given.host,
        help=f"the address to listen at: {given.host} if not said, this machine alone",
    )
    parser.add_argument("--port", type=int, default=given.port, help=f"the port: {given.port} if not said")
    parser.add_argument(
        "--workers",
        type=int,
        default=given.workers,
        metavar="N",
        help=f"server processes: {given.workers} if not said",
    )
    parser.add_argument(
        "--threads",
        type=int,
        default=given.threads,
        metavar="N",
        help=f"threads of each: {given.threads} if not said",
    )


def listening_at(options: Namespace) -> Listening:
    """Return where to listen, and let links lead there unless TACTFUL_ORIGIN says where people come in."""
    if not (0 < options.port < 65536 and options.workers > 0 and options.threads > 0):
        raise Ended("--port is between 1 and 65535; --workers and --threads are at least 1.", USAGE)
    host = "127.0.0.1" if options.host in _EVERYWHERE else options.host
    shown = f"[{host}]" if ":" in host else host
    os.environ.setdefault("TACTFUL_ORIGIN", f"http://{shown}:{options.port}")
    return Listening(options.host, options.port, options.workers, options.threads)


def run(options: Namespace) -> int:
    """Serve until SIGTERM or Ctrl-C."""
    from tactful.cli.ground import ready

    listening = listening_at(options)
    refuse_taken(listening)
    with ready(migrate=True) as service:
        from tactful.accounts.gate import all_accounts

        refuse_unreachable()
        is_new = not all_accounts()
        where = f"embedded, in {service.home.path}" if service.is_embedded else service.addresses.web.host
        bot = _bot()
        with serving(listening, bot=bot) as parts:
            say(f"Tactful is at {os.environ['TACTFUL_ORIGIN']}")
            say(f"The database is {where}. Ctrl-C stops everything.")
            if is_new:
                say("There is no account here yet: the first visit sets one up, or `tactful setup`.")
            for warning in warnings(os.environ["TACTFUL_ORIGIN"], options.host):
                complain(warning)
            keep_serving(parts)
    say("Stopped.")
    return OK


def refuse_unreachable() -> None:
    """Raise Ended where nothing that is installed reaches the place that TACTFUL_FILES names; it is not asked yet."""
    from tactful.records.place import NotAnswering
    from tactful.records.store import store

    try:
        store()
    except NotAnswering as error:
        raise Ended(f"{error}.") from error


def _bot() -> bool:
    """Return whether the e-mail bot is to be started; Ended where its settings do not do."""
    from tactful.cli.ground import sentence
    from tactful.jobs.mailbot.port import BadPort, is_on, places

    if not is_on():
        return False
    try:
        places()
    except BadPort as error:
        raise Ended(sentence(error)) from error
    return True


def warnings(origin: str, host: str) -> list[str]:
    """Return what is unwise about where people come in."""
    named = urlsplit(origin)
    found = []
    if named.scheme != "https" and not _is_loopback(named.hostname or ""):
        found.append(
            f"Warning: people come in at {origin}, which is not encrypted. Put a proxy that ends TLS in front, and set "
            "TACTFUL_ORIGIN to its https address."
        )
    elif host in _EVERYWHERE and _is_loopback(named.hostname or ""):
        found.append(
            f"Warning: it listens to everybody, and answers {origin} alone. Set TACTFUL_ORIGIN to the address that "
            "people type."
        )
    return found


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


COMMAND = Command(
    "serve",
    "serve the pages and the API, and do the jobs, until it is stopped",
    add_listening,
    run,
    story="Starts the embedded database, unless DATABASE_URL names a server; brings its tables to this version; opens "
    "nothing else. SIGTERM and Ctrl-C stop all of it in order.",
    examples=(
        "tactful serve",
        "TACTFUL_ORIGIN=https://tactful.example.com tactful serve --host 127.0.0.1 --port 8100",
    ),
)
