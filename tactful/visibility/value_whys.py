"""Why each value of a person or company is shown: by which grants it reaches the viewer, and what went into it (B01).

A value is explained by the very books that it was taken from where it is displayed, each decided by the policy on
single facts. What went into it is told as far as the viewer sees it: nobody hidden is named or counted.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from tactful.policy.terms import Fact
from tactful.records.models import Company, Person
from tactful.visibility.companies import last_ties, see_company
from tactful.visibility.contributors import member_of_book
from tactful.visibility.crowd import crowd_of
from tactful.visibility.evidence import CONFIRMED
from tactful.visibility.facts import FactsOfPerson, disclosing, facts_at, facts_of_one, tie_fact
from tactful.visibility.groups import audiences, company_groups, contributing_books, person_groups
from tactful.visibility.identity.also_known import also_known
from tactful.visibility.identity.joined import joined
from tactful.visibility.names import company_refs
from tactful.visibility.people import book_known_by, knowers_of
from tactful.visibility.questions import sentences_of
from tactful.visibility.seen import (
    AlsoKnown,
    ContributorStatistics,
    GroupStrength,
    Knower,
    Statistics,
    Strength,
)
from tactful.visibility.showing import LAST_CONTACT
from tactful.visibility.standing import Standing
from tactful.visibility.statistics import company_statistics, person_statistics
from tactful.visibility.strength import strength_of
from tactful.visibility.telling import PersonTold, TieTold, tell

#: What may be asked about of a person and of a company. "tie" is one colleague's, "group score" one audience's or all.
OF_PERSON = (
    "name",
    "company",
    "title",
    "score",
    "known by",
    "last contact",
    "statistics",
    "group score",
    "also known",
    "tie",
)
OF_COMPANY = ("name", "people", "score", "known by", "last contact", "statistics", "group score", "tie")
#: How Everyone is asked about where a team is asked about by its id.
EVERYBODY = "everyone"
#: The values that a row of a list has.
ROW = frozenset({"name", "company", "title", "people", "score", "known by", "last contact"})


@dataclass(frozen=True, slots=True)
class WhyValue:
    """Why one value is shown. `shown`: the value as it stands there, in words.

    `sentences`: the ways by which it is open, the first to be read first. `made_of`: what went into it, in sentences.
    `books` are those that it was taken from: whoever may tell more of what went into it begins with them.
    """

    value: str
    label: str
    shown: str
    facet: str
    sentences: tuple[str, ...]
    made_of: tuple[str, ...] = ()
    books: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """Which values are asked about. `audience`: of that group's score alone; `knower`: of that colleague's tie."""

    values: Collection[str] = ROW
    audience: uuid.UUID | str | None = None
    knower: uuid.UUID | None = None


def why_person_values(standing: Standing, uid: uuid.UUID, asked: Asked) -> tuple[WhyValue, ...] | None:
    """Return why the values asked about are shown, those that are shown; None for a person hidden or absent alike."""
    facts = facts_of_one(standing, uid)
    if facts is None:
        return None
    about = _OfPerson(standing, facts)
    return _explained(
        asked,
        {
            "name": about.name,
            "company": about.company,
            "title": about.title,
            "score": about.score,
            "known by": about.known_by,
            "last contact": about.last_contact,
            "statistics": about.statistics,
            "group score": lambda: about.group_scores(asked.audience),
            "also known": about.also_known,
            "tie": lambda: about.tie(asked.knower),
        },
    )


def why_company_values(standing: Standing, company: Company, asked: Asked) -> tuple[WhyValue, ...]:
    """Return why the values asked about are shown of a company that exists for the viewer, those that are shown."""
    about = _OfCompany(standing, company)
    return _explained(
        asked,
        {
            "name": about.name,
            "people": about.people,
            "score": about.score,
            "known by": about.known_by,
            "last contact": about.last_contact,
            "statistics": about.statistics,
            "group score": lambda: about.group_scores(asked.audience),
            "tie": lambda: about.tie(asked.knower),
        },
    )


def _explained(asked: Asked, ways: dict[str, Callable[[], Iterable[WhyValue]]]) -> tuple[WhyValue, ...]:
    found = (one for value, why in ways.items() if value in asked.values for one in why())
    # What is shown has a reason: of what has none, nothing is said.
    return tuple(one for one in found if one.sentences)


class _OfPerson:
    """What is shown of one person, and the facts that it was taken from, those of each of their addresses."""

    def __init__(self, standing: Standing, facts: Sequence[FactsOfPerson]) -> None:
        self.standing, self.facts, self.person = standing, facts, facts[0].person
        self.told: PersonTold = tell(standing, [self.person.id])[self.person.id]

    def name(self) -> Iterable[WhyValue]:
        """The name; of who has none, that they are here."""
        if self.told.name is None:
            yield self._why("name", "that they are here", "", "existence", self._existence())
        else:
            yield self._said("name", "name", self.told.name, lambda tie: tie.name)

    def title(self) -> Iterable[WhyValue]:
        if self.told.title is not None:
            yield self._said("title", "title", self.told.title, lambda tie: tie.title)

    def company(self) -> Iterable[WhyValue]:
        """The company of their address, through whatever opens the person; else what books say they work for."""
        ref = company_refs(self.standing, {self.told.company} if self.told.company else ()).get(
            self.told.company or 0
        )
        if ref is not None:
            yield self._why("company", "company", ref.name, "existence", self._existence())
        elif self.told.organisation is not None:
            yield self._said("company", "company", self.told.organisation, lambda tie: tie.organisation)

    def score(self) -> Iterable[WhyValue]:
        """The best score that is disclosed, by the relationship that it is of."""
        best = self.told.best
        if best is not None:
            books = [tie.book for tie in self.told.ties if tie.raw == best]
            yield self._tie_why("score", "strength", score_words(strength_of(best)), books)

    def known_by(self) -> Iterable[WhyValue]:
        knowers = knowers_of(self.standing, [self.person.id]).get(self.person.id, ())
        if knowers:
            facts = self._of("relationship", [tie.book for tie in self.told.ties if tie.raw is not None])
            yield self._why(
                "known by", "who knows them", _names(knowers), "relationship", facts, _scores(knowers)
            )

    def last_contact(self) -> Iterable[WhyValue]:
        at, said = self.told.last_at, self.told.last_said
        if at is None:
            return
        for book, person in said:
            self.standing.showing.person(book, person, LAST_CONTACT)
        books = [book for book, _ in said]
        facts = [fact for fact in self._of("highlights", books) if (fact.source, fact.about) in said]
        made_of = _from(self.standing, books)
        words = day_words(at, self.standing.viewer.zone)
        yield self._why("last contact", "last contact", words, "highlights", facts, made_of)

    def statistics(self) -> Iterable[WhyValue]:
        facts = self._counted()
        if facts:
            total, each = person_statistics(self.standing, self.person)
            yield self._why(
                "statistics", "mails and meetings", counts_words(total), "interactions", facts, _counts(each)
            )

    def group_scores(self, audience: uuid.UUID | str | None) -> Iterable[WhyValue]:
        scores = person_groups(self.standing, self.person)
        return _groups(self.standing, audience, scores, self._of("relationship"))

    def also_known(self) -> Iterable[WhyValue]:
        """Their other addresses, by the books that open both ends of a card that has them (D24)."""
        valuing = disclosing(self.standing, self._of("contact_info"))
        others = also_known(self.standing, self.person.id) if valuing else ()
        if not others:
            return
        classes = joined(self.standing)
        members = classes.members(self.person.id)
        edges = [edge for edge in classes.edges if edge[1] in members]
        people = Person.unchecked.filter(
            account_id=self.standing.viewer.account, id__in={end for _, *ends in edges for end in ends}
        )
        there = {one.id: one for one in people}
        opened = crowd_of(self.standing).open("contact_info")
        facts = [
            tie_fact(self.standing, there[end], one, "contact_info")
            for book, *ends in sorted(edges)
            for end in ends
            # What a member confirmed is told by whatever tells of both.
            for one in ([book] if book != CONFIRMED else [it for it in sorted(opened) if end in opened[it]])
        ]
        yield self._why(
            "also known",
            "other addresses",
            ", ".join(one.address for one in others),
            "contact_info",
            facts,
            tuple(_joining(others)),
        )

    def tie(self, knower: uuid.UUID | None) -> Iterable[WhyValue]:
        """What one colleague has with them: how strong it is, and its mails and meetings where they are disclosed."""
        book = 0 if knower is None else book_known_by(self.standing, knower)
        raw = next((tie.raw for tie in self.told.ties if tie.book == book), None)
        if raw is None:
            return
        yield self._tie_why("tie", _tie_label(self.standing, book), score_words(strength_of(raw)), [book])
        dates = self._of("highlights", [book])
        yield self._why("tie", "first and last contact of it", "", "highlights", dates)
        yield self._why("tie", "mails and meetings of it", "", "interactions", self._counted(book))

    def _existence(self) -> list[Fact]:
        return [fact for one in self.facts for fact in one.existence]

    def _of(self, facet: str, books: Collection[int] | None = None) -> list[Fact]:
        """The facts of a facet, of these books alone where they are given."""
        return [
            fact for one in self.facts for fact in one.of(facet) if books is None or int(fact.source) in books
        ]

    def _counted(self, only: int | None = None) -> list[Fact]:
        """What opens the touchpoints that are counted: one's own, and those of whoever tells of any (B04)."""
        sharing, own = self.standing.books_open("interactions"), self.standing.own_book
        crowd = crowd_of(self.standing)
        return [
            tie_fact(self.standing, one.person, book, "interactions")
            for one in self.facts
            for book in sorted(disclosing(self.standing, one.of("relationship")) & sharing)
            if (book == own or crowd.has_touched(book, one.person.id)) and only in (None, book)
        ]

    def _said(self, value: str, label: str, text: str, pick: Callable[[TieTold], str]) -> WhyValue:
        books = {tie.book for tie in self.told.ties if pick(tie) == text}
        return self._why(value, label, text, "existence", self._of("existence", books))

    def _tie_why(self, value: str, label: str, shown: str, books: list[int]) -> WhyValue:
        facts = self._of("relationship", books)
        return self._why(value, label, shown, "relationship", facts, (), tuple(books))

    def _why(
        self,
        value: str,
        label: str,
        shown: str,
        facet: str,
        facts: Iterable[Fact],
        made_of: tuple[str, ...] = (),
        books: tuple[int, ...] = (),
    ) -> WhyValue:
        return WhyValue(value, label, shown, facet, sentences_of(self.standing, facts), made_of, books)


