"""Notes and what else members write, as far as a viewer may see them (A06-A17).

Whether one is shown, and why, the policy says of each (policy/items.py); `item_lists` finds which come into question.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tactful.accounts.ids import shown
from tactful.policy.explain import VIEWER
from tactful.policy.terms import Id, Principal
from tactful.records.content import Item
from tactful.visibility.audiences import AudienceSeen, audience_seen, reached_besides
from tactful.visibility.company_board import board_of
from tactful.visibility.cursor import BadCursor, read_cursor, write_cursor
from tactful.visibility.introducers import PersonRef
from tactful.visibility.item_lists import ALL, hanging_on, readable
from tactful.visibility.item_lists import ItemsQuery as ItemsQuery
from tactful.visibility.item_rows import ItemRow, Ways, rows_of
from tactful.visibility.meetings import MeetingRef, count_closed, meetings_told
from tactful.visibility.names import company_refs
from tactful.visibility.preview import outside_team
from tactful.visibility.questions import worded
from tactful.visibility.seen import CompanyRef, Member
from tactful.visibility.standing import Standing
from tactful.visibility.telling import tell


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
    #: What this answers, where the viewer sees that.
    answers: uuid.UUID | None = None
    #: A reply to what the viewer does not, or no longer, see.
    answers_hidden: bool = False
    meeting: MeetingRef | None = None


@dataclass(frozen=True, slots=True)
class ItemsPage:
    """Some items, newest first, and where the list goes on."""

    rows: tuple[ItemSeen, ...]
    next_cursor: str | None = None


def list_items(
    standing: Standing, query: ItemsQuery = ALL, *, cursor: str | None = None, limit: int = 50
) -> ItemsPage | None:
    """Return a page of the items that the viewer may read, newest first; replies stand with what they answer.

    None where the person, company or meeting that they are to hang on is hidden or absent. BadCursor where `cursor` is
    not of this query. To guests and visitors nothing is listed.
    """
    on = hanging_on(standing, query)
    if on is None:
        return None
    after = None if cursor is None else _read_place(standing, query, cursor)
    rows = readable(standing, query, on, after, limit + 1)
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
    rows = [row for row in rows_of(standing, ids) if row.ways("read")]
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
    rows = rows_of(standing, list(notes.order_by("id").values_list("id", flat=True)))
    supposed = outside_team(standing.settings, member, team)
    return count_closed(standing, supposed, member, [row.decided for row in rows])


def _find(standing: Standing, uid: uuid.UUID, deed: str = "read", *, lock: bool = False) -> ItemRow | None:
    rows = Item.unchecked.filter(account_id=standing.viewer.account, uid=uid)
    item = (rows.select_for_update(of=("self",)) if lock else rows).first()
    row = None if item is None else rows_of(standing, [item.id])[0]
    return row if row is not None and row.ways(deed) else None


# ── What is shown of them ───────────────────────────────────────────────────────────────────────────


def _seen(standing: Standing, rows: Sequence[ItemRow]) -> tuple[ItemSeen, ...]:
    replies = _replies(standing, rows)
    every = [*rows, *(reply for some in replies.values() for reply in some)]
    people = {r.person for row in every for r in row.records if r.person is not None}
    told = tell(standing, people)
    companies = {r.company for row in every for r in row.records if r.company is not None}
    board = board_of(standing) if companies else None
    named = company_refs(standing, {c for c in companies if board is not None and board.place(c) is not None})
    meetings = meetings_told(standing, (row.item.interaction_id for row in every if row.item.interaction_id))
    said: dict[frozenset[tuple[str, Principal]], tuple[str, ...]] = {}
    audiences: dict[tuple[str, int | None], AudienceSeen] = {}

    def why(ways: Ways) -> tuple[str, ...]:
        """The sentences of these ways: many items reach a viewer by the same."""
        same = frozenset((path.rule, path.principal) for decision, _ in ways for path in decision.opened_by)
        if same not in said:
            said[same] = worded(standing, ways, VIEWER)
        return said[same]

    def audience(row: ItemRow) -> AudienceSeen:
        """With whom an item of the viewer's own is shared: many are shared with the same."""
        item = row.item
        same = (item.sort, item.audience_id)
        if same not in audiences:
            audiences[same] = audience_seen(standing, *same)
        besides = reached_besides(standing, item, row.members)
        return replace(audiences[same], besides=besides) if besides else audiences[same]

    def seen(row: ItemRow) -> ItemSeen:
        item = row.item
        is_mine = item.author_id == standing.viewer.member
        answered = row.parent if row.parent is not None and row.parent.ways("read") else None
        refs = {
            one.uid: PersonRef(one.uid, one.name)
            for one in (told.get(r.person or 0) for r in row.records)
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
            companies=tuple(named[r.company or 0] for r in row.records if (r.company or 0) in named),
            members=tuple(
                sorted(
                    (_member(standing, m) for m in row.members),
                    key=lambda m: (m.name, m.uid),
                )
            ),
            assignee=None if item.assignee_id is None else _member(standing, item.assignee_id),
            audience=audience(row) if is_mine and item.parent_id is None else None,
            replies=tuple(seen(reply) for reply in replies.get(item.id, ())),
            answers=answered.item.uid if answered is not None else None,
            answers_hidden=item.parent_id is not None and answered is None,
            meeting=meetings.get(item.interaction_id or 0),
        )

    return tuple(seen(row) for row in rows)


def _replies(standing: Standing, rows: Iterable[ItemRow]) -> dict[int, list[ItemRow]]:
    """Return the replies to these items, the newest last: whoever reads an item reads them."""
    answers = [reply for row in rows if row.item.parent_id is None for reply in row.replies]
    found: dict[int, list[ItemRow]] = {}
    for row in rows_of(standing, answers):
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
