"""New notes are pushed in the background: jobs of ids alone, in order, tried again, by a worker (A35)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from tactful.accounts.wall import acting
from tactful.actions.audiences import ChosenAudience
from tactful.actions.items import Writing, write_item
from tactful.actions.pushes import add_push, remove_push
from tactful.actions.texts import text_of_plain
from tactful.jobs import worker
from tactful.jobs.pushes import defer_new, forget_old
from tactful.records.pushes import Delivery
from tactful.visibility.pushes import PushSeen, my_pushes
from tests.actions.books import Books
from tests.outbound.servers import Chat, Got, chat, ok

pytestmark = pytest.mark.rule("A35")


@pytest.fixture(autouse=True)
def allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The operator allows this machine."""
    monkeypatch.setattr(settings, "TACTFUL_OUTBOUND", "127.0.0.1")


@pytest.fixture
def failing() -> Iterator[tuple[Chat, list[int]]]:
    """A chat that answers with these statuses first, then well."""
    statuses: list[int] = []

    def answer(handler: BaseHTTPRequestHandler, got: Got) -> None:
        if statuses:
            handler.send_response(statuses.pop(0))
            handler.send_header("Content-Length", "0")
            handler.end_headers()
        else:
            ok(handler, got)

    with chat(answer) as room:
        yield room, statuses


def add(books: Books, room: Chat) -> PushSeen:
    """Let Ada have all notes pushed."""
    with acting(books.account):
        return add_push(
            books.viewer(books.ada), name="Channel", address=f"{room.address}/secret", scope="all"
        )


def write(books: Books, *notes: str) -> None:
    """Let Ada write these for Everyone."""
    for words in notes:
        with acting(books.account):
            write_item(
                books.viewer(books.ada),
                Writing("note", text_of_plain(words), audience=ChosenAudience("everyone")),
            )


def said(room: Chat) -> list[str]:
    """The words that arrived, in their order."""
    return [json.loads(got.body)["text"].split("\n")[1] for got in room.got]


def jobs() -> list[tuple[Any, ...]]:
    """(status, arguments, lock) of the pushes in the queue."""
    with connection.cursor() as db:
        db.execute(
            "select status::text, args::text, lock from procrastinate_jobs where queue_name = 'pushes' order by id"
        )
        return [(status, json.loads(args), lock) for status, args, lock in db.fetchall()]


def at_once() -> None:
    """Let what waits for another attempt not wait."""
    with connection.cursor() as db:
        db.execute("update procrastinate_jobs set scheduled_at = null where status = 'todo'")


def test_a_worker_sends_what_is_new(committed: Books, failing: tuple[Chat, list[int]]) -> None:
    room, _ = failing
    add(committed, room)
    write(committed, "one", "two", "three")
    assert defer_new() == 3
    assert defer_new() == 0
    found = jobs()
    assert all(set(arguments) == {"account_id", "delivery_id"} for _, arguments, _ in found)
    assert len({lock for _, _, lock in found}) == 1, "one at a time, in their order"
    assert "one" not in repr(found)
    assert "secret" not in repr(found)
    for _ in range(3):
        # A worker that does not wait goes when what is left waits for what it is doing.
        worker.run(wait=False)
    assert said(room) == ["one", "two", "three"]
    assert {status for status, _, _ in jobs()} == {"succeeded"}
    with acting(committed.account):
        assert set(Delivery.unchecked.values_list("state", flat=True)) == {"sent"}


def test_what_does_not_arrive_is_tried_again(committed: Books, failing: tuple[Chat, list[int]]) -> None:
    room, statuses = failing
    statuses += [503, 500, 429]
    add(committed, room)
    write(committed, "one")
    defer_new()
    for tries in (1, 2, 3):
        worker.run(wait=False)
        assert len(room.got) == tries
        ((status, _, _),) = jobs()
        assert status == "todo"
        with connection.cursor() as db:
            db.execute("select scheduled_at > now() from procrastinate_jobs where queue_name = 'pushes'")
            assert db.fetchone() == (True,), "not at once"
        at_once()
    worker.run(wait=False)
    assert said(room) == ["one"] * 4
    with acting(committed.account):
        (push,) = my_pushes(committed.viewer(committed.ada))
    assert (push.paused, push.trouble) == (False, "")


def test_a_chat_that_is_gone_pauses_its_push_after_the_last_attempt(
    committed: Books, failing: tuple[Chat, list[int]]
) -> None:
    room, statuses = failing
    statuses += [503] * 20
    add(committed, room)
    write(committed, "one", "two")
    defer_new()
    for _ in range(8):
        worker.run(wait=False)
        at_once()
    assert said(room) == ["one"] * 6, "the second is not even tried: the push is paused by then"
    with acting(committed.account):
        (push,) = my_pushes(committed.viewer(committed.ada))
        assert set(Delivery.unchecked.values_list("state", flat=True)) == {"failed", "dropped"}
    assert (push.paused, push.trouble) == (True, "the chat answered with 503")
    write(committed, "three")
    assert defer_new() == 0


def test_what_was_removed_meanwhile_is_not_sent(committed: Books, failing: tuple[Chat, list[int]]) -> None:
    room, _ = failing
    push = add(committed, room)
    write(committed, "one")
    defer_new()
    with acting(committed.account):
        remove_push(committed.viewer(committed.ada), push=push.uid)
    worker.run(wait=False)
    assert room.got == []
    assert {status for status, _, _ in jobs()} == {"succeeded"}


def test_what_is_old_is_forgotten_and_not_sent_again(
    committed: Books, failing: tuple[Chat, list[int]]
) -> None:
    room, _ = failing
    add(committed, room)
    write(committed, "one")
    defer_new()
    worker.run(wait=False)
    forget_old()
    with acting(committed.account):
        assert Delivery.unchecked.count() == 1
        with connection.cursor() as db:
            db.execute("update records_delivery set at = now() - interval '3 days'")
            db.execute("update records_item set written_at = now() - interval '3 days'")
    forget_old()
    with acting(committed.account):
        assert Delivery.unchecked.count() == 0
    assert defer_new() == 0
    assert said(room) == ["one"]