class _OfCompany:
    """What is shown of one company, and the facts about its people that it was taken from."""

    def __init__(self, standing: Standing, company: Company) -> None:
        self.standing, self.row = standing, company
        seen = see_company(standing, company.uid, touchpoints=False)
        assert seen is not None, "asked of companies that exist for the viewer"
        self.seen = seen
        self._everybody = facts_at(standing, company.id)

    def name(self) -> Iterable[WhyValue]:
        yield self._why("name", "name and domain", self.seen.name, "existence", self._exist())

    def people(self) -> Iterable[WhyValue]:
        count = self.seen.people
        words = f"{count:,} {'person' if count == 1 else 'people'}"
        yield self._why("people", "people there", words, "existence", self._exist())

    def score(self) -> Iterable[WhyValue]:
        """The score of the colleague who knows its people best: the sum of their relationships there."""
        for best in (self.seen.knowers or ())[:1]:
            book = book_known_by(self.standing, best.member.uid)
            facts = self._related([book])
            count = len({joined(self.standing).root(int(fact.about)) for fact in facts})
            whose = "your" if best.member.is_me else f"{best.member.name}’s"
            many = "relationship with one person" if count == 1 else f"relationships with {count:,} people"
            made_of = f"It adds up {whose} {many} there."
            words = score_words(best.strength)
            yield self._why("score", "strength", words, "relationship", facts, (made_of,))

    def known_by(self) -> Iterable[WhyValue]:
        knowers = self.seen.knowers or ()
        if knowers:
            books = [book_known_by(self.standing, one.member.uid) for one in knowers]
            facts = self._related(books)
            yield self._why(
                "known by", "who knows people there", _names(knowers), "relationship", facts, _scores(knowers)
            )

    def last_contact(self) -> Iterable[WhyValue]:
        at, ties = last_ties(self.standing, self.row)
        if at is None:
            return
        for book, _ in ties:
            self.standing.showing.company(book, self.row.id, LAST_CONTACT)
        people = {one.person.id: one for one in self._everybody}
        facts = [fact for book, person in ties for fact in people[person].of("highlights", book)]
        books = [book for book, _ in ties]
        yield self._why(
            "last contact",
            "last contact",
            day_words(at, self.standing.viewer.zone),
            "highlights",
            facts,
            _from(self.standing, books),
        )

    def statistics(self) -> Iterable[WhyValue]:
        if "interactions" not in self.seen.shows:
            return
        crowd, own = crowd_of(self.standing), self.standing.own_book
        total, each = company_statistics(self.standing, self.row)
        facts = [
            tie_fact(self.standing, one.person, book, "interactions")
            for one in self._everybody
            for book, people in crowd.open("interactions").items()
            if one.person.id in people and (book == own or crowd.has_touched(book, one.person.id))
        ]
        yield self._why(
            "statistics", "mails and meetings", counts_words(total), "interactions", facts, _counts(each)
        )

    def group_scores(self, audience: uuid.UUID | str | None) -> Iterable[WhyValue]:
        facts = [fact for one in self._everybody for fact in one.of("relationship")]
        return _groups(self.standing, audience, company_groups(self.standing, self.row), facts)

    def tie(self, knower: uuid.UUID | None) -> Iterable[WhyValue]:
        known = next((one for one in self.seen.knowers or () if one.member.uid == knower), None)
        if known is not None:
            book = book_known_by(self.standing, known.member.uid)
            label = _tie_label(self.standing, book)
            yield self._why("tie", label, score_words(known.strength), "relationship", self._related([book]))

    def _exist(self) -> list[Fact]:
        return [fact for one in self._everybody for fact in one.existence]

    def _related(self, books: Collection[int]) -> list[Fact]:
        """The facts of these books' relationships that are disclosed."""
        opened = crowd_of(self.standing).open("relationship")
        return [
            fact
            for one in self._everybody
            for fact in one.of("relationship")
            if fact.source in books and one.person.id in opened.get(int(fact.source), ())
        ]

    def _why(
        self,
        value: str,
        label: str,
        shown: str,
        facet: str,
        facts: Iterable[Fact],
        made_of: tuple[str, ...] = (),
    ) -> WhyValue:
        return WhyValue(value, label, shown, facet, sentences_of(self.standing, facts), made_of)


