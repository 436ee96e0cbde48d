"""What tests of background work stand on: a spool of their own, and an account that is rolled back or committed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from pytest_django import DjangoDbBlocker

from tactful.config.database import Service
from tactful.config.home import Home
from tests.actions.books import Books
from tests.jobs.committed import committed_books


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """An installation's folder of this test's own, in which the spool lies."""
    own = Home(tmp_path / "home")
    monkeypatch.setattr(settings, "HOME", own)
    return own


@pytest.fixture
def books(db: None) -> Books:
    """An account of two members with empty books, rolled back afterwards."""
    return Books.founded()


@pytest.fixture
def committed(
    django_db_setup: None, database_service: Service, django_db_blocker: DjangoDbBlocker
) -> Iterator[Books]:
    """An account of two members, really committed, and gone afterwards."""
    with django_db_blocker.unblock(), committed_books(database_service) as books:
        yield books
