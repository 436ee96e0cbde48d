"""The members of Hollin & Vane: who they are, which teams they are in, and how much they chose to share.

Written out by hand, because each share level is there to show a rule: docs and tests point at these rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

EVERYONE = "Everyone"
TEAMS = ("Sales", "Partnerships", "Legal", "Product")

Role = Literal["member", "admin", "enterprise admin"]


class Level(StrEnum):
    """The five share levels (D02), in the words of the product."""

    NOTHING = "not sharing"
    RELATIONSHIPS = "relationships"
    CONTACT_INFO = "relationships + contact info"
    INTERACTIONS = "relationships + interactions"
    BOTH = "relationships + both"


@dataclass(frozen=True)
class Chosen:
    """One choice of a level; `days` is its end, counted from the reference day (negative: already over)."""

    level: Level
    days: int | None = None


@dataclass(frozen=True, kw_only=True)
class Employee:
    """One member before dates and passwords: `activity` scales the mailbox, `choices` maps audience to level."""

    name: str
    address: str
    title: str
    teams: tuple[str, ...]
    choices: dict[str, Chosen]
    role: Role = "member"
    active: bool = True
    activity: float = 1.0
    zone: Literal["leeds", "rotterdam", "osaka"] = "leeds"
    connections: bool = False
    native: str = ""


NOTHING = Chosen(Level.NOTHING)
TIES = Chosen(Level.RELATIONSHIPS)
CONTACT = Chosen(Level.CONTACT_INFO)
TOUCH = Chosen(Level.INTERACTIONS)
BOTH = Chosen(Level.BOTH)

STAFF: tuple[Employee, ...] = (
    # ── Sales ────────────────────────────────────────────────────────────────────────────────────────────────
    Employee(
        name="Ada Brandvold",
        address="ada",
        title="Head of Sales",
        teams=("Sales", "Partnerships"),
        choices={"Sales": BOTH, "Partnerships": CONTACT, EVERYONE: TIES},
        activity=2.8,
        connections=True,
    ),
    # An observer: shares nothing, on purpose, and still sees what others share (D05).
    Employee(
        name="Ben Okonjo",
        address="ben",
        title="Account Executive, Ports",
        teams=("Sales",),
        choices={"Sales": NOTHING, EVERYONE: NOTHING},
        activity=1.3,
    ),
    Employee(
        name="Hugo Lindemans",
        address="hugo",
        title="Account Executive, Benelux",
        teams=("Sales",),
        choices={"Sales": BOTH, EVERYONE: TIES},
        activity=1.6,
        zone="rotterdam",
    ),
    Employee(
        name="Priya Raghunath",
        address="priya",
        title="Account Executive, Utilities",
        teams=("Sales",),
        choices={"Sales": TOUCH},
        activity=1.7,
        connections=True,
    ),
    Employee(
        name="Tomasz Wierzbicz",
        address="tomasz",
        title="Account Executive, Baltic",
        teams=("Sales",),
        choices={"Sales": CONTACT, EVERYONE: NOTHING},
        activity=1.1,
        zone="rotterdam",
    ),
    Employee(
        name="Leila Haddouchi",
        address="leila",
        title="Sales Engineer",
        teams=("Sales", "Product"),
        choices={"Sales": TIES, "Product": BOTH},
        activity=1.0,
        zone="rotterdam",
        native="ليلى حدوشي",
    ),
    # An end date that has passed: back at the default, which is not sharing.
    Employee(
        name="Owen Prytherch",
        address="owen",
        title="Regional Sales Manager",
        teams=("Sales",),
        choices={"Sales": Chosen(Level.BOTH, -30), EVERYONE: NOTHING},
        activity=1.9,
    ),
    # An end date to come.
    Employee(
        name="Sofie Swaenepoel",
        address="sofie",
        title="Inside Sales",
        teams=("Sales",),
        choices={"Sales": Chosen(Level.BOTH, 21), EVERYONE: TIES},
        activity=1.2,
        zone="rotterdam",
    ),
    Employee(
        name="Yuki Amemiya",
        address="yuki",
        title="Account Executive, Asia-Pacific",
        teams=("Sales", "Partnerships"),
        choices={"Sales": CONTACT, "Partnerships": TOUCH, EVERYONE: TIES},
        activity=1.0,
        zone="osaka",
        native="雨宮 由紀",
    ),
    # Left the company in spring; was sharing everything with Sales (D23).
    Employee(
        name="Viktor Lanzendorf",
        address="viktor",
        title="Account Executive, DACH",
        teams=("Sales",),
        choices={"Sales": BOTH, EVERYONE: TIES},
        active=False,
        activity=0.8,
        zone="rotterdam",
    ),
    # ── Partnerships ─────────────────────────────────────────────────────────────────────────────────────────
    Employee(
        name="Noor Elzevier",
        address="noor",
        title="Head of Partnerships",
        teams=("Partnerships",),
        choices={"Partnerships": BOTH, EVERYONE: CONTACT},
        activity=2.3,
        zone="rotterdam",
        connections=True,
    ),
    Employee(
        name="Rafael Quintela",
        address="rafael",
        title="Partner Manager, Iberia",
        teams=("Partnerships",),
        choices={"Partnerships": TOUCH},
        activity=1.2,
        zone="rotterdam",
    ),
    Employee(
        name="Ingrid Sætremyr",
        address="ingrid",
        title="Partner Manager, Nordics",
        teams=("Partnerships", "Sales"),
        choices={"Partnerships": BOTH, "Sales": TIES, EVERYONE: NOTHING},
        activity=1.5,
        zone="rotterdam",
    ),
    Employee(
        name="Callum Dunthorne",
        address="callum",
        title="Alliance Manager",
        teams=("Partnerships",),
        choices={"Partnerships": TIES, EVERYONE: NOTHING},
        activity=0.9,
        connections=True,
    ),
    # Never chose: the default stands (D12).
    Employee(
        name="Zeynep Aksakal",
        address="zeynep",
        title="Channel Manager",
        teams=("Partnerships",),
        choices={},
        activity=0.8,
    ),
    Employee(
        name="Femi Adéyẹmọ",
        address="femi",
        title="Partner Engineer",
        teams=("Partnerships", "Product"),
        choices={"Partnerships": CONTACT, "Product": NOTHING},
        activity=0.7,
    ),
    # ── Legal ────────────────────────────────────────────────────────────────────────────────────────────────
    Employee(
        name="Cyd Marchettini",
        address="cyd",
        title="General Counsel",
        teams=("Legal",),
        choices={"Legal": BOTH, EVERYONE: TIES},
        activity=1.2,
    ),
    Employee(
        name="Hannah Wigglesworth",
        address="hannah",
        title="Contracts Lawyer",
        teams=("Legal",),
        choices={"Legal": CONTACT},
        activity=0.9,
    ),
    # Shares nothing with anybody: what only he knows leaves no trace (D03).
    Employee(
        name="Anton Brückmann",
        address="anton",
        title="Privacy Counsel",
        teams=("Legal",),
        choices={"Legal": NOTHING, EVERYONE: NOTHING},
        activity=0.8,
        zone="rotterdam",
    ),
    Employee(
        name="Mei-Ling Szeto",
        address="meiling",
        title="Compliance Manager",
        teams=("Legal", "Partnerships"),
        choices={"Legal": TOUCH, "Partnerships": TIES, EVERYONE: NOTHING},
        activity=0.7,
        native="司徒 美玲",
    ),
    Employee(
        name="Gareth Penhallow",
        address="gareth",
        title="Paralegal",
        teams=("Legal",),
        choices={},
        activity=0.35,
    ),
    # The Enterprise Admin: governs everything, sees no relationship that was not shared with her (D19).
    Employee(
        name="Fay Tillinghast",
        address="fay",
        title="Chief Operating Officer",
        teams=("Legal",),
        choices={"Legal": TIES, EVERYONE: TIES},
        role="enterprise admin",
        activity=1.1,
    ),
    # ── Product ──────────────────────────────────────────────────────────────────────────────────────────────
    Employee(
        name="Dee Boccadoro",
        address="dee",
        title="Head of Product",
        teams=("Product",),
        choices={"Product": BOTH, EVERYONE: TOUCH},
        activity=1.3,
        connections=True,
    ),
    Employee(
        name="Jonas Ekenstam",
        address="jonas",
        title="Hardware Lead",
        teams=("Product",),
        choices={"Product": CONTACT},
        activity=0.8,
        zone="rotterdam",
    ),
    Employee(
        name="Aoife Fennelly",
        address="aoife",
        title="Product Manager, Gauges",
        teams=("Product",),
        choices={"Product": TOUCH, EVERYONE: TIES},
        activity=1.0,
    ),
    Employee(
        name="Samir Kanaan",
        address="samir",
        title="Data Scientist",
        teams=("Product",),
        choices={"Product": TIES},
        activity=0.5,
    ),
    Employee(
        name="Lucía Montalbán",
        address="lucia",
        title="Field Engineer",
        teams=("Product",),
        choices={"Product": BOTH, EVERYONE: NOTHING},
        activity=0.9,
        zone="rotterdam",
    ),
    Employee(
        name="Pavel Hájkovec",
        address="pavel",
        title="Firmware Engineer",
        teams=("Product",),
        choices={},
        activity=0.4,
    ),
    Employee(
        name="Ruth Achterveld",
        address="ruth",
        title="Support Lead",
        teams=("Product", "Sales"),
        choices={"Product": BOTH, "Sales": CONTACT},
        activity=1.1,
    ),
    # ── No team ──────────────────────────────────────────────────────────────────────────────────────────────
    # An Admin in no team: only Everyone reaches him, and only Everyone sees his (D16, D19).
    Employee(
        name="Oskar Nyblom",
        address="oskar",
        title="IT and Facilities",
        teams=(),
        choices={EVERYONE: BOTH},
        role="admin",
        activity=0.7,
    ),
)
