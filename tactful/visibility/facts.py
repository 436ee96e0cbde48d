"""What the policy is asked about people: every fact that books and cards say of them, in two or three statements."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db import connection

from tactful.policy.rules import EVENTS
from tactful.policy.terms import Fact, Id
from tactful.records.models import Person
from tactful.visibility.addresses import rank, tell_addresses
from tactful.visibility.crowd import crowd_of
from tactful.visibility.identity.joined import joined
from tactful.visibility.reach import literal
from tactful.visibility.standing import Standing

#: People with the books that know them, those that have contact values of them, the cards that say something, and the
#: containers that they were entered in, with the source that each entry came by.
_SAID = """
    select p.id, p.uid, p.key, p.company_id,
           array(select t.book_id from records_tie t where t.account_id = p.account_id and t.person_id = p.id),
           array(select distinct v.book_id from records_contactvalue v
                 where v.account_id = p.account_id and v.person_id = p.id order by v.book_id),
           array(select distinct v.source_id from records_cardvalue v
                 where v.account_id = p.account_id and v.person_id = p.id),
           array(select array[e.source_id, e.via_id] from records_entry e
                 where e.account_id = p.account_id and e.person_id = p.id)
    from records_person p{beside} where p.account_id = %s and not p.colleague"""

#: Known to a source that some path opens. Of others nothing is read: how many books know a person who is hidden would
#: else be told by how long it takes to say that there is nobody (B12).
_OPENED = " cross join (select %s::bigint[] as sources offset 0) opened"
_OPEN = """(
    exists (select from records_tie t where t.account_id = p.account_id and t.person_id = p.id
            and t.book_id = any(opened.sources))
    or exists (select from records_cardvalue v where v.account_id = p.account_id and v.person_id = p.id
               and v.source_id = any(opened.sources)))"""

#: The books that hold a touchpoint with a person (from the index alone), and whether any of it is more than a copy.
_TOUCHED = """
    select b.book_id, exists (
        select 1 from records_party t where t.account_id = %(account)s and t.person_id = %(person)s
        and t.book_id = b.book_id and t.direction <> '' and t.direction <> 'copied')
    from (select distinct book_id from records_party
          where account_id = %(account)s and person_id = %(person)s and direction <> '') b
    order by b.book_id"""

#: Per touchpoint with a person in some books: the copy that says it, its book and thread, other outsiders on it, and
#: whether it is more than a copy of a colleague's mail.
#: The thread is on another row, which is read where it matters.
_EVENTS = """
    with touched as materialized (
        select distinct copy_id, book_id, direction <> 'copied' as counts from records_party
        where account_id = %(account)s and person_id = %(person)s and direction <> ''
        and (%(books)s::bigint[] is null or book_id = any(%(books)s::bigint[])))
    select t.copy_id, t.book_id, {thread}, array_remove(array_agg(distinct o.id), null),
           array_remove(array_agg(distinct o.company_id), null), t.counts
    from touched t
    left join lateral (
        select p.id, p.company_id from records_party b join records_person p on p.id = b.person_id
        where b.account_id = %(account)s and b.copy_id = t.copy_id and b.person_id <> %(person)s and not p.colleague
        offset 0) o on true
    group by t.copy_id, t.book_id, t.counts order by t.copy_id"""
_THREAD = "(select c.thread from records_copy c where c.id = t.copy_id)"


#: The touchpoints of one interaction in some books: the copy that says each, with whom, and who else is on it.
_TOUCHPOINT = """
    select t.copy_id, t.book_id, t.at, t.direction, t.person_id, p.company_id, c.thread,
           array(select b.person_id from records_party b join records_person o on o.id = b.person_id
                 where b.account_id = t.account_id and b.copy_id = t.copy_id and not o.colleague),
           array(select o.company_id from records_party b join records_person o on o.id = b.person_id
                 where b.account_id = t.account_id and b.copy_id = t.copy_id and not o.colleague
                 and o.company_id is not null)
    from records_interaction i
    join records_party t on t.account_id = i.account_id and t.interaction_id = i.id and t.direction <> ''
    join records_person p on p.id = t.person_id
    join records_copy c on c.id = t.copy_id
    where i.account_id = %s and i.uid = %s and t.book_id = any(%s)
    order by t.copy_id, t.person_id"""


class FactsOfPerson:
    """The facts about one person, of every book and card, whoever may see them."""

    def __init__(
        self, standing: Standing, person: Person, books: list[int], valuing: list[int], cards: list[int]
    ) -> None:
        self.person = person
        self._standing = standing
        # Supposed settings may hold a part of the sources (looking.py): of the others there is nothing to ask.
        there = standing.settings.sources
        books, valuing, cards = ([one for one in some if one in there] for some in (books, valuing, cards))
        self._books = {"existence": books, "relationship": books, "contact_info": valuing}
        self._cards = cards

    @property
    def existence(self) -> list[Fact]:
        """What makes the person exist: one fact per book that knows them, one per typed card."""
        sources = self._standing.settings.sources
        person = self.person
        cards = [
            Fact(f"card {card}", card, sources[card].owner or 0, "card", person.id, person.company_id)
            for card in self._cards
        ]
        return [*self.of("existence"), *cards]

    def of(self, facet: str, book: int | None = None) -> list[Fact]:
        """Return the facts that a facet of books is made of; those of one book, where it is given."""
        if facet in EVENTS:
            # First and last dates are made of what counts (D09).
            found = [
                replace(event, facet=facet, id=f"{facet} {event.id}")
                for event, counts in self._events
                if counts or facet != "highlights"
            ]
        else:
            found = [tie_fact(self._standing, self.person, one, facet) for one in self._books[facet]]
        return found if book is None else [fact for fact in found if fact.source == book]

    @cached_property
    def _events(self) -> list[tuple[Fact, bool]]:
        """The facts of mails and meetings with the person, of no facet yet, and whether they count.

        One per book where nothing tells its touchpoints apart; else one per copy, with who is on it and its thread.
        """
        account, person = self._standing.viewer.account, self.person
        sources = self._standing.settings.sources
        telling = _telling_apart(self._standing)
        found: list[tuple[Fact, bool]] = []
        apart: list[int] | None = None
        with connection.cursor() as db:
            if None not in telling:
                db.execute(_TOUCHED, {"account": account, "person": person.id})
                books = {book: counts for book, counts in db.fetchall() if book in sources}
                apart = [book for book in books if sources[book].owner in telling]
                found += [
                    (
                        Fact(
                            f"book {book}", book, sources[book].owner or 0, "", person.id, person.company_id
                        ),
                        counts,
                    )
                    for book, counts in books.items()
                    if book not in apart
                ]
            if apart is None or apart:
                by_thread = any(e.thread is not None for e in self._standing.settings.exceptions)
                db.execute(
                    _EVENTS.format(thread=_THREAD if by_thread else "null"),
                    {"account": account, "person": person.id, "books": apart},
                )
                at_own = [] if person.company_id is None else [person.company_id]
                found += [
                    (
                        Fact(
                            copy,
                            book,
                            sources[book].owner or 0,
                            "",
                            person.id,
                            person.company_id,
                            frozenset([person.id, *named]),
                            frozenset([*at_own, *companies]),
                            None if thread is None else bytes(thread).hex(),
                        ),
                        counts,
                    )
                    for copy, book, thread, named, companies, counts in db.fetchall()
                    if book in sources
                ]
        return found


def _telling_apart(standing: Standing) -> frozenset[Id | None]:
    """Return whose mails and meetings some exception may tell apart, striking one and leaving another; None: all."""
    return frozenset(
        None if exception.thread is not None or exception.within is not None else exception.owner
        for exception in standing.settings.exceptions
    )


def facts_about(standing: Standing, uid: uuid.UUID) -> FactsOfPerson | None:
    """Return the facts about a person whom something opens to the viewer; None alike for hidden and absent."""
    if _may_hide_in_open_sources(standing) and not _exists(standing, uid):
        # Before anything is read of them: else the time that it takes would tell who is withheld (B12).
        return None
    found = _said(standing, "p.uid = %s", uid, opened=_open_sources(standing))
    return found[0] if found and exists_for(standing, found[0]) else None


def facts_of_one(standing: Standing, uid: uuid.UUID) -> tuple[FactsOfPerson, ...] | None:
    """Return the facts about each address of a person (D24), the lead's first; None alike for hidden and absent."""
    first = facts_about(standing, uid)
    if first is None:
        return None
    members = joined(standing).members(first.person.id)
    if len(members) == 1:
        return (first,)
    told = tell_addresses(standing, members)
    others = [member for member in members if member != first.person.id]
    found = [first, *_said(standing, "p.id = any(%s)", others)]
    return tuple(sorted(found, key=lambda one: rank(told[one.person.id])))


