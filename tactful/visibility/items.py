"""Notes and what else members write, as far as a viewer may see them (A06-A17).

Which items come into question is SQL; whether one is shown, and why, the policy says of each (policy/items.py).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from tactful.accounts.ids import shown
from tactful.policy.decide import Decider
from tactful.policy.explain import VIEWER
from tactful.policy.items import Item as Decided
from tactful.policy.items import ItemDecider, item_decider
from tactful.policy.rules import ITEM, ITEM_SORTS
from tactful.policy.terms import Decision, Id, Principal
from tactful.records.content import Item, ItemParty, ItemRecord
from tactful.records.models import Party
from tactful.visibility.audiences import AUDIENCE, AudienceSeen, audience_seen, audiences_of, open_audiences
from tactful.visibility.company import find_company
from tactful.visibility.company_board import board_of
from tactful.visibility.crowd import crowd_of
from tactful.visibility.cursor import BadCursor, read_cursor, write_cursor
from tactful.visibility.identity.joined import joined
from tactful.visibility.introducers import PersonRef
from tactful.visibility.meetings import MeetingRef, count_closed, meetings_told, see_meeting
from tactful.visibility.names import company_refs
from tactful.visibility.person import find_person
from tactful.visibility.preview import outside_team
from tactful.visibility.questions import worded
from tactful.visibility.seen import CompanyRef, Member
from tactful.visibility.standing import Standing
from tactful.visibility.telling import tell

#: How many times as many rows as are wanted are looked at first, and how many times more each further time.
_FIRST, _GROWTH = 2, 4


@dataclass(frozen=True, slots=True)
class ItemSeen:
    """One item as the viewer may see it. `people` and `companies` are those of its records that they see (A13).

    `audience` is told to the author alone; to others `why` says by which way it reached them, as it does to the author.
    `members` took part in a logged interaction; `replies` are the newest last. `meeting` is that of a meeting note,
    where it is disclosed to the viewer.
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
    meeting: MeetingRef | None = None


@dataclass(frozen=True, slots=True)
class ItemsPage:
    """Some items, newest first, and where the list goes on."""

    rows: tuple[ItemSeen, ...]
    next_cursor: str | None = None


@dataclass(frozen=True, slots=True)
class ItemsQuery:
    """What to list: sorts of items, on one person, company or meeting, the viewer's own alone, with these words."""

    sorts: tuple[str, ...] = tuple(sorted(ITEM_SORTS))
    person: uuid.UUID | None = None
    company: uuid.UUID | None = None
    mine: bool = False
    words: str = ""
    meeting: uuid.UUID | None = None

    @property
    def question(self) -> str:
        """The query in one line: cursors are bound to it."""
        on = shown(self.person) if self.person else shown(self.company) if self.company else ""
        at = shown(self.meeting) if self.meeting else ""
        return f"items {','.join(self.sorts)} {on} {self.mine} {self.words!r} {at}"


