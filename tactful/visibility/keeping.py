"""What an account keeps of what its sources say beyond who and when: bodies, and private events (A27)."""

from __future__ import annotations

from typing import NamedTuple

from django.db import connection

from tactful.sharing.models import AccountSharing


class Keeping(NamedTuple):
    """Whether bodies of mails and meetings are kept, and whether events marked private are; neither at deployment.

    The epochs grow with each switching off: what came in an earlier one is not kept any more.
    """

    bodies: bool = False
    private_events: bool = False
    bodies_epoch: int = 0
    private_epoch: int = 0


#: As at deployment.
NOTHING_KEPT = Keeping()
_FIELDS = ("keep_bodies", "keep_private_events", "bodies_epoch", "private_epoch")


def keeping_of(account: int) -> Keeping:
    """Return what an account keeps, as this transaction sees it."""
    found = AccountSharing.unchecked.filter(account_id=account).values_list(*_FIELDS).first()
    return NOTHING_KEPT if found is None else Keeping(*found)


def hold_keeping(account: int) -> Keeping:
    """Return what an account keeps, which nobody changes until this transaction ends."""
    with connection.cursor() as db:
        db.execute(
            "select keep_bodies, keep_private_events, bodies_epoch, private_epoch from sharing_accountsharing"
            " where account_id = %s for share",
            [account],
        )
        row = db.fetchone()
    return NOTHING_KEPT if row is None else Keeping(*row)
