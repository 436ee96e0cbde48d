"""Members of the account and invitations to it."""

from __future__ import annotations

from ninja import Status

from tactful.actions.departures import deactivate, reactivate
from tactful.actions.errors import Absent, NotAllowed
from tactful.actions.events import require, require_role
from tactful.actions.members import add_address, change_role, invite, withdraw_invitation
from tactful.api.acting import KeyRequest
from tactful.api.answers import NeedsConfirming
from tactful.api.inputs import Sent, Text, Words, uid, uid_to_filter
from tactful.api.router import Routes
from tactful.api.shapes import answers, departures, house
from tactful.jobs.feeds import purge_member
from tactful.policy.deeds import LEAST_ROLE
from tactful.visibility.account import open_invitations
from tactful.visibility.acting_settings import acting_settings
from tactful.visibility.departures import see_inventory
from tactful.visibility.effects import preview_deactivating
from tactful.visibility.teams import list_members

routes = Routes(tags=["members"])
invitations = Routes(tags=["invitations"])


class NewRole(Sent):
    """A role: member, admin or enterprise admin."""

    role: Text


class NewAddress(Sent):
    """An e-mail address."""

    address: Text


class NewInvitation(Sent):
    """Whom to invite, and as what."""

    email: Text
    role: Text = "member"


@routes.get("", response=house.Colleagues, operation_id="list_members", summary="List members")
def list_all(request: KeyRequest) -> house.Colleagues:
    """Active members by name; to Enterprise Admins also those who were deactivated."""
    return house.colleagues(list_members(request.standing))


@routes.get(
    "/{member}/sees/{contributor}",
    response=answers.ActingSettings,
    operation_id="explain_settings",
    summary="Explain by which settings a member sees things of a colleague's",
)
def sees(request: KeyRequest, member: str, contributor: str) -> answers.ActingSettings:
    """Settings alone, never a record, nor what comes through a list or bucket. For Enterprise Admins."""
    require_role(request.viewer, "change the account")
    found = acting_settings(request.standing, uid(member), uid(contributor))
    if found is None:
        raise Absent("there are no two such members")
    return answers.acting_settings(found)


@routes.put(
    "/{member}/role", response={204: None}, operation_id="change_role", summary="Give a member another role"
)
def role(request: KeyRequest, member: str, sent: NewRole) -> Status[None]:
    """For Enterprise Admins. The last one keeps theirs."""
    require(request.viewer, "change roles")
    change_role(request.viewer, member=uid(member), role=sent.role)
    return Status(204, None)


@routes.post(
    "/{member}/deactivate",
    response={204: None},
    operation_id="deactivate_member",
    summary="Deactivate a member",
)
def stop(request: KeyRequest, member: str, confirm: bool = False, reminders_to: Words = "") -> Status[None]:
    """What they share leaves every view at once; their keys and sessions end. For Enterprise Admins.

    Wants `?confirm=1`. Sources and settings stay: `/purge` deletes what they brought, `/reactivate` lets them back in.
    Reminders that they shared become those of the member named by `reminders_to`, yours without it.
    """
    require(request.viewer, "deactivate")
    found = uid(member)
    if not confirm:
        raise NeedsConfirming("what they share leaves every view at once; ask again with confirm=1")
    deactivate(request.viewer, member=found, heir=uid_to_filter(reminders_to))
    return Status(204, None)


@routes.get(
    "/{member}/departure",
    response=departures.Departure,
    operation_id="see_departure",
    summary="See what deactivating a member would do",
)
def departure(request: KeyRequest, member: str) -> departures.Departure:
    """What they have, and who would no longer see what of theirs. For Enterprise Admins."""
    require_role(request.viewer, "deactivate")
    found = see_inventory(request.standing, uid(member))
    if found is None:
        raise Absent("there is no such member")
    return departures.departure(found, preview_deactivating(request.standing, found.member.uid))


@routes.post(
    "/{member}/reactivate",
    response={204: None},
    operation_id="reactivate_member",
    summary="Let a deactivated member come back",
)
def back(request: KeyRequest, member: str) -> Status[None]:
    """Their settings are as they were, and act once the member says so. For Enterprise Admins."""
    require(request.viewer, "deactivate")
    reactivate(request.viewer, member=uid(member))
    return Status(204, None)


@routes.post(
    "/{member}/purge",
    response={204: None},
    operation_id="purge_member",
    summary="Delete what a deactivated member brought",
)
def purge(request: KeyRequest, member: str, confirm: bool = False) -> Status[None]:
    """All their sources with every fact of theirs. For Enterprise Admins; wants `?confirm=1`."""
    require(request.viewer, "deactivate")
    found = uid(member)
    if not confirm:
        raise NeedsConfirming("all that they brought is deleted for good; ask again with confirm=1")
    purge_member(request.viewer, member=found)
    return Status(204, None)


@routes.post(
    "/{member}/addresses",
    response={204: None},
    operation_id="add_address",
    summary="Record an address of a member's own",
)
def address(request: KeyRequest, member: str, sent: NewAddress) -> Status[None]:
    """Mail from it then counts as sent by them. Your own, or for Enterprise Admins."""
    add_address(request.viewer, member=uid(member), address=sent.address)
    return Status(204, None)


@invitations.get(
    "", response=house.Invitations, operation_id="list_invitations", summary="List open invitations"
)
def waiting(request: KeyRequest) -> house.Invitations:
    """Those that wait to be taken, by address. For Admins."""
    if not request.viewer.has_role(LEAST_ROLE["invite"]):
        raise NotAllowed("only Admins see who is invited")
    return house.invitations(open_invitations(request.standing))


@invitations.post(
    "", response={201: house.InvitationMade}, operation_id="invite", summary="Invite somebody to the account"
)
def create(request: KeyRequest, sent: NewInvitation) -> Status[house.InvitationMade]:
    """For Admins. The token is shown this once; it opens /invitations/<token>/."""
    return Status(201, house.invitation_made(invite(request.viewer, email=sent.email, role=sent.role)))


@invitations.delete(
    "/{invitation}",
    response={204: None},
    operation_id="withdraw_invitation",
    summary="Take an invitation back",
)
def withdraw(request: KeyRequest, invitation: str) -> Status[None]:
    """Its link stops at once. For Admins."""
    require(request.viewer, "invite")
    withdraw_invitation(request.viewer, invitation=uid(invitation))
    return Status(204, None)