Ways = tuple[tuple[Decision, Decider], ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of items, with what the policy asks of it."""

    item: Item
    decided: Decided
    records: tuple[ItemRecord, ...]
    members: tuple[int, ...]
    deciding: ItemDecider
    #: Those of its records, and of what it answers, that the viewer sees.
    existing: frozenset[Id]
    parent: _Row | None = field(default=None)

    def ways(self, facet: str) -> Ways:
        """Return the decisions that disclose a facet or deed of it, with who decided them; empty: it is hidden."""
        return self.deciding.ways(facet, self.existing)


def list_items(
    standing: Standing, query: ItemsQuery = ItemsQuery(), *, cursor: str | None = None, limit: int = 50
) -> ItemsPage | None:
    """Return a page of the items that the viewer may read, newest first; replies stand with what they answer.

    None where the person, company or meeting that they are to hang on is hidden or absent. BadCursor where `cursor` is
    not of this query. To guests and visitors nothing is listed.
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


def items_by_id(standing: Standing, ids: Sequence[int]) -> dict[int, ItemSeen]:
    """Return those of these rows that the viewer may read, by row."""
    rows = [row for row in _rows(standing, ids) if row.ways("read")]
    return {row.item.id: seen for row, seen in zip(rows, _seen(standing, rows), strict=True)}


def count_notes_closed(standing: Standing, member: Id, team: Id) -> int:
    """Return how many meeting notes of a member nothing but an audience would show them, were they out of a team (A15).

    The number is told to those who may take them out of it, and nothing else of the notes.
    """
    notes = Item.unchecked.filter(
        account_id=standing.viewer.account,
        author_id=int(member),
        sort=Item.Sort.MEETING_NOTE,
        parent=None,
        interaction__isnull=False,
    )
    rows = _rows(standing, list(notes.order_by("id").values_list("id", flat=True)))
    supposed = outside_team(standing.settings, member, team)
    return count_closed(standing, supposed, member, [row.decided for row in rows])


def count_items(standing: Standing, query: ItemsQuery) -> int:
    """Return how many items the viewer may read on a person or company; 0 where that is hidden or absent."""
    on = _hanging_on(standing, query)
    return 0 if on is None else len(_readable(standing, query, on, None, None))


# ── Which come into question ────────────────────────────────────────────────────────────────────────


def _hanging_on(standing: Standing, query: ItemsQuery) -> dict[str, list[int]] | None:
    """Return the records asked about, by column, {} for any; None where they are hidden or absent."""
    if query.meeting is not None:
        meeting = see_meeting(standing, query.meeting)
        return None if meeting is None else {"interaction_id": [meeting.interaction]}
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


#: By which an item may reach a member: being in its audience, or a relation. Neither is enough by itself.
_IN = "i.audience_id = any(%(open)s::bigint[])"
_RELATED = """(i.author_id = %(me)s or i.assignee_id is not distinct from %(me)s
    or exists (select from records_itemparty t
               where t.account_id = i.account_id and t.item_id = i.id and t.member_id = %(me)s)
    or (i.interaction_id is not null and exists (
        select from records_copy c join records_party p on p.account_id = c.account_id and p.copy_id = c.id
        where c.account_id = i.account_id and c.interaction_id = i.interaction_id and p.member_id = %(me)s)))"""


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
    ask = None if wanted is None else _FIRST * wanted
    while True:
        candidates = _candidates(standing, query, on, after, ask)
        likely = _likely(standing, candidates)
        while likely and (wanted is None or len(found) < wanted):
            # Most are read: no more rows than are still wanted, and again where one was not.
            missing = len(likely) if wanted is None else wanted - len(found)
            found += [row for row in _rows(standing, likely[:missing]) if row.ways("read")]
            likely = likely[missing:]
        if ask is None or len(candidates) < ask or len(found) >= (wanted or 0):
            return found
        after = (candidates[-1].at, candidates[-1].uid)
        ask *= _GROWTH


_AUDIENCE_ON_RECORDS = frozenset({(ITEM.name, AUDIENCE)})


class _Candidate(NamedTuple):
    """An item that may reach the viewer: by a relation of its own, or by its audience alone."""

    id: int
    at: datetime
    uid: uuid.UUID
    is_related: bool
    anchored: bool


def _likely(standing: Standing, candidates: Sequence[_Candidate]) -> list[int]:
    """Leave out what only an audience would show, on records of which the viewer sees none (A13)."""
    if not standing.policy.anchored >= _AUDIENCE_ON_RECORDS:
        return [one.id for one in candidates]
    anchored = [one.id for one in candidates if one.anchored and not one.is_related]
    records = ItemRecord.unchecked.filter(account_id=standing.viewer.account, item_id__in=anchored)
    seen = {record.item_id for record in records if _is_seen(standing, record)} if anchored else set()
    return [one.id for one in candidates if one.is_related or not one.anchored or one.id in seen]


def _candidates(
    standing: Standing,
    query: ItemsQuery,
    on: Mapping[str, list[int]],
    after: tuple[datetime, uuid.UUID] | None,
    most: int | None,
) -> list[_Candidate]:
    where = ["i.account_id = %(account)s", "i.sort = any(%(sorts)s)"]
    params: dict[str, Any] = {
        "account": standing.viewer.account,
        "me": standing.viewer.member,
        "open": open_audiences(standing),
        "sorts": list(query.sorts),
        "most": most,
    }
    # One's own replies stand in My notes by themselves: what they answer may be hidden by now.
    where.append("i.author_id = %(me)s" if query.mine else f"i.parent_id is null and ({_IN} or {_RELATED})")
    if "interaction_id" in on:
        where.append("i.interaction_id = any(%(interaction_id)s::bigint[])")
        params |= on
    elif on:
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
            f"select i.id, i.at, i.uid, {_RELATED}, i.anchored from records_item i where {' and '.join(where)}"
            " order by i.at desc, i.uid desc limit %(most)s",
            params,
        )
        return [_Candidate(*row) for row in db.fetchall()]


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _find(standing: Standing, uid: uuid.UUID, deed: str = "read", *, lock: bool = False) -> _Row | None:
    rows = Item.unchecked.filter(account_id=standing.viewer.account, uid=uid)
    item = (rows.select_for_update(of=("self",)) if lock else rows).first()
    row = None if item is None else _rows(standing, [item.id])[0]
    return row if row is not None and row.ways(deed) else None


