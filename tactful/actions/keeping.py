"""An Enterprise Admin says whether bodies and private events are kept; what is not to be kept is erased (A27)."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet

from tactful.actions.events import remember, require
from tactful.actions.imports.ruling_out import erase_copies
from tactful.actions.imports.turns import take_turn
from tactful.records.bodies import Body
from tactful.records.models import Copy
from tactful.sharing.models import AccountSharing
from tactful.visibility.keeping import Keeping, hold_keeping, keeping_of
from tactful.visibility.viewer import Viewer

DEED = "change the account"


@transaction.atomic
def set_keeping(viewer: Viewer, *, bodies: bool | None = None, private_events: bool | None = None) -> Keeping:
    """Say what is kept from now on; None leaves it as it is. Return what is kept then.

    Nothing more is stored of what is switched off: an import that is running goes on without. Bodies are shown to
    nobody from then on. Erasing what was stored is the job's (jobs.keeping), also where it is switched on again.
    """
    require(viewer, DEED)
    # After a batch that is being stored, and before the next: none stores what was switched off before it began.
    take_turn(viewer.account)
    AccountSharing.unchecked.get_or_create(account_id=viewer.account)
    rows = AccountSharing.unchecked.select_for_update().filter(account_id=viewer.account)
    row = rows.get()
    before = Keeping(row.keep_bodies, row.keep_private_events, row.bodies_epoch, row.private_epoch)
    after = changed(before, bodies=bodies, private_events=private_events)
    if after != before:
        rows.update(
            keep_bodies=after.bodies,
            keep_private_events=after.private_events,
            bodies_epoch=after.bodies_epoch,
            private_epoch=after.private_epoch,
        )
        remember(viewer, "keeping set", None, bodies=after.bodies, private_events=after.private_events)
    return after


def changed(before: Keeping, *, bodies: bool | None, private_events: bool | None) -> Keeping:
    """Return what is kept after such a change."""
    keeps = before.bodies if bodies is None else bodies
    keeps_private = before.private_events if private_events is None else private_events
    return Keeping(
        keeps,
        keeps_private,
        before.bodies_epoch + (before.bodies and not keeps),
        before.private_epoch + (before.private_events and not keeps_private),
    )


def told_before(before: Keeping, after: Keeping) -> tuple[str, ...]:
    """Return in sentences what a change of what is kept does, for whoever is asked whether they mean it."""
    said = []
    if after.bodies and not before.bodies:
        said.append(
            "From the next import on, what was written in mails, and what stands on meetings, is kept, encrypted; mails"
            " that are here already get theirs when the same file is imported again. Each member’s privacy says who is"
            " shown it."
        )
    if before.bodies and not after.bodies:
        said.append(
            "All bodies that are kept are erased, and shown to nobody from this moment on. Only importing again brings"
            " them back."
        )
    if after.private_events and not before.private_events:
        said.append(
            "From the next import on, events that a calendar marks private or confidential are kept: who was there and"
            " when, never what they are called."
        )
    if before.private_events and not after.private_events:
        said.append("All events marked private are erased, with what is known because of them alone.")
    return tuple(said)


def is_erased(account: int) -> bool:
    """Return whether nothing is left of what an account does not keep."""
    keeps = keeping_of(account)
    return not _bodies(account, keeps).exists() and not _private_events(account, keeps).exists()


def erase_some_bodies(account: int, most: int) -> int:
    """Erase up to so many bodies that are not to be kept, and return how many; within a transaction of its own."""
    ids = list(_bodies(account, hold_keeping(account)).order_by("id").values_list("id", flat=True)[:most])
    Body.unchecked.filter(account_id=account, id__in=ids).delete()
    return len(ids)


def erase_some_private_events(account: int, most: int) -> int | None:
    """Erase up to so many private events of one book that are not to be kept; return the book, None when none is left.

    Within a transaction of its own; the book's ties are scored again by the caller.
    """
    take_turn(account)
    unkept = _private_events(account, hold_keeping(account)).order_by("book_id", "id")
    first = unkept.first()
    if first is None:
        return None
    rows = unkept.filter(book_id=first.book_id).values_list("id", "interaction_id", "feed_id")
    erase_copies(account, first.book_id, list(rows[:most]))
    return first.book_id


def _bodies(account: int, keeps: Keeping) -> QuerySet[Body]:
    rows = Body.unchecked.filter(account_id=account)
    return rows.exclude(epoch=keeps.bodies_epoch) if keeps.bodies else rows


def _private_events(account: int, keeps: Keeping) -> QuerySet[Copy]:
    rows = Copy.unchecked.filter(account_id=account, private_epoch__isnull=False)
    return rows.exclude(private_epoch=keeps.private_epoch) if keeps.private_events else rows
