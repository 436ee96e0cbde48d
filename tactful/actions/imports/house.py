"""Who is one of ours: the account's own domains and its members' addresses (A37)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection

from tactful.accounts.models import AccountDomain, MemberAddress


@dataclass(frozen=True, slots=True)
class House:
    """The account as an import sees it. `owner` is the member whose book is filled."""

    owner: int
    domains: frozenset[str]
    members: Mapping[str, int]

    def is_colleague(self, address: str) -> bool:
        """Return whether an address is a member's, or at a domain of the account's own or below one."""
        if address in self.members:
            return True
        domain = address.rpartition("@")[2]
        while domain:
            if domain in self.domains:
                return True
            domain = domain.partition(".")[2]
        return False

    def owns(self, address: str) -> bool:
        """Return whether an address is the contributor's own."""
        return self.members.get(address) == self.owner

    @property
    def own(self) -> frozenset[str]:
        """The contributor's own addresses."""
        return frozenset(address for address, member in self.members.items() if member == self.owner)


def house_of(account: int, owner: int) -> House:
    """Return the account acted for, as the imports of this member see it."""
    domains = AccountDomain.unchecked.filter(account_id=account).values_list("domain", flat=True)
    addresses = MemberAddress.unchecked.filter(account_id=account).values_list("address", "membership_id")
    return House(
        owner,
        frozenset(domain.lower() for domain in domains),
        {address.lower(): member for address, member in addresses},
    )


def recognise_colleagues(account: int, house: House) -> int:
    """Make colleagues of the people who turned out to be ours since they were met, and return how many.

    A domain or a member's address may be added after an import: what was a relationship with them then is none now.
    """
    with connection.cursor() as db:
        db.execute(_NEW_COLLEAGUES, [account, sorted(house.members), sorted(house.domains)])
        found = [row[0] for row in db.fetchall()]
        if found:
            for statement in _FORGET:
                db.execute(statement, [account, found])
    return len(found)


_NEW_COLLEAGUES = """
    update records_person set colleague = true, company_id = null
    where account_id = %s and not colleague and key not like 'card:%%' and (
        key = any(%s)
        or exists (select 1 from unnest(%s::text[]) d where split_part(key, '@', 2) = d
                   or right(split_part(key, '@', 2), length(d) + 1) = '.' || d))
    returning id"""
_FORGET = (
    "delete from records_namefact where account_id = %s and person_id = any(%s)",
    "delete from records_contactvalue where account_id = %s and person_id = any(%s)",
    "delete from records_cardextra where account_id = %s and person_id = any(%s)",
    "delete from records_tie where account_id = %s and person_id = any(%s)",
    """update records_party set direction = '', weight = 0
       where account_id = %s and person_id = any(%s) and direction <> ''""",
)
