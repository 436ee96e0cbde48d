"""Share settings as rows of switches, and what a change would do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from django.utils import timezone

from tactful.policy.rules import LEVELS
from tactful.visibility.preview import Difference, Effect, Gain
from tactful.visibility.shares import ShareSeen, ToCome
from tactful.web.shapes.people import Shape, member
from tactful.web.shapes.records import audience

#: The three switches, in the order in which they stand on each other: key, label, the facet that is on or off.
SWITCHES = (
    ("relationships", "Relationships", "relationship"),
    ("contact_info", "Contact info", "contact_info"),
    ("interactions", "Interactions", "interactions"),
)
LABELS = {
    "not sharing": "Not sharing",
    "relationships": "Relationships",
    "relationships + contact info": "Relationships and contact info",
    "relationships + interactions": "Relationships and interactions",
    "relationships + both": "Relationships, contact info and interactions",
}
NONE, ALL = "not sharing", "relationships + both"


@dataclass(frozen=True, slots=True)
class Sent:
    """One row's switches as they were sent, and what is said to them: a preview, or why it cannot be."""

    audience: UUID | None
    on: frozenset[str]
    until: date | None
    preview: Shape


def setting(share: ShareSeen, sent: Sent | None = None) -> Shape:
    """One audience with the viewer's setting towards it; its switches as they were `sent`, if it was this row's."""
    shape: Shape = {
        "audience": audience(share.audience, share.audience_uid, share.people + 1),
        "facets": [
            {
                "key": key,
                "label": label,
                "on": facet in share.opens,
                "chosen": facet in LEVELS[share.chosen or share.default],
                "locked": _locked(share, facet),
                "default": facet in LEVELS[share.default],
            }
            for key, label, facet in SWITCHES
        ],
        "until": last_day(share.ends_at),
        "expired": share.ended,
        "level_label": LABELS[share.counts],
        "chosen_before": share.chosen is not None,
        "default_label": LABELS[share.default],
        "floor_label": None if share.floor == NONE else LABELS[share.floor],
        "cap_label": None if share.cap == ALL else LABELS[share.cap],
        "to_come": [_to_come(one) for one in share.to_come],
    }
    if sent is None or sent.audience != share.audience_uid:
        return shape
    facets = [
        facet if facet["locked"] else facet | {"on": facet["key"] in sent.on} for facet in shape["facets"]
    ]
    return shape | {"facets": facets, "until": sent.until}


def _to_come(one: ToCome) -> str:
    """What of the default or the floor will bear on this setting, and from which day on."""
    begins, level = timezone.localtime(one.begins_at), LABELS[one.level].lower()
    said = "your default will be" if one.what == "default" else "this is always shared:"
    return f"From {begins.day} {begins:%B %Y} {said} {level}"


def _locked(share: ShareSeen, facet: str) -> str:
    if facet in LEVELS[share.floor]:
        return "floor"
    return "" if facet in LEVELS[share.cap] else "cap"


def floor_holds(share: ShareSeen, facet: str) -> bool:
    """Return whether the company shares this facet whatever the contributor chooses."""
    return facet in LEVELS[share.floor]


def clamped(share: ShareSeen, level: str) -> str:
    """The level with what the floor always holds, without what the cap never offers: locked switches send nothing."""
    facets = (LEVELS[level] | LEVELS[share.floor]) & LEVELS[share.cap]
    return next(name for name, opens in LEVELS.items() if opens == facets)


def preview(share: ShareSeen, level: str, ends_at: datetime | None, difference: Difference) -> Shape:
    """What saving a level would do, for whom."""
    before, after = LEVELS[share.counts], LEVELS[level]
    return {
        "audience": audience(share.audience, share.audience_uid, share.people),
        "changes": bool(difference.effects),
        "saves": (level, ends_at) != (share.chosen, share.ends_at),
        "verb": "withdraw" if not after else "share" if not before else "change",
        "level_before": LABELS[share.counts],
        "level_after": LABELS[level],
        "until": last_day(ends_at),
        "effects": [effect(one) for one in difference.effects],
        "unaffected": difference.unaffected,
        "whole": len(difference.effects) == 1 and not difference.unaffected,
        "scores_change": difference.scores,
    }


def refusal(share: ShareSeen, sentence: str, field: str) -> Shape:
    """Why a level or an end date cannot be, and where that was said."""
    return {
        "audience": audience(share.audience, share.audience_uid, share.people),
        "refused": sentence,
        "field": field,
    }


def effect(one: Effect) -> Shape:
    """What changes for those colleagues to whom it is the same."""
    return {
        "members": [member(m) for m in one.members],
        "gains": gain(one.newly),
        "loses": gain(one.no_longer),
    }


def gain(one: Gain) -> Shape | None:
    """One side of a difference, None where it is empty."""
    if one.empty:
        return None
    return {
        "people": one.people,
        "companies": one.companies,
        "emails": one.emails,
        "phones": one.phones,
        "others": one.contact_values - one.emails - one.phones,
        "touchpoints": one.touchpoints,
        "subjects": one.subjects,
        "bodies": one.bodies,
        "examples": [{"name": name} for name in one.examples],
    }


def last_day(ends_at: datetime | None) -> date | None:
    """The last day on which something is shared, of the moment at which it ends."""
    return None if ends_at is None else (ends_at.astimezone(UTC) - timedelta(microseconds=1)).date()


def end_of(day: date | None) -> datetime | None:
    """The moment at which sharing until a day ends: when the day is over, in UTC."""
    return None if day is None else datetime.combine(day + timedelta(days=1), time(), UTC)
