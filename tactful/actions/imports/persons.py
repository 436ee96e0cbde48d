"""The people that an import speaks of: found by their key, or made."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from tactful.accounts.ids import fresh_uid
from tactful.actions.imports.arrays import pg_array
from tactful.actions.imports.house import House
from tactful.actions.imports.items import CompanyOf

#: Addresses that a run remembers; beyond it, it forgets them all and asks again.
REMEMBERED = 50_000
_CARD = "card:"


def card_key(book: int, uid: str) -> str:
    """Return the key of somebody who is in an address book without an address: theirs in this book alone."""
    return f"{_CARD}{book}:{uid}"[:400]


class Persons:
    """For one run of an import: the ids of people by key. What a transaction found counts once `keep` is called."""

    def __init__(self, account: int, house: House, company_of: CompanyOf) -> None:
        self._account = account
        self._house = house
        self._company_of = company_of
        self._known: dict[str, int] = {}
        self._fresh: dict[str, int] = {}

    def keep(self) -> None:
        """Remember what was found, its transaction being committed."""
        if len(self._known) > REMEMBERED:
            self._known.clear()
        self._known.update(self._fresh)
        self._fresh.clear()

    def forget(self) -> None:
        """Forget everything: a transaction failed, and somebody may have been removed."""
        self._known.clear()
        self._fresh.clear()

    def ids(self, keys: Iterable[str]) -> dict[str, int]:
        """Return the id of each of these people, making those who are not there yet and their companies."""
        wanted = sorted(set(keys))
        found = {key: self._known[key] for key in wanted if key in self._known}
        asked = [key for key in wanted if key not in found]
        if asked:
            fresh = self._stored(asked)
            missing = [key for key in asked if key not in fresh]
            if missing:
                fresh |= self._made(missing)
            self._fresh |= fresh
            found |= fresh
        return found

    def _stored(self, keys: list[str]) -> dict[str, int]:
        with connection.cursor() as db:
            db.execute(
                "select key, id from records_person where account_id = %s and key = any(%s::text[])",
                [self._account, pg_array(keys)],
            )
            return dict(db.fetchall())

    def _made(self, keys: list[str]) -> dict[str, int]:
        colleagues = [not key.startswith(_CARD) and self._house.is_colleague(key) for key in keys]
        domains = [
            None if ours or key.startswith(_CARD) else self._company_of(key)
            for key, ours in zip(keys, colleagues, strict=True)
        ]
        companies = self._companies({domain for domain in domains if domain})
        with connection.cursor() as db:
            db.execute(
                """insert into records_person (account_id, uid, key, colleague, company_id)
                   select %s, u.* from unnest(%s::uuid[], %s::text[], %s::boolean[], %s::bigint[]) u
                   on conflict do nothing""",
                [
                    self._account,
                    pg_array(fresh_uid() for _ in keys),
                    pg_array(keys),
                    pg_array(colleagues),
                    pg_array(companies[domain] if domain else None for domain in domains),
                ],
            )
        return self._stored(keys)

    def _companies(self, domains: set[str]) -> dict[str, int]:
        if not domains:
            return {}
        wanted = sorted(domains)
        with connection.cursor() as db:
            db.execute(
                """insert into records_company (account_id, uid, domain)
                   select %s, u.* from unnest(%s::uuid[], %s::text[]) u(uid, domain)
                   where not exists (select 1 from records_company c
                                     where c.account_id = %s and c.domain = u.domain)
                   on conflict do nothing""",
                [self._account, [fresh_uid() for _ in wanted], wanted, self._account],
            )
            db.execute(
                "select domain, id from records_company where account_id = %s and domain = any(%s)",
                [self._account, wanted],
            )
            return dict(db.fetchall())
