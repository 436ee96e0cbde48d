"""Build the demo company from one seed and one day: its members, the people they know, and what they share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from tactful.cli.demo.numbers import Numbers
from tactful.cli.demo.people import Firm, Person, make_firms, make_people
from tactful.cli.demo.staff import EVERYONE, STAFF, TEAMS, Employee, Level, Role
from tactful.cli.demo.ties import Tie, make_ties

NAME = "Hollin & Vane"
DOMAIN = "hollinvane.example"
STORY = (
    "Hollin & Vane, of Leeds and Rotterdam, makes gauges that tell ports, waterworks and growers what wind and water "
    "will do next."
)


@dataclass(frozen=True)
class Member:
    """A member of the demo account. `password` is for signing in to the demo and for nothing else."""

    name: str
    address: str
    role: Role
    title: str
    teams: tuple[str, ...]
    password: str
    active: bool


@dataclass(frozen=True)
class Team:
    """A team with the addresses of its members."""

    name: str
    members: tuple[str, ...]


@dataclass(frozen=True)
class Choice:
    """What a member chose to share with one audience: `level` is None without a choice, `until` is its end date."""

    level: Level | None
    until: date | None = None


@dataclass(frozen=True)
class Company:
    """The demo company. `levels` has an entry for each member with each of their teams and with Everyone.

    Keys of `levels` are (member's address, audience). `people` and `companies` are the outside world; no account-wide
    cap, floor or default is in force, so that the product's own (not sharing) holds; a default is announced.
    """

    name: str
    domain: str
    story: str
    members: tuple[Member, ...]
    teams: tuple[Team, ...]
    people: tuple[Person, ...]
    companies: tuple[Firm, ...]
    levels: dict[tuple[str, str], Choice]
    ties: tuple[Tie, ...]
    today: date
    seed: int

    def member(self, address: str) -> Member:
        """The member with this address (or with this local part). KeyError when there is none."""
        full = address if "@" in address else f"{address}@{self.domain}"
        for member in self.members:
            if member.address == full:
                return member
        raise KeyError(address)


def build(today: date, seed: int = 7) -> Company:
    """The demo company as of `today`; the same arguments give the same company, to the byte of its files."""
    rng = Random(f"{seed}:world")
    numbers = Numbers(rng)
    firms = make_firms(rng, numbers)
    people = make_people(rng, numbers, firms)
    ties = make_ties(rng, STAFF, people)
    words = Random(f"{seed}:passwords")
    return Company(
        name=NAME,
        domain=DOMAIN,
        story=STORY,
        members=tuple(_member(employee, _password(words)) for employee in STAFF),
        teams=tuple(Team(team, tuple(mailbox_of(e) for e in STAFF if team in e.teams)) for team in TEAMS),
        people=tuple(people),
        companies=tuple(firms),
        levels=_levels(today),
        ties=tuple(ties),
        today=today,
        seed=seed,
    )


def mailbox_of(employee: Employee) -> str:
    """The full address of an employee."""
    return f"{employee.address}@{DOMAIN}"


def _member(employee: Employee, password: str) -> Member:
    return Member(
        employee.name,
        mailbox_of(employee),
        employee.role,
        employee.title,
        employee.teams,
        password,
        employee.active,
    )


def _levels(today: date) -> dict[tuple[str, str], Choice]:
    levels: dict[tuple[str, str], Choice] = {}
    for employee in STAFF:
        for audience in (*employee.teams, EVERYONE):
            chosen = employee.choices.get(audience)
            until = today + timedelta(days=chosen.days) if chosen and chosen.days is not None else None
            levels[mailbox_of(employee), audience] = Choice(chosen.level if chosen else None, until)
    return levels


def _password(rng: Random) -> str:
    first = ("amber", "brisk", "calm", "early", "gentle", "hazel", "quiet", "silver", "steady", "windy")
    second = (
        "anchor",
        "buoy",
        "compass",
        "estuary",
        "gauge",
        "harbour",
        "lantern",
        "mooring",
        "sluice",
        "tide",
    )
    third = (
        "avocet",
        "curlew",
        "gannet",
        "heron",
        "lapwing",
        "petrel",
        "plover",
        "puffin",
        "tern",
        "whimbrel",
    )
    return "-".join(rng.choice(words) for words in (first, second, third)) + f"-{rng.randrange(10, 100)}"
