"""Teams: who is in them is the Enterprise Admin's to decide (D17); members may leave."""

from __future__ import annotations

import uuid

from django.db import IntegrityError, transaction

from tactful.accounts.models import Membership, Team, TeamMembership
from tactful.actions.errors import Absent, Invalid
from tactful.actions.events import remember, require, require_writing
from tactful.sharing.models import MailPrivacy
from tactful.visibility.viewer import Viewer


@transaction.atomic
def create_team(viewer: Viewer, *, name: str) -> Team:
    """Make an empty team; Invalid where the account has one of that name."""
    require(viewer, "manage teams")
    name = " ".join(name.split())[:100]
    if not name:
        raise Invalid("name", "give the team a name")
    try:
        with transaction.atomic():
            team = Team.unchecked.create(account_id=viewer.account, name=name)
    except IntegrityError as error:
        raise Invalid("name", f'there is a team "{name}" already') from error
    remember(viewer, "team created", team.uid)
    return team


@transaction.atomic
def add_to_team(viewer: Viewer, *, team: uuid.UUID, member: uuid.UUID) -> None:
    """Put an active member into a team. They share with it what the default says, until they choose (D16)."""
    require(viewer, "manage teams")
    place, row = _team(viewer, team), _member(viewer, member)
    TeamMembership.unchecked.get_or_create(account_id=viewer.account, team_id=place.id, membership_id=row.id)
    remember(viewer, "member added to team", place.uid, member=row.uid.hex)


@transaction.atomic
def remove_from_team(viewer: Viewer, *, team: uuid.UUID, member: uuid.UUID) -> None:
    """Take a member out of a team, or leave it oneself: what they share with it and see through it ends at once."""
    if member == viewer.uid:
        require_writing(viewer)
    else:
        require(viewer, "manage teams")
    place, row = _team(viewer, team), _member(viewer, member)
    gone, _ = TeamMembership.unchecked.filter(
        account_id=viewer.account, team_id=place.id, membership_id=row.id
    ).delete()
    if not gone:
        raise Absent("this member is not in the team")
    # What they share with it went with their place; who comes back starts anew, at "hide" too (D16, A21).
    MailPrivacy.unchecked.filter(account_id=viewer.account, team_id=place.id, book__owner_id=row.id).delete()
    remember(viewer, "member removed from team", place.uid, member=row.uid.hex)


def _team(viewer: Viewer, uid: uuid.UUID) -> Team:
    row = Team.unchecked.filter(account_id=viewer.account, uid=uid).first()
    if row is None:
        raise Absent("there is no such team")
    return row


def _member(viewer: Viewer, uid: uuid.UUID) -> Membership:
    row = Membership.unchecked.filter(
        account_id=viewer.account, uid=uid, state=Membership.State.ACTIVE
    ).first()
    if row is None:
        raise Absent("there is no such member")
    return row
