"""What visibility has to say of a loaded world: decided by the kernel on the world itself, with the rows' own words.

The kernel equals the reference on the same worlds (tests/policy); here it also speaks for policies that nobody wrote.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from tactful.policy.decide import Decider
from tactful.policy.rules import EVENTS, RULES, Policy
from tactful.policy.terms import Fact
from tactful.records.models import ContactValue, Party, Tie
from tactful.records.sort_key import sort_key
from tests.policy.from_world import Read, from_world
from tests.reference import world as plain
from tests.reference.cast import NOW
from tests.reference.persons import with_covered
from tests.visibility.fitted import mails
from tests.visibility.from_world import Loaded, uid_of


@dataclass(frozen=True)
class Touch:
    """One copy as a touchpoint with its person."""

    person: str
    owner: str
    interaction: str
    direction: str
    at: datetime
    facts: dict[str, Fact]


class Rows:
    """The rows of a loaded world that answers are made of, by the world's own ids."""

    def __init__(self, loaded: Loaded) -> None:
        self.loaded = loaded
        self.world = loaded.world
        self.read: Read = from_world(loaded.world, NOW)
        self._covered: dict[int, tuple[Policy, Read]] = {}
        self.company = {person.id: person.company for person in self.world.persons}
        name_of = {number: name for (kind, name), number in loaded.ids.items() if kind == "person"}
        owner_of = {
            number: name.removeprefix("book/")
            for (kind, name), number in loaded.ids.items()
            if kind == "source" and name.startswith("book/")
        }
        self.ties = {
            (owner_of[tie.book_id], name_of[tie.person_id]): tie
            for tie in Tie.unchecked.filter(account_id=loaded.account)
        }
        self.values = [
            (owner_of[row.book_id], name_of[row.person_id], row.value)
            for row in ContactValue.unchecked.filter(account_id=loaded.account)
        ]
        self.touches = self._touches()

    def read_under(self, policy: Policy) -> Read:
        """Return the world with what its exceptions cover under this policy (D24)."""
        if not self.world.joins:
            return self.read
        kept = self._covered.get(id(policy))
        if kept is None:

            def opened(world: plain.World, user: str) -> set[tuple[str, str]]:
                read = from_world(world, NOW)
                decider = read.decider(plain.Viewer(user), NOW, policy)
                shown = [it for it in read.facts if decider.fact(it).disclosed]
                there = {(str(it.owner), str(it.about)) for it in shown if it.facet == "existence"}
                return there & {(str(it.owner), str(it.about)) for it in shown if it.facet == "contact_info"}

            kept = self._covered[id(policy)] = (policy, from_world(with_covered(self.world, opened), NOW))
        return kept[1]

    def _touches(self) -> list[Touch]:
        parties = {
            party.copy_id: party
            for party in Party.unchecked.filter(account_id=self.loaded.account).exclude(direction="")
        }
        base = {fact.id: fact for fact in self.read.facts}
        found = []
        for mail in mails(self.world):
            party = parties[self.loaded.ids["copy", mail.id]]
            fact = base[f"{mail.id}/interactions"]
            facts = {facet: replace(fact, id=f"{mail.id}/{facet}", facet=facet) for facet in EVENTS}
            if not mail.has_subject:
                del facts["subject"]
            if party.direction == "copied":
                # A colleague's mail: no date of the contributor's is made of it.
                del facts["highlights"]
            found.append(Touch(mail.person, mail.owner, mail.interaction, party.direction, party.at, facts))
        return found

    def facts(self, facet: str, persons: Iterable[str], owners: Iterable[str] | None = None) -> list[Fact]:
        """Return every fact of a facet about these persons: of events, one per copy."""
        about, of = set(persons), None if owners is None else set(owners)
        if facet in EVENTS:
            found = [
                t.facts.get(facet, replace(t.facts["interactions"], facet=facet))
                for t in self.touches
                if facet != "highlights" or facet in t.facts
            ]
        else:
            found = [fact for fact in self.read.facts if fact.facet == facet]
        return [f for f in found if f.about in about and (of is None or f.owner in of)]


