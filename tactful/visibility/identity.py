"""Which people are one to a viewer: a card joins two addresses for those alone to whom its book opens both (D24)."""

from __future__ import annotations

from collections.abc import Iterable

from pyroaring import BitMap

from tactful.records.models import CardJoin, Person
from tactful.records.sort_key import sort_key
from tactful.visibility.crowd import crowd_of
from tactful.visibility.people import list_people_by_ids, member_of_book
from tactful.visibility.seen import AlsoKnown, Member
from tactful.visibility.showing import note_values
from tactful.visibility.standing import Standing

#: A book says of these two people that they are one.
Edge = tuple[int, int, int]


def edges_about(standing: Standing, person: int) -> frozenset[Edge]:
    """Return the edges (book, one, other) that hold for the viewer and lead to this person, over any number of them.

    An edge holds where its book discloses contact info of both: that two addresses stand on one card is told by both.
    """
    opened = crowd_of(standing).open("contact_info")
    found: set[Edge] = set()
    seen, frontier = {person}, [person]
    while frontier:
        # Of closed books nothing is read, so that how many there are is not told by the time it takes (B12).
        held = {edge for edge in _edges(standing, opened, frontier) if _holds(edge, opened[edge[0]])}
        found |= held
        frontier = sorted({end for _, *ends in held for end in ends} - seen)
        seen |= set(frontier)
    return frozenset(found)


def also_known(standing: Standing, person: int) -> tuple[AlsoKnown, ...]:
    """Return the other addresses of somebody whom the viewer sees, each with whose cards say so, by address."""
    books: dict[int, set[int]] = {}
    for book, *ends in edges_about(standing, person):
        for end in ends:
            books.setdefault(end, set()).add(book)
    books.pop(person, None)
    rows = list_people_by_ids(standing, sorted(books), dates=False)
    keys = dict(
        Person.unchecked.filter(account_id=standing.viewer.account, id__in=list(rows)).values_list(
            "id", "key"
        )
    )
    for one in rows:
        note_values(standing, one, [(book, "email") for book in sorted(books[one])])
    found = (
        AlsoKnown(row.uid, row.name, keys[one], _owners(standing, books[one])) for one, row in rows.items()
    )
    return tuple(sorted(found, key=lambda one: (one.address, one.uid)))


def _edges(standing: Standing, books: Iterable[int], people: list[int]) -> set[Edge]:
    joins = CardJoin.unchecked.filter(account_id=standing.viewer.account, book_id__in=list(books))
    columns = ("book_id", "one_id", "other_id")
    return {
        *joins.filter(one_id__in=people).values_list(*columns),
        *joins.filter(other_id__in=people).values_list(*columns),
    }


def _holds(edge: Edge, opened: BitMap) -> bool:
    _, one, other = edge
    return one in opened and other in opened


def _owners(standing: Standing, books: Iterable[int]) -> tuple[Member, ...]:
    return tuple(
        sorted({member_of_book(standing, book) for book in books}, key=lambda m: (sort_key(m.name), m.uid))
    )
