"""Write the mail between members and the people they know: threads, copies, replies, in each tie's rhythm."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from tactful.cli.demo.calendar_days import EPOCH, day_of, instant, workday
from tactful.cli.demo.company import DOMAIN, Company
from tactful.cli.demo.people import FREE_MAIL, Person
from tactful.cli.demo.staff import STAFF
from tactful.cli.demo.ties import DAYS, MUTUAL, Tie
from tactful.cli.demo.words import CLOSINGS, LINES, OPENINGS, SUBJECTS

HOUR = 3_600
COPIED_PERSON = 0.16
COPIED_COLLEAGUE = 0.15


@dataclass(frozen=True)
class Box:
    """A mailbox as it stands in a header: a display name (may be empty) and an address."""

    name: str
    address: str


@dataclass(eq=False)
class Letter:
    """One message, before it is rendered. `held_by` are the members (local parts) with a copy, sender included.

    `shape` picks how the body is encoded; `extra` are header lines of automated and list mail.
    """

    when: int
    zone: str
    sender: Box
    to: tuple[Box, ...]
    cc: tuple[Box, ...]
    subject: str
    message_id: str
    body: str
    held_by: tuple[str, ...]
    parents: tuple[str, ...] = ()
    bcc: tuple[Box, ...] = ()
    extra: tuple[str, ...] = ()
    shape: str = "plain"


@dataclass
class Office:
    """What writing needs to know of the company: boxes, ties by member and firm, the last moment of mail."""

    company: Company
    today: date
    boxes: dict[str, Box] = field(default_factory=dict)
    zones: dict[str, str] = field(default_factory=dict)
    teams: dict[str, list[str]] = field(default_factory=dict)
    known: dict[tuple[str, str], list[Person]] = field(default_factory=lambda: defaultdict(list))
    around: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    @property
    def last(self) -> int:
        """No mail is younger than the evening before the reference day."""
        return (self.today - EPOCH).days * 86_400 - 2 * HOUR


def office_of(company: Company) -> Office:
    """The index of a company that the writers share."""
    office = Office(company, company.today)
    for employee in STAFF:
        office.boxes[employee.address] = Box(employee.name, f"{employee.address}@{DOMAIN}")
        office.zones[employee.address] = employee.zone
        office.teams[employee.address] = [
            e.address for e in STAFF if e is not employee and e.active and set(e.teams) & set(employee.teams)
        ]
    for tie in company.ties:
        if tie.person.firm and tie.kind in MUTUAL and not tie.person.closed:
            office.known[tie.member, tie.person.firm.domain].append(tie.person)
            if tie.member not in office.around[tie.person.firm.domain]:
                office.around[tie.person.firm.domain].append(tie.member)
    return office


def box_of(person: Person, days_ago: int) -> Box:
    """The address a person wrote from at that time: the former employer's before they moved."""
    if person.former and days_ago > person.moved:
        return Box(person.shown, person.addresses[-1])
    return Box(person.shown, person.addresses[0])


def personal_letters(office: Office, rng: Random) -> Iterator[Letter]:
    """All mail that the ties carry, tie by tie, in no order of time."""
    for tie in office.company.ties:
        if tie.kind == "card":
            continue
        for days_ago in _days(rng, tie):
            yield from _thread(office, rng, tie, days_ago)


def _days(rng: Random, tie: Tie) -> Iterator[int]:
    """How many days ago each conversation of a tie began, oldest first."""
    if tie.kind == "brief":
        yield tie.began
        return
    # People who leave stop writing: nobody's mail is older than the demo.
    at = min(float(tie.began), DAYS - 1.0)
    while at >= max(1, tie.ended):
        yield int(at)
        span = max(1, tie.began - tie.ended)
        # A fading tie spreads its conversations out towards its end.
        slower = 1 + 5 * ((tie.began - at) / span) ** 3 if tie.kind in ("fading", "faded") else 1
        at -= max(0.6, rng.expovariate(1 / (tie.every * slower)))


def _length(rng: Random, tie: Tie) -> int:
    match tie.kind:
        case "inbound" | "outbound":
            return 1
        case "weekly":
            return rng.choices((1, 2, 3), (5, 4, 1))[0]
        case _:
            return rng.choices((1, 2, 3, 4), (6, 6, 2, 1))[0]


