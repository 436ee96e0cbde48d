"""People in the order of the names that are shown of them; those without a shown name follow, by their ids.

They are given by their roots (joined.py). What is said of any of their addresses is said of them.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby, islice
from operator import itemgetter

import numpy as np
from django.db import connection
from pyroaring import BitMap

from tactful.visibility.columns import KEY_BYTES, Integers, Keys, ids_of
from tactful.visibility.crowd import crowd_of, only_open
from tactful.visibility.identity.joined import directory, joined
from tactful.visibility.standing import Standing
from tactful.visibility.telling import tell

#: (0 named or 1 nameless, sort key, uid): where a person stands.
Place = tuple[int, str, uuid.UUID]

#: Up to so many pairs of book and person are put in order at once; more are found by walking along an index.
FEW = 65_536
#: Up to so many people without a name are put in order at once.
_FEW_NAMELESS = 8_000
_LEAST_STEP, _MOST_STEP = 300, 50_000


def in_name_order(
    standing: Standing, among: BitMap, after: Place | None, wanted: int
) -> list[tuple[int, Place]]:
    """Return up to `wanted` of these people with their places, from the first one after `after` on."""
    if not among or wanted <= 0:
        return []
    found: list[tuple[int, Place]] = []
    named = among & joined(standing).folded(crowd_of(standing).named)
    if named and (after is None or after[0] == 0):
        found = list(islice(_named(standing, among, named, after, wanted), wanted))
    if len(found) < wanted and len(named) < len(among):
        last = after[2] if after is not None and after[0] == 1 else None
        found += _nameless(standing, among - named, last, wanted - len(found))
    return found


def _named(
    standing: Standing, among: BitMap, named: BitMap, after: Place | None, wanted: int
) -> Iterator[tuple[int, Place]]:
    crowd = crowd_of(standing)
    pairs = crowd.kept("pairs", lambda: sum(len(people) for people in crowd.open("existence").values()))
    if len(named) * pairs <= FEW * len(crowd.existing):
        # Of all, the order is kept; of some, it is worked out for this page.
        if among is directory(standing):
            key = "joined name order" if joined(standing) else "name order"
            order = crowd.kept(key, lambda: _ordered(standing, None))
        else:
            order = _ordered(standing, named)
        return _along(standing, order, after, wanted)
    return _walk(standing, named, after, wanted, pairs / len(crowd.existing))


# ── From columns ────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, eq=False)
class Order:
    """People in the order of the beginnings of their shown names' keys."""

    people: Integers
    keys: Keys


def _ordered(standing: Standing, named: BitMap | None) -> Order:
    """Put these people in order, or all who have a name: by the viewer's own name for them, else the least (D21)."""
    crowd, own, one = crowd_of(standing), standing.own_book, joined(standing)
    people, keys = [], []
    mine = BitMap()
    asked = None if named is None else one.unfolded(named)
    for book, opened in sorted(crowd.open("existence").items(), key=lambda item: item[0] != own):
        columns = crowd.columns(book)
        told = opened & columns.with_name - mine
        if asked is not None:
            told &= asked
        if book == own:
            mine = one.unfolded(one.folded(told))
        if told:
            ids = ids_of(told)
            people.append(one.mapped(ids))
            keys.append(columns.keys[np.searchsorted(columns.people, ids)])
    every, key = np.concatenate(people), np.concatenate(keys)
    rising = np.argsort(key, kind="stable")
    # Of equal people, unique gives the first, which has the least key.
    _, firsts = np.unique(every[rising], return_index=True)
    places = rising[np.sort(firsts)]
    return Order(every[places], key[places])


def _along(standing: Standing, order: Order, after: Place | None, wanted: int) -> Iterator[tuple[int, Place]]:
    """Yield people from the first one after `after` on; those of equal beginnings are told apart by what is told."""
    start = 0
    if after is not None:
        start = int(np.searchsorted(order.keys, beginning(after[1]), "left"))
    while start < len(order.people):
        end = min(start + wanted, len(order.people))
        end = int(np.searchsorted(order.keys, order.keys[end - 1], "right"))
        told = tell(standing, order.people[start:end].tolist())
        for place, person in sorted((one.place, person) for person, one in told.items()):
            if after is None or place > after:
                yield person, place
        start = end