# ── Groups, and words ───────────────────────────────────────────────────────────────────────────────


def _groups(
    standing: Standing,
    asked: uuid.UUID | str | None,
    scores: Iterable[GroupStrength],
    facts: Collection[Fact],
) -> Iterable[WhyValue]:
    """Why the score of each audience asked about is shown: through whoever shares with it and is seen by the viewer."""
    of = {audience.uid: audience.id for audience in audiences(standing)}
    for score in scores:
        if asked is not None and asked != (score.audience_uid or EVERYBODY):
            continue
        books = contributing_books(standing, of[score.audience_uid])
        several = (
            "one colleague shares" if score.contributors == 1 else f"{score.contributors:,} colleagues share"
        )
        yield WhyValue(
            "group score",
            f"strength of {score.audience} together",
            score_words(score.strength),
            "relationship",
            sentences_of(standing, (fact for fact in facts if fact.source in books)),
            (f"It adds up the relationships that {several} with {score.audience} and with you.",),
        )


def score_words(strength: Strength) -> str:
    """Return a score as it is said: "63 of 100, good"."""
    return f"{strength.score} of 100, {strength.band}"


def day_words(when: date | datetime, zone: tzinfo) -> str:
    """Return a day, or the one of a moment in a zone, as it is said: "3 May 2026"."""
    day = when.astimezone(zone).date() if isinstance(when, datetime) else when
    return f"{day.day} {day:%B %Y}"


