"""Whom a group knows best, by the sum of raw scores over the books that contribute to it.

Worked out from columns in memory, or read as stored: a stored answer names, by a digest, the books and stamps that it
was made of, and is used only while the reader's own snapshot has the same. Raw sums are multiples of a grain of 2^-30
(insight.rs1), so that adding them is exact in any order, here as in SQL.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from django.db import connection

from tactful.policy.paths import share_of
from tactful.policy.rules import EVERYONE, RULES, Policy
from tactful.policy.terms import Id, Settings
from tactful.visibility.columns import Floats, Integers
from tactful.visibility.household import books_by_owner

#: How many are stored of a group, and how its people, sums and counts are packed.
MOST = 1_000
PACKED = (">i8", ">f8", ">i8")
#: Where ids lie at most this many times as far apart as there are ties, a place for each costs less than sorting them.
_SPREAD = 8
#: Into how many stretches sums are cut for each that is asked for.
_BLOCKS = 8

#: The digest of books and their stamps, from rows (source_id, number).
_DIGEST = (
    "sha256(coalesce(string_agg(int8send(source_id) || int8send(number), '' order by source_id), ''::bytea))"
)


@dataclass(frozen=True, slots=True)
class Leader:
    """A person, the sum of a group's raw sums with them, and how many of its contributors know them."""

    person: int
    raw: float
    contributors: int


def contributors(settings: Settings, audience: Id, now: datetime, policy: Policy = RULES) -> tuple[int, ...]:
    """Return the books whose owner contributes and shares relationships with an audience that they are of."""
    found = []
    for member, book in books_by_owner(settings).items():
        owner = settings.users[member]
        if not owner.contributes or (audience != EVERYONE and audience not in owner.teams):
            continue
        if "relationship" in share_of(settings, owner, audience, now, policy):
            found.append(book)
    return tuple(sorted(found))


def leading(
    account: int,
    ties: Sequence[tuple[Integers, Floats]],
    limit: int,
    leads: Callable[[list[int]], list[int]] = list,
) -> tuple[Leader, ...]:
    """Return the first `limit` people of these books with a positive sum: the greatest first, equal ones by uid.

    A book is given as its people, each once, and their raw sums. `leads` gives those by whose ids people go.
    """
    if not any(len(people) for people, _ in ties):
        return ()
    people = np.concatenate([of for of, _ in ties])
    strengths = np.concatenate([of for _, of in ties])
    ids, places = _placed(people)
    sums = np.asarray(np.bincount(places, weights=strengths), np.float64)
    first = _greatest(sums, limit)
    is_first = np.zeros(len(sums), np.bool_)
    is_first[first] = True
    counts = np.bincount(np.searchsorted(first, places[is_first[places]]), minlength=len(first))
    with connection.cursor() as db:
        db.execute(
            "select u.* from unnest(%s::bigint[], %s::float8[], %s::bigint[]) as u(person, raw, contributors)"
            " cross join lateral (select uid from records_person"
            "                     where account_id = %s and id = u.person offset 0) p"
            " order by u.raw desc, p.uid limit %s",
            [leads(ids(first).tolist()), sums[first].tolist(), counts.tolist(), account, limit],
        )
        return tuple(Leader(*row) for row in db.fetchall())


def digest_of(stamps: Mapping[int, int]) -> bytes:
    """Return the digest of books with these stamps."""
    with connection.cursor() as db:
        db.execute(
            f"select {_DIGEST} from unnest(%s::bigint[], %s::bigint[]) as stamps(source_id, number)",
            [list(stamps), list(stamps.values())],
        )
        return bytes(db.fetchone()[0])


def stored_leaders(account: int, audience: Id, books: Sequence[int], limit: int) -> tuple[Leader, ...] | None:
    """Return the first `limit` people that are stored for a group, or None where they are not of these books' state.

    None too where more are asked for than are stored.
    """
    with connection.cursor() as db:
        db.execute(
            "select octet_length(people) / 8, substring(people for %s), substring(sums for %s),"
            " substring(counts for %s) from records_groupleaders"
            " where account_id = %s and team_id is not distinct from %s"
            f" and digest = (select {_DIGEST} from sharing_stamp where account_id = %s and source_id = any(%s))",
            [*[8 * limit] * 3, account, team_of(audience), account, list(books)],
        )
        row = db.fetchone()
    if row is None or row[0] == MOST < limit:
        return None
    people, sums, counts = (
        np.frombuffer(bytes(column), kind) for column, kind in zip(row[1:], PACKED, strict=True)
    )
    return tuple(map(Leader, people.tolist(), sums.tolist(), counts.tolist()))


def team_of(audience: Id) -> int | None:
    """Return the team that an audience is, or None for Everyone."""
    return None if audience == EVERYONE else int(audience)


def _placed(people: Integers) -> tuple[Callable[[Integers], Integers], Integers]:
    """Return which people places stand for, and the place of each of these."""
    least, most = int(people.min()), int(people.max())
    if most - least < _SPREAD * len(people):
        return lambda places: places + least, people - least
    ids, places = np.unique(people, return_inverse=True)
    return lambda places: ids[places], places


def _greatest(sums: Floats, limit: int) -> Integers:
    """Return the places of the `limit` greatest sums and of all that are equal to the last, positive ones alone."""
    size = max(1, len(sums) // (_BLOCKS * limit))
    tops = sums[: len(sums) // size * size].reshape(-1, size).max(axis=1)
    # So many stretches reach the bar that nobody below it is among the first: few are left to be told apart.
    found = np.flatnonzero((sums > 0) & (sums >= _last_of(tops, limit)))
    return found[sums[found] >= _last_of(sums[found], limit)]


def _last_of(values: Floats, limit: int) -> float:
    """Return the `limit`-th greatest of these, or 0 where there are no more than that."""
    return 0.0 if len(values) <= limit else float(np.partition(values, len(values) - limit)[-limit])
