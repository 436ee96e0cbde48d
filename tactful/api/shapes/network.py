"""The network as a graph."""

from __future__ import annotations

from tactful.accounts.ids import shown
from tactful.api.shapes.base import Id, Shape
from tactful.api.shapes.people import CompanyRef, company_ref
from tactful.api.shapes.strength import Member, member
from tactful.visibility import network as seen


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
