"""Which records may be one person, why they are, and what members said of them."""

from __future__ import annotations

from datetime import datetime

from tactful.accounts.ids import shown
from tactful.api.shapes.base import Id, Listed, Shape
from tactful.api.shapes.people import CompanyRef, company_ref
from tactful.visibility import judgements, seen
from tactful.visibility.identity import joints, judgements_seen, proposals, sides


class Side(Shape):
    """One of two records; `address` is "" for somebody who is on a card without one."""

    id: Id
    name: str | None
    title: str | None
    company: CompanyRef | None
    organisation: str | None
    address: str


class Proposal(Shape):
    """Two records that may be one person, and why, in sentences."""

    people: list[Side]
    evidence: list[str]


class Proposals(Listed[Proposal]):
    """A page of proposals."""


class Joint(Shape):
    """Two records that are one person to you: by what books say, and whether a member confirmed it."""

    people: list[Side]
    evidence: list[str]
    confirmed: bool


class Identity(Shape):
    """What makes one person of a record and others, pair by pair, and who else may be the same."""

    joined: list[Joint]
    proposals: list[Proposal]


class Judgement(Shape):
    """What somebody said of two records, both of which you see: "same" or "not the same"; `mine`: it was you."""

    id: Id
    verdict: str
    people: list[Side]
    mine: bool
    at: datetime


class Judgements(Shape):
    """What was said, the newest first."""

    items: list[Judgement]


class Judged(Shape):
    """A judgement as it now stands."""

    id: Id
    verdict: str
    mine: bool
    at: datetime


def page(found: seen.Page[proposals.Likely]) -> Proposals:
    """Return a page of proposals in JSON's form."""
    return Proposals(items=[proposal(one) for one in found.rows], total=found.total, next=found.next_cursor)


def identity(found: tuple[joints.Joint, ...], likely: tuple[proposals.Likely, ...]) -> Identity:
    """Return what is said of one record in JSON's form."""
    return Identity(
        joined=[
            Joint(people=_sides(one), evidence=list(one.evidence), confirmed=one.confirmed) for one in found
        ],
        proposals=[proposal(one) for one in likely],
    )


def proposal(one: proposals.Likely) -> Proposal:
    """Return a proposal in JSON's form."""
    return Proposal(people=_sides(one), evidence=list(one.evidence))


def all_judged(found: tuple[judgements_seen.JudgementSeen, ...]) -> Judgements:
    """Return what was said in JSON's form."""
    return Judgements(
        items=[
            Judgement(
                id=shown(one.uid), verdict=verdict(one.same), people=_sides(one), mine=one.mine, at=one.at
            )
            for one in found
        ]
    )


def judged(judgement: judgements.Judgement, member: int | None) -> Judged:
    """Return what was said just now, or stood already, in JSON's form."""
    return Judged(
        id=shown(judgement.uid),
        verdict=verdict(judgement.same),
        mine=judgement.member == member,
        at=judgement.at,
    )


def verdict(same: bool) -> str:
    """Return a verdict in words."""
    return "same" if same else "not the same"


def _sides(one: joints.Joint | judgements_seen.JudgementSeen | proposals.Likely) -> list[Side]:
    return [_side(one.one), _side(one.other)]


def _side(one: sides.Side) -> Side:
    return Side(
        id=shown(one.uid),
        name=one.name,
        title=one.title,
        company=company_ref(one.company),
        organisation=one.organisation,
        address=one.address,
    )
