"""Uploading files, and further versions of them (A06-A13).

A file is an item like a note: what it hangs on, with whom it is shared and who may change it is decided as theirs is.
"""

from __future__ import annotations

import unicodedata
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import PurePath

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from tactful.accounts.chunks import TooLarge
from tactful.actions.contents import keep_content, require_room
from tactful.actions.errors import Absent, Invalid
from tactful.actions.events import remember, require_writing
from tactful.actions.items import Writing, write_item
from tactful.actions.texts import text_of_plain
from tactful.records.content import Item
from tactful.records.files import FileVersion
from tactful.records.place import NotAnswering
from tactful.records.store import Received, store
from tactful.visibility.files import FileSeen, see_file
from tactful.visibility.items import find_item
from tactful.visibility.standing import Standing
from tactful.visibility.viewer import Viewer

#: How many versions a file may have.
MOST_VERSIONS = 200
_LONGEST_NAME = 200
_NAMELESS = "file"
#: What pictures begin with, of the kinds that are drawn anew for a preview; WebP has its length in between.
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a")
_HEAD = 16


def upload_file(
    viewer: Viewer, *, content: Iterable[bytes], name: str, writing: Writing, by_key: bool = False
) -> FileSeen:
    """Store a file as the viewer's, on the records and for the audience of `writing`, whose text is its title.

    Without a title it is called by its name. Absent where a record is hidden or not there; Invalid for an audience that
    is not offered, for a file that is empty or larger than is taken here, and where the account has no room for it.
    NotAnswering where the place of the files cannot be reached. Nothing is left of what was not taken.
    """
    require_writing(viewer)
    called = clean_name(name)
    titled = writing if writing.text.plain else replace(writing, text=text_of_plain(called))
    with _receiving(viewer, content) as arrived:
        item = write_item(viewer, replace(titled, sort=Item.Sort.FILE.value), by_key=by_key)
        row = Item.unchecked.get(account_id=viewer.account, uid=item.uid)
        _add_version(viewer, row, arrived, called)
    return _saved(viewer, item.uid)


def upload_version(viewer: Viewer, *, file: uuid.UUID, content: Iterable[bytes], name: str) -> FileSeen:
    """Store a further version of a file of the viewer's own; its title, records and audience stay as they are.

    Absent for others' files and none alike; Invalid as `upload_file` has it, and where it has too many versions.
    """
    require_writing(viewer)
    _own(viewer, file)
    with _receiving(viewer, content) as arrived:
        row = _own(viewer, file, lock=True)
        _add_version(viewer, row, arrived, clean_name(name))
        remember(viewer, "file version uploaded", row.uid)
    return _saved(viewer, file)


def clean_name(name: str) -> str:
    """Return a file's name as it is kept: without folders, and without what no name holds."""
    bare = PurePath(name.replace("\\", "/")).name
    said = "".join(letter for letter in bare if not _ends_or_hides(letter)).strip()
    if len(said) > _LONGEST_NAME:
        ending = PurePath(said).suffix[:20]
        said = said[: _LONGEST_NAME - len(ending)] + ending
    # What is dots alone leads to a folder where somebody saves it.
    return said if said.strip(".") else _NAMELESS


def _ends_or_hides(letter: str) -> bool:
    """Return whether a letter is a control or an invisible one, or ends a line or paragraph."""
    category = unicodedata.category(letter)
    return category[0] == "C" or category in ("Zl", "Zp")


@dataclass(frozen=True, slots=True)
class _Arrived:
    """A content that arrived, and of what kind it is."""

    received: Received
    kind: str


class _Head:
    """Passes pieces on, and keeps the first bytes of them."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self.bytes = b""
        self._pieces = pieces

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            self.bytes += piece[: _HEAD - len(self.bytes)] if len(self.bytes) < _HEAD else b""
            yield piece


@contextmanager
def _receiving(viewer: Viewer, content: Iterable[bytes]) -> Iterator[_Arrived]:
    """Take a content in, and have what is written of it written in one transaction; else nothing of it is left."""
    require_room(viewer.account, 0)
    head = _Head(content)
    try:
        received = store().receive(viewer.account, head, limit=settings.TACTFUL_FILE_LIMIT)
    except TooLarge as error:
        raise Invalid("file", str(error)) from None
    try:
        if not received.size:
            raise Invalid("file", "this file is empty; look at its size before you bring it")
        with transaction.atomic():
            yield _Arrived(received, _kind_of(head.bytes))
    finally:
        # Where the store does not answer, what arrived is nobody's, and swept up one night.
        with suppress(NotAnswering):
            store().drop(received)


def _kind_of(head: bytes) -> str:
    is_webp = head[:4] == b"RIFF" and head[8:12] == b"WEBP"
    if is_webp or head.startswith(_PICTURES):
        return FileVersion.Kind.PICTURE.value
    return (FileVersion.Kind.PDF if head.startswith(b"%PDF-") else FileVersion.Kind.OTHER).value


def _add_version(viewer: Viewer, file: Item, arrived: _Arrived, name: str) -> None:
    content = keep_content(viewer, arrived.received)
    versions = FileVersion.unchecked.filter(account_id=viewer.account, item_id=file.id)
    last = versions.aggregate(last=Max("number"))["last"] or 0
    if last >= MOST_VERSIONS:
        raise Invalid("file", f"a file has {MOST_VERSIONS} versions at most; upload this as a new one")
    FileVersion.unchecked.create(
        account_id=viewer.account,
        item=file,
        number=last + 1,
        name=name,
        kind=arrived.kind,
        content=content,
        size=arrived.received.size,
        at=viewer.now,
    )


def _own(viewer: Viewer, file: uuid.UUID, *, lock: bool = False) -> Item:
    row = find_item(Standing(viewer), file, "edit", lock=lock)
    if row is None or row.sort != Item.Sort.FILE:
        raise Absent("there is no such file of yours")
    return row


def _saved(viewer: Viewer, uid: uuid.UUID) -> FileSeen:
    seen = see_file(Standing(viewer), uid)
    if seen is None:
        raise Absent("there is no such file")
    return seen
