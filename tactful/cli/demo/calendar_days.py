"""Turn "so many days before the reference day" into instants in office hours, without the wall clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from random import Random

BASE_HOURS = {"leeds": 0, "rotterdam": 1, "osaka": 9}
ZONE_NAMES = {"leeds": "Europe/London", "rotterdam": "Europe/Amsterdam", "osaka": "Asia/Tokyo"}
EPOCH = date(1970, 1, 1)


@lru_cache(maxsize=8192)
def summer(day: date) -> bool:
    """Whether European summer time holds on that day (from the last Sunday of March to that of October)."""
    return _last_sunday(day.year, 3) <= day < _last_sunday(day.year, 10)


@lru_cache(maxsize=64)
def _last_sunday(year: int, month: int) -> date:
    last = date(year, month, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)


@lru_cache(maxsize=8192)
def offset(zone: str, day: date) -> int:
    """Hours east of Greenwich in that zone on that day."""
    return BASE_HOURS[zone] + (1 if zone != "osaka" and summer(day) else 0)


def workday(day: date) -> date:
    """The day itself, or the Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def instant(rng: Random, day: date, zone: str) -> int:
    """Seconds since 1970 of some moment of that day, in office hours nearly always."""
    hour = rng.randrange(8, 18) if rng.random() < 0.93 else rng.randrange(18, 23)
    hour -= offset(zone, day)
    return (day - EPOCH).days * 86_400 + hour * 3_600 + rng.randrange(3_600)


def day_of(seconds: int) -> date:
    """The UTC day of an instant."""
    return EPOCH + timedelta(days=seconds // 86_400)


def stamp(seconds: int, zone: str) -> datetime:
    """The instant as a datetime with the zone's offset at that time."""
    hours = offset(zone, day_of(seconds))
    return datetime.fromtimestamp(seconds, UTC if hours == 0 else timezone(timedelta(hours=hours)))
