"""Lay the meetings into one iCalendar file per member (RFC 5545)."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from tactful.cli.demo.calendar_days import ZONE_NAMES, offset
from tactful.cli.demo.company import Company
from tactful.cli.demo.folding import escaped, folded, parameter
from tactful.cli.demo.meetings import Event, Guest, events_of
from tactful.cli.demo.staff import STAFF

EUROPE = """BEGIN:VTIMEZONE
TZID:{zone}
BEGIN:DAYLIGHT
TZOFFSETFROM:{winter}
TZOFFSETTO:{summer}
TZNAME:{summer_name}
DTSTART:19700329T{spring}0000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:{summer}
TZOFFSETTO:{winter}
TZNAME:{winter_name}
DTSTART:19701025T{autumn}0000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE"""
ZONES = {
    "leeds": EUROPE.format(
        zone="Europe/London",
        winter="+0000",
        summer="+0100",
        winter_name="GMT",
        summer_name="BST",
        spring="01",
        autumn="02",
    ),
    "rotterdam": EUROPE.format(
        zone="Europe/Amsterdam",
        winter="+0100",
        summer="+0200",
        winter_name="CET",
        summer_name="CEST",
        spring="02",
        autumn="03",
    ),
    "osaka": "BEGIN:VTIMEZONE\nTZID:Asia/Tokyo\nBEGIN:STANDARD\nTZOFFSETFROM:+0900\nTZOFFSETTO:+0900\nTZNAME:JST\n"
    "DTSTART:19700101T000000\nEND:STANDARD\nEND:VTIMEZONE",
}


def write_calendars(company: Company, folder: Path) -> list[tuple[str, Path]]:
    """Write one .ics per member; returns (member's address, path) in the order of the members."""
    entries: dict[str, list[str]] = defaultdict(list)
    zones: dict[str, set[str]] = defaultdict(set)
    for event in sorted(events_of(company), key=lambda e: (e.day, e.minute or 0, e.uid)):
        lines = _entry(event)
        for holder in event.held_by:
            entries[holder] += lines
            zones[holder].add(event.zone)
    written: list[tuple[str, Path]] = []
    for employee, member in zip(STAFF, company.members, strict=True):
        path = folder / f"{employee.address}.ics"
        used = [line for zone in sorted(zones[employee.address]) for line in ZONES[zone].split("\n")]
        path.write_bytes(
            folded(
                [
                    "BEGIN:VCALENDAR",
                    "VERSION:2.0",
                    "PRODID:-//Hollin & Vane//Calendar//EN",
                    "METHOD:PUBLISH",
                    f"X-WR-CALNAME:{escaped(member.name)}",
                    *used,
                    *entries[employee.address],
                    "END:VCALENDAR",
                ]
            )
        )
        written.append((member.address, path))
    return written


def _entry(event: Event) -> list[str]:
    lines = _component(event, event.day, 0)
    for index in event.moved:
        lines += _component(event, event.day + timedelta(weeks=event.every * index), 1)
    return lines


def _component(event: Event, day: date, later: int) -> list[str]:
    """One VEVENT: the event or the series, or (`later` days on) the one meeting of a series that was moved."""
    lines = ["BEGIN:VEVENT", f"UID:{event.uid}", f"DTSTAMP:{_utc(event, event.day - timedelta(days=6))}"]
    if event.minute is None:
        end = day + timedelta(days=event.minutes // 1440)
        lines += [f"DTSTART;VALUE=DATE:{day:%Y%m%d}", f"DTEND;VALUE=DATE:{end:%Y%m%d}", "TRANSP:TRANSPARENT"]
    else:
        lines += [
            f"DTSTART{_local(event, day + timedelta(days=later))}",
            f"DTEND{_local(event, day + timedelta(days=later), event.minutes)}",
        ]
    if later:
        lines += [f"RECURRENCE-ID{_local(event, day)}", "SEQUENCE:1"]
    elif event.every:
        lines.append(f"RRULE:FREQ=WEEKLY;INTERVAL={event.every};COUNT={event.count}")
        lines += [f"EXDATE{_local(event, day + timedelta(weeks=event.every * i))}" for i in event.skipped]
    lines += [
        f"SUMMARY:{escaped(event.summary)}",
        f"STATUS:{'CANCELLED' if event.cancelled else 'CONFIRMED'}",
    ]
    if event.private:
        lines.append("CLASS:PRIVATE")
    if event.location:
        lines.append(f"LOCATION:{escaped(event.location)}")
    if event.description:
        lines.append(f"DESCRIPTION:{escaped(event.description)}")
    if event.organizer:
        name = f";CN={parameter(event.organizer.name)}" if event.organizer.name else ""
        lines.append(f"ORGANIZER{name}:mailto:{event.organizer.address}")
    return [*lines, *(_guest(guest) for guest in event.guests), "END:VEVENT"]


def _guest(guest: Guest) -> str:
    name = f";CN={parameter(guest.box.name)}" if guest.box.name else ""
    kind, role = ("ROOM", "NON-PARTICIPANT") if guest.room else ("INDIVIDUAL", "REQ-PARTICIPANT")
    return f"ATTENDEE;CUTYPE={kind};ROLE={role};PARTSTAT={guest.answer}{name}:mailto:{guest.box.address}"


def _moment(event: Event, day: date, more: int = 0) -> datetime:
    return datetime.combine(day, time()) + timedelta(minutes=(event.minute or 0) + more)


def _local(event: Event, day: date, more: int = 0) -> str:
    return f";TZID={ZONE_NAMES[event.zone]}:{_moment(event, day, more):%Y%m%dT%H%M%S}"


def _utc(event: Event, day: date) -> str:
    moment = _moment(event, day).replace(tzinfo=UTC) - timedelta(hours=offset(event.zone, day))
    return f"{moment:%Y%m%dT%H%M%SZ}"
