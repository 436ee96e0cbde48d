"""The world as plain data: what is true of accounts, people and shares, before anybody asks who may see it.

One `World` holds every kind of source and principal that the product knows. Two readers answer from it: the reference
model beside this file, and the kernel through `tests/policy/from_world.py`. They must give the same atoms.

An *atom* is the smallest thing a viewer may get. `disclosed(world, viewer, now)` is the set of them:

    ("fact", fact id)                  a fact of somebody's book or card is shown
    ("named", fact id, user)           that colleague is named on it (D26), else reads "a colleague"
    ("source", id, facet or deed)      a list, bucket, workspace, page, discussion or item is open that far
    ("on", item id, person)            an item is shown on that person's record, and names it (A13)
    ("tie", alliance, person)          an ally knows this person (A38)
    ("knower", alliance, user, person) ... and who it is
    ("partner", partnership, facet)    "overview" or "mapping"
    ("user", user)                     the viewer may know of that user (T12, T13); never the viewer themselves
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

EVERYONE = "Everyone"

Atom = tuple[str, ...]
Level = Literal[
    "not sharing",
    "relationships",
    "relationships + contact info",
    "relationships + interactions",
    "relationships + both",
]
LEVELS: tuple[Level, ...] = (
    "not sharing",
    "relationships",
    "relationships + contact info",
    "relationships + interactions",
    "relationships + both",
)
Privacy = Literal["hide", "subjects", "bodies"]

#: The facets of a book and what each stands on; "card" is the one facet of typed-in cards.
BOOK_FOOTING: Mapping[str, str | None] = {
    "existence": None,
    "relationship": "existence",
    "contact_info": "relationship",
    "highlights": "relationship",
    "interactions": "highlights",
    "subject": "interactions",
    "body": "subject",
}

#: What a role opens of a container. A guest of a read-only workspace has READ_ONLY_GUEST instead.
ROLE_OPENS: Mapping[tuple[str, str], frozenset[str]] = {
    ("list", "owner"): frozenset({"view", "edit values", "edit columns", "manage"}),
    ("list", "list admin"): frozenset({"view", "edit values", "edit columns", "manage"}),
    ("list", "editor"): frozenset({"view", "edit values", "edit columns"}),
    ("list", "viewer"): frozenset({"view"}),
    ("bucket", "owner"): frozenset({"view", "edit", "manage"}),
    ("bucket", "manager"): frozenset({"view", "edit", "manage"}),
    ("bucket", "editor"): frozenset({"view", "edit"}),
    ("bucket", "viewer"): frozenset({"view"}),
    ("workspace", "owner"): frozenset({"view", "download", "edit", "comment", "sync", "overview", "people"}),
    ("workspace", "invited"): frozenset(
        {"view", "download", "edit", "comment", "sync", "overview", "people"}
    ),
    ("discussion", "owner"): frozenset({"view", "comment"}),
    ("discussion", "participant"): frozenset({"view", "comment"}),
}
READ_ONLY_GUEST = frozenset({"view", "download"})
#: What a role on a whole kind opens: A32 (Enterprise Admin, lists), T14 (Admins, workspaces and discussions).
#: Such a grant opens the thing that is asked for; it puts nothing into a directory, search or count.
ENTERPRISE_ADMIN_ON_LISTS = frozenset({"view", "manage"})
ADMINS_ON_WORKSPACES = frozenset({"view", "download", "overview", "people"})
ADMINS_ON_DISCUSSIONS = frozenset({"view"})


@dataclass(frozen=True)
class Raise:
    """D11: a default or a floor was raised; who was a member when it was announced has it from `begins` on.

    `audience`: a team's id or EVERYONE; "teams" for the one default for all teams.
    """

    what: Literal["default", "floor"]
    audience: str
    level: Level
    announced: datetime
    begins: datetime


@dataclass(frozen=True)
class Account:
    """One organisation. `limits` gives (floor, cap) per audience: a team's id or EVERYONE; none means no limit."""

    id: str
    mode: Literal["everyone", "teams only"] = "everyone"
    highlights: bool = False  # A28
    share_all: bool = False  # K04
    default_for_teams: Level = "not sharing"
    default_for_everyone: Level = "not sharing"
    limits: Mapping[str, tuple[Level, Level]] = field(default_factory=dict)
    raises: tuple[Raise, ...] = ()
    stricter: bool = False  # A21


@dataclass(frozen=True)
class User:
    """`since`: when they became a member, None for ever. `returning`: reactivated, and not yet asked (D23)."""

    id: str
    account: str
    role: Literal["member", "admin", "enterprise admin"] = "member"
    active: bool = True
    since: datetime | None = None
    returning: bool = False

    @property
    def shares(self) -> bool:
        """D23: whether what they share acts at all."""
        return self.active and not self.returning


@dataclass(frozen=True)
class Team:
    id: str
    account: str
    members: frozenset[str]


@dataclass(frozen=True)
class Share:
    """A contributor's choice towards one audience: a team they are in, or EVERYONE. Past `until` it shares nothing."""

    user: str
    audience: str
    level: Level
    until: datetime | None = None


@dataclass(frozen=True)
class MailPrivacy:
    """`audience` None: the member's own option (mode "everyone"); a team: the admin's (mode "teams only").

    `at_most`: beside an admin's, what the member lets it be, where the account lets members be stricter.
    """

    user: str
    audience: str | None
    option: Privacy
    until: datetime | None = None
    at_most: Privacy = "bodies"


