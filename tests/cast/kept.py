"""A database in which the cast stands, gathered once for each process: gathering costs more than most tests do."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

from tactful.config.database import Service
from tests.cast.cast import Cast
from tests.cast.outside import days_ago
from tests.database.clones import LOCK, template_name


@dataclass
class KeptCast:
    """The cast in a database of their own. Whoever is led there takes back what they do."""

    service: Service
    _cast: Cast | None = None
    _day: datetime | None = None
    _names: list[str] = field(default_factory=list)
    #: The connection to that database, which stays open while tests that need an empty one use another.
    _there: BaseDatabaseWrapper | None = None

    def copy(self) -> Cast:
        """Return the cast, as they stand in the database that one has been led to."""
        assert self._cast is not None, "the cast is gathered by whoever leads there"
        return replace(self._cast, accounts={**self._cast.accounts}, places={**self._cast.places})

    @contextmanager
    def led_there(self) -> Iterator[None]:
        """Lead both of Django's connections there inside, and back afterwards."""
        if self._day != days_ago(0):
            # Their mails are some days old: on another day, others.
            self._gather()
        with self._led():
            yield

    def end(self) -> None:
        """Drop what was made."""
        if self._there is not None:
            self._there.close()
        with self.service.superuser("postgres") as superuser:
            for name in self._names:
                superuser.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))

    def _gather(self) -> None:
        if self._there is not None:
            self._there.close()
        self._there = connections.create_connection("default")
        self._day = days_ago(0)
        self._names.append(f"test_{os.getpid()}_cast_{len(self._names)}")
        with self.service.superuser("postgres") as superuser:
            superuser.execute("select pg_advisory_lock(%s)", [LOCK])  # until the connection ends
            self.service.bootstrap(self._names[-1], template_name())
        with self._led(), transaction.atomic():
            self._cast = Cast.gathered()
        with self.service.superuser(self._names[-1]) as superuser:
            superuser.execute("analyze")

    @contextmanager
    def _led(self) -> Iterator[None]:
        assert self._there is not None
        before, aliases = connections["default"], ("default", "owner")
        name = connections.settings["default"]["NAME"]
        connections["owner"].close()
        for alias in aliases:
            connections.settings[alias]["NAME"] = self._names[-1]
        connections["default"] = self._there
        try:
            yield
        finally:
            connections["owner"].close()
            for alias in aliases:
                connections.settings[alias]["NAME"] = name
            connections["default"] = before
