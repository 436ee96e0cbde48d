"""The two questions about questions: why the viewer sees something, and who sees something of theirs (B01).

Both are decided by the policy on single facts, not by the SQL of lists; the agreement test holds the two together.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from tactful.policy.clauses import LABELS
from tactful.policy.decide import Decider
from tactful.policy.explain import OWNER, VIEWER, merged, reasons, sentence
from tactful.policy.rules import BOOK
from tactful.policy.terms import Decision, Fact, Id
from tactful.records.models import Company, ContactValue, Person, Tie
from tactful.records.sort_key import sort_key
from tactful.visibility.facts import FactsOfPerson, facts_about, facts_at, tie_fact
from tactful.visibility.people import book_known_by
from tactful.visibility.person import find_person
from tactful.visibility.seen import Member
from tactful.visibility.settings import narrowed
from tactful.visibility.showing import note_values
from tactful.visibility.standing import Standing
from tactful.visibility.viewer import Viewer

#: The facets that a page explains, in the order in which they stand on each other.
EXPLAINED = tuple(BOOK.footing)


@dataclass(frozen=True, slots=True)
class Why:
    """Why a facet is shown: one sentence to read first, then every way, each a sentence of its own."""

    facet: str
    label: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WhoSees:
    """A colleague who sees a facet of the asker's own, with the grants that open it to them."""

    member: Member
    sentences: tuple[str, ...]


def why_person(standing: Standing, uid: uuid.UUID) -> tuple[Why, ...] | None:
    """Return why each facet of a person is shown to the viewer, disclosed ones alone; None: hidden or absent alike."""
    facts = facts_about(standing, uid)
    return None if facts is None else _explained(standing, [facts])


def why_value(standing: Standing, uid: uuid.UUID, kind: str, value: str) -> tuple[str, ...] | None:
    """Return why one contact value is shown, in sentences; None where it is not, whatever the reason."""
    person = find_person(standing, uid)
    if person is None:
        return None
    books = ContactValue.unchecked.filter(
        account_id=standing.viewer.account, person_id=person.id, kind=kind, value=value
    ).values_list("book_id", flat=True)
    facts = [tie_fact(standing, person, book, "contact_info") for book in sorted(set(books))]
    # That there is a reason tells that somebody has the value.
    decider = standing.decider_about(person.id)
    told = [int(fact.source) for fact in facts if decider.fact(fact).disclosed]
    note_values(standing, person.id, [(book, kind) for book in told])
    return _sentences(standing, facts) or None


def why_known(standing: Standing, kind: str, uid: uuid.UUID, knower: uuid.UUID) -> tuple[str, ...] | None:
    """Return why the viewer sees that a colleague knows a person, or people of a company (`kind`); None where not."""
    book = book_known_by(standing, knower)
    account = standing.viewer.account
    named = {"person": {"uid": uid}, "company": {"company__uid": uid}}[kind]
    known = Tie.unchecked.filter(account_id=account, book_id=book).values_list("person_id", flat=True)
    people = Person.unchecked.filter(account_id=account, colleague=False, id__in=known, **named)
    return _sentences(standing, [tie_fact(standing, one, book, "relationship") for one in people]) or None


def why_company(standing: Standing, company: Company) -> tuple[Why, ...]:
    """Return why each facet of a company is shown: it exists through the people of it that the viewer sees."""
    return _explained(standing, facts_at(standing, company.id))


def who_sees_person(standing: Standing, uid: uuid.UUID) -> Mapping[str, tuple[WhoSees, ...]] | None:
    """Return, for each facet of what the viewer's own book says of a person, the colleagues who see it.

    None where the viewer sees no such person; empty for facets that nobody else sees.
    """
    about = facts_about(standing, uid)
    if about is None:
        return None
    person, own = about.person, standing.own_book
    if own is None or not about.of("relationship", own):
        return dict.fromkeys(EXPLAINED, ())
    found: dict[str, list[WhoSees]] = {facet: [] for facet in EXPLAINED}
    facts = {facet: about.of(facet, own) for facet in EXPLAINED}
    entries = standing.entries_of(person.id)
    settings = narrowed(standing.settings, standing.viewer.member, entries.keys())
    for colleague in settings.users.values():
        if colleague.id == standing.viewer.member or not isinstance(colleague.id, int):
            continue
        theirs = Standing(
            Viewer(standing.viewer.account, colleague.id, standing.viewer.now),
            settings,
            standing.policy,
            household=standing.household,
        )
        row = standing.members[colleague.id]
        if not any(int(p.source) == own for p in theirs.opened.paths):
            continue
        decider = Decider(theirs.settings, theirs.opened, entries, theirs.policy)
        for facet, told in facts.items():
            decisions = [(decider.fact(fact), decider) for fact in told]
            sentences = _worded(standing, decisions, OWNER)
            if sentences:
                found[facet].append(WhoSees(Member(row.uid, row.name), sentences))
    return {
        facet: tuple(sorted(seen, key=lambda w: (sort_key(w.member.name), w.member.uid)))
        for facet, seen in found.items()
    }


def _explained(standing: Standing, people: list[FactsOfPerson]) -> tuple[Why, ...]:
    answers = []
    for facet in EXPLAINED:
        facts = (one.existence if facet == "existence" else one.of(facet) for one in people)
        sentences = _sentences(standing, chain.from_iterable(facts))
        if sentences:
            answers.append(Why(facet, LABELS[facet], sentences))
    return tuple(answers)


def _sentences(standing: Standing, facts: Iterable[Fact]) -> tuple[str, ...]:
    decided = []
    for fact in facts:
        decider = standing.decider_about(int(fact.about))
        decided.append((decider.fact(fact), decider))
    return _worded(standing, decided, VIEWER)


def _worded(
    standing: Standing, decided: Iterable[tuple[Decision, Decider]], addressee: str
) -> tuple[str, ...]:
    """Merge the reasons of many decisions, each with who decided it, into sentences for the addressee."""
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
