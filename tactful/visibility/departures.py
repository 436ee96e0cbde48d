"""What a member has in the account, as who deactivates them may know it: numbers of things, never what is in them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from tactful.accounts.models import ApiKey, Invitation, Membership
from tactful.records.models import Feed
from tactful.records.sort_key import sort_key
from tactful.visibility.reminders import reminders_left_by
from tactful.visibility.seen import Member
from tactful.visibility.standing import Standing


@dataclass(frozen=True, slots=True)
class Inventory:
    """What a member has: it stays, stops, or is revoked when they are deactivated (B11).

    `sources` that they brought, `importing` of them still being read, `keys` that work, `invitations` they made that
    wait, `reminders` that others will have to do, `teams` that they are in. How much is in a source is the
    member's own to know (D19).
    """

    member: Member
    active: bool
    sources: int
    importing: int
    keys: int
    invitations: int
    reminders: int
    teams: tuple[str, ...]


def see_inventory(standing: Standing, uid: uuid.UUID) -> Inventory | None:
    """Return what a member of the account has, to Enterprise Admins; None for no such member, and to others."""
    row = find_member(standing, uid, active=False)
    if row is None or not standing.viewer.has_role("enterprise admin"):
        return None
    account, now = standing.viewer.account, standing.viewer.now
    feeds = Feed.unchecked.filter(account_id=account, book_id=standing.book_of.get(row.id, 0))
    keys = ApiKey.unchecked.filter(account_id=account, membership_id=row.id, revoked_at=None)
    invitations = Invitation.unchecked.filter(
        account_id=account, invited_by_id=row.id, accepted_at=None, ends_at__gt=now
    )
    teams = (standing.teams[int(team)].name for team in standing.settings.users[row.id].teams)
    return Inventory(
        Member(row.uid, row.name, row.id == standing.viewer.member),
        row.state == Membership.State.ACTIVE,
        feeds.count(),
        feeds.filter(state__in=[Feed.State.WAITING, Feed.State.READING]).count(),
        sum(1 for ends_at in keys.values_list("ends_at", flat=True) if ends_at is None or ends_at > now),
        invitations.count(),
        len(reminders_left_by(account, row.id)),
        tuple(sorted(teams, key=sort_key)),
    )


def find_member(standing: Standing, uid: uuid.UUID, *, active: bool = True) -> Membership | None:
    """Return the row of a member of the account, or None; where `active`, of an active one alone."""
    row = next((row for row in standing.members.values() if row.uid == uid), None)
    if row is None or standing.viewer.member is None:
        return None
    return row if row.state == Membership.State.ACTIVE or not active else None


def is_returning(standing: Standing) -> bool:
    """Return whether the viewer came back and has not said yet whether their settings may act (D23)."""
    user = standing.settings.users.get(standing.viewer.member or 0)
    return user is not None and user.returning
