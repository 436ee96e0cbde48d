"""Companies: each exists for a viewer through the people of it whom something opens to them (D20)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.db import connection

from tactful.accounts.ids import shown
from tactful.records.models import Company
from tactful.records.sort_key import sort_key
from tactful.visibility.cursor import BadCursor, read_cursor, write_cursor
from tactful.visibility.groups import company_groups
from tactful.visibility.people import book_known_by, like_pattern, ranked
from tactful.visibility.reach import Condition
from tactful.visibility.seen import CompanyRow, CompanySeen, Knower, Page
from tactful.visibility.standing import Standing
from tactful.visibility.statistics import company_statistics
from tactful.visibility.strength import SCALE, strength_of
from tactful.visibility.told import Told, least

SORTS = ("name", "strength", "people", "last contact")


@dataclass(frozen=True, slots=True)
class CompaniesQuery:
    """What to list: words to find in names and domains, the least score, who knows somebody there, the order."""

    words: str = ""
    least_score: int = 0
    known_by: uuid.UUID | None = None
    sort: str = "name"

    @property
    def question(self) -> str:
        """The query in one line: cursors are bound to it."""
        known_by = shown(self.known_by) if self.known_by else ""
        return f"companies {self.words!r} {self.least_score} {known_by} {self.sort}"


_LEADING = {"name": (), "strength": ("weakness",), "people": ("fewness",), "last contact": ("silence",)}


def list_companies(
    standing: Standing,
    query: CompaniesQuery = CompaniesQuery(),
    *,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[CompanyRow]:
    """Return a page of companies with the exact total; BadCursor where `cursor` is not of this query."""
    if query.sort not in SORTS:
        raise ValueError(f'companies are sorted by one of {", ".join(SORTS)}, not by "{query.sort}"')
    told = _shown(standing, query)
    order = ", ".join((*_LEADING[query.sort], "sort", "uid"))
    sql = f"with companies as ({told.sql}) select *, (select count(*) from companies) from companies"
    params = [*told.params]
    if cursor is not None:
        place = read_cursor(query.question, cursor)
        if len(place) != len(_LEADING[query.sort]) + 2:
            raise BadCursor("this page marker is not valid here; start the list again from its beginning")
        sql += f" where ({order}) > ({', '.join(['%s'] * len(place))})"
        params += [*place[:-1], uuid.UUID(hex=place[-1])]
    with connection.cursor() as db:
        db.execute(f"{sql} order by {order} limit %s", [*params, limit + 1])
        found = db.fetchall()
        if found:
            total = found[0][-1]
        else:
            db.execute(f"select count(*) from ({told.sql}) c", told.params)
            total = db.fetchone()[0]
    rows = found[:limit]
    going_on = None
    if len(found) > limit:
        _, row_uid, *_, sort, weakness, fewness, silence, _ = rows[-1]
        values = {"weakness": weakness, "fewness": fewness, "silence": silence}
        leading = [values[column] for column in _LEADING[query.sort]]
        going_on = write_cursor(query.question, [*leading, sort, shown(row_uid)])
    return Page(_rows(standing, rows), total, going_on)


def see_company(standing: Standing, uid: uuid.UUID) -> CompanySeen | None:
    """Return the company as the viewer may see it; None alike for hidden and absent."""
    company = Company.unchecked.filter(account_id=standing.viewer.account, uid=uid).first()
    if company is None:
        return None
    told = _shown(standing, CompaniesQuery())
    with connection.cursor() as db:
        db.execute(f"select * from ({told.sql}) companies where company_id = %s", [*told.params, company.id])
        found = db.fetchall()
    if not found:
        return None
    row = _rows(standing, found)[0]
    dated = bool(standing.books_open("interactions")) and _any_dates(standing, company)
    statistics, by_contributor = company_statistics(standing, company) if dated else (None, None)
    shows = {"existence"}
    shows |= {"relationship"} if row.strength is not None else set()
    shows |= {"interactions"} if dated else set()
    return CompanySeen(
        uid=row.uid,
        name=row.name,
        domain=row.domain,
        mine=row.mine,
        people=row.people,
        shows=frozenset(shows),
        strength=row.strength,
        knowers=row.knowers if row.strength is not None else None,
        groups=company_groups(standing, company) if row.strength is not None else (),
        statistics=statistics,
        by_contributor=by_contributor,
    )


def _any_dates(standing: Standing, company: Company) -> bool:
    told = Told(standing).reach.told(
        "interactions", source="t.book_id", person="t.person_id", company="t.company_id"
    )
    with connection.cursor() as db:
        db.execute(
            "select exists (select 1 from records_tie t where t.account_id = %s and t.company_id = %s"
            f" and ({told.sql}))",
            [standing.viewer.account, company.id, *told.params],
        )
        return bool(db.fetchone()[0])


def _shown(standing: Standing, query: CompaniesQuery) -> Condition:
    told = Told(standing)
    ties = told.ties()
    name = least(standing, "organisation", "lower(organisation)")
    wheres = ["true"]
    where_params: list[Any] = []
    for word in sort_key(query.words).split():
        wheres.append("(lower(shown_name) like %s or domain like %s)")
        where_params += [like_pattern(word), like_pattern(word)]
    if query.least_score > 0:
        wheres.append(f"100 * (1 - exp(-best / {SCALE})) >= %s - 0.5")
        where_params.append(query.least_score)
    if query.known_by is not None:
        related = told.reach.told(
            "relationship", source="k.book_id", person="k.person_id", company="k.company_id"
        )
        wheres.append(
            "exists (select 1 from records_tie k where k.account_id = %s and k.company_id = named.company_id"
            f" and k.book_id = %s and ({related.sql}))"
        )
        where_params += [told.account, book_known_by(standing, query.known_by), *related.params]
    sql = f"""
        select company_id, uid, domain, shown_name, people, mine, best, last_at,
               lower(shown_name) collate "C" as sort, -coalesce(best, -1) as weakness, -people as fewness,
               coalesce(-extract(epoch from last_at), 1e18)::float8 as silence
        from (
            select s.company_id, c.uid, c.domain, coalesce(split_part(s.name, '\x01', 2), c.domain) as shown_name,
                   s.people, s.mine, r.best, s.last_at
            from (
                select company_id, {name.sql} as name, count(distinct person_id) as people,
                       coalesce(bool_or(book_id = %s), false) as mine, max(last_at) as last_at
                from ({ties.sql}) told where company_id is not null group by company_id
            ) s
            join records_company c on c.id = s.company_id
            left join (
                select company_id, max(total) as best from (
                    select company_id, book_id, sum(s) as total from ({ties.sql}) told
                    where rel and company_id is not null group by company_id, book_id) books
                group by company_id
            ) r on r.company_id = s.company_id
        ) named
        where {" and ".join(wheres)}"""
    params = [*name.params, standing.own_book or 0, *ties.params, *ties.params, *where_params]
    return Condition(sql, params)


def _rows(standing: Standing, found: list[tuple[Any, ...]]) -> tuple[CompanyRow, ...]:
    knowers = company_knowers(standing, [row[0] for row in found])
    return tuple(
        CompanyRow(
            uid=uid,
            name=name,
            domain=domain,
            people=people,
            mine=mine,
            strength=None if best is None else strength_of(best),
            knowers=knowers.get(company, ()),
            last_contact=last_at,
        )
        for company, uid, domain, name, people, mine, best, last_at, *_ in found
    )


def company_knowers(standing: Standing, companies: list[int]) -> dict[int, tuple[Knower, ...]]:
    """Return, for each company, the contributors who know somebody there and may be named, best first."""
    if not companies:
        return {}
    related = Told(standing).reach.told(
        "relationship", source="k.book_id", person="k.person_id", company="k.company_id"
    )
    with connection.cursor() as db:
        db.execute(
            "select k.company_id, k.book_id, sum(k.s) from records_tie k"
            f" where k.account_id = %s and k.company_id = any(%s) and ({related.sql})"
            " group by k.company_id, k.book_id",
            [standing.viewer.account, companies, *related.params],
        )
        return ranked(standing, db.fetchall())
