"""The directory of people: exactly those whom something opens to the viewer, sorted by the name shown to them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from tactful.accounts.ids import shown
from tactful.records.sort_key import sort_key
from tactful.visibility.cursor import BadCursor, read_cursor, write_cursor
from tactful.visibility.names import company_refs
from tactful.visibility.reach import Condition
from tactful.visibility.seen import Knower, Member, Page, PersonRow
from tactful.visibility.standing import Standing
from tactful.visibility.strength import SCALE, strength_of
from tactful.visibility.told import Told, least, picked

SORTS = ("name", "strength", "last contact")


@dataclass(frozen=True, slots=True)
class PeopleQuery:
    """What to list: words to find, filters, order. Each touches only what is disclosed to the viewer."""

    words: str = ""
    company: uuid.UUID | None = None
    least_score: int = 0
    known_by: uuid.UUID | None = None
    sort: str = "name"

    @property
    def question(self) -> str:
        """The query in one line: cursors are bound to it."""
        company = shown(self.company) if self.company else ""
        known_by = shown(self.known_by) if self.known_by else ""
        return f"people {self.words!r} {company} {self.least_score} {known_by} {self.sort}"


_ORDER = {
    "name": "nameless, sort, uid",
    "strength": "weakness, nameless, sort, uid",
    "last contact": "silence, nameless, sort, uid",
}
_COLUMNS = {"name": 3, "strength": 4, "last contact": 4}


def list_people(
    standing: Standing, query: PeopleQuery = PeopleQuery(), *, cursor: str | None = None, limit: int = 50
) -> Page[PersonRow]:
    """Return a page of people with the exact total; BadCursor where `cursor` is not of this query."""
    if query.sort not in SORTS:
        raise ValueError(f'people are sorted by one of {", ".join(SORTS)}, not by "{query.sort}"')
    shown_people = _shown(standing, query)
    order = _ORDER[query.sort]
    sql = f"with people as ({shown_people.sql}) select *, (select count(*) from people) from people"
    params = [*shown_people.params]
    if cursor is not None:
        place = read_cursor(query.question, cursor)
        if len(place) != _COLUMNS[query.sort]:
            raise BadCursor("this page marker is not valid here; start the list again from its beginning")
        sql += f" where ({order}) > ({', '.join(['%s'] * len(place))})"
        params += [*place[:-1], uuid.UUID(hex=place[-1])]
    sql += f" order by {order} limit %s"
    with connection.cursor() as db:
        db.execute(sql, [*params, limit + 1])
        found = db.fetchall()
        if found:
            total = found[0][-1]
        else:
            db.execute(f"select count(*) from ({shown_people.sql}) p", shown_people.params)
            total = db.fetchone()[0]
    rows = found[:limit]
    going_on = None
    if len(found) > limit:
        _, row_uid, *_, nameless, sort, weakness, silence, _ = rows[-1]
        leading = {"name": [], "strength": [weakness], "last contact": [silence]}[query.sort]
        going_on = write_cursor(query.question, [*leading, nameless, sort, shown(row_uid)])
    return Page(_rows(standing, rows), total, going_on)


def list_people_by_ids(standing: Standing, persons: list[int]) -> dict[int, PersonRow]:
    """Return the rows of those of these people whom the viewer may see, by id."""
    people = _shown(standing, PeopleQuery())
    with connection.cursor() as db:
        db.execute(
            f"select * from ({people.sql}) people where person_id = any(%s)", [*people.params, persons]
        )
        found = db.fetchall()
    return {row[0]: seen for row, seen in zip(found, _rows(standing, found), strict=True)}


def _shown(standing: Standing, query: PeopleQuery) -> Condition:
    told = Told(standing)
    ties = told.ties()
    name, title, organisation = (
        least(standing, "name", "sort_key"),
        least(standing, "title", "lower(title)"),
        least(standing, "organisation", "lower(organisation)"),
    )
    wheres, where_params = _filters(standing, told, query)
    sql = f"""
        select s.person_id, p.uid, s.company_id, s.name, s.title, s.organisation, s.mine, s.best, s.last_at,
               case when s.name is null then 1 else 0 end as nameless,
               coalesce(substr(split_part(s.name, '\x01', 1), 2), '') collate "C" as sort,
               -coalesce(s.best, -1) as weakness,
               coalesce(-extract(epoch from s.last_at), 1e18)::float8 as silence
        from (
            select person_id, max(company_id) as company_id, {name.sql} as name, {title.sql} as title,
                   {organisation.sql} as organisation, coalesce(bool_or(book_id = %s), false) as mine,
                   max(s) filter (where rel) as best, max(last_at) as last_at
            from ({ties.sql}) told group by person_id
        ) s join records_person p on p.id = s.person_id
        where {" and ".join(wheres)}"""
    params = [
        *name.params,
        *title.params,
        *organisation.params,
        standing.own_book or 0,
        *ties.params,
        *where_params,
    ]
    return Condition(sql, params)


def _filters(standing: Standing, told: Told, query: PeopleQuery) -> tuple[list[str], list[Any]]:
    wheres = ["true"]
    params: list[Any] = []
    for word in sort_key(query.words).split():
        pattern = like_pattern(word)
        exists = told.reach.told(
            "existence", source="w.book_id", person="w.person_id", company="w.company_id"
        )
        value = told.value("v", "p.company_id")
        wheres.append(
            f"""(exists (select 1 from records_tie w where w.account_id = %s and w.person_id = s.person_id
                 and (w.sort_key like %s or lower(w.title) like %s or lower(w.organisation) like %s)
                 and ({exists.sql}))
              or exists (select 1 from records_company c where c.id = s.company_id and c.domain like %s)
              or exists (select 1 from records_contactvalue v where v.account_id = %s
                 and v.person_id = s.person_id and lower(v.value) like %s and ({value.sql})))"""
        )
        params += [told.account, pattern, pattern, pattern, *exists.params, pattern, told.account, pattern]
        params += value.params
    if query.company is not None:
        wheres.append("exists (select 1 from records_company c where c.id = s.company_id and c.uid = %s)")
        params.append(query.company)
    if query.least_score > 0:
        wheres.append(f"100 * (1 - exp(-s.best / {SCALE})) >= %s - 0.5")
        params.append(query.least_score)
    if query.known_by is not None:
        book = book_known_by(standing, query.known_by)
        related = told.reach.told(
            "relationship", source="k.book_id", person="k.person_id", company="k.company_id"
        )
        wheres.append(
            "exists (select 1 from records_tie k where k.account_id = %s and k.person_id = s.person_id"
            f" and k.book_id = %s and ({related.sql}))"
        )
        params += [told.account, book, *related.params]
    return wheres, params


def book_known_by(standing: Standing, member: uuid.UUID) -> int:
    """Return the book of a member of the account, or 0, which is nobody's."""
    return next((standing.book_of.get(m.id, 0) for m in standing.members.values() if m.uid == member), 0)


