"""The ports at which the bot listens: within limits of connections, time, line length and size, and no relay.

One recipient to a mail: the second is told to come in a mail of its own, so that the one answer after DATA is true of
whoever was addressed; it is also what LMTP asks for. Nobody can sign in, nobody is told which addresses there are.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import ssl
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP
from django.conf import settings

from tactful.jobs.mailbot.taking import Addressed, close_guard, message, recipient

logger = logging.getLogger(__name__)

MOST_CONNECTIONS = 40
#: Seconds without a word, and from beginning to end.
SILENCE = 60.0
WHOLE = 600.0
#: Recipients that are none, to one connection.
MOST_WRONG = 3
MOST_OF_EACH = {"RCPT": 50, "MAIL": 50, "NOOP": 20, "RSET": 50, "DATA": 50, "*": 20}
WORKERS = 2


class BadPort(ValueError):
    """A setting of the bot that it cannot listen by; `str()` says which and what to do."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where one of the ports is."""

    host: str
    port: int

    @classmethod
    def read(cls, said: str, name: str) -> Place:
        """Return what a setting says as "host:port"; BadPort where that is none."""
        host, _, port = said.strip().rpartition(":")
        if not host or not port.isdecimal() or not 0 <= int(port) < 65536:
            raise BadPort(f'{name} is "host:port", such as 127.0.0.1:2525')
        return cls(host.strip("[]"), int(port))

    @property
    def is_loopback(self) -> bool:
        """Whether nobody but this machine reaches it."""
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"


