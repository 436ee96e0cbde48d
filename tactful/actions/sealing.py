"""The disclosure log is sealed into a chain, one for each account, and looked through for what was done to it (B03)."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection

from tactful.accounts.models import Account
from tactful.accounts.wall import acting
from tactful.records.chain import Entry, beginning, linked
from tactful.records.models import Disclosure, LogHead

#: How many entries one transaction seals, and how many are read at a time to verify them.
BATCH = 2_000

_FIELDS = ("uid", "at", "viewer", "contributor", "door", "people", "kinds", "every")


@dataclass(frozen=True, slots=True)
class Fault:
    """What was found wrong: "edited", "missing", "head" or "unlike", where in the chain, and a sentence."""

    kind: str
    number: int
    words: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What a look through an account's chain found. `hash` is the last one's; `waiting` are not sealed yet."""

    account: uuid.UUID
    name: str
    sealed: int
    waiting: int
    hash: str
    faults: tuple[Fault, ...]


def seal(account: int) -> int:
    """Give the entries that wait their places in the account's chain, in the order of their ids; return how many.

    Two that seal at once wait for each other. An entry whose transaction ends later comes later.
    """
    sealed = 0
    while True:
        with acting(account):
            done = _seal_some(account)
        sealed += done
        if done < BATCH:
            return sealed


def _seal_some(account: int) -> int:
    waiting = Disclosure.unchecked.filter(account_id=account, number=None)
    if not waiting.exists():
        return 0
    begun = beginning(Account.unchecked.get(id=account).uid)
    LogHead.unchecked.bulk_create([LogHead(account_id=account, count=0, hash=begun)], ignore_conflicts=True)
    head = LogHead.unchecked.select_for_update().get(account_id=account)
    # Read after the head is locked: what another one sealed meanwhile waits no more.
    found = list(waiting.order_by("id").values_list("id", *_FIELDS)[:BATCH])
    number, last = head.count, bytes(head.hash)
    numbers, hashes = [], []
    for _, *fields in found:
        number += 1
        last = linked(last, number, Entry(*fields))
        numbers.append(number)
        hashes.append(last)
    if found:
        with connection.cursor() as db:
            db.execute(
                "update records_disclosure d set number = s.number, hash = s.hash"
                " from unnest(%s::bigint[], %s::bigint[], %s::bytea[]) as s(id, number, hash)"
                " where d.account_id = %s and d.id = s.id",
                [[row[0] for row in found], numbers, hashes, account],
            )
        LogHead.unchecked.filter(account_id=account).update(count=number, hash=last)
    return len(found)


def verify(account: int) -> Verified:
    """Do the sum of an account's chain again, from the first entry to the last; return what does not fit."""
    with acting(account, snapshot=True):
        row = Account.unchecked.get(id=account)
        head = LogHead.unchecked.filter(account_id=account).first()
        waiting = Disclosure.unchecked.filter(account_id=account, number=None).count()
        count, said = (0, beginning(row.uid)) if head is None else (head.count, bytes(head.hash))
        faults: list[Fault] = []
        number, last = 0, beginning(row.uid)
        for place, stored, entry in _chain(account):
            if place > number + 1:
                first = number + 1
                which = f"Entry {first} is" if place == first + 1 else f"Entries {first} to {place - 1} are"
                faults.append(Fault("missing", first, f"{which} missing."))
            elif place <= number:
                faults.append(Fault("edited", place, f"There is more than one entry {place}."))
                continue
            elif linked(last, place, entry) != stored:
                faults.append(
                    Fault("edited", place, f"Entry {place} is not as it was sealed, or not in its place.")
                )
            # Goes on from what stands there, so that one fault is found once.
            number, last = place, stored
        if number < count:
            which = f"Entry {count} is" if count == number + 1 else f"Entries {number + 1} to {count} are"
            faults.append(Fault("missing", number + 1, f"{which} missing at the end."))
        elif number > count or last != said:
            faults.append(
                Fault("head", number, f"The account counts {count} entries, the chain ends otherwise.")
            )
        return Verified(row.uid, row.name, number, waiting, last.hex(), tuple(faults))


def hash_at(account: int, number: int) -> str | None:
    """Return the hash of the entry at this place of the chain, or None where there is none."""
    with acting(account):
        found = Disclosure.unchecked.filter(account_id=account, number=number).values_list("hash", flat=True)
        stored = found.first()
        return None if stored is None else bytes(stored).hex()


def _chain(account: int) -> Iterator[tuple[int, bytes, Entry]]:
    last = -(2**63)
    while True:
        some = Disclosure.unchecked.filter(account_id=account, number__gt=last).order_by("number")
        rows: list[tuple[Any, ...]] = list(some.values_list("number", "hash", *_FIELDS)[:BATCH])
        for number, stored, *fields in rows:
            yield number, bytes(stored or b""), Entry(*fields)
        if len(rows) < BATCH:
            return
        last = rows[-1][0]
