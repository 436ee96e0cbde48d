"""The e-mail bot at ports of its own, which works in a test's transaction."""

from __future__ import annotations

import asyncio
import smtplib
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from email import policy
from email.message import EmailMessage
from typing import Any

import pytest
from django.conf import settings
from django.db import connections

from tactful.jobs.mailbot import taking
from tactful.jobs.mailbot.port import listen


@contextmanager
def listening(monkeypatch: pytest.MonkeyPatch, **set_to: Any) -> Iterator[list[int]]:
    """Yield the numbers of the SMTP and the LMTP port."""
    for name, value in {"SMTP": "127.0.0.1:0", "LMTP": "127.0.0.1:0", **set_to}.items():
        monkeypatch.setattr(settings, f"TACTFUL_BOT_{name}", value)
    # The bot's thread uses the connection of the test, whose transaction nobody else sees; the test waits meanwhile.
    ours = connections["default"]
    ours.inc_thread_sharing()

    def share() -> None:
        connections["default"] = ours

    monkeypatch.setattr(taking, "close_old_connections", lambda: None)
    executor = ThreadPoolExecutor(1, initializer=share)
    numbers: list[int] = []
    ready = threading.Event()
    told: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = []

    def known(found: list[int]) -> None:
        numbers.extend(found)
        ready.set()

    async def work() -> None:
        stop = asyncio.Event()
        told.append((asyncio.get_running_loop(), stop))
        await listen(executor, stop, known)

    thread = threading.Thread(target=asyncio.run, args=(work(),))
    thread.start()
    try:
        assert ready.wait(20)
        yield numbers
    finally:
        loop, stop = told[0]
        loop.call_soon_threadsafe(stop.set)
        thread.join(20)
        executor.submit(taking.close_guard).result(20)
        executor.shutdown()
        ours.dec_thread_sharing()


def mail(
    sender: str = "ada@hearth.example",
    to: str = "jon.falk@brightwater.example",
    words: str = "Prefers mornings.",
    subject: str = "Call with Jon",
    **headers: str,
) -> EmailMessage:
    """A mail as a person writes it."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, to, subject
    made["Message-ID"] = headers.pop("message_id", "<one@hearth.example>")
    made["Date"] = "Thu, 26 Nov 2026 10:00:00 +0000"
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(words)
    return made


def send(
    port: int,
    to: str,
    message: EmailMessage | bytes,
    *,
    envelope: str = "ada@hearth.example",
    lmtp: bool = False,
) -> int:
    """Hand a mail to the port, and return the code that was answered last."""
    raw = message if isinstance(message, bytes) else message.as_bytes(policy=policy.SMTP)
    kind = smtplib.LMTP if lmtp else smtplib.SMTP
    with kind("127.0.0.1", port) as client:
        client.ehlo()
        client.mail(envelope)
        code, _ = client.rcpt(to)
        if code == 250:
            code, _ = client.data(raw)
        with suppress(smtplib.SMTPServerDisconnected):
            client.rset()
        return int(code)
