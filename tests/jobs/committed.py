"""An account whose rows are really committed, for what a rolled-back test cannot show: kills, workers, two at once."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
from django.db import connection, connections

from tactful.accounts.wall.watch import walled_tables
from tactful.config.database import Service
from tests.actions.books import Books


@contextmanager
def committed_books(service: Service) -> Iterator[Books]:
    """Yield a committed account; every row of every account is gone afterwards."""
    with superuser(service) as inside:
        inside.execute("truncate accounts_account, accounts_login, procrastinate_jobs cascade")
    try:
        yield Books.founded()
    finally:
        connections.close_all()
        with superuser(service) as inside:
            inside.execute("truncate accounts_account, accounts_login, procrastinate_jobs cascade")
            left = [t for t in walled_tables() if _holds_rows(inside, t)]
            assert not left, f"rows left behind in {left}"


@contextmanager
def superuser(service: Service) -> Iterator[psycopg.Connection]:
    """Yield a superuser's connection to the database of this process."""
    with service.superuser(connection.settings_dict["NAME"]) as inside:
        yield inside


def in_a_child(work: Callable[[], object]) -> int:
    """Do the work in a forked process and return how it ended: its exit status, or minus the signal that killed it."""
    # A child that ended a connection of its parent's would end it for both.
    connections.close_all()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            work()
            status = 0
        finally:
            os._exit(status)
    _, ended = os.waitpid(child, 0)
    return -os.WTERMSIG(ended) if os.WIFSIGNALED(ended) else os.WEXITSTATUS(ended)


class KillAt:
    """A failpoint that kills its process, with no chance to clean up, when it is passed for the n-th time."""

    def __init__(self, count: int) -> None:
        self._left = count

    def __call__(self, _where: str) -> None:
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


def _holds_rows(inside: psycopg.Connection, table: str) -> bool:
    found = inside.execute(
        psycopg.sql.SQL("select 1 from {} limit 1").format(psycopg.sql.Identifier(table))
    ).fetchone()
    return found is not None
