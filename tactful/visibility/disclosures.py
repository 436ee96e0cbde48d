"""Who was shown what of the viewer's own sources: the disclosure log, as the contributor may read it (B03, D22).

Everybody reads the entries about their own book, and no others. Names of people are those of the own book; of whom it
says nothing any more, nothing is said here either.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from tactful.accounts.ids import shown
from tactful.records.models import LogName, Person
from tactful.records.sort_key import sort_key
from tactful.visibility.cursor import BadCursor, read_cursor, write_cursor
from tactful.visibility.identity.joined import joined
from tactful.visibility.reach import Condition
from tactful.visibility.seen import Member, Page
from tactful.visibility.showing import KINDS
from tactful.visibility.standing import Standing
from tactful.visibility.telling import tell

#: Ways out, and how the names of their doors begin.
WAYS: Mapping[str, str] = {"page": "web", "api": "[A-Z]+ ", "command": "command "}


@dataclass(frozen=True, slots=True)
class DisclosuresQuery:
    """What to list: shown to whom, about whom, which kind, between which moments (not `until` itself), which way."""

    viewer: uuid.UUID | None = None
    person: uuid.UUID | None = None
    kind: str = ""
    since: datetime | None = None
    until: datetime | None = None
    way: str = ""

    @property
    def question(self) -> str:
        """The query in one line: cursors are bound to it."""
        ids = [shown(one) if one else "" for one in (self.viewer, self.person)]
        times = [one.isoformat() if one else "" for one in (self.since, self.until)]
        return f"disclosures {ids} {self.kind} {times} {self.way}"


@dataclass(frozen=True, slots=True)
class ShownOf:
    """What was shown of one person, or of a company's people together, or which file.

    `uid` None: erased, or the viewer's sources know them no more. `about` is "person", "company", "file", or "" for
    that.
    """

    about: str
    uid: uuid.UUID | None
    name: str | None
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DisclosureSeen:
    """One answer that showed somebody what is the reader's. `viewer` None: erased. `sealed`: it has its place."""

    uid: uuid.UUID
    at: datetime
    viewer: Member | None
    way: str
    door: str
    shown: tuple[ShownOf, ...]
    sealed: bool


