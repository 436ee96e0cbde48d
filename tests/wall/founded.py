"""Two accounts with a row of each kind that the wall's tests need."""

from __future__ import annotations

from dataclasses import dataclass

import psycopg
from django.db import connection

from tactful.accounts.models import Account, Login, MemberAddress, Membership, Team, TeamMembership
from tactful.accounts.wall import acting, founding


@dataclass(frozen=True)
class Founded:
    """An account's ids."""

    account: int
    member: int
    team: int
    place: int


def found(name: str) -> Founded:
    """Make an account with one member, one team and the member's place in it."""
    login = Login.objects.create_user(f"ada@{name}.example".lower())
    with founding() as account:
        Account.unchecked.create(id=account, name=name)
        member = Membership.unchecked.create(account_id=account, login=login, name="Ada")
        team = Team.unchecked.create(account_id=account, name="Sales")
        place = TeamMembership.unchecked.create(account_id=account, team=team, membership=member)
        MemberAddress.unchecked.create(account_id=account, membership=member, address=login.email)
    return Founded(account, member.pk, team.pk, place.pk)


def as_web(account: int | None = None) -> psycopg.Connection:
    """Return the web role's own connection, past Django and its watch, with the account told or not."""
    connection.ensure_connection()
    raw: psycopg.Connection = connection.connection
    raw.execute(f"set local tactful.account = '{account or ''}'")
    return raw


def tables_of(account: int) -> dict[str, int]:
    """Return how many rows each table of accounts shows while acting for this one."""
    with acting(account):
        return {
            model._meta.db_table: model.unchecked.count()
            for model in (Account, Membership, Team, TeamMembership, MemberAddress)
        }
