"""What the files hold, found without a database: the answers that an import is held to, and its bare speed."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from bench.enron.mailboxes import DOMAINS, Mailbox, first_and_last
from tactful.intake.domains import company_domain
from tactful.intake.parsed import ParsedMail
from tactful.intake.reading import read

#: An address of a form that fits a member, but that no name stands beside, counts when seen this often.
_OFTEN = 2


@dataclass
class Held:
    """What one file holds: items read, copies to be kept, those said before in it, refused ones by reason.

    `addresses` are all on kept mail; `said` counts (address, name beside it) of the account's own domains.
    """

    read: int = 0
    copies: int = 0
    repeated: int = 0
    automated: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    addresses: set[str] = field(default_factory=set)
    said: Counter[tuple[str, str]] = field(default_factory=Counter)

    def companies(self, own: frozenset[str]) -> set[str]:
        """The companies of the outsiders on kept mail."""
        found = {company_domain(address) for address in self.addresses if not ours(address, own)}
        return {domain for domain in found if domain}


def held_by(box: Mailbox) -> Held:
    """Read one file and count. A message repeats another when it has its id, or its second, sender and subject."""
    held = Held()
    ids: set[str | bytes] = set()
    for item in read(box.path):
        held.read += 1
        if not isinstance(item, ParsedMail):
            held.refused[getattr(item, "reason", "is no mail")] += 1
            continue
        keys = {item.copy_key, item.message_id} - {None}
        everybody = [item.sender, *item.to, *item.cc]
        held.said.update((one.address, one.name) for one in everybody if ours(one.address))
        if keys & ids:
            held.repeated += 1
            continue
        ids |= {key for key in keys if key}
        held.copies += 1
        held.automated += item.automated
        held.addresses.update(one.address for one in everybody)
    return held


def bare_seconds(boxes: Sequence[Mailbox]) -> tuple[int, float]:
    """How many items all files hold, and the seconds that reading them takes when nothing is done with them."""
    begun = time.perf_counter()
    count = sum(1 for box in boxes for _ in read(box.path))
    return count, time.perf_counter() - begun


def ours(address: str, own: frozenset[str] = frozenset()) -> bool:
    """Whether an address is at the account's domains or below one, or a member's."""
    domain = address.rpartition("@")[2]
    return address in own or any(domain == ours or domain.endswith(f".{ours}") for ours in DOMAINS)


def own_addresses(boxes: Sequence[Mailbox], held: dict[str, Held]) -> dict[str, frozenset[str]]:
    """Each member's own addresses, by mailbox: the listed one, and those that their mailbox is evidence of.

    Evidence is an address of the house in their mailbox beside their name, or, seen more than once, of a form made of
    it (ada.lovelace, ada_lovelace, alovela). What two members would claim, or another one is listed with, is nobody's.
    """
    listed = {box.email for box in boxes}
    claims: dict[str, set[str]] = {}
    for box in boxes:
        names = {first_and_last(name) for name in box.names} - {("", "")}
        forms = {form for first, last in names for form in _forms(first, last)}
        seen: Counter[str] = Counter()
        for (address, name), count in held[box.id].said.items():
            seen[address] += count
            if _alike(first_and_last(name), names):
                claims.setdefault(address, set()).add(box.id)
        for address, count in seen.items():
            if count >= _OFTEN and address.partition("@")[0] in forms:
                claims.setdefault(address, set()).add(box.id)
    return {
        box.id: frozenset(
            [box.email, *(a for a, by in claims.items() if by == {box.id} and a not in listed - {box.email})]
        )
        for box in boxes
    }


def _alike(said: tuple[str, str], names: set[tuple[str, str]]) -> bool:
    """Whether a name is one of these: of equal surname, with one first name the beginning of the other."""
    first, last = said
    return len(first) > 2 and any(
        last == surname and (first.startswith(given) or given.startswith(first)) for given, surname in names
    )


def _forms(first: str, last: str) -> list[str]:
    """Local parts as this company made them: first.last, first_last, and short ids of seven letters."""
    return [
        f"{first}.{last}",
        f"{first}_{last}",
        f"{last}.{first}",
        f"{first[0]}{last}",
        f"{first[0]}{last[:6]}",
    ]
