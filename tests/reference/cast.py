"""The fixed cast of the reference scenarios, and short words for what they own.

Acme is the account at home. Ada and Ben are on its team deal, Ben and Cyd on lab, Dee is on none; Abe is an Admin,
Flo the Enterprise Admin. Eve and Pia work at Bolt, Pia as an Admin: Bolt is the partner, and the ally. Gus is of no
account, which is to say of a hidden one of his own. Kim and Lou work at Orca, Max at Pike, Nia nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.reference.model import disclosed
from tests.reference.world import (
    BOOK_FOOTING,
    Account,
    Atom,
    Fact,
    Level,
    Person,
    Share,
    Team,
    User,
    Viewer,
    World,
)

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
PAST = NOW - timedelta(days=1)
LATER = NOW + timedelta(days=1)

TIES: Level = "relationships"
VALUES: Level = "relationships + contact info"
MEETINGS: Level = "relationships + interactions"
BOTH: Level = "relationships + both"
NOT: Level = "not sharing"

ACME = Account("acme")
BOLT = Account("bolt")
GUS_ALONE = Account("gus-alone")

HOUSE = World(
    accounts=(ACME, BOLT, GUS_ALONE),
    users=(
        User("ada", "acme"),
        User("ben", "acme"),
        User("cyd", "acme"),
        User("dee", "acme"),
        User("abe", "acme", role="admin"),
        User("flo", "acme", role="enterprise admin"),
        User("eve", "bolt"),
        User("pia", "bolt", role="admin"),
        User("gus", "gus-alone"),
    ),
    teams=(
        Team("deal", "acme", frozenset({"ada", "ben"})),
        Team("lab", "acme", frozenset({"ben", "cyd"})),
        Team("sales", "bolt", frozenset({"eve", "pia"})),
    ),
    persons=(Person("kim", "orca"), Person("lou", "orca"), Person("max", "pike"), Person("nia")),
)
MEMBERS = ("ada", "ben", "cyd", "dee", "abe", "flo")


def book(
    owner: str,
    person: str,
    *,
    names: Iterable[str] = (),
    thread: str | None = None,
    facets: Iterable[str] = tuple(BOOK_FOOTING),
) -> tuple[Fact, ...]:
    """One fact per facet of what the owner's book says about a person, as "ada/kim/subject"."""
    on_it = frozenset({owner, person, *names})
    mail = {"highlights", "interactions", "subject", "body"}
    return tuple(
        Fact(f"{owner}/{person}/{facet}", owner, facet, person, on_it, thread)
        if facet in mail
        else Fact(f"{owner}/{person}/{facet}", owner, facet, person)
        for facet in facets
    )


def card(owner: str, person: str) -> Fact:
    """A value that the owner typed into a person's card."""
    return Fact(f"{owner}/{person}/card", owner, "card", person)


def house(account: Account = ACME, **more: Any) -> World:
    """The house with these rows added to each kind of thing; `account` stands for Acme."""
    accounts = tuple(account if it.id == "acme" else it for it in HOUSE.accounts)
    added = {kind: (*getattr(HOUSE, kind), *rows) for kind, rows in more.items()}
    return replace(HOUSE, accounts=accounts, **added)


def ada_shares(level: Level, audience: str = "deal", until: datetime | None = None) -> Share:
    return Share("ada", audience, level, until)


def with_user(world: World, user: str, **changes: Any) -> World:
    """The world after one user changed: deactivated, promoted."""
    users = tuple(replace(it, **changes) if it.id == user else it for it in world.users)
    return replace(world, users=users)


def with_team(world: World, team: str, *members: str) -> World:
    """The world after a team's members became these."""
    teams = tuple(replace(it, members=frozenset(members)) if it.id == team else it for it in world.teams)
    return replace(world, teams=teams)


def atoms(
    world: World, user: str | None, *links: str, ceiling: Iterable[str] | None = None
) -> frozenset[Atom]:
    limit = None if ceiling is None else frozenset(ceiling)
    return disclosed(world, Viewer(user, frozenset(links), limit), NOW)


def facts(world: World, user: str | None, *, ceiling: Iterable[str] | None = None) -> set[str]:
    """The facts that a user sees, their own left out."""
    shown = {atom[1] for atom in atoms(world, user, ceiling=ceiling) if atom[0] == "fact"}
    return {fact.id for fact in world.facts if fact.id in shown and fact.owner != user}


def shown(world: World, user: str | None, about: str = "ada/kim") -> set[str]:
    """The facets that a user sees of what one book, or card, says about one person."""
    return {fact.rpartition("/")[2] for fact in facts(world, user) if fact.rpartition("/")[0] == about}


def opened(world: World, user: str | None, source: str, *links: str) -> set[str]:
    """The facets and deeds that are open to a user of a list, bucket, workspace, page, discussion or item."""
    return {atom[2] for atom in atoms(world, user, *links) if atom[:2] == ("source", source)}


def named(world: World, user: str, fact: str) -> set[str]:
    """The users named on a fact that a user sees."""
    return {atom[2] for atom in atoms(world, user) if atom[:2] == ("named", fact)}


def known(world: World, user: str | None, *links: str) -> set[str]:
    """The users of other accounts of whom a user may know."""
    home = {it.id: it.account for it in world.users}
    others = {atom[1] for atom in atoms(world, user, *links) if atom[0] == "user"}
    return {other for other in others if user is None or home[other] != home[user]}
