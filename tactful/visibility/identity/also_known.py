"""The other addresses of somebody, each with what says that it is theirs (D24)."""

from __future__ import annotations

from collections.abc import Iterable

from tactful.records.sort_key import sort_key
from tactful.visibility.addresses import tell_addresses
from tactful.visibility.contributors import member_of_book
from tactful.visibility.evidence import CONFIRMED
from tactful.visibility.identity.edges import Edge, kinds_of
from tactful.visibility.identity.joined import joined
from tactful.visibility.identity.sides import addresses_of
from tactful.visibility.seen import AlsoKnown, Member
from tactful.visibility.standing import Standing


def also_known(standing: Standing, person: int) -> tuple[AlsoKnown, ...]:
    """Return the other addresses of somebody whom the viewer sees, each with whose cards say so, by address.

    Their ids lead to the same record.
    """
    classes = joined(standing)
    edges: dict[int, set[Edge]] = {member: set() for member in classes.members(person) if member != person}
    for edge in classes.edges if edges else ():
        for end in edge[1:]:
            if end in edges:
                edges[end].add(edge)
    if not edges:
        return ()
    rows = tell_addresses(standing, sorted(edges))
    addresses = addresses_of(standing, list(rows))
    kinds = kinds_of(standing, {edge for some in edges.values() for edge in some})
    found = (
        AlsoKnown(
            row.uid,
            row.name,
            addresses.get(one, ""),
            _owners(standing, {book for book, *_ in edges[one] if book != CONFIRMED}),
            tuple(sorted({kind for edge in edges[one] for kind in kinds.get(edge, ())})),
            any(book == CONFIRMED for book, *_ in edges[one]),
        )
        for one, row in rows.items()
    )
    return tuple(sorted(found, key=lambda one: (one.address, one.uid)))


def _owners(standing: Standing, books: Iterable[int]) -> tuple[Member, ...]:
    return tuple(
        sorted({member_of_book(standing, book) for book in books}, key=lambda m: (sort_key(m.name), m.uid))
    )