@dataclass(frozen=True)
class Person:
    """Somebody of the outside world; the same id in every account that knows them."""

    id: str
    company: str | None = None


@dataclass(frozen=True)
class Fact:
    """What one source says. `facet` is one of BOOK_FOOTING (the owner's book) or "card" (a card the owner typed in).

    `person` is whom it is about; `names` all persons (outsiders) and users on the mail or meeting behind it, if any,
    `person` and the owner included; for facets existence, relationship, contact_info and card it is empty.
    """

    id: str
    owner: str
    facet: str
    person: str
    names: frozenset[str] = frozenset()
    thread: str | None = None


@dataclass(frozen=True)
class Container:
    """A list, bucket, workspace or discussion. `read_only`: for guests (workspaces). `conversations`: K06 (buckets)."""

    id: str
    kind: Literal["list", "bucket", "workspace", "discussion"]
    owner: str
    read_only: bool = False
    conversations: bool = False


@dataclass(frozen=True)
class Page:
    """A page in a workspace; facets "view" and "comment". `commenters` commented on it, signed in."""

    id: str
    workspace: str
    commenters: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Link:
    """A page's link; whoever holds its id (and its password, already checked) may open the page until then."""

    id: str
    page: str
    until: datetime | None = None


@dataclass(frozen=True)
class Grant:
    """`principal`: ("user", id), ("team", id) or ("everyone", account). `role` as in ROLE_OPENS, never "owner"."""

    principal: tuple[str, str]
    container: str
    role: str
    until: datetime | None = None


@dataclass(frozen=True)
class Entry:
    """A person in a list or bucket, put there by a member (K14)."""

    container: str
    person: str
    via: str


@dataclass(frozen=True)
class Consent:
    """A member lets a bucket show their conversations with the people in it (K06)."""

    bucket: str
    user: str


@dataclass(frozen=True)
class TakenPrivate:
    """One contact taken private again inside a shared bucket (K13)."""

    bucket: str
    person: str


@dataclass(frozen=True)
class Item:
    """A note, meeting note, file, reminder or logged interaction; facets "read" and "edit" (the author's alone).

    `audience` as principals of Grant, empty for Only you. `participants`: of the meeting, or of the logged interaction,
    given access by A14 or A16; `assignee` by A17. `records`: the persons it hangs on (none: on nothing). A reply
    `answers` another item, which is none itself, and has nothing of its own but its author and text.
    """

    id: str
    kind: Literal["note", "meeting note", "file", "reminder", "logged interaction"]
    author: str
    records: frozenset[str] = frozenset()
    audience: frozenset[tuple[str, str]] = frozenset()
    participants: frozenset[str] = frozenset()
    assignee: str | None = None
    answers: str | None = None


@dataclass(frozen=True)
class Partnership:
    id: str
    accounts: tuple[str, str]
    accepted: bool = True
    approved_by: frozenset[str] = frozenset()
    ended: bool = False


@dataclass(frozen=True)
class Alliance:
    """`giver`'s contributors may share ties with the members of `receiver`, where both Enterprise Admins agreed."""

    id: str
    giver: str
    receiver: str
    agreed_by: frozenset[str] = frozenset()


@dataclass(frozen=True)
class AllyShare:
    """A contributor of the giver shares ties with the ally; `knower`: their name too."""

    alliance: str
    user: str
    knower: bool = False
    until: datetime | None = None


@dataclass(frozen=True)
class Private:
    """B05: a contributor withholds a person or a whole company, from everybody (`audience` None) or one audience."""

    user: str
    what: tuple[Literal["person", "company"], str]
    audience: str | None = None


@dataclass(frozen=True)
class PrivateThread:
    user: str
    thread: str


@dataclass(frozen=True)
class Protected:
    """B05: an account protects a recipient in every one of its books and cards."""

    account: str
    person: str


@dataclass(frozen=True)
class CardJoin:
    """D24: a card in the owner's book has the addresses of two persons."""

    owner: str
    one: str
    other: str


@dataclass(frozen=True)
class Viewer:
    """Who asks. `user` None: a visitor. `links`: ids of links held. `ceiling`: facets and deeds at most, or None.

    A deactivated user is a visitor. What lies outside the ceiling, or stands on such, is not disclosed.
    """

    user: str | None
    links: frozenset[str] = frozenset()
    ceiling: frozenset[str] | None = None


@dataclass(frozen=True)
class World:
    accounts: tuple[Account, ...] = ()
    users: tuple[User, ...] = ()
    teams: tuple[Team, ...] = ()
    shares: tuple[Share, ...] = ()
    privacies: tuple[MailPrivacy, ...] = ()
    persons: tuple[Person, ...] = ()
    facts: tuple[Fact, ...] = ()
    containers: tuple[Container, ...] = ()
    pages: tuple[Page, ...] = ()
    links: tuple[Link, ...] = ()
    grants: tuple[Grant, ...] = ()
    entries: tuple[Entry, ...] = ()
    consents: tuple[Consent, ...] = ()
    taken_private: tuple[TakenPrivate, ...] = ()
    items: tuple[Item, ...] = ()
    partnerships: tuple[Partnership, ...] = ()
    alliances: tuple[Alliance, ...] = ()
    ally_shares: tuple[AllyShare, ...] = ()
    privates: tuple[Private, ...] = ()
    private_threads: tuple[PrivateThread, ...] = ()
    protected: tuple[Protected, ...] = ()
    joins: tuple[CardJoin, ...] = ()
