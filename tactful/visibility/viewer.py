"""The viewer a door asks for: resolved once per request, key or command."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import connection

from tactful.accounts.models import Membership
from tactful.accounts.wall import acting_on_snapshot
from tactful.accounts.zones import zone_of
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
    #: The stamp of the account's settings, where every statement of the transaction sees the state that it is of.
    settings_stamp: int | None = None
    #: Whether cards of the account say of any two that they are one, where that is so of every statement too.
    cards_join: bool | None = None
    #: The name of the time zone that the member chose; "" is the installation's.
    time_zone: str = ""

    @property
    def zone(self) -> ZoneInfo:
        """The time zone whose days and times are this viewer's."""
        return zone_of(self.time_zone)

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
    since: datetime | None = None,
) -> Viewer | None:
    """Return the viewer for an active member, or None where there is no such active member.

    `since`: when the session began that they come by; None too for one that ended with a deactivation (B11).
    """
    with connection.cursor() as db:
        # In SQL: a page is a handful of statements, and making this one from models takes as long as it runs.
        db.execute(
            "select m.id, m.uid, m.name, m.role, now(), coalesce(s.number, 0),"
            " exists (select 1 from records_cardjoin j where j.account_id = m.account_id), m.time_zone"
            " from accounts_membership m"
            " left join sharing_stamp s on s.account_id = m.account_id and s.source_id is null"
            " where m.account_id = %s and m.id = %s and m.state = %s"
            " and (m.sessions_from is null or %s::timestamptz is null or m.sessions_from <= %s::timestamptz)",
            [account, membership, Membership.State.ACTIVE.value, since, since],
        )
        row = db.fetchone()
    if row is None:
        return None
    member, uid, name, role, asked_at, stamp, cards_join, time_zone = row
    return Viewer(
        account=account,
        member=member,
        now=now or asked_at,
        uid=uid,
        name=name,
        role=role,
        ceiling=ceiling,
        may_write=may_write,
        settings_stamp=stamp if acting_on_snapshot() else None,
        cards_join=cards_join if acting_on_snapshot() else None,
        time_zone=time_zone,
    )
