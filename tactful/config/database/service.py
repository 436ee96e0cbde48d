"""Have the database ready while the program runs."""

from __future__ import annotations

import atexit
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from types import FrameType

import psycopg

from tactful.config.database.address import DATABASE, Address, Addresses
from tactful.config.database.cluster import Cluster
from tactful.config.database.errors import DatabaseUnusable
from tactful.config.database.lease import Lease
from tactful.config.database.roles import OWNER, WEB, make_database, make_roles, refuse_unsafe, set_privileges
from tactful.config.home import Home

_LOCK = 7_201_001
"""The advisory lock under which a server's roles are made: roles are shared by all its databases."""


SECRETS = ("django", "spool")
"""What the settings and the upload spool read: made before either is needed."""


@dataclass
class Service:
    """A database in use by this program."""

    home: Home
    durable: bool = True
    addresses: Addresses = field(init=False)
    _cluster: Cluster | None = field(init=False, default=None)
    _superuser: Address | None = field(init=False, default=None)
    _lease: Lease = field(init=False)

    def __post_init__(self) -> None:
        self._lease = Lease(self.home)

    @property
    def is_embedded(self) -> bool:
        """Return whether the server is this installation's own."""
        return self._cluster is not None

    def attach(self) -> Addresses:
        """Start or find the server, make roles and database, and return how to reach it.

        Raises DatabaseUnusable, with what to do, when the server is of another major version, is not there, or the
        role that would serve could see past the tenant wall.
        """
        self.home.create()
        for name in SECRETS:
            self.home.secret(name)
        named = Addresses.named()
        if named is None:
            with self._lease.turn():
                self._cluster = Cluster.of_home(self.home.path, durable=self.durable)
                self._cluster.ensure_running()
                self._lease.take()
            self._superuser = Address("postgres", "postgres", host=str(self._cluster.sockets), port="5432")
            self.addresses = Addresses(
                *(replace(self._superuser, database=DATABASE, user=role) for role in (WEB, OWNER))
            )
            self.bootstrap(DATABASE)
        else:
            self.addresses = self._bootstrapped(named)
        with self.addresses.web.connect() as serving:
            refuse_unsafe(serving)
        self.addresses.remember(self.home)
        return self.addresses

    def detach(self) -> None:
        """End the use; the last program stops an embedded server."""
        cluster, self._cluster = self._cluster, None
        if cluster is None or not self.home.path.exists():
            return  # a server whose folder was removed ends by itself
        with self._lease.turn():
            if self._lease.give_back():
                cluster.stop()

    def bootstrap(self, database: str, template: str = "template0") -> None:
        """Make the roles, and a database of that name with the web role's privileges, where they are not there yet."""
        passwords = (
            {} if self.is_embedded else {role: self.home.secret(f"password-{role}") for role in (OWNER, WEB)}
        )
        with self.superuser() as connection:
            connection.execute("select pg_advisory_lock(%s)", [_LOCK])  # until the connection ends
            make_roles(connection, passwords)
            make_database(connection, database, template)
            with self.superuser(database) as inside:
                set_privileges(inside)

    @contextmanager
    def superuser(self, database: str | None = None) -> Iterator[psycopg.Connection]:
        """Yield a connection in autocommit as the server's superuser; raise DatabaseUnusable when none is known."""
        if self._superuser is None:
            raise DatabaseUnusable("this needs the server's superuser: name it in DATABASE_URL")
        address = replace(self._superuser, database=database or self._superuser.database)
        with address.connect() as connection:
            yield connection

    def _bootstrapped(self, named: Addresses) -> Addresses:
        """Return how to reach a named server; if the URL is a superuser's, roles and privileges are made first."""
        with named.web.connect() as connection:
            row = connection.execute("select rolsuper from pg_roles where rolname = current_user").fetchone()
        if row is None or not row[0]:
            return named
        self._superuser = named.web
        self.bootstrap(named.web.database)
        passwords = {role: self.home.secret(f"password-{role}") for role in (WEB, OWNER)}
        return Addresses(
            *(replace(named.web, user=role, password=password) for role, password in passwords.items())
        )


@contextmanager
def attached(home: Home | None = None, *, durable: bool = True) -> Iterator[Service]:
    """Have the database ready inside; SIGTERM and SIGHUP end the program in order, so that the server stops too.

    Set the home (`TACTFUL_HOME`) before Django's settings are imported, and import them inside.
    """
    service = Service(home or Home.from_environment(), durable)
    before = {}
    if threading.current_thread() is threading.main_thread():
        for order in (signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(order) is signal.SIG_DFL:
                before[order] = signal.signal(order, _leave)
    # For ways out that skip this frame; twice does no harm.
    atexit.register(service.detach)
    try:
        service.attach()
        yield service
    finally:
        service.detach()
        atexit.unregister(service.detach)
        for order, handler in before.items():
            signal.signal(order, handler)


def _leave(order: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + order)
