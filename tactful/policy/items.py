"""Notes, files, reminders, logged interactions: what each one's row gives to whom (A06-A17)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from tactful.policy.decide import Decider
from tactful.policy.paths import open_paths, principals
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
    """Answers for one viewer about one item, and of a reply by what it answers: `above`.

    `source` is how the decider calls the item: items that nothing tells apart for the viewer share one.
    """

    item: Item
    source: Id
    decider: Decider
    above: ItemDecider | None = None

    def ways(self, facet: str, existing: frozenset[Id]) -> tuple[tuple[Decision, Decider], ...]:
        """Return the decisions that disclose a facet or deed, with who decided them; empty: it is hidden.

        `existing` are the records, of the item or of what it answers, that the viewer sees.
        """
        own = self.decider.item(self.source, facet, self.item.records, existing)
        found = ((own, self.decider),) if own.disclosed else ()
        if self.above is None or facet not in REPLIES_SHOW:
            return found
        return (*found, *self.above.ways(facet, existing))


class ItemDeciders:
    """Makes the deciders of one viewer's items. Of an account's sources and grants none bears on one but its own."""

    def __init__(self, settings: Settings, viewer: Viewer, now: datetime, policy: Policy = RULES) -> None:
        self.settings = settings
        self.viewer = viewer
        self.now = now
        self.policy = policy
        user = None if viewer.user is None else settings.users.get(viewer.user)
        self._held = principals(user, viewer)
        self._made: dict[object, tuple[Id, Decider]] = {}

    def of(self, item: Item) -> ItemDecider:
        """Return who decides about an item, and about what it answers."""
        source, grants = source_of(item), grants_of(item, self.policy)
        alike = self._alike(source, grants)
        if alike not in self._made:
            alone = replace(self.settings, sources={item.id: source}, grants=grants, exceptions=())
            opened = open_paths(alone, self.viewer, self.now, self.policy)
            self._made[alike] = item.id, Decider(alone, opened, {}, self.policy)
        above = None if item.parent is None else self.of(item.parent)
        return ItemDecider(item, *self._made[alike], above)

    def _alike(self, source: Source, grants: tuple[Grant, ...]) -> object:
        """Return what all items have in common for which stage 1 says the same of this viewer.

        Grants to others say nothing, but of meeting notes, whose authors are asked who else was there (A15).
        """
        if "meeting note" in source.marks or self.policy is not RULES:
            return source, grants
        reaching = tuple((grant.principal, grant.role) for grant in grants if grant.principal in self._held)
        return source.account, source.owner == self.viewer.user, source.marks, reaching


def item_decider(
    settings: Settings, viewer: Viewer, item: Item, now: datetime, policy: Policy = RULES
) -> ItemDecider:
    """Return who decides about one item for one viewer."""
    return ItemDeciders(settings, viewer, now, policy).of(item)


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
