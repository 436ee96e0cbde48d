"""Attachments of a contributor's own mail become files of theirs, once they want it (A18).

A file hangs on the people outside whom its mail is with, and is for whom the account says where nobody chooses. Nobody
chose each of them: so what an exception of the contributor's touches, or the account protects, brings none, and neither
do mails among colleagues or by machines. A file goes with its mail.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Sum

from tactful.accounts.chunks import in_bytes
from tactful.accounts.wall import acting
from tactful.actions.contents import contents_of, forget_contents
from tactful.actions.errors import Absent, Invalid
from tactful.actions.events import remember, require_writing
from tactful.actions.files import upload_file
from tactful.actions.imports.fitting import fit
from tactful.actions.imports.interactions import holders
from tactful.actions.imports.turns import take_turn
from tactful.actions.items import MOST_RECORDS, Writing
from tactful.actions.texts import Text
from tactful.records.attachments import AttachmentChoice, MailFile
from tactful.records.content import Item
from tactful.records.files import FileVersion
from tactful.records.models import Copy, Feed, Party, Person, Rejection
from tactful.records.place import NotAnswering
from tactful.sharing.models import Source
from tactful.visibility.person import find_person
from tactful.visibility.standing import Standing
from tactful.visibility.viewer import Viewer, member_viewer

log = logging.getLogger(__name__)

#: One contributor's mail fills no more than this part of the room that all files of the account have.
SHARE = 4


@dataclass(frozen=True, slots=True)
class Attached:
    """What hangs on a mail: (name, content) each. `keys` are the mail's, `label` says where it stood."""

    keys: tuple[bytes, ...]
    label: str
    contents: tuple[tuple[str, bytes], ...]


@transaction.atomic
def keep_attachments(viewer: Viewer, *, kept: bool, deleting: bool = False) -> None:
    """Have attachments of the viewer's mail become files from the next import on, or no longer.

    Those that are here stay, but with `deleting`, which takes them back from everybody at once: they are deleted, and
    do not come back while their mail is here. Absent for who has no book.
    """
    member = require_writing(viewer)
    if kept and deleting:
        raise Invalid("delete_files", "they are deleted where no further ones are kept, and only there")
    book = Source.unchecked.filter(account_id=viewer.account, kind="book", owner_id=member).first()
    if book is None:
        raise Absent("you have no sources of your own")
    mine = AttachmentChoice.unchecked.filter(account_id=viewer.account, book_id=book.id)
    if kept and not mine.exists():
        AttachmentChoice.unchecked.create(account_id=viewer.account, book_id=book.id, since=viewer.now)
        remember(viewer, "attachments kept")
    elif not kept and mine.delete()[0]:
        remember(viewer, "attachments no longer kept")
    if deleting:
        take_turn(viewer.account)
        came = MailFile.unchecked.filter(account_id=viewer.account, book_id=book.id, item__isnull=False)
        items = [item for item in came.values_list("item_id", flat=True) if item is not None]
        _delete_files(viewer.account, items)
        remember(viewer, "files of attachments deleted", files=len(items))


def are_kept(account: int, feed: int) -> bool:
    """Return whether the contributor of a feed wants the attachments of its mail."""
    with acting(account):
        book = Feed.unchecked.filter(account_id=account, id=feed).values_list("book_id", flat=True).first()
        return AttachmentChoice.unchecked.filter(account_id=account, book_id=book or 0).exists()


def keep_attached(account: int, feed: int, attached: Attached) -> bool:
    """Keep what hangs on one mail of a feed as files, in one transaction; return whether it goes on.

    What is there already, or was and its owner deleted it, is passed over; what cannot be kept stands among what of the
    feed could not be read. False where the contributor no longer wants it, is no longer active, or deleted the feed.
    False too where the place of the files does not answer: they are told, and their mail is in all the same.
    """
    try:
        return _keep_attached(account, feed, attached)
    except NotAnswering as error:
        log.warning("attachments of an import were not kept: %s", error)
    with acting(account):
        row = Feed.unchecked.filter(account_id=account, id=feed).first()
        if row is not None:
            _tell(
                row,
                "Attachments",
                "not all were kept: the place where files are kept did not answer; bring the same file again later",
            )
    return False


def _keep_attached(account: int, feed: int, attached: Attached) -> bool:
    with acting(account):
        # As all that writes or erases mail does, so that none waits for the other's rows.
        take_turn(account)
        row = Feed.unchecked.select_related("book").filter(account_id=account, id=feed).first()
        if row is None or row.book.owner_id is None:
            return False
        wanted = AttachmentChoice.unchecked.select_for_update().filter(
            account_id=account, book_id=row.book_id
        )
        viewer = member_viewer(account, row.book.owner_id)
        if viewer is None or not wanted.exists():
            return False
        copy = _copy(account, feed, attached.keys)
        if copy is None or copy.automated or copy.internal:
            return True
        people = _people(Standing(viewer), copy)
        if people:
            room = _room(account, row.book_id)
            for name, content in attached.contents:
                room -= _keep(viewer, row, copy, people, attached, name, content, room)
    return True


def move_files(account: int, going: Sequence[int]) -> None:
    """Have the files of these copies, which are about to go, stand with another copy of their mail in the same book.

    So does what is known of a file that its owner deleted: it does not come back while any copy of its mail is there.
    Within the transaction that erases them; of a mail without another copy no copy is left.
    """
    with connection.cursor() as db:
        db.execute(_MOVE, {"account": account, "going": list(going)})


