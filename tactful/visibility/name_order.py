"""People in the order of the names that are shown of them; those without a shown name follow, by their ids."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from django.db import connection
from pyroaring import BitMap

from tactful.visibility.crowd import crowd_of
from tactful.visibility.standing import Standing
from tactful.visibility.telling import tell

#: (0 named or 1 nameless, sort key, uid): where a person stands.
Place = tuple[int, str, uuid.UUID]

#: Up to so many people are put in order at once; more are found by walking along an index.
FEW = 8_000
_LEAST_STEP, _MOST_STEP = 300, 50_000


def in_name_order(
    standing: Standing, among: BitMap, after: Place | None, wanted: int
) -> list[tuple[int, Place]]:
    """Return up to `wanted` of these people with their places, from the first one after `after` on."""
    crowd = crowd_of(standing)
    if not among:
        return []
    if len(among) <= FEW:
        return _few(standing, among, after, wanted)
    found: list[tuple[int, Place]] = []
    named = among & crowd.named
    if after is None or after[0] == 0:
        for row in _walk_names(standing, named, after, wanted):
            found.append(row)
            if len(found) == wanted:
                return found
    nameless = among - named
    if nameless:
        last = after[2] if after is not None and after[0] == 1 else None
        found += _nameless(standing, nameless, last, wanted - len(found))
    return found


def _few(standing: Standing, among: BitMap, after: Place | None, wanted: int) -> list[tuple[int, Place]]:
    crowd = crowd_of(standing)
    if among == crowd.existing:
        ordered = crowd.kept("in name order", lambda: _ordered(standing, among))
    else:
        ordered = _ordered(standing, among)
    start = 0 if after is None else _first_after(ordered, after)
    return ordered[start : start + wanted]


def _first_after(ordered: list[tuple[int, Place]], after: Place) -> int:
    low, high = 0, len(ordered)
    while low < high:
        middle = (low + high) // 2
        if ordered[middle][1] > after:
            high = middle
        else:
            low = middle + 1
    return low


def _ordered(standing: Standing, among: BitMap) -> list[tuple[int, Place]]:
    people = list(among)
    keys = _shown_keys(standing, people)
    uids = _uids(standing, people)
    places = [
        (person, (0, keys[person], uids[person]) if person in keys else (1, "", uids[person]))
        for person in people
    ]
    return sorted(places, key=lambda row: row[1])


def _shown_keys(standing: Standing, people: list[int]) -> dict[int, str]:
    """The sort key of the name shown of each of these people who has one: the viewer's own, else the least (D21)."""
    exists, own = crowd_of(standing).open("existence"), standing.own_book
    found: dict[int, tuple[bool, str]] = {}
    with connection.cursor() as db:
        db.execute(
            "select person_id, book_id, sort_key from records_tie"
            " where account_id = %s and person_id = any(%s) and name <> '' and book_id + 0 = any(%s)",
            [standing.viewer.account, people, list(exists)],
        )
        for person, book, key in db.fetchall():
            if person not in exists[book]:
                continue
            said = (book != own, key)
            if person not in found or said < found[person]:
                found[person] = said
    return {person: key for person, (_, key) in found.items()}


def _uids(standing: Standing, people: list[int]) -> dict[int, uuid.UUID]:
    with connection.cursor() as db:
        db.execute(
            "select id, uid from records_person where account_id = %s and id = any(%s)",
            [standing.viewer.account, people],
        )
        return dict(db.fetchall())


def _walk_names(
    standing: Standing, named: BitMap, after: Place | None, wanted: int
) -> Iterator[tuple[int, Place]]:
    """Yield people along the names of all books: each at the name that is shown of them, and there alone.

    Namesakes stand in the order of their uids, so a run of equal names is taken whole.
    """
    least = "" if after is None else after[1]
    ties = len(named) and sum(len(p) for p in crowd_of(standing).open("existence").values()) / len(named)
    step = int(min(max(1.2 * wanted * ties, _LEAST_STEP), _MOST_STEP))
    while True:
        run, rest, is_over = _run_of_names(standing, named, least, step)
        placed = ((one.place, person) for person, one in tell(standing, run).items())
        places = sorted((place, person) for place, person in placed if place[1] in run[person])
        for place, person in places:
            if after is None or place > after:
                yield person, place
        if is_over:
            return
        least, step = rest, min(2 * step, _MOST_STEP)


def _run_of_names(
    standing: Standing, named: BitMap, least: str, step: int
) -> tuple[dict[int, set[str]], str, bool]:
    """Return people with the sort keys that open books have for them, from `least` on: whole runs of equal keys.

    Also the key to go on from, and whether there is none.
    """
    exists = crowd_of(standing).open("existence")
    while True:
        with connection.cursor() as db:
            db.execute(
                "select sort_key, person_id, book_id from records_tie"
                " where account_id = %s and name <> '' and sort_key >= %s and book_id + 0 = any(%s)"
                " order by account_id, sort_key, person_id, book_id limit %s",
                [standing.viewer.account, least, list(exists), step],
            )
            rows = db.fetchall()
        is_over = len(rows) < step
        last = "" if is_over else rows[-1][0]
        if is_over or last != rows[0][0]:
            break
        step *= 4
    run: dict[int, set[str]] = {}
    for key, person, book in rows:
        if not is_over and key == last:
            break
        if person in named and person in exists[book]:
            run.setdefault(person, set()).add(key)
    return run, last, is_over


def _nameless(
    standing: Standing, nameless: BitMap, after: uuid.UUID | None, wanted: int
) -> list[tuple[int, Place]]:
    if len(nameless) <= FEW:
        uids = sorted((uid, person) for person, uid in _uids(standing, list(nameless)).items())
        return [(person, (1, "", uid)) for uid, person in uids if after is None or uid > after][:wanted]
    found: list[tuple[int, Place]] = []
    step = _LEAST_STEP
    while len(found) < wanted:
        with connection.cursor() as db:
            db.execute(
                "select uid, id from records_person where account_id = %s and uid > %s order by uid limit %s",
                [standing.viewer.account, after or uuid.UUID(int=0), step],
            )
            rows = db.fetchall()
        found += [(person, (1, "", uid)) for uid, person in rows if person in nameless]
        if len(rows) < step:
            break
        after, step = rows[-1][0], min(2 * step, _MOST_STEP)
    return found[:wanted]
