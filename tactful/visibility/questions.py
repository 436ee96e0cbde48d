"""Why the viewer sees a record, a facet of it, a contact value, or that a colleague knows somebody (B01).

That is decided by the policy on single facts, not by the SQL of lists; the agreement test holds the two together.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from tactful.policy.clauses import LABELS
from tactful.policy.decide import Decider
from tactful.policy.explain import VIEWER, merged, reasons, sentence
from tactful.policy.rules import BOOK
from tactful.policy.terms import Decision, Fact, Id
from tactful.records.models import Company, ContactValue
from tactful.visibility.facts import FactsOfPerson, facts_at, facts_of_one, tie_fact
from tactful.visibility.showing import note_values
from tactful.visibility.standing import Standing

#: The facets that a page explains, in the order in which they stand on each other.
EXPLAINED = tuple(BOOK.footing)


@dataclass(frozen=True, slots=True)
class Why:
    """Why a facet is shown: one sentence to read first, then every way, each a sentence of its own."""

    facet: str
    label: str
    sentences: tuple[str, ...]


def why_person(standing: Standing, uid: uuid.UUID) -> tuple[Why, ...] | None:
    """Return why each facet of a person is shown to the viewer, disclosed ones alone; None: hidden or absent alike."""
    facts = facts_of_one(standing, uid)
    return None if facts is None else explained(standing, facts)


def why_value(standing: Standing, uid: uuid.UUID, kind: str, value: str) -> tuple[str, ...] | None:
    """Return why one contact value is shown, in sentences; None where it is not, whatever the reason."""
    about = facts_of_one(standing, uid)
    if about is None:
        return None
    people = {one.person.id: one.person for one in about}
    pairs = ContactValue.unchecked.filter(
        account_id=standing.viewer.account, person_id__in=people, kind=kind, value=value
    ).values_list("book_id", "person_id")
    facts = [tie_fact(standing, people[one], book, "contact_info") for book, one in sorted(set(pairs))]
    # That there is a reason tells that somebody has the value.
    for fact in facts:
        if standing.decider_about(int(fact.about)).fact(fact).disclosed:
            note_values(standing, int(fact.about), [(int(fact.source), kind)])
    return sentences_of(standing, facts) or None


def why_company(standing: Standing, company: Company) -> tuple[Why, ...]:
    """Return why each facet of a company is shown: it exists through the people of it that the viewer sees."""
    return explained(standing, facts_at(standing, company.id))


def explained(standing: Standing, people: Iterable[FactsOfPerson]) -> tuple[Why, ...]:
    """Return why each facet of these people together is shown, disclosed ones alone."""
    answers = []
    for facet in EXPLAINED:
        facts = (one.existence if facet == "existence" else one.of(facet) for one in people)
        sentences = sentences_of(standing, chain.from_iterable(facts))
        if sentences:
            answers.append(Why(facet, LABELS[facet], sentences))
    return tuple(answers)


def sentences_of(standing: Standing, facts: Iterable[Fact]) -> tuple[str, ...]:
    """Return every way by which the viewer is shown any of these facts; empty where none is disclosed."""
    decided = []
    for fact in facts:
        decider = standing.decider_about(int(fact.about))
        decided.append((decider.fact(fact), decider))
    return worded(standing, decided, VIEWER)


def worded(
    standing: Standing, decided: Iterable[tuple[Decision, Decider]], addressee: str
) -> tuple[str, ...]:
    """Return the reasons of many decisions, each with who decided it, merged into sentences for the addressee."""
    found = [reason for decision, decider in decided for reason in reasons(decision, decider, addressee)]
    if not found:
        return ()
    words = standing.household.kept("words", standing.viewer.now, lambda: _words(standing))
    return tuple(
        dict.fromkeys(sentence(reason, words, standing.policy) for reason in merged(found, standing.policy))
    )


def _words(standing: Standing) -> Mapping[tuple[str, Id], str]:
    """Return the names that sentences use, by ("user", id), ("team", id) and ("source", id)."""
    words: dict[tuple[str, Id], str] = {("user", m.id): m.name for m in standing.members.values()}
    words |= {("team", team.id): team.name for team in standing.teams.values()}
    words |= {
        ("source", source.id): standing.labels.get(int(source.id), "")
        for source in standing.settings.sources.values()
        if source.kind not in ("book", "cards")
    }
    return words
