"""Items as rows, with what the policy asks of each: its relations, its records, and what it answers (A06-A17)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db import connection

from tactful.policy.decide import Decider
from tactful.policy.items import Item as Decided
from tactful.policy.items import ItemDecider, ItemDeciders
from tactful.policy.terms import Decision, Fact, Id
from tactful.records.content import Item
from tactful.records.models import Party
from tactful.visibility.audiences import audiences_of
from tactful.visibility.company_board import board_of
from tactful.visibility.crowd import crowd_of
from tactful.visibility.standing import Standing

Ways = tuple[tuple[Decision, Decider], ...]


class HangsOn(NamedTuple):
    """A record that an item hangs on: a person or a company."""

    person: int | None
    company: int | None

    @property
    def id(self) -> Id:
        """What the policy calls it."""
        return self.person if self.person is not None else f"company {self.company}"


#: What an item `i` hangs on, as an array of numbers that `hangs_on` reads: one probe of an index for each item.
ON_RECORDS = (
    "array(select coalesce(r.person_id, -r.company_id) from records_itemrecord r"
    " where r.account_id = i.account_id and r.item_id = i.id order by r.id)"
)
_FIELDS = tuple(field.attname for field in Item._meta.concrete_fields)
_ROWS = f"""select {", ".join(f"i.{field}" for field in _FIELDS)}, {ON_RECORDS},
    array(select t.member_id from records_itemparty t where t.account_id = i.account_id and t.item_id = i.id
          order by t.id),
    array(select a.id from records_item a where a.account_id = i.account_id and a.parent_id = i.id
          order by a.at, a.uid)
    from records_item i where i.account_id = %s and i.id = any(%s::bigint[])"""


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A row of items, with what the policy asks of it."""

    item: Item
    decided: Decided
    records: tuple[HangsOn, ...]
    members: tuple[int, ...]
    #: The rows of its replies, the newest last.
    replies: tuple[int, ...]
    deciding: ItemDecider
    #: Those of its records, and of what it answers, that the viewer sees.
    existing: frozenset[Id]
    parent: ItemRow | None = field(default=None)

    def ways(self, facet: str) -> Ways:
        """Return the decisions that disclose a facet or deed of it, with who decided them; empty: it is hidden."""
        return self.deciding.ways(facet, self.existing)


def rows_of(standing: Standing, ids: Sequence[int]) -> list[ItemRow]:
    """Return these items in this order, with their relations and those of what they answer."""
    if not ids:
        return []
    account = standing.viewer.account
    items = _items(account, ids)
    items |= _items(account, {one.item.parent_id for one in items.values()} - {None} - items.keys())
    withheld = _withheld(standing, [one.item for one in items.values() if one.item.sort == Item.Sort.FILE])
    there = members_at(account, {at for one in items.values() if (at := one.item.interaction_id) is not None})
    audiences, is_seen = audiences_of(standing), seen_of(standing)
    viewer = standing.viewer
    deciders = ItemDeciders(standing.settings, viewer.asking, viewer.now, standing.policy)
    made: dict[int, ItemRow] = {}

    def row(id_: int) -> ItemRow:
        if id_ not in made:
            stored = items[id_]
            item = stored.item
            records = hangs_on(stored.on_records)
            parent = None if item.parent_id is None else row(item.parent_id)
            # A meeting note whose meeting is gone is a note: nobody took part in what is not there.
            is_note = item.sort == Item.Sort.MEETING_NOTE and item.interaction_id is None
            decided = Decided(
                id=f"item {item.id}",
                sort=Item.Sort.NOTE.value if is_note else item.sort,
                account=account,
                author=item.author_id,
                records=frozenset(one.id for one in records) or (_GONE if item.anchored else frozenset()),
                audience=frozenset() if item.audience_id is None else audiences[item.audience_id],
                took_part=frozenset([*stored.party, *there.get(item.interaction_id or 0, ())]),
                assignee=item.assignee_id,
                parent=None if parent is None else parent.decided,
                withheld=item.id in withheld,
            )
            existing = frozenset(one.id for one in records if is_seen(one))
            made[id_] = ItemRow(
                item,
                decided,
                records,
                tuple(stored.party),
                tuple(stored.replies),
                deciders.of(decided),
                existing if parent is None else existing | parent.existing,
                parent,
            )
        return made[id_]

    return [row(id_) for id_ in ids]