# ── What the policy asks of them ────────────────────────────────────────────────────────────────────


def _rows(standing: Standing, ids: Sequence[int]) -> list[_Row]:
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
                took_part=frozenset([*parties.get(id_, ()), *there.get(item.interaction_id or 0, ())]),
                assignee=item.assignee_id,
                parent=None if parent is None else parent.decided,
            )
            existing = frozenset(_id_of(one) for one in hangs_on if _is_seen(standing, one))
            made[id_] = _Row(
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


def _is_seen(standing: Standing, record: ItemRecord) -> bool:
    """Return whether the viewer sees this person or company."""
    if record.person_id is not None:
        return record.person_id in crowd_of(standing).existing
    return board_of(standing).place(record.company_id or 0) is not None


# ── What is shown of them ───────────────────────────────────────────────────────────────────────────


def _seen(standing: Standing, rows: Sequence[_Row]) -> tuple[ItemSeen, ...]:
    replies = _replies(standing, rows)
    every = [*rows, *(reply for some in replies.values() for reply in some)]
    people = {r.person_id for row in every for r in row.records if r.person_id is not None}
    told = tell(standing, people)
    companies = {r.company_id for row in every for r in row.records if r.company_id is not None}
    board = board_of(standing) if companies else None
    named = company_refs(standing, {c for c in companies if board is not None and board.place(c) is not None})
    meetings = meetings_told(standing, (row.item.interaction_id for row in every if row.item.interaction_id))
    said: dict[frozenset[tuple[str, Principal]], tuple[str, ...]] = {}

    def why(ways: Ways) -> tuple[str, ...]:
        """The sentences of these ways: many items reach a viewer by the same."""
        same = frozenset((path.rule, path.principal) for decision, _ in ways for path in decision.opened_by)
        if same not in said:
            said[same] = worded(standing, ways, VIEWER)
        return said[same]

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
            may_edit=bool(row.ways("edit")),
            why=why(row.ways("read")),
            people=tuple(sorted(refs.values(), key=lambda one: (one.name or "", one.uid))),
            companies=tuple(named[r.company_id or 0] for r in row.records if (r.company_id or 0) in named),
            members=tuple(
                sorted(
                    (_member(standing, m) for m in row.members),
                    key=lambda m: (m.name, m.uid),
                )
            ),
            assignee=None if item.assignee_id is None else _member(standing, item.assignee_id),
            audience=audience_seen(standing, item.sort, item.audience_id)
            if is_mine and item.parent_id is None
            else None,
            replies=tuple(seen(reply) for reply in replies.get(item.id, ())),
            answers_hidden=item.parent_id is not None and (row.parent is None or not row.parent.ways("read")),
            meeting=meetings.get(item.interaction_id or 0),
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
