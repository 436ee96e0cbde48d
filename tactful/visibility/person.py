"""One person as a viewer may see them: what is told by each book, and whose it is."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db import connection

from tactful.policy.terms import Fact
from tactful.records.models import CardExtra, CardValue, ContactValue, NameFact, Person, Tie
from tactful.records.sort_key import sort_key
from tactful.visibility.groups import person_groups
from tactful.visibility.names import company_refs
from tactful.visibility.people import knowers_of, member_of_book
from tactful.visibility.seen import Extra, Member, NameSaid, PersonSeen, Value
from tactful.visibility.standing import Standing
from tactful.visibility.statistics import person_statistics

#: A person with the books that know them and the cards that say something of them.
_FIND = """
    select p.id, p.uid, p.key, p.company_id,
           array(select t.book_id from records_tie t where t.account_id = p.account_id and t.person_id = p.id),
           array(select distinct v.source_id from records_cardvalue v
                 where v.account_id = p.account_id and v.person_id = p.id)
    from records_person p where p.account_id = %s and p.uid = %s and not p.colleague"""


def find_person(standing: Standing, uid: uuid.UUID) -> Person | None:
    """Return the row of a person whom something opens to the viewer; None alike for hidden and absent."""
    account = standing.viewer.account
    with connection.cursor() as db:
        db.execute(_FIND, [account, uid])
        row = db.fetchone()
    if row is None:
        return None
    found, uid, key, company, books, cards = row
    person = Person(id=found, account_id=account, uid=uid, key=key, company_id=company)
    decider = standing.decider_about(person.id)
    facts = _existing(standing, person, books, cards)
    return person if any(decider.fact(fact).disclosed for fact in facts) else None


def existence_facts(standing: Standing, person: Person) -> list[Fact]:
    """Return the facts that make a person exist: one per book that knows them, one per typed card."""
    account = standing.viewer.account
    books = Tie.unchecked.filter(account_id=account, person_id=person.id).values_list("book_id", flat=True)
    cards = CardValue.unchecked.filter(account_id=account, person_id=person.id)
    return _existing(standing, person, books, cards.values_list("source_id", flat=True).distinct())


def _existing(standing: Standing, person: Person, books: Iterable[int], cards: Iterable[int]) -> list[Fact]:
    facts = [tie_fact(standing, person, book, "existence") for book in books]
    for source in cards:
        owner = standing.settings.sources[source].owner
        facts.append(Fact(f"card {source}", source, owner or 0, "card", person.id, person.company_id))
    return facts


def tie_fact(standing: Standing, person: Person, book: int, facet: str) -> Fact:
    """Return what a book says of a person by a facet that is not of events."""
    owner = standing.settings.sources[book].owner
    return Fact(f"{facet} {book}", book, owner or 0, facet, person.id, person.company_id)


def books_disclosing(standing: Standing, person: Person, facet: str) -> set[int]:
    """Return the books that know this person and of which `facet` is disclosed."""
    books = Tie.unchecked.filter(account_id=standing.viewer.account, person_id=person.id)
    return {
        book
        for book in books.values_list("book_id", flat=True)
        if standing.decider_about(person.id).fact(tie_fact(standing, person, book, facet)).disclosed
    }


def see_person(standing: Standing, uid: uuid.UUID) -> PersonSeen | None:
    """Return the person as the viewer may see them; None alike for hidden and absent."""
    person = find_person(standing, uid)
    if person is None:
        return None
    telling = books_disclosing(standing, person, "existence")
    relating = books_disclosing(standing, person, "relationship")
    valuing = books_disclosing(standing, person, "contact_info")
    dating = standing.books_open("interactions") & relating
    said = _names(standing, person, telling, relating)
    shows = {"existence"}
    shows |= {"relationship"} if relating else set()
    shows |= {"contact_info"} if valuing else set()
    shows |= {"interactions"} if dating else set()
    knowers = knowers_of(standing, [person.id]).get(person.id, ())
    own = standing.own_book in telling
    statistics, by_contributor = person_statistics(standing, person) if dating else (None, None)
    companies = company_refs(standing, set() if person.company_id is None else {person.company_id})
    return PersonSeen(
        uid=person.uid,
        name=_shown((n.name, n.owners, sort_key(n.name)) for n in said),
        title=_shown((n.title, n.owners, n.title.lower()) for n in said),
        company=companies.get(person.company_id or 0),
        organisation=_shown((n.organisation, n.owners, n.organisation.lower()) for n in said),
        mine=own,
        shows=frozenset(shows),
        names=said,
        strength=knowers[0].strength if knowers else None,
        knowers=knowers if relating else None,
        groups=person_groups(standing, person) if relating else (),
        values=_values(standing, person, valuing) if valuing else None,
        statistics=statistics,
        by_contributor=by_contributor,
        extras=_extras(standing, person),
    )


def person_name(standing: Standing, person: Person) -> str | None:
    """Return the name of a person as shown to the viewer, or None where no visible source names them."""
    said = _names(standing, person, books_disclosing(standing, person, "existence"), set())
    return _shown((n.name, n.owners, sort_key(n.name)) for n in said)


def _shown(said: Iterable[tuple[str, tuple[Member, ...], str]]) -> str | None:
    """D21: the viewer's own word, else the least by its key; empty ones are none."""
    there = [(not any(o.is_me for o in owners), key, text) for text, owners, key in said if text]
    return min(there)[2] if there else None


