"""Contents of files: kept once in an account, and erased when no version is of them any more."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Collection
from functools import partial

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Sum

from tactful.accounts.chunks import in_bytes
from tactful.accounts.ids import fresh_uid
from tactful.accounts.keyring import Where, seal_bytes
from tactful.accounts.wall import acting
from tactful.actions.errors import Invalid
from tactful.records.files import FileVersion, StoredContent
from tactful.records.place import NotAnswering
from tactful.records.store import Received, store, sweep_age
from tactful.visibility.viewer import Viewer

log = logging.getLogger(__name__)

#: The first half of the advisory lock under which an account's files are counted; the second is the account.
_COUNTING = 0xF11E5


def require_room(account: int, size: int) -> None:
    """Raise Invalid where an account has no room for a file of that many bytes.

    Each version counts in full, though equal contents are kept once: what others have uploaded shows in nothing else.
    """
    used = FileVersion.unchecked.filter(account_id=account).aggregate(all=Sum("size"))["all"] or 0
    if used + size > settings.TACTFUL_FILES_QUOTA:
        raise Invalid(
            "file",
            f"the files of your account fill all of their {in_bytes(settings.TACTFUL_FILES_QUOTA)}: delete some that"
            " nobody needs, or ask whoever runs Tactful here for more room",
        )


def keep_content(viewer: Viewer, received: Received) -> StoredContent:
    """Return the account's content with what arrived, which is in the store then; Invalid where there is no room.

    Others of the account who upload wait until the transaction has ended.
    """
    account = viewer.account
    with connection.cursor() as db:
        db.execute("select pg_advisory_xact_lock(%s, %s)", [_COUNTING, account % 2**31])
    require_room(account, received.size)
    rows = StoredContent.unchecked.select_for_update().filter(account_id=account, digest=received.digest)
    known = rows.first()
    if known is not None:
        return known
    uid = fresh_uid()
    content = StoredContent.unchecked.create(
        account_id=account,
        uid=uid,
        digest=received.digest,
        size=received.size,
        key=seal_bytes(received.key, Where.of(StoredContent, "key", row=uid, account=account)),
        stored_at=viewer.now,
    )
    # Renamed before the commit: a copy without a row is swept up, a row without its copy could not be read.
    store().keep(received, uid)
    return content


def contents_of(account: int, item: int) -> set[int]:
    """Return the contents that the versions of a file are of."""
    versions = FileVersion.unchecked.filter(account_id=account, item_id=item)
    return set(versions.values_list("content_id", flat=True))


def forget_contents(account: int, among: Collection[int] | None = None) -> int:
    """Erase those of these contents, or of all, that no version is of; return how many.

    What the store has of them goes when the transaction has ended well.
    """
    with acting(account):
        rows = StoredContent.unchecked.select_for_update(of=("self",)).filter(account_id=account)
        rows = rows.filter(~_IS_OF_A_VERSION) if among is None else rows.filter(id__in=among)
        locked = {row.id: row.uid for row in rows}
        # Asked once they are locked: a version may have come in between.
        used = set(
            FileVersion.unchecked.filter(account_id=account, content_id__in=locked).values_list(
                "content_id", flat=True
            )
        )
        gone = {row: uid for row, uid in locked.items() if row not in used}
        StoredContent.unchecked.filter(account_id=account, id__in=gone).delete()
        for uid in gone.values():
            transaction.on_commit(partial(_erase, account, uid))
        return len(gone)


def sweep_contents(account: int) -> int:
    """Erase what the store has of an account and the database knows nothing of, once it is old; return how many."""
    forget_contents(account)
    with acting(account):
        known = set(StoredContent.unchecked.filter(account_id=account).values_list("uid", flat=True))
    return store().sweep(account, known, older_than=sweep_age())


_IS_OF_A_VERSION = Exists(
    FileVersion.unchecked.filter(account_id=OuterRef("account_id"), content_id=OuterRef("id"))
)


def _erase(account: int, content: uuid.UUID) -> None:
    try:
        store().erase(account, content)
    except NotAnswering as error:
        # It is gone for everybody, its key with it; what the store still has of it is swept up one night.
        log.warning("a content that was deleted still lies in the store: %s", error)
