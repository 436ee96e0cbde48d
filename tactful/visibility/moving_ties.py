"""Ties that are new, and ties that have been quiet for long, with the dates that are disclosed to a viewer.

The viewer's own, and those of colleagues whose dates they see. What a mail that names somebody withheld says of dates
is left out (B05).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import numpy as np
from django.db import connection
from pyroaring import BitMap

from tactful.visibility.columns import Floats, Integers, ids_of
from tactful.visibility.contributors import member_of_book
from tactful.visibility.crowd import crowd_of
from tactful.visibility.cursor import read_cursor, write_cursor
from tactful.visibility.identity.joined import joined
from tactful.visibility.introducers import PersonRef
from tactful.visibility.months import DayInTouch, days_of_ties
from tactful.visibility.names import company_refs
from tactful.visibility.seen import CompanyRef, Member, Page, Strength
from tactful.visibility.showing import LAST_CONTACT, TOUCHPOINT
from tactful.visibility.standing import Standing
from tactful.visibility.strength import strength_of
from tactful.visibility.telling import best_addresses, moment_of, tell
from tactful.visibility.told import Told

T = TypeVar("T")
Pair = tuple[int, int]

#: A tie is new for so long after its first touchpoint, and quiet from so long after its last one, for so long.
NEW, QUIET, FORGOTTEN = timedelta(days=30), timedelta(days=60), timedelta(days=730)
#: What is left after `FORGOTTEN` of a tie that was good: less is not looked at (SCORING.md: 0.1 * 2^-2 of 12.8).
_LEAST = 0.32
#: How many quiet ties are looked at, those of which most is left.
_LOOKED_AT = 300
#: How many new ones are told unless more are asked for, and what a cursor of theirs is good for.
TOLD = 8
_QUESTION = "new ties"
_MICROSECOND = timedelta(microseconds=1)
_EPOCH_AT = moment_of(0)


@dataclass(frozen=True, slots=True)
class NewTie:
    """Whom a contributor came to know, and when."""

    pair: Pair
    member: Member
    person: PersonRef
    company: CompanyRef | None
    strength: Strength
    first: datetime


@dataclass(frozen=True, slots=True)
class _New:
    """The new ties of a day in their order, what that and the dates are made of, and the first of them as told."""

    order: tuple[Pair, ...]
    raws: Mapping[Pair, float]
    firsts: Mapping[Pair, datetime]
    first: tuple[NewTie, ...] = ()


@dataclass(frozen=True, slots=True)
class QuietTie:
    """Whom a contributor has not been in touch with for long; `days` are those in touch that are disclosed."""

    pair: Pair
    book: int
    member: Member
    person: PersonRef
    company: CompanyRef | None
    strength: Strength
    last: datetime
    days: tuple[DayInTouch, ...]


def new_ties(standing: Standing, *, cursor: str | None = None, limit: int = TOLD) -> Page[NewTie]:
    """Return the ties whose first touchpoint is in the last 30 days, the strongest first, with their exact number.

    BadCursor where `cursor` is not of this list.
    """
    new = _kept_for_today(standing, "new ties", lambda: _new_ties(standing))
    start = 0 if cursor is None else _read_place(standing, cursor)
    end = start + limit
    if end <= TOLD or len(new.order) <= TOLD:
        rows = new.first[start:end]
    else:
        rows = _told(standing, new, new.order[start:end])
    for tie in rows:
        standing.showing.person(*tie.pair, TOUCHPOINT)
    going_on = write_cursor(standing.viewer, _QUESTION, [end]) if end < len(new.order) else None
    return Page(rows, len(new.order), going_on)


def quiet_ties(standing: Standing) -> tuple[QuietTie, ...]:
    """Return ties whose last touchpoint is 60 days to two years ago and of which something is left.

    They are material: whoever shows some of them notes these with `note_shown`.
    """
    return _kept_for_today(standing, "quiet ties", lambda: _quiet_ties(standing))


def note_shown(standing: Standing, ties: Iterable[QuietTie]) -> None:
    """Note for the log (B03) that an answer shows the last contact of these."""
    for tie in ties:
        standing.showing.person(*tie.pair, LAST_CONTACT)


# ── New ─────────────────────────────────────────────────────────────────────────────────────────────


def _new_ties(standing: Standing) -> _New:
    since = _today(standing) - NEW
    raws = {
        (book, person): raw
        for book, people, strengths, _ in _dated(standing, "highlights", since, since + 2 * NEW)
        for person, raw in zip(people.tolist(), strengths.tolist(), strict=True)
    }
    firsts = {pair: first for pair, first in _firsts_with(standing, list(raws)).items() if first >= since}
    told = tell(standing, {person for _, person in firsts})
    keys = standing.household.member_keys
    order = sorted(
        firsts,
        key=lambda pair: (-raws[pair], told[pair[1]].place, keys[_owner(standing, pair[0])]),
    )
    new = _New(tuple(order), raws, firsts)
    return replace(new, first=_told(standing, new, order[:TOLD]))


def _told(standing: Standing, new: _New, pairs: Sequence[Pair]) -> tuple[NewTie, ...]:
    told = tell(standing, {person for _, person in pairs})
    refs = company_refs(standing, {one.company for one in told.values() if one.company is not None})
    return tuple(
        NewTie(
            (book, person),
            member_of_book(standing, book),
            PersonRef(told[person].uid, told[person].name),
            refs.get(told[person].company or 0),
            strength_of(new.raws[book, person]),
            new.firsts[book, person],
        )
        for book, person in pairs
    )


def _read_place(standing: Standing, cursor: str) -> int:
    (start,) = read_cursor(standing.viewer, _QUESTION, cursor)
    return int(start)


def _firsts_with(standing: Standing, pairs: Sequence[Pair]) -> dict[Pair, datetime]:
    """Return the first disclosed touchpoint of each book with each person, by whichever address."""
    one, found = joined(standing), dict[Pair, datetime]()
    dated = crowd_of(standing).open("highlights")
    every = [
        (book, address)
        for book, person in pairs
        for address in one.members(person)
        if address in dated.get(book, ())
    ]
    for (book, address), first in _firsts(standing, every).items():
        pair = (book, one.root(address))
        found[pair] = min(first, found.get(pair, first))
    return found


def _firsts(standing: Standing, pairs: Sequence[Pair]) -> dict[Pair, datetime]:
    """Return the first disclosed touchpoint of each of these ties."""
    crowd = crowd_of(standing)
    corrected = [pair for pair in pairs if crowd.is_corrected(*pair)]
    account = standing.viewer.account
    with connection.cursor() as db:
        db.execute(
            "select t.book_id, t.person_id, t.first_at from unnest(%s::bigint[], %s::bigint[]) as w(book, person)"
            " join records_tie t on t.account_id = %s and t.book_id = w.book and t.person_id = w.person"
            " where t.first_at is not null",
            [*_columns(pairs), account],
        )
        found = {(book, person): first for book, person, first in db.fetchall()}
        if corrected:
            told = Told(standing).touchpoint("highlights", "t", "p.company_id")
            db.execute(
                "select t.book_id, t.person_id, min(t.at) from unnest(%s::bigint[], %s::bigint[]) as w(book, person)"
                " join records_party t on t.account_id = %s and t.book_id = w.book and t.person_id = w.person"
                " join records_person p on p.id = t.person_id"
                " where t.direction <> '' and t.direction <> 'copied'"
                f" and ({told.sql}) group by t.book_id, t.person_id",
                [*_columns(corrected), account, *told.params],
            )
            left = {(book, person): first for book, person, first in db.fetchall()}
            found = {pair: first for pair, first in found.items() if pair not in set(corrected)} | left
    return found


# ── Quiet ───────────────────────────────────────────────────────────────────────────────────────────


def _quiet_ties(standing: Standing) -> tuple[QuietTie, ...]:
    now = _today(standing)
    found = [
        (raw, book, person, last)
        for book, people, strengths, lasts in _dated(standing, "interactions", now - FORGOTTEN, now - QUIET)
        for person, raw, last in zip(people.tolist(), strengths.tolist(), lasts.tolist(), strict=True)
        if raw >= _LEAST
    ]
    if len(found) > _LOOKED_AT:
        # All that are as strong as the last one, so that no internal order decides.
        bar = sorted((raw for raw, *_ in found), reverse=True)[_LOOKED_AT - 1]
        found = [one for one in found if one[0] >= bar]
    best = _best(standing, [(book, person) for _, book, person, _ in found])
    days = days_of_ties(standing, list(best.values()))
    told = tell(standing, {person for _, _, person, _ in found})
    refs = company_refs(standing, {one.company for one in told.values() if one.company is not None})
    keys = standing.household.member_keys
    found.sort(key=lambda one: (-one[0], told[one[2]].place, keys[_owner(standing, one[1])]))
    return tuple(
        QuietTie(
            _latest(standing, (book, person), last),
            book,
            member_of_book(standing, book),
            PersonRef(told[person].uid, told[person].name),
            refs.get(told[person].company or 0),
            strength_of(raw),
            moment_of(last),
            days[best[book, person]],
        )
        for raw, book, person, last in found
        if best[book, person] in days
    )


def _best(standing: Standing, pairs: Sequence[Pair]) -> dict[Pair, Pair]:
    """Return the tie of each of these books with the address of a person that it knows best, whose score is told."""
    several = {person for _, person in pairs if person in joined(standing).classes}
    best = {person: best_addresses(standing, person) for person in several}
    return {
        (book, person): (book, best[person][book]) if person in several else (book, person)
        for book, person in pairs
    }


def _latest(standing: Standing, pair: Pair, last: int) -> Pair:
    """Return the tie with the address of a person by which the last touchpoint was."""
    (book, person), crowd = pair, crowd_of(standing)
    members = joined(standing).members(person)
    return book, next((one for one in members if crowd.last_with(book, one) == last), person)


# ── Both ────────────────────────────────────────────────────────────────────────────────────────────


def _dated(
    standing: Standing, facet: str, since: datetime, until: datetime
) -> Iterable[tuple[int, Integers, Floats, Integers]]:
    """Yield, by book, the people whose last touchpoint is in between, their raw sums above nought, and the dates."""
    crowd, one = crowd_of(standing), joined(standing)
    first, last = ((moment - _EPOCH_AT) // _MICROSECOND for moment in (since, until))
    for book, opened in crowd.open(facet).items():
        columns = crowd.columns(book)
        people, lasts = one.greatest(*crowd.lasts(book))
        inside = (lasts >= first) & (lasts <= last)
        people, lasts = people[inside], lasts[inside]
        related = opened & crowd.open("relationship").get(book, BitMap())
        if one and related.intersect(one.others):
            places = np.searchsorted(columns.people, ids_of(related))
            known, raws = one.greatest(columns.people[places], columns.strengths[places])
            there = np.isin(people, known)
            people, lasts = people[there], lasts[there]
            strengths = raws[np.searchsorted(known, people)]
            strong = strengths > 0
            yield book, people[strong], strengths[strong], lasts[strong]
            continue
        if related is not columns.held and len(people):
            there = np.isin(people, ids_of(related))
            people, lasts = people[there], lasts[there]
        strengths = columns.strengths[np.searchsorted(columns.people, people)]
        strong = strengths > 0
        yield book, people[strong], strengths[strong], lasts[strong]


def _today(standing: Standing) -> datetime:
    """Return when the viewer's day (UTC) began: what is told does not move within a day."""
    return standing.viewer.now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def _columns(pairs: Sequence[Pair]) -> tuple[list[int], list[int]]:
    return [book for book, _ in pairs], [person for _, person in pairs]


def _owner(standing: Standing, book: int) -> int:
    return int(standing.settings.sources[book].owner or 0)


def _kept_for_today(standing: Standing, what: str, make: Callable[[], T]) -> T:
    """Return what was made for this state of the records on this day; only one day is kept."""
    kept: dict[object, T] = crowd_of(standing).kept(what, dict)
    day = _today(standing)
    if day not in kept:
        made = make()
        kept.clear()
        kept[day] = made
        return made
    return kept[day]
