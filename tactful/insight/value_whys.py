"""Why a person's values are shown, and each score with what went into it: days in touch that are disclosed (B01)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC

from tactful.insight.explanation import explain, sentences
from tactful.insight.fading import contact_days
from tactful.insight.store import coverage
from tactful.visibility.contributors import member_of_book
from tactful.visibility.months import days_of_ties
from tactful.visibility.person import find_person
from tactful.visibility.showing import TOUCHPOINT
from tactful.visibility.standing import Standing
from tactful.visibility.telling import tell
from tactful.visibility.value_whys import Asked, WhyValue, why_person_values


def explained_values(standing: Standing, uid: uuid.UUID, asked: Asked) -> tuple[WhyValue, ...] | None:
    """Return why the values asked about are shown, scores with their inputs; None for hidden and absent alike.

    A viewer who sees a relationship and none of its touchpoints is told the score alone.
    """
    found = why_person_values(standing, uid, asked)
    person = find_person(standing, uid)
    if found is None or person is None:
        return None
    return tuple(
        replace(one, made_of=(*one.made_of, *_inputs(standing, person.id, one.books))) if one.books else one
        for one in found
    )


def _inputs(standing: Standing, person: int, books: Iterable[int]) -> Iterable[str]:
    today = standing.viewer.now.astimezone(UTC).date()
    name = tell(standing, [person])[person].name or "this person"
    for (book, _), days in sorted(days_of_ties(standing, [(book, person) for book in books]).items()):
        standing.showing.person(book, person, TOUCHPOINT)
        member = member_of_book(standing, book)
        told = explain(contact_days(days), today, coverage(standing.viewer.account, book))
        yield from sentences(told, who="You" if member.is_me else member.name, whom=name)
