"""The directory of people: exactly those whom something opens to the viewer, sorted by the name shown to them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from pyroaring import BitMap

from tactful.accounts.ids import shown
from tactful.records.models import Person
from tactful.records.sort_key import sort_key
from tactful.visibility.columns import NEVER
from tactful.visibility.company_board import company_id
from tactful.visibility.contributors import member_of_book, owner_of
from tactful.visibility.crowd import crowd_of
from tactful.visibility.cursor import BadCursor, read_cursor, write_cursor
from tactful.visibility.identity.joined import directory, joined
from tactful.visibility.name_order import in_name_order
from tactful.visibility.names import company_refs
from tactful.visibility.ranking import Lane, last_lanes, leaders, strength_lanes
from tactful.visibility.searching import found_by
from tactful.visibility.seen import CompanyRef, Knower, Page, PersonRow
from tactful.visibility.showing import LAST_CONTACT, note_values
from tactful.visibility.standing import Standing
from tactful.visibility.strength import raw_of, strength_of
from tactful.visibility.telling import PersonTold, tell

SORTS = ("name", "strength", "last contact")


@dataclass(frozen=True, slots=True)
class PeopleQuery:
    """What to list: words to find, filters, order. Each touches only what is disclosed to the viewer."""

    words: str = ""
    company: uuid.UUID | None = None
    least_score: int = 0
    known_by: uuid.UUID | None = None
    sort: str = "name"
    #: Whose last contact was on this day (UTC) or later.
    since: date | None = None

    @property
    def question(self) -> str:
        """The query in one line: cursors are bound to it."""
        company = shown(self.company) if self.company else ""
        known_by = shown(self.known_by) if self.known_by else ""
        since = self.since.isoformat() if self.since else ""
        return f"people {self.words!r} {company} {self.least_score} {known_by} {self.sort} {since}"


_NO_TIE = 1.0
_NO_CONTACT = 10**18

#: A person's place in a list: the leading sort values, then whether they have no shown name, its key, their uid.
_Place = tuple[Any, ...]


def list_people(
    standing: Standing,
    query: PeopleQuery = PeopleQuery(),
    *,
    cursor: str | None = None,
    limit: int = 50,
    dates: bool = True,
) -> Page[PersonRow]:
    """Return a page of people with the exact total; BadCursor where `cursor` is not of this query.

    Without `dates` the last contacts are left out, for answers that do not show them.
    """
    if query.sort not in SORTS:
        raise ValueError(f'people are sorted by one of {", ".join(SORTS)}, not by "{query.sort}"')
    after = None if cursor is None else _read_place(standing, query, cursor)
    among = matching(standing, query)
    found = _arranged(standing, query.sort, among, after, limit + 1)
    going_on = None
    if len(found) > limit:
        *leading, uid = found[limit - 1][1]
        going_on = write_cursor(standing.viewer, query.question, [*leading, shown(uid)])
    people = [person for person, _ in found[:limit]]
    for address in (one for person in people for one in joined(standing).members(person)):
        note_values(standing, address, standing.found_in_values.get(address, ()))
    return Page(_rows(standing, people, dates), len(among), going_on)


def list_people_by_ids(standing: Standing, persons: list[int], *, dates: bool = True) -> dict[int, PersonRow]:
    """Return the rows of those of these people whom the viewer may see, by id; without `dates` no last contacts.

    Those who are one to the viewer have the same row.
    """
    there = [person for person in dict.fromkeys(persons) if person in crowd_of(standing).existing]
    return dict(zip(there, _rows(standing, there, dates), strict=True))


def matching(standing: Standing, query: PeopleQuery) -> BitMap:
    """Return the roots of all whom the viewer may see and the query asks for. The set is shared: not to be changed.

    Each thing that is asked for may be so of any address of a person.
    """
    crowd, one = crowd_of(standing), joined(standing)
    among = directory(standing)
    for word in sort_key(query.words).split():
        among = among & one.folded(found_by(standing, word))
    if query.company is not None:
        among = among & one.folded(_at_company(standing, query.company))
    if query.least_score > 0:
        among = among & one.folded(crowd.stronger_than(raw_of(query.least_score)))
    if query.known_by is not None:
        known = crowd.open("relationship").get(book_known_by(standing, query.known_by), BitMap())
        among = among & one.folded(known)
    if query.since is not None:
        moment = datetime(query.since.year, query.since.month, query.since.day, tzinfo=UTC)
        among = among & one.folded(crowd.touched_since(int(moment.timestamp()) * 1_000_000))
    return among


def _at_company(standing: Standing, uid: uuid.UUID) -> BitMap:
    crowd = crowd_of(standing)
    # The same is done for a company that is not there as for one that is hidden (B12): it is nobody's.
    company = company_id(standing, uid) or -1
    on_cards = crowd.existing - crowd.people("existence")
    people = BitMap(
        Person.unchecked.filter(
            account_id=standing.viewer.account, company=company, id__in=list(on_cards)
        ).values_list("id", flat=True)
        if on_cards
        else ()
    )
    return people | crowd.at_company(company)


# ── Orders ──────────────────────────────────────────────────────────────────────────────────────────


def _by_name(
    standing: Standing, among: BitMap, after: _Place | None, wanted: int
) -> list[tuple[int, _Place]]:
    return list(in_name_order(standing, among, after, wanted))


def _by_strength(
    standing: Standing, among: BitMap, after: _Place | None, wanted: int
) -> list[tuple[int, _Place]]:
    """The strongest first; then those whom somebody knows without any score, then those whom nobody is said to know."""
    crowd, one = crowd_of(standing), joined(standing)
    positive = one.folded(crowd.stronger_than(0.0, or_equal=False))
    related = one.folded(crowd.people("relationship"))
    found = _led(standing, strength_lanes(standing), among & positive, after, wanted)
    found += _alike(standing, 0.0, (among & related) - positive, after, wanted - len(found))
    found += _alike(standing, _NO_TIE, among - related, after, wanted - len(found))
    return found


def _by_last_contact(
    standing: Standing, among: BitMap, after: _Place | None, wanted: int
) -> list[tuple[int, _Place]]:
    dated = joined(standing).folded(crowd_of(standing).touched_since(NEVER + 1))
    found = _led(standing, last_lanes(standing), among & dated, after, wanted)
    return found + _alike(standing, _NO_CONTACT, among - dated, after, wanted - len(found))


_ARRANGED = {"name": _by_name, "strength": _by_strength, "last contact": _by_last_contact}


def _arranged(
    standing: Standing, sort: str, among: BitMap, after: _Place | None, wanted: int
) -> list[tuple[int, _Place]]:
    """Return up to `wanted` of these people with their places after `after`. The list is shared: not to be changed."""
    if among is not directory(standing):
        return _ARRANGED[sort](standing, among, after, wanted)
    return crowd_of(standing).asked_for(
        ("page", sort, after, wanted, joined(standing)),
        lambda: _ARRANGED[sort](standing, among, after, wanted),
    )


def _led(
    standing: Standing, lanes: Sequence[Lane], among: BitMap, after: _Place | None, wanted: int
) -> list[tuple[int, _Place]]:
    """People in the order of their best value in these lanes, equal ones by name."""
    if after is not None and after[0] >= 0:
        return []
    ask = wanted
    while True:
        best, is_over = leaders(lanes, among, None if after is None else -after[0], ask)
        told = tell(standing, best)
        places = sorted(((value, *told[person].place), person) for person, value in best.items())
        found = [(person, place) for place, person in places if after is None or place > after]
        if is_over or len(found) >= wanted:
            return found[:wanted]
        ask *= 2


def _alike(
    standing: Standing, value: float, among: BitMap, after: _Place | None, wanted: int
) -> list[tuple[int, _Place]]:
    """People who share one value of the sort, by name."""
    if wanted <= 0 or (after is not None and after[0] > value):
        return []
    place: Any = after[1:] if after is not None and after[0] == value else None
    return [(person, (value, *name)) for person, name in in_name_order(standing, among, place, wanted)]


def _read_place(standing: Standing, query: PeopleQuery, cursor: str) -> _Place:
    place = read_cursor(standing.viewer, query.question, cursor)
    if len(place) != (3 if query.sort == "name" else 4):
        raise BadCursor("this page marker is not valid here; start the list again from its beginning")
    return (*place[:-1], uuid.UUID(hex=place[-1]))


def book_known_by(standing: Standing, member: uuid.UUID) -> int:
    """Return the book of a member of the account, or 0, which is nobody's."""
    return next((standing.book_of.get(m.id, 0) for m in standing.members.values() if m.uid == member), 0)


