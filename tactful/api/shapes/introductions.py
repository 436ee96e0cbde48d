"""Introducers, answers to pasted lists, and requests for an introduction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, tzinfo

from tactful.accounts.ids import shown
from tactful.api.shapes.base import Id, Shape, disclosed, withheld
from tactful.api.shapes.people import CompanyRef, company_ref
from tactful.api.shapes.strength import Member, Strength, member, strength
from tactful.visibility import introducers as seen
from tactful.visibility.introducer_words import ORDER, reason
from tactful.visibility.introductions import Introduced as IntroducedSeen
from tactful.visibility.introductions import Introductions as IntroductionsSeen
from tactful.visibility.introductions import IntroductionSeen
from tactful.visibility.pasted import Answer, Choice


class PersonRef(Shape):
    """A person by id and shown name; null where nobody says one."""

    id: Id
    name: str | None


class Introducer(Shape):
    """A colleague who can introduce you to `person`; `people` counts whom they know at a company."""

    member: Member
    strength: Strength
    person: PersonRef
    people: int
    teams: list[str]
    reason: str
    last_contact: datetime = withheld("where the date of this colleague's last contact is disclosed")


class Introduced(Shape):
    """That a colleague introduced another, and when it was noted."""

    asker: Member
    introducer: Member
    at: datetime | None


class WarmPaths(Shape):
    """Introducers, best first; `order` says how they are ranked. `beside` know somebody else at the company."""

    introducers: list[Introducer]
    beside: list[Introducer]
    order: str
    mine: Strength = withheld("where you know them yourself")
    introduced: list[Introduced] = withheld("to a person: introductions that were made and that you may see")


class Found(Shape):
    """A person, with the company shown of them, or a company alone."""

    person: PersonRef | None
    company: CompanyRef | None


class Line(Shape):
    """What one line found: one record with its introducers, or `choices` out of `total`; total 0 is no match."""

    text: str
    total: int
    choices: list[Found]
    found: Found = withheld("where the line names one person or company")
    paths: WarmPaths = withheld("with found")


class Lines(Shape):
    """The lines in their order."""

    items: list[Line]


class Introduction(Shape):
    """A request: `words` the asker's, `answer` the introducer's. `mine`: you asked."""

    id: Id
    asker: Member
    introducer: Member
    words: str
    state: str
    answer: str
    asked_at: datetime
    changed_at: datetime | None
    mine: bool
    person: PersonRef = withheld("where you may see that the introducer knows them")


class Introductions(Shape):
    """What is asked of you, and what you asked, the newest first; what waits stands before all else."""

    of_me: list[Introduction]
    by_me: list[Introduction]


def paths(
    one: seen.WarmPaths,
    name: str,
    zone: tzinfo,
    *,
    at_company: bool = False,
    introduced: Iterable[IntroducedSeen] = (),
) -> WarmPaths:
    """Return warm paths in JSON's form; `name` is what is shown of who was asked about, days are those of `zone`."""
    made = [
        Introduced(asker=member(it.asker), introducer=member(it.introducer), at=it.at) for it in introduced
    ]
    return WarmPaths(
        introducers=[_introducer(it, name, at_company, zone) for it in one.introducers],
        beside=[_introducer(it, it.person.name or "somebody", False, zone) for it in one.beside],
        order=ORDER,
        **disclosed(mine=strength(one.mine), introduced=made or None),
    )


def line(one: Answer, zone: tzinfo) -> Line:
    """Return the answer to a pasted line in JSON's form; days are those of `zone`."""
    found = None if one.found is None else _found(one.found)
    told = None
    if one.found is not None and one.paths is not None:
        is_company = one.found.person is None
        told = paths(one.paths, _name(one.found), zone, at_company=is_company)
    return Line(
        text=one.text,
        total=one.total,
        choices=[_found(it) for it in one.choices],
        **disclosed(found=found, paths=told),
    )


def introduction(one: IntroductionSeen) -> Introduction:
    """Return a request in JSON's form."""
    return Introduction(
        id=shown(one.uid),
        asker=member(one.asker),
        introducer=member(one.introducer),
        words=one.words,
        state=one.state,
        answer=one.answer,
        asked_at=one.asked_at,
        changed_at=one.changed_at,
        mine=one.mine,
        **disclosed(person=None if one.person is None else _person(one.person)),
    )


def introductions(several: IntroductionsSeen) -> Introductions:
    """Return both sides in JSON's form."""
    return Introductions(
        of_me=[introduction(one) for one in several.of_me],
        by_me=[introduction(one) for one in several.by_me],
    )


def _introducer(one: seen.Introducer, name: str, at_company: bool, zone: tzinfo) -> Introducer:
    return Introducer(
        member=member(one.member),
        strength=Strength(score=one.strength.score, band=one.strength.band),
        person=_person(one.person),
        people=one.people,
        teams=list(one.teams),
        reason=reason(one, name, zone, at_company=at_company),
        **disclosed(last_contact=one.last_contact),
    )


def _person(one: seen.PersonRef) -> PersonRef:
    return PersonRef(id=shown(one.uid), name=one.name)


def _found(one: Choice) -> Found:
    return Found(person=None if one.person is None else _person(one.person), company=company_ref(one.company))


def _name(one: Choice) -> str:
    if one.person is not None:
        return one.person.name or "them"
    return "" if one.company is None else one.company.name
