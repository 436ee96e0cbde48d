"""Plan the calendars: meetings with the people one knows, one-to-ones, big ones, and what is nobody else's business."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Literal

from tactful.cli.demo.calendar_days import workday
from tactful.cli.demo.company import DOMAIN, Company
from tactful.cli.demo.letters import Box, Office, box_of, office_of
from tactful.cli.demo.mailbox import LEFT_DAYS
from tactful.cli.demo.staff import STAFF, TEAMS
from tactful.cli.demo.ties import DAYS, MUTUAL, Kind, Tie
from tactful.cli.demo.words import ALL_DAY, MEETINGS, PRIVATE

Answer = Literal["ACCEPTED", "DECLINED", "TENTATIVE", "NEEDS-ACTION"]
ROOMS = (
    Box("Room Gannet", f"room-gannet@rooms.{DOMAIN}"),
    Box("Room Curlew", f"room-curlew@rooms.{DOMAIN}"),
    Box("Zaal Stern", f"zaal-stern@rooms.{DOMAIN}"),
)
# Meetings are planned up to this many days ahead of the reference day.
AHEAD = 40

# For each kind of tie, the fewest and the most single meetings.
SINGLES: dict[Kind, tuple[int, int]] = {
    "weekly": (5, 12),
    "monthly": (2, 7),
    "quarterly": (1, 4),
    "fading": (3, 8),
    "faded": (3, 6),
    "new": (1, 3),
    "brief": (0, 1),
    "dormant": (0, 1),
}


@dataclass(frozen=True)
class Guest:
    """One attendee with their answer; rooms have `room` set."""

    box: Box
    answer: Answer = "ACCEPTED"
    room: bool = False


@dataclass(frozen=True, kw_only=True)
class Event:
    """One entry, or one series, in the calendars of `held_by` (local parts). `minute` is None for whole days.

    `every` and `count` are the weeks between and the number of a series' meetings; `skipped` and `moved` are the
    indexes of meetings that were called off, or held a day later.
    """

    uid: str
    day: date
    minute: int | None
    minutes: int
    zone: str
    summary: str
    held_by: tuple[str, ...]
    organizer: Box | None = None
    guests: tuple[Guest, ...] = ()
    every: int = 0
    count: int = 1
    skipped: tuple[int, ...] = ()
    moved: tuple[int, ...] = ()
    cancelled: bool = False
    private: bool = False
    location: str = ""
    description: str = ""


def events_of(company: Company) -> list[Event]:
    """Every event once, in an order that only the company decides."""
    office = office_of(company)
    rng = Random(f"{company.seed}:meetings")
    planned = [*_with_people(office, rng), *_big(office, rng), *_inside(office, rng), *_alone(office, rng)]
    left = company.today - timedelta(days=LEFT_DAYS)
    gone = {e.address for e in STAFF if not e.active}
    return [event for event in planned if event.day < left or not gone.intersection(event.held_by)]


def _uid(rng: Random, host: str = DOMAIN) -> str:
    return f"{rng.getrandbits(72):018x}@{host}"


def _with_people(office: Office, rng: Random) -> Iterator[Event]:
    for tie in office.company.ties:
        if tie.kind not in SINGLES:
            continue
        leaves = tie.member in {e.address for e in STAFF if not e.active}
        if tie.kind in ("weekly", "fading") and not leaves and (tie.person.closed or rng.random() < 0.4):
            yield _series(office, rng, tie)
        least, most = SINGLES[tie.kind]
        count = rng.randrange(least, most + 1)
        if tie.kind in ("brief", "dormant"):
            count = int(rng.random() < 0.14)
        for _ in range(count):
            first = (
                max(1, tie.ended)
                if rng.random() < 0.93 or tie.kind in ("fading", "faded", "dormant")
                else -AHEAD
            )
            yield _meeting(office, rng, tie, rng.randrange(first, max(first + 1, tie.began + 1)))


def _series(office: Office, rng: Random, tie: Tie) -> Event:
    """A one-to-one that comes back every one or two weeks, for as long as the tie is strong."""
    every = rng.choice((1, 2, 2))
    began = min(tie.began, 300)
    until = tie.ended if tie.kind == "fading" else -AHEAD
    began = max(began, until + 7)
    count = max(2, (began - until) // (7 * every))
    odd = rng.sample(range(1, count), min(count - 1, 3))
    day = workday(office.today - timedelta(days=began))
    return Event(
        uid=_uid(rng),
        day=day,
        minute=rng.randrange(9, 16) * 60,
        minutes=30,
        zone=office.zones[tie.member],
        summary=f"1:1 {tie.person.given} / {office.boxes[tie.member].name.split()[0]}",
        held_by=(tie.member,),
        organizer=office.boxes[tie.member],
        guests=(Guest(office.boxes[tie.member]), Guest(box_of(tie.person, 0))),
        every=every,
        count=count,
        skipped=tuple(sorted(odd[:2])),
        moved=tuple(odd[2:]),
        location=f"https://meet.{DOMAIN}/{rng.getrandbits(32):08x}",
    )


def _meeting(office: Office, rng: Random, tie: Tie, days_ago: int) -> Event:
    person, ours = box_of(tie.person, days_ago), rng.random() < 0.6
    answer: Answer = rng.choices(("ACCEPTED", "DECLINED", "TENTATIVE", "NEEDS-ACTION"), (88, 5, 4, 3))[0]
    guests = [
        Guest(office.boxes[tie.member], "ACCEPTED" if ours else answer),
        Guest(person, answer if ours else "ACCEPTED"),
    ]
    held = [tie.member]
    if not tie.person.closed and tie.person.firm:
        around = [m for m in office.around[tie.person.firm.domain] if m != tie.member]
        if around and rng.random() < 0.25:
            held += rng.sample(around, min(len(around), rng.choice((1, 1, 2))))
        pool = [p for p in office.known[tie.member, tie.person.firm.domain] if p is not tie.person]
        if pool and rng.random() < 0.2:
            guests += [
                Guest(box_of(p, days_ago)) for p in rng.sample(pool, min(len(pool), rng.choice((1, 2))))
            ]
    guests += [
        Guest(office.boxes[m], rng.choice(("ACCEPTED", "ACCEPTED", "ACCEPTED", "DECLINED"))) for m in held[1:]
    ]
    place = tie.person.firm.town if tie.person.firm else "Leeds"
    where = rng.choice((f"https://meet.{DOMAIN}/{rng.getrandbits(32):08x}", place, f"{place}, quay 3", ""))
    if rng.random() < 0.2:
        room = rng.choice(ROOMS)
        guests.append(Guest(room, room=True))
        where = room.name
    organizer = guests[0].box if ours else person
    return Event(
        uid=_uid(rng, organizer.address.rpartition("@")[2]),
        day=workday(office.today - timedelta(days=days_ago)),
        minute=rng.randrange(18, 34) * 30,
        minutes=rng.choice((30, 30, 45, 60, 60, 90)),
        zone=office.zones[tie.member],
        summary=rng.choice(MEETINGS).format(place=place),
        held_by=tuple(held),
        organizer=organizer,
        guests=tuple(guests),
        cancelled=rng.random() < 0.05,
        private=rng.random() < 0.03,
        location=where,
        description=rng.choice(("", "", "Agenda follows.\nDial-in: see link", "Please bring the report")),
    )


def _big(office: Office, rng: Random) -> Iterator[Event]:
    """Webinars and fairs with more guests than a meeting has: they tie nobody to anybody."""
    hosts = ("ada", "noor", "dee", "owen")
    for index in range(12):
        host = hosts[index % len(hosts)]
        pool = [
            t.person
            for t in office.company.ties
            if t.member == host and t.kind in MUTUAL and not t.person.closed
        ]
        days_ago = 30 + index * 80
        chosen = rng.sample(pool, min(len(pool), rng.randrange(18, 40)))
        held = (host, *rng.sample(office.teams[host], 3))
        yield Event(
            uid=_uid(rng),
            day=workday(office.today - timedelta(days=days_ago)),
            minute=14 * 60,
            minutes=60,
            zone=office.zones[host],
            summary=rng.choice(("Webinar: reading the tide", "Customer day", "Release preview")),
            held_by=held,
            organizer=office.boxes[host],
            guests=(
                *(Guest(office.boxes[m]) for m in held),
                *(Guest(box_of(p, days_ago), rng.choice(("ACCEPTED", "NEEDS-ACTION"))) for p in chosen),
            ),
        )


def _inside(office: Office, rng: Random) -> Iterator[Event]:
    """Colleagues only (A37): each team's weekly meeting, and everybody's month."""
    active = [e for e in STAFF if e.active]
    groups = [(f"{team} weekly", [e.address for e in active if team in e.teams], 1, 60) for team in TEAMS]
    groups.append(("All hands", [e.address for e in active], 4, 30))
    for name, members, every, began in groups:
        yield Event(
            uid=_uid(rng),
            day=workday(office.today - timedelta(days=began * 7)),
            minute=10 * 60,
            minutes=45,
            zone="leeds",
            summary=name,
            held_by=tuple(members),
            organizer=office.boxes[members[0]],
            guests=(*(Guest(office.boxes[m]) for m in members), Guest(ROOMS[0], room=True)),
            every=every,
            count=began // every,
            skipped=(2,),
            location=ROOMS[0].name,
        )


def _alone(office: Office, rng: Random) -> Iterator[Event]:
    """Private and whole-day entries without guests."""
    for employee in STAFF:
        for _ in range(rng.randrange(3, 9)):
            yield Event(
                uid=_uid(rng),
                day=workday(office.today - timedelta(days=rng.randrange(-AHEAD, DAYS))),
                minute=rng.randrange(16, 40) * 30,
                minutes=60,
                zone=employee.zone,
                summary=rng.choice(PRIVATE),
                held_by=(employee.address,),
                private=True,
            )
        for _ in range(rng.randrange(3, 8)):
            yield Event(
                uid=_uid(rng),
                day=office.today - timedelta(days=rng.randrange(-AHEAD, DAYS)),
                minute=None,
                minutes=1440 * rng.choice((1, 1, 3, 5)),
                zone=employee.zone,
                summary=rng.choice(ALL_DAY),
                held_by=(employee.address,),
            )
