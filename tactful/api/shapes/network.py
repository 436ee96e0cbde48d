"""The network as a graph, and what moves in it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from tactful.accounts.ids import shown
from tactful.api.shapes.base import Id, Listed, Shape
from tactful.api.shapes.introductions import PersonRef
from tactful.api.shapes.people import CompanyRef, company_ref
from tactful.api.shapes.strength import Member, Strength, member
from tactful.insight.fading import FadingTie as FadingSeen
from tactful.visibility import network as seen
from tactful.visibility.moving_ties import NewTie as NewSeen
from tactful.visibility.seen import Page


class GraphColleague(Shape):
    """A contributor; `x` and `y` are a place in a picture whose middle is 0, 0."""

    member: Member
    ties: int
    x: float
    y: float


class GraphOther(Shape):
    """A person or a company, with the best score that is shown."""

    id: Id
    name: str | None
    company: CompanyRef | None
    is_company: bool
    best: int
    x: float
    y: float


class GraphTie(Shape):
    """A relationship by the places of its ends in `colleagues` and `others`."""

    colleague: int
    other: int
    score: int


class Graph(Shape):
    """The strongest ties, best first; `total` counts all, `cut` says whether some are left out."""

    colleagues: list[GraphColleague]
    others: list[GraphOther]
    ties: list[GraphTie]
    total: int
    cut: bool


class FadingTie(Shape):
    """A tie that was good and fades: `then` was its score at the last contact."""

    member: Member
    person: PersonRef
    company: CompanyRef | None
    strength: Strength
    then: int
    last_contact: datetime


class FadingTies(Shape):
    """At most eight, those that were strongest first."""

    items: list[FadingTie]


class NewTie(Shape):
    """A tie whose first mail or meeting was in the last 30 days."""

    member: Member
    person: PersonRef
    company: CompanyRef | None
    strength: Strength
    first_contact: datetime


class NewTies(Listed[NewTie]):
    """The strongest first."""


def fading(several: Iterable[FadingSeen]) -> FadingTies:
    """Return fading ties in JSON's form."""
    return FadingTies(
        items=[
            FadingTie(
                member=member(one.tie.member),
                person=PersonRef(id=shown(one.tie.person.uid), name=one.tie.person.name),
                company=company_ref(one.tie.company),
                strength=Strength(score=one.tie.strength.score, band=one.tie.strength.band),
                then=one.then,
                last_contact=one.tie.last,
            )
            for one in several
        ]
    )


def new(page: Page[NewSeen]) -> NewTies:
    """Return new ties in JSON's form."""
    return NewTies(
        items=[
            NewTie(
                member=member(one.member),
                person=PersonRef(id=shown(one.person.uid), name=one.person.name),
                company=company_ref(one.company),
                strength=Strength(score=one.strength.score, band=one.strength.band),
                first_contact=one.first,
            )
            for one in page.rows
        ],
        total=page.total,
        next=page.next_cursor,
    )


def network(one: seen.Network) -> Graph:
    """Return a graph in JSON's form."""
    return Graph(
        colleagues=[
            GraphColleague(member=member(it.member), ties=it.ties, x=it.spot.x, y=it.spot.y)
            for it in one.colleagues
        ],
        others=[
            GraphOther(
                id=shown(it.uid),
                name=it.name,
                company=company_ref(it.company),
                is_company=it.is_company,
                best=it.best,
                x=it.spot.x,
                y=it.spot.y,
            )
            for it in one.others
        ],
        ties=[GraphTie(colleague=it.colleague, other=it.other, score=it.score) for it in one.ties],
        total=one.total,
        cut=one.is_cut,
    )
