"""Notes that are brought from a list: all of them or none, each once, for whom the account says (A18)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from tactful.actions.audiences import audience_where_nobody_chooses
from tactful.actions.errors import Invalid
from tactful.actions.events import remember, require_writing
from tactful.actions.items import reaching_content
from tactful.actions.texts import text_of
from tactful.policy.offers import choice_where_nobody_chooses
from tactful.records.content import Item, ItemRecord
from tactful.records.models import Company, Person
from tactful.visibility.company import find_company
from tactful.visibility.content_options import options_of
from tactful.visibility.person import find_person
from tactful.visibility.standing import Standing
from tactful.visibility.viewer import Viewer


@dataclass(frozen=True, slots=True)
class NoteToImport:
    """A row of a list: its text, on whom by address or domain ("" for nobody), and when it was written."""

    number: int
    text: str
    address: str = ""
    domain: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, or would do. `faults`: (number of the row, what is wrong with it); then nothing is written.

    `option`: for whom they are, "everyone" or "only you". `repeated` are there already.
    """

    written: int
    repeated: int
    option: str
    faults: tuple[tuple[int, str], ...] = ()


@transaction.atomic
def import_notes(
    viewer: Viewer, rows: Iterable[NoteToImport], *, faults: Iterable[tuple[int, str]] = (), dry_run: bool
) -> Imported:
    """Write the notes of a list as the viewer's, or say what that would do; with any fault nothing is written.

    Who is named and not seen by the viewer is a fault of its row, in the same words as who is not there.
    """
    member = require_writing(viewer)
    standing = reaching_content(viewer)
    found = list(faults)
    made: list[tuple[Item, tuple[str, int] | None]] = []
    held = _held(viewer.account, member)
    repeated = 0
    for row in rows:
        try:
            record = _record(standing, row)
            text = text_of("text", text=row.text)
        except Invalid as error:
            found.append((row.number, str(error)))
            continue
        at = row.at or viewer.now
        key = (text.plain, row.at, record)
        if key in held:
            repeated += 1
            continue
        held.add(key)
        item = Item(
            account_id=viewer.account,
            sort=Item.Sort.NOTE,
            author_id=member,
            anchored=record is not None,
            html=text.html,
            plain=text.plain,
            at=at,
            written_at=viewer.now,
        )
        made.append((item, record))
    option = choice_where_nobody_chooses(options_of(standing, Item.Sort.NOTE))
    told = Imported(len(made), repeated, option, tuple(sorted(found)))
    if dry_run or found or not made:
        return told
    audience = audience_where_nobody_chooses(standing, Item.Sort.NOTE)
    for item, _ in made:
        item.audience = audience
    Item.unchecked.bulk_create([item for item, _ in made])
    ItemRecord.unchecked.bulk_create(
        ItemRecord(account_id=viewer.account, item=item, **{record[0]: record[1]})
        for item, record in made
        if record is not None
    )
    remember(viewer, "notes imported", None, written=len(made), repeated=repeated, option=option)
    return told


def _record(standing: Standing, row: NoteToImport) -> tuple[str, int] | None:
    account = standing.viewer.account
    if row.address:
        uid = _uid(Person.unchecked.filter(account_id=account, key=row.address, colleague=False))
        person = None if uid is None else find_person(standing, uid)
        if person is None:
            raise Invalid("email", f'names "{row.address[:80]}", whom you do not see here')
        return "person_id", person.id
    if row.domain:
        uid = _uid(Company.unchecked.filter(account_id=account, domain=row.domain))
        company = None if uid is None else find_company(standing, uid)
        if company is None:
            raise Invalid("domain", f'names "{row.domain[:80]}", a company that you do not see here')
        return "company_id", company.id
    return None


def _uid(rows: object) -> uuid.UUID | None:
    found: uuid.UUID | None = rows.values_list("uid", flat=True).first()  # type: ignore[attr-defined]  # a query
    return found


def _held(account: int, member: int) -> set[tuple[str, datetime | None, tuple[str, int] | None]]:
    """What the member has written already: a note of a list is the same by its text, its day and its record.

    One without a day is the same as any of that text on that record.
    """
    notes = Item.unchecked.filter(account_id=account, author_id=member, sort=Item.Sort.NOTE, parent=None)
    records = {
        record.item_id: ("person_id", record.person_id)
        if record.person_id is not None
        else ("company_id", record.company_id or 0)
        for record in ItemRecord.unchecked.filter(account_id=account, item__author_id=member)
    }
    found: set[tuple[str, datetime | None, tuple[str, int] | None]] = set()
    for item, plain, at in notes.values_list("id", "plain", "at"):
        found |= {(plain, at, records.get(item)), (plain, None, records.get(item))}
    return found
