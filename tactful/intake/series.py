"""Cut a calendar into series: the events of one uid, with the time zones that they name, as a small calendar."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tactful.intake.contentlines import Property, decoded, property_of, to_utf8, unfolded
from tactful.intake.parsed import NOWHERE, Origin, Rejected
from tactful.intake.plain import one_line
from tactful.intake.zones import is_known

ATTENDEES = 2_000
_SERIES_BYTES = 4 * 2**20
_EVENT_LINES = 20_000
_LINE_CAP = 100_000

# Nothing of these is kept, and some are large or break parsers; a description is where an account keeps bodies.
_DESCRIPTION = "DESCRIPTION"
_NOT_READ = {
    "ATTACH",
    "COMMENT",
    "X-ALT-DESC",
    "CATEGORIES",
    "RESOURCES",
    "CONTACT",
    "GEO",
    "LOCATION",
    "URL",
}
_TOO_OFTEN = re.compile(r"FREQ=(SECONDLY|MINUTELY|HOURLY)|BY(?:SECOND|MINUTE)=[^;]*,", re.IGNORECASE)
_OLD_RULE = re.compile(r"[DWM][A-Z]*\d", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Series:
    """The events of one uid with the time zones they name, as a small calendar of its own, or why they are refused."""

    uid: str
    raw: bytes
    refused: str = ""

    def bare(self) -> Series:
        """Return it without its descriptions, of which each is one line."""
        lines = self.raw.split(b"\r\n")
        return replace(
            self, raw=b"\r\n".join(one for one in lines if not one.startswith(_DESCRIPTION.encode()))
        )


def split(
    raw: bytes, origin: Origin = NOWHERE, *, with_descriptions: bool = False
) -> Iterator[Series | Rejected]:
    """The calendar cut into series; Rejected where it holds no event at all. Linear; raises nothing."""
    cutter = _Cutter(_NOT_READ if with_descriptions else {*_NOT_READ, _DESCRIPTION})
    for line in unfolded(to_utf8(raw)):
        found = property_of(line[:_LINE_CAP])
        if found is not None:
            cutter.take(found, line)
    cutter.close()
    if not cutter.events:
        yield Rejected(
            f"holds no meeting, only {cutter.other}" if cutter.other else "holds no meeting", origin
        )
    for uid, blocks in cutter.events.items():
        yield _series(uid, blocks, cutter.head, cutter.zones, cutter.refused.get(uid, ""))


class _Cutter:
    """Sorts the lines of a calendar into its time zones and its events by uid."""

    def __init__(self, not_read: set[str]) -> None:
        self._not_read = not_read
        self.head: list[str] = []
        self.zones: dict[str, list[str]] = {}
        self.events: dict[str, list[list[str]]] = {}
        self.refused: dict[str, str] = {}
        self.other = ""
        self._block: list[str] | None = None
        self._kind = ""
        self._inner: list[str] = []
        self._old = False
        self._count = 0

    def take(self, found: Property, line: bytes) -> None:
        value = found.value.strip().upper()
        if self._block is None:
            self._outside(found, line, value)
        elif found.name == "END" and not self._inner:
            self._finish(self._block)
        else:
            self._inside(self._block, found, line, value)

    def close(self) -> None:
        """Note an event whose end is missing."""
        if self._block is not None and self._kind == "VEVENT":
            uid = _first(self._block, "UID") or "event"
            self.refused[uid] = "is cut off before its end"
            self.events.setdefault(uid, [])

    def _outside(self, found: Property, line: bytes, value: str) -> None:
        if found.name == "BEGIN" and value in ("VEVENT", "VTIMEZONE"):
            self._block, self._inner, self._kind = [], [], value
        elif found.name == "BEGIN":
            self.other = self.other or ("" if value == "VCALENDAR" else one_line(value, 40))
        elif found.name in ("METHOD", "X-WR-TIMEZONE", "X-LIC-LOCATION"):
            self.head.append(_line(found, line))
        elif found.name == "VERSION":
            self._old = self._old or value.startswith("1")

    def _inside(self, block: list[str], found: Property, line: bytes, value: str) -> None:
        if found.name == "BEGIN":
            self._inner.append(value)
        outer = not self._inner
        if found.name == "END" and value in self._inner:
            while self._inner.pop() != value:
                pass
        if len(block) > _EVENT_LINES:
            return
        if self._kind == "VTIMEZONE":
            block.append(_line(found, line))
        elif outer and value and found.name not in self._not_read:
            block.append(_old_line(found) if self._old else _line(found, line))

    def _finish(self, block: list[str]) -> None:
        self._block = None
        if self._kind == "VTIMEZONE":
            self.zones.setdefault(_first(block, "TZID"), block)
            return
        self._count += 1
        uid = _first(block, "UID") or f"event-{self._count}"
        self.events.setdefault(uid, []).append(block)
        if len(block) > _EVENT_LINES:
            self.refused[uid] = "is too long to be a meeting"


def _series(
    uid: str, blocks: list[list[str]], head: list[str], zones: dict[str, list[str]], refused: str
) -> Series:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Tactful//intake//EN", *head]
    written = "\n".join(line for block in blocks for line in block)
    for name, zone in zones.items():
        # A zone that the system knows is taken from there: the copies in calendars are often wrong.
        if name and name in written and not is_known(name):
            lines += ["BEGIN:VTIMEZONE", *zone, "END:VTIMEZONE"]
    for block in blocks:
        lines += ["BEGIN:VEVENT", *block, "END:VEVENT"]
        for line in block:
            if line.startswith(("RRULE", "EXRULE")):
                refused = refused or _too_often(line)
    raw = "\r\n".join([*lines, "END:VCALENDAR", ""]).encode("utf-8", "replace")
    if len(raw) > _SERIES_BYTES:
        # What is said of a meeting does not cost the meeting.
        raw = Series(uid, raw).bare().raw
    if len(raw) > _SERIES_BYTES:
        refused = refused or "is too long to be a meeting"
    if written.count("\nATTENDEE") > ATTENDEES * max(len(blocks), 1):
        refused = refused or f"has more than {ATTENDEES:,} attendees"
    return Series(uid, b"" if refused else raw, refused)


def _too_often(line: str) -> str:
    found = _TOO_OFTEN.search(line)
    if found:
        return f"repeats more often than once a day ({found[0][:40].upper()}), which no meeting does"
    if "FREQ" not in line.upper() and _OLD_RULE.search(line.partition(":")[2]):
        return "repeats by a rule of vCalendar 1.0: export the calendar as .ics (iCalendar)"
    return ""


def _first(block: list[str], name: str) -> str:
    for line in block:
        if line.startswith(name):
            found = property_of(line.encode("utf-8", "replace"))
            if found and found.name == name:
                return one_line(found.value, 500)
    return ""


def _line(found: Property, line: bytes) -> str:
    """The line as text, its name in upper case and without a group."""
    text = decoded(line[:_LINE_CAP])
    rest = text[text.upper().index(found.name) + len(found.name) :]
    return (found.name + rest).replace("\r", "").replace("\n", "\\n")


def _old_line(found: Property) -> str:
    """A vCalendar 1.0 line as iCalendar: decoded, with parameters that icalendar understands."""
    value = found.value.replace("\r\n", "\n").replace("\r", "\n")
    name = "DTSTAMP" if found.name == "DCREATED" else found.name
    if name in ("SUMMARY", "UID", _DESCRIPTION):
        value = value.replace("\n", "\\n")
    if name in ("DTSTART", "DTEND"):
        return f"{name}:{value.strip()}"
    if name in ("ATTENDEE", "ORGANIZER"):
        person, _, address = value.rpartition("<")
        address = address.rstrip("> ").strip()
        status = {"CONFIRMED": "ACCEPTED", "SENT": "NEEDS-ACTION"}.get(
            found.param("status").upper(), found.param("status")
        )
        shown = person.strip().replace('"', "") or found.param("cn")
        params = (f';CN="{one_line(shown, 200)}"' if shown else "") + (
            f";PARTSTAT={status}" if status else ""
        )
        return f"{name}{params}:MAILTO:{address}"
    return f"{name}:{value}".replace("\n", "\\n")
