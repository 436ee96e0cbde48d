"""The same mail twice at once is one note; killed at any step, nothing of it is there, and then all of it (A18)."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from email import policy
from functools import partial
from typing import Any

import pytest
from django.db import connections

from tactful.accounts.wall import acting
from tactful.actions import note_mails
from tactful.actions.bot_addresses import make_bot_address
from tactful.jobs.mailbot import taking
from tactful.records.content import Item
from tactful.records.files import FileVersion, StoredContent
from tactful.records.mailbot import BotMail
from tactful.sharing.models import Event
from tests.actions.books import ADA, Books
from tests.jobs.bot import mail
from tests.jobs.committed import in_a_child

pytestmark = pytest.mark.rule("A18")


def addressed(books: Books) -> taking.Addressed:
    with acting(books.account):
        address = make_bot_address(books.viewer(books.ada))
    found = taking.recipient(ADA, address)
    assert isinstance(found, taking.Addressed)
    return found


def raw() -> bytes:
    made = mail(sender=ADA)
    for name in ("one.bin", "other.bin"):
        made.add_attachment(name.encode(), maintype="application", subtype="octet-stream", filename=name)
    return made.as_bytes(policy=policy.SMTP)


def kept(books: Books) -> tuple[int, ...]:
    with acting(books.account):
        return (
            *(table.unchecked.count() for table in (Item, BotMail, FileVersion, StoredContent)),
            Event.unchecked.exclude(deed__startswith="bot address").count(),
        )


def test_the_same_mail_twice_at_once_makes_one_note(committed: Books) -> None:
    to, message = addressed(committed), raw()
    before = kept(committed)
    at_once = threading.Barrier(4)
    said: list[str] = []

    def work() -> None:
        at_once.wait()
        try:
            said.append(taking.message(to, message))
        finally:
            taking.close_guard()
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert said == [taking.TAKEN] * 4
    assert [one - was for one, was in zip(kept(committed), before, strict=True)][:4] == [3, 1, 2, 2]


def dying(step: Callable[..., Any], *, before: bool) -> Callable[..., Any]:
    """The step, before or after which its process is gone."""

    def last(*arguments: Any, **named: Any) -> Any:
        if not before:
            step(*arguments, **named)
        os.kill(os.getpid(), signal.SIGKILL)

    return last


STEPS = ("add_item", "upload_file", "remember")


@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
@pytest.mark.parametrize("step", STEPS)
def test_killed_at_a_step_nothing_of_it_is_there(
    committed: Books, monkeypatch: pytest.MonkeyPatch, step: str, before: bool
) -> None:
    to, message = addressed(committed), raw()
    empty = kept(committed)
    with monkeypatch.context() as patched:
        patched.setattr(note_mails, step, dying(getattr(note_mails, step), before=before))
        assert in_a_child(partial(taking.message, to, message)) == -signal.SIGKILL
    assert kept(committed) == empty
    try:
        assert taking.message(to, message) == taking.TAKEN
    finally:
        taking.close_guard()
    assert kept(committed)[:4] == (3, 1, 2, 2)
