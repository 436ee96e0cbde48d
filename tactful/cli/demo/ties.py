"""Decide who at the demo company knows whom outside, since when, and in which rhythm they write."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Literal

from tactful.cli.demo.people import Person
from tactful.cli.demo.staff import Employee
from tactful.cli.demo.trades import TRADES

YEARS_OF_MAIL = 3
DAYS = 365 * YEARS_OF_MAIL

Kind = Literal[
    "weekly",
    "monthly",
    "quarterly",
    "fading",
    "faded",
    "new",
    "inbound",
    "outbound",
    "dormant",
    "brief",
    "card",
]

# How often each kind comes up, in thousandths of all ties.
SHARES: dict[Kind, int] = {
    "weekly": 12,
    "monthly": 20,
    "quarterly": 36,
    "fading": 11,
    "new": 18,
    "inbound": 85,
    "outbound": 55,
    "dormant": 165,
    "brief": 433,
    "card": 155,
}
# Kinds in which both sides write; only these are copied on other people's mail and met in a room.
MUTUAL: frozenset[Kind] = frozenset(("weekly", "monthly", "quarterly", "fading", "new", "brief"))


@dataclass(frozen=True)
class Tie:
    """One member's tie to one person: from `began` to `ended` days ago, a conversation about every `every` days."""

    member: str
    person: Person
    kind: Kind
    began: int
    ended: int
    every: float


def tie(rng: Random, member: str, person: Person, kind: Kind) -> Tie:
    """A tie of the given kind, with dates drawn for it."""
    span: tuple[int, int, float] = (0, 0, 1.0)
    match kind:
        case "weekly":
            span = (rng.randrange(160, 720), 1, rng.uniform(6, 10))
        case "monthly":
            span = (rng.randrange(250, DAYS), 1, rng.uniform(26, 40))
        case "quarterly":
            span = (rng.randrange(300, DAYS), 1, rng.uniform(75, 110))
        case "fading":
            # Weekly once, then ever more silent: the last mail is two to five months old.
            span = (rng.randrange(300, 560), rng.randrange(60, 150), rng.uniform(8, 13))
        case "faded":
            span = (rng.randrange(700, 900), rng.randrange(190, 260), rng.uniform(7, 12))
        case "new":
            span = (rng.randrange(14, 48), 1, rng.uniform(4, 7))
        case "inbound":
            span = (rng.randrange(60, DAYS), rng.randrange(1, 50), rng.uniform(60, 200))
        case "outbound":
            span = (rng.randrange(40, DAYS), rng.randrange(1, 30), rng.uniform(60, 240))
        case "dormant":
            began = rng.randrange(430, DAYS)
            span = (began, began - rng.randrange(15, 45), rng.uniform(15, 40))
        case "brief":
            began = rng.randrange(2, DAYS)
            span = (began, began, 1.0)
        case "card":
            pass
    return Tie(member, person, kind, *span)


def make_ties(rng: Random, staff: Sequence[Employee], people: Sequence[Person]) -> list[Tie]:
    """Every tie of the demo: each person is known by at least one member, key companies by many."""
    ties: list[Tie] = []
    crews: dict[str, list[Employee]] = {}
    sizes: dict[str, int] = defaultdict(int)
    for person in people:
        if person.firm:
            sizes[person.firm.domain] += 1
    for person in people:
        if person.scene:
            ties += [tie(rng, member, person, _kind(kind)) for member, kind in person.scene.known.items()]
            continue
        if person.firm is None:
            member = rng.choices(staff, [e.activity for e in staff])[0]
            ties.append(tie(rng, member.address, person, _drawn(rng)))
            continue
        domain = person.firm.domain
        if domain not in crews:
            crews[domain] = _crew(rng, staff, person.firm.trade, sizes[domain])
        crew = crews[domain]
        # The first of the crew knows most people of the company, in a spread of strengths.
        known = [crew[0]] if rng.random() < 0.55 or len(crew) == 1 else [rng.choice(crew[1:])]
        if rng.random() < 0.34:
            known += [e for e in rng.sample(crew, min(len(crew), rng.randrange(1, 4))) if e not in known]
        ties += [tie(rng, e.address, person, _drawn(rng)) for e in known]
    return ties


def _crew(rng: Random, staff: Sequence[Employee], trade: str, size: int) -> list[Employee]:
    """The members who deal with one company: one or two for a small one, up to twelve for a key company."""
    affinity = next(t.affinity for t in TRADES if t.name == trade)
    count = rng.choice((1, 1, 1, 2)) if size < 4 else min(12, 2 + size // 6 + rng.randrange(2))
    pool = list(staff)
    weights = [
        e.activity * (max((affinity.get(team, 0) for team in e.teams), default=0) + 0.25) for e in pool
    ]
    crew: list[Employee] = []
    for _ in range(count):
        chosen = rng.choices(range(len(pool)), weights)[0]
        crew.append(pool.pop(chosen))
        weights.pop(chosen)
    return crew


def _drawn(rng: Random) -> Kind:
    return rng.choices(list(SHARES), list(SHARES.values()))[0]


def _kind(word: str) -> Kind:
    kinds: tuple[Kind, ...] = (*SHARES, "faded")
    return next(kind for kind in kinds if kind == word)
