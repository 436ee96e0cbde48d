"""The first run: while nobody can sign in yet, whoever comes first makes the account."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, transaction

from tactful.accounts.models import Login
from tactful.actions.errors import Absent
from tactful.actions.founding import found_account


def is_first_run() -> bool:
    """Return whether the deployment has no login yet."""
    return not Login.objects.exists()


@transaction.atomic
def found_first_account(
    *, name: str, domains: Iterable[str], member: str, email: str, password: str
) -> Login:
    """Make the deployment's first account and return the login of its first member; Absent where one is there."""
    with connection.cursor() as db:
        # Two who set up in the same second: the later one finds a login.
        db.execute("lock table accounts_login in share row exclusive mode")
    if not is_first_run():
        raise Absent("the account is made already; sign in")
    found_account(name=name, domains=domains, member=member, email=email, password=password)
    return Login.objects.get(email=email.strip().lower())
