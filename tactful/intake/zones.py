"""Time zones by the names that calendars give them, those of Windows among them."""

from __future__ import annotations

from datetime import UTC, tzinfo
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, available_timezones

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON


@cache
def _system_zones() -> frozenset[str]:
    return frozenset(available_timezones())


def is_known(name: str) -> bool:
    """Return whether the system knows a zone of this name."""
    return name in _system_zones() or name in WINDOWS_TO_OLSON


@lru_cache(maxsize=256)
def zone(name: str) -> tzinfo:
    """Return the zone of this name; UTC where nobody knows it."""
    name = WINDOWS_TO_OLSON.get(name, name)
    return ZoneInfo(name) if name in _system_zones() else UTC
