"""Numbers, times and lists as people say them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta

#: What each privacy option shows of mails and meetings.
PRIVACY_WORDS = {
    "hide": "subjects, titles and bodies hidden",
    "subjects": "subjects and titles",
    "bodies": "subjects, titles and bodies",
}


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun: "1 person", "1,204 people"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(words: Sequence[str]) -> str:
    """Return words in one line: "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def lasting(seconds: float) -> str:
    """Return a length of time: "40 s", "3 min", "2 h 10 min"."""
    whole = max(0, round(seconds))
    if whole < 90:
        return f"{whole} s"
    minutes = round(whole / 60)
    if minutes < 90:
        return f"{minutes} min"
    return f"{minutes // 60} h {minutes % 60} min"


def day(moment: datetime | None) -> str:
    """Return the day of a moment as 2026-03-01 (UTC), or nothing."""
    return "" if moment is None else f"{moment:%Y-%m-%d}"


def ending(moment: datetime) -> str:
    """Return when something ends, in UTC: a midnight as the end of the day before."""
    utc = moment.astimezone(UTC)
    if utc.time() == time():
        return f"the end of {utc - timedelta(days=1):%Y-%m-%d} (UTC)"
    return f"{utc:%Y-%m-%d %H:%M} UTC"


def sized(number: int) -> str:
    """Return a number of bytes: "512 B", "3.4 MB"."""
    size = float(number)
    for unit in ("B", "kB", "MB"):
        if size < 1000:
            return f"{size:.0f} {unit}" if unit == "B" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} GB"
