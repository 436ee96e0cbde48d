"""What tests stand on: a PostgreSQL of their own, and a migrated database for each process, as the web role.

Each test runs in a transaction that is rolled back. The server outlives a test run only while another one uses it; its
data folder stays in `build/`, so that the next run starts in a moment.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from pytest_django import DjangoDbBlocker

from tactful.config.database import Service
from tactful.config.home import Home
from tests.database.clones import ROOT, cloned
from tests.database.schema import script_of

if TYPE_CHECKING:
    from tests.cast.kept import KeptCast

TEST_HOME = Home(ROOT / "build" / "test-home")
#: What takes longest, longest first: it begins, so that at the end no process waits for another's long test.
LONGEST = (
    "tests/leaks/test_twins.py",
    "tests/leaks/test_histories.py",
    "tests/browser/",
    "tests/leaks/",
    "tests/cli/",
)


def pytest_configure() -> None:
    """Keep tests out of the home of whoever runs them."""
    # Shells start what runs in the background deaf to Ctrl-C, and so would be the programs that tests start and stop.
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    settings.HOME = TEST_HOME
    settings.TACTFUL_HOME = TEST_HOME.path
    settings.TACTFUL_KEYRING = None
    settings.TACTFUL_BOT_DOMAIN = "notes.tactful.example"
    settings.TACTFUL_FILES = "memory://files-of-tests"
    settings.SECRET_KEY = "a secret of the tests alone"
    # The real one takes its time on purpose; tests of it say so.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def database_service() -> Iterator[Service]:
    """Yield the tests' database server: DATABASE_URL's, if it names a superuser, else an embedded one."""
    service = Service(TEST_HOME, durable=False)
    service.attach()
    yield service
    service.detach()


@pytest.fixture(scope="session")
def django_db_setup(database_service: Service, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Lead Django to a database of this process, in place of the one that pytest-django would make."""
    with django_db_blocker.unblock(), cloned(database_service):
        yield


@pytest.fixture(scope="session")
def schema(database_service: Service, django_db_setup: None) -> str:
    """Return what the migrations make, for homes that are to begin with it."""
    return script_of(database_service)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let what takes longest begin, and lead to the cast's database before anything else of a test is set up."""
    items.sort(key=lambda item: [item.nodeid.startswith(place) for place in LONGEST], reverse=True)
    for item in items:
        names = getattr(item, "fixturenames", [])
        if "cast" in names and names[0] != "led_to_cast":
            # A transaction that had begun would be one of the other database.
            names.insert(0, "led_to_cast")


@pytest.fixture(scope="session")
def kept_cast(
    database_service: Service, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[KeptCast]:
    """Yield where the cast stands, gathered at the first test that asks for them."""
    from tests.cast.kept import KeptCast

    kept = KeptCast(database_service)
    yield kept
    with django_db_blocker.unblock():
        kept.end()


@pytest.fixture
def led_to_cast(kept_cast: KeptCast, django_db_blocker: DjangoDbBlocker) -> Iterator[KeptCast]:
    """Lead Django to the cast's database for a test."""
    with django_db_blocker.unblock(), kept_cast.led_there():
        yield kept_cast