class _Session:
    """What SMTP and LMTP have in common here: counted, and ended in time."""

    def __init__(self, *arguments: Any, bot: Bot, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._bot = bot
        self._end: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        if self._end is None:
            if len(self._bot.open) >= MOST_CONNECTIONS:
                transport.write(b"421 4.3.2 too many connections; come back later\r\n")
                transport.close()
                self._bot.turned_away.add(self)
            self._bot.open.add(self)
            self._end = asyncio.get_running_loop().call_later(WHOLE, transport.abort)
        super().connection_made(transport)  # type: ignore[misc]  # aiosmtpd's

    def connection_lost(self, error: Exception | None) -> None:
        self._bot.open.discard(self)
        self._bot.turned_away.discard(self)
        if self._end is not None:
            self._end.cancel()
        super().connection_lost(error)  # type: ignore[misc]  # aiosmtpd's

    async def push(self, status: Any) -> None:
        if self not in self._bot.turned_away:
            await super().push(status)  # type: ignore[misc]  # aiosmtpd's


class _Smtp(_Session, SMTP):
    called = "SMTP"


class _Lmtp(_Session, LMTP):
    called = "LMTP"


@dataclass
class Bot:
    """Answers what comes in at the ports. `executor` is where the database is asked and mails are read."""

    executor: Executor
    open: set[Any] = field(default_factory=set)
    turned_away: set[Any] = field(default_factory=set)

    async def handle_EHLO(  # noqa: N802 (aiosmtpd's name)
        self, _server: Any, session: Any, _envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return [one for one in responses if not one.startswith("250-AUTH")]

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802 (as above)
        if envelope.rcpt_tos:
            return "452 4.5.3 one recipient at a time; send it again for the next"
        found = await self._ask(recipient, envelope.mail_from, address)
        if isinstance(found, str):
            session.wrong = getattr(session, "wrong", 0) + 1
            if session.wrong > MOST_WRONG:
                # A moment later: the answer goes out first.
                asyncio.get_running_loop().call_later(0.1, _close, server)
                return "421 4.7.0 too many addresses that there are not; goodbye"
            return found
        envelope.rcpt_tos.append(address)
        envelope.to = found
        return "250 2.1.5 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 (as above)
        to: Addressed = envelope.to
        return str(await self._ask(message, to, bytes(envelope.content)))

    async def handle_VRFY(self, _server: Any, _session: Any, _envelope: Any, _address: str) -> str:  # noqa: N802 (as above)
        return "502 5.5.1 nobody is told which addresses there are"

    async def handle_exception(self, error: Exception) -> str:
        """Answer what went wrong here; the message is the sender's again."""
        logger.error("a session of the e-mail bot broke off", exc_info=error)
        return "451 4.3.0 something went wrong here; send it again"

    async def _ask(self, question: Callable[..., Any], *arguments: Any) -> Any:
        # Shielded: a sender that hangs up does not leave a thread in the middle of something that nobody waits for.
        work = asyncio.get_running_loop().run_in_executor(self.executor, question, *arguments)
        return await asyncio.shield(work)

    def session(self, kind: type[Any], tls: ssl.SSLContext | None, *, must: bool) -> Callable[[], Any]:
        """Return what makes a session of a port."""

        def made() -> Any:
            return kind(
                self,
                bot=self,
                hostname=settings.TACTFUL_BOT_DOMAIN,
                ident="Tactful",
                data_size_limit=settings.TACTFUL_BOT_LIMIT,
                enable_SMTPUTF8=False,
                timeout=SILENCE,
                tls_context=tls,
                require_starttls=must,
                auth_exclude_mechanism=["LOGIN", "PLAIN"],
                command_call_limit=dict(MOST_OF_EACH),
                loop=asyncio.get_running_loop(),
            )

        return made


def _close(server: Any) -> None:
    if server.transport is not None:
        server.transport.close()


def is_on() -> bool:
    """Return whether the operator has switched the bot on."""
    return bool(settings.TACTFUL_BOT_DOMAIN and (settings.TACTFUL_BOT_SMTP or settings.TACTFUL_BOT_LMTP))


def places() -> list[tuple[type[Any], Place]]:
    """Return where the bot listens, by its settings; BadPort where they do not do."""
    if not is_on():
        raise BadPort(
            "the e-mail bot is off: set TACTFUL_BOT_DOMAIN, and TACTFUL_BOT_SMTP or TACTFUL_BOT_LMTP"
        )
    found: list[tuple[type[Any], Place]] = []
    for kind, name in ((_Smtp, "TACTFUL_BOT_SMTP"), (_Lmtp, "TACTFUL_BOT_LMTP")):
        said = getattr(settings, name)
        if said:
            place = Place.read(said, name)
            if not place.is_loopback and not settings.TACTFUL_BOT_CERT:
                raise BadPort(
                    f"{name} is beyond this machine: set TACTFUL_BOT_CERT and TACTFUL_BOT_KEY for STARTTLS"
                )
            found.append((kind, place))
    return found


async def listen(executor: Executor, stopping: asyncio.Event, ready: Callable[[list[int]], None]) -> None:
    """Take mail until `stopping` is set; `ready` is told the ports' numbers, in the order of `places`."""
    # It writes each command down, and with it the secrets.
    logging.getLogger("mail.log").setLevel(logging.CRITICAL)
    logging.getLogger("mail.debug").setLevel(logging.CRITICAL)
    bot = Bot(executor)
    tls = None
    if settings.TACTFUL_BOT_CERT:
        tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        tls.load_cert_chain(settings.TACTFUL_BOT_CERT, settings.TACTFUL_BOT_KEY or None)
    servers = []
    loop = asyncio.get_running_loop()
    try:
        for kind, place in places():
            made = bot.session(kind, tls, must=tls is not None and not place.is_loopback)
            servers.append(await loop.create_server(made, place.host, place.port))
        ready([server.sockets[0].getsockname()[1] for server in servers])
        await stopping.wait()
    finally:
        for server in servers:
            server.close()
        for session in list(bot.open):
            _close(session)


def run(ready: Callable[[list[int]], None] = lambda _numbers: None) -> None:
    """Take mail until SIGTERM or Ctrl-C; `ready` as `listen` has it."""

    async def until_told() -> None:
        stopping = asyncio.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(name, stopping.set)
        await listen(executor, stopping, ready)

    executor = ThreadPoolExecutor(WORKERS, thread_name_prefix="mailbot")
    try:
        asyncio.run(until_told())
    finally:
        # What is being kept is kept to its end: nobody was told yet that it is.
        for _ in range(WORKERS):
            executor.submit(close_guard)
        executor.shutdown()
