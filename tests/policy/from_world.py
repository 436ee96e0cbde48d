"""A world of the reference as the kernel reads it: settings, facts, entries. Nothing is decided here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from tactful.policy import agreements, items, rosters
from tactful.policy.decide import Decider, Entries
from tactful.policy.paths import open_paths
from tactful.policy.rules import RULES, Policy
from tactful.policy.terms import (
    AccountRules,
    Choice,
    Exception_,
    Fact,
    Grant,
    Id,
    Principal,
    Raise,
    Settings,
    Source,
    User,
    Viewer,
)
from tests.reference import world as plain
from tests.reference.world import EVERYONE, Atom, World

#: Facets of facts that say who was on the mail or meeting behind them (D26).
NAMING = ("interactions", "subject", "body")


@dataclass(frozen=True)
class Read:
    """A world in the kernel's words. `on_it` gives the users on the event behind a fact."""

    settings: Settings
    facts: tuple[Fact, ...]
    entries: Entries
    items: tuple[items.Item, ...]
    rosters: tuple[rosters.Roster, ...]
    on_it: dict[Id, frozenset[Id]]

    def decider(self, viewer: plain.Viewer, now: datetime, policy: Policy = RULES) -> Decider:
        asking = Viewer(viewer.user, frozenset[Id](viewer.links), viewer.ceiling)
        return Decider(self.settings, open_paths(self.settings, asking, now, policy), self.entries, policy)


def disclosed_by_kernel(world: World, viewer: plain.Viewer, now: datetime) -> frozenset[Atom]:
    """Return every atom that the kernel gives `viewer`: what `tests.reference.model.disclosed` must equal."""
    read = from_world(world, now)
    return atoms(world, read, read.decider(viewer, now), now)


def atoms(world: World, read: Read, decider: Decider, now: datetime) -> frozenset[Atom]:
    """Return the kernel's answers as atoms."""
    shown = decider.disclosed(read.facts)
    existing = decider.existing(read.facts)
    found: set[tuple[object, ...]] = set()
    for fact in read.facts:
        if fact.id not in shown:
            continue
        if fact.facet == "tie":
            found.add(("tie", _alliance(fact), fact.about))
        elif fact.facet == "knower":
            found.add(("knower", _alliance(fact), fact.owner, fact.about))
        else:
            found.add(("fact", fact.id))
        if fact.facet in NAMING:
            for user in read.on_it[fact.id]:
                if user != decider.opened.viewer.user and decider.names(fact, user):
                    found.add(("named", fact.id, user))
    for source in read.settings.sources.values():
        if source.kind in ("list", "bucket", "workspace", "discussion", "page"):
            found |= {("source", source.id, facet) for facet in _facets(decider, source)}
        if source.kind == "partnership":
            found |= {("partner", source.id, facet) for facet in _facets(decider, source)}
    for item in read.items:
        deeds = ("read", "edit")
        open_ = {d for d in deeds if item_is_open(decider, item, d, existing, now)}
        found |= {("source", item.id, deed) for deed in open_}
        if "read" in open_:
            found |= {("on", item.id, person) for person in item.records & existing}
    found |= {("user", user) for user in rosters.known(decider, read.rosters)}
    return frozenset(tuple(map(str, atom)) for atom in found)


def item_is_open(
    decider: Decider, item: items.Item, deed: str, existing: frozenset[Id], now: datetime
) -> bool:
    """Whether the kernel opens a deed of an item: as a row among all sources, and by itself, which must be the same."""
    alone = items.item_decider(decider.settings, decider.opened.viewer, item, now, decider.policy)
    among = decider.item(item.id, deed, item.records, existing).disclosed
    assert among == alone.decider.item(item.id, deed, item.records, existing).disclosed, (item, deed)
    return bool(alone.ways(deed, existing))


def _facets(decider: Decider, source: Source) -> Iterator[str]:
    kind = decider.policy.kinds[source.kind]
    return (facet for facet in kind.footing if decider.source(source.id, facet).disclosed)


def _alliance(fact: Fact) -> str:
    return str(fact.source).split("/")[1]


def from_world(world: World, now: datetime, policy: Policy = RULES) -> Read:
    """Return the world as rows of settings, facts and entries, as the tables would hold them."""
    home = {user.id: user.account for user in world.users}
    alone = {item.id: _item(item, home, {}) for item in world.items}
    held = [_item(item, home, alone) for item in world.items]
    settings = Settings(
        accounts={account.id: _account(account) for account in world.accounts},
        users={user.id: _user(user, world) for user in world.users},
        sources={source.id: source for source in _sources(world, home)},
        choices={(it.user, it.audience): Choice(it.level, it.until) for it in world.shares},
        privacies={
            (it.user, EVERYONE if it.audience is None else it.audience): Choice(it.option, it.until)
            for it in world.privacies
        },
        at_most={(it.user, it.audience): it.at_most for it in world.privacies if it.audience is not None},
        grants=tuple(_grants(world)),
        adders={
            it.id: frozenset(e.via for e in world.entries if e.container == it.id) for it in world.containers
        },
        consents={
            it.id: frozenset(c.user for c in world.consents if c.bucket == it.id) for it in world.containers
        },
        exceptions=tuple(_exceptions(world, home)),
    )
    shared = [
        *(agreements.partnership(_partnership(it)) for it in world.partnerships),
        *(agreements.ally(it) for it in _ally_shares(world, home)),
        *((items.source_of(item), items.grants_of(item, policy)) for item in held),
    ]
    settings = replace(
        settings,
        sources={**settings.sources, **{source.id: source for source, _ in shared}},
        grants=(*settings.grants, *(grant for _, grants in shared for grant in grants)),
    )
    commenters: dict[Id, frozenset[Id]] = {it.id: frozenset[Id](it.commenters) for it in world.pages}
    derived = rosters.rosters(settings, commenters, now, policy)
    return Read(
        rosters.with_rosters(settings, derived),
        tuple(_facts(world)),
        {
            it.id: frozenset((e.person, e.via) for e in world.entries if e.container == it.id)
            for it in world.containers
        },
        tuple(held),
        derived,
        {it.id: (it.names & home.keys()) | {it.owner} for it in world.facts},
    )


