"""Members, strengths and who knows whom."""

from __future__ import annotations

from collections.abc import Iterable

from tactful.accounts.ids import shown
from tactful.api.shapes.base import Id, Shape
from tactful.visibility import seen


class Member(Shape):
    """A colleague."""

    id: Id
    name: str
    is_me: bool


class Strength(Shape):
    """How well: 0 to 100, and its word."""

    score: int
    band: str


class Knower(Shape):
    """A contributor who knows the person or company."""

    member: Member
    strength: Strength


class Audience(Shape):
    """A team, by its id, or "everyone"."""

    id: str
    name: str


class GroupStrength(Shape):
    """A team's score: made of those in it who share relationships with it."""

    audience: Audience
    strength: Strength
    contributors: int


def member(one: seen.Member) -> Member:
    """Return a colleague in JSON's form."""
    return Member(id=shown(one.uid), name=one.name, is_me=one.is_me)


def members(several: Iterable[seen.Member]) -> list[Member]:
    """Return colleagues in JSON's form."""
    return [member(one) for one in several]


def strength(one: seen.Strength | None) -> Strength | None:
    """Return a strength in JSON's form; None where it is not disclosed."""
    return None if one is None else Strength(score=one.score, band=one.band)


def knowers(several: Iterable[seen.Knower] | None) -> list[Knower] | None:
    """Return who knows them, best first; None where no relationship is disclosed."""
    if several is None:
        return None
    return [Knower(member=member(k.member), strength=_strength(k.strength)) for k in several]


def groups(several: Iterable[seen.GroupStrength]) -> list[GroupStrength]:
    """Return the scores of the viewer's audiences."""
    return [
        GroupStrength(
            audience=Audience(
                id="everyone" if g.audience_uid is None else shown(g.audience_uid), name=g.audience
            ),
            strength=_strength(g.strength),
            contributors=g.contributors,
        )
        for g in several
    ]


def _strength(one: seen.Strength) -> Strength:
    return Strength(score=one.score, band=one.band)
