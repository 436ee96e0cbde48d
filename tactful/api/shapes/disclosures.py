"""Entries of the disclosure log."""

from __future__ import annotations

from datetime import datetime

from tactful.accounts.ids import shown
from tactful.api.shapes.base import Id, Listed, Shape
from tactful.api.shapes.strength import Member, member
from tactful.visibility.disclosures import DisclosureSeen, ShownOf
from tactful.visibility.seen import Page


class Shown(Shape):
    """What was shown of a person or company, or which file. `about` "": erased, or in your sources no more."""

    about: str
    id: Id | None
    name: str | None
    kinds: list[str]


class Disclosure(Shape):
    """One answer. `viewer` null: somebody erased. `sealed`: it has its place in the chain."""

    id: Id
    at: datetime
    viewer: Member | None
    way: str
    door: str
    shown: list[Shown]
    sealed: bool


class Disclosures(Listed[Disclosure]):
    """Entries, newest first."""


def disclosures(page: Page[DisclosureSeen]) -> Disclosures:
    """Return a page of entries in JSON's form."""
    return Disclosures(items=[_one(row) for row in page.rows], total=page.total, next=page.next_cursor)


def _one(row: DisclosureSeen) -> Disclosure:
    return Disclosure(
        id=shown(row.uid),
        at=row.at,
        viewer=None if row.viewer is None else member(row.viewer),
        way=row.way,
        door=row.door,
        shown=[_shown(of) for of in row.shown],
        sealed=row.sealed,
    )


def _shown(of: ShownOf) -> Shown:
    return Shown(
        about=of.about, id=None if of.uid is None else shown(of.uid), name=of.name, kinds=list(of.kinds)
    )
