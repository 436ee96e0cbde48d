"""Requests for an introduction, which the two alone see, and introductions that were made (B07).

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
from tactful.visibility.identity.joined import joined
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
class Introduced:
    """That a colleague introduced another to a person, and when it was noted."""

    asker: Member
    introducer: Member
    at: datetime | None


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


def introductions_made(standing: Standing, person: uuid.UUID) -> tuple[Introduced, ...]:
    """Return who introduced whom to a person, as far as the viewer may know it, the newest first.

    The source of an introduction is a highlight of the asker's relationship (A28), and names the introducer where their
    own relationship is disclosed too. To the asker it is a note of their own, to the introducer a part of their book.
    """
    row = Person.unchecked.filter(account_id=standing.viewer.account, uid=person).first()
    if row is None or row.id not in crowd_of(standing).existing:
        return ()
    made = Introduction.unchecked.filter(
        account_id=standing.viewer.account,
        person_id__in=joined(standing).members(row.id),
        state=Introduction.State.MADE,
    )
    return tuple(
        Introduced(_member(standing, one.asker_id), _member(standing, one.introducer_id), one.changed_at)
        for one in made.order_by("-changed_at", "-uid")
        if _tells(standing, one)
    )


def _tells(standing: Standing, row: Introduction) -> bool:
    me = standing.viewer.member
    if me is not None and row.asker_id == me:
        return True
    if me is not None and row.introducer_id == me:
        return _names(standing, row)
    dated = crowd_of(standing).open("highlights").get(standing.book_of.get(row.asker_id, 0), BitMap())
    return row.person_id in dated and knows(standing, row.introducer_id, row.person_id)


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
    return any(address in own for address in joined(standing).members(row.person_id))


def _member(standing: Standing, member: int) -> Member:
    row = standing.members[member]
    return Member(row.uid, row.name, row.id == standing.viewer.member)


def _waits_first(one: IntroductionSeen) -> bool:
    return one.state != Introduction.State.ASKED
