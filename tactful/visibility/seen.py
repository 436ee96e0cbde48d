"""What a door receives: projections. A facet not disclosed is None; a disclosed one without data is empty."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some rows of a list with the exact number of all that the viewer may see, and where to go on."""

    rows: tuple[T, ...]
    total: int
    next_cursor: str | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """A colleague as a member of the account."""

    uid: uuid.UUID
    name: str
    is_me: bool = False


@dataclass(frozen=True, slots=True)
class CompanyRef:
    """A company by the name that is shown of it."""

    uid: uuid.UUID
    name: str
    domain: str


@dataclass(frozen=True, slots=True)
class Strength:
    """A score of 0 to 100 and its band; `raw` is the sum S that scores of groups are made of."""

    score: int
    band: str
    raw: float


@dataclass(frozen=True, slots=True)
class Knower:
    """A contributor who knows a person or company, and how well."""

    member: Member
    strength: Strength


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person in a list. `strength` is the best that the viewer may see; None where no relationship is disclosed."""

    uid: uuid.UUID
    name: str | None
    title: str | None
    company: CompanyRef | None
    organisation: str | None
    mine: bool
    strength: Strength | None = None
    knowers: tuple[Knower, ...] = ()
    last_contact: datetime | None = None


@dataclass(frozen=True, slots=True)
class CompanyRow:
    """A company in a list: the people of it that the viewer may see, and the best-connected contributor's score."""

    uid: uuid.UUID
    name: str
    domain: str
    people: int
    mine: bool
    strength: Strength | None = None
    knowers: tuple[Knower, ...] = ()
    last_contact: datetime | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """A contact value with those of whose books it is."""

    kind: str
    value: str
    label: str
    owners: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class NameSaid:
    """A name, title and organisation as somebody's book has them."""

    name: str
    title: str
    organisation: str
    owners: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Statistics:
    """What D09 counts, over the touchpoints that are disclosed."""

    inbound: int
    outbound: int
    meetings: int
    first_mail: datetime | None
    last_mail: datetime | None
    first_meeting: datetime | None
    last_meeting: datetime | None


@dataclass(frozen=True, slots=True)
class ContributorStatistics:
    member: Member
    statistics: Statistics


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody named on a touchpoint. `person` is set where the viewer may open that record; `name` None is unnamed."""

    name: str | None
    person: uuid.UUID | None
    member: Member | None
    company: str | None
    colleague: bool
    role: str


@dataclass(frozen=True, slots=True)
class BodySeen:
    """What was written, as clean HTML (records.rich_text)."""

    html: str


@dataclass(frozen=True, slots=True)
class Touchpoint:
    """A mail or meeting as the viewer may see it. `subject` None: not disclosed.

    `body` None: not disclosed, not kept, empty, or not asked for: only a thread is read with its bodies.
    """

    uid: uuid.UUID
    kind: str
    at: datetime
    all_day: date | None
    directions: tuple[str, ...]
    contributors: tuple[Member, ...]
    participants: tuple[Participant, ...]
    subject: str | None = None
    body: BodySeen | None = None


@dataclass(frozen=True, slots=True)
class GroupStrength:
    """A team's score with a person or company (D04)."""

    audience: str
    audience_uid: uuid.UUID | None
    strength: Strength
    contributors: int


@dataclass(frozen=True, slots=True)
class Extra:
    """What only the contributor of an imported card sees (D22)."""

    note: str
    birthday: str
    categories: str


@dataclass(frozen=True, slots=True)
class AlsoKnown:
    """Another address of somebody, the name that it has, and in whose books it stands beside one of the others.

    `kinds`: on a "card", in a "signature"; `confirmed`: a member said that they are one.
    """

    uid: uuid.UUID
    name: str | None
    address: str
    owners: tuple[Member, ...]
    kinds: tuple[str, ...] = ()
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class PersonSeen:
    """A person as one viewer may see them."""

    uid: uuid.UUID
    name: str | None
    title: str | None
    company: CompanyRef | None
    organisation: str | None
    mine: bool
    shows: frozenset[str]
    names: tuple[NameSaid, ...] = ()
    strength: Strength | None = None
    knowers: tuple[Knower, ...] | None = None
    groups: tuple[GroupStrength, ...] = ()
    values: tuple[Value, ...] | None = None
    statistics: Statistics | None = None
    by_contributor: tuple[ContributorStatistics, ...] | None = None
    extras: tuple[Extra, ...] = field(default=())
    also: tuple[AlsoKnown, ...] = ()


@dataclass(frozen=True, slots=True)
class CompanySeen:
    """A company as one viewer may see it; it exists through the people of it that they may see (D20)."""

    uid: uuid.UUID
    name: str
    domain: str
    mine: bool
    people: int
    shows: frozenset[str]
    strength: Strength | None = None
    knowers: tuple[Knower, ...] | None = None
    groups: tuple[GroupStrength, ...] = ()
    statistics: Statistics | None = None
    by_contributor: tuple[ContributorStatistics, ...] | None = None
