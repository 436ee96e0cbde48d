"""The account as its members may know it: name, domains, where everybody starts, open invitations, own addresses."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from tactful.accounts.models import Account, AccountDomain, Invitation, Login, MemberAddress, Role
from tactful.visibility.keeping import Keeping, keeping_of
from tactful.visibility.standing import Standing


@dataclass(frozen=True, slots=True)
class AccountSeen:
    """The account's own settings, which every member may read."""

    uid: uuid.UUID
    name: str
    domains: tuple[str, ...]
    default_for_teams: str
    default_for_everyone: str
    mail_mode: str
    members_may_be_stricter: bool
    keeps: Keeping


@dataclass(frozen=True, slots=True)
class OpenInvitation:
    """An invitation that waits to be taken. Its token is not kept anywhere."""

    uid: uuid.UUID
    email: str
    role: str
    invited_by: str
    ends_at: datetime


def see_account(standing: Standing) -> AccountSeen:
    """Return the account that the viewer acts in."""
    row = Account.unchecked.get(id=standing.viewer.account)
    domains = AccountDomain.unchecked.filter(account_id=row.id).order_by("domain")
    rules = standing.settings.accounts[row.id]
    return AccountSeen(
        row.uid,
        row.name,
        tuple(domains.values_list("domain", flat=True)),
        rules.default_for_teams,
        rules.default_for_everyone,
        rules.mode,
        rules.stricter,
        keeping_of(row.id),
    )


def open_invitations(standing: Standing) -> tuple[OpenInvitation, ...]:
    """Return the invitations that wait, by address, to those who may invite; nothing to others."""
    if not standing.viewer.may("invite"):
        return ()
    rows = Invitation.unchecked.filter(
        account_id=standing.viewer.account, accepted_at=None, ends_at__gt=standing.viewer.now
    )
    return tuple(
        OpenInvitation(
            row.uid,
            row.email,
            Role(row.role).label,
            "" if row.invited_by_id is None else standing.members[row.invited_by_id].name,
            row.ends_at,
        )
        for row in rows.order_by("email", "id")
    )


def my_addresses(standing: Standing) -> tuple[str, ...]:
    """Return the viewer's own addresses, by which mail in and mail out are told apart."""
    rows = MemberAddress.unchecked.filter(
        account_id=standing.viewer.account, membership_id=standing.viewer.member or 0
    )
    return tuple(rows.order_by("address").values_list("address", flat=True))


def sign_in_addresses(standing: Standing) -> dict[uuid.UUID, str]:
    """Return the address that each member signs in with: the viewer's own, or all to those who may invite."""
    all_of_them = standing.viewer.may("invite")
    shown = [m for m in standing.members.values() if all_of_them or m.id == standing.viewer.member]
    emails = dict(Login.objects.filter(id__in=[m.login_id for m in shown]).values_list("id", "email"))
    return {m.uid: emails[m.login_id] for m in shown}
