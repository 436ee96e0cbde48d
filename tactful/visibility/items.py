"""Notes and what else members write, as far as a viewer may see them (A06-A17).

Which items come into question is SQL; whether one is shown, and why, the policy says of each (policy/items.py).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection

from tactful.accounts.ids import shown
from tactful.policy.explain import VIEWER
from tactful.policy.items import Item as Decided
from tactful.policy.items import ways_to_item
from tactful.policy.rules import ITEM_SORTS
from tactful.policy.terms import Id
from tactful.records.content import Item, ItemParty, ItemRecord
from tactful.records.models import Party
from tactful.visibility.audiences import AudienceSeen, audience_seen, audiences_of, open_audiences
from tactful.visibility.company import find_company
from tactful.visibility.company_board import board_of
from tactful.visibility.crowd import crowd_of
from tactful.visibility.cursor import BadCursor, read_cursor, write_cursor
from tactful.visibility.identity.joined import joined
from tactful.visibility.introducers import PersonRef
from tactful.visibility.names import company_refs
from tactful.visibility.person import find_person
from tactful.visibility.questions import worded
from tactful.visibility.seen import CompanyRef, Member
from tactful.visibility.standing import Standing
from tactful.visibility.telling import tell

#: How many rows are read first, for a page of as many as are wanted; each further time twice as many.
_GROWTH = 2


@dataclass(frozen=True, slots=True)
class ItemSeen:
    """One item as the viewer may see it. `people` and `companies` are those of its records that they see (A13).

    `audience` is told to the author alone; to others `why` says by which way it reached them, as it does to the author.
    `members` took part in a logged interaction; `replies` are the newest last.
    """

    uid: uuid.UUID
    sort: str
    author: Member
    html: str
    plain: str
    at: datetime
    written_at: datetime
    edited_at: datetime | None
    kind: str
    may_edit: bool
    why: tuple[str, ...]
    people: tuple[PersonRef, ...] = ()
    companies: tuple[CompanyRef, ...] = ()
    members: tuple[Member, ...] = ()
    assignee: Member | None = None
    audience: AudienceSeen | None = None
    replies: tuple[ItemSeen, ...] = ()
    #: A reply to what the viewer does not, or no longer, see.
    answers_hidden: bool = False


@dataclass(frozen=True, slots=True)
class ItemsPage:
    """Some items, newest first, and where the list goes on."""

    rows: tuple[ItemSeen, ...]
    next_cursor: str | None = None


@dataclass(frozen=True, slots=True)
class ItemsQuery:
    """What to list: sorts of items, on one person or company, the viewer's own alone, with these words in them."""

    sorts: tuple[str, ...] = tuple(sorted(ITEM_SORTS))
    person: uuid.UUID | None = None
    company: uuid.UUID | None = None
    mine: bool = False
    words: str = ""

    @property
    def question(self) -> str:
        """The query in one line: cursors are bound to it."""
        on = shown(self.person) if self.person else shown(self.company) if self.company else ""
        return f"items {','.join(self.sorts)} {on} {self.mine} {self.words!r}"


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of items, with what the policy asks of it."""

    item: Item
    decided: Decided
    records: tuple[ItemRecord, ...]
    parent: _Row | None = field(default=None)


def list_items(
    standing: Standing, query: ItemsQuery = ItemsQuery(), *, cursor: str | None = None, limit: int = 50
) -> ItemsPage | None:
    """Return a page of the items that the viewer may read, newest first; replies stand with what they answer.

    None where the person or company that they are to hang on is hidden or absent. BadCursor where `cursor` is not of
    this query. To guests and visitors nothing is listed.
    """
    on = _hanging_on(standing, query)
    if on is None:
        return None
    after = None if cursor is None else _read_place(standing, query, cursor)
    rows = _readable(standing, query, on, after, limit + 1)
    going_on = None
    if len(rows) > limit:
        last = rows[limit - 1].item
        going_on = write_cursor(standing.viewer, query.question, [last.at.isoformat(), shown(last.uid)])
    return ItemsPage(_seen(standing, rows[:limit]), going_on)


def see_item(standing: Standing, uid: uuid.UUID) -> ItemSeen | None:
    """Return one item with its replies; None alike for hidden and absent ones."""
    row = _find(standing, uid)
    return None if row is None else _seen(standing, [row])[0]


def find_item(standing: Standing, uid: uuid.UUID, deed: str = "read", *, lock: bool = False) -> Item | None:
    """Return the row of an item of which the viewer has this facet or deed, locked where it is about to be changed."""
    row = _find(standing, uid, deed, lock=lock)
    return None if row is None else row.item


def count_items(standing: Standing, query: ItemsQuery) -> int:
    """Return how many items the viewer may read on a person or company; 0 where that is hidden or absent."""
    on = _hanging_on(standing, query)
    return 0 if on is None else len(_readable(standing, query, on, None, None))


# ── Which come into question ────────────────────────────────────────────────────────────────────────


def _hanging_on(standing: Standing, query: ItemsQuery) -> dict[str, list[int]] | None:
    """Return the records asked about, by column, {} for any; None where they are hidden or absent."""
    if query.person is not None:
        person = find_person(standing, query.person)
        return None if person is None else {"person_id": list(joined(standing).members(person.id))}
    if query.company is not None:
        company = find_company(standing, query.company)
        # What hangs on the people of a company is shown with them, where the viewer sees them.
        return (
            None
            if company is None
            else {"company_id": [company.id], "person_id": list(crowd_of(standing).at_company(company.id))}
        )
    return {}


#: By which an item may reach a member: none of these is enough by itself, and nothing else is.
_REACHES = """(i.author_id = %(me)s or i.assignee_id = %(me)s or i.audience_id = any(%(open)s::bigint[])
    or exists (select from records_itemparty t
               where t.account_id = i.account_id and t.item_id = i.id and t.member_id = %(me)s)
    or exists (select from records_copy c join records_party p on p.account_id = c.account_id and p.copy_id = c.id
               where c.account_id = i.account_id and c.interaction_id = i.interaction_id and p.member_id = %(me)s))"""


def _readable(
    standing: Standing,
    query: ItemsQuery,
    on: Mapping[str, list[int]],
    after: tuple[datetime, uuid.UUID] | None,
    wanted: int | None,
) -> list[_Row]:
    """Return the first `wanted` items that the viewer may read behind a place, newest first; None: all of them."""
    if standing.viewer.member is None or standing.opened.user is None:
        return []
    found: list[_Row] = []
    ask = wanted
    while True:
        ids = _candidates(standing, query, on, after, ask)
        rows = _rows(standing, ids)
        found += [row for row in rows if _ways(standing, row, "read")]
        if ask is None or len(ids) < ask or len(found) >= (wanted or 0):
            return found if wanted is None else found[:wanted]
        after = (rows[-1].item.at, rows[-1].item.uid)
        ask *= _GROWTH


def _candidates(
    standing: Standing,
    query: ItemsQuery,
    on: Mapping[str, list[int]],
    after: tuple[datetime, uuid.UUID] | None,
    most: int | None,
) -> list[int]:
    where = ["i.account_id = %(account)s", "i.sort = any(%(sorts)s)"]
    params: dict[str, Any] = {
        "account": standing.viewer.account,
        "me": standing.viewer.member,
        "open": open_audiences(standing),
        "sorts": list(query.sorts),
        "most": most,
    }
    # One's own replies stand in My notes by themselves: what they answer may be hidden by now.
    where.append("i.author_id = %(me)s" if query.mine else f"i.parent_id is null and {_REACHES}")
    if on:
        hangs = " or ".join(f"r.{column} = any(%({column})s::bigint[])" for column in on)
        where.append(
            "i.id in (select r.item_id from records_itemrecord r"
            f" where r.account_id = %(account)s and ({hangs}))"
        )
        params |= on
    for place, word in enumerate(query.words.split()):
        where.append(f"i.plain ilike %(word{place})s")
        params[f"word{place}"] = f"%{_escaped(word)}%"
    if after is not None:
        where.append("(i.at, i.uid) < (%(at)s, %(uid)s)")
        params |= {"at": after[0], "uid": after[1]}
    with connection.cursor() as db:
        db.execute(
            f"select i.id from records_item i where {' and '.join(where)}"
            " order by i.at desc, i.uid desc limit %(most)s",
            params,
        )
        return [row[0] for row in db.fetchall()]


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _find(standing: Standing, uid: uuid.UUID, deed: str = "read", *, lock: bool = False) -> _Row | None:
    rows = Item.unchecked.filter(account_id=standing.viewer.account, uid=uid)
    item = (rows.select_for_update(of=("self",)) if lock else rows).first()
    row = None if item is None else _rows(standing, [item.id])[0]
    return row if row is not None and _ways(standing, row, deed) else None


# ── What the policy asks of them ────────────────────────────────────────────────────────────────────


def _rows(standing: Standing, ids: Sequence[int]) -> list[_Row]:
    """Return these items in this order, with their relations and those of what they answer."""
    account = standing.viewer.account
    items = Item.unchecked.filter(account_id=account).in_bulk(list(ids))
    parents = {i.parent_id for i in items.values()} - {None} - items.keys()
    if parents:
        items |= Item.unchecked.filter(account_id=account).in_bulk(list(parents))
    records: dict[int, list[ItemRecord]] = {}
    for record in ItemRecord.unchecked.filter(account_id=account, item_id__in=items):
        records.setdefault(record.item_id, []).append(record)
    took_part = _took_part(account, items)
    audiences = audiences_of(standing)
    made: dict[int, _Row] = {}

    def row(id_: int) -> _Row:
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
                took_part=frozenset(took_part.get(id_, ())),
                assignee=item.assignee_id,
                parent=None if parent is None else parent.decided,
            )
            made[id_] = _Row(item, decided, hangs_on, parent)
        return made[id_]

    return [row(id_) for id_ in ids]


#: What an item hangs on whose records were all erased: nothing that anybody sees.
_GONE: frozenset[Id] = frozenset({"gone"})


def _took_part(account: int, items: Mapping[int, Item]) -> dict[int, set[Id]]:
    found: dict[int, set[Id]] = {}
    parties = ItemParty.unchecked.filter(account_id=account, item_id__in=items)
    for item, member in parties.values_list("item_id", "member_id"):
        found.setdefault(item, set()).add(member)
    meetings: dict[int, list[int]] = {}
    for one in items.values():
        if one.interaction_id is not None:
            meetings.setdefault(one.interaction_id, []).append(one.id)
    if meetings:
        there = Party.unchecked.filter(
            account_id=account, interaction_id__in=meetings, copy__interaction_id__in=meetings
        ).exclude(member=None)
        for interaction, member in there.values_list("interaction_id", "member_id").distinct():
            for item in meetings[interaction]:
                found.setdefault(item, set()).add(member or 0)
    return found


def _id_of(record: ItemRecord) -> Id:
    return record.person_id if record.person_id is not None else f"company {record.company_id}"


def _existing(standing: Standing, row: _Row) -> frozenset[Id]:
    """Return those of an item's records, and of what it answers, that the viewer sees."""
    found: set[Id] = set()
    while True:
        for record in row.records:
            if (
                record.person_id in crowd_of(standing).existing
                if record.person_id is not None
                else board_of(standing).place(record.company_id or 0) is not None
            ):
                found.add(_id_of(record))
        if row.parent is None:
            return frozenset(found)
        row = row.parent


