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

    A reply has a `parent`: whoever reads that reads the reply too. `withheld`: it came by itself with a mail whose
    content an exception withholds from whoever asks, so that no relation but the author's gives anything (B05).
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
    withheld: bool = False


#: What of a reply is open to whom it is open of what it answers: its author alone edits it.
REPLIES_SHOW = frozenset({"read"})


@dataclass(frozen=True, slots=True)
class ItemDecider:
    """Answers for one viewer about one item, and of a reply by what it answers: `above`."""

    item: Item
    decider: Decider
    above: ItemDecider | None = None

    def ways(self, facet: str, existing: frozenset[Id]) -> tuple[tuple[Decision, Decider], ...]:
        """Return the decisions that disclose a facet or deed, with who decided them; empty: it is hidden.

        `existing` are the records, of the item or of what it answers, that the viewer sees.
        """
        own = self.decider.item(self.item.id, facet, self.item.records, existing)
        found = ((own, self.decider),) if own.disclosed else ()
        if self.above is None or facet not in REPLIES_SHOW:
            return found
        return (*found, *self.above.ways(facet, existing))


def item_decider(
    settings: Settings, viewer: Viewer, item: Item, now: datetime, policy: Policy = RULES
) -> ItemDecider:
    """Return who decides about an item. Of an account's sources and grants none bears on it but those of its own."""
    alone = replace(
        settings, sources={item.id: source_of(item)}, grants=grants_of(item, policy), exceptions=()
    )
    decider = Decider(alone, open_paths(alone, viewer, now, policy), {}, policy)
    above = None if item.parent is None else item_decider(settings, viewer, item.parent, now, policy)
    return ItemDecider(item, decider, above)


def source_of(item: Item) -> Source:
    """Return the item as a source; its sort is a mark, for A15."""
    return Source(item.id, "item", item.account, item.author, marks=frozenset({item.sort}))


def grants_of(item: Item, policy: Policy = RULES) -> tuple[Grant, ...]:
    """Return what the item's relations give, those that its sort has; a sort that nobody declared gives nothing."""
    relations = policy.item_sorts.get(item.sort, frozenset())
    return tuple(Grant(principal, item.id, role) for role, principal in _holders(item) if role in relations)


def _holders(item: Item) -> Iterator[tuple[str, Principal]]:
    yield "author", Principal("user", item.author)
    if item.withheld:
        return
    for principal in item.audience:
        yield "audience", principal
    for user in item.took_part:
        yield "took part", Principal("user", user)
    if item.assignee is not None:
        yield "assignee", Principal("user", item.assignee)
