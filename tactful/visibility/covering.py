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

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from django.db import connection

from tactful.policy.decide import Decider
from tactful.policy.paths import open_paths
from tactful.policy.rules import Policy
from tactful.policy.terms import Fact, Id, Opened, Settings
from tactful.policy.terms import Viewer as Asking
from tactful.records.together import hanging_together
from tactful.visibility.said import CONFIRMED, Pair, Word

#: One person has no more addresses than this (joined.py), and so no longer chain of them.
_STEPS = 64
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


class Evidence(NamedTuple):
    """A book, or CONFIRMED, says that two people are one.

    `parted`: somebody else than the book's contributor split them; it is so in that contributor's own book alone.
    """

    book: int
    one: int
    other: int
    parted: bool = False


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


@dataclass(frozen=True)
class Known:
    """Whom books know, of those who hang together with somebody excepted, and the companies of these."""

    account: int
    books: Mapping[int, frozenset[int]]
    companies: Mapping[int, int | None]


def is_anything_joined(account: int, words: Mapping[Pair, Word]) -> bool:
    """Return whether anything in the account says of any two that they are one."""
    if any(word.same for word in words.values()):
        return True
    with connection.cursor() as db:
        db.execute("select exists (select 1 from records_cardjoin where account_id = %s)", [account])
        return bool(db.fetchone()[0])


def evidence_about(
    settings: Settings, account: int, people: Collection[int], words: Mapping[Pair, Word]
) -> frozenset[Evidence]:
    """Return all that says that these people, or others who hang together with them, are one; splits taken off.

    A book of cards that form a chain is followed no further than one person can have addresses.
    """
    found: set[Evidence] = set()
    met, frontier = set(people), sorted(people)
    confirmed = [pair for pair, word in words.items() if word.same]
    for _ in range(_STEPS):
        if not frontier:
            break
        edges = {
            edge
            for book, one, other in _joins(account, frontier)
            if (edge := _judged(settings, book, (one, other), words.get((one, other)))) is not None
        }
        edges |= {
            Evidence(CONFIRMED, *pair) for pair in confirmed if pair[0] in frontier or pair[1] in frontier
        }
        found |= edges
        frontier = sorted({end for edge in edges for end in (edge.one, edge.other)} - met)
        met.update(frontier)
    return frozenset(found)


def _judged(settings: Settings, book: int, pair: Pair, word: Word | None) -> Evidence | None:
    """Return what a book says of two, after what a member said of them; None where that leaves nothing."""
    if word is None or word.same:
        return Evidence(book, *pair)
    owner = settings.sources[book].owner if book in settings.sources else None
    return None if word.member == owner else Evidence(book, *pair, parted=True)


def known_of(account: int, evidence: Collection[Evidence]) -> Known:
    """Return whom books know of those whom this evidence is about."""
    people = {end for edge in evidence for end in (edge.one, edge.other)}
    books: dict[int, set[int]] = {}
    companies: dict[int, int | None] = {}
    with connection.cursor() as db:
        db.execute(
            "select t.book_id, p.id, p.company_id from records_tie t join records_person p on p.id = t.person_id"
            " where t.account_id = %s and t.person_id = any(%s)",
            [account, sorted(people)],
        )
        for book, person, company in db.fetchall():
            books.setdefault(book, set()).add(person)
            companies[person] = company
    return Known(account, {book: frozenset(some) for book, some in books.items()}, companies)


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
        for one in map(frozenset, hanging_together(edges_of(contributor))):
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


def _joins(account: int, people: list[int]) -> set[tuple[int, int, int]]:
    with connection.cursor() as db:
        db.execute(
            "select book_id, one_id, other_id from records_cardjoin where account_id = %s and one_id = any(%s)"
            " union select book_id, one_id, other_id from records_cardjoin"
            " where account_id = %s and other_id = any(%s)",
            [account, people, account, people],
        )
        return {(book, one, other) for book, one, other in db.fetchall()}


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
