"""What two accounts agreed on, as sources and grants: partnerships (S10-S22) and alliances (A38)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tactful.policy.terms import Grant, Id, Principal, Source

#: A pair of what stage 1 reads: the source, and what opens it.
Shared = tuple[Source, tuple[Grant, ...]]


@dataclass(frozen=True, slots=True)
class Partnership:
    """A partnership of two accounts: accepted or not, approved by none, one or both, perhaps ended."""

    id: Id
    accounts: tuple[Id, Id]
    accepted: bool
    approved_by: frozenset[Id] = frozenset()
    ended: bool = False
    #: The account role whose holders see it; S22 says Admins unless the permission was moved.
    seen_by: str = "admin"


@dataclass(frozen=True, slots=True)
class AllyShare:
    """A contributor's share with one ally. `agreed`: both Enterprise Admins consented to the alliance."""

    id: Id
    giver: Id
    owner: Id
    receiver: Id
    agreed: bool
    with_name: bool = False
    until: datetime | None = None


def partnership(agreement: Partnership) -> Shared:
    """Return the partnership's source; grants to both accounts alike, or none before acceptance and after the end."""
    source = Source(agreement.id, "partnership", agreement.accounts[0])
    if not agreement.accepted or agreement.ended:
        return source, ()
    role = "approved" if agreement.approved_by >= frozenset(agreement.accounts) else "accepted"
    return source, tuple(
        Grant(Principal("role", account, agreement.seen_by), source.id, role)
        for account in agreement.accounts
    )


def ally(share: AllyShare) -> Shared:
    """Return the contributor's ties as a source of the giver's, open to the ally's Everyone where both sides agreed."""
    source = Source(share.id, "ally", share.giver, share.owner)
    if not share.agreed:
        return source, ()
    role = "tie and name" if share.with_name else "tie"
    return source, (Grant(Principal("everyone", share.receiver), source.id, role, share.until),)
