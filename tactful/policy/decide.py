"""Stage 2 of a decision: which of the open paths reach a fact, and what strikes them.

A fact belongs to one source and is shown when a path to that source opens its facet. Exceptions strike every path but
the contributor's own. Nothing else discloses anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tactful.policy.rules import RULES, TAKEN_PRIVATE_STRIKES, Policy, Withhold
from tactful.policy.terms import Decision, Exception_, Fact, Id, Opened, Path, Settings

#: (person, member via whom it came) per container.
Entries = Mapping[Id, frozenset[tuple[Id, Id]]]


class Decider:
    """Answers for one viewer at one moment, from what stage 1 opened. Holds no record of its own."""

    def __init__(self, settings: Settings, opened: Opened, entries: Entries, policy: Policy = RULES) -> None:
        self.settings = settings
        self.opened = opened
        self.entries = entries
        self.policy = policy

    @property
    def paths_of(self) -> Mapping[Id, tuple[Path, ...]]:
        """The open paths by the source they open."""
        return self.opened.paths_of

    def source(self, source: Id, facet: str) -> Decision:
        """Decide a facet or deed of a source itself: a list, a workspace, a partnership."""
        return Decision(facet, tuple(p for p in self.paths_of.get(source, ()) if facet in p.facets))

    def item(self, source: Id, facet: str, records: frozenset[Id], existing: frozenset[Id]) -> Decision:
        """Decide a facet or deed of an item that hangs on `records`, of which these exist for the viewer (A13)."""
        found = self.source(source, facet)
        if not records or records & existing:
            return found
        kind = self.settings.sources[source].kind
        loose = tuple(path for path in found.opened_by if (kind, path.rule) not in self.policy.anchored)
        return Decision(facet, loose)

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
        return Decision(fact.facet, tuple(opening), tuple(dict.fromkeys(struck)), fact)

    def disclosed(self, facts: Iterable[Fact]) -> dict[Id, Decision]:
        """Return the decisions of those facts that are disclosed, by fact id; footing on the record included."""
        decisions = {fact.id: (fact, self.fact(fact)) for fact in facts}
        existing = self.existing(fact for fact, _ in decisions.values())
        return {
            i: decision
            for i, (fact, decision) in decisions.items()
            if decision.disclosed
            and (
                self.settings.sources[fact.source].kind not in self.policy.on_a_record
                or fact.about in existing
            )
        }

    def existing(self, facts: Iterable[Fact]) -> frozenset[Id]:
        """Return the persons whom one of these facts makes a record for the viewer."""
        return frozenset(
            fact.about
            for fact in facts
            if fact.facet in self.policy.makes_a_record and self.fact(fact).disclosed
        )

    def withholds(self, fact: Fact) -> bool:
        """Return whether an exception that binds the viewer strikes this fact, whatever else would open it (B05)."""
        return any(self._strikes(e, None, fact) for e in self.opened.binding)

    def names(self, fact: Fact, colleague: Id) -> bool:
        """Return whether a shown touchpoint or mail names this colleague to the viewer (D26)."""
        viewer = self.opened.user
        if viewer is None:
            return False
        if viewer.id in (fact.owner, colleague) or colleague == fact.owner:
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

    def _strikes(self, exception: Exception_, path: Path | None, fact: Fact) -> bool:
        withholds = self.policy.withholds
        if exception.within is not None:
            inside = (
                path is not None and path.rule == TAKEN_PRIVATE_STRIKES and path.within == exception.within
            )
            return inside and _is_withheld(withholds["taken private"], exception, fact)
        if exception.account != self.settings.users[fact.owner].account:
            return False
        if exception.thread is not None:
            return fact.thread == exception.thread and fact.facet in withholds["thread"].strikes
        if exception.owner is None:
            return _is_withheld(withholds["protected"], exception, fact)
        return exception.owner == fact.owner and _is_withheld(withholds["private"], exception, fact)


def _is_withheld(row: Withhold, exception: Exception_, fact: Fact) -> bool:
    if fact.facet in row.strikes and _is_about(exception, fact):
        return True
    return fact.facet in row.also_when_named and (
        exception.person in fact.names or exception.company in fact.name_companies
    )


def _is_about(exception: Exception_, fact: Fact) -> bool:
    if exception.person is not None:
        return exception.person == fact.about
    return fact.company is not None and exception.company == fact.company
