"""Companies: each exists for a viewer through the people of it whom something opens to them (D20)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from django.db import connection

from tactful.accounts.ids import shown
from tactful.records.models import Company
from tactful.records.sort_key import sort_key
from tactful.visibility.columns import NEVER, Floats, Integers
from tactful.visibility.company_board import NO_TIE, CompanyBoard, board_of, companies_of_book, company_id
from tactful.visibility.copied import copied_at
from tactful.visibility.crowd import crowd_of
from tactful.visibility.cursor import BadCursor, read_cursor, write_cursor
from tactful.visibility.groups import company_groups
from tactful.visibility.identity.joined import once, once_params
from tactful.visibility.names import company_refs
from tactful.visibility.people import book_known_by, ranked
from tactful.visibility.seen import CompanyRow, CompanySeen, Knower, Page
from tactful.visibility.showing import LAST_CONTACT
from tactful.visibility.standing import Standing
from tactful.visibility.statistics import company_statistics
from tactful.visibility.strength import raw_of, strength_of
from tactful.visibility.telling import moment_of
from tactful.visibility.told import Told

SORTS = ("name", "strength", "people", "last contact")
_NO_CONTACT = 1e18


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


#: A company's place in a list: the leading sort value, the key of its shown name, its uid.
_Place = tuple[float, str, uuid.UUID]


def list_companies(
    standing: Standing,
    query: CompaniesQuery = CompaniesQuery(),
    *,
    cursor: str | None = None,
    limit: int = 50,
    dates: bool = True,
) -> Page[CompanyRow]:
    """Return a page of companies with the exact total; BadCursor where `cursor` is not of this query.

    Without `dates` the last contacts are left out, for answers that do not show them.
    """
    if query.sort not in SORTS:
        raise ValueError(f'companies are sorted by one of {", ".join(SORTS)}, not by "{query.sort}"')
    after = None if cursor is None else _read_place(standing, query, cursor)
    board = board_of(standing)
    rows = _matching(standing, board, query)
    found = _arranged(standing, board, rows, _leading(board, query.sort)[rows], after, limit + 1)
    going_on = None
    if len(found) > limit:
        value, key, uid = found[limit - 1][0]
        going_on = write_cursor(standing.viewer, query.question, [value, key, shown(uid)])
    return Page(_rows(standing, board, [row for _, row in found[:limit]], dates=dates), len(rows), going_on)


def see_company(standing: Standing, uid: uuid.UUID, *, touchpoints: bool = True) -> CompanySeen | None:
    """Return the company as the viewer may see it; None alike for hidden and absent.

    Without `touchpoints` nothing is counted, for answers that do not show the numbers.
    """
    board = board_of(standing)
    place = board.place(company_id(standing, uid))
    if place is None:
        return None
    company = Company.unchecked.get(account_id=standing.viewer.account, uid=uid)
    row = _rows(standing, board, [place], dates=False)[0]
    counts = bool(standing.books_open("interactions")) and _any_dates(standing, company)
    is_counted = counts and touchpoints
    statistics, by_contributor = company_statistics(standing, company) if is_counted else (None, None)
    shows = {"existence"}
    shows |= {"relationship"} if row.strength is not None else set()
    shows |= {"interactions"} if counts or copied_at(standing, company.id) else set()
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
    """Whether any touchpoint there is told, or the viewer's own book knows somebody there.

    That somebody else shares touchpoints and has none tells a setting of theirs, and nothing else (B04).
    """
    crowd = crowd_of(standing)
    for book, people in crowd.open("interactions").items():
        if company.id in companies_of_book(crowd, book, "interactions"):
            there = crowd.at_company(company.id) & people
            if book == standing.own_book or any(crowd.has_touched(book, person) for person in there):
                return True
    return False


# ── Which, and in what order ────────────────────────────────────────────────────────────────────────


def _matching(standing: Standing, board: CompanyBoard, query: CompaniesQuery) -> Integers:
    """The rows of the companies that the query asks for."""
    keep = np.ones(len(board.ids), dtype=np.bool_)
    if query.least_score > 0:
        keep &= board.best >= raw_of(query.least_score)
    if query.known_by is not None:
        book = book_known_by(standing, query.known_by)
        keep &= np.isin(board.ids, companies_of_book(crowd_of(standing), book, "relationship"))
    rows = np.flatnonzero(keep)
    words = sort_key(query.words).split()
    if words:
        texts = crowd_of(standing).kept("company texts", lambda: _texts(standing, board))
        for word in words:
            rows = np.intersect1d(rows, texts.with_word(word), assume_unique=True)
    return rows


class Texts:
    """What a search of companies looks into, shown name and domain by row, as one text: looked through at once."""

    def __init__(self, texts: Iterable[str]) -> None:
        every = [f"{text}\n" for text in texts]
        self._starts = np.cumsum([0, *map(len, every)])
        self._text = "".join(every)

    def with_word(self, word: str) -> Integers:
        """Return the rows whose text has this word in it, which holds no end of a line."""
        found, at = [], self._text.find(word)
        while at >= 0:
            row = int(np.searchsorted(self._starts, at, "right")) - 1
            found.append(row)
            at = self._text.find(word, int(self._starts[row + 1]))
        return np.array(found, dtype=np.int64)


def _texts(standing: Standing, board: CompanyBoard) -> Texts:
    ids = board.ids.tolist()
    refs = company_refs(standing, ids)
    return Texts(f"{sort_key(refs[company].name)}\n{refs[company].domain}" for company in ids)


def _leading(board: CompanyBoard, sort: str) -> Floats:
    """The value that companies are sorted by before their names, the least first."""
    if sort == "strength":
        return -board.best
    if sort == "people":
        return -board.people.astype(np.float64)
    if sort == "last contact":
        return np.where(board.lasts == NEVER, _NO_CONTACT, -board.lasts.astype(np.float64))
    return np.zeros(len(board.ids))


def _arranged(
    standing: Standing,
    board: CompanyBoard,
    rows: Integers,
    leading: Floats,
    after: _Place | None,
    wanted: int,
) -> list[tuple[_Place, int]]:
    """Up to `wanted` rows with their places, in order; runs of equal values are named whole."""
    order = np.argsort(leading, kind="stable")
    rows, leading = rows[order], leading[order]
    start = 0 if after is None else int(np.searchsorted(leading, after[0], "left"))
    found: list[tuple[_Place, int]] = []
    while start < len(rows) and len(found) < wanted:
        last = leading[min(start + wanted - len(found), len(rows)) - 1]
        end = int(np.searchsorted(leading, last, "right"))
        refs = company_refs(standing, board.ids[rows[start:end]].tolist())
        places = []
        for row, value in zip(rows[start:end].tolist(), leading[start:end].tolist(), strict=True):
            ref = refs[int(board.ids[row])]
            places.append(((value, ref.name.lower(), ref.uid), row))
        found += [one for one in sorted(places) if after is None or one[0] > after]
        start = end
    return found[:wanted]


def _read_place(standing: Standing, query: CompaniesQuery, cursor: str) -> _Place:
    place = read_cursor(standing.viewer, query.question, cursor)
    if len(place) != 3:
        raise BadCursor("this page marker is not valid here; start the list again from its beginning")
    return (place[0], place[1], uuid.UUID(hex=place[2]))


def _rows(standing: Standing, board: CompanyBoard, rows: list[int], *, dates: bool) -> tuple[CompanyRow, ...]:
    ids = [int(board.ids[row]) for row in rows]
    refs, knowers = company_refs(standing, ids), company_knowers(standing, ids)
    crowd = crowd_of(standing)
    if dates:
        _note_lasts(standing, board, rows)
    mine = set(companies_of_book(crowd, standing.own_book or 0, "existence").tolist())
    return tuple(
        CompanyRow(
            uid=refs[company].uid,
            name=refs[company].name,
            domain=refs[company].domain,
            people=int(board.people[row]),
            mine=company in mine,
            strength=None if board.best[row] == NO_TIE else strength_of(float(board.best[row])),
            knowers=knowers.get(company, ()),
            last_contact=moment_of(int(board.lasts[row])) if dates and board.lasts[row] != NEVER else None,
        )
        for company, row in zip(ids, rows, strict=True)
    )


def last_ties(standing: Standing, company: Company) -> tuple[datetime | None, tuple[tuple[int, int], ...]]:
    """Return when the last contact with a company was, as it is shown, and the ties (book, person) that it is of."""
    board = board_of(standing)
    row = board.place(company.id)
    if row is None or board.lasts[row] == NEVER:
        return None, ()
    ties = tuple(sorted((book, person) for _, book, person in _ties_of_lasts(standing, board, [row])))
    return moment_of(int(board.lasts[row])), ties


def _note_lasts(standing: Standing, board: CompanyBoard, rows: list[int]) -> None:
    """Note whose touchpoint each company's last contact is."""
    for company, book, _ in _ties_of_lasts(standing, board, rows):
        standing.showing.company(book, company, LAST_CONTACT)


