"""Who sees something of the viewer's own: each colleague with the grants that open it to them (B01)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tactful.policy.decide import Decider
from tactful.policy.explain import OWNER
from tactful.policy.terms import Fact
from tactful.records.models import Company
from tactful.records.sort_key import sort_key
from tactful.visibility.bodies import Bodies
from tactful.visibility.facts import FactsOfPerson, facts_at, facts_of_one, said_of_touchpoint
from tactful.visibility.questions import EXPLAINED, worded
from tactful.visibility.seen import Member
from tactful.visibility.settings import narrowed
from tactful.visibility.standing import Standing

#: The facets of a mail or meeting, in the order in which they stand on each other.
OF_TOUCHPOINTS = ("interactions", "subject", "body")


@dataclass(frozen=True, slots=True)
class WhoSees:
    """A colleague who sees a facet of the asker's own, with the grants that open it to them."""

    member: Member
    sentences: tuple[str, ...]


#: The colleagues who see each facet.
Seers = Mapping[str, tuple[WhoSees, ...]]


def who_sees_person(standing: Standing, uid: uuid.UUID) -> Seers | None:
    """Return, for each facet of what the viewer's own book says of a person, the colleagues who see it.

    None where the viewer sees no such person; empty for facets that nobody else sees.
    """
    found = facts_of_one(standing, uid)
    return None if found is None else _seers_of(standing, found)


def who_sees_company(standing: Standing, company: Company) -> Seers:
    """Return, for each facet of what the viewer's own book says of a company's people, the colleagues who see any."""
    return _seers_of(standing, facts_at(standing, company.id))


def _seers_of(standing: Standing, people: Iterable[FactsOfPerson]) -> Seers:
    """Return who sees what the viewer's own book says of any of these people: nobody, where it knows none."""
    own = standing.own_book
    mine = [one for one in people if own is not None and one.of("relationship", own)]
    return _seers(
        standing, {facet: [fact for one in mine for fact in one.of(facet, own)] for facet in EXPLAINED}
    )


def who_sees_touchpoint(standing: Standing, uid: uuid.UUID) -> Seers | None:
    """Return who sees that a mail or meeting of the viewer's own took place, what it was called, and what was written.

    None where the viewer's own book does not hold it: hidden and absent alike.
    """
    own = standing.own_book
    said = said_of_touchpoint(standing, uid, [] if own is None else [own])
    if not any(standing.decider_about(int(one.fact.about)).fact(one.fact).disclosed for one in said):
        return None
    written = Bodies(standing, sorted({one.copy for one in said}))
    facets = [
        facet for facet in OF_TOUCHPOINTS if facet != "body" or any(one.copy in written for one in said)
    ]
    return _seers(standing, {facet: [one.by(facet) for one in said] for facet in facets})


def _seers(standing: Standing, told: Mapping[str, list[Fact]]) -> Seers:
    """Return, for each facet, the colleagues to whom any of these facts of the viewer's own book is disclosed."""
    own = standing.own_book
    entries = standing.entries_of_all(_people(told.values()))
    containers = {container for some in entries.values() for container in some}
    settings = narrowed(standing.settings, standing.viewer.member, containers)
    found: dict[str, list[WhoSees]] = {facet: [] for facet in told}
    for colleague in settings.users.values():
        if colleague.id == standing.viewer.member or not isinstance(colleague.id, int):
            continue
        theirs = standing.of(colleague.id, settings)
        if not any(int(p.source) == own for p in theirs.opened.paths):
            continue
        row = standing.members[colleague.id]
        deciders = {
            person: Decider(theirs.settings, theirs.opened, entered, theirs.policy)
            for person, entered in entries.items()
        }
        for facet, facts in told.items():
            by = [(deciders[int(fact.about)], fact) for fact in facts]
            sentences = worded(standing, [(decider.fact(fact), decider) for decider, fact in by], OWNER)
            if sentences:
                found[facet].append(WhoSees(Member(row.uid, row.name), sentences))
    return {
        facet: tuple(sorted(seen, key=lambda w: (sort_key(w.member.name), w.member.uid)))
        for facet, seen in found.items()
    }


def _people(several: Iterable[list[Fact]]) -> set[int]:
    return {int(fact.about) for facts in several for fact in facts}