def like_pattern(word: str) -> str:
    """Return a LIKE pattern for texts that contain this word, its own wildcards taken literally."""
    literal = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{literal}%"


def _rows(standing: Standing, found: list[tuple[Any, ...]]) -> tuple[PersonRow, ...]:
    knowers = knowers_of(standing, [row[0] for row in found])
    companies = company_refs(standing, {row[2] for row in found if row[2] is not None})
    rows = []
    for person, uid, company, name, title, organisation, mine, best, last_at, *_ in found:
        rows.append(
            PersonRow(
                uid=uid,
                name=picked(name),
                title=picked(title),
                company=companies.get(company),
                organisation=picked(organisation),
                mine=mine,
                strength=None if best is None else strength_of(best),
                knowers=knowers.get(person, ()),
                last_contact=last_at,
            )
        )
    return tuple(rows)


def knowers_of(standing: Standing, persons: list[int]) -> dict[int, tuple[Knower, ...]]:
    """Return, for each of these people, the contributors whose relationship is disclosed, best first."""
    if not persons:
        return {}
    related = Told(standing).reach.told(
        "relationship", source="k.book_id", person="k.person_id", company="k.company_id"
    )
    with connection.cursor() as db:
        db.execute(
            "select k.person_id, k.book_id, k.s from records_tie k"
            f" where k.account_id = %s and k.person_id = any(%s) and ({related.sql})",
            [standing.viewer.account, persons, *related.params],
        )
        rows = db.fetchall()
    return ranked(standing, rows)


def ranked(standing: Standing, rows: list[tuple[int, int, float]]) -> dict[int, tuple[Knower, ...]]:
    """Return the knowers of each record from (record, book, raw sum) rows: strongest first, then by name."""
    found: dict[int, list[Knower]] = {}
    for record, book, raw in rows:
        found.setdefault(record, []).append(Knower(member_of_book(standing, book), strength_of(raw)))
    return {
        record: tuple(sorted(knowers, key=lambda k: (-k.strength.raw, sort_key(k.member.name), k.member.uid)))
        for record, knowers in found.items()
    }


def member_of_book(standing: Standing, book: int) -> Member:
    """Return the contributor whose book it is."""
    owner = standing.settings.sources[book].owner
    row = standing.members[int(owner or 0)]
    return Member(row.uid, row.name, row.id == standing.viewer.member)


def latest(moments: list[datetime | None]) -> datetime | None:
    """Return the last of the moments that there are, or None."""
    there = [moment for moment in moments if moment is not None]
    return max(there) if there else None
