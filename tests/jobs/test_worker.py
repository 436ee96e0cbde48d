"""Uploads are imported in the background, by a worker that may be killed."""

from __future__ import annotations

import json
import os
import signal
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from procrastinate.contrib.django import app

from tactful.accounts.chunks import TooLarge
from tactful.actions.imports.feeds import report_of
from tactful.config.home import Home
from tactful.jobs import tasks, worker
from tactful.jobs.feeds import run_feed, spool, upload_feed
from tests.actions.books import ZOE, Books
from tests.jobs.committed import in_a_child
from tests.jobs.files import SECRET, write_mailbox


def files_of(home: Home) -> list[Path]:
    """What lies in the spool."""
    folder = home.path / "spool"
    return sorted(path for path in folder.rglob("*") if path.is_file()) if folder.exists() else []


@pytest.fixture
def content(tmp_path: Path) -> bytes:
    """A mailbox as it is uploaded."""
    return write_mailbox(tmp_path / "ada.mbox").read_bytes()


def jobs() -> list[tuple[Any, ...]]:
    """(name, status, arguments) of the imports in the queue."""
    with connection.cursor() as db:
        db.execute(
            "select task_name, status::text, args::text from procrastinate_jobs"
            " where queue_name = 'imports' order by id"
        )
        return [(name, status, json.loads(args)) for name, status, args in db.fetchall()]


@pytest.mark.rule("A27")
def test_an_upload_is_imported_and_erased(committed: Books, content: bytes, home: Home) -> None:
    begun = upload_feed(committed.viewer(committed.ada), [content], name="ada.mbox")
    (lying,) = files_of(home)
    assert SECRET.encode() not in lying.read_bytes()
    ((_, status, arguments),) = jobs()
    assert status == "todo"
    assert set(arguments) == {"account_id", "feed_id"}
    worker.run(wait=False)
    report = report_of(committed.account, begun.id)
    assert (report.state, report.mails) == ("done", 102)
    assert committed.ties(committed.ada)[ZOE][0] > 0
    assert files_of(home) == []


def test_a_worker_in_a_thread_does_jobs_until_it_is_stopped(committed: Books, content: bytes) -> None:
    import time

    with worker.working():
        begun = upload_feed(committed.viewer(committed.ada), [content], name="ada.mbox")
        for _ in range(600):
            if report_of(committed.account, begun.id).state == "done":
                break
            time.sleep(0.1)
    assert report_of(committed.account, begun.id).state == "done"


def test_the_job_of_a_killed_worker_is_taken_up_by_another(
    committed: Books, content: bytes, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = upload_feed(committed.viewer(committed.ada), [content], name="ada.mbox")

    def kill(where: str) -> None:
        if where == "before scores":
            os.kill(os.getpid(), signal.SIGKILL)

    def killed(account_id: int, feed_id: int) -> None:
        run_feed(account_id, feed_id, batch=10, failpoint=kill)

    with monkeypatch.context() as patched:
        patched.setattr(tasks, "run_feed", killed)
        assert in_a_child(lambda: worker.run(wait=False)) == -signal.SIGKILL
    assert jobs()[0][1] == "doing"
    assert len(files_of(home)) == 1
    with connection.cursor() as db:
        db.execute("update procrastinate_workers set last_heartbeat = now() - interval '1 minute'")
    app.configure_task("retry stalled jobs").defer(timestamp=0)
    worker.run(wait=False)
    worker.run(wait=False)
    assert report_of(committed.account, begun.id).state == "done"
    assert files_of(home) == []


@pytest.mark.rule("A27")
def test_an_import_that_never_succeeds_says_so_and_erases_the_upload(
    committed: Books, content: bytes, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = upload_feed(committed.viewer(committed.ada), [content], name="ada.mbox")

    def broken(*_: object) -> None:
        raise RuntimeError("a fault of our own")

    monkeypatch.setattr(tasks, "run_feed", broken)
    for _ in range(tasks.ATTEMPTS):
        with connection.cursor() as db:
            db.execute("update procrastinate_jobs set scheduled_at = null where status = 'todo'")
        worker.run(wait=False)
    report = report_of(committed.account, begun.id)
    assert report.state == "failed"
    assert report.error.startswith("the import broke off")
    assert files_of(home) == []


def test_an_upload_too_large_leaves_neither_feed_nor_file(books: Books, content: bytes, home: Home) -> None:
    with pytest.raises(TooLarge):
        upload_feed(books.viewer(books.ada), [content], name="ada.mbox", limit=1000)
    assert books.count("feed") == 0
    assert files_of(home) == []


def test_clockwork_scores_every_account_and_cleans_the_spool(
    committed: Books, content: bytes, home: Home
) -> None:
    begun = upload_feed(committed.viewer(committed.ada), [content], name="ada.mbox")
    orphan = spool().take([content]).path
    for path in files_of(home):
        os.utime(path, (0, 0))
    tasks.clean_spool(timestamp=0)
    assert not orphan.exists()
    assert spool().has(begun.uid)
    worker.run(wait=False)
    committed.rows("update records_tie set s = 1, scored_on = '2001-01-01' returning 1")
    tasks.rescore(timestamp=0)
    days = committed.rows("select distinct scored_on from records_tie")
    assert days == [(datetime.now(UTC).date(),)]


def test_the_same_upload_again_while_the_first_waits_is_one_job(
    committed: Books, content: bytes, home: Home
) -> None:
    first = upload_feed(committed.viewer(committed.ada), [content], name="ada.mbox")
    again = upload_feed(committed.viewer(committed.ada), [content], name="again.mbox")
    assert again.id == first.id
    assert len(jobs()) == 1
    assert len(files_of(home)) == 1
    worker.run(wait=False)
    third = upload_feed(committed.viewer(committed.ada), [content], name="ada.mbox")
    assert third.id == first.id
    assert len(jobs()) == 2
    worker.run(wait=False)
    assert report_of(committed.account, first.id).state == "done"
    assert files_of(home) == []
