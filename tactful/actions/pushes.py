"""Having new notes pushed to a chat: set up, resumed and removed by the member whose eyes it has (A35)."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import transaction

from tactful.accounts.ids import fresh_uid
from tactful.accounts.keyring import Where, seal
from tactful.actions.errors import Absent, Invalid, NotAllowed, NotDone
from tactful.actions.events import remember, require_writing
from tactful.outbound.reach import Allowed, Reach, Refused, read_target
from tactful.records.pushes import Push
from tactful.visibility.pushes import PushSeen, push_seen
from tactful.visibility.viewer import Viewer

#: How many one member may have.
MOST = 10


@transaction.atomic
def add_push(viewer: Viewer, *, name: str, address: str, scope: str) -> PushSeen:
    """Have notes that are written from now on pushed to a chat's webhook: those that the viewer may read, or wrote.

    Invalid for an address that is not reached (tactful.outbound). NotAllowed for a key with a ceiling: what is pushed
    is what its owner sees, and a key reaches no further than itself.
    """
    member = require_writing(viewer)
    if viewer.ceiling is not None:
        raise NotAllowed(
            "this API key has a ceiling, and a push has none: add it on the page, or by a key without"
        )
    name = " ".join(name.replace("\x00", "").split())[:100]
    if not name:
        raise Invalid("name", "give it a name that says where the notes go")
    if scope not in Push.Scope.values:
        raise Invalid("scope", "choose among all that you may read, and what you write yourself")
    try:
        target = read_target(address.strip())
        Reach(Allowed.read(settings.TACTFUL_OUTBOUND)).plausible(target)
    except Refused as error:
        raise Invalid("address", str(error)) from error
    if Push.unchecked.filter(account_id=viewer.account, member_id=member).count() >= MOST:
        raise NotDone(f"you have {MOST} pushes, and that is the most: remove one first")
    uid = fresh_uid()
    row = Push.unchecked.create(
        account_id=viewer.account,
        uid=uid,
        member_id=member,
        name=name,
        scope=scope,
        host=target.host,
        address=seal(address.strip(), _where(viewer.account, uid)),
        made_at=viewer.now,
        since=viewer.now,
    )
    remember(viewer, "push added", uid, scope=scope)
    return push_seen(row)


@transaction.atomic
def resume_push(viewer: Viewer, *, push: uuid.UUID) -> PushSeen:
    """Send again, from now on: what was written meanwhile is not sent. Absent for others' and none alike."""
    row = _own(viewer, push)
    row.paused_at, row.trouble, row.since = None, "", viewer.now
    row.save(update_fields=["paused_at", "trouble", "since"])
    remember(viewer, "push resumed", row.uid)
    return push_seen(row)


@transaction.atomic
def remove_push(viewer: Viewer, *, push: uuid.UUID) -> None:
    """Send nothing more, and forget the address. Absent for others' and none alike."""
    row = _own(viewer, push)
    remember(viewer, "push removed", row.uid)
    row.delete()


def _own(viewer: Viewer, push: uuid.UUID) -> Push:
    member = require_writing(viewer)
    row = (
        Push.unchecked.select_for_update(of=("self",))
        .filter(account_id=viewer.account, member_id=member, uid=push)
        .first()
    )
    if row is None:
        raise Absent("there is no such push of yours")
    return row


def _where(account: int, uid: uuid.UUID) -> Where:
    return Where.of(Push, "address", row=uid, account=account)
