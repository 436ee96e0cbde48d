"""Teams and colleagues as a viewer may see them: members know who is in which team, never who shares nothing (D25)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from tactful.accounts.models import Membership, Team, TeamMembership
from tactful.records.sort_key import sort_key
from tactful.visibility.seen import Member
from tactful.visibility.standing import Standing


@dataclass(frozen=True, slots=True)
class TeamSeen:
    """A team with its active members; `mine` where the viewer is in it."""

    uid: uuid.UUID
    name: str
    members: tuple[Member, ...]
    mine: bool


@dataclass(frozen=True, slots=True)
class MemberSeen:
    """A member of the account with role, title and teams."""

    uid: uuid.UUID
    name: str
    title: str
    role: str
    active: bool
    is_me: bool
    teams: tuple[str, ...]


def list_teams(standing: Standing) -> tuple[TeamSeen, ...]:
    """Return every team of the account by name; nothing to guests and visitors."""
    if standing.opened.user is None or standing.viewer.member is None:
        return ()
    members: dict[int, list[Member]] = {}
    for place in TeamMembership.unchecked.filter(account_id=standing.viewer.account):
        row = standing.members[place.membership_id]
        if row.state == Membership.State.ACTIVE:
            members.setdefault(place.team_id, []).append(
                Member(row.uid, row.name, row.id == standing.viewer.member)
            )
    return tuple(
        TeamSeen(
            team.uid,
            team.name,
            tuple(sorted(members.get(team.id, ()), key=lambda m: (sort_key(m.name), m.uid))),
            any(m.is_me for m in members.get(team.id, ())),
        )
        for team in sorted(standing.teams.values(), key=lambda t: (sort_key(t.name), t.uid))
    )


def see_team(standing: Standing, uid: uuid.UUID) -> TeamSeen | None:
    """Return one team, or None."""
    return next((team for team in list_teams(standing) if team.uid == uid), None)


def find_team(standing: Standing, uid: uuid.UUID) -> Team | None:
    """Return the row of one team of the account, or None; guests and visitors find none."""
    if standing.opened.user is None or standing.viewer.member is None:
        return None
    return next((team for team in standing.teams.values() if team.uid == uid), None)


def list_members(standing: Standing) -> tuple[MemberSeen, ...]:
    """Return the members of the account by name: active ones to every member, all of them to Enterprise Admins."""
    if standing.opened.user is None or standing.viewer.member is None:
        return ()
    everyone = standing.viewer.has_role("enterprise admin")
    rows = [m for m in standing.members.values() if everyone or m.state == Membership.State.ACTIVE]
    users = standing.settings.users
    return tuple(
        MemberSeen(
            uid=m.uid,
            name=m.name,
            title=m.title,
            role=m.role,
            active=m.state == Membership.State.ACTIVE,
            is_me=m.id == standing.viewer.member,
            teams=tuple(sorted((standing.teams[int(t)].name for t in users[m.id].teams), key=sort_key)),
        )
        for m in sorted(rows, key=lambda m: (sort_key(m.name), m.uid))
    )


def members_named(standing: Standing, words: str, limit: int = 8) -> tuple[Member, ...]:
    """Return active members whose name has a word that begins with each of these, by name; to members alone.

    Every member knows of every member of their account (D25), so that this discloses nothing.
    """
    if standing.opened.user is None or standing.viewer.member is None:
        return ()
    asked = sort_key(words).split()
    found = []
    for row in standing.members.values():
        name = sort_key(row.name)
        # A name of many words is found by any of them, and by more than one in any order.
        if row.state == Membership.State.ACTIVE and all(
            any(part.startswith(word) for part in name.split()) for word in asked
        ):
            found.append((name, row.uid, row))
    return tuple(
        Member(row.uid, row.name, row.id == standing.viewer.member)
        for _, _, row in sorted(found, key=lambda one: one[:2])[:limit]
    )
