"""Which items come into question for a viewer, newest first: found by SQL, and decided one by one by the policy."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from tactful.accounts.ids import shown
from tactful.policy.rules import ITEM, ITEM_SORTS
from tactful.visibility.audiences import AUDIENCE, open_audiences
from tactful.visibility.company import find_company
from tactful.visibility.crowd import crowd_of
from tactful.visibility.identity.joined import joined
from tactful.visibility.item_rows import ON_RECORDS, ItemRow, hangs_on, rows_of, seen_of
from tactful.visibility.meetings import see_meeting
from tactful.visibility.person import find_person
from tactful.visibility.standing import Standing

#: How many times as many rows as are wanted are looked at first, and how many times more each further time.
_FIRST, _GROWTH = 2, 4


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


#: Every item that there is.
ALL = ItemsQuery()
#: Where a list goes on: the moment of an item, and its uid.
Place = tuple[datetime | str, uuid.UUID | str]


def hanging_on(standing: Standing, query: ItemsQuery) -> dict[str, list[int]] | None:
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


def readable(
    standing: Standing,
    query: ItemsQuery,
    on: Mapping[str, list[int]],
    after: Place | None,
    wanted: int | None,
) -> list[ItemRow]:
    """Return the first `wanted` items that the viewer may read behind a place, newest first; None: all of them."""
    if standing.viewer.member is None or standing.opened.user is None:
        return []
    opened = open_audiences(standing)
    found: list[ItemRow] = []
    likely: list[int] = []
    ask = None if wanted is None else _FIRST * wanted
    more = True
    while more or likely:
        while more and (wanted is None or len(found) + len(likely) < wanted):
            candidates = _candidates(standing, query, on, opened, after, ask)
            likely += _likely(standing, candidates)
            more = ask is not None and len(candidates) == ask
            if more and ask is not None:
                after = (candidates[-1].at, candidates[-1].uid)
                ask *= _GROWTH
        # Most are read: no more rows than are still wanted, and again where one was not.
        missing = len(likely) if wanted is None else wanted - len(found)
        if missing == 0:
            break
        found += [row for row in rows_of(standing, likely[:missing]) if row.ways("read")]
        likely = likely[missing:]
    return found


_AUDIENCE_ON_RECORDS = frozenset({(ITEM.name, AUDIENCE)})


class _Candidate(NamedTuple):
    """An item that may reach the viewer: by a relation of its own, or by its audience alone.

    Many are passed over: their places stay the texts that the database made of them.
    """

    id: int
    at: str
    uid: str
    is_related: bool
    anchored: bool
    on_records: Sequence[int]


def _likely(standing: Standing, candidates: Sequence[_Candidate]) -> list[int]:
    """Leave out what only an audience would show, on records of which the viewer sees none (A13)."""
    if not standing.policy.anchored >= _AUDIENCE_ON_RECORDS:
        return [one.id for one in candidates]
    is_seen = seen_of(standing)
    return [
        one.id
        for one in candidates
        if one.is_related or not one.anchored or any(map(is_seen, hangs_on(one.on_records)))
    ]


def _candidates(
    standing: Standing,
    query: ItemsQuery,
    on: Mapping[str, list[int]],
    opened: list[int],
    after: Place | None,
    most: int | None,
) -> list[_Candidate]:
    where = ["i.account_id = %(account)s", "i.sort = any(%(sorts)s)"]
    params: dict[str, Any] = {
        "account": standing.viewer.account,
        "me": standing.viewer.member,
        "open": opened,
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
        where.append("(i.at, i.uid) < (%(at)s::timestamptz, %(uid)s::uuid)")
        params |= {"at": after[0], "uid": after[1]}
    with connection.cursor() as db:
        db.execute(
            f"select i.id, i.at::text, i.uid::text, {_RELATED}, i.anchored, {ON_RECORDS} from records_item i"
            f" where {' and '.join(where)} order by i.at desc, i.uid desc limit %(most)s",
            params,
        )
        return [_Candidate(*row) for row in db.fetchall()]


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
