"""Meetings, single and repeated."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tactful.intake.calendar import INSTANCES, parse_calendar
from tactful.intake.parsed import ParsedMeeting, Rejected, Window
from tests.intake.letters import NOW, calendar

WINDOW = Window.up_to(NOW)


def meetings(raw: bytes) -> list[ParsedMeeting]:
    found = list(parse_calendar(raw, WINDOW))
    assert all(isinstance(one, ParsedMeeting) for one in found), found
    return [one for one in found if isinstance(one, ParsedMeeting)]


def reasons(raw: bytes) -> list[str]:
    return [one.reason for one in parse_calendar(raw, WINDOW) if isinstance(one, Rejected)]


def test_a_meeting() -> None:
    (one,) = meetings(
        calendar(
            "UID:m1\r\nSUMMARY:Harbour\\, north\r\nDTSTART;TZID=Europe/Berlin:20260202T100000\r\nDURATION:PT45M\r\n"
            "SEQUENCE:3\r\nCLASS:PRIVATE\r\nSTATUS:TENTATIVE\r\nTRANSP:TRANSPARENT\r\n"
            "ORGANIZER;CN=Ada:MAILTO:Ada@North.example\r\n"
            'ATTENDEE;PARTSTAT=ACCEPTED;CN="Doe, Ben":mailto:ben@south.example\r\n'
            "ATTENDEE;CUTYPE=ROOM;CN=Room 5:mailto:r5@north.example\r\n"
            "ATTENDEE;PARTSTAT=DECLINED;EMAIL=cyd@south.example:urn:uuid:7",
            head="METHOD:REQUEST\r\n",
        )
    )
    assert (one.uid, one.recurrence_id, one.sequence, one.method) == ("m1", "", 3, "REQUEST")
    assert (one.start, one.end) == (
        datetime(2026, 2, 2, 9, tzinfo=UTC),
        datetime(2026, 2, 2, 9, 45, tzinfo=UTC),
    )
    assert (one.title, one.status, one.private, one.transparent) == (
        "Harbour, north",
        "tentative",
        True,
        True,
    )
    assert one.organiser is not None
    assert one.organiser.address == "ada@north.example"
    assert [
        (who.mailbox.address, who.mailbox.name, who.partstat, who.is_resource) for who in one.attendees
    ] == [
        ("ben@south.example", "Ben Doe", "accepted", False),
        ("r5@north.example", "Room 5", "needs-action", True),
        ("cyd@south.example", "", "declined", False),
    ]


def test_an_all_day_event_keeps_its_date() -> None:
    (one,) = meetings(calendar("UID:d\r\nDTSTART;VALUE=DATE:20260202"))
    assert one.all_day
    assert (one.start, one.end) == (date(2026, 2, 2), date(2026, 2, 3))


def test_a_cancelled_invitation() -> None:
    (one,) = meetings(calendar("UID:c\r\nDTSTART:20260202T100000Z", head="METHOD:CANCEL\r\n"))
    assert one.status == "cancelled"


def test_a_weekly_meeting_with_an_exception_and_a_moved_day() -> None:
    found = meetings(
        calendar(
            "UID:w\r\nDTSTART:20260105T100000Z\r\nRRULE:FREQ=WEEKLY;COUNT=4\r\nEXDATE:20260112T100000Z",
            "UID:w\r\nRECURRENCE-ID:20260119T100000Z\r\nDTSTART:20260120T110000Z\r\nSUMMARY:moved",
        )
    )
    assert sorted((one.recurrence_id, one.start.day) for one in found) == [
        ("2026-01-05T10:00:00+00:00", 5),
        ("2026-01-19T10:00:00+00:00", 20),
        ("2026-01-26T10:00:00+00:00", 26),
    ]


def test_repeated_meetings_keep_within_the_window() -> None:
    found = meetings(calendar("UID:y\r\nDTSTART:19900301T100000Z\r\nRRULE:FREQ=YEARLY"))
    # One falls on the window's first day, before its hour; the last one, on its last.
    assert [one.start.year for one in found] == [2022, 2023, 2024, 2025, 2026]


@pytest.mark.parametrize(
    "rule", ["FREQ=SECONDLY", "FREQ=MINUTELY;INTERVAL=5", "freq=hourly", "FREQ=DAILY;BYMINUTE=0,1,2,3"]
)
def test_rules_that_no_meeting_has_are_refused(rule: str) -> None:
    (reason,) = reasons(calendar(f"UID:x\r\nDTSTART:20260101T100000Z\r\nRRULE:{rule}"))
    assert reason.startswith("repeats more often than once a day")


def test_a_series_without_end_is_bounded() -> None:
    hours = ",".join(str(hour) for hour in range(24))
    raw = calendar(f"UID:x\r\nDTSTART:20200101T000000Z\r\nRRULE:FREQ=DAILY;BYHOUR={hours}")
    found = list(parse_calendar(raw, WINDOW))
    assert len(found) == INSTANCES + 1
    assert isinstance(found[-1], Rejected)


def test_one_broken_event_costs_no_other() -> None:
    raw = calendar("UID:bad\r\nDTSTART:soon", "UID:good\r\nDTSTART:20260202T100000Z", "UID:none\r\nSUMMARY:x")
    found = list(parse_calendar(raw, WINDOW))
    assert [one.uid for one in found if isinstance(one, ParsedMeeting)] == ["good"]
    assert reasons(raw) == ["has a start that cannot be read", "has no start that can be read"]


def test_a_broken_zone_is_survived() -> None:
    broken = "BEGIN:STANDARD\r\nDTSTART:never\r\nTZOFFSETTO:x\r\nEND:STANDARD\r\n"
    zone = f"BEGIN:VTIMEZONE\r\nTZID:{{}}\r\n{broken}END:VTIMEZONE\r\n"
    event = "UID:z\r\nDTSTART;TZID={}:20260202T100000"
    hours = {}
    for name in ("Pacific Standard Time", "Europe/Berlin", "Our Own Time"):
        (one,) = meetings(calendar(event.format(name), head=zone.format(name)))
        assert isinstance(one.start, datetime)
        hours[name] = one.start.hour
    assert hours == {"Pacific Standard Time": 18, "Europe/Berlin": 9, "Our Own Time": 10}


def test_times_without_a_zone_are_the_calendars_own() -> None:
    (one,) = meetings(calendar("UID:f\r\nDTSTART:20260202T100000", head="X-WR-TIMEZONE:Asia/Tokyo\r\n"))
    assert one.start == datetime(2026, 2, 2, 1, tzinfo=UTC)


def test_a_calendar_of_version_one() -> None:
    raw = (
        b"BEGIN:VCALENDAR\r\nVERSION:1.0\r\nBEGIN:VEVENT\r\nUID:o\r\nDTSTART:20260202T100000Z\r\n"
        b"SUMMARY;QUOTED-PRINTABLE;CHARSET=UTF-8:Caf=C3=A9 am=\r\n Hafen\r\n"
        b"ATTENDEE;STATUS=CONFIRMED:Ben Doe <ben@south.example>\r\nEND:VEVENT\r\n"
        b"BEGIN:VEVENT\r\nUID:p\r\nDTSTART:20260202T100000Z\r\nRRULE:W1 MO #5\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    found = list(parse_calendar(raw, WINDOW))
    assert isinstance(found[0], ParsedMeeting)
    assert found[0].title == "Café am Hafen"
    assert [(who.mailbox.address, who.mailbox.name, who.partstat) for who in found[0].attendees] == [
        ("ben@south.example", "Ben Doe", "accepted")
    ]
    assert reasons(raw) == ["repeats by a rule of vCalendar 1.0: export the calendar as .ics (iCalendar)"]


def test_what_lies_ahead_and_what_is_no_meeting() -> None:
    assert reasons(calendar("UID:n\r\nDTSTART:20270101T100000Z")) == ["has not taken place yet"]
    assert reasons(b"BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\nEND:VTODO\r\nEND:VCALENDAR") == [
        "holds no meeting, only VTODO"
    ]
    assert reasons(b"") == ["holds no meeting"]
    assert reasons(calendar("UID:q\r\nDTSTART:20260202T100000Z")[:-40]) == ["is cut off before its end"]


@pytest.mark.rule("A27")
def test_what_is_said_of_a_meeting_is_read_where_it_is_asked_for() -> None:
    said = "Bring\\, please:\\nthe plan"
    raw = calendar(f"UID:m1\r\nSUMMARY:Harbour\r\nDTSTART:20260202T100000Z\r\nDESCRIPTION;LANGUAGE=en:{said}")
    for asked, description in ((True, "Bring, please:\nthe plan"), (False, "")):
        (one,) = parse_calendar(raw, WINDOW, with_descriptions=asked)
        assert isinstance(one, ParsedMeeting)
        assert (one.title, one.description) == ("Harbour", description)


@pytest.mark.rule("A27")
def test_descriptions_cost_no_meeting() -> None:
    # Eighty changed occurrences with a long one each are more than is read of one meeting: they are left without.
    events = [
        f"UID:m1\r\nRECURRENCE-ID:20260202T{hour:02}{minute:02}00Z\r\nDTSTART:20260202T{hour:02}{minute:02}00Z\r\n"
        f"DESCRIPTION:{'x' * 90_000}"
        for hour in range(8)
        for minute in range(10)
    ]
    raw = calendar(*events)
    found = list(parse_calendar(raw, WINDOW, with_descriptions=True))
    assert [type(one) for one in found] == [ParsedMeeting] * 80
