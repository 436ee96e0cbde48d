"""A small house in the kernel's own words: six people, their books, and short ways to say what is shared.

Ada, Ben and Cyd are members of Acme; Ada and Ben are on deal, Ben and Cyd on lab. Abe is an Admin, Flo the Enterprise
Admin. Eve is of Bolt. Kim works at Orca, Max at Pike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from tactful.policy.decide import Decider
from tactful.policy.paths import open_paths
from tactful.policy.rules import EVERYONE, RULES, Policy
from tactful.policy.terms import AccountRules, Choice, Fact, Id, Settings, Source, User, Viewer

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
PAST = NOW - timedelta(seconds=1)
LATER = NOW + timedelta(seconds=1)
ACME = AccountRules("acme")
PEOPLE = {
    "ada": User("ada", "acme", "member", True, frozenset({"deal"})),
    "ben": User("ben", "acme", "member", True, frozenset({"deal", "lab"})),
    "cyd": User("cyd", "acme", "member", True, frozenset({"lab"})),
    "abe": User("abe", "acme", "admin", True),
    "flo": User("flo", "acme", "enterprise admin", True),
    "eve": User("eve", "bolt", "member", True),
}
COMPANY = {"kim": "orca", "max": "pike", "nia": None}


def books() -> dict[Id, Source]:
    return {
        source.id: source
        for user in PEOPLE.values()
        for source in (
            Source(f"{user.id}'s book", "book", user.account, user.id),
            Source(f"{user.id}'s cards", "cards", user.account, user.id),
        )
    }


def house(*sources: Source, account: AccountRules = ACME, **more: Any) -> Settings:
    """Return the house with these sources and settings."""
    return Settings(
        accounts={"acme": account, "bolt": AccountRules("bolt")},
        users=more.pop("users", PEOPLE),
        sources={**books(), **{source.id: source for source in sources}},
        **more,
    )


def ada_shares(level: str, audience: str = "deal", until: datetime | None = None) -> dict[str, Any]:
    return {"choices": {("ada", audience): Choice(level, until)}}


def changed(user: str, **changes: Any) -> dict[str, User]:
    """Return the people after one of them changed."""
    return {**PEOPLE, user: replace(PEOPLE[user], **changes)}


def told(facet: str, person: str = "kim", owner: str = "ada", **more: Any) -> Fact:
    """Return a fact of a member's book or cards."""
    source = f"{owner}'s cards" if facet == "card" else f"{owner}'s book"
    return Fact(f"{owner}/{person}/{facet}", source, owner, facet, person, COMPANY[person], **more)


def ask(
    settings: Settings,
    user: str | None,
    *links: str,
    entries: Mapping[Any, Any] | None = None,
    ceiling: set[str] | None = None,
    policy: Policy = RULES,
) -> Decider:
    viewer = Viewer(user, frozenset[Id](links), None if ceiling is None else frozenset(ceiling))
    return Decider(settings, open_paths(settings, viewer, NOW, policy), entries or {}, policy)


def seen(decider: Decider, person: str = "kim", owner: str = "ada") -> set[str]:
    """Return the facets that the viewer sees of what one member says about one person."""
    facets = (*RULES.kinds["book"].footing, "card")
    return {facet for facet in facets if decider.fact(told(facet, person, owner)).disclosed}


def deeds(decider: Decider, source: str) -> set[str]:
    """Return the facets and deeds that the viewer has on a source."""
    kind = decider.policy.kinds[decider.settings.sources[source].kind]
    return {facet for facet in kind.footing if decider.source(source, facet).disclosed}


__all__ = [
    "EVERYONE",
    "LATER",
    "NOW",
    "PAST",
    "ada_shares",
    "ask",
    "changed",
    "deeds",
    "house",
    "seen",
    "told",
]
