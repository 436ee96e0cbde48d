"""Whom items were shared with: interned audiences as the policy reads them, and which of them are open to a viewer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tactful.accounts.models import Membership, Team
from tactful.policy.offers import ONLY_YOU, TO_EVERYONE, TO_SOME, label, option_of
from tactful.policy.rules import ITEM
from tactful.policy.terms import Id, Principal
from tactful.records.content import Item
from tactful.records.sort_key import sort_key
from tactful.visibility.seen import Member
from tactful.visibility.standing import Standing

#: The role of an audience's grants on the source that stands for it.
AUDIENCE = "audience"


@dataclass(frozen=True, slots=True)
class AudienceSeen:
    """An audience as its author chose it: the option, its words, and with Teams and users who is in it, by name.

    Teams are given as (id, name). `lines` say in words who is in it now, each its own line; `besides`, whom the item
    reaches whatever its audience: who took part, and to whom it is assigned (A14, A16, A17).
    """

    option: str
    label: str
    teams: tuple[tuple[str, str], ...] = ()
    members: tuple[Member, ...] = ()
    lines: tuple[str, ...] = ()
    besides: tuple[str, ...] = ()

    @property
    def now(self) -> tuple[str, ...]:
        """All who see it now besides its author, in words, each its own line."""
        if self.option == ONLY_YOU and not self.besides:
            return ("Nobody else.",)
        return (*self.lines, *self.besides)

    @property
    def words(self) -> str:
        """The audience in a few words: names where there are names, else the option."""
        names = [name for _, name in self.teams] + [member.name for member in self.members]
        return ", ".join(names) if names else self.label


def audiences_of(standing: Standing) -> Mapping[Id, frozenset[Principal]]:
    """Return the principals of every audience, by its source."""

    def read() -> dict[Id, frozenset[Principal]]:
        sources = standing.settings.sources
        found: dict[Id, set[Principal]] = {s.id: set() for s in sources.values() if s.kind == ITEM.name}
        for grant in standing.settings.grants:
            if grant.source in found and grant.role == AUDIENCE:
                found[grant.source].add(grant.principal)
        return {source: frozenset(principals) for source, principals in found.items()}

    if standing.place is None:
        return read()
    return standing.household.kept("audiences", standing.viewer.now, read)


def open_audiences(standing: Standing) -> list[int]:
    """Return the sources of the audiences that the viewer is in, by stage 1 of the policy."""
    sources = standing.settings.sources
    return sorted(
        {
            int(path.source)
            for path in standing.opened.paths
            if sources[path.source].kind == ITEM.name and "read" in path.facets
        }
    )


def audience_seen(standing: Standing, sort: str, audience: int | None) -> AudienceSeen:
    """Return an audience in words, for the one who chose it."""
    principals = None if audience is None else audiences_of(standing)[audience]
    option = option_of(principals)
    if option != TO_SOME or principals is None:
        return AudienceSeen(option, label(sort, option), lines=_lines(standing, option, [], []))
    teams = [standing.teams[int(p.id)] for p in principals if p.kind == "team" and p.id in standing.teams]
    members = [standing.members[int(p.id)] for p in principals if p.kind == "user"]
    return AudienceSeen(
        option,
        label(sort, option),
        tuple((t.uid.hex, t.name) for t in sorted(teams, key=lambda t: (sort_key(t.name), t.uid))),
        tuple(
            Member(m.uid, m.name, m.id == standing.viewer.member)
            for m in sorted(members, key=lambda m: (sort_key(m.name), m.uid))
        ),
        _lines(standing, option, teams, members),
    )


def _lines(
    standing: Standing, option: str, teams: Sequence[Team], members: Sequence[Membership]
) -> tuple[str, ...]:
    """Who is in an audience at this moment, the one who asks left out."""
    if option not in (TO_EVERYONE, TO_SOME):
        return ()
    users = standing.settings.users
    others = [u for u in users.values() if u.active and u.account == standing.viewer.account]
    others = [u for u in others if u.id != standing.viewer.member]
    if option == TO_EVERYONE:
        return (f"All {len(others)} other members of the account, and whoever joins it.",)
    found = []
    for team in teams:
        there = sorted(standing.members[int(u.id)].name for u in others if team.id in u.teams)
        found.append(f"{team.name}: {', '.join(there) if there else 'nobody else now'}.")
    found += [f"{m.name}{'' if users[m.id].active else ', who is deactivated'}." for m in members]
    return tuple(found)


def reached_besides(standing: Standing, item: Item, took_part: Sequence[int]) -> tuple[str, ...]:
    """Return in words whom an item reaches whatever its audience, for its author; the author is left out.

    `took_part` are those whom the author named. Who was at a meeting of calendars is not named, nor whether anybody
    was: the author need not see that meeting.
    """
    if item.sort == Item.Sort.MEETING_NOTE:
        return ("Every member who took part in the meeting, while a calendar here has it.",)

    def line(member: int, how: str) -> str:
        has_left = not standing.settings.users[member].active
        return f"{standing.members[member].name}, {how}{' and who is deactivated' if has_left else ''}."

    others = sorted(
        {*took_part} - {item.author_id},
        key=lambda one: (sort_key(standing.members[one].name), standing.members[one].uid),
    )
    found = [line(one, "who took part") for one in others]
    if item.assignee_id is not None and item.assignee_id != item.author_id:
        found.append(line(item.assignee_id, "to whom it is assigned"))
    return tuple(found)
