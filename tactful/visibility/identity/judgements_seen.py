"""What members said of two records both of which the viewer sees: of two of these, the viewer may say it (D24)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from tactful.records.models import Person
from tactful.visibility.identity.edges import reachable
from tactful.visibility.identity.sides import Side, in_order, sides_of
from tactful.visibility.judgements import Judgement, Pair, pair_of
from tactful.visibility.standing import Standing


@dataclass(frozen=True, slots=True)
class JudgementSeen:
    """What somebody said of two records, both of which the viewer sees. `mine`: it was the viewer."""

    uid: uuid.UUID
    same: bool
    one: Side
    other: Side
    mine: bool
    at: datetime


def list_judgements(standing: Standing) -> tuple[JudgementSeen, ...]:
    """Return what members said of two records both of which the viewer sees, the newest first."""
    judgements = _judgements(standing)
    sides = sides_of(standing, {end for pair in judgements for end in pair})
    found = [
        JudgementSeen(
            said.uid,
            said.same,
            *in_order(sides[one], sides[other]),
            said.member == standing.viewer.member,
            said.at,
        )
        for (one, other), said in judgements.items()
    ]
    return tuple(sorted(found, key=lambda it: (it.at, it.uid), reverse=True))


def sees_judgement(standing: Standing, uid: uuid.UUID) -> bool:
    """Return whether there is such a judgement, of two records both of which the viewer sees."""
    return any(said.uid == uid for said in _judgements(standing).values())


def two_people(standing: Standing, one: uuid.UUID, other: uuid.UUID) -> Pair | None:
    """Return two records both of which the viewer sees how to reach; None alike for hidden, absent and one twice."""
    rows = Person.unchecked.filter(
        account_id=standing.viewer.account, uid__in=[one, other], colleague=False
    ).values_list("id", flat=True)
    found = sorted(person for person in rows if person in reachable(standing))
    return pair_of(*found) if len(found) == 2 else None


def _judgements(standing: Standing) -> dict[Pair, Judgement]:
    seen = reachable(standing)
    return {
        pair: said
        for pair, said in standing.household.judgements.items()
        if pair[0] in seen and pair[1] in seen
    }
