"""A key ring of the test's own, and a table of sealed values that is gone afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from pytest_django import DjangoDbBlocker

from tactful.config.database import Service
from tactful.config.home import Home
from tests.jobs.committed import committed_books, superuser
from tests.keyring.things import TABLE, Things


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """An installation's folder of this test's own, in which the ring lies."""
    own = Home(tmp_path / "home")
    monkeypatch.setattr(settings, "HOME", own)
    return own


@pytest.fixture
def things(
    django_db_setup: None, database_service: Service, django_db_blocker: DjangoDbBlocker
) -> Iterator[Things]:
    """A table of sealed values of a committed account."""
    with django_db_blocker.unblock(), committed_books(database_service) as books:
        with superuser(database_service) as inside:
            inside.execute(
                f"create table {TABLE} (id bigserial primary key, account_id bigint, uid uuid, value bytea)"
            )
            inside.execute(f"grant select, insert, update, delete on {TABLE} to tactful_web")
            inside.execute(f"grant usage on {TABLE}_id_seq to tactful_web")
        try:
            yield Things(books.account)
        finally:
            with superuser(database_service) as inside:
                inside.execute(f"drop table {TABLE}")
