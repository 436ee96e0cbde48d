"""The words of the policy, as types: viewers, principals, sources, grants, facts, paths, withholds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

#: An id of the tables (a number) or of a test's world (a word).
Id = int | str
Facets = frozenset[str]
NOTHING: Facets = frozenset()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of source: its facets and deeds in the order in which they stand on each other."""

    name: str
    footing: Mapping[str, str | None]
    _closed: dict[Facets, Facets] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def all(self) -> Facets:
        """Every facet and deed of the kind."""
        return frozenset(self.footing)

    def close(self, opened: Iterable[str]) -> Facets:
        """Return those of `opened` whose whole footing is in `opened` too; a name the kind lacks is never in it."""
        asked = frozenset(opened)
        closed = self._closed.get(asked)
        if closed is None:
            standing: set[str] = set()
            for facet, under in self.footing.items():
                if facet in asked and (under is None or under in standing):
                    standing.add(facet)
            closed = self._closed[asked] = frozenset(standing)
        return closed


@dataclass(frozen=True, slots=True)
class Principal:
    """What a grant names: a user, a team, Everyone of an account, a role in an account, a link.

    `of_team` makes it an intersection: of those, who are in that team too (K06).
    """

    kind: str
    id: Id
    role: str = ""
    of_team: Id | None = None


@dataclass(frozen=True, slots=True)
class User:
    """A user as settings know them. `teams` are the teams of their own account that they are in.

    `since`: when they became a member; None is before anything was announced. `returning`: reactivated, and not yet
    asked whether their settings may act again (D23).
    """

    id: Id
    account: Id
    role: str
    active: bool
    teams: frozenset[Id] = frozenset()
    since: datetime | None = None
    returning: bool = False

    @property
    def contributes(self) -> bool:
        """True where what this member's sources say may reach others at all (D23)."""
        return self.active and not self.returning


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who is asking: a user or nobody (`user` None, a visitor), the links they hold, and their ceiling (None: none).

    `links` names only links that still are; an end date is the grant's.
    """

    user: Id | None
    links: frozenset[Id] = frozenset()
    ceiling: Facets | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """What a grant opens. `owner` is the member whose it is; `parent` the source it lies in (a page in a workspace)."""

    id: Id
    kind: str
    account: Id
    owner: Id | None = None
    parent: Id | None = None
    marks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Grant:
    """One row: this principal has this role on this source, until then."""

    principal: Principal
    source: Id
    role: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """A contributor's own choice towards one audience; None for a level stands for one never made."""

    level: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Raise:
    """A default or a floor that was raised to `level` (D11).

    Who was a member when it was `announced` keeps what was in force until it `begins`; who came later has it at once.
    """

    level: str
    announced: datetime
    begins: datetime


@dataclass(frozen=True, slots=True)
class AccountRules:
    """An account's settings as stage 1 reads them. `limits` gives (floor, cap) of an audience that has some.

    `raises` holds what was raised and may not be in force yet, by ("default", TEAMS or EVERYONE) and ("floor",
    audience). `stricter`: in Teams only a member may show less of mail than the Enterprise Admin lets them (A21).
    """

    id: Id
    mode: str = "everyone"
    highlights: bool = False
    share_all: bool = False
    default_for_teams: str = "not sharing"
    default_for_everyone: str = "not sharing"
    limits: Mapping[Id, tuple[str, str]] = field(default_factory=dict)
    raises: Mapping[tuple[str, Id], Raise] = field(default_factory=dict)
    stricter: bool = False


@dataclass(frozen=True, slots=True)
class Exception_:  # noqa: N801 (one of B05's, which Python's own word must not hide)
    """An exception as set: `owner` None is the account's own (a protected recipient).

    `audience` None binds everybody, else the members of that team, or of EVERYONE. Exactly one of `person`, `company`,
    `thread` is set. `within` makes it one of a bucket (K13): it strikes the paths within that source.
    """

    account: Id
    owner: Id | None = None
    audience: Id | None = None
    person: Id | None = None
    company: Id | None = None
    thread: Id | None = None
    within: Id | None = None


