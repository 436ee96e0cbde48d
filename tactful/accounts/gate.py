"""The narrow questions that are asked before an account is known; each is a function of the database's own role."""

from __future__ import annotations

import hashlib
import secrets
import uuid
from dataclasses import dataclass
from typing import Any

from django.db import connection


@dataclass(frozen=True, slots=True)
class Place:
    """An active membership of a login."""

    account: int
    membership: int
    account_uid: uuid.UUID
    account_name: str


@dataclass(frozen=True, slots=True)
class KeyHolder:
    """Whose API key it is, in which account."""

    account: int
    key: int
    membership: int


def places_of(login: int) -> tuple[Place, ...]:
    """Return the active memberships of a login, in the order they were made."""
    return tuple(Place(*row) for row in _rows("gate_memberships", login))


def key_holder(token: str) -> KeyHolder | None:
    """Return whose key this token is; None where it is unknown, revoked or past its end date."""
    rows = _rows("gate_api_key", token_hash(token))
    return KeyHolder(*rows[0]) if rows else None


def invitation_of(token: str) -> tuple[int, int] | None:
    """Return (account, invitation) of a token; None where it is unknown, taken or past its end date."""
    rows = _rows("gate_invitation", token_hash(token))
    return (rows[0][0], rows[0][1]) if rows else None


def bot_address_of(secret: str) -> tuple[int, int] | None:
    """Return (account, bot address) of a secret; None where it is unknown, withdrawn, or its member deactivated."""
    rows = _rows("gate_bot_address", token_hash(secret))
    return (rows[0][0], rows[0][1]) if rows else None


def all_accounts() -> tuple[tuple[int, uuid.UUID, str], ...]:
    """Return (id, uid, name) of every account: for jobs that go through all, and the operator's command line."""
    return tuple(_rows("gate_accounts"))


def fresh_token() -> str:
    """Return a new secret of 256 bits, in letters that an address may hold."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> bytes:
    """Return what is kept of a token: enough to recognise it, not to use it."""
    return hashlib.sha256(token.encode()).digest()


def _rows(function: str, *arguments: int | bytes) -> list[tuple[Any, ...]]:
    places = ", ".join(["%s"] * len(arguments))
    with connection.cursor() as db:
        db.execute(f"select * from {function}({places})", arguments)  # noqa: S608 (a name of this file)
        rows: list[tuple[Any, ...]] = db.fetchall()
    return rows