def beginning(key: str) -> bytes:
    """Return as much of a sort key as columns keep."""
    return key.encode()[:KEY_BYTES]


# ── From the index ──────────────────────────────────────────────────────────────────────────────────


def _walk(
    standing: Standing, named: BitMap, after: Place | None, wanted: int, ties: float
) -> Iterator[tuple[int, Place]]:
    """Yield people along the names of all books: each at the name that is shown of them, and there alone.

    Namesakes stand in the order of their uids, so a run of equal names is taken whole. `ties`: about how many open
    books know each person.
    """
    own = standing.own_book or 0
    crowd, one = crowd_of(standing), joined(standing)
    mine = crowd.columns(own).with_name & crowd.open("existence").get(own, BitMap())
    mine = one.unfolded(one.folded(mine))
    least = "" if after is None else after[1]
    step = int(min(max(1.2 * wanted * ties, _LEAST_STEP), _MOST_STEP))
    met: set[int] = set()
    while True:
        rows, rest = _names_from(standing, least, step)
        batch: dict[int, str] = {}
        for key, people in groupby(
            (
                (key, one.root(person))
                for key, person, book in rows
                if one.root(person) in named and (book == own or person not in mine)
            ),
            key=itemgetter(0),
        ):
            # Along rising keys, the first name of a person is the least one: no later one is shown.
            batch |= {person: key for _, person in people if person not in met}
            met |= batch.keys()
            if len(batch) >= wanted:
                yield from _placed(standing, batch, after)
                batch = {}
        yield from _placed(standing, batch, after)
        if rest is None:
            return
        least, step = rest, min(2 * step, _MOST_STEP)


def _placed(standing: Standing, batch: Mapping[int, str], after: Place | None) -> list[tuple[int, Place]]:
    """Put people in order, each met at a name; those whose shown name came before `after` are left out."""
    placed = sorted((one.place, person) for person, one in tell(standing, batch).items())
    return [(person, place) for place, person in placed if after is None or place > after]


def _names_from(standing: Standing, least: str, step: int) -> tuple[list[tuple[str, int, int]], str | None]:
    """Return (sort key, person, book) of told names from `least` on: whole runs of equal keys, about `step` rows.

    Also the key to go on from, None where there is none.
    """
    exists = crowd_of(standing).open("existence")
    only, books = only_open(standing, "book_id")
    while True:
        with connection.cursor() as db:
            db.execute(
                "select sort_key, person_id, book_id from records_tie"
                f" where account_id = %s and name <> '' and sort_key >= %s{only}"
                " order by account_id, sort_key, person_id, book_id limit %s",
                [standing.viewer.account, least, *books, step],
            )
            rows = db.fetchall()
        is_over = len(rows) < step
        last = None if is_over else rows[-1][0]
        if is_over or last != rows[0][0]:
            break
        step *= 4
    told = [row for row in rows if row[0] != last and row[1] in exists.get(row[2], ())]
    return told, last


# ── Without a name ──────────────────────────────────────────────────────────────────────────────────


def _nameless(
    standing: Standing, nameless: BitMap, after: uuid.UUID | None, wanted: int
) -> list[tuple[int, Place]]:
    several = nameless & joined(standing).roots
    if several:
        places = ((person, one.place) for person, one in tell(standing, several).items())
        found = [(person, place) for person, place in places if after is None or place[2] > after]
        found += _nameless(standing, nameless - several, after, wanted)
        return sorted(found, key=itemgetter(1))[:wanted]
    if len(nameless) <= _FEW_NAMELESS:
        with connection.cursor() as db:
            db.execute(
                "select uid, id from records_person where account_id = %s and id = any(%s) and uid > %s"
                " order by uid limit %s",
                [standing.viewer.account, list(nameless), after or uuid.UUID(int=0), wanted],
            )
            return [(person, (1, "", uid)) for uid, person in db.fetchall()]
    found = []
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