def facts_at(standing: Standing, company: int) -> list[FactsOfPerson]:
    """Return the facts about everybody at a company, whoever may see them."""
    return _said(standing, "p.company_id = %s", company)


@dataclass(frozen=True, slots=True)
class SaidOfTouchpoint:
    """What one copy says of a mail or meeting with one outsider; `fact` is of interactions."""

    copy: int
    at: datetime
    direction: str
    fact: Fact

    def by(self, facet: str) -> Fact:
        """Return the fact of another facet of events that the same copy says."""
        return replace(self.fact, facet=facet, id=f"{facet} {self.fact.id}")


def said_of_touchpoint(standing: Standing, uid: uuid.UUID, books: Iterable[int]) -> list[SaidOfTouchpoint]:
    """Return what these books say of one mail or meeting, whoever may see it: one for each copy and outsider."""
    sources = standing.settings.sources
    with connection.cursor() as db:
        db.execute(_TOUCHPOINT, [standing.viewer.account, uid, [book for book in books if book in sources]])
        return [
            SaidOfTouchpoint(
                copy,
                at,
                direction,
                Fact(
                    f"{copy} {person}",
                    book,
                    sources[book].owner or 0,
                    "interactions",
                    person,
                    company,
                    frozenset(named),
                    frozenset(companies),
                    None if thread is None else bytes(thread).hex(),
                ),
            )
            for copy, book, at, direction, person, company, thread, named, companies in db.fetchall()
        ]


