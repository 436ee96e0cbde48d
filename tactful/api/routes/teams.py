"""Teams: the list, one, who is in it, whom it knows best, and what the viewer shares with it."""

from __future__ import annotations

from typing import Annotated

from ninja import Status
from pydantic import Field

from tactful.actions.errors import Absent
from tactful.actions.events import require_role
from tactful.actions.shares import audience_of
from tactful.actions.teams import add_to_team, create_team, remove_from_team
from tactful.api.acting import KeyRequest, require_whole_book
from tactful.api.inputs import Sent, Text, uid
from tactful.api.router import Routes
from tactful.api.routes import sharing
from tactful.api.shapes import departures, house, limits
from tactful.visibility.departures import find_member
from tactful.visibility.effects import lost_by_leaving, preview_joining, preview_removing
from tactful.visibility.groups import strongest_people
from tactful.visibility.items import count_notes_closed
from tactful.visibility.preview import preview_leaving
from tactful.visibility.standing import Standing
from tactful.visibility.teams import TeamSeen, find_team, list_teams, see_team

routes = Routes(tags=["teams"])


class NewTeam(Sent):
    """A team to make."""

    name: Text


class NewMember(Sent):
    """A member to put into a team, by id."""

    member: Text


@routes.get("", response=house.Teams, operation_id="list_teams", summary="List teams")
def list_all(request: KeyRequest) -> house.Teams:
    """Every team of the account, by name."""
    return house.teams(list_teams(request.standing))


@routes.post("", response={201: house.Team}, operation_id="create_team", summary="Make a team")
def create(request: KeyRequest, sent: NewTeam) -> Status[house.Team]:
    """An empty team. For Enterprise Admins."""
    team = create_team(request.viewer, name=sent.name)
    return Status(201, house.team(_see(Standing(request.viewer), team.uid.hex)))


@routes.get("/{team}", response=house.Team, operation_id="see_team", summary="See a team")
def see(request: KeyRequest, team: str) -> house.Team:
    """A team with its active members."""
    return house.team(_see(request.standing, team))


@routes.get(
    "/{team}/members",
    response=house.Members,
    operation_id="list_team_members",
    summary="List a team's members",
)
def members(request: KeyRequest, team: str) -> house.Members:
    """Who is in it, by name."""
    found = house.team(_see(request.standing, team)).members
    return house.Members(items=found, total=len(found))


@routes.post(
    "/{team}/members", response=house.Team, operation_id="add_to_team", summary="Put a member into a team"
)
def add(request: KeyRequest, team: str, sent: NewMember) -> house.Team:
    """They share with it what the default says, until they choose. For Enterprise Admins."""
    add_to_team(request.viewer, team=uid(team), member=uid(sent.member))
    return house.team(_see(Standing(request.viewer), team))


@routes.post(
    "/{team}/members/preview",
    response=limits.AccountPreview,
    operation_id="preview_joining",
    summary="See what putting a member into a team would do",
)
def preview_add(request: KeyRequest, team: str, sent: NewMember) -> limits.AccountPreview:
    """What they would share with the team, and what they would see through it. For Enterprise Admins."""
    require_role(request.viewer, "manage teams")
    return limits.account_preview(preview_joining(request.standing, *_place(request, team, sent.member)))


@routes.post(
    "/{team}/members/{member}/preview",
    response=limits.RemovingPreview,
    operation_id="preview_removing",
    summary="See what taking a member out of a team would do",
)
def preview_remove(request: KeyRequest, team: str, member: str) -> limits.RemovingPreview:
    """Who would share less with whom, and which notes about meetings close to the member. For Enterprise Admins."""
    require_role(request.viewer, "manage teams")
    row, place = _place(request, team, member)
    if place not in request.standing.settings.users[row].teams:
        raise Absent("this member is not in the team")
    closed = count_notes_closed(request.standing, row, place)
    return limits.removing_preview(preview_removing(request.standing, row, place), closed)


@routes.post(
    "/{team}/leave/preview",
    response=departures.LeavingPreview,
    operation_id="preview_leaving",
    summary="See what leaving a team would do",
)
def preview_leave(request: KeyRequest, team: str) -> departures.LeavingPreview:
    """What the others would no longer see of yours, and you of theirs; 404 where you are not in it."""
    require_whole_book(request.viewer)
    place = audience_of(request.standing, uid(team))
    return departures.leaving(
        preview_leaving(request.standing, place), lost_by_leaving(request.standing, place)
    )


@routes.delete(
    "/{team}/members/{member}",
    response={204: None},
    operation_id="remove_from_team",
    summary="Take a member out of a team",
)
def remove(request: KeyRequest, team: str, member: str) -> Status[None]:
    """What they share with it and see through it ends at once. Yourself, or for Enterprise Admins."""
    remove_from_team(request.viewer, team=uid(team), member=uid(member))
    return Status(204, None)


@routes.get(
    "/{team}/people",
    response=house.KnownBestList,
    operation_id="list_people_of_team",
    summary="List whom a team knows best",
)
def people(
    request: KeyRequest, team: str, limit: Annotated[int, Field(ge=1, le=50)] = 10
) -> house.KnownBestList:
    """The team's own scores; 404 where you are not in it."""
    row = find_team(request.standing, uid(team))
    if row is None or not _see(request.standing, team).mine:
        raise Absent("hidden or absent")
    return house.known_best(strongest_people(request.standing, row.id, limit=limit))


@routes.get(
    "/{team}/share",
    response=house.Share,
    operation_id="see_team_share",
    summary="See what you share with a team",
)
def share(request: KeyRequest, team: str) -> house.Share:
    """With floor, cap and default; 404 where you are not in it."""
    return house.share(sharing.share_with(request, uid(team)))


@routes.put(
    "/{team}/share",
    response=house.Share,
    operation_id="set_team_share",
    summary="Set what you share with a team",
)
def set_share(request: KeyRequest, team: str, sent: sharing.Chosen) -> house.Share:
    """It acts on the next request of anybody in the team."""
    return sharing.save(request, uid(team), sent)


@routes.post(
    "/{team}/share/preview",
    response=house.Preview,
    operation_id="preview_team_share",
    summary="See what a change towards a team would do",
)
def preview(request: KeyRequest, team: str, sent: sharing.Chosen) -> house.Preview:
    """Who would newly see, or no longer see, how much of yours; nothing is saved."""
    return sharing.difference(request, uid(team), sent)


def _place(request: KeyRequest, team: str, member: str) -> tuple[int, int]:
    """Return the rows of an active member and of a team; Absent where there is no such one."""
    row, place = find_member(request.standing, uid(member)), find_team(request.standing, uid(team))
    if row is None or place is None:
        raise Absent("there is no such member or team")
    return row.id, place.id


def _see(standing: Standing, team: str) -> TeamSeen:
    found = see_team(standing, uid(team))
    if found is None:
        raise Absent("there is no such team")
    return found
