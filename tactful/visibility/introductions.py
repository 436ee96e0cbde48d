"""Introductions that the viewer asked for, and that others ask of them: seen by these two, and by nobody else (B07).

A request names its person to the asker while the introducer's relationship with them is disclosed to the asker, and to
the introducer while their own book holds them. What either wrote stays with both (D14).
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from pyroaring import BitMap

from tactful.records.models import Person
from tactful.sharing.models import Introduction
from tactful.visibility.crowd import crowd_of
from tactful.visibility.introducers import PersonRef, knows
from tactful.visibility.seen import Member
from tactful.visibility.standing import Standing
from tactful.visibility.telling import tell

#: How many of either kind are shown, the newest first; those that wait for an answer come before all others.
MOST = 200


@dataclass(frozen=True, slots=True)
class IntroductionSeen:
    """One request. `person` None: not, or no longer, seen through this introducer. `mine`: the viewer asked."""

    uid: uuid.UUID
    asker: Member
    introducer: Member
    person: PersonRef | None
    words: str
    state: str
    answer: str
    asked_at: datetime
    changed_at: datetime | None
    mine: bool


@dataclass(frozen=True, slots=True)
class Introductions:
    """What is asked of the viewer, and what they asked of others."""

    of_me: tuple[IntroductionSeen, ...]
    by_me: tuple[IntroductionSeen, ...]


def my_introductions(standing: Standing) -> Introductions:
    """Return the requests that the viewer has a part in."""
    me = standing.viewer.member
    if me is None:
        return Introductions((), ())
    rows = Introduction.unchecked.filter(account_id=standing.viewer.account).order_by("-asked_at", "-uid")
    of_me, by_me = list(rows.filter(introducer_id=me)[:MOST]), list(rows.filter(asker_id=me)[:MOST])
    seen = _seen(standing, [*of_me, *by_me])
    return Introductions(
        tuple(sorted((seen[row.id] for row in of_me), key=_waits_first)),
        tuple(sorted((seen[row.id] for row in by_me), key=_waits_first)),
    )


def waiting_for_me(standing: Standing) -> int:
    """Return how many requests wait for the viewer's answer."""
    me = standing.viewer.member
    if me is None:
        return 0
    return Introduction.unchecked.filter(
        account_id=standing.viewer.account, introducer_id=me, state=Introduction.State.ASKED
    ).count()


def see_introduction(standing: Standing, uid: uuid.UUID) -> IntroductionSeen | None:
    """Return a request that the viewer has a part in; None alike for others' and absent ones."""
    row = find_introduction(standing, uid)
    return None if row is None else _seen(standing, [row])[row.id]


def find_introduction(standing: Standing, uid: uuid.UUID, *, lock: bool = False) -> Introduction | None:
    """Return the row of such a request, locked where it is about to be changed."""
    me = standing.viewer.member
    if me is None:
        return None
    rows = Introduction.unchecked.filter(account_id=standing.viewer.account, uid=uid)
    rows = rows.filter(Q(asker_id=me) | Q(introducer_id=me))
    return (rows.select_for_update(of=("self",)) if lock else rows).first()


def introduced_by(standing: Standing, person: uuid.UUID) -> tuple[IntroductionSeen, ...]:
    """Return the introductions to a person that were made and in which the viewer had a part, the newest first.

    To the asker they are a note of their own, which stays while the person exists for them.
    """
    me = standing.viewer.member
    row = Person.unchecked.filter(account_id=standing.viewer.account, uid=person).first()
    if me is None or row is None or row.id not in crowd_of(standing).existing:
        return ()
    made = Introduction.unchecked.filter(
        account_id=standing.viewer.account, person_id=row.id, state=Introduction.State.MADE
    )
    rows = list(made.filter(Q(asker_id=me) | Q(introducer_id=me)).order_by("-changed_at", "-uid"))
    seen = _seen(standing, rows)
    return tuple(one for one in (seen[row.id] for row in rows) if one.mine or one.person is not None)


def _seen(standing: Standing, rows: list[Introduction]) -> dict[int, IntroductionSeen]:
    me = standing.viewer.member
    named = {row.id for row in rows if _names(standing, row)}
    told = tell(standing, {row.person_id for row in rows if row.id in named})
    found = {}
    for row in rows:
        one = told.get(row.person_id) if row.id in named else None
        found[row.id] = IntroductionSeen(
            row.uid,
            _member(standing, row.asker_id),
            _member(standing, row.introducer_id),
            None if one is None else PersonRef(one.uid, one.name),
            row.words,
            row.state,
            row.answer,
            row.asked_at,
            row.changed_at,
            row.asker_id == me,
        )
    return found


def _names(standing: Standing, row: Introduction) -> bool:
    if row.asker_id == standing.viewer.member:
        return knows(standing, row.introducer_id, row.person_id)
    own = crowd_of(standing).open("relationship").get(standing.own_book or 0, BitMap())
    return row.person_id in own


def _member(standing: Standing, member: int) -> Member:
    row = standing.members[member]
    return Member(row.uid, row.name, row.id == standing.viewer.member)


def _waits_first(one: IntroductionSeen) -> bool:
    return one.state != Introduction.State.ASKED
