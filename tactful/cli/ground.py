"""What a command stands on: the database attached, Django ready, and the member who asks resolved."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tactful.cli.ending import USAGE, Ended
from tactful.cli.words import listed

if TYPE_CHECKING:
    from tactful.accounts.gate import Place
    from tactful.config.database import Service
    from tactful.visibility.standing import Standing


@contextmanager
def attached(*, durable: bool = True) -> Iterator[Service]:
    """Have the database ready and Django set up inside; Ended, with what to do, where it cannot be."""
    from django.core.exceptions import ImproperlyConfigured

    from tactful.config import database

    try:
        with database.attached(durable=durable) as service:
            os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tactful.config.settings")
            import django
            from django.conf import settings
            from django.db import connections

            # Commands do no jobs of the queue, whose code takes longer to load than most commands take.
            settings.PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""
            django.setup()
            try:
                yield service
            finally:
                connections.close_all()
    except (database.DatabaseUnusable, ImproperlyConfigured) as error:
        raise Ended(f"{error}.") from error


def bring_up_to_date() -> int:
    """Apply the migrations that are missing; return how many there were."""
    from tactful.config.database import migrate

    missing = len(missing_migrations())
    if missing:
        migrate()
    return missing


def missing_migrations() -> list[str]:
    """Return the migrations of this version that the database has not had, in their order."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label} {migration.name}" for migration, _ in plan]


@contextmanager
def ready(*, migrate: bool = False) -> Iterator[Service]:
    """Have a database inside whose tables are of this version: brought there, or Ended with what to do."""
    with attached() as service:
        if migrate:
            bring_up_to_date()
        elif missing_migrations():
            raise Ended(
                "The database is not at this version yet: run `tactful migrate` (or `tactful setup`, if this is new)."
            )
        yield service


@contextmanager
def acting_as(options: Namespace, *, migrate: bool = False) -> Iterator[Standing]:
    """Act as the member of --as, in one transaction; their standing is what every answer is decided by."""
    with (
        ready(migrate=migrate),
        standing_of(place_named(options.member, options.account), options.command.name) as standing,
    ):
        yield standing


@contextmanager
def standing_of(place: Place, command: str) -> Iterator[Standing]:
    """Act as a member in their account, in one transaction. What an action refuses ends the command.

    What `command` shows of others' sources is written at the end (B03): print after it.
    """
    from tactful.accounts.wall import acting
    from tactful.actions.errors import Invalid, NotDone
    from tactful.visibility.showing import answering
    from tactful.visibility.viewer import member_viewer

    try:
        with acting(place.account):
            viewer = member_viewer(place.account, place.membership)
            if viewer is None:
                raise Ended("This member was deactivated meanwhile.")
            with answering(viewer, f"command {command}") as standing:
                yield standing
    except Invalid as error:
        raise Ended(sentence(error), field=error.field) from error
    except NotDone as error:
        raise Ended(sentence(error)) from error


def place_named(email: str, account: str | None) -> Place:
    """Return the active membership that --as and --account name; Ended where there is none, or more than one."""
    from tactful.accounts.gate import places_of
    from tactful.accounts.models import Login

    login = Login.objects.filter(email=email.strip().lower()).first()
    places = places_of(login.id) if login is not None else ()
    if account is not None:
        places = tuple(p for p in places if account in (p.account_name, p.account_uid.hex))
    if not places:
        where = f' of "{account}"' if account else ""
        raise Ended(f'There is no active member{where} who signs in as "{email}".', field="as")
    if len(places) > 1:
        names = listed([f'"{p.account_name}"' for p in places])
        raise Ended(f"{email} is a member of {names}: say which with --account.", USAGE, field="account")
    return places[0]


def sentence(error: Exception) -> str:
    """Return what an action says as a whole sentence."""
    text = str(error)
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")