def _ties_of_lasts(standing: Standing, board: CompanyBoard, rows: list[int]) -> list[tuple[int, int, int]]:
    """Return the ties that the last contacts in these rows are of, as (company, book, person)."""
    crowd = crowd_of(standing)
    lasts = {int(board.ids[row]): int(board.lasts[row]) for row in rows if board.lasts[row] != NEVER}
    opened = crowd.open("highlights")
    if not lasts:
        return []
    with connection.cursor() as db:
        # What is told is never later than what is stored.
        db.execute(
            "select k.company_id, k.book_id, k.person_id, (extract(epoch from k.last_at) * 1000000)::bigint"
            " from unnest(%s::bigint[], %s::timestamptz[]) as a(company, last) join records_tie k"
            " on k.account_id = %s and k.company_id = a.company and k.last_at >= a.last and k.book_id = any(%s)",
            [
                list(lasts),
                [moment_of(last) for last in lasts.values()],
                standing.viewer.account,
                list(opened),
            ],
        )
        return [
            (company, book, person)
            for company, book, person, last in db.fetchall()
            if person in opened[book] and crowd.corrected(book, person, last) == lasts[company]
        ]


def company_knowers(standing: Standing, companies: list[int]) -> dict[int, tuple[Knower, ...]]:
    """Return, for each company, the contributors who know somebody there and may be named, best first."""
    if not companies:
        return {}
    related = Told(standing).reach.told(
        "relationship", source="k.book_id", person="k.person_id", company="k.company_id"
    )
    with connection.cursor() as db:
        ties = (
            "select k.company_id, k.book_id, k.person_id, k.s from records_tie k"
            f" where k.account_id = %s and k.company_id = any(%s) and ({related.sql})"
        )
        db.execute(
            f"select company_id, book_id, sum(s) from ({once(standing, ties)}) ties group by company_id, book_id",
            [standing.viewer.account, companies, *related.params, *once_params(standing)],
        )
        return ranked(standing, db.fetchall())