@dataclass(frozen=True)
class Settings:
    """All that stage 1 reads: settings and shares, no record. Built by visibility from tables, by tests from a world.

    `choices` and `privacies` are keyed by (owner, audience); an audience is a team's id or EVERYONE. `at_most` gives,
    by (owner, team), the option beyond which the owner does not want their privacy to go. `adders` gives the members
    via whom a list's or bucket's entries came; `consents` those who consented to a bucket's conversations.
    """

    accounts: Mapping[Id, AccountRules]
    users: Mapping[Id, User]
    sources: Mapping[Id, Source]
    choices: Mapping[tuple[Id, Id], Choice] = field(default_factory=dict)
    privacies: Mapping[tuple[Id, Id], Choice] = field(default_factory=dict)
    at_most: Mapping[tuple[Id, Id], str] = field(default_factory=dict)
    grants: tuple[Grant, ...] = ()
    adders: Mapping[Id, frozenset[Id]] = field(default_factory=dict)
    consents: Mapping[Id, frozenset[Id]] = field(default_factory=dict)
    exceptions: tuple[Exception_, ...] = ()

    @cached_property
    def contributed(self) -> Mapping[tuple[str, Id], Sequence[tuple[Source, User]]]:
        """By (kind, account), the sources whose owner contributes, and that owner (D23)."""
        found: dict[tuple[str, Id], list[tuple[Source, User]]] = {}
        for source in self.sources.values():
            owner = None if source.owner is None else self.users[source.owner]
            if owner is not None and owner.contributes:
                found.setdefault((source.kind, source.account), []).append((source, owner))
        return found

    @cached_property
    def contributed_by(self) -> Mapping[tuple[str, Id, Id], Sequence[tuple[Source, User]]]:
        """The same, by (kind, account, owner)."""
        found: dict[tuple[str, Id, Id], list[tuple[Source, User]]] = {}
        for (kind, account), contributed in self.contributed.items():
            for source, owner in contributed:
                found.setdefault((kind, account, owner.id), []).append((source, owner))
        return found

    @cached_property
    def grants_to(self) -> Mapping[Principal, Sequence[tuple[int, Grant]]]:
        """The grants to each principal, with their places among all: an account has many more than any viewer."""
        found: dict[Principal, list[tuple[int, Grant]]] = {}
        for place, grant in enumerate(self.grants):
            found.setdefault(grant.principal, []).append((place, grant))
        return found

    @cached_property
    def lying_in(self) -> Mapping[Id, Sequence[Source]]:
        """The sources that lie in each source: pages in a workspace, a roster on a page."""
        found: dict[Id, list[Source]] = {}
        for source in self.sources.values():
            if source.parent is not None:
                found.setdefault(source.parent, []).append(source)
        return found


@dataclass(frozen=True, slots=True)
class Path:
    """A way that is open: this source, these facets, by this rule, through this principal.

    `within`: only for records that this other source holds too; `via_owner`: entered there by the source's own owner.
    `own`: the contributor's own, which no withhold strikes. `asked`: opens what is asked for by name, and feeds no
    directory, search or count (A32, T14).
    """

    source: Id
    facets: Facets
    rule: str
    principal: Principal
    within: Id | None = None
    via_owner: bool = False
    own: bool = False
    asked: bool = False


@dataclass(frozen=True)
class Opened:
    """Stage 1's answer for one viewer at one moment: every open path, and the exceptions that bind this viewer."""

    viewer: Viewer
    user: User | None
    paths: tuple[Path, ...]
    binding: tuple[Exception_, ...]

    @cached_property
    def paths_of(self) -> Mapping[Id, tuple[Path, ...]]:
        """The open paths by the source they open: put so once, however many records are decided about."""
        found: dict[Id, tuple[Path, ...]] = {}
        for path in self.paths:
            found[path.source] = (*found.get(path.source, ()), path)
        return found


@dataclass(frozen=True, slots=True)
class Fact:
    """What one source says. `about` is whom it is about; `names` all persons and users on the event behind it.

    `owner` is the contributor who said it; for a source that is not one member's alone, such as an alliance, it is the
    member whose relationship stands behind it.
    """

    id: Id
    source: Id
    owner: Id
    facet: str
    about: Id
    company: Id | None = None
    names: frozenset[Id] = frozenset()
    name_companies: frozenset[Id] = frozenset()
    thread: Id | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer for one fact or facet: the paths that open it, and the exceptions that strike them.

    `fact` is the one that was asked about; None where it was a facet or deed of a source itself.
    """

    facet: str
    opened_by: tuple[Path, ...] = ()
    struck_by: tuple[Exception_, ...] = ()
    fact: Fact | None = None

    @property
    def disclosed(self) -> bool:
        """True where at least one path is left."""
        return bool(self.opened_by)
