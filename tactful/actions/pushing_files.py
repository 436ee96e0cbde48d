"""Which files are pushed to stores, judged when they are sent: as the member whose push it is (A35).

A file goes as the version that it is then, under a name that no other has; that it was handed out is in the log (B03).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePath

from django.db.models import Exists, OuterRef, Q

from tactful.accounts.ids import shown
from tactful.actions.store_addresses import Place
from tactful.records.attachments import MailFile
from tactful.records.content import Item
from tactful.records.files import FileVersion
from tactful.records.pushes import Delivery, Push
from tactful.visibility.files import read_file
from tactful.visibility.showing import answering
from tactful.visibility.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Parcel:
    """A file to be sent: to which store, under which name, and its content, which is read as it is taken."""

    place: Place = field(repr=False)
    name: str = field(repr=False)
    size: int
    digest: bytes = field(repr=False)
    pieces: Iterator[bytes] = field(repr=False)


def find_new_files(push: Push, since: datetime, now: datetime) -> list[int]:
    """Return the deliveries, made here, of each file that came or has a further version since, for one push.

    Whether the push's owner may have it is asked when it is sent, and not here. What came by itself of somebody's mail
    is none of them, until somebody gives it a further version: nobody chose it (A18).
    """
    versions = FileVersion.unchecked.filter(account_id=push.account_id, at__gte=since)
    if push.scope == Push.Scope.MINE:
        versions = versions.filter(item__author_id=push.member_id)
    same = FileVersion.unchecked.filter(account_id=push.account_id, item_id=OuterRef("item_id"))
    known = Delivery.unchecked.filter(
        account_id=push.account_id, push_id=push.id, item_id=OuterRef("item_id"), version=OuterRef("number")
    )
    by_itself = MailFile.unchecked.filter(account_id=push.account_id, item_id=OuterRef("item_id"))
    new = versions.filter(
        ~Exists(same.filter(number__gt=OuterRef("number"))), ~Exists(known), ~Q(Exists(by_itself), number=1)
    )
    made = []
    for file, number in new.order_by("at", "item_id").values_list("item_id", "number"):
        row, is_new = Delivery.unchecked.get_or_create(
            account_id=push.account_id, push_id=push.id, item_id=file, version=number, defaults={"at": now}
        )
        if is_new:
            made.append(row.id)
    return made


def parcel_of(viewer: Viewer, push: Push, item: Item, place: Place) -> Parcel | None:
    """Return a file as its newest version, for a viewer who may have it; None where they may not, or no longer.

    Missing or NotAnswering, of the store of files, where its content cannot be read just now.
    """
    with answering(viewer, "push of files") as standing:
        found = read_file(standing, item.uid)
        if found is None:
            return None
        row = FileVersion.unchecked.select_related("content").get(
            account_id=viewer.account, item_id=item.id, number=found.version.number
        )
        return Parcel(
            place,
            name_in_store(found.version.name, shown(item.uid), found.version.number),
            found.version.size,
            bytes(row.content.digest),
            found.pieces,
        )


def name_in_store(name: str, file: str, number: int) -> str:
    """Return what a version is called there: its name, and between it and its ending what no other file has."""
    ending = PurePath(name).suffix
    stem = name.removesuffix(ending) if ending else name
    # Most places take names of 255 bytes, and an address may have 2,048 letters, of which a byte may take three.
    ending = _cut(ending, 20)
    stem = _cut(stem, 160)
    return f"{stem}.{file}.v{number}{ending}"


def _cut(words: str, most: int) -> str:
    """Return as many of these letters as that many bytes hold."""
    return words.encode()[:most].decode(errors="ignore")
