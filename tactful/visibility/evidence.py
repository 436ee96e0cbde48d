"""All that says of those whom exceptions name that they and others are one, whoever may be told of it (D24)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.db import connection

from tactful.policy.terms import Settings
from tactful.visibility.judgements import Judgement, Pair

#: In the place of a book that says that two are one: a member confirmed it.
CONFIRMED = 0
#: One person has no more addresses than this (identity/joined.py), and so no longer chain of them.
_STEPS = 64


class Evidence(NamedTuple):
    """A book, or CONFIRMED, says that two people are one.

    `parted`: somebody else than the book's contributor split them; it is so in that contributor's own book alone.
    """

    book: int
    one: int
    other: int
    parted: bool = False


@dataclass(frozen=True)
class Known:
    """Whom books know, of those who hang together with somebody excepted, and the companies of these."""

    account: int
    books: Mapping[int, frozenset[int]]
    companies: Mapping[int, int | None]


def is_anything_joined(
    account: int, judgements: Mapping[Pair, Judgement], cards_join: bool | None = None
) -> bool:
    """Return whether anything in the account says of any two that they are one.

    `cards_join`: whether cards do, where that is known.
    """
    if any(said.same for said in judgements.values()):
        return True
    if cards_join is not None:
        return cards_join
    with connection.cursor() as db:
        db.execute("select exists (select 1 from records_cardjoin where account_id = %s)", [account])
        return bool(db.fetchone()[0])


def evidence_about(
    settings: Settings, account: int, people: Collection[int], judgements: Mapping[Pair, Judgement]
) -> frozenset[Evidence]:
    """Return all that says that these people, or others who hang together with them, are one; splits taken off.

    A book of cards that form a chain is followed no further than one person can have addresses.
    """
    found: set[Evidence] = set()
    met, frontier = set(people), sorted(people)
    confirmed = [pair for pair, said in judgements.items() if said.same]
    for _ in range(_STEPS):
        if not frontier:
            break
        edges = {
            edge
            for book, one, other in _joins(account, frontier)
            if (edge := _judged(settings, book, (one, other), judgements.get((one, other)))) is not None
        }
        edges |= {
            Evidence(CONFIRMED, *pair) for pair in confirmed if pair[0] in frontier or pair[1] in frontier
        }
        found |= edges
        frontier = sorted({end for edge in edges for end in (edge.one, edge.other)} - met)
        met.update(frontier)
    return frozenset(found)


def _judged(settings: Settings, book: int, pair: Pair, said: Judgement | None) -> Evidence | None:
    """Return what a book says of two, after what a member said of them; None where that leaves nothing."""
    if said is None or said.same:
        return Evidence(book, *pair)
    owner = settings.sources[book].owner if book in settings.sources else None
    return None if said.member == owner else Evidence(book, *pair, parted=True)


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


def _joins(account: int, people: list[int]) -> set[tuple[int, int, int]]:
    with connection.cursor() as db:
        db.execute(
            "select book_id, one_id, other_id from records_cardjoin where account_id = %s and one_id = any(%s)"
            " union select book_id, one_id, other_id from records_cardjoin"
            " where account_id = %s and other_id = any(%s)",
            [account, people, account, people],
        )
        return {(book, one, other) for book, one, other in db.fetchall()}
