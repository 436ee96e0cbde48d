"""The other addresses of somebody, each with whose cards say that it is theirs (D24)."""

from __future__ import annotations

from collections.abc import Iterable

from tactful.records.models import Person
from tactful.records.sort_key import sort_key
from tactful.visibility.addresses import tell_addresses
from tactful.visibility.joined import joined
from tactful.visibility.people import member_of_book
from tactful.visibility.seen import AlsoKnown, Member
from tactful.visibility.showing import note_values
from tactful.visibility.standing import Standing


def also_known(standing: Standing, person: int) -> tuple[AlsoKnown, ...]:
    """Return the other addresses of somebody whom the viewer sees, each with whose cards say so, by address.

    Their ids lead to the same record.
    """
    classes = joined(standing)
    books: dict[int, set[int]] = {member: set() for member in classes.members(person) if member != person}
    for book, *ends in classes.edges if books else ():
        for end in ends:
            if end in books:
                books[end].add(book)
    if not books:
        return ()
    told = tell_addresses(standing, books)
    keys = dict(
        Person.unchecked.filter(account_id=standing.viewer.account, id__in=list(books)).values_list(
            "id", "key"
        )
    )
    for one in told:
        note_values(standing, one, [(book, "email") for book in sorted(books[one])])
    found = (
        AlsoKnown(row.uid, row.name, keys[one], _owners(standing, books[one])) for one, row in told.items()
    )
    return tuple(sorted(found, key=lambda one: (one.address, one.uid)))


def _owners(standing: Standing, books: Iterable[int]) -> tuple[Member, ...]:
    return tuple(
        sorted({member_of_book(standing, book) for book in books}, key=lambda m: (sort_key(m.name), m.uid))
    )
