"""Files with their versions."""

from __future__ import annotations

from datetime import datetime

from tactful.accounts.ids import shown
from tactful.api.shapes import items
from tactful.api.shapes.base import Id, Shape
from tactful.visibility.files import FileSeen, FilesPage, VersionSeen


class Version(Shape):
    """One version; `size` in bytes. `preview`: it is of a kind that is drawn."""

    id: Id
    number: int
    name: str
    size: int
    at: datetime
    preview: bool


class File(Shape):
    """A file: the item that it is, whose text is its title, and its versions, the newest first.

    In a list `versions` holds all of them too.
    """

    item: items.Item
    versions: list[Version]


class Files(Shape):
    """A page of files, newest first; `next` leads on and is null at the end."""

    items: list[File]
    next: str | None


def file(one: FileSeen) -> File:
    """Return a file in JSON's form."""
    return File(item=items.item(one.item), versions=[_version(it) for it in one.versions])


def files(page: FilesPage) -> Files:
    """Return a page of files in JSON's form."""
    return Files(items=[file(one) for one in page.rows], next=page.next_cursor)


def _version(one: VersionSeen) -> Version:
    return Version(
        id=shown(one.uid),
        number=one.number,
        name=one.name,
        size=one.size,
        at=one.at,
        preview=one.has_preview,
    )
