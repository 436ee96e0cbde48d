"""Imports and deletions of one account take turns, batch by batch."""

from __future__ import annotations

from django.db import connection

_LOCK = 7_201_200


def take_turn(account: int) -> None:
    """Wait until no other transaction changes the account's imported facts; the turn ends with the transaction.

    A batch looks up the people and messages that it then refers to. Without turns, another import could add them
    meanwhile, and a deletion could sweep them away as unused.

    For the turn, the database is told to prefer its indexes: tables that were empty a minute ago have no statistics
    yet, and reading them whole for each row is ten times slower.
    """
    with connection.cursor() as db:
        db.execute("set local enable_seqscan = off")
        db.execute("select pg_advisory_xact_lock(%s, %s)", [_LOCK, account % 2**31])
