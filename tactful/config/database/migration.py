"""Bring the database's tables to what this version needs."""

from __future__ import annotations

import django
from django.apps import apps
from django.core.management import call_command
from django.db import connections

_LOCK = 7_201_002


def migrate(verbosity: int = 0) -> None:
    """Apply all migrations as the owner. Programs that start at once do it one after the other.

    Row-level security is off for the owner's connection in the sense of PostgreSQL's `row_security`: a data migration
    that would silently change no row raises instead.
    """
    if not apps.ready:
        django.setup()
    connection = connections["owner"]
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(%s)", [_LOCK])
    try:
        call_command("migrate", database="owner", interactive=False, verbosity=verbosity)
        call_command("createcachetable", database="owner", verbosity=verbosity)
    finally:
        connection.close()  # and with it the lock
