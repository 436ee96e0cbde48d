"""People as the viewer may see them."""

from __future__ import annotations

from datetime import datetime

from tactful.accounts.ids import shown
from tactful.api.shapes.answers import Why
from tactful.api.shapes.base import Id, Listed, Shape, disclosed, withheld
from tactful.api.shapes.strength import (
    GroupStrength,
    Knower,
    Member,
    Strength,
    groups,
    knowers,
    member,
    members,
    strength,
)
from tactful.api.shapes.touchpoints import ContributorStatistics, Statistics, by_contributor, statistics
from tactful.visibility import seen


class CompanyRef(Shape):
    """A company by id and shown name."""

    id: Id
    name: str


class PersonRow(Shape):
    """A person in a list. Null is what nobody says; what is not disclosed is absent."""

    id: Id
    name: str | None
    title: str | None
    company: CompanyRef | None
    organisation: str | None
    mine: bool
    strength: Strength = withheld("the best relationship that you may see")
    knowers: list[Knower] = withheld("who knows them, best first, where you may see a relationship")
    last_contact: datetime = withheld("where there is a date that you may see")


class People(Listed[PersonRow]):
    """A page of people."""


class NameSaid(Shape):
    """A name, title and organisation as somebody's book has them; "" is a blank."""

    name: str
    title: str
    organisation: str
    owners: list[Member]


class Value(Shape):
    """An address, number, postal address or profile link, with those in whose books it is."""

    kind: str
    value: str
    label: str
    owners: list[Member]


class Values(Shape):
    """The contact values that are disclosed."""

    values: list[Value]


class Extra(Shape):
    """Notes, birthday and categories of an imported card: its contributor's alone."""

    note: str
    birthday: str
    categories: str


class AlsoKnown(Shape):
    """A further address of the person; its id leads to this record too. `owners`: whose books join it to the others.

    `kinds`: on a "card", in a "signature"; `confirmed`: a member said that they are one.
    """

    id: Id
    name: str | None
    address: str
    owners: list[Member]
    kinds: list[str]
    confirmed: bool


class Person(Shape):
    """A person. `shows` names the facets that are disclosed; fields of others are absent."""

    id: Id
    name: str | None
    title: str | None
    company: CompanyRef | None
    organisation: str | None
    mine: bool
    shows: list[str]
    names: list[NameSaid]
    strength: Strength = withheld("with relationship: the best that you may see")
    knowers: list[Knower] = withheld("with relationship: who knows them, best first")
    groups: list[GroupStrength] = withheld("with relationship: the scores of your audiences")
    values: list[Value] = withheld("with contact_info")
    statistics: Statistics = withheld("with interactions")
    contributors: list[ContributorStatistics] = withheld(
        "with interactions: the statistics of each contributor"
    )
    extras: list[Extra] = withheld("where a card of your own has a note, birthday or categories")
    also_known: list[AlsoKnown] = withheld("where they are one with other addresses to you")
    why: list[Why] = withheld("where asked for with ?why=1")


class LookedAt(Shape):
    """What a colleague sees of yours of one person: null where it is nothing. `groups` is empty here."""

    member: Member
    person: Person | None


def looked_at(colleague: seen.Member, one: seen.PersonSeen | None) -> LookedAt:
    """Return what a colleague sees of somebody's own data in JSON's form."""
    return LookedAt(member=member(colleague), person=None if one is None else person(one))


def row(one: seen.PersonRow) -> PersonRow:
    """Return a person of a list in JSON's form."""
    return PersonRow(
        id=shown(one.uid),
        name=one.name,
        title=one.title,
        company=company_ref(one.company),
        organisation=one.organisation,
        mine=one.mine,
        **disclosed(
            strength=strength(one.strength),
            knowers=None if one.strength is None else knowers(one.knowers),
            last_contact=one.last_contact,
        ),
    )


def people(page: seen.Page[seen.PersonRow]) -> People:
    """Return a page of people in JSON's form."""
    return People(items=[row(one) for one in page.rows], total=page.total, next=page.next_cursor)


def person(one: seen.PersonSeen, why: list[Why] | None = None) -> Person:
    """Return a person in JSON's form, with the reasons where they were asked for."""
    return Person(
        id=shown(one.uid),
        name=one.name,
        title=one.title,
        company=company_ref(one.company),
        organisation=one.organisation,
        mine=one.mine,
        shows=sorted(one.shows),
        names=[
            NameSaid(name=n.name, title=n.title, organisation=n.organisation, owners=members(n.owners))
            for n in one.names
        ],
        **disclosed(
            strength=strength(one.strength),
            knowers=knowers(one.knowers),
            groups=None if one.knowers is None else groups(one.groups),
            values=values(one.values),
            statistics=statistics(one.statistics),
            contributors=by_contributor(one.by_contributor),
            extras=[Extra(note=e.note, birthday=e.birthday, categories=e.categories) for e in one.extras]
            or None,
            also_known=[
                AlsoKnown(
                    id=shown(a.uid),
                    name=a.name,
                    address=a.address,
                    owners=members(a.owners),
                    kinds=list(a.kinds),
                    confirmed=a.confirmed,
                )
                for a in one.also
            ]
            or None,
            why=why,
        ),
    )


def values(several: tuple[seen.Value, ...] | None) -> list[Value] | None:
    """Return contact values in JSON's form; None where contact info is not disclosed."""
    if several is None:
        return None
    return [Value(kind=v.kind, value=v.value, label=v.label, owners=members(v.owners)) for v in several]


def company_ref(one: seen.CompanyRef | None) -> CompanyRef | None:
    """Return a company's id and name in JSON's form."""
    return None if one is None else CompanyRef(id=shown(one.uid), name=one.name)
