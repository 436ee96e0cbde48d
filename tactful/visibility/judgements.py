"""What members said of two people, that they are one or not, as it still counts, whoever may be told (D24)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

#: Two people, the lower id first.
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Judgement:
    """The last word on two people that still counts. `member` None: whoever said it is gone."""

    uid: uuid.UUID
    same: bool
    member: int | None
    at: datetime


def judgements_of(account: int) -> Mapping[Pair, Judgement]:
    """Return what still counts of what members of an account said, by pair."""
    with connection.cursor() as db:
        db.execute(
            "select j.one_id, j.other_id, j.uid, j.verdict = 'same', j.member_id, j.at from records_judgement j"
            " where j.account_id = %s and (j.verdict <> 'same' or exists (select 1 from records_ground g"
            " where g.account_id = j.account_id and g.judgement_id = j.id))",
            [account],
        )
        return {(one, other): Judgement(*said) for one, other, *said in db.fetchall()}


def pair_of(one: int, other: int) -> Pair:
    """Return two people as they are stored."""
    return (one, other) if one < other else (other, one)
