"""A world of the reference as rows: one account of it, written as the product's own imports would leave it.

Public ids come from the world's own ids, so that the same thing has the same one in twin worlds; internal ids are
whatever the database gives. What a fact says (a name, a number, a date, a score) comes from the fact's id; `edits` make
one say something else. Dates of the world are moved so that its NOW is the transaction's.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from tactful.accounts.models import Membership
from tactful.accounts.wall import acting, founding
from tactful.visibility.viewer import Viewer, transaction_time
from tests.reference import world as plain
from tests.reference.world import World
from tests.visibility.book_rows import BookRows
from tests.visibility.fitted import fitted
from tests.visibility.words import thread_digest, uid_of

__all__ = ["Loaded", "load", "thread_digest", "uid_of"]


@dataclass(frozen=True)
class Loaded:
    """One account as rows: the fitted world that they hold, and their ids by the world's own ids.

    `ids`: internal ids by (kind, world id), kinds "user", "guest", "team", "source", "link", "person", "company",
    "login". Books and cards are the sources "book/ada" and "cards/ada". `apart`: whom no row written beside the world
    may make one with others, by the world's ids.
    """

    world: World
    account: int
    now: datetime
    ids: Mapping[tuple[str, str], int]
    apart: frozenset[str] = frozenset()

    def viewer(self, viewer: plain.Viewer) -> Viewer:
        """Return the product's viewer for one of the world: a member, a guest, or a visitor. Acts for the account."""
        links = frozenset(self.ids["link", it] for it in viewer.links if ("link", it) in self.ids)
        member = self.ids.get(("user", viewer.user or ""), 0)
        with acting(self.account):
            row = Membership.unchecked.filter(id=member, state=Membership.State.ACTIVE).first()
        found = Viewer(self.account, None, self.now, links=links, ceiling=viewer.ceiling)
        if row is not None:
            return replace(found, member=row.id, uid=row.uid, name=row.name, role=row.role)
        guest = None if viewer.user is None else self.ids.get(("guest", viewer.user))
        return replace(found, guest=guest)

    def uid(self, kind: str, name: str) -> uuid.UUID:
        """Return the public id of a thing of the world."""
        return uid_of(kind, name)


def load(world: World, account: str, *, edits: Mapping[str, int] | None = None, order: int = 0) -> Loaded:
    """Write one account of a world as rows, in the present transaction, as the web role; return what became of it.

    `edits` gives facts (by their id in the fitted world) and other things ("user ada") that say something else than
    they otherwise would. `order` is a seed for the order in which people, companies and interactions came in: 0 is the
    world's own.
    """
    world = fitted(world, account)
    now = transaction_time()
    with founding() as number:
        writing = BookRows(world, account, number, now, dict(edits or {}), order)
        writing.house()
        writing.sources()
        writing.settings()
        writing.people()
        writing.books()
        writing.joins()
        writing.events()
        writing.opened()
        writing.items()
        writing.withheld()
    return Loaded(world, number, now, writing.ids)
