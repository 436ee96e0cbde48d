"""Notes, files, reminders, logged interactions: what each one's row gives to whom, as grants (A06-A17)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tactful.policy.rules import RULES, Policy
from tactful.policy.terms import Grant, Id, Principal, Source


@dataclass(frozen=True, slots=True)
class Item:
    """One item with its relations. `sort` is one of policy.item_sorts; `records` are the persons it hangs on."""

    id: Id
    sort: str
    account: Id
    author: Id
    records: frozenset[Id] = frozenset()
    audience: frozenset[Principal] = frozenset()
    took_part: frozenset[Id] = frozenset()
    assignee: Id | None = None


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
