"""Whose books these are, to a viewer."""

from __future__ import annotations

from collections.abc import Iterable

from tactful.records.sort_key import sort_key
from tactful.visibility.crowd import crowd_of
from tactful.visibility.seen import Member
from tactful.visibility.standing import Standing

_NAMED = 3


def owner_of(standing: Standing, book: int) -> int:
    """Return the id of the contributor whose book it is."""
    return int(standing.settings.sources[book].owner or 0)


def member_of_book(standing: Standing, book: int) -> Member:
    """Return the contributor whose book it is."""
    row = standing.members[owner_of(standing, book)]
    return Member(row.uid, row.name, row.id == standing.viewer.member)


def whose(standing: Standing, books: Iterable[int], person: int) -> str:
    """Return whose books these are: the viewer's, those whose relationship is disclosed by name, and others (B01)."""
    every = sorted(set(books))
    related = crowd_of(standing).open("relationship")
    named = [
        member_of_book(standing, book)
        for book in every
        if book == standing.own_book or person in related.get(book, ())
    ]
    words = ["your book"] if any(one.is_me for one in named) else []
    names = sorted({one.name for one in named if not one.is_me}, key=sort_key)
    if names:
        several = [*names[:_NAMED], *(["others"] if len(names) > _NAMED else [])]
        told = several[0] if len(several) == 1 else f"{', '.join(several[:-1])} and {several[-1]}"
        words.append(f"the {'book' if len(names) == 1 else 'books'} of {told}")
    if len(named) < len(every):
        words.append("a colleague's book")
    return " and ".join(words)