def _account(account: plain.Account) -> AccountRules:
    return AccountRules(
        account.id,
        account.mode,
        account.highlights,
        account.share_all,
        account.default_for_teams,
        account.default_for_everyone,
        dict(account.limits.items()),
        {(it.what, it.audience): Raise(it.level, it.announced, it.begins) for it in account.raises},
        account.stricter,
    )


def _user(user: plain.User, world: World) -> User:
    teams = frozenset[Id](
        team.id for team in world.teams if user.id in team.members and team.account == user.account
    )
    return User(user.id, user.account, user.role, user.active, teams, user.since, user.returning)


def _sources(world: World, home: dict[str, str]) -> Iterator[Source]:
    for user in world.users:
        yield Source(f"book/{user.id}", "book", user.account, user.id)
        yield Source(f"cards/{user.id}", "cards", user.account, user.id)
    places = {}
    for it in world.containers:
        marks = {"read only"} if it.read_only else set()
        marks |= {"conversations"} if it.conversations else set()
        places[it.id] = Source(it.id, it.kind, home[it.owner], it.owner, marks=frozenset(marks))
    yield from places.values()
    for page in world.pages:
        yield Source(page.id, "page", places[page.workspace].account, parent=page.workspace)


def _principal(principal: tuple[str, str]) -> Principal:
    return Principal(*principal)


def _grants(world: World) -> Iterator[Grant]:
    for it in world.grants:
        yield Grant(_principal(it.principal), it.container, it.role, it.until)
    for link in world.links:
        yield Grant(Principal("link", link.id), link.page, "by link", link.until)


def _exceptions(world: World, home: dict[str, str]) -> Iterator[Exception_]:
    for it in world.privates:
        sort, what = it.what
        withheld = {"person": what} if sort == "person" else {"company": what}
        yield Exception_(home[it.user], it.user, it.audience, **withheld)
    for thread in world.private_threads:
        yield Exception_(home[thread.user], thread.user, thread=thread.thread)
    for protected in world.protected:
        yield Exception_(protected.account, person=protected.person)
    owner = {it.id: it.owner for it in world.containers}
    for taken in world.taken_private:
        yield Exception_(home[owner[taken.bucket]], person=taken.person, within=taken.bucket)


def _item(item: plain.Item, home: dict[str, str], alone: dict[str, items.Item]) -> items.Item:
    return items.Item(
        item.id,
        item.kind,
        home[item.author],
        item.author,
        frozenset[Id](item.records),
        frozenset(_principal(it) for it in item.audience),
        frozenset[Id](item.participants),
        item.assignee,
        alone.get(item.answers or ""),
    )


def _partnership(it: plain.Partnership) -> agreements.Partnership:
    return agreements.Partnership(it.id, it.accounts, it.accepted, frozenset[Id](it.approved_by), it.ended)


def _ally_shares(world: World, home: dict[str, str]) -> Iterator[agreements.AllyShare]:
    alliances = {it.id: it for it in world.alliances}
    for share in world.ally_shares:
        alliance = alliances[share.alliance]
        yield agreements.AllyShare(
            f"ally/{alliance.id}/{share.user}",
            alliance.giver,
            share.user,
            alliance.receiver,
            alliance.agreed_by >= {alliance.giver, alliance.receiver},
            share.knower,
            share.until,
        )


def _facts(world: World) -> Iterator[Fact]:
    company = {person.id: person.company for person in world.persons}
    for it in world.facts:
        source = f"cards/{it.owner}" if it.facet == "card" else f"book/{it.owner}"
        yield Fact(
            it.id,
            source,
            it.owner,
            it.facet,
            it.person,
            company[it.person],
            frozenset[Id](it.names),
            _companies(it.names, company),
            it.thread,
        )
    known = {(it.owner, it.person) for it in world.facts if it.facet == "relationship"}
    for share in world.ally_shares:
        for owner, person in known:
            if owner == share.user:
                source = f"ally/{share.alliance}/{owner}"
                for facet in ("tie", "knower"):
                    yield Fact(f"{source}/{person}/{facet}", source, owner, facet, person, company[person])


def _companies(names: Iterable[str], company: dict[str, str | None]) -> frozenset[Id]:
    found = (company.get(name) for name in names)
    return frozenset[Id](it for it in found if it is not None)
