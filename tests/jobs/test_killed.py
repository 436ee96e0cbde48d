"""An import can be killed at any moment, and made again, and made twice at once: the facts end the same."""

from __future__ import annotations

import random
import signal
import threading
from functools import partial
from pathlib import Path

import pytest
from django.db import connection, connections

from tactful.jobs.feeds import delete_feed, run_feed, start_feed
from tests.actions.books import Books
from tests.jobs.committed import KillAt, in_a_child
from tests.jobs.files import write_mailbox

KILLS = 25
BATCH = 10


@pytest.fixture
def mailbox(tmp_path: Path) -> Path:
    """A mailbox of twelve batches."""
    return write_mailbox(tmp_path / "ada.mbox")


def test_killed_at_random_moments_and_made_again(committed: Books, mailbox: Path) -> None:
    books, ada = committed, committed.viewer(committed.ada)
    begun = start_feed(ada, path=mailbox)
    run_feed(books.account, begun.id, path=mailbox, batch=BATCH)
    uninterrupted = books.digest()
    delete_feed(ada, feed=begun.uid)
    empty = books.digest()
    assert empty != uninterrupted

    chance = random.Random(7)
    moments: set[int] = set()
    kills = 0
    while kills < KILLS:
        begun = start_feed(books.viewer(books.ada), path=mailbox)
        moment = chance.randrange(1, 75)
        again = partial(
            run_feed, books.account, begun.id, path=mailbox, batch=BATCH, failpoint=KillAt(moment)
        )
        ended = in_a_child(again)
        if ended == -signal.SIGKILL:
            kills += 1
            moments.add(moment)
        else:
            assert ended == 0, "the child failed by itself"
            assert books.digest() == uninterrupted
            delete_feed(books.viewer(books.ada), feed=begun.uid)
            assert books.digest() == empty
    assert len(moments) > 10
    begun = start_feed(books.viewer(books.ada), path=mailbox)
    report = run_feed(books.account, begun.id, path=mailbox, batch=BATCH)
    assert report is not None
    assert report.state == "done"
    assert books.digest() == uninterrupted


def test_a_lost_database_connection_costs_nothing(committed: Books, mailbox: Path) -> None:
    books = committed
    begun = start_feed(books.viewer(books.ada), path=mailbox)
    run_feed(books.account, begun.id, path=mailbox)
    uninterrupted = books.digest()
    delete_feed(books.viewer(books.ada), feed=begun.uid)
    lost: list[str] = []

    def lose(where: str) -> None:
        if where == "before progress" and len(lost) < 3:
            lost.append(where)
            with connection.cursor() as db:
                db.execute("select pg_terminate_backend(pg_backend_pid())")

    begun = start_feed(books.viewer(books.ada), path=mailbox)
    run_feed(books.account, begun.id, path=mailbox, batch=BATCH, failpoint=lose)
    assert len(lost) == 3
    assert books.digest() == uninterrupted


def test_two_runs_at_once_and_two_books_at_once(committed: Books, mailbox: Path) -> None:
    books = committed
    begun = [start_feed(books.viewer(member), path=mailbox) for member in (books.ada, books.ben)]
    for one in begun:
        run_feed(books.account, one.id, path=mailbox)
    one_by_one = books.digest()
    for one, member in zip(begun, (books.ada, books.ben), strict=True):
        delete_feed(books.viewer(member), feed=one.uid)

    begun = [start_feed(books.viewer(member), path=mailbox) for member in (books.ada, books.ada, books.ben)]
    assert begun[0].id == begun[1].id
    failed: list[BaseException] = []

    def run(feed: int) -> None:
        try:
            run_feed(books.account, feed, path=mailbox, batch=BATCH)
        except BaseException as error:  # noqa: BLE001 (handed to the test's own thread)
            failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(one.id,)) for one in begun]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    assert books.digest() == one_by_one
