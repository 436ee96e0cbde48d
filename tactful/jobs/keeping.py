"""Switching what is kept on and off, and erasing what is not, until nothing of it is left (A27)."""

from __future__ import annotations

from collections.abc import Callable

from tactful.accounts.wall import acting
from tactful.actions.keeping import (
    erase_some_bodies,
    erase_some_private_events,
    set_keeping,
)
from tactful.insight.leaders import store_leaders_of_book
from tactful.insight.store import rescore_book
from tactful.jobs.queue import ERASE_UNKEPT, later
from tactful.visibility.keeping import Keeping, keeping_of
from tactful.visibility.viewer import Viewer

BATCH = 1_000


def keep(viewer: Viewer, *, bodies: bool | None = None, private_events: bool | None = None) -> Keeping:
    """Say what is kept from now on, and have what is not erased in the background; as `set_keeping`."""
    with acting(viewer.account):
        before = keeping_of(viewer.account)
        after = set_keeping(viewer, bodies=bodies, private_events=private_events)
        if (before.bodies_epoch, before.private_epoch) != (after.bodies_epoch, after.private_epoch):
            later(ERASE_UNKEPT, account_id=viewer.account)
    return after


def erase_what_is_not_kept(
    account: int, *, batch: int = BATCH, failpoint: Callable[[str], object] = lambda _where: None
) -> None:
    """Erase all bodies and private events that an account does not keep.

    Batch by batch, each a transaction of its own: cut off at any moment, it is run again. What comes after they were
    switched on again stays.
    """
    while True:
        with acting(account):
            erased = erase_some_bodies(account, batch)
            failpoint("before commit")
        if not erased:
            break
    while True:
        with acting(account):
            book = erase_some_private_events(account, batch)
            if book is not None:
                rescore_book(account, book)
                store_leaders_of_book(account, book)
            failpoint("before commit")
        if book is None:
            break
