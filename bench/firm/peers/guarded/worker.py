"""The process: `python -m bench.firm.peers.guarded.worker`, told where and what by lines of JSON, answering by such.

{"load": account}   makes and fills guardian's tables out of bench_access, unless that was done
{"wide": [members]} puts these members into the group to whom everything is shared
{"ask": model, "member": number, "account": id}   answers with a page, the total and the milliseconds
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

import django
from django.conf import settings

SCHEMA = "guarded"
EVERYTHING, MEMBERS = -1, 100_000
#: Numbers of groups and users begin with 1 in guardian's tables.
SHIFT = 10
PAGE = 50


def configure(web: dict[str, str], owner: dict[str, str]) -> None:
    """Set Django up on the bench's server, guardian's tables first."""
    found: dict[str, Any] = {}
    for alias, address in (("default", web), ("owner", owner)):
        found[alias] = {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": address["dbname"],
            "USER": address["user"],
            "HOST": address["host"],
            "PORT": address["port"],
            "OPTIONS": {"options": f"-c search_path={SCHEMA},public"},
            "CONN_MAX_AGE": None,
        }
    # What migrate makes must not be found in the product's schema.
    found["owner"]["OPTIONS"] = {"options": f"-c search_path={SCHEMA}"}
    settings.configure(
        DATABASES=found,
        INSTALLED_APPS=[
            "django.contrib.contenttypes",
            "django.contrib.auth",
            "guardian",
            "bench.firm.peers.guarded",
        ],
        AUTHENTICATION_BACKENDS=[
            "django.contrib.auth.backends.ModelBackend",
            "guardian.backends.ObjectPermissionBackend",
        ],
        ANONYMOUS_USER_NAME=None,
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        SECRET_KEY="a secret of the bench alone",  # noqa: S106 (nothing is signed)
    )
    django.setup()


def load(account: int) -> float:
    """Make the tables and one row for each that bench_access has, in both of guardian's forms; return the seconds."""
    from django.core.management import call_command
    from django.db import connections

    from bench.firm.tables import laid_open

    begun = time.perf_counter()
    connection = connections["owner"]
    with connection.cursor() as cursor:
        cursor.execute(
            "select 1 from pg_namespace n where nspname = %s and obj_description(n.oid) = 'filled'", [SCHEMA]
        )
        if cursor.fetchone():
            return 0.0
        cursor.execute(f"drop schema if exists {SCHEMA} cascade")
        cursor.execute(f"create schema {SCHEMA}")
        cursor.execute(f"grant usage on schema {SCHEMA} to tactful_web")
    for without_migrations in (False, True):
        call_command(
            "migrate", database="owner", interactive=False, verbosity=0, run_syncdb=without_migrations
        )
    psycopg = connection.connection
    psycopg.execute(f"set search_path = {SCHEMA}, public")
    psycopg.execute(f"set tactful.account = '{account}'")
    psycopg.execute("set work_mem = '256MB'")
    psycopg.execute(
        "insert into auth_user (id, username, password, is_superuser, is_staff, is_active, first_name, last_name,"
        " email, date_joined) select distinct principal, principal::text, '', false, false, true, '', '', '', now()"
        f" from bench_grant where principal >= {MEMBERS}"
    )
    psycopg.execute(
        "insert into auth_group (id, name) select distinct principal + 10, principal::text"
        f" from bench_grant where principal < {MEMBERS}"
    )
    psycopg.execute(
        "insert into auth_user_groups (user_id, group_id)"
        f" select u.id, {SHIFT} from auth_user u union"
        f" select x.member + {MEMBERS}, x.team + 1 + {SHIFT} from bench_place x"
    )
    (contact, contact_type), (known, _) = (_permission(psycopg, model) for model in ("contact", "known"))
    tables = (
        "guardian_userobjectpermission",
        "guardian_groupobjectpermission",
        "guarded_knownuserpermission",
        "guarded_knowngrouppermission",
    )
    with laid_open(psycopg, tables):
        for whose, column, shift, which in (
            ("user", "user_id", 0, f">= {MEMBERS}"),
            ("group", "group_id", SHIFT, f"< {MEMBERS}"),
        ):
            psycopg.execute(
                f"insert into guardian_{whose}objectpermission (permission_id, content_type_id, object_pk, {column})"
                f" select {contact}, {contact_type}, person::text, principal + {shift} from bench_access"
                f" where principal {which}"
            )
            psycopg.execute(
                f"insert into guarded_known{whose}permission (permission_id, content_object_id, {column})"
                f" select {known}, person, principal + {shift} from bench_access where principal {which}"
            )
    connection.close()
    with connection.cursor() as cursor:
        for table in (*tables, "auth_user", "auth_group", "auth_user_groups"):
            cursor.execute(f"vacuum (analyze) {SCHEMA}.{table}")
        cursor.execute(f"comment on schema {SCHEMA} is 'filled'")
    return time.perf_counter() - begun


def _permission(psycopg: Any, model: str) -> tuple[int, int]:
    row = psycopg.execute(
        "select p.id, t.id from auth_permission p join django_content_type t on t.id = p.content_type_id"
        " where t.app_label = 'guarded' and t.model = %s and p.codename = %s",
        [model, f"view_{model}"],
    ).fetchone()
    return int(row[0]), int(row[1])


def share_everything(members: list[int]) -> None:
    """Let these members, and no others, be of the group to whom everything is shared."""
    from django.contrib.auth.models import Group

    group = Group.objects.get(id=EVERYTHING + SHIFT)
    group.user_set.set([member + MEMBERS for member in members])  # type: ignore[attr-defined]  # made by auth.User


def ask(model: str, member: int, account: int) -> dict[str, Any]:
    """Return the first page by name, the total, and how long both took."""
    from django.contrib.auth.models import User
    from django.db import connection, transaction
    from guardian.shortcuts import get_objects_for_user

    from bench.firm.peers.guarded.models import Contact, Known

    klass = {"contact": Contact, "known": Known}[model]
    begun = time.perf_counter()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"set local tactful.account = '{int(account)}'")
        user = User.objects.get(id=member + MEMBERS)
        allowed = get_objects_for_user(user, f"guarded.view_{model}", klass, accept_global_perms=False)
        page = [row.id for row in allowed.order_by("sort_key", "uid")[:PAGE]]
        total = allowed.count()
    return {"ms": (time.perf_counter() - begun) * 1000, "page": page, "total": total}


def main() -> None:
    """Answer line by line until there are no more. What loading says as it goes on is no answer."""
    answers, sys.stdout = sys.stdout, sys.stderr
    for line in sys.stdin:
        told = json.loads(line)
        answer: object = None
        if "web" in told:
            configure(told["web"], told["owner"])
        elif "load" in told:
            answer = load(told["load"])
        elif "wide" in told:
            share_everything(told["wide"])
        else:
            answer = ask(told["ask"], told["member"], told["account"])
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main()
