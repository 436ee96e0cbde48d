"""A record of a person as one of two that may be one, and in whose books something stands, to a viewer (D24)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from tactful.records.models import ContactValue, Person
from tactful.records.sort_key import sort_key
from tactful.visibility.addresses import tell_addresses
from tactful.visibility.crowd import crowd_of
from tactful.visibility.names import company_refs
from tactful.visibility.people import member_of_book
from tactful.visibility.seen import CompanyRef
from tactful.visibility.showing import note_values
from tactful.visibility.standing import Standing

_NAMED = 3


@dataclass(frozen=True, slots=True)
class Side:
    """One of two records. `address` is empty for somebody who is on a card without one."""

    uid: uuid.UUID
    name: str | None
    title: str | None
    company: CompanyRef | None
    organisation: str | None
    address: str


def in_order(one: Side, other: Side) -> tuple[Side, Side]:
    """Return two records as they are shown: by address. Which was stored first is nobody's to learn (B04)."""
    return (one, other) if (one.address, one.uid) <= (other.address, other.uid) else (other, one)


def sides_of(standing: Standing, people: Iterable[int]) -> dict[int, Side]:
    """Return these records as the viewer sees them. Their addresses are shown, so it is noted whose they are (B03)."""
    told = tell_addresses(standing, sorted(people))
    companies = company_refs(standing, {one.company for one in told.values() if one.company is not None})
    addresses = addresses_of(standing, list(told))
    return {
        person: Side(
            one.uid,
            one.name,
            one.title,
            companies.get(one.company or 0),
            one.organisation,
            addresses.get(person, ""),
        )
        for person, one in told.items()
    }


def addresses_of(standing: Standing, people: list[int]) -> dict[int, str]:
    """Return the address of each of these people, of those who have one, and note in whose books it is shown (B03)."""
    account, opened = standing.viewer.account, crowd_of(standing).open("contact_info")
    keys = Person.unchecked.filter(account_id=account, id__in=people, key__contains="@").values_list(
        "id", "key"
    )
    found = {person: key for person, key in keys if not key.startswith("card:")}
    values = ContactValue.unchecked.filter(
        account_id=account, person_id__in=list(found), book_id__in=list(opened), kind="email"
    ).values_list("person_id", "book_id")
    for person, book in sorted(set(values)):
        if person in opened[book]:
            note_values(standing, person, [(book, "email")])
    return found


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
