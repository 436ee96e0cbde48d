"""Rows with a sealed value, in a table of the tests alone."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db import connection

from tactful.accounts.keyring import Column, Where, open_sealed, seal
from tactful.accounts.keyring.sealing import key_id_of
from tactful.accounts.wall import acting

TABLE = "sealed_thing"
COLUMNS = (Column(TABLE, "value"),)


@dataclass(frozen=True)
class Things:
    """The rows of one account."""

    account: int

    def put(self, text: str) -> uuid.UUID:
        """Write a row; return its uid."""
        uid = uuid.uuid4()
        with acting(self.account):
            self.put_here(uid, text)
        return uid

    def put_here(self, uid: uuid.UUID, text: str) -> None:
        """Write a row in the transaction that is open."""
        sealed = seal(text, Where(TABLE, "value", uid, self.account))
        with connection.cursor() as db:
            db.execute(
                f"insert into {TABLE} (account_id, uid, value) values (%s, %s, %s)",
                [self.account, uid, sealed],
            )

    def rows(self) -> dict[uuid.UUID, bytes]:
        """Return every row's sealed value."""
        with acting(self.account), connection.cursor() as db:
            db.execute(f"select uid, value from {TABLE}")
            return {uid: bytes(value) for uid, value in db.fetchall()}

    def texts(self) -> dict[uuid.UUID, str]:
        """Return every row's text."""
        return {
            uid: open_sealed(value, Where(TABLE, "value", uid, self.account))
            for uid, value in self.rows().items()
        }

    def keys(self) -> set[bytes]:
        """Return the ids of the keys that sealed the rows."""
        return {key_id_of(value) for value in self.rows().values()}
