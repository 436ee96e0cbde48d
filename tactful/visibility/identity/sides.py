"""A record of a person as one of two that are, or may be, one, to a viewer (D24)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from tactful.records.models import ContactValue, Person
from tactful.visibility.addresses import tell_addresses
from tactful.visibility.crowd import crowd_of
from tactful.visibility.names import company_refs
from tactful.visibility.seen import CompanyRef
from tactful.visibility.showing import note_values
from tactful.visibility.standing import Standing


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
