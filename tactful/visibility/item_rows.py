"""Items as rows, with what the policy asks of each: its relations, its records, and what it answers (A06-A17)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tactful.policy.decide import Decider
from tactful.policy.items import Item as Decided
from tactful.policy.items import ItemDecider, item_decider
from tactful.policy.terms import Decision, Id
from tactful.records.content import Item, ItemParty, ItemRecord
from tactful.records.models import Party
from tactful.visibility.audiences import audiences_of
from tactful.visibility.company_board import board_of
from tactful.visibility.crowd import crowd_of
from tactful.visibility.standing import Standing

Ways = tuple[tuple[Decision, Decider], ...]


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A row of items, with what the policy asks of it."""

    item: Item
    decided: Decided
    records: tuple[ItemRecord, ...]
    members: tuple[int, ...]
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
    items = Item.unchecked.filter(account_id=account).in_bulk(list(ids))
    parents = {i.parent_id for i in items.values()} - {None} - items.keys()
    if parents:
        items |= Item.unchecked.filter(account_id=account).in_bulk(list(parents))
    records: dict[int, list[ItemRecord]] = {}
    for record in ItemRecord.unchecked.filter(account_id=account, item_id__in=items):
        records.setdefault(record.item_id, []).append(record)
    parties = _parties(account, items)
    there = _at_meetings(account, items)
    audiences = audiences_of(standing)
    made: dict[int, ItemRow] = {}

    def row(id_: int) -> ItemRow:
        if id_ not in made:
            item = items[id_]
            hangs_on = tuple(records.get(id_, ()))
            parent = None if item.parent_id is None else row(item.parent_id)
            # A meeting note whose meeting is gone is a note: nobody took part in what is not there.
            is_note = item.sort == Item.Sort.MEETING_NOTE and item.interaction_id is None
            decided = Decided(
                id=f"item {item.id}",
                sort=Item.Sort.NOTE.value if is_note else item.sort,
                account=account,
                author=item.author_id,
                records=frozenset(map(_id_of, hangs_on)) or (_GONE if item.anchored else frozenset()),
                audience=frozenset() if item.audience_id is None else audiences[item.audience_id],
                took_part=frozenset([*parties.get(id_, ()), *there.get(item.interaction_id or 0, ())]),
                assignee=item.assignee_id,
                parent=None if parent is None else parent.decided,
            )
            existing = frozenset(_id_of(one) for one in hangs_on if is_seen(standing, one))
            made[id_] = ItemRow(
                item,
                decided,
                hangs_on,
                tuple(parties.get(id_, ())),
                item_decider(
                    standing.settings, standing.viewer.asking, decided, standing.viewer.now, standing.policy
                ),
                existing if parent is None else existing | parent.existing,
                parent,
            )
        return made[id_]

    return [row(id_) for id_ in ids]


#: What an item hangs on whose records were all erased: nothing that anybody sees.
_GONE: frozenset[Id] = frozenset({"gone"})


def _parties(account: int, items: Mapping[int, Item]) -> dict[int, list[int]]:
    """Return who took part in logged interactions."""
    found: dict[int, list[int]] = {}
    rows = ItemParty.unchecked.filter(account_id=account, item_id__in=items)
    for item, member in rows.values_list("item_id", "member_id"):
        found.setdefault(item, []).append(member)
    return found


def _at_meetings(account: int, items: Mapping[int, Item]) -> dict[int, list[int]]:
    """Return the members on any copy of the meetings that notes are about, by meeting."""
    meetings = {one.interaction_id for one in items.values() if one.interaction_id is not None}
    found: dict[int, list[int]] = {}
    if meetings:
        there = Party.unchecked.filter(account_id=account, copy__interaction_id__in=meetings)
        for meeting, member in there.values_list("interaction_id", "member_id").distinct():
            if member is not None:
                found.setdefault(meeting, []).append(member)
    return found


def _id_of(record: ItemRecord) -> Id:
    return record.person_id if record.person_id is not None else f"company {record.company_id}"


def is_seen(standing: Standing, record: ItemRecord) -> bool:
    """Return whether the viewer sees this person or company."""
    if record.person_id is not None:
        return record.person_id in crowd_of(standing).existing
    return board_of(standing).place(record.company_id or 0) is not None