#: What an item hangs on whose records were all erased: nothing that anybody sees.
_GONE: frozenset[Id] = frozenset({"gone"})


def _withheld(standing: Standing, files: Collection[Item]) -> frozenset[int]:
    """Return those of these files that came by themselves with a mail whose content is withheld from the viewer.

    Asked anew each time: what is kept private since is withheld, and what no longer is comes back.
    """
    if not files or not standing.opened.binding:
        return frozenset()
    authors = {file.id: file.author_id for file in files}
    with connection.cursor() as db:
        db.execute(_MAILS, [standing.viewer.account, list(authors)])
        mails = db.fetchall()
    decider = Decider(standing.settings, standing.opened, {}, standing.policy)

    def is_withheld(file: int, book: int, copy: int | None, thread: bytes | None, on: Sequence[int]) -> bool:
        people = on[::2]
        mail = Fact(
            id=f"mail of item {file}",
            source=book,
            owner=authors[file],
            facet="body",
            about=next(iter(people), 0),
            names=frozenset(people),
            name_companies=frozenset(one for one in on[1::2] if one),
            thread=None if thread is None else bytes(thread).hex(),
        )
        return copy is None or decider.withholds(mail)

    return frozenset(mail[0] for mail in mails if is_withheld(*mail))


#: The mails that files came with, and on each the people outside, each with a company or 0.
_MAILS = """
    select m.item_id, m.book_id, m.copy_id, c.thread,
        array(select unnest(array[o.id, coalesce(o.company_id, 0)])
              from records_party p join records_person o on o.account_id = p.account_id and o.id = p.person_id
              where p.account_id = m.account_id and p.copy_id = m.copy_id and not o.colleague)
    from records_mailfile m left join records_copy c on c.account_id = m.account_id and c.id = m.copy_id
    where m.account_id = %s and m.item_id = any(%s::bigint[])"""


class _Stored(NamedTuple):
    """An item with what it hangs on, who took part as its author says, and its replies."""

    item: Item
    on_records: Sequence[int]
    party: Sequence[int]
    replies: Sequence[int]


def _items(account: int, ids: Iterable[int | None]) -> dict[int, _Stored]:
    """Return items by row."""
    asked = list(ids)
    if not asked:
        return {}
    with connection.cursor() as db:
        db.execute(_ROWS, [account, asked])
        stored = [_Stored(Item.from_db("default", _FIELDS, row[:-3]), *row[-3:]) for row in db.fetchall()]
    return {one.item.id: one for one in stored}


def hangs_on(numbers: Sequence[int]) -> tuple[HangsOn, ...]:
    """Return the records that ON_RECORDS gave."""
    return tuple(HangsOn(one, None) if one > 0 else HangsOn(None, -one) for one in numbers)


def members_at(account: int, meetings: Collection[int]) -> dict[int, list[int]]:
    """Return the members on any copy of these meetings, by meeting."""
    found: dict[int, list[int]] = {}
    if meetings:
        there = Party.unchecked.filter(account_id=account, copy__interaction_id__in=meetings)
        for meeting, member in there.values_list("interaction_id", "member_id").distinct():
            if member is not None:
                found.setdefault(meeting, []).append(member)
    return found


def seen_of(standing: Standing) -> Callable[[HangsOn], bool]:
    """Return what says whether the viewer sees a person or company."""
    existing = crowd_of(standing).existing

    def is_seen(record: HangsOn) -> bool:
        if record.person is not None:
            return record.person in existing
        return board_of(standing).place(record.company or 0) is not None

    return is_seen