def _thread(office: Office, rng: Random, tie: Tie, days_ago: int) -> Iterator[Letter]:
    """One conversation: a first mail and its replies, to all that were copied."""
    employee = office.boxes[tie.member]
    person = box_of(tie.person, days_ago)
    if tie.person.firm and len(tie.person.addresses) > 1 and rng.random() < 0.1:
        private = [a for a in tie.person.addresses if a.endswith(FREE_MAIL)]
        person = Box(tie.person.shown, private[0]) if private else person
    subject = _subject(rng, tie.person, office.today - timedelta(days=days_ago))
    others, colleagues = _copied(office, rng, tie, days_ago)
    ours = {"inbound": False, "outbound": True}.get(tie.kind, rng.random() < 0.55)
    when = instant(rng, workday(office.today - timedelta(days=days_ago)), office.zones[tie.member])
    parents: tuple[str, ...] = ()
    for turn in range(_length(rng, tie)):
        if when > office.last:
            return
        sender, receiver = (employee, person) if ours else (person, employee)
        copies = (*others, *(office.boxes[c] for c in colleagues))
        unseen = _unseen(office, rng, tie, colleagues) if ours else []
        letter = Letter(
            when,
            office.zones[tie.member],
            sender,
            (receiver,),
            copies,
            subject if turn == 0 else f"Re: {subject}",
            new_id(rng, sender.address),
            _body(rng, tie.person, office, tie.member, ours),
            (tie.member, *colleagues, *unseen),
            parents,
            tuple(office.boxes[c] for c in unseen),
            shape=_shape(rng),
        )
        yield letter
        parents = (*parents, letter.message_id)[-8:]
        ours = (not ours) if rng.random() < 0.88 else ours
        when = _later(rng, when, office.zones[tie.member])


def _copied(office: Office, rng: Random, tie: Tie, days_ago: int) -> tuple[list[Box], list[str]]:
    """Whom a thread copies: people of the same company whom the member knows, and colleagues who know it too."""
    if tie.person.closed or tie.person.firm is None or tie.kind not in MUTUAL:
        return [], []
    others: list[Box] = []
    pool = [p for p in office.known[tie.member, tie.person.firm.domain] if p is not tie.person]
    if pool and rng.random() < COPIED_PERSON:
        others = [box_of(p, days_ago) for p in rng.sample(pool, min(len(pool), rng.choice((1, 1, 2, 3))))]
    colleagues: list[str] = []
    if rng.random() < COPIED_COLLEAGUE:
        near = [m for m in office.around[tie.person.firm.domain] if m != tie.member] or office.teams[
            tie.member
        ]
        if near:
            colleagues = rng.sample(near, min(len(near), rng.choice((1, 1, 1, 2))))
    return others, colleagues


def _unseen(office: Office, rng: Random, tie: Tie, colleagues: list[str]) -> list[str]:
    """Now and then a colleague gets a blind copy: their mailbox holds it, no header but the sender's names them."""
    near = [c for c in office.teams[tie.member] if c not in colleagues]
    return [rng.choice(near)] if near and not tie.person.closed and rng.random() < 0.008 else []


def _later(rng: Random, when: int, zone: str) -> int:
    """When the answer comes: in the same hour or within days, in office hours."""
    if rng.random() < 0.55:
        return when + rng.randrange(120, 4 * HOUR)
    day = day_of(when) + timedelta(days=rng.choice((1, 1, 1, 2, 2, 3, 5)))
    if day.weekday() > 4:
        day += timedelta(days=7 - day.weekday())
    return instant(rng, day, zone)


def new_id(rng: Random, address: str) -> str:
    """A Message-ID at the sender's host."""
    return f"<{rng.getrandbits(80):020x}@{address.rpartition('@')[2]}>"


DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


def _subject(rng: Random, person: Person, day: date) -> str:
    tongue = person.tongue if rng.random() < 0.4 else "english"
    pattern = rng.choice(SUBJECTS.get(tongue, SUBJECTS["english"]))
    place = person.firm.town if person.firm else "Leeds"
    return pattern.format(
        place=place, n=f"{day.year}-{rng.randrange(100, 999)}", m=rng.randrange(20), day=rng.choice(DAY_NAMES)
    )


def _shape(rng: Random) -> str:
    return rng.choices(("plain", "html", "attached"), (88, 8, 4))[0]


def _body(rng: Random, person: Person, office: Office, member: str, ours: bool) -> str:
    employee = office.boxes[member].name
    reader, writer = (person.given, employee) if ours else (employee.split()[0], person.name)
    lines = rng.sample(LINES, rng.choice((1, 2, 2, 3)))
    opening = rng.choice(OPENINGS).format(who=reader)
    sign = f"\n-- \n{writer}\n" + ("Hollin & Vane" if ours else f"{person.title}\n{person.phone}".strip())
    if not ours and person.scene is None and person.number % 4 == 0:
        # Some sign with an address of their own beside that of their firm.
        sign += "".join(f"\n{address}" for address in person.addresses[1:2])
    return f"{opening}\n\n" + "\n".join(lines) + f"\n\n{rng.choice(CLOSINGS)}\n{writer.split()[0]}\n{sign}\n"
