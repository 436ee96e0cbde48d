"""An exception for a person covers every address that its contributor sees as one with them (D24, B05).

It is worked out where stage 1's answer is made, from the few people whom exceptions name at all: nothing else that
decides has to know of it. What an exception covers is of its contributor's own book, as far as that contributor sees
why: their own cards first; then what others' books say to them, and what members confirmed. Whether those are open to
the contributor is asked under everybody's exceptions with what these cover by their own contributors' books alone, so
that no two of them wait for each other.

A protected recipient is covered so in every book, by what that book's contributor sees.

That two whom a contributor's own book joins are not one is for them alone to say, here: a colleague's split would else
open what they keep private.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from django.db import connection

from tactful.policy.decide import Decider
from tactful.policy.paths import open_paths
from tactful.policy.rules import Policy
from tactful.policy.terms import Fact, Id, Opened, Settings
from tactful.policy.terms import Viewer as Asking
from tactful.records.classes import classes_of
from tactful.visibility.evidence import CONFIRMED, Evidence, Known
from tactful.visibility.judgements import Pair

#: The facets by which a book tells that two of its people are one.
_TELLING = ("existence", "contact_info")


class Covered(NamedTuple):
    """An exception for `person` is one for `also`, in the book of `owner`. `protected`: one of the account's."""

    owner: Id
    person: int
    also: int
    protected: bool


Covering = frozenset[Covered]
NOTHING: Covering = frozenset()


def covered(opened: Opened, covering: Covering) -> Opened:
    """Return stage 1's answer with what its exceptions cover as well, for the same audiences."""
    if not covering:
        return opened
    more = [
        replace(e, owner=one.owner, person=one.also)
        for e in opened.binding
        if e.person is not None and e.within is None
        for one in sorted(covering)
        if one.person == e.person and one.protected == (e.owner is None) and e.owner in (None, one.owner)
    ]
    return replace(opened, binding=tuple(dict.fromkeys((*opened.binding, *more))))


def excepted(settings: Settings) -> frozenset[int]:
    """Return the people whom an exception of a contributor, or a protection, names."""
    return frozenset(int(e.person) for e in settings.exceptions if e.person is not None and e.within is None)


def covering_of(
    settings: Settings, evidence: Collection[Evidence], known: Known, now: datetime, policy: Policy
) -> Covering:
    """Return what the exceptions of these settings cover at a moment, given all that says so of their people."""
    asked = _asked(settings, known)
    first = _reached(asked, known, lambda contributor: _own(contributor, evidence, known))
    books = {edge.book for edge in evidence}
    if len(asked) == 1 and books == {asked[0].book}:
        return first
    return first | _reached(
        asked, known, lambda contributor: _seen(contributor, evidence, known, first, settings, now, policy)
    )


@dataclass(frozen=True, slots=True)
class _Contributor:
    """Somebody whose exceptions, or protections in whose book, may cover more: of these people, (person, protected)."""

    member: Id
    book: int
    people: frozenset[tuple[int, bool]]


def _asked(settings: Settings, known: Known) -> list[_Contributor]:
    """Return the contributors whose books hold anybody whom something may cover."""
    protected = {
        (int(e.person), True)
        for e in settings.exceptions
        if e.owner is None and e.person is not None and e.within is None
    }
    private: dict[Id, set[tuple[int, bool]]] = {}
    for e in settings.exceptions:
        if e.owner is not None and e.person is not None and e.within is None:
            private.setdefault(e.owner, set()).add((int(e.person), False))
    return [
        _Contributor(source.owner, int(source.id), frozenset(people))
        for source in settings.sources.values()
        if source.kind == "book" and source.owner is not None and source.id in known.books
        if (people := protected | private.get(source.owner, set()))
    ]


def _reached(
    asked: Iterable[_Contributor], known: Known, edges_of: Callable[[_Contributor], Iterable[Pair]]
) -> Covering:
    """Return whom each of these people leads to, over what each contributor sees, in that contributor's own book."""
    found: set[Covered] = set()
    for contributor in asked:
        for one in map(frozenset, classes_of(edges_of(contributor))):
            for person, protected in contributor.people:
                also = (one - {person}) & known.books[contributor.book] if person in one else ()
                found |= {Covered(contributor.member, person, it, protected) for it in also}
    return frozenset(found)


def _own(contributor: _Contributor, edges: Collection[Evidence], known: Known) -> Iterable[Pair]:
    """What a contributor's own book says, and what was confirmed of two whom it knows."""
    own = known.books[contributor.book]
    return [
        (edge.one, edge.other)
        for edge in edges
        if edge.book in (CONFIRMED, contributor.book) and edge.one in own and edge.other in own
    ]


def _seen(
    contributor: _Contributor,
    edges: Collection[Evidence],
    known: Known,
    first: Covering,
    settings: Settings,
    now: datetime,
    policy: Policy,
) -> Iterable[Pair]:
    """What all books say to a contributor, and what was confirmed of two whom they see."""
    opened = covered(open_paths(settings, Asking(contributor.member), now, policy), first)
    within = any(path.within is not None and _TELLING[1] in path.facets for path in opened.paths)
    entries = _entries(known.account, settings, known.companies) if within else {}
    decider = Decider(settings, opened, entries, policy)

    def tells(book: int, person: int) -> bool:
        owner = settings.sources[book].owner if book in settings.sources else None
        if owner is None or person not in known.books.get(book, ()):
            return False
        company = known.companies[person]
        return all(
            decider.fact(Fact(facet, book, owner, facet, person, company)).disclosed for facet in _TELLING
        )

    sees = {person for person in known.companies if any(tells(book, person) for book in known.books)}
    return [
        (one, other)
        for book, one, other, parted in edges
        if not parted or book == contributor.book
        if (one in sees and other in sees if book == CONFIRMED else tells(book, one) and tells(book, other))
    ]


def _entries(account: int, settings: Settings, people: Iterable[int]) -> dict[Id, frozenset[tuple[Id, Id]]]:
    found: dict[Id, set[tuple[Id, Id]]] = {}
    with connection.cursor() as db:
        db.execute(
            "select source_id, person_id, via_id from records_entry where account_id = %s and person_id = any(%s)",
            [account, sorted(people)],
        )
        for source, person, via in db.fetchall():
            found.setdefault(source, set()).add((person, settings.sources[via].owner or 0))
    return {source: frozenset(some) for source, some in found.items()}
