"""Read calendars: each meeting and each past occurrence of a repeated one, series by series, so that one broken event
costs no other."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Any, cast

import icalendar
import recurring_ical_events

from tactful.intake.addresses import clean_address, clean_name
from tactful.intake.parsed import (
    NOWHERE,
    Attendee,
    Cutype,
    Mailbox,
    MeetingStatus,
    Origin,
    ParsedMeeting,
    Partstat,
    Rejected,
    Window,
)
from tactful.intake.plain import lines, one_line
from tactful.intake.series import Series, split
from tactful.intake.zones import zone

__all__ = ["INSTANCES", "parse_calendar", "parse_series", "split"]

# A zone's name that has to be guessed at is said on the terminal otherwise, once an event.
warnings.filterwarnings("ignore", module=r"icalendar\.")

TITLE_CAP = 500
DESCRIPTION_CAP = 50_000
INSTANCES = 3_000

_PARTSTATS = {"accepted", "declined", "tentative", "delegated", "needs-action"}
_CUTYPES = {"individual", "group", "resource", "room", "unknown"}
_STATUSES = {"confirmed", "tentative", "cancelled"}
_BROKEN = (
    (("DTSTART",), "has a start that cannot be read"),
    (("RECURRENCE-ID",), "names an occurrence that cannot be read"),
    (("RRULE", "UNTIL", "FREQ"), "repeats by a rule that cannot be read"),
    (("RDATE", "EXDATE", "EXRULE"), "repeats on dates that cannot be read"),
)
_ROOMS = ("resource.calendar.google.com",)


def parse_calendar(
    raw: bytes, window: Window, *, origin: Origin = NOWHERE, with_descriptions: bool = False
) -> Iterator[ParsedMeeting | Rejected]:
    """The meetings of an iCalendar (or vCalendar 1.0) file: single ones that began before the window's end, and those
    occurrences of repeated ones that began within it. What is left out comes as Rejected. Raises nothing."""
    for series in split(raw, origin, with_descriptions=with_descriptions):
        if isinstance(series, Rejected):
            yield series
        else:
            yield from parse_series(series, window, origin=origin)


def parse_series(
    series: Series, window: Window, *, origin: Origin = NOWHERE
) -> list[ParsedMeeting | Rejected]:
    """The meetings of one uid. Raises nothing."""
    named = replace(origin, label=f"{origin.label}#{series.uid[:200]}" if origin.label else series.uid[:200])
    if series.refused:
        return [Rejected(series.refused, named)]
    try:
        return list(_meetings(series.raw, window, named))
    except MemoryError:
        return [Rejected("needs too much memory to read", named)]
    except RecursionError:
        return [Rejected("is nested too deeply", named)]
    except Exception as error:  # noqa: BLE001 (the promise above: hostile input ends here, as an item in the report)
        return [Rejected(_why(error), named)]


def _why(error: Exception) -> str:
    """What is wrong with a meeting, from the name of the property that the error speaks of."""
    said = str(error)
    for names, reason in _BROKEN:
        if any(name in said for name in names):
            return reason
    return f"cannot be read as a meeting ({type(error).__name__})"


def _meetings(raw: bytes, window: Window, origin: Origin) -> Iterator[ParsedMeeting | Rejected]:
    calendar = _calendar(raw)
    events = [part for part in calendar.walk("VEVENT") if part.get("DTSTART") is not None]
    if not events:
        yield Rejected("has no start that can be read", origin)
        return
    method = str(calendar.get("METHOD", "")).strip().upper()[:20]
    home = zone(str(calendar.get("X-WR-TIMEZONE", "") or "UTC").strip())
    if not any(key in event for event in events for key in ("RRULE", "RDATE", "RECURRENCE-ID")):
        # One uid, one event; some exports give several, all of which took place.
        for event in events:
            meeting = _meeting(event, method, home, "", origin)
            if _instant(meeting.start) >= window.end:
                yield Rejected("has not taken place yet", origin)
            else:
                yield meeting
        return
    if not any("RRULE" in event or "RDATE" in event for event in events):
        for event in events:
            meeting = _meeting(event, method, home, _occurrence(event, home), origin)
            yield (
                Rejected("has not taken place yet", origin)
                if _instant(meeting.start) >= window.end
                else meeting
            )
        return
    count = 0
    for event in recurring_ical_events.of(calendar, keep_recurrence_attributes=False).between(
        window.start, window.end
    ):
        meeting = _meeting(event, method, home, _occurrence(event, home), origin)
        if not window.start <= _instant(meeting.start) < window.end:
            continue
        count += 1
        if count > INSTANCES:
            yield Rejected(f"has more than {INSTANCES:,} occurrences; the later ones were left out", origin)
            return
        yield meeting
    if not count:
        yield Rejected(f"has no occurrence between {window.start:%Y-%m-%d} and {window.end:%Y-%m-%d}", origin)


def _calendar(raw: bytes) -> Any:
    """The series as icalendar reads it, without its own time zones where those are what cannot be read."""
    try:
        return icalendar.Calendar.from_ical(raw)
    except (ValueError, KeyError, IndexError, AttributeError, TypeError, OverflowError):
        if b"BEGIN:VTIMEZONE" not in raw:
            raise
        return icalendar.Calendar.from_ical(re.sub(rb"(?s)BEGIN:VTIMEZONE.*?END:VTIMEZONE\r\n", b"", raw))


def _meeting(event: Any, method: str, home: tzinfo, occurrence: str, origin: Origin) -> ParsedMeeting:
    start = _when(_start(event), home)
    all_day = not isinstance(start, datetime)
    return ParsedMeeting(
        uid=one_line(str(event.get("UID", "")), 500) or origin.label.rpartition("#")[2],
        recurrence_id=occurrence,
        sequence=_sequence(event),
        start=start,
        end=_end(event, start, home),
        all_day=all_day,
        organiser=_organiser(event),
        attendees=_attendees(event),
        title=one_line(_text(event.get("SUMMARY")), TITLE_CAP),
        status=_status(event, method),
        private=_text(event.get("CLASS")).strip().upper() in ("PRIVATE", "CONFIDENTIAL"),
        transparent=_text(event.get("TRANSP")).strip().upper() in ("TRANSPARENT", "1"),
        method=method,
        description=_description(_text(event.get("DESCRIPTION"))[: DESCRIPTION_CAP * 4]),
        origin=origin,
    )


@lru_cache(maxsize=1)
def _description(text: str) -> str:
    """What is said of a meeting; of all occurrences of one it is the same object, which is sent once."""
    return lines(text, DESCRIPTION_CAP)


def _text(value: Any) -> str:
    """A property's text; the first one where a calendar gives several."""
    if isinstance(value, list):
        value = value[0] if value else ""
    return "" if value is None else str(value)


