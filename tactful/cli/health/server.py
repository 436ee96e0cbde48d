"""A look at the database: which it is, as whom it is reached, whether its tables and its clock are right."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tactful.cli.ground import missing_migrations
from tactful.cli.health.finding import Finding
from tactful.cli.words import counted, lasting

if TYPE_CHECKING:
    from tactful.config.database import Service

OLDEST = 15
_OFF_BY_SECONDS = 5.0


def which(service: Service) -> Finding:
    """Say which server answers, and whether it is recent enough."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("show server_version")
        version = str(cursor.fetchone()[0]).split()[0]
    place = "the embedded one" if service.is_embedded else f"at {service.addresses.web.host}"
    if int(version.split(".")[0]) < OLDEST:
        return Finding(
            "database", "wrong", f"PostgreSQL {version}, {place}.", f"Upgrade it to {OLDEST} or later."
        )
    return Finding("database", "ok", f"PostgreSQL {version}, {place}, answers.")


def role(service: Service) -> Finding:
    """Look whether the role that serves could see past the wall between accounts."""
    from tactful.config.database.errors import UnsafeRole
    from tactful.config.database.roles import refuse_unsafe

    with service.addresses.web.connect() as serving:
        try:
            refuse_unsafe(serving)
        except UnsafeRole as error:
            return Finding("role", "wrong", f"{error}.", "Name the web role in DATABASE_URL.")
    return Finding(
        "role", "ok", f'Serves as "{service.addresses.web.user}", which owns nothing and bypasses nothing.'
    )


def tables() -> Finding:
    """Look whether the tables are of this version."""
    missing = missing_migrations()
    if missing:
        return Finding(
            "tables",
            "wrong",
            f"{counted(len(missing), 'migration')} not applied, from {missing[0]} on.",
            "Take a backup, then `tactful migrate`.",
        )
    return Finding("tables", "ok", "At this version.")


def clock() -> Finding:
    """Look whether the database counts days in UTC, and agrees with this machine on the time."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select clock_timestamp(), current_setting('timezone')")
        moment, zone = cursor.fetchone()
    off = abs((datetime.now(UTC) - moment).total_seconds())
    if zone != "UTC":
        return Finding(
            "time",
            "wrong",
            f"The program's sessions are in {zone}, not in UTC.",
            "Report this: it is a fault.",
        )
    if off > _OFF_BY_SECONDS:
        return Finding(
            "time",
            "wrong",
            f"This machine and the database's differ by {lasting(off)}: end dates and scores go by the database's.",
            "Set both clocks, for instance with NTP.",
        )
    return Finding("time", "ok", "UTC, and both clocks agree.")
