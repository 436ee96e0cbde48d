"""A server that DATABASE_URL names: a superuser sets it up, and only a role that owns nothing serves."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from psycopg import sql

from tactful.config.database import Addresses, DatabaseUnusable, Service, UnsafeRole
from tactful.config.home import Home

DATABASE = f"named_{os.getpid()}"


@pytest.fixture
def server(database_service: Service) -> Iterator[Service]:
    """Yield the tests' server; the database made on it goes afterwards."""
    yield database_service
    with database_service.superuser("postgres") as superuser:
        superuser.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(DATABASE)))
        superuser.execute(sql.SQL("drop role if exists {}").format(sql.Identifier(f"{DATABASE}_bypasses")))


def url(server: Service, user: str) -> str:
    """Return a DATABASE_URL that names the tests' server as this role."""
    web = server.addresses.web
    return f"postgresql://{user}@/{DATABASE}?{urlencode({'host': web.host, 'port': web.port})}"


def attach(home: Path) -> Addresses:
    """Attach as a program does that finds DATABASE_URL."""
    return Service(Home(home)).attach()


def make_database(server: Service) -> None:
    """Make the database that the URL names, as an operator would."""
    with server.superuser("postgres") as superuser:
        superuser.execute(sql.SQL("create database {}").format(sql.Identifier(DATABASE)))


def test_a_superusers_url_makes_roles_and_then_serves_as_the_web_role(
    server: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_database(server)
    monkeypatch.setenv("DATABASE_URL", url(server, "postgres"))
    addresses = attach(tmp_path / "home")
    assert (addresses.web.user, addresses.owner.user) == ("tactful_web", "tactful_owner")
    assert len(addresses.web.password) > 40
    assert addresses.web.password != addresses.owner.password
    assert addresses.web.password not in repr(addresses)
    assert Addresses.remembered(Home(tmp_path / "home")) == addresses
    with addresses.owner.connect() as owner:
        owner.execute("create table later (n int)")
    with addresses.web.connect() as web:
        assert web.execute("select current_user, count(*) from later").fetchone() == ("tactful_web", 0)
    monkeypatch.setenv("DATABASE_URL", url(server, "tactful_web"))
    assert Addresses.remembered(Home(tmp_path / "home")).web.password == ""


@pytest.mark.parametrize(
    ("role", "fault"),
    [("tactful_owner", "owns tables or the database and belongs to another role"), ("bypasses", "bypasses")],
)
@pytest.mark.rule("B10")
def test_a_role_that_could_see_past_the_wall_does_not_serve(
    server: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, role: str, fault: str
) -> None:
    server.bootstrap(DATABASE)
    with server.superuser(DATABASE) as superuser:
        if role == "bypasses":
            superuser.execute(sql.SQL("alter role tactful_web bypassrls"))
    try:
        monkeypatch.setenv("DATABASE_URL", url(server, "tactful_web" if role == "bypasses" else role))
        with pytest.raises(UnsafeRole, match=fault):
            attach(tmp_path / "home")
    finally:
        server.bootstrap(DATABASE)  # which sets the role right again
    monkeypatch.setenv("DATABASE_URL", url(server, "tactful_web"))
    assert attach(tmp_path / "home").web.user == "tactful_web"


def test_a_server_that_is_not_there_is_an_error_that_keeps_the_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://ada:5ecret@127.0.0.1:1/tactful?connect_timeout=2")
    with pytest.raises(DatabaseUnusable, match='does not answer as "ada"') as raised:
        attach(tmp_path / "home")
    assert "5ecret" not in str(raised.value)


def test_a_url_that_is_none_is_an_error_that_shows_how_to_write_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://ada:5ecret@db/tactful")
    with pytest.raises(DatabaseUnusable, match="postgresql://user:password") as raised:
        attach(tmp_path / "home")
    assert "5ecret" not in str(raised.value)
