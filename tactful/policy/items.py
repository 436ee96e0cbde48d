"""Notes, files, reminders, logged interactions: what each one's row gives to whom (A06-A17)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from tactful.policy.decide import Decider
from tactful.policy.paths import open_paths
from tactful.policy.rules import RULES, Policy
from tactful.policy.terms import Decision, Grant, Id, Principal, Settings, Source, Viewer


@dataclass(frozen=True, slots=True)
class Item:
    """One item with its relations. `sort` is one of policy.item_sorts; `records` are what it hangs on.

    A reply has a `parent`: whoever reads that reads the reply too.
    """

    id: Id
    sort: str
    account: Id
    author: Id
    records: frozenset[Id] = frozenset()
    audience: frozenset[Principal] = frozenset()
    took_part: frozenset[Id] = frozenset()
    assignee: Id | None = None
    parent: Item | None = None


#: What of a reply is open to whom it is open of what it answers: its author alone edits it.
REPLIES_SHOW = frozenset({"read"})


def ways_to_item(
    settings: Settings,
    viewer: Viewer,
    item: Item,
    facet: str,
    existing: frozenset[Id],
    now: datetime,
    policy: Policy = RULES,
) -> tuple[tuple[Decision, Decider], ...]:
    """Decide a facet or deed of an item: by its own relations, and of a reply by those of what it answers.

    It is open where one of the decisions discloses it. `existing` are the records that the viewer sees. Of an account's
    sources and grants none bears on an item but those that it has of itself.
    """
    alone = replace(
        settings, sources={item.id: source_of(item)}, grants=grants_of(item, policy), exceptions=()
    )
    decider = Decider(alone, open_paths(alone, viewer, now, policy), {}, policy)
    own = (decider.item(item.id, facet, item.records, existing), decider)
    if item.parent is None or facet not in REPLIES_SHOW:
        return (own,)
    return (own, *ways_to_item(settings, viewer, item.parent, facet, existing, now, policy))


def source_of(item: Item) -> Source:
    """Return the item as a source; its sort is a mark, for A15."""
    return Source(item.id, "item", item.account, item.author, marks=frozenset({item.sort}))


def grants_of(item: Item, policy: Policy = RULES) -> tuple[Grant, ...]:
    """Return what the item's relations give, those that its sort has; a sort that nobody declared gives nothing."""
    relations = policy.item_sorts.get(item.sort, frozenset())
    return tuple(Grant(principal, item.id, role) for role, principal in _holders(item) if role in relations)


def _holders(item: Item) -> Iterator[tuple[str, Principal]]:
    yield "author", Principal("user", item.author)
    for principal in item.audience:
        yield "audience", principal
    for user in item.took_part:
        yield "took part", Principal("user", user)
    if item.assignee is not None:
        yield "assignee", Principal("user", item.assignee)
