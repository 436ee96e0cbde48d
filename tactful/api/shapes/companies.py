"""Companies as the viewer may see them: each through the people of it that they see."""

from __future__ import annotations

from datetime import datetime

from tactful.accounts.ids import shown
from tactful.api.shapes.answers import Why
from tactful.api.shapes.base import Id, Listed, Shape, disclosed, withheld
from tactful.api.shapes.strength import GroupStrength, Knower, Strength, groups, knowers, strength
from tactful.api.shapes.touchpoints import ContributorStatistics, Statistics, by_contributor, statistics
from tactful.visibility import seen


class CompanyRow(Shape):
    """A company in a list. `people` counts those of it whom you may see."""

    id: Id
    name: str
    domain: str
    people: int
    mine: bool
    strength: Strength = withheld("the best-connected contributor's, where you may see a relationship")
    knowers: list[Knower] = withheld("who knows somebody there, where you may see a relationship")
    last_contact: datetime = withheld("where there is a date that you may see")


class Companies(Listed[CompanyRow]):
    """A page of companies."""


class Company(Shape):
    """A company. `shows` names the facets that are disclosed; fields of others are absent."""

    id: Id
    name: str
    domain: str
    people: int
    mine: bool
    shows: list[str]
    strength: Strength = withheld("with relationship: the best-connected contributor's")
    knowers: list[Knower] = withheld("with relationship: who knows somebody there")
    groups: list[GroupStrength] = withheld("with relationship: the scores of your audiences")
    statistics: Statistics = withheld("with interactions")
    contributors: list[ContributorStatistics] = withheld(
        "with interactions: the statistics of each contributor"
    )
    why: list[Why] = withheld("where asked for with ?why=1")


def row(one: seen.CompanyRow) -> CompanyRow:
    """Return a company of a list in JSON's form."""
    return CompanyRow(
        id=shown(one.uid),
        name=one.name,
        domain=one.domain,
        people=one.people,
        mine=one.mine,
        **disclosed(
            strength=strength(one.strength),
            knowers=None if one.strength is None else knowers(one.knowers),
            last_contact=one.last_contact,
        ),
    )


def companies(page: seen.Page[seen.CompanyRow]) -> Companies:
    """Return a page of companies in JSON's form."""
    return Companies(items=[row(one) for one in page.rows], total=page.total, next=page.next_cursor)


def company(one: seen.CompanySeen, why: list[Why] | None = None) -> Company:
    """Return a company in JSON's form, with the reasons where they were asked for."""
    return Company(
        id=shown(one.uid),
        name=one.name,
        domain=one.domain,
        people=one.people,
        mine=one.mine,
        shows=sorted(one.shows),
        **disclosed(
            strength=strength(one.strength),
            knowers=knowers(one.knowers),
            groups=None if one.knowers is None else groups(one.groups),
            statistics=statistics(one.statistics),
            contributors=by_contributor(one.by_contributor),
            why=why,
        ),
    )
