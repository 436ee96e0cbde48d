"""Who may know of which user: rosters, derived from what users share and where they commented (T12, T13).

A user of an account knows of its users. Whoever shares a workspace or discussion is on its roster, guests on one of
their own, and the roster is known to each account of which somebody shares it: T12's first and third clause in one.
Commenters of a page are on rosters that lie on the page. No guest knows the guests of a read-only workspace by it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from tactful.policy.decide import Decider
from tactful.policy.paths import principals
from tactful.policy.rules import RULES, Policy
from tactful.policy.terms import NOTHING, Grant, Id, Principal, Settings, Source, User, Viewer

#: Kinds of containers that people meet in.
MEETING_PLACES = ("workspace", "discussion")


@dataclass(frozen=True, slots=True)
class Roster:
    """Some users, as a source, and what makes them known."""

    source: Source
    users: frozenset[Id]
    grants: tuple[Grant, ...] = ()


def rosters(
    settings: Settings, commenters: Mapping[Id, frozenset[Id]], now: datetime, policy: Policy = RULES
) -> tuple[Roster, ...]:
    """Return every roster at `now`. `commenters` gives, per page, the users who commented on it, signed in."""
    return (
        *_of_accounts(settings),
        *_of_meeting_places(settings, now, policy),
        *_of_pages(settings, commenters),
    )


def with_rosters(settings: Settings, found: tuple[Roster, ...]) -> Settings:
    """Return the settings with these rosters in them."""
    return replace(
        settings,
        sources={**settings.sources, **{roster.source.id: roster.source for roster in found}},
        grants=(*settings.grants, *(grant for roster in found for grant in roster.grants)),
    )


def known(decider: Decider, found: tuple[Roster, ...]) -> frozenset[Id]:
    """Return the users of whom the viewer may know, themselves left out."""
    return frozenset(
        user
        for roster in found
        if decider.source(roster.source.id, "known").disclosed
        for user in roster.users
        if user != decider.opened.viewer.user
    )


def _of_accounts(settings: Settings) -> Iterator[Roster]:
    for account in settings.accounts:
        users = frozenset(user.id for user in settings.users.values() if user.account == account)
        yield _roster("roster", f"users of {account}", account, None, users, [account])


def _of_meeting_places(settings: Settings, now: datetime, policy: Policy) -> Iterator[Roster]:
    for source in settings.sources.values():
        if source.kind in MEETING_PLACES:
            sharers = [settings.users[user] for user in sharing(settings, source, now, policy)]
            accounts = sorted({user.account for user in sharers}, key=str)
            for kind, users in _members_and_guests(sharers, source.account):
                yield _roster(kind, f"{kind} of {source.id}", source.account, source.id, users, accounts)


def _of_pages(settings: Settings, commenters: Mapping[Id, frozenset[Id]]) -> Iterator[Roster]:
    for page, who in commenters.items():
        users = [settings.users[user] for user in who if settings.users[user].active]
        account = settings.sources[page].account
        for kind, found in _members_and_guests(users, account):
            yield _roster(kind, f"{kind} of {page}", account, page, found, [])


def _members_and_guests(users: list[User], account: Id) -> Iterator[tuple[str, frozenset[Id]]]:
    yield "roster", frozenset(user.id for user in users if user.account == account)
    yield "roster of guests", frozenset(user.id for user in users if user.account != account)


def _roster(
    kind: str, name: str, account: Id, parent: Id | None, users: frozenset[Id], known_to: list[Id]
) -> Roster:
    grants = tuple(Grant(Principal("everyone", other), name, "known to") for other in known_to)
    return Roster(Source(name, kind, account, parent=parent), users, grants)


def sharing(settings: Settings, source: Source, now: datetime, policy: Policy = RULES) -> frozenset[Id]:
    """Return the active users with whom a source is shared at `now`, its owner included."""
    granted = {
        grant.principal
        for grant in settings.grants
        if grant.source == source.id
        and (grant.until is None or grant.until > now)
        and policy.roles.get((source.kind, grant.role), NOTHING)
    }
    return frozenset(
        user.id
        for user in settings.users.values()
        if user.active and (user.id == source.owner or granted & principals(user, Viewer(user.id)))
    )
