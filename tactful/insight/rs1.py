"""RS-1: how well somebody knows somebody, 0 to 100, from nothing but who met or wrote to whom on which day.

    A  = sum over contact-days of weight * (0.9 * 2^(-age/30 d) + 0.1 * 2^(-age/365 d)), one per direction
    O' = min(O, 3 + 4 I),  I' = min(I, 2 + 4 O)          the gates; only where both directions were imported
    S  = 2 O' + I' + sqrt(O' I')
    score = round(100 * (1 - e^(-S/25)))

No training, no content. Sums of S are the strength towards a company or from a team, which is the noisy-or of
the single scores. This module is the scalar form for one tie; `ties.py` is the same over columns of millions,
bit for bit.

Every term is rounded to a multiple of 2^-30 before it is added. Sums of such numbers are exact in a double
(up to 2^23), so neither the order of an import nor adding and erasing again can leave a trace.
"""

import math
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from tactful.insight.bands import Band, band_of

SHORT_HALF_LIFE = 30
LONG_HALF_LIFE = 365
SHORT_SHARE = 0.9
LONG_SHARE = 0.1

RECIPIENTS_EXPONENT = -0.25
MOST_RECIPIENTS = 30
MEETING_FACTOR = 1.5
MOST_ATTENDEES = 15

OUT_ALLOWANCE = 3.0
IN_ALLOWANCE = 2.0
PER_ANSWER = 4.0

OUT_FACTOR = 2.0
SATURATION = 25.0

GRAIN = 2.0**30
"""Terms are whole multiples of 1/GRAIN, so that sums are exact whatever their order."""


class Direction(IntEnum):
    """Who turned to whom on a contact-day. A meeting is one of each."""

    OUT = 0
    IN = 1


@dataclass(frozen=True)
class ContactDay:
    """One day on which a contributor and a person were in touch, in one direction.

    `weight` is that of the day's heaviest message or meeting (`message_weight`, `meeting_weight`); `meeting`
    says which of the two it was. Where both happened on a day, two of these may be given: the heavier counts.
    """

    person: Hashable
    direction: Direction
    day: date
    weight: float
    meeting: bool = False


def met(person: Hashable, day: date, weight: float) -> tuple[ContactDay, ContactDay]:
    """The two contact-days of a meeting of `meeting_weight` weight: one out, one in."""
    return (
        ContactDay(person, Direction.OUT, day, weight, meeting=True),
        ContactDay(person, Direction.IN, day, weight, meeting=True),
    )


@dataclass(frozen=True)
class Strength:
    """A relationship's strength: of one tie, or of several added up.

    `raw` is S, which adds up across ties; `out` and `in_` are the sums before the gates; `gated` says whether
    the gates bound, which they do only where both directions were imported.
    """

    raw: float
    score: int
    band: Band
    out: float
    in_: float
    gated: bool


def message_weight(recipients: int, *, automated: bool = False) -> float:
    """What a message counts, 0..1, by its number of recipients (To, Cc and Bcc, the reader among them).

    0 for automated mail, for mail to more than 30, and for mail that names no recipient at all. ValueError
    for a negative number.
    """
    if recipients < 0:
        raise ValueError(f'the number of recipients must be 0 or more, got "{recipients}"')
    if automated or recipients == 0 or recipients > MOST_RECIPIENTS:
        return 0.0
    return float(recipients**RECIPIENTS_EXPONENT)


def meeting_weight(
    others: int,
    *,
    all_day: bool = False,
    declined: bool = False,
    cancelled: bool = False,
    resource: bool = False,
) -> float:
    """What a meeting counts in each direction, 0..1.5, by the number of attendees beside the contributor.

    0 when all-day, cancelled, declined by either side, in a resource's own calendar, held alone, or with more
    than 15 attendees, the contributor among them. Rooms and other resources are not attendees. A meeting yet
    to come is left out by its day. ValueError for a negative number.
    """
    if others < 0:
        raise ValueError(f'the number of other attendees must be 0 or more, got "{others}"')
    if all_day or declined or cancelled or resource or others == 0 or others + 1 > MOST_ATTENDEES:
        return 0.0
    return MEETING_FACTOR * float(others**RECIPIENTS_EXPONENT)


