"""One person as a viewer may see them: what is told by each book, and whose it is."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import TypeVar

from django.db.models import QuerySet

from tactful.records.models import CardExtra, ContactValue, NameFact, Person
from tactful.records.sort_key import sort_key
from tactful.visibility.contributors import member_of_book
from tactful.visibility.copied import copied_with
from tactful.visibility.crowd import crowd_of
from tactful.visibility.facts import disclosing, facts_of_one
from tactful.visibility.groups import person_groups
from tactful.visibility.identity.also_known import also_known
from tactful.visibility.names import company_refs
from tactful.visibility.people import knowers_of
from tactful.visibility.seen import Extra, Member, NameSaid, PersonSeen, Value
from tactful.visibility.showing import note_values
from tactful.visibility.standing import Standing
from tactful.visibility.statistics import person_statistics

#: A book, and an address that it says something of.
_Pair = tuple[int, int]
_Row = TypeVar("_Row", NameFact, ContactValue)


def find_person(standing: Standing, uid: uuid.UUID) -> Person | None:
    """Return the row of a person whom something opens to the viewer; None alike for hidden and absent.

    Of several addresses that are one to the viewer it is the lead's, by whichever they are asked for (D24).
    """
    facts = facts_of_one(standing, uid)
    return None if facts is None else facts[0].person


#: What an answer may leave out of a person: it is not read then, and not said to have been shown (B03).
PARTS = frozenset({"values", "touchpoints", "also"})


def see_person(standing: Standing, uid: uuid.UUID, parts: frozenset[str] = PARTS) -> PersonSeen | None:
    """Return the person as the viewer may see them, with these parts; None alike for hidden and absent."""
    facts = facts_of_one(standing, uid)
    if facts is None:
        return None
    person = facts[0].person
    telling, relating, valuing = (
        {(book, one.person.id) for one in facts for book in disclosing(standing, one.of(facet))}
        for facet in ("existence", "relationship", "contact_info")
    )
    # That somebody shares touchpoints and has none tells a setting of theirs, and nothing else (B04).
    sharing = standing.books_open("interactions")
    dating = {
        book
        for book, address in relating
        if book in sharing and (book == standing.own_book or crowd_of(standing).has_touched(book, address))
    }
    said = _names(standing, telling, relating)
    shows = {"existence"}
    shows |= {"relationship"} if relating else set()
    shows |= {"contact_info"} if valuing else set()
    addresses = [one.person.id for one in facts]
    shows |= {"interactions"} if dating or copied_with(standing, addresses) else set()
    knowers = knowers_of(standing, [person.id]).get(person.id, ())
    own = any(book == standing.own_book for book, _ in telling)
    is_counted = dating and "touchpoints" in parts
    statistics, by_contributor = person_statistics(standing, person) if is_counted else (None, None)
    company = next((one.person.company_id for one in facts if one.person.company_id is not None), None)
    companies = company_refs(standing, set() if company is None else {company})
    return PersonSeen(
        uid=person.uid,
        name=_shown((n.name, n.owners, sort_key(n.name)) for n in said),
        title=_shown((n.title, n.owners, n.title.lower()) for n in said),
        company=companies.get(company or 0),
        organisation=_shown((n.organisation, n.owners, n.organisation.lower()) for n in said),
        mine=own,
        shows=frozenset(shows),
        names=said,
        strength=knowers[0].strength if knowers else None,
        knowers=knowers if relating else None,
        groups=person_groups(standing, person) if relating else (),
        values=_values(standing, valuing) if valuing and "values" in parts else None,
        statistics=statistics,
        by_contributor=by_contributor,
        extras=_extras(standing, addresses),
        also=also_known(standing, person.id) if valuing and "also" in parts else (),
    )


def _shown(said: Iterable[tuple[str, tuple[Member, ...], str]]) -> str | None:
    """D21: the viewer's own word, else the least by its key; empty ones are none."""
    there = [(not any(o.is_me for o in owners), key, text) for text, owners, key in said if text]
    return min(there)[2] if there else None


def _names(standing: Standing, pairs: set[_Pair], relating: set[_Pair]) -> tuple[NameSaid, ...]:
    """What books call a person; an owner is named only where their relationship is disclosed (B01)."""
    owners: dict[tuple[str, str, str], list[Member]] = {}
    rows = _of_pairs(standing, NameFact, pairs).values_list(
        "name", "title", "organisation", "book_id", "person_id"
    )
    for name, title, organisation, book, address in rows.distinct():
        if (book, address) not in pairs:
            continue
        said_by = owners.setdefault((name, title, organisation), [])
        if (book, address) in relating or book == standing.own_book:
            said_by.append(member_of_book(standing, book))
    return tuple(
        NameSaid(*words, owners=_sorted(who))
        for words, who in sorted(owners.items(), key=lambda item: (sort_key(item[0][0]), item[0]))
    )


def _values(standing: Standing, pairs: set[_Pair]) -> tuple[Value, ...]:
    order = {kind: place for place, kind in enumerate(ContactValue.Kind.values)}
    owners: dict[tuple[str, str], list[Member]] = {}
    labels: dict[tuple[str, str], str] = {}
    rows = _of_pairs(standing, ContactValue, pairs).values_list(
        "kind", "value", "label", "book_id", "person_id"
    )
    for kind, value, label, book, address in sorted(set(rows)):
        if (book, address) not in pairs:
            continue
        note_values(standing, address, [(book, kind)])
        owners.setdefault((kind, value), []).append(member_of_book(standing, book))
        labels[kind, value] = labels.get((kind, value)) or label
    return tuple(
        Value(kind, value, labels[kind, value], _sorted(owners[kind, value]))
        for kind, value in sorted(owners, key=lambda item: (order[item[0]], item[1]))
    )


def _of_pairs(standing: Standing, model: type[_Row], pairs: set[_Pair]) -> QuerySet[_Row]:
    """Return what these books have of these addresses: among others, where not all pairs are open."""
    return model.unchecked.filter(
        account_id=standing.viewer.account,
        book_id__in={book for book, _ in pairs},
        person_id__in={address for _, address in pairs},
    )


def _extras(standing: Standing, people: list[int]) -> tuple[Extra, ...]:
    if standing.own_book is None or (
        standing.viewer.ceiling is not None and "contact_info" not in standing.viewer.ceiling
    ):
        return ()
    rows = CardExtra.unchecked.filter(
        account_id=standing.viewer.account, person_id__in=people, book_id=standing.own_book
    )
    return tuple(
        Extra(*row) for row in rows.order_by("id").values_list("note", "birthday", "categories").distinct()
    )


def _sorted(members: list[Member]) -> tuple[Member, ...]:
    return tuple(sorted(set(members), key=lambda m: (sort_key(m.name), m.uid)))
