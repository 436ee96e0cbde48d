"""Why two records are one person to a viewer (D24)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from tactful.visibility.contributors import whose
from tactful.visibility.evidence import CONFIRMED
from tactful.visibility.identity.edges import Edge, kinds_of
from tactful.visibility.identity.joined import joined
from tactful.visibility.identity.judgements_seen import two_people
from tactful.visibility.identity.sides import Side, in_order, sides_of
from tactful.visibility.judgements import Pair
from tactful.visibility.standing import Standing


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
