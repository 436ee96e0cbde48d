"""Having new notes pushed to a chat, or files to a store; each is its member's own, and has their eyes (A35)."""

from __future__ import annotations

import uuid
from dataclasses import replace

from django.conf import settings
from django.db import transaction

from tactful.accounts.ids import fresh_uid
from tactful.accounts.keyring import Where, open_sealed, seal
from tactful.actions.errors import Absent, Invalid, NotAllowed, NotDone
from tactful.actions.events import remember, require_writing
from tactful.actions.store_addresses import Place, read_place
from tactful.outbound.reach import Allowed, Reach, Refused, Target, read_target
from tactful.records.pushes import Push
from tactful.visibility.pushes import PushSeen, push_seen
from tactful.visibility.viewer import Viewer

#: Without a sign-in.
NOBODY = Place("")
#: How many one member may have.
MOST = 10


@transaction.atomic
def add_push(
    viewer: Viewer, *, name: str, address: str, scope: str, kind: str = "chat", sign_in: Place = NOBODY
) -> PushSeen:
    """Have notes that are written from now on pushed to a chat's webhook, or files to a folder of a store: those that
    the viewer may read, or wrote. `sign_in` is what the store asks for.

    Invalid for an address that is not reached (tactful.outbound). NotAllowed for a key with a ceiling: what is pushed
    is what its owner sees, and a key reaches no further than itself.
    """
    member = require_writing(viewer)
    _require_whole(viewer)
    name = " ".join(name.replace("\x00", "").split())[:100]
    if not name:
        raise Invalid("name", "give it a name that says where it goes")
    if kind not in Push.Kind.values:
        raise Invalid("kind", f"there are {len(Push.Kind.values)}: {', '.join(Push.Kind.values)}")
    if scope not in Push.Scope.values:
        raise Invalid("scope", "choose among all that you may read, and what you write yourself")
    allowed = Allowed.read(settings.TACTFUL_OUTBOUND)
    if kind == Push.Kind.CHAT:
        kept, target = address.strip(), _chat(address, allowed)
    else:
        place, target = read_place(kind, replace(sign_in, address=address), allowed)
        kept = place.sealed_as
    if Push.unchecked.filter(account_id=viewer.account, member_id=member).count() >= MOST:
        raise NotDone(f"you have {MOST} pushes, and that is the most: remove one first")
    uid = fresh_uid()
    row = Push.unchecked.create(
        account_id=viewer.account,
        uid=uid,
        member_id=member,
        kind=kind,
        name=name,
        scope=scope,
        host=target.host,
        address=seal(kept, _where(viewer.account, uid)),
        made_at=viewer.now,
        since=viewer.now,
    )
    remember(viewer, "push added", uid, scope=scope, kind=kind)
    return push_seen(row)


@transaction.atomic
def resume_push(viewer: Viewer, *, push: uuid.UUID) -> PushSeen:
    """Send again, from now on: what was written meanwhile is not sent. Absent for others' and none alike.

    NotAllowed for a key with a ceiling, as for adding; Invalid where its address is reached no longer.
    """
    row = _own(viewer, push)
    _require_whole(viewer)
    kept, allowed = (
        open_sealed(row.address, _where(viewer.account, row.uid)),
        Allowed.read(settings.TACTFUL_OUTBOUND),
    )
    if row.kind == Push.Kind.CHAT:
        _chat(kept, allowed)
    else:
        read_place(row.kind, Place.read(kept), allowed)
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


def _require_whole(viewer: Viewer) -> None:
    """Raise NotAllowed for a key that reaches less than its owner: what is pushed is what the owner sees."""
    if viewer.ceiling is not None:
        raise NotAllowed(
            "this API key has a ceiling, and a push has none: do it on the page, or by a key without"
        )


def _chat(address: str, allowed: Allowed) -> Target:
    try:
        target = read_target(address.strip())
        Reach(allowed).plausible(target)
    except Refused as error:
        raise Invalid("address", str(error)) from error
    return target


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