def _names(standing: Standing, person: Person, books: set[int], relating: set[int]) -> tuple[NameSaid, ...]:
    """What these books call a person; an owner is named only where their relationship is disclosed (B01)."""
    owners: dict[tuple[str, str, str], list[Member]] = {}
    rows = NameFact.unchecked.filter(
        account_id=standing.viewer.account, person_id=person.id, book_id__in=books
    ).values_list("name", "title", "organisation", "book_id")
    for name, title, organisation, book in rows.distinct():
        said_by = owners.setdefault((name, title, organisation), [])
        if book in relating or book == standing.own_book:
            said_by.append(member_of_book(standing, book))
    return tuple(
        NameSaid(*words, owners=_sorted(who))
        for words, who in sorted(owners.items(), key=lambda item: (sort_key(item[0][0]), item[0]))
    )


def _values(standing: Standing, person: Person, books: set[int]) -> tuple[Value, ...]:
    order = {kind: place for place, kind in enumerate(ContactValue.Kind.values)}
    owners: dict[tuple[str, str], list[Member]] = {}
    labels: dict[tuple[str, str], str] = {}
    rows = ContactValue.unchecked.filter(
        account_id=standing.viewer.account, person_id=person.id, book_id__in=books
    ).values_list("kind", "value", "label", "book_id")
    for kind, value, label, book in sorted(set(rows)):
        owners.setdefault((kind, value), []).append(member_of_book(standing, book))
        labels[kind, value] = labels.get((kind, value)) or label
    return tuple(
        Value(kind, value, labels[kind, value], _sorted(owners[kind, value]))
        for kind, value in sorted(owners, key=lambda item: (order[item[0]], item[1]))
    )


def _extras(standing: Standing, person: Person) -> tuple[Extra, ...]:
    if standing.own_book is None or (
        standing.viewer.ceiling is not None and "contact_info" not in standing.viewer.ceiling
    ):
        return ()
    rows = CardExtra.unchecked.filter(
        account_id=standing.viewer.account, person_id=person.id, book_id=standing.own_book
    )
    return tuple(
        Extra(*row) for row in rows.order_by("id").values_list("note", "birthday", "categories").distinct()
    )


def _sorted(members: list[Member]) -> tuple[Member, ...]:
    return tuple(sorted(set(members), key=lambda m: (sort_key(m.name), m.uid)))