def list_disclosures(
    standing: Standing,
    query: DisclosuresQuery = DisclosuresQuery(),
    *,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[DisclosureSeen]:
    """Return a page of entries about the viewer's own book, newest first, with their exact number.

    With a person or a kind, only what fits of each entry is told. BadCursor where `cursor` is not of this query.
    """
    if query.kind and query.kind not in KINDS:
        raise ValueError(f"kinds are {', '.join(KINDS)}; not {query.kind!r}")
    if query.way and query.way not in WAYS:
        raise ValueError(f"ways are {', '.join(WAYS)}; not {query.way!r}")
    among = _people(standing, query.person)
    where = _where(standing, query, among)
    after = None if cursor is None else _read_place(standing, query, cursor)
    params, later = list(where.params), ""
    if after is not None:
        later, params = " and (d.at, d.uid) < (%s, %s)", [*params, *after]
    with connection.cursor() as db:
        db.execute(
            "select d.uid, d.at, d.viewer, d.door, d.people, d.kinds, d.number is not null"
            f" from records_disclosure d where {where.sql}{later} order by d.at desc, d.uid desc limit %s",
            [*params, limit + 1],
        )
        found = db.fetchall()
        db.execute(f"select count(*) from records_disclosure d where {where.sql}", where.params)
        total = db.fetchone()[0]
    rows = found[:limit]
    going_on = None
    if len(found) > limit:
        going_on = write_cursor(
            standing.viewer, query.question, [rows[-1][1].isoformat(), shown(rows[-1][0])]
        )
    return Page(_seen(standing, rows, query, among), total, going_on)


def _where(standing: Standing, query: DisclosuresQuery, among: list[uuid.UUID] | None) -> Condition:
    account, own = standing.viewer.account, standing.own_book or 0
    sql = (
        "d.account_id = %s and d.contributor = any(array(select n.uid from records_logname n"
        " where n.account_id = %s and n.book_id = %s and n.person_id is null and n.company_id is null"
        " and n.item_id is null))"
    )
    params: list[Any] = [account, account, own]
    if query.viewer is not None:
        members = [m.id for m in standing.members.values() if m.uid == query.viewer]
        sql += (
            " and d.viewer = any(array(select n.uid from records_logname n"
            " where n.account_id = %s and n.member_id = any(%s)))"
        )
        params += [account, members]
    if among is not None:
        sql += " and d.people && %s::uuid[]"
        params.append(among)
    if query.kind:
        bit = KINDS[query.kind]
        sql += " and d.every & %s <> 0"
        params.append(bit)
        if among is not None:
            sql += (
                " and exists (select 1 from unnest(d.people, d.kinds) as s(person, kind)"
                " where s.person = any(%s::uuid[]) and s.kind & %s <> 0)"
            )
            params += [among, bit]
    if query.since is not None:
        sql += " and d.at >= %s"
        params.append(query.since)
    if query.until is not None:
        sql += " and d.at < %s"
        params.append(query.until)
    if query.way:
        sql += " and d.door ~ %s"
        params.append(f"^{WAYS[query.way]}")
    return Condition(sql, params)


def _people(standing: Standing, person: uuid.UUID | None) -> list[uuid.UUID] | None:
    """Return the log's ids for what the viewer's own book says of a person; None where none is asked for."""
    if person is None:
        return None
    account = standing.viewer.account
    asked = Person.unchecked.filter(account_id=account, uid=person).values_list("id", flat=True)
    members = [member for one in asked for member in joined(standing).members(one)]
    rows = LogName.unchecked.filter(account_id=account, book_id=standing.own_book or 0, person_id__in=members)
    return list(rows.values_list("uid", flat=True))


def _seen(
    standing: Standing, rows: list[tuple[Any, ...]], query: DisclosuresQuery, among: list[uuid.UUID] | None
) -> tuple[DisclosureSeen, ...]:
    viewers = _viewers(standing, {row[2] for row in rows})
    names = _names(standing, {one for row in rows for one in row[4]})
    seen = []
    for uid, at, viewer, door, people, kinds, is_sealed in rows:
        merged: dict[tuple[str, uuid.UUID | None, str | None], int] = {}
        for one, bits in zip(people, kinds, strict=True):
            if among is not None and one not in among:
                continue
            if query.kind and not bits & KINDS[query.kind]:
                continue
            key = names.get(one, ("", None, None))
            merged[key] = merged.get(key, 0) | bits
        told = [ShownOf(*key, _kinds(bits)) for key, bits in merged.items()]
        told.sort(key=_place)
        way, name = _way(door)
        seen.append(DisclosureSeen(uid, at, viewers.get(viewer), way, name, tuple(told), is_sealed))
    return tuple(seen)


def _place(of: ShownOf) -> tuple[bool, bool, str, str]:
    """Where somebody stands in an entry: by name, then who has none, then who was erased."""
    return (of.uid is None, not of.name, sort_key(of.name or ""), shown(of.uid) if of.uid else "")


def _viewers(standing: Standing, ids: set[uuid.UUID]) -> dict[uuid.UUID, Member]:
    rows = LogName.unchecked.filter(account_id=standing.viewer.account, uid__in=ids, member__isnull=False)
    found = {}
    for uid, member in rows.values_list("uid", "member_id"):
        row = standing.members[member]
        found[uid] = Member(row.uid, row.name, row.id == standing.viewer.member)
    return found


def _names(
    standing: Standing, ids: set[uuid.UUID]
) -> dict[uuid.UUID, tuple[str, uuid.UUID | None, str | None]]:
    """Return ("person", "company" or "file", its id, its name) of those of these ids that the viewer still has."""
    account, own = standing.viewer.account, standing.own_book or 0
    found: dict[uuid.UUID, tuple[str, uuid.UUID | None, str | None]] = {}
    with connection.cursor() as db:
        db.execute(
            "select n.uid, p.id, p.uid, t.name from records_logname n"
            " join records_person p on p.account_id = n.account_id and p.id = n.person_id"
            " join records_tie t on t.account_id = n.account_id and t.book_id = n.book_id"
            " and t.person_id = n.person_id"
            " where n.account_id = %s and n.uid = any(%s) and n.book_id = %s",
            [account, list(ids), own],
        )
        people = db.fetchall()
        db.execute(
            "select n.uid, c.uid, coalesce((select min(t.organisation) from records_tie t"
            " where t.account_id = n.account_id and t.book_id = n.book_id and t.company_id = n.company_id"
            " and t.organisation <> ''), c.domain) from records_logname n"
            " join records_company c on c.account_id = n.account_id and c.id = n.company_id"
            " where n.account_id = %s and n.uid = any(%s) and n.book_id = %s and exists (select 1 from records_tie t"
            " where t.account_id = n.account_id and t.book_id = n.book_id and t.company_id = n.company_id)",
            [account, list(ids), own],
        )
        for uid, company, name in db.fetchall():
            found[uid] = ("company", company, name)
        db.execute(
            "select n.uid, i.uid, i.plain from records_logname n"
            " join records_item i on i.account_id = n.account_id and i.id = n.item_id"
            " where n.account_id = %s and n.uid = any(%s) and n.book_id = %s",
            [account, list(ids), own],
        )
        for uid, file, title in db.fetchall():
            found[uid] = ("file", file, title)
    # Who is one to the viewer is told as one, whichever address was shown.
    several = tell(
        standing, {person for _, person, *_ in people if len(joined(standing).members(person)) > 1}
    )
    for uid, person, address, name in people:
        told = several.get(person)
        if told is not None:
            address, name = told.uid, next((tie.name for tie in told.ties if tie.book == own), "")
        found[uid] = ("person", address, name or None)
    return found


def _kinds(bits: int) -> tuple[str, ...]:
    return tuple(kind for kind, bit in KINDS.items() if bits & bit)


def _way(door: str) -> tuple[str, str]:
    if door.startswith("web"):
        return "page", door.removeprefix("web:")
    if door.startswith("command "):
        return "command", door.removeprefix("command ")
    return "api", door


def _read_place(standing: Standing, query: DisclosuresQuery, cursor: str) -> tuple[datetime, uuid.UUID]:
    place = read_cursor(standing.viewer, query.question, cursor)
    if len(place) != 2:
        raise BadCursor("this page marker is not valid here; start the list again from its beginning")
    return datetime.fromisoformat(place[0]), uuid.UUID(hex=place[1])
