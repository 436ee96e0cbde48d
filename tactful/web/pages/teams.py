"""Teams: who is in them, what one shares with them (D15), whom they know together."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from tactful.actions.shares import audience_of
from tactful.visibility.groups import strongest_people
from tactful.visibility.privacy import team_privacy
from tactful.visibility.shares import my_shares
from tactful.visibility.teams import MemberSeen, find_team, list_members, list_teams
from tactful.web.acting import MemberRequest
from tactful.web.addresses import team_of
from tactful.web.asking import member_page
from tactful.web.pages.sharing import shared_with, status_of
from tactful.web.shapes.people import Shape, knower, person_row
from tactful.web.shapes.privacy import of_team
from tactful.web.shapes.records import audience
from tactful.web.shapes.shares import LABELS, Sent, last_day


@member_page()
def teams(request: MemberRequest) -> HttpResponse:
    """The teams of the account: the viewer's own with what they share there, then the others."""
    standing = request.standing
    found = list_teams(standing)
    mine = [
        audience(share.audience, share.audience_uid, share.people + 1)
        | {
            "level_label": LABELS[share.counts],
            "until": None if share.ended else last_day(share.ends_at),
        }
        for share in sorted(my_shares(standing), key=lambda s: s.audience_uid is not None)
    ]
    others = [audience(team.name, team.uid, len(team.members)) for team in found if not team.mine]
    context = {"mine": mine, "others": others, "may_make": request.viewer.may("manage teams")}
    return render(request, "web/teams.html", context)


@member_page()
def team(request: MemberRequest, audience: UUID | str | None) -> HttpResponse:
    """A team's page, or Everyone's."""
    return team_page(request, team_of(audience))


def team_page(
    request: MemberRequest, uid: UUID | None, sent: Sent | None = None, privacies: Shape | None = None
) -> HttpResponse:
    """Return a team's page; `sent`: its switches as they were sent, and what is said to them.

    `privacies`: the same of what the team is shown of its members' mails, which Enterprise Admins set in Teams only.
    """
    standing = request.standing
    members = {one.uid: one for one in list_members(standing) if one.active}
    if uid is None:
        shape: Shape = {"name": "Everyone", "uid": "everyone", "kind": "everyone", "is_member": True}
        there = list(members.values())
    else:
        seen = next((one for one in list_teams(standing) if one.uid == uid), None)
        if seen is None:
            raise Http404
        shape = {"name": seen.name, "uid": seen.uid.hex, "kind": "team", "is_member": seen.mine}
        there = [members[one.uid] for one in seen.members]
    context: Shape = {
        "team": shape | {"size": len(there), "members": [_member(one) for one in there]},
    }
    row = None if uid is None else find_team(standing, uid)
    of_members = None if row is None else team_privacy(standing, row.id)
    if of_members is not None:
        said = privacies or {}
        context["privacies"] = of_team(of_members, said.get("sent", {}))
        context["privacies_said"] = said
        context["privacies_stricter"] = standing.settings.accounts[request.viewer.account].stricter
    if shape["is_member"]:
        found = strongest_people(standing, audience_of(standing, uid), dates=False)
        context |= shared_with(request, uid, sent)
        context["strongest"] = [
            person_row(row) | {"score": group.strength.score, "knowers": [knower(one) for one in row.knowers]}
            for row, group in found
        ]
    refused = privacies is not None and "refused" in privacies
    return render(request, "web/team.html", context, status=400 if refused else status_of(sent))


def _member(one: MemberSeen) -> Shape:
    return {"uid": one.uid.hex, "name": one.name, "title": one.title, "is_me": one.is_me}
