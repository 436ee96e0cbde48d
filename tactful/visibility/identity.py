"""The other addresses of somebody, each with what says that it is theirs (D24)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tactful.records.models import CardJoin
from tactful.records.sort_key import sort_key
from tactful.visibility.addresses import tell_addresses
from tactful.visibility.joined import joined
from tactful.visibility.judged import Edge
from tactful.visibility.people import member_of_book
from tactful.visibility.said import CONFIRMED
from tactful.visibility.seen import AlsoKnown, Member
from tactful.visibility.sides import addresses_of
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


def kinds_of(standing: Standing, edges: Iterable[Edge]) -> Mapping[Edge, frozenset[str]]:
    """Return by what kinds of evidence books say these edges, all of which hold for the viewer."""
    held = {edge for edge in edges if edge[0] != CONFIRMED}
    if not held:
        return {}
    rows = CardJoin.unchecked.filter(
        account_id=standing.viewer.account,
        book_id__in={book for book, *_ in held},
        one_id__in={one for _, one, _ in held},
        other_id__in={other for *_, other in held},
    ).values_list("book_id", "one_id", "other_id", "kind")
    found: dict[Edge, set[str]] = {}
    for book, one, other, kind in rows:
        if (book, one, other) in held:
            found.setdefault((book, one, other), set()).add(kind)
    return {edge: frozenset(kinds) for edge, kinds in found.items()}


def _owners(standing: Standing, books: Iterable[int]) -> tuple[Member, ...]:
    return tuple(
        sorted({member_of_book(standing, book) for book in books}, key=lambda m: (sort_key(m.name), m.uid))
    )
