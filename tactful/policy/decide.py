"""Stage 2 of a decision: which of the open paths reach a fact, and what strikes them.

A fact belongs to one source and is shown when a path to that source opens its facet. Exceptions strike every path but
the contributor's own. Nothing else discloses anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from tactful.policy.rules import RULES, TAKEN_PRIVATE_STRIKES, Policy
from tactful.policy.terms import Decision, Exception_, Fact, Id, Opened, Path, Settings

#: (person, member via whom it came) per container.
Entries = Mapping[Id, frozenset[tuple[Id, Id]]]
#: Facets by which a record exists for a viewer.
EXISTS = frozenset({"existence", "card"})
#: Kinds of sources whose facts stand on the record's existence by some other path (A38).
ON_EXISTENCE = frozenset({"ally"})


class Decider:
    """Answers for one viewer at one moment, from what stage 1 opened. Holds no record of its own."""

    def __init__(
        self, settings: Settings, opened: Opened, entries: Entries, policy: Policy = RULES
    ) -> None:
        self.settings = settings
        self.opened = opened
        self.entries = entries
        self.policy = policy

    @cached_property
    def paths_of(self) -> Mapping[Id, tuple[Path, ...]]:
        """The open paths by the source they open."""
        found: dict[Id, tuple[Path, ...]] = {}
        for path in self.opened.paths:
            found[path.source] = (*found.get(path.source, ()), path)
        return found

    def source(self, source: Id, facet: str) -> Decision:
        """Decide a facet or deed of a source itself: a list, a workspace, an item."""
        return Decision(facet, tuple(p for p in self.paths_of.get(source, ()) if facet in p.facets))

    def fact(self, fact: Fact) -> Decision:
        """Decide one fact by its own source, as if the record existed for the viewer."""
        opening: list[Path] = []
        struck: list[Exception_] = []
        for path in self.paths_of.get(fact.source, ()):
            if fact.facet not in path.facets or path.asked or not self._holds(path, fact):
                continue
            strikes = [e for e in self.opened.binding if not path.own and self._strikes(e, path, fact)]
            struck += strikes
            if not strikes:
                opening.append(path)
        return Decision(fact.facet, tuple(opening), tuple(dict.fromkeys(struck)))

    def disclosed(self, facts: Iterable[Fact]) -> dict[Id, Decision]:
        """Return the decisions of those facts that are disclosed, by fact id; footing on existence included."""
        decisions = {fact.id: (fact, self.fact(fact)) for fact in facts}
        shown = {i: (f, d) for i, (f, d) in decisions.items() if d.disclosed}
        existing = {f.about for f, _ in shown.values() if f.facet in EXISTS}
        return {
            i: decision
            for i, (fact, decision) in shown.items()
            if self.settings.sources[fact.source].kind not in ON_EXISTENCE or fact.about in existing
        }

    def names(self, fact: Fact, colleague: Id) -> bool:
        """Return whether a shown touchpoint or mail names this colleague to the viewer (D26)."""
        viewer = self.opened.user
        if viewer is None:
            return False
        if fact.owner == viewer.id or colleague in (fact.owner, viewer.id):
            return True
        if any(self._withholds_an_outsider(e, colleague, fact) for e in self.opened.binding):
            return False
        return any(
            path.rule.startswith("D01") and "relationship" in path.facets
            for source in self._books_of(colleague)
            for path in self.paths_of.get(source, ())
        )

    def _books_of(self, user: Id) -> list[Id]:
        return [s.id for s in self.settings.sources.values() if s.kind == "book" and s.owner == user]

    def _withholds_an_outsider(self, exception: Exception_, colleague: Id, fact: Fact) -> bool:
        return (
            exception.owner == colleague
            and exception.within is None
            and (exception.person in fact.names or exception.company in fact.name_companies)
        )

    def _holds(self, path: Path, fact: Fact) -> bool:
        if path.within is None:
            return True
        entered = self.entries.get(path.within, frozenset())
        if path.via_owner:
            return (fact.about, fact.owner) in entered
        return any(person == fact.about for person, _ in entered)

    def _strikes(self, exception: Exception_, path: Path, fact: Fact) -> bool:
        if exception.within is not None:
            return (
                path.rule == TAKEN_PRIVATE_STRIKES
                and path.within == exception.within
                and exception.person == fact.about
            )
        if exception.account != self.settings.users[fact.owner].account:
            return False
        if exception.thread is not None:
            return fact.thread == exception.thread and fact.facet in self.policy.withholds["thread"].strikes
        if exception.owner is not None and exception.owner != fact.owner:
            return False
        row = self.policy.withholds["protected" if exception.owner is None else "private"]
        if fact.facet in row.strikes and _is_about(exception, fact.about, fact.company):
            return True
        return fact.facet in row.also_when_named and (
            exception.person in fact.names or exception.company in fact.name_companies
        )


def _is_about(exception: Exception_, person: Id, company: Id | None) -> bool:
    if exception.person is not None:
        return exception.person == person
    return company is not None and exception.company == company


