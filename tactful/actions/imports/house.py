"""Who is one of ours: the account's own domains and its members' addresses (A37)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection

from tactful.accounts.models import AccountDomain, MemberAddress
from tactful.actions.imports.facts import drop_facts
from tactful.records.models import Feed


@dataclass(frozen=True, slots=True)
class House:
    """The account as an import sees it. `owner` is the member whose book is filled, `own` what they say is theirs.

    `members` are the addresses that are vouched for: a colleague's in every book.
    """

    owner: int
    domains: frozenset[str]
    members: Mapping[str, int]
    own: frozenset[str] = frozenset()

    def is_colleague(self, address: str) -> bool:
        """Return whether an address is a member's for everybody, or of the account's own domains."""
        return address in self.members or self.is_of_domains(address)

    def is_of_domains(self, address: str) -> bool:
        """Return whether an address is at a domain of the account's own or below one."""
        domain = address.rpartition("@")[2]
        while domain:
            if domain in self.domains:
                return True
            domain = domain.partition(".")[2]
        return False

    def owns(self, address: str) -> bool:
        """Return whether an address is the contributor's own."""
        return address in self.own

    def is_ours(self, address: str) -> bool:
        """Return whether an address makes no relationship in this book: a colleague's, or the contributor's own."""
        return self.owns(address) or self.is_colleague(address)

    def member_at(self, address: str) -> int | None:
        """Return the member whose address it is in this book, or None."""
        return self.owner if self.owns(address) else self.members.get(address)


def house_of(account: int, owner: int) -> House:
    """Return the account acted for, as the imports of this member see it."""
    domains = AccountDomain.unchecked.filter(account_id=account).values_list("domain", flat=True)
    addresses = MemberAddress.unchecked.filter(account_id=account)
    vouched = addresses.filter(vouched=True).values_list("address", "membership_id")
    own = addresses.filter(membership_id=owner).values_list("address", flat=True)
    return House(
        owner,
        frozenset(domain.lower() for domain in domains),
        {address.lower(): member for address, member in vouched},
        frozenset(address.lower() for address in own),
    )


def recognise_colleagues(account: int, house: House) -> int:
    """Make colleagues of the people who turned out to be ours since they were met, and return how many.

    A domain or a member's address may be added after an import: what was a relationship with them then is none now.
    What the contributor alone says is their own address is forgotten in their own book alone.
    """
    with connection.cursor() as db:
        db.execute(_NEW_COLLEAGUES, [account, sorted(house.members), sorted(house.domains)])
        found = [row[0] for row in db.fetchall()]
        if found:
            drop_facts(account, people=found, feeds=_feeds(account))
            for statement in (*_UNTIE, *_UNJUDGE, _COPIED_OF):
                db.execute(statement, [account, found])
        db.execute(_OWN_BOOK, [account, house.owner, account, sorted(house.own)])
        for book, person in db.fetchall():
            drop_facts(account, people=[person], feeds=_feeds(account, book_id=book))
            for statement in _UNTIE:
                db.execute(f"{statement} and book_id = %s", [account, [person], book])
    return len(found)


def _feeds(account: int, **of: int) -> list[int]:
    return list(Feed.unchecked.filter(account_id=account, **of).values_list("id", flat=True))


def recognise_copies(account: int, feed: int) -> int:
    """Have a feed that was brought before say with whom colleagues' mails in it were; return how many that are.

    What was imported while such mail was shown to nobody says so once the same file is brought again.
    """
    with connection.cursor() as db:
        db.execute(_COPIED_IN, [account, feed])
        return int(db.rowcount)


_OWN_BOOK = """
    select b.id, p.id from sharing_source b, records_person p
    where b.account_id = %s and b.kind = 'book' and b.owner_id = %s
      and p.account_id = %s and p.key = any(%s) and not p.colleague
      and exists (select 1 from records_tie t
                  where t.account_id = b.account_id and t.book_id = b.id and t.person_id = p.id)"""
_NEW_COLLEAGUES = """
    update records_person set colleague = true, company_id = null
    where account_id = %s and not colleague and key not like 'card:%%' and (
        key = any(%s)
        or exists (select 1 from unnest(%s::text[]) d where split_part(key, '@', 2) = d
                   or right(split_part(key, '@', 2), length(d) + 1) = '.' || d))
    returning id"""
_UNTIE = (
    "delete from records_tie where account_id = %s and person_id = any(%s)",
    """update records_party set direction = '', weight = 0
       where account_id = %s and person_id = any(%s) and direction <> ''""",
)
#: With whom a colleague's mails went to others, in the books of whoever has a copy (see parties.py).
_COPIED = """
    update records_party t set direction = 'copied'
    from records_party s, records_person sender, records_copy c, records_person p, sharing_source b
    where s.account_id = %s and {which} and s.role = 'from'
      and sender.account_id = s.account_id and sender.id = s.person_id and sender.colleague
      and c.account_id = s.account_id and c.id = s.copy_id and c.kind = 'mail'
      and b.account_id = s.account_id and b.id = s.book_id
      and t.account_id = s.account_id and t.copy_id = s.copy_id and t.direction = '' and t.role in ('to', 'cc')
      and p.account_id = t.account_id and p.id = t.person_id and not p.colleague
      and not exists (select 1 from accounts_memberaddress a where a.account_id = b.account_id
                      and a.membership_id = b.owner_id and a.address in (p.key, sender.key))"""
_COPIED_OF = _COPIED.format(which="s.person_id = any(%s)")
_COPIED_IN = _COPIED.format(which="s.copy_id in (select id from records_copy where feed_id = %s)")
_UNJUDGE = (
    "delete from records_judgement where account_id = %s and one_id = any(%s)",
    "delete from records_judgement where account_id = %s and other_id = any(%s)",
)
