"""Files as a viewer may see them: an item each, with its versions, and their contents piece by piece (A13).

That somebody else's file was opened, or any version of it handed out, is noted for the log (B03). Its name in a list is
what a note's text is there.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from tactful.accounts.keyring import Where, open_bytes
from tactful.policy.terms import Id
from tactful.records.content import Item
from tactful.records.files import FileVersion, StoredContent
from tactful.records.store import store
from tactful.visibility.items import ItemSeen, ItemsQuery, find_item, list_items, see_item
from tactful.visibility.standing import Standing

FILE = Item.Sort.FILE.value


@dataclass(frozen=True, slots=True)
class VersionSeen:
    """One version of a file. `kind`: "picture" or "pdf" by what it begins with, "" for all else.

    Of a picture there is a preview, and of the first page of a PDF.
    """

    uid: uuid.UUID
    number: int
    name: str
    size: int
    at: datetime
    kind: str

    @property
    def has_preview(self) -> bool:
        """Whether it is of a kind that is drawn."""
        return self.kind != FileVersion.Kind.OTHER


@dataclass(frozen=True, slots=True)
class FileSeen:
    """A file: the item that it is, and its versions, the newest first."""

    item: ItemSeen
    versions: tuple[VersionSeen, ...]

    @property
    def newest(self) -> VersionSeen:
        """The version that the file is now."""
        return self.versions[0]


@dataclass(frozen=True, slots=True)
class FilesPage:
    """Some files, newest first, and where the list goes on."""

    rows: tuple[FileSeen, ...]
    next_cursor: str | None = None


@dataclass(frozen=True, slots=True)
class ContentSeen:
    """The content of a version, which is read as it is taken."""

    version: VersionSeen
    pieces: Iterator[bytes]


def list_files(
    standing: Standing, query: ItemsQuery, *, cursor: str | None = None, limit: int = 50
) -> FilesPage | None:
    """Return a page of the files that the viewer may read, each with the version that it is now.

    None where the person or company that they are to hang on is hidden or absent. BadCursor where `cursor` is not of
    this query.
    """
    query = ItemsQuery((FILE,), query.person, query.company, query.mine, query.words)
    page = list_items(standing, query, cursor=cursor, limit=limit)
    if page is None:
        return None
    versions = _versions(standing, [item.uid for item in page.rows])
    rows = tuple(FileSeen(item, versions[item.uid]) for item in page.rows if item.uid in versions)
    return FilesPage(rows, page.next_cursor)


def see_file(standing: Standing, uid: uuid.UUID) -> FileSeen | None:
    """Return a file with all of its versions; None alike for hidden and absent ones."""
    item = see_item(standing, uid)
    if item is None or item.sort != FILE or (versions := _versions(standing, [uid]).get(uid)) is None:
        return None
    _note(standing, uid)
    return FileSeen(item, versions)


def owns_file(standing: Standing, uid: uuid.UUID) -> bool:
    """Return whether there is such a file, and it is the viewer's to change."""
    item = find_item(standing, uid, "edit")
    return item is not None and item.sort == FILE


def read_file(standing: Standing, uid: uuid.UUID, number: int | None = None) -> ContentSeen | None:
    """Return the content of a version of a file, the newest unless one is named; None for hidden and absent ones.

    Missing, of `store`, where the store has lost it; NotAnswering, of `place`, where it cannot be reached.
    """
    item = find_item(standing, uid)
    if item is None or item.sort != FILE:
        return None
    rows = FileVersion.unchecked.filter(account_id=standing.viewer.account, item_id=item.id)
    rows = rows.order_by("-number") if number is None else rows.filter(number=number)
    row = rows.select_related("content").first()
    if row is None:
        return None
    _note(standing, uid)
    return ContentSeen(_seen(row), _pieces(row.content))


def _pieces(content: StoredContent) -> Iterator[bytes]:
    where = Where.of(StoredContent, "key", row=content.uid, account=content.account_id)
    return store().read(content.account_id, content.uid, open_bytes(content.key, where))


def _versions(standing: Standing, files: Iterable[uuid.UUID]) -> dict[uuid.UUID, tuple[VersionSeen, ...]]:
    """Return the versions of these files, which the viewer reads; the newest first."""
    rows = FileVersion.unchecked.filter(account_id=standing.viewer.account, item__uid__in=list(files))
    found: dict[uuid.UUID, list[VersionSeen]] = {}
    for row in rows.select_related("item").order_by("-number"):
        found.setdefault(row.item.uid, []).append(_seen(row))
    return {uid: tuple(versions) for uid, versions in found.items()}


def _seen(row: FileVersion) -> VersionSeen:
    return VersionSeen(row.uid, row.number, row.name, row.size, row.at, row.kind)


def _note(standing: Standing, uid: uuid.UUID) -> None:
    """Note that a file is shown, in the book of who brought it (B03)."""
    row = Item.unchecked.values_list("id", "author_id").get(account_id=standing.viewer.account, uid=uid)
    author: Id = row[1]
    standing.showing.file(standing.book_of[author], row[0])
