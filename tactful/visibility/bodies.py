"""What was written in mails, and stands on meetings, to whom it is disclosed (A20, A27): opened for those alone."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence

from django.db import connection

from tactful.accounts.keyring import Where, open_sealed
from tactful.records.bodies import Body
from tactful.visibility.keeping import keeping_of
from tactful.visibility.seen import BodySeen
from tactful.visibility.standing import Standing
from tactful.visibility.told import Told


class Bodies:
    """The bodies of some copies that are disclosed to a viewer, still sealed."""

    def __init__(self, standing: Standing, copies: Sequence[int]) -> None:
        self._account = standing.viewer.account
        self._sealed = _sealed(standing, copies)

    def __contains__(self, copy: object) -> bool:
        return copy in self._sealed

    def first(self, copies: Iterable[int]) -> BodySeen | None:
        """Return the body of the first of these copies that has one to show."""
        for copy in copies:
            if copy in self._sealed:
                uid, sealed = self._sealed[copy]
                return BodySeen(open_sealed(sealed, Where.of(Body, "html", row=uid, account=self._account)))
        return None


def _sealed(standing: Standing, copies: Sequence[int]) -> dict[int, tuple[uuid.UUID, bytes]]:
    told = Told(standing).touchpoint("body", "t", "p.company_id")
    # What was switched off is shown to nobody, also while it is being erased.
    if told.sql == "false" or not copies:
        return {}
    keeps = keeping_of(standing.viewer.account)
    if not keeps.bodies:
        return {}
    with connection.cursor() as db:
        db.execute(
            "select distinct b.copy_id, b.uid, b.html from records_body b"
            # OFFSET 0: one index probe for each copy, whatever the planner makes of the condition's books.
            " cross join lateral (select * from records_party where account_id = b.account_id"
            " and copy_id = b.copy_id and direction <> '' offset 0) t join records_person p on p.id = t.person_id"
            f" where b.account_id = %s and b.copy_id = any(%s) and b.epoch = %s and ({told.sql})",
            [standing.viewer.account, list(copies), keeps.bodies_epoch, *told.params],
        )
        return {copy: (uid, bytes(html)) for copy, uid, html in db.fetchall()}