def move_files_of_feed(account: int, feed: int) -> None:
    """The same for all copies of a feed."""
    rows = MailFile.unchecked.filter(account_id=account, copy__feed_id=feed)
    move_files(account, [copy for copy in rows.values_list("copy_id", flat=True) if copy is not None])


_MOVE = """
    update records_mailfile m set copy_id = (
        select min(o.id) from records_copy c
        join records_copy o on o.account_id = c.account_id and o.interaction_id = c.interaction_id
        where c.account_id = m.account_id and c.id = m.copy_id
        and o.book_id = c.book_id and o.id <> all(%(going)s::bigint[]))
    where m.account_id = %(account)s and m.copy_id = any(%(going)s::bigint[])"""


def forget_files_of_gone_mail(account: int, book: int) -> None:
    """Delete the files whose mail is no longer there. Within the transaction that erased it."""
    rows = MailFile.unchecked.filter(account_id=account, book_id=book, copy=None)
    _delete_files(account, [item for item in rows.values_list("item_id", flat=True) if item is not None])
    rows.delete()


def _delete_files(account: int, items: Collection[int]) -> None:
    contents = {content for item in items for content in contents_of(account, item)}
    Item.unchecked.filter(account_id=account, id__in=items).delete()
    if contents:
        forget_contents(account, contents)


def _copy(account: int, feed: int, keys: Sequence[bytes]) -> Copy | None:
    """Return a feed's copy of a mail, which nobody erases meanwhile."""
    homes = holders(account, keys)
    found = {by_feed[feed] for by_feed in homes.values() if feed in by_feed}
    return (
        Copy.unchecked.select_for_update()
        .filter(account_id=account, feed_id=feed, kind=Copy.Kind.MAIL, interaction_id__in=found)
        .order_by("id")
        .first()
    )


def _people(standing: Standing, copy: Copy) -> tuple[uuid.UUID, ...]:
    """Return the people whom a mail is with; none where somebody or something of it is withheld."""
    account, me = standing.viewer.account, standing.viewer.member
    on = set(Party.unchecked.filter(account_id=account, copy_id=copy.id).values_list("person_id", flat=True))
    rows = Person.unchecked.filter(account_id=account, id__in=on, colleague=False).order_by("id")
    outside = list(rows.values_list("id", "uid", "company_id"))
    people = {person for person, _, _ in outside}
    companies = {company for _, _, company in outside if company is not None}
    thread = None if copy.thread is None else bytes(copy.thread).hex()
    for one in standing.settings.exceptions:
        # A thread that anybody keeps private hides its content in every book (B05).
        if thread is not None and one.thread == thread:
            return ()
        if one.owner in (None, me) and (one.person in people or one.company in companies):
            return ()
    if any(one.owner == me and one.also in people for one in standing.covering):
        return ()
    seen = [uid for _, uid, _ in outside if find_person(standing, uid) is not None]
    return tuple(seen[:MOST_RECORDS])


def _room(account: int, book: int) -> int:
    """Return how many bytes may still come by themselves with one contributor's mail: nobody chose to fill the rest."""
    kept = MailFile.unchecked.filter(account_id=account, book_id=book, item__isnull=False)
    versions = FileVersion.unchecked.filter(account_id=account, item_id__in=kept.values("item_id"))
    used: int = versions.aggregate(all=Sum("size"))["all"] or 0
    return settings.TACTFUL_FILES_QUOTA // SHARE - used


def _keep(
    viewer: Viewer,
    feed: Feed,
    copy: Copy,
    people: tuple[uuid.UUID, ...],
    attached: Attached,
    name: str,
    content: bytes,
    room: int,
) -> int:
    """Keep one attachment where it fits into `room` bytes, and return how many it took."""
    digest = blake2b(digest_size=16)
    for part in (attached.keys[0], name.encode("utf-8", "surrogatepass"), content):
        digest.update(len(part).to_bytes(8, "big") + part)
    row, is_new = MailFile.unchecked.get_or_create(
        account_id=viewer.account,
        book_id=feed.book_id,
        digest=digest.digest(),
        defaults={"copy_id": copy.id},
    )
    if not is_new:
        return 0
    writing = Writing(Item.Sort.FILE.value, Text("", ""), people=people, unchosen=True)
    try:
        if len(content) > room:
            whole = in_bytes(settings.TACTFUL_FILES_QUOTA // SHARE)
            raise Invalid("file", f"what comes by itself with your mail may fill {whole}; delete some of it")
        made = upload_file(viewer, content=[content], name=name, writing=writing)
    except Invalid as error:
        row.delete()
        _tell(feed, f"{attached.label}, {name}", str(error))
        return 0
    MailFile.unchecked.filter(account_id=viewer.account, id=row.id).update(
        item=Item.unchecked.values_list("id", flat=True).get(account_id=viewer.account, uid=made.item.uid)
    )
    return len(content)


def _tell(feed: Feed, label: str, reason: str) -> None:
    """Write down, once, that an attachment was not kept, and why."""
    said = {
        "account_id": feed.account_id,
        "feed_id": feed.id,
        "label": fit(label, 300),
        "reason": fit(reason, 500),
    }
    if not Rejection.unchecked.filter(**said).exists():
        Rejection.unchecked.create(**said)
        Feed.unchecked.filter(account_id=feed.account_id, id=feed.id).update(rejected=F("rejected") + 1)
