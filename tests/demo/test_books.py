"""The demo's calendars and cards parse with the libraries that everybody uses, and hold what the tours promise."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime

import pytest
import recurring_ical_events
import vobject
from icalendar import Calendar, Event, vCalAddress

from tactful.cli.demo.company import Company
from tactful.cli.demo.files import File
from tests.demo.conftest import TODAY


@pytest.fixture(scope="module")
def calendars(files: list[File]) -> dict[str, Calendar]:
    return {f.member: Calendar.from_ical(f.path.read_bytes()) for f in files if f.kind == "ics"}


@pytest.fixture(scope="module")
def events(calendars: dict[str, Calendar]) -> list[tuple[str, Event]]:
    return [(member, event) for member, calendar in calendars.items() for event in calendar.events]


@pytest.fixture(scope="module")
def cards(files: list[File]) -> list[tuple[str, vobject.base.Component]]:
    return [
        (f.member, card)
        for f in files
        if f.kind == "vcf"
        for card in vobject.readComponents(f.path.read_text("utf-8"))
    ]


def guests(event: Event) -> list[vCalAddress]:
    found = event.get("ATTENDEE", [])
    return found if isinstance(found, list) else [found]


def test_lines_are_folded(files: list[File]) -> None:
    for file in files:
        if file.kind in ("ics", "vcf"):
            raw = file.path.read_bytes()
            assert raw.count(b"\n") == raw.count(b"\r\n")
            assert max(len(line) for line in raw.split(b"\r\n")) <= 75


def test_events_parse_without_errors(events: list[tuple[str, Event]]) -> None:
    assert 2_000 <= len(events) <= 5_000
    for member, event in events:
        assert not event.errors, (member, event["UID"])
        assert event.end > event.start


def test_every_kind_of_event(events: list[tuple[str, Event]]) -> None:
    kinds: Counter[str] = Counter()
    for member, event in events:
        answers = {str(g)[7:]: g.params for g in guests(event)}
        kinds["series"] += "RRULE" in event
        kinds["moved"] += "RECURRENCE-ID" in event
        kinds["skipped"] += "EXDATE" in event
        kinds["cancelled"] += event.get("STATUS") == "CANCELLED"
        kinds["private"] += event.get("CLASS") == "PRIVATE"
        kinds["whole day"] += not isinstance(event.start, datetime)
        kinds["declined"] += member in answers and answers[member]["PARTSTAT"] == "DECLINED"
        kinds["room"] += any(params["CUTYPE"] == "ROOM" for params in answers.values())
        kinds["big"] += len(answers) > 15 and any(not a.endswith("hollinvane.example") for a in answers)
        kinds["inside"] += bool(answers) and all(a.endswith("hollinvane.example") for a in answers)
        kinds["coming"] += (event.start.date() if isinstance(event.start, datetime) else event.start) > TODAY
    assert len(kinds) == 11
    assert min(kinds.values()) >= 20, kinds


def test_one_meeting_has_one_uid_in_every_calendar(events: list[tuple[str, Event]]) -> None:
    held: dict[tuple[str, str], list[Event]] = defaultdict(list)
    for _, event in events:
        held[str(event["UID"]), str(event.get("RECURRENCE-ID", ""))].append(event)
    shared = [group for group in held.values() if len(group) > 1]
    assert len(shared) >= 200
    assert all(len({event.to_ical() for event in group}) == 1 for group in shared)


def test_series_unfold(calendars: dict[str, Calendar]) -> None:
    found: list[Event] = []
    for calendar in calendars.values():
        found += recurring_ical_events.of(calendar).between(date(2025, 3, 1), date(2025, 5, 31))
    assert len(found) > 300


def test_cards_parse(cards: list[tuple[str, vobject.base.Component]]) -> None:
    assert 1_200 <= len(cards) <= 2_500
    has: Counter[str] = Counter()
    for _, card in cards:
        assert card.fn.value
        has.update(child.name for child in card.getChildren())
    for name in ("TEL", "EMAIL", "ORG", "TITLE", "ADR", "NOTE", "BDAY", "CATEGORIES", "URL"):
        assert has[name] >= 80, name
    assert sum(not card.contents.get("email") for _, card in cards) >= 10


def phones(files: list[File]) -> Iterator[tuple[str, str]]:
    """Each number with the member on whose card it stands."""
    for file in files:
        if file.kind == "vcf":
            for card in vobject.readComponents(file.path.read_text("utf-8")):
                for tel in getattr(card, "tel_list", []):
                    yield str(tel.value), file.member


def test_some_phones_are_on_one_members_card_alone(company: Company, files: list[File]) -> None:
    on: dict[str, set[str]] = defaultdict(set)
    for phone, member in phones(files):
        on[phone].add(member.partition("@")[0])
    scenes = [p.scene for p in company.people if p.scene and p.scene.mobile]
    assert len(scenes) >= 4
    for scene in scenes:
        assert on[scene.mobile] == set(scene.mobile_for)
        assert scene.mobile_for
    marit = next(s for s in scenes if s.given == "Marit")
    assert on[marit.phone] == {"ada", "ingrid", "cyd", "dee"}


def test_two_members_call_one_man_differently(cards: list[tuple[str, vobject.base.Component]]) -> None:
    names = {
        card.fn.value
        for _, card in cards
        if card.contents.get("email") and card.email.value == "r.ellingham@ellingham.example"
    }
    assert names == {"Robert Ellingham", "Bob Ellingham", "Robert J. St John Ellingham"}


def test_some_people_are_in_an_address_book_only(
    files: list[File], cards: list[tuple[str, vobject.base.Component]]
) -> None:
    mail = b"".join(f.path.read_bytes() for f in files if f.kind in ("mbox", "ics")).replace(b"\r\n ", b"")
    carded = {card.email.value for _, card in cards if card.contents.get("email")}
    heard = set(re.findall(rb"[\w.-]+@[\w.-]+", mail))
    silent = {address for address in carded if address.encode() not in heard}
    assert len(silent) >= 150
    assert "mj.hohenfels@hohenfels.example" in silent


def test_connections(files: list[File]) -> None:
    for file in files:
        if file.kind == "csv":
            text = file.path.read_text("utf-8")
            rows = list(csv.DictReader(text.split("\n\n", 1)[1].splitlines()))
            assert len(rows) == 45
            assert list(rows[0]) == [
                "First Name",
                "Last Name",
                "URL",
                "Email Address",
                "Company",
                "Position",
                "Connected On",
            ]
            assert 5 <= sum(bool(row["Email Address"]) for row in rows) <= 30
            days = [datetime.strptime(f"{row['Connected On']} +0000", "%d %b %Y %z").date() for row in rows]
            assert max(days) < TODAY


def test_only_the_members_of_a_scene_meet_its_people(
    company: Company, events: list[tuple[str, Event]]
) -> None:
    scenes = {p.addresses[0]: p.scene for p in company.people if p.scene}
    for member, event in events:
        for guest in guests(event):
            scene = scenes.get(str(guest)[7:])
            assert scene is None or member.partition("@")[0] in scene.known