def exists_for(standing: Standing, facts: FactsOfPerson) -> bool:
    """Return whether any fact of existence about this person is disclosed to the viewer."""
    decider = standing.decider_about(facts.person.id)
    return any(decider.fact(fact).disclosed for fact in facts.existence)


def tie_fact(standing: Standing, person: Person, book: int, facet: str) -> Fact:
    """Return what a book says of a person by a facet that is not of events."""
    owner = standing.settings.sources[book].owner
    return Fact(f"{facet} {book}", book, owner or 0, facet, person.id, person.company_id)


def disclosing(standing: Standing, facts: Iterable[Fact]) -> set[int]:
    """Return the books and cards of those of these facts that are disclosed to the viewer."""
    return {int(f.source) for f in facts if standing.decider_about(int(f.about)).fact(f).disclosed}


def _open_sources(standing: Standing) -> str:
    """Return the sources that some path opens, as PostgreSQL writes an array; written once for a place."""
    place = standing.place
    if place is not None and place.open_sources is not None:
        return place.open_sources
    sources = standing.settings.sources
    opened = {int(p.source) for p in standing.opened.paths if sources[p.source].kind in ("book", "cards")}
    written = literal(sorted(opened))
    if place is not None:
        place.open_sources = written
    return written


def _may_hide_in_open_sources(standing: Standing) -> bool:
    """Return whether somebody may be hidden whom an open source knows: withheld, or open in a container alone."""
    opened = standing.opened
    return standing.place is not None and (
        bool(opened.binding) or any(path.within is not None for path in opened.paths)
    )


def _exists(standing: Standing, uid: uuid.UUID) -> bool:
    with connection.cursor() as db:
        db.execute(
            "select coalesce((select id from records_person where account_id = %s and uid = %s), 0)",
            [standing.viewer.account, uid],
        )
        return db.fetchone()[0] in crowd_of(standing).existing


def _said(
    standing: Standing, which: str, value: uuid.UUID | int | list[int], *, opened: str | None = None
) -> list[FactsOfPerson]:
    """Return what is said of those people; given the open sources, only of those of whom one of them knows."""
    account = standing.viewer.account
    values: list[Any]
    asked, values = _SAID.format(beside="" if opened is None else _OPENED), [account, value]
    with connection.cursor() as db:
        db.execute(
            f"{asked} and {which}" if opened is None else f"{asked} and {which} and {_OPEN}",
            values if opened is None else [opened, *values],
        )
        found = []
        for person, uid, key, company, *said, entries in db.fetchall():
            standing.know_entries(person, entries)
            row = Person(id=person, account_id=account, uid=uid, key=key, company_id=company)
            found.append(FactsOfPerson(standing, row, *said))
        return found
