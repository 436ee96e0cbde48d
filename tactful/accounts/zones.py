"""Time zones: a member's own, or the installation's where they chose none; and what a day is in one.

Of a clock that is changed: a time that is left out is the one that many minutes later (02:30 becomes 03:30), and of a
time that comes twice the first is meant.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings

#: Where the names that are offered begin; the others are of no place, or older names of the same.
_PLACES = frozenset(
    (
        "Africa",
        "America",
        "Antarctica",
        "Arctic",
        "Asia",
        "Atlantic",
        "Australia",
        "Europe",
        "Indian",
        "Pacific",
    )
)
#: What a system may have in its folder of zones and is none: what the machine is set to, and what is not set yet.
_NONE = frozenset(("localtime", "Factory", "posixrules"))


@cache
def _known() -> frozenset[str]:
    return frozenset(available_timezones()) - _NONE


def is_zone(name: str) -> bool:
    """Return whether there is a time zone of this name, such as "Europe/Berlin"."""
    # UTC needs no look at what the machine has, which takes a moment.
    return name == "UTC" or name in _known()


@cache
def offered_zones() -> tuple[str, ...]:
    """Return the names to choose from, by place, UTC first. Further ones are taken too: a browser may say them."""
    return ("UTC", *sorted(name for name in _known() if name.partition("/")[0] in _PLACES))


def zone_of(name: str) -> ZoneInfo:
    """Return the zone of this name; the installation's for "", and for a name that this machine does not know."""
    return ZoneInfo(name if name and is_zone(name) else settings.TACTFUL_TIME_ZONE)


def zone_words(zone: ZoneInfo) -> str:
    """Return a zone's name as people read it: "America/New York"."""
    return zone.key.replace("_", " ")


def at(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """Return the moment, in UTC, at which it is this day and time in a zone."""
    return datetime.combine(day, clock, zone).astimezone(UTC)


def day_of(moment: datetime, zone: ZoneInfo) -> date:
    """Return the day that it is at a moment in a zone."""
    return moment.astimezone(zone).date()


def start_of_day(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return when the day that it is in a zone began, in UTC."""
    return at(day_of(moment, zone), time(), zone)


def end_of_day(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return when the day that it is in a zone ends, in UTC: as a rule 24 hours after it began, but not always."""
    return at(day_of(moment, zone) + timedelta(days=1), time(), zone)