def _ways(standing: Standing, row: _Row, facet: str) -> list[tuple[Any, Any]]:
    """Return the decisions that disclose a facet or deed of an item, with who decided them; empty: it is hidden."""
    viewer = standing.viewer
    decisions = ways_to_item(
        standing.settings,
        viewer.asking,
        row.decided,
        facet,
        _existing(standing, row),
        viewer.now,
        standing.policy,
    )
    return [one for one in decisions if one[0].disclosed]


# ── What is shown of them ───────────────────────────────────────────────────────────────────────────


def _seen(standing: Standing, rows: Sequence[_Row]) -> tuple[ItemSeen, ...]:
    replies = _replies(standing, rows)
    every = [*rows, *(reply for some in replies.values() for reply in some)]
    people = {r.person_id for row in every for r in row.records if r.person_id is not None}
    told = tell(standing, people)
    companies = {r.company_id for row in every for r in row.records if r.company_id is not None}
    board = board_of(standing) if companies else None
    named = company_refs(standing, {c for c in companies if board is not None and board.place(c) is not None})
    parties: dict[int, list[int]] = {}
    mine = ItemParty.unchecked.filter(
        account_id=standing.viewer.account, item_id__in=[row.item.id for row in every]
    )
    for item, member in mine.values_list("item_id", "member_id"):
        parties.setdefault(item, []).append(member)

    def seen(row: _Row) -> ItemSeen:
        item = row.item
        is_mine = item.author_id == standing.viewer.member
        refs = {
            one.uid: PersonRef(one.uid, one.name)
            for one in (told.get(r.person_id or 0) for r in row.records)
            if one is not None
        }
        return ItemSeen(
            uid=item.uid,
            sort=item.sort,
            author=_member(standing, item.author_id),
            html=item.html,
            plain=item.plain,
            at=item.at,
            written_at=item.written_at,
            edited_at=item.edited_at,
            kind=item.kind,
            may_edit=bool(_ways(standing, row, "edit")),
            why=worded(standing, _ways(standing, row, "read"), VIEWER),
            people=tuple(sorted(refs.values(), key=lambda one: (one.name or "", one.uid))),
            companies=tuple(named[r.company_id or 0] for r in row.records if (r.company_id or 0) in named),
            members=tuple(
                sorted(
                    (_member(standing, m) for m in parties.get(item.id, ())),
                    key=lambda m: (m.name, m.uid),
                )
            ),
            assignee=None if item.assignee_id is None else _member(standing, item.assignee_id),
            audience=audience_seen(standing, item.sort, item.audience_id)
            if is_mine and item.parent_id is None
            else None,
            replies=tuple(seen(reply) for reply in replies.get(item.id, ())),
            answers_hidden=item.parent_id is not None
            and (row.parent is None or not _ways(standing, row.parent, "read")),
        )

    return tuple(seen(row) for row in rows)


def _replies(standing: Standing, rows: Iterable[_Row]) -> dict[int, list[_Row]]:
    """Return the replies to these items, the newest last: whoever reads an item reads them."""
    ids = [row.item.id for row in rows if row.item.parent_id is None]
    answers = Item.unchecked.filter(account_id=standing.viewer.account, parent_id__in=ids)
    found: dict[int, list[_Row]] = {}
    for row in _rows(standing, list(answers.order_by("at", "uid").values_list("id", flat=True))):
        found.setdefault(row.item.parent_id or 0, []).append(row)
    return found


def _member(standing: Standing, member: int) -> Member:
    row = standing.members[member]
    return Member(row.uid, row.name, row.id == standing.viewer.member)


def _read_place(standing: Standing, query: ItemsQuery, cursor: str) -> tuple[datetime, uuid.UUID]:
    place = read_cursor(standing.viewer, query.question, cursor)
    if len(place) != 2:
        raise BadCursor("this page marker is not valid here; start the list again from its beginning")
    return datetime.fromisoformat(place[0]), uuid.UUID(hex=place[1])
