"""One migrated database as a template, and a copy of it for each process that tests."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

import psycopg
from django.db import connections
from psycopg import sql

from tactful.config.database import Service, migrate

ROOT = Path(__file__).parents[2]
#: Held by whoever makes the template or reads it: a database that somebody is in is copied by nobody.
LOCK = 7_201_100
_KEPT_TEMPLATES = 3


def template_name() -> str:
    """Return the name of the template for the present migrations: another one after any of them changed."""
    digest = hashlib.sha256()
    for folder in ("tactful/*/migrations/*.py", "tactful/accounts/wall/*.py", "tactful/config/database/*.py"):
        for path in sorted(ROOT.glob(folder)):
            digest.update(path.read_bytes())
    for package in ("django", "django-allauth", "procrastinate"):
        digest.update(version(package).encode())
    return f"template_{digest.hexdigest()[:16]}"


@contextmanager
def cloned(service: Service) -> Iterator[str]:
    """Yield the name of a fresh, migrated database; both of Django's connections lead to it meanwhile."""
    name = f"test_{os.getpid()}"
    template = template_name()
    with service.superuser("postgres") as superuser:
        superuser.execute("select pg_advisory_lock(%s)", [LOCK])
        _sweep(superuser, template)
        if not superuser.execute("select 1 from pg_database where datname = %s", [template]).fetchone():
            service.bootstrap("building")
            _point(service, "building")
            migrate()
            connections.close_all()
            superuser.execute(
                sql.SQL("alter database building rename to {}").format(sql.Identifier(template))
            )
        service.bootstrap(name, template)
        superuser.execute("select pg_advisory_unlock(%s)", [LOCK])
    _point(service, name)
    try:
        yield name
    finally:
        connections.close_all()
        with service.superuser("postgres") as superuser:
            superuser.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


def _point(service: Service, database: str) -> None:
    for alias, address in (("default", service.addresses.web), ("owner", service.addresses.owner)):
        connections[alias].close()
        connections[alias].settings_dict |= {
            **{key: value for key, value in address.settings().items() if key != "OPTIONS"},
            "NAME": database,
        }


def _sweep(superuser: psycopg.Connection, template: str) -> None:
    """Drop what processes that were killed left behind, and templates of migrations long gone."""
    rows = superuser.execute(
        "select datname from pg_database where datname ~ '^(test|template)_|^building$' order by oid desc"
    ).fetchall()
    names = [row[0] for row in rows]
    templates = [name for name in names if name.startswith("template_") and name != template]
    dead = [name for name in names if name.startswith("test_") and not _lives(int(name.split("_")[1]))]
    for name in [*dead, *templates[_KEPT_TEMPLATES:], *(name for name in names if name == "building")]:
        superuser.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
