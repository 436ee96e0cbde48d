"""Storing what people signed with: another address of a sender's is theirs, by the book that holds the mail (D24)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tactful.actions.imports.cards import SIGNATURE, store_names, store_pairs, store_values
from tactful.actions.imports.feeds import Opened
from tactful.actions.imports.items import Mail, Named, Value


def signed_by(opened: Opened, mails: Iterable[Mail]) -> dict[Named, set[str]]:
    """Return with which other addresses outsiders signed, by sender; colleagues make no relationship (A37)."""
    found: dict[Named, set[str]] = {}
    for mail in mails:
        if mail.signed and not mail.automated and not opened.house.is_ours(mail.sender.address):
            also = {address for address in mail.signed if not opened.house.is_ours(address)}
            if also:
                found.setdefault(mail.sender, set()).update(also)
    return found


def store_signatures(
    opened: Opened, signed: Mapping[Named, Iterable[str]], persons: Mapping[str, int]
) -> None:
    """Store each of these addresses as somebody of the sender's name, and that the two are one."""
    pairs = [(sender, address) for sender, addresses in signed.items() for address in sorted(addresses)]
    store_names(opened, [(persons[address], sender.name, "", "") for sender, address in pairs if sender.name])
    store_values(opened, [(persons[address], Value("email", address, "signature")) for _, address in pairs])
    store_pairs(opened, SIGNATURE, ((persons[sender.address], persons[address]) for sender, address in pairs))
