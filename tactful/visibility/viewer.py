"""The viewer a door asks for: resolved once per request, key or command."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.functions import TransactionNow
from django.db import connection

from tactful.accounts.models import Membership
from tactful.policy.deeds import LEAST_ROLE
from tactful.policy.rules import ROLE_ORDER
from tactful.policy.terms import Facets, Id
from tactful.policy.terms import Viewer as Asking


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who asks, in which account, at which moment. `member` None is a guest or a visitor.

    `ceiling` is the most that a key, link or session reaches; None is no ceiling; without
    `may_write` no deed is done. `now` is the database's transaction
    time, so that two questions of one request mean the same moment.
    """

    account: int
    member: int | None
    now: datetime
    uid: uuid.UUID | None = None
    name: str = ""
    role: str = ""
    guest: int | None = None
    links: frozenset[Id] = frozenset()
    ceiling: Facets | None = None
    may_write: bool = True

    @property
    def asking(self) -> Asking:
        """This viewer in the policy's words."""
        user: Id | None = self.member
        if user is None and self.guest is not None:
            user = guest_id(self.guest)
        return Asking(user, self.links, self.ceiling)

    def has_role(self, role: str) -> bool:
        """Return whether the viewer holds this account role or a higher one."""
        return self.role in ROLE_ORDER and ROLE_ORDER.index(self.role) >= ROLE_ORDER.index(role)

    def may(self, deed: str) -> bool:
        """Return whether the viewer's role reaches a deed of administration, and this way in may write."""
        return self.may_write and self.has_role(LEAST_ROLE[deed])


def guest_id(guest: int) -> str:
    """Return the policy's id of a guest; members have plain numbers."""
    return f"guest {guest}"


def transaction_time() -> datetime:
    """Return the database's time of this transaction, the `now` of every decision in it."""
    with connection.cursor() as cursor:
        cursor.execute("select now()")
        now: datetime = cursor.fetchone()[0]
    return now


def member_viewer(
    account: int,
    membership: int,
    *,
    ceiling: Facets | None = None,
    may_write: bool = True,
    now: datetime | None = None,
) -> Viewer | None:
    """Return the viewer for an active member, or None where there is no such active member."""
    row = (
        Membership.unchecked.filter(account_id=account, id=membership, state=Membership.State.ACTIVE)
        .annotate(asked_at=TransactionNow())
        .first()
    )
    if row is None:
        return None
    return Viewer(
        account=account,
        member=row.id,
        now=now or row.asked_at,
        uid=row.uid,
        name=row.name,
        role=row.role,
        ceiling=ceiling,
        may_write=may_write,
    )
