"""What an answer shows of other people's sources is noted where it is read, and written before the answer leaves (B03).

Whatever of visibility hands out a contact value or a touchpoint notes it here, with the book that it is of. A door
gets its standing from `answering`, which writes one entry for each contributor at the end, or lets the answer fail.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import connection

from tactful.accounts import ids

if TYPE_CHECKING:
    from tactful.visibility.standing import Standing
    from tactful.visibility.viewer import Viewer

#: Each kind of what the log speaks of, by its name; the bits stand in entries and are never given another meaning.
KINDS = {
    "email": 1,
    "phone": 2,
    "postal address": 4,
    "profile": 8,
    "last contact": 16,
    "touchpoint": 32,
    "subject": 64,
    "body": 128,
    "file": 256,
    "private list": 512,
}
LAST_CONTACT, TOUCHPOINT, SUBJECT = KINDS["last contact"], KINDS["touchpoint"], KINDS["subject"]
BODY, FILE = KINDS["body"], KINDS["file"]

#: Of whom, or of what: a book, and one of a person, a company and a file.
_Shown = tuple[int, int | None, int | None, int | None]

#: Every id that stands for something already is looked up, the others are given, and the entries are written: one
#: statement. Somebody else may give an id at the same moment; then there are two, which both mean the same.
_WRITE = """
with asked as materialized (
    select * from unnest(%(books)s::bigint[], %(people)s::bigint[], %(companies)s::bigint[], %(items)s::bigint[],
                         %(kinds)s::smallint[], %(fresh)s::uuid[], %(entries)s::uuid[])
             as a(book, person, company, item, kinds, fresh, entry)),
named as materialized (
    select a.*, case
        when a.person is not null then (
            select n.uid from records_logname n where n.account_id = %(account)s
            and n.person_id = a.person and n.book_id = a.book order by n.id limit 1)
        when a.company is not null then (
            select n.uid from records_logname n where n.account_id = %(account)s
            and n.company_id = a.company and n.book_id = a.book order by n.id limit 1)
        when a.item is not null then (
            select n.uid from records_logname n where n.account_id = %(account)s
            and n.item_id = a.item and n.book_id = a.book order by n.id limit 1)
        when a.book is not null then (
            select n.uid from records_logname n where n.account_id = %(account)s and n.book_id = a.book
            and n.person_id is null and n.company_id is null and n.item_id is null order by n.id limit 1)
        else (
            select n.uid from records_logname n where n.account_id = %(account)s
            and (n.member_id = %(member)s or n.guest_id = %(guest)s) order by n.id limit 1) end as known
    from asked a),
made as (
    insert into records_logname (account_id, uid, book_id, person_id, company_id, item_id, member_id, guest_id)
    select %(account)s, fresh, book, person, company, item, case when book is null then %(member)s::bigint end,
           case when book is null then %(guest)s::bigint end
    from named where known is null)
insert into records_disclosure (account_id, uid, at, viewer, contributor, door, people, kinds, every)
select %(account)s, c.entry, %(now)s, coalesce(v.known, v.fresh), coalesce(c.known, c.fresh), %(door)s,
       array_agg(coalesce(p.known, p.fresh) order by coalesce(p.known, p.fresh)),
       array_agg(p.kinds order by coalesce(p.known, p.fresh)), bit_or(p.kinds)
from named c join named p on p.book = c.book and p.entry is null join named v on v.book is null
where c.entry is not null
group by c.book, c.entry, v.known, v.fresh, c.known, c.fresh order by c.book"""


class Showing:
    """What one answer shows, until it is written. `door` is how the entry calls the way out."""

    def __init__(self) -> None:
        self.door = ""
        self._shown: dict[_Shown, int] = {}

    def person(self, book: int, person: int, kinds: int) -> None:
        """Note that an answer shows these kinds of what a book says of a person."""
        self._note((book, person, None, None), kinds)

    def company(self, book: int, company: int, kinds: int) -> None:
        """Note that an answer shows these kinds of what a book says of a company's people together."""
        self._note((book, None, company, None), kinds)

    def file(self, book: int, item: int) -> None:
        """Note that an answer shows a file of the contributor whose book it is."""
        self._note((book, None, None, item), FILE)

    def _note(self, key: _Shown, kinds: int) -> None:
        self._shown[key] = self._shown.get(key, 0) | kinds

    def forget(self) -> None:
        """The answer is another one, which shows nothing of this."""
        self._shown.clear()

    def write(self, viewer: Viewer, own_book: int | None) -> None:
        """Write an entry for each contributor but the viewer, and begin anew. LookupError for a viewer without name."""
        shown = sorted(
            ((key, kinds) for key, kinds in self._shown.items() if key[0] != own_book),
            key=lambda one: tuple(part or 0 for part in one[0]),
        )
        self._shown.clear()
        if not shown:
            return
        if viewer.member is None and viewer.guest is None:
            raise LookupError(
                "who is neither a member nor a guest cannot stand in the log, and so sees none of it"
            )
        books = sorted({key[0] for key, _ in shown})
        rows: list[tuple[int | None, int | None, int | None, int | None, int]] = [(None, None, None, None, 0)]
        rows += [(book, None, None, None, 0) for book in books]
        rows += [(*key, kinds) for key, kinds in shown]
        fresh = _fresh(len(rows) + len(books))
        entries: list[uuid.UUID | None] = [None, *fresh[len(rows) :]]
        entries += [None] * (len(rows) - len(entries))
        with connection.cursor() as db:
            db.execute(
                _WRITE,
                {
                    "account": viewer.account,
                    "member": viewer.member,
                    "guest": viewer.guest,
                    "now": viewer.now,
                    "door": self.door,
                    "books": [row[0] for row in rows],
                    "people": [row[1] for row in rows],
                    "companies": [row[2] for row in rows],
                    "items": [row[3] for row in rows],
                    "kinds": [row[4] for row in rows],
                    "fresh": fresh[: len(rows)],
                    "entries": entries,
                },
            )


@contextmanager
def answering(viewer: Viewer, door: str = "") -> Iterator[Standing]:
    """Yield the standing by which one answer is made; at its end, write what the answer shows of other people's.

    To be used within `acting`, whose transaction the entries are of; the answer leaves when that is over.
    """
    from tactful.visibility.standing import Standing

    standing = Standing(viewer)
    standing.showing.door = door
    yield standing
    standing.showing.write(viewer, standing.own_book)


def note_values(standing: Standing, person: int, values: Iterable[tuple[int, str]]) -> None:
    """Note contact values of a person as (book, kind) pairs."""
    for book, kind in values:
        standing.showing.person(book, person, KINDS[kind])


def _fresh(count: int) -> list[uuid.UUID]:
    """Return so many random ids, out of one draw: how many there are says what others were shown before."""
    drawn = hashlib.shake_256(ids.random_bytes(32)).digest(16 * count)
    return [uuid.UUID(bytes=drawn[at : at + 16]) for at in range(0, len(drawn), 16)]