def decay(age: int) -> float:
    """What is left of a contact-day after `age` days, 0..1; 0 for a day yet to come."""
    if age < 0:
        return 0.0
    return SHORT_SHARE * math.exp2(-age / SHORT_HALF_LIFE) + LONG_SHARE * math.exp2(-age / LONG_HALF_LIFE)


def term(weight: float, age: int) -> float:
    """What one contact-day adds to its direction's sum, a multiple of 1/GRAIN."""
    return round(weight * decay(age) * GRAIN) / GRAIN


def gated_sums(out: float, in_: float) -> tuple[float, float]:
    """O' and I': unanswered mail counts only so far, in either direction."""
    return min(out, OUT_ALLOWANCE + PER_ANSWER * in_), min(in_, IN_ALLOWANCE + PER_ANSWER * out)


def raw_of(out: float, in_: float, *, gated: bool) -> float:
    """S from the two sums, a multiple of 1/GRAIN."""
    if gated:
        out, in_ = gated_sums(out, in_)
    return round((OUT_FACTOR * out + in_ + math.sqrt(out * in_)) * GRAIN) / GRAIN


def score_of(raw: float) -> int:
    """The score 0..100 of S. Also for S added up over ties: that is the noisy-or of their scores."""
    return round(100.0 * (1.0 - math.exp(-raw / SATURATION)))


def strength_of(out: float, in_: float, *, gated: bool, touched: bool = True) -> Strength:
    """The strength of a tie from its two sums, as `sums` of `ties.py` returns them."""
    raw = raw_of(out, in_, gated=gated)
    score = score_of(raw)
    return Strength(raw, score, band_of(score, touched=touched), out, in_, gated)


def counted(days: Iterable[ContactDay], today: date) -> dict[tuple[Direction, date], float]:
    """The contact-days that count on `today`: once per direction and day, with the heaviest weight.

    Days yet to come and days without weight are left out. All of `days` must be of one tie: ValueError when
    they name more than one person.
    """
    heaviest: dict[tuple[Direction, date], float] = {}
    persons = set()
    for touch in days:
        persons.add(touch.person)
        if touch.weight > 0 and touch.day <= today:
            key = (touch.direction, touch.day)
            heaviest[key] = max(touch.weight, heaviest.get(key, 0.0))
    if len(persons) > 1:
        raise ValueError(f"a tie is with one person, got contact-days with {len(persons)}")
    return heaviest


def strength(days: Iterable[ContactDay], today: date, *, gated: bool) -> Strength:
    """The strength of one tie, from one contributor's contact-days with one person.

    `gated` is `Coverage.both_ways` of the contributor's mail. ValueError when `days` name several persons.
    """
    sums = {Direction.OUT: 0.0, Direction.IN: 0.0}
    heaviest = counted(days, today)
    for (direction, day), weight in heaviest.items():
        sums[direction] += term(weight, (today - day).days)
    return strength_of(sums[Direction.OUT], sums[Direction.IN], gated=gated, touched=bool(heaviest))


def together(strengths: Iterable[Strength]) -> Strength:
    """Several ties as one: person to company, team to person, team to company.

    Give the ties of the contributors that the reader's team may draw on, and of no others. `gated` is true
    where the gates bound in every tie that was touched.
    """
    touched = [one for one in strengths if one.band is not Band.NONE]
    raw = sum((one.raw for one in touched), 0.0)
    score = score_of(raw)
    return Strength(
        raw=raw,
        score=score,
        band=band_of(score, touched=bool(touched)),
        out=sum((one.out for one in touched), 0.0),
        in_=sum((one.in_ for one in touched), 0.0),
        gated=all(one.gated for one in touched),
    )
