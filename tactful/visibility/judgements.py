"""Why two records are one person to a viewer, and what members said of two that the viewer sees (D24)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from tactful.records.models import Person
from tactful.visibility.identity import kinds_of
from tactful.visibility.joined import joined
from tactful.visibility.judged import Edge, pair_of, seeing
from tactful.visibility.said import CONFIRMED, Pair, Word
from tactful.visibility.sides import Side, in_order, sides_of, whose
from tactful.visibility.standing import Standing


@dataclass(frozen=True, slots=True)
class Judged:
    """What somebody said of two records, both of which the viewer sees. `mine`: it was the viewer."""

    uid: uuid.UUID
    same: bool
    one: Side
    other: Side
    mine: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Joint:
    """Why two records are one to the viewer: the sentences of what says so. `confirmed`: a member did."""

    one: Side
    other: Side
    evidence: tuple[str, ...]
    confirmed: bool


def joints_about(standing: Standing, person: int) -> tuple[Joint, ...]:
    """Return what makes one person of a record and others, pair by pair, by address."""
    together = joined(standing)
    members = set(together.members(person))
    edges = {edge for edge in together.edges if edge[1] in members and edge[2] in members}
    pairs = sorted({edge[1:] for edge in edges})
    sides = sides_of(standing, {end for pair in pairs for end in pair})
    said = _said_by_books(standing, edges)
    found = [
        Joint(
            *in_order(sides[one], sides[other]),
            said.get((one, other), ()),
            (CONFIRMED, one, other) in edges,
        )
        for one, other in pairs
    ]
    return tuple(sorted(found, key=lambda it: (it.one.address, it.other.address, it.one.uid, it.other.uid)))


def my_judgements(standing: Standing) -> tuple[Judged, ...]:
    """Return what members said of two records both of which the viewer sees, the newest first."""
    words = _words(standing)
    sides = sides_of(standing, {end for pair in words for end in pair})
    found = [
        Judged(
            word.uid,
            word.same,
            *in_order(sides[one], sides[other]),
            word.member == standing.viewer.member,
            word.at,
        )
        for (one, other), word in words.items()
    ]
    return tuple(sorted(found, key=lambda it: (it.at, it.uid), reverse=True))


def sees_judgement(standing: Standing, uid: uuid.UUID) -> bool:
    """Return whether there is such a judgement, of two records both of which the viewer sees."""
    return any(word.uid == uid for word in _words(standing).values())


def _words(standing: Standing) -> dict[Pair, Word]:
    seen = seeing(standing)
    return {
        pair: word for pair, word in standing.household.words.items() if pair[0] in seen and pair[1] in seen
    }


def two_people(standing: Standing, one: uuid.UUID, other: uuid.UUID) -> Pair | None:
    """Return two records both of which the viewer sees how to reach; None alike for hidden, absent and one twice."""
    rows = Person.unchecked.filter(
        account_id=standing.viewer.account, uid__in=[one, other], colleague=False
    ).values_list("id", flat=True)
    found = sorted(person for person in rows if person in seeing(standing))
    return pair_of(*found) if len(found) == 2 else None


def are_one(standing: Standing, one: uuid.UUID, other: uuid.UUID) -> bool:
    """Return whether two records, both of which the viewer sees how to reach, are one person to them, by whatever."""
    pair = two_people(standing, one, other)
    return pair is not None and pair[1] in joined(standing).members(pair[0])


def _said_by_books(standing: Standing, edges: Iterable[Edge]) -> dict[Pair, tuple[str, ...]]:
    """Return what cards and signatures of open books say of two people, by pair, in sentences."""
    books: dict[Pair, dict[str, set[int]]] = {}
    for (book, one, other), kinds in kinds_of(standing, edges).items():
        for kind in kinds:
            books.setdefault((one, other), {}).setdefault(kind, set()).add(book)
    return {
        pair: tuple(
            f"{_SAID[kind]} in {whose(standing, of, pair[0])}." for kind, of in sorted(by_kind.items())
        )
        for pair, by_kind in books.items()
    }


_SAID = {"card": "On one card", "signature": "In the signature of a mail"}