class Expected:
    """The answers for one viewer, by the kernel."""

    def __init__(self, rows: Rows, viewer: plain.Viewer, policy: Policy = RULES) -> None:
        self.rows = rows
        self.decider: Decider = rows.read_under(policy).decider(viewer, NOW, policy)

    def shown(self, facts: Iterable[Fact]) -> list[Fact]:
        return [fact for fact in facts if self.decider.fact(fact).disclosed]

    @cached_property
    def people(self) -> set[str]:
        """The persons who exist for the viewer."""
        return {str(person) for person in self.decider.existing(self.rows.read.facts)}

    def companies(self) -> dict[str, set[str]]:
        """The companies that exist for the viewer, with the people of theirs who do."""
        found: dict[str, set[str]] = {}
        for person in self.people:
            company = self.rows.company[person]
            if company is not None:
                found.setdefault(company, set()).add(person)
        return found

    @cached_property
    def classes(self) -> list[frozenset[str]]:
        """Everybody who exists, as the addresses that are one to the viewer (D24)."""
        classes = {frozenset([person]) for person in self.people}
        for join in self.rows.world.joins:
            if all(
                join.owner in self.owners("contact_info", end) and (join.owner, end) in self.rows.ties
                for end in (join.one, join.other)
            ):
                met = {one for one in classes if join.one in one or join.other in one}
                classes = (classes - met) | {frozenset[str]().union(*met)}
        return sorted(classes, key=sorted)

    def one(self, person: str) -> frozenset[str]:
        """The addresses that are one with this person's."""
        return next(one for one in self.classes if person in one)

    def lead(self, one: Iterable[str]) -> str:
        """The address by whose id a person goes: best known, then last in touch, then by name, then by id."""

        def place(person: str) -> tuple[object, ...]:
            best = max(self.sums([person]).values(), default=None)
            last = max((touch.at for touch in self.touches("highlights", [person])), default=None)
            named = self.name([person])
            return (
                best is None,
                -(best or 0.0),
                last is None,
                0.0 if last is None else -last.timestamp(),
                named is None,
                "" if named is None else sort_key(named),
                uid_of("person", person),
            )

        return min(one, key=place)

    def owners(self, facet: str, person: str) -> set[str]:
        """The members of whose sources a facet of a person is disclosed."""
        return {str(fact.owner) for fact in self.shown(self.rows.facts(facet, [person]))}

    def name(self, persons: Iterable[str]) -> str | None:
        """The name shown of who has these addresses (D21): the viewer's own, else the least by sort key."""
        me = self.decider.opened.viewer.user
        said = [
            (owner != me, tie.sort_key, tie.name)
            for person in persons
            for owner in self.owners("existence", person)
            if (tie := self.rows.ties.get((owner, person))) is not None and tie.name
        ]
        return min(said)[2] if said else None

    def sums(self, persons: Iterable[str]) -> dict[str, float]:
        """The raw sum of each knower with these persons together, where their relationship is disclosed.

        Of several addresses of a person the one that is known best counts.
        """
        best: dict[tuple[str, int], float] = {}
        place = {person: number for number, one in enumerate(self.classes) for person in one}
        for person in persons:
            for owner in self.owners("relationship", person):
                key = (owner, place[person])
                best[key] = max(best.get(key, 0.0), self.rows.ties[owner, person].s)
        found: dict[str, float] = {}
        for (owner, _), s in best.items():
            found[owner] = found.get(owner, 0.0) + s
        return found

    def touches(self, facet: str, persons: Iterable[str]) -> list[Touch]:
        """The touchpoints with these persons of which a facet is disclosed."""
        about = set(persons)
        return [
            touch
            for touch in self.rows.touches
            if touch.person in about
            and facet in touch.facts
            and self.decider.fact(touch.facts[facet]).disclosed
        ]
