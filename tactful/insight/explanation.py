"""Why a score is what it is: its inputs, what each kind of contact adds, and plain sentences for a reader.

Everything here is computed from contact-days alone. Hand in only what the reader may see: a viewer with the
facet *relationship* but not *interactions* is shown the score and its band, and no explanation.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, TypeVar

from tactful.insight.bands import Band
from tactful.insight.coverage import Coverage
from tactful.insight.rs1 import (
    ContactDay,
    Direction,
    Strength,
    counted,
    gated_sums,
    strength,
    together,
)

Key = TypeVar("Key", bound=Hashable)

WINDOWS = (30, 90, 365)


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """What made the score of one tie.

    `days_30`, `days_90`, `days_365` are different days with any contact that counted, today among them;
    `last_out` and `last_in` the last contact each way, meetings included. The three `lost_` are points that
    the score would lose without that kind of contact; they need not add up to the score. `capped` names the
    direction that a gate holds down, and `caveat` says which direction the sources did not deliver.
    """

    strength: Strength
    days_30: int
    days_90: int
    days_365: int
    last_out: date | None
    last_in: date | None
    lost_mail_out: int
    lost_mail_in: int
    lost_meetings: int
    capped: Direction | None
    caveat: str

    @property
    def out(self) -> float:
        """O, the decayed sum of contact from the contributor."""
        return self.strength.out

    @property
    def in_(self) -> float:
        """I, the decayed sum of contact from the person."""
        return self.strength.in_


@dataclass(frozen=True)
class Part(Generic[Key]):
    """One of several ties added up, and the points that the whole would lose without it."""

    key: Key
    strength: Strength
    lost: int


def explain(days: Iterable[ContactDay], today: date, coverage: Coverage) -> Explanation:
    """The explanation of one tie from one contributor's contact-days with one person.

    ValueError when `days` name several persons, as for `strength`.
    """
    touches = list(days)
    gated = coverage.both_ways
    whole = strength(touches, today, gated=gated)
    heaviest = counted(touches, today)
    dates = {day for _, day in heaviest}

    def last(direction: Direction) -> date | None:
        return max((day for way, day in heaviest if way is direction), default=None)

    def without(direction: Direction | None) -> int:
        """Points lost without the mail of a direction, or without the meetings."""
        kept = [
            touch
            for touch in touches
            if (not touch.meeting if direction is None else touch.meeting or touch.direction is not direction)
        ]
        return whole.score - strength(kept, today, gated=gated).score

    within = {window: sum(day > today - timedelta(days=window) for day in dates) for window in WINDOWS}
    return Explanation(
        strength=whole,
        days_30=within[30],
        days_90=within[90],
        days_365=within[365],
        last_out=last(Direction.OUT),
        last_in=last(Direction.IN),
        lost_mail_out=without(Direction.OUT),
        lost_mail_in=without(Direction.IN),
        lost_meetings=without(None),
        capped=capped(whole),
        caveat=coverage.caveat,
    )


def capped(one: Strength) -> Direction | None:
    """The direction that a gate holds down, if any. Never both: each gate leaves the lesser side alone."""
    if not one.gated:
        return None
    out, in_ = gated_sums(one.out, one.in_)
    if out < one.out:
        return Direction.OUT
    return Direction.IN if in_ < one.in_ else None


def parts(strengths: Mapping[Key, Strength]) -> list[Part[Key]]:
    """What each of several ties adds to their sum, heaviest first.

    The keys are the members of a team, or a company's people; only those that the reader may see.
    """
    whole = together(strengths.values())
    found = [
        Part(
            key, one, whole.score - together(rest for other, rest in strengths.items() if other != key).score
        )
        for key, one in strengths.items()
    ]
    return sorted(found, key=lambda part: (-part.strength.raw, str(part.key)))


def sentences(explained: Explanation, *, who: str = "You", whom: str) -> list[str]:
    """What a reader is told, one sentence a line, `who` being the contributor as the reader calls them.

    Written in the past tense, so that "You" and "Ben" take the same verbs. A tie without interactions has one
    sentence.
    """
    if explained.strength.band is Band.NONE:
        return ["No interactions yet."]
    return [
        *_contact(explained, who, whom),
        *_points(explained, who, whom),
        *_limits(explained, who, whom),
    ]


def _contact(explained: Explanation, who: str, whom: str) -> list[str]:
    """On how many days there was contact, and when it last went each way."""
    count = explained.days_365
    told = [
        f"Contact between {_object(who)} and {whom} on {_plural(count, 'day')} in the last year, "
        f"{explained.days_90} of them in the last 90 days and {explained.days_30} in the last 30."
        if count
        else f"No contact between {_object(who)} and {whom} in the last year."
    ]
    if explained.last_out is not None:
        told.append(f"{who} last wrote to or met {whom} on {_day(explained.last_out)}.")
    if explained.last_in is not None:
        told.append(f"{whom} last wrote to or met {_object(who)} on {_day(explained.last_in)}.")
    return told


def _points(explained: Explanation, who: str, whom: str) -> list[str]:
    """What the score would lose without each kind of contact, where it would lose anything."""
    kinds = (
        (explained.lost_mail_out, f"the mail from {_object(who)} to {whom}"),
        (explained.lost_mail_in, f"the mail from {whom} to {_object(who)}"),
        (explained.lost_meetings, "the meetings"),
    )
    return [
        f"Without {kind} the score would be {_plural(points, 'point')} lower."
        for points, kind in kinds
        if points
    ]


def _limits(explained: Explanation, who: str, whom: str) -> list[str]:
    """What keeps the number from saying more."""
    told = []
    if explained.capped is Direction.OUT:
        told.append(f"{whom} answered little, so unanswered mail counted only in part.")
    if explained.capped is Direction.IN:
        told.append(f"{who} wrote back little, so unanswered mail counted only in part.")
    if explained.caveat:
        told.append(f"{explained.caveat.capitalize()}: silence was not counted against this relationship.")
    return told


def _object(who: str) -> str:
    return "you" if who == "You" else who


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