def _rows(standing: Standing, people: list[int], dates: bool) -> tuple[PersonRow, ...]:
    told = tell(standing, people)
    companies = company_refs(standing, {one.company for one in told.values() if one.company is not None})
    return tuple(_row(standing, told[person], companies, dates) for person in people)


def _row(standing: Standing, told: PersonTold, companies: Mapping[int, CompanyRef], dates: bool) -> PersonRow:
    if dates:
        for book, person in told.last_said:
            standing.showing.person(book, person, LAST_CONTACT)
    related = [(told.person, tie.book, tie.raw) for tie in told.ties if tie.raw is not None]
    return PersonRow(
        uid=told.uid,
        name=told.name,
        title=told.title,
        company=companies.get(told.company or 0),
        organisation=told.organisation,
        mine=told.is_mine,
        strength=None if told.best is None else strength_of(told.best),
        knowers=ranked(standing, related).get(told.person, ()),
        last_contact=told.last_at if dates else None,
    )


def knowers_of(standing: Standing, persons: list[int]) -> dict[int, tuple[Knower, ...]]:
    """Return, for each of these people, the contributors whose relationship is disclosed, best first."""
    rows = [
        (told.person, tie.book, tie.raw)
        for told in tell(standing, persons).values()
        for tie in told.ties
        if tie.raw is not None
    ]
    return ranked(standing, rows)


def ranked(standing: Standing, rows: list[tuple[int, int, float]]) -> dict[int, tuple[Knower, ...]]:
    """Return the knowers of each record from (record, book, raw sum) rows: strongest first, then by name."""
    found: dict[int, list[tuple[float, int]]] = {}
    for record, book, raw in rows:
        found.setdefault(record, []).append((-raw, book))
    keys = standing.household.member_keys
    owners = {book: owner_of(standing, book) for _, book, _ in rows}
    return {
        record: tuple(
            Knower(member_of_book(standing, book), strength_of(-falling))
            for falling, book in sorted(known, key=lambda k: (k[0], keys[owners[k[1]]]))
        )
        for record, known in found.items()
    }