def _when(value: datetime | date, home: tzinfo) -> datetime | date:
    """An instant in UTC, or a date. A time without a zone is meant in the calendar's own zone."""
    if not isinstance(value, datetime):
        return value
    if value.tzinfo is None:
        value = value.replace(tzinfo=home)
    return value.astimezone(UTC)


def _end(event: Any, start: datetime | date, home: tzinfo) -> datetime | date:
    """The end, after the start: given, from the duration, or what the standard says where neither stands."""
    shortest = start if isinstance(start, datetime) else start + timedelta(days=1)
    end: datetime | date = shortest
    given, length = _date(event.get("DTEND")), _date(event.get("DURATION"))
    if isinstance(given, date):
        end = _when(given, home)
    elif isinstance(length, timedelta) and timedelta(0) <= length < timedelta(days=366):
        end = start + length
    if isinstance(end, datetime) != isinstance(start, datetime):
        return shortest
    return max(end, shortest)


def _date(value: Any) -> Any:
    """The date, time or length of a property; the first where a calendar gives several, None where it is broken."""
    value = value[0] if isinstance(value, list) and value else value
    try:
        return value.dt
    except (AttributeError, ValueError, TypeError):
        return None


def _start(event: Any) -> datetime | date:
    found = _date(event["DTSTART"])
    if not isinstance(found, date):
        raise ValueError("DTSTART")
    return found


def _instant(value: datetime | date) -> datetime:
    return value if isinstance(value, datetime) else datetime.combine(value, time(), UTC)


def _occurrence(event: Any, home: tzinfo) -> str:
    """What tells this occurrence apart: when it was first planned for."""
    return _when(_date(event.get("RECURRENCE-ID")) or _start(event), home).isoformat()


def _sequence(event: Any) -> int:
    text = _text(event.get("SEQUENCE", 0)).strip()
    return min(int(text), 2**31 - 1) if text.isdecimal() and text.isascii() and len(text) < 12 else 0


def _status(event: Any, method: str) -> MeetingStatus:
    text = _text(event.get("STATUS")).strip().lower()
    if method == "CANCEL":
        return "cancelled"
    return cast(MeetingStatus, text) if text in _STATUSES else "confirmed"


def _mailbox(value: Any) -> Mailbox | None:
    """The mailbox of an ATTENDEE or ORGANIZER, whose address may stand in its EMAIL parameter alone."""
    params = getattr(value, "params", {})
    address = clean_address(str(value)) or clean_address(_text(params.get("EMAIL")))
    return Mailbox(address, clean_name(_text(params.get("CN")))) if address else None


def _organiser(event: Any) -> Mailbox | None:
    value = event.get("ORGANIZER")
    value = value[0] if isinstance(value, list) and value else value
    return None if value is None else _mailbox(value)


def _attendees(event: Any) -> tuple[Attendee, ...]:
    values = event.get("ATTENDEE", [])
    found: dict[str, Attendee] = {}
    for value in values if isinstance(values, list) else [values]:
        mailbox = _mailbox(value)
        if mailbox is None or mailbox.address in found:
            continue
        params = getattr(value, "params", {})
        partstat = _text(params.get("PARTSTAT")).strip().lower()
        cutype = _text(params.get("CUTYPE")).strip().lower()
        if mailbox.address.endswith(_ROOMS):
            cutype = "room"
        found[mailbox.address] = Attendee(
            mailbox,
            cast(Partstat, partstat) if partstat in _PARTSTATS else "needs-action",
            cast(Cutype, cutype) if cutype in _CUTYPES else "individual",
        )
    return tuple(found.values())
