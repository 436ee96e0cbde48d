"""Files with their versions, as pages show them."""

from __future__ import annotations

from tactful.visibility.files import FileSeen, FilesPage, VersionSeen
from tactful.web.shapes import items
from tactful.web.shapes.people import Shape

_UNITS = ("bytes", "kB", "MB", "GB")


def file(one: FileSeen) -> Shape:
    """A file: what is told of its item, and its versions, the newest first."""
    return {
        "item": items.item(one.item),
        "newest": version(one.newest),
        "versions": [version(it) for it in one.versions],
    }


def files(page: FilesPage) -> list[Shape]:
    """Files, in their order."""
    return [file(one) for one in page.rows]


def version(one: VersionSeen) -> Shape:
    """One version."""
    return {
        "number": one.number,
        "name": one.name,
        "size": sized(one.size),
        "at": one.at,
        "has_preview": one.has_preview,
        "is_pdf": one.kind == "pdf",
    }


def sized(size: int) -> str:
    """Return a number of bytes as people read it: "812 bytes", "1.4 MB"."""
    amount = float(size)
    for unit in _UNITS:
        if amount < 1000 or unit == _UNITS[-1]:
            break
        amount /= 1000
    return f"{size:,} bytes" if unit == "bytes" else f"{amount:.3g} {unit}"