def counts_words(one: Statistics) -> str:
    """Return counts as they are said: "3 mails in, 1 mail out, 2 meetings"."""

    def many(number: int, noun: str) -> str:
        return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"

    return (
        f"{many(one.inbound, 'mail')} in, {many(one.outbound, 'mail')} out, {many(one.meetings, 'meeting')}"
    )


def _counts(each: Iterable[ContributorStatistics]) -> tuple[str, ...]:
    return tuple(
        f"{'You' if one.member.is_me else one.member.name}: {counts_words(one.statistics)}." for one in each
    )


def _scores(knowers: Iterable[Knower]) -> tuple[str, ...]:
    return tuple(f"{_name(one)}: {score_words(one.strength)}." for one in knowers)


def _names(knowers: Iterable[Knower]) -> str:
    return ", ".join(_name(one) for one in knowers)


def _name(one: Knower) -> str:
    return "You" if one.member.is_me else one.member.name


def _tie_label(standing: Standing, book: int) -> str:
    member = member_of_book(standing, book)
    return "your tie" if member.is_me else f"{member.name}’s tie"


def _from(standing: Standing, books: Iterable[int]) -> tuple[str, ...]:
    """Whose mail or meeting it was. A date stands on the relationship in its source, which names its contributor."""
    members = sorted(
        {member_of_book(standing, book) for book in books}, key=lambda m: (not m.is_me, m.name, m.uid)
    )
    named = ["your" if one.is_me else f"{one.name}’s" for one in members]
    return (f"It is the last mail or meeting that you see, out of {' and '.join(named)} sources.",)


def _joining(others: Iterable[AlsoKnown]) -> Iterator[str]:
    """What joins these addresses to somebody, in sentences."""
    for kind, where in (("card", "on one card of"), ("signature", "in the signature of a mail of")):
        whose = dict.fromkeys(owner for one in others if kind in one.kinds for owner in one.owners)
        if whose:
            named = " and ".join("yours" if one.is_me else f"{one.name}’s" for one in whose)
            yield f"They stand {where} {named}."
    if any(one.confirmed for one in others):
        yield "A member confirmed that they are one."
