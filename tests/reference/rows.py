"""Draw one row of any kind of thing in a world, and keep a world to what `world.py` promises of it.

Ids come from small fixed pools, so that rows drawn apart still speak of each other; `sound` drops those that do not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Literal, TypeVar, get_args

from hypothesis import strategies as st

from tests.reference.cast import LATER, NOW, PAST
from tests.reference.model import NAMED_BY_LEVEL, with_footing
from tests.reference.world import (
    BOOK_FOOTING,
    EVERYONE,
    LEVELS,
    ROLE_OPENS,
    Account,
    Alliance,
    AllyShare,
    Consent,
    Container,
    Entry,
    Fact,
    Grant,
    Item,
    Level,
    Link,
    MailPrivacy,
    Page,
    Partnership,
    Person,
    Privacy,
    Private,
    PrivateThread,
    Protected,
    Raise,
    Share,
    TakenPrivate,
    Team,
    User,
    World,
)

Draw = Callable[[st.SearchStrategy[Any]], Any]
Thing = TypeVar("Thing")

#: What is joined changes no atom: worlds in which somebody is are drawn where that is asked about (persons.py).
KINDS = tuple(field.name for field in fields(World) if field.name != "joins")
MAIL = frozenset({"highlights", "interactions", "subject", "body"})
FACETS = (*BOOK_FOOTING, "card")
CONTAINERS = {
    "list": ("pipe", "roll"),
    "bucket": ("pail", "tub"),
    "workspace": ("room", "den"),
    "discussion": ("talk", "chat"),
}
KIND_OF = {name: kind for kind, names in CONTAINERS.items() for name in names}
ITEM_KINDS = ("note", "meeting note", "file", "reminder", "logged interaction")
#: No share ends at this very instant: world.py leaves open whether it then still stands.
DATES: tuple[datetime | None, ...] = (
    None,
    None,
    LATER,
    NOW + timedelta(seconds=1),
    PAST,
    NOW - timedelta(seconds=1),
)


@cache
def below(number: int) -> st.SearchStrategy[int]:
    return st.integers(0, number - 1)


def pick(draw: Draw, things: Sequence[Thing]) -> Thing:
    """Return one of the things; the first is what a failing example shrinks to."""
    return things[draw(below(len(things)))]


def chance(draw: Draw, one_in: int) -> bool:
    return bool(draw(below(one_in)) == one_in - 1)


def some(draw: Draw, things: Sequence[Thing]) -> frozenset[Thing]:
    """Return any subset of the things, each as likely as not."""
    bits = draw(below(2 ** len(things)))
    return frozenset(thing for at, thing in enumerate(things) if bits >> at & 1)


def few(draw: Draw, things: Sequence[Thing]) -> frozenset[Thing]:
    """Return at most two of the things."""
    return frozenset(pick(draw, things) for _ in range(draw(below(3))))


# ── One row of each kind ────────────────────────────────────────────────────────────────────────────


def _ids(things: Iterable[Any]) -> list[str]:
    return [thing.id for thing in things]


def _user(draw: Draw, world: World) -> str:
    return pick(draw, _ids(world.users))


def _person(draw: Draw, world: World) -> str:
    return pick(draw, _ids(world.persons))


def _audience(draw: Draw, world: World, user: str) -> str:
    teams = [team.id for team in world.teams if user in team.members]
    return pick(draw, [*teams, EVERYONE])


def limits(draw: Draw) -> tuple[Level, Level]:
    """Return a floor and a cap that leaves room for it."""
    floor, cap = pick(draw, LEVELS), pick(draw, LEVELS[::-1])
    return (floor if _levels_within(floor, cap) else "not sharing"), cap


def _levels_within(floor: Level, cap: Level) -> bool:
    return NAMED_BY_LEVEL[floor] <= NAMED_BY_LEVEL[cap]


def raise_(draw: Draw, what: Literal["default", "floor"], audience: str) -> Raise:
    """Return a raise whose notice goes on, or is over."""
    begins = pick(draw, (LATER, PAST, NOW))
    return Raise(what, audience, pick(draw, LEVELS[::-1]), NOW - timedelta(days=7), begins)


def raises(draw: Draw, limits: Mapping[str, tuple[Level, Level]]) -> tuple[Raise, ...]:
    """Return raises of some of the defaults and of some of the floors."""
    defaults = [raise_(draw, "default", it) for it in sorted(some(draw, ("teams", EVERYONE)))]
    return (*defaults, *(raise_(draw, "floor", it) for it in sorted(limits) if chance(draw, 2)))


#: Members since ever, since before anything was announced, and since after it.
SINCE = (None, NOW - timedelta(days=9), NOW - timedelta(days=2))


def account(draw: Draw, world: World) -> Account:
    old = pick(draw, world.accounts)
    teams = [team.id for team in world.teams if team.account == old.id]
    bounds = {audience: limits(draw) for audience in sorted(few(draw, [*teams, EVERYONE]))}
    return Account(
        old.id,
        mode=pick(draw, ("everyone", "teams only")),
        highlights=chance(draw, 2),
        share_all=chance(draw, 3),
        default_for_teams=pick(draw, LEVELS),
        default_for_everyone=pick(draw, LEVELS),
        limits=bounds,
        raises=raises(draw, bounds),
        stricter=chance(draw, 2),
    )


def user(draw: Draw, world: World) -> User:
    old = pick(draw, world.users)
    return replace(
        old,
        role=pick(draw, ("member", "admin", "enterprise admin")),
        active=not chance(draw, 3),
        since=pick(draw, SINCE),
        returning=chance(draw, 4),
    )


def team(draw: Draw, world: World) -> Team:
    old = pick(draw, world.teams)
    return replace(old, members=some(draw, [it.id for it in world.users if it.account == old.account]))


def share(draw: Draw, world: World) -> Share:
    who = _user(draw, world)
    return Share(who, _audience(draw, world, who), pick(draw, LEVELS[::-1]), pick(draw, DATES))


def privacy(draw: Draw, world: World) -> MailPrivacy:
    who = _user(draw, world)
    audience = _audience(draw, world, who)
    option = pick(draw, get_args(Privacy)[::-1])
    where = None if audience == EVERYONE else audience
    return MailPrivacy(who, where, option, pick(draw, DATES), pick(draw, get_args(Privacy)[::-1]))


def person(draw: Draw, world: World) -> Person:
    return replace(pick(draw, world.persons), company=pick(draw, ("orca", "pike", None)))


def names(draw: Draw, world: World) -> frozenset[str]:
    """Return who else is on a mail: at most two outsiders and two users."""
    return few(draw, _ids(world.persons)) | few(draw, _ids(world.users))


def fact(draw: Draw, world: World) -> Fact:
    owner, about, facet = _user(draw, world), _person(draw, world), pick(draw, FACETS)
    thread = pick(draw, (None, "t", "u"))
    return Fact(f"{owner}/{about}/{facet}", owner, facet, about, names(draw, world), thread)


def container(draw: Draw, world: World) -> Container:
    name = pick(draw, tuple(KIND_OF))
    flags = {"read_only": chance(draw, 2), "conversations": chance(draw, 2)}
    return Container(name, KIND_OF[name], _user(draw, world), **flags)  # type: ignore[arg-type]


def page(draw: Draw, world: World) -> Page:
    workspace = pick(draw, CONTAINERS["workspace"])
    return Page(pick(draw, ("page", "leaf")), workspace, few(draw, _ids(world.users)))


def link(draw: Draw, world: World) -> Link:
    return Link(pick(draw, ("live", "dead", "spare")), pick(draw, ("page", "leaf")), pick(draw, DATES))


def principal(draw: Draw, world: World) -> tuple[str, str]:
    kind = pick(draw, ("user", "team", "everyone"))
    ids = {"user": world.users, "team": world.teams, "everyone": world.accounts}[kind]
    return kind, pick(draw, _ids(ids))


def grant(draw: Draw, world: World) -> Grant:
    name = pick(draw, _ids(world.containers) or tuple(KIND_OF))
    roles = [role for kind, role in ROLE_OPENS if kind == KIND_OF[name] and role != "owner"]
    return Grant(principal(draw, world), name, pick(draw, roles), pick(draw, DATES))


def entry(draw: Draw, world: World) -> Entry:
    name = pick(draw, CONTAINERS["bucket"] + CONTAINERS["list"])
    return Entry(name, _person(draw, world), _user(draw, world))


def consent(draw: Draw, world: World) -> Consent:
    return Consent(pick(draw, CONTAINERS["bucket"]), _user(draw, world))


def taken(draw: Draw, world: World) -> TakenPrivate:
    return TakenPrivate(pick(draw, CONTAINERS["bucket"]), _person(draw, world))


def item(draw: Draw, world: World) -> Item:
    users = _ids(world.users)
    return Item(
        pick(draw, ("n", "m", "r")),
        pick(draw, ITEM_KINDS),  # type: ignore[arg-type]
        pick(draw, users),
        records=few(draw, _ids(world.persons)),
        audience=frozenset(principal(draw, world) for _ in range(draw(below(3)))),
        participants=few(draw, users),
        assignee=pick(draw, (None, *users)),
    )


def two_accounts(draw: Draw, world: World) -> tuple[str, str]:
    one = pick(draw, _ids(world.accounts))
    return one, pick(draw, [other for other in _ids(world.accounts) if other != one])


def partnership(draw: Draw, world: World) -> Partnership:
    pair = two_accounts(draw, world)
    accepted, ended = not chance(draw, 4), chance(draw, 4)
    return Partnership(pick(draw, ("ab", "bc")), pair, accepted, some(draw, pair), ended)


def alliance(draw: Draw, world: World) -> Alliance:
    pair = two_accounts(draw, world)
    return Alliance(pick(draw, ("pact", "deed")), *pair, some(draw, pair))


def ally_share(draw: Draw, world: World) -> AllyShare:
    return AllyShare(pick(draw, ("pact", "deed")), _user(draw, world), chance(draw, 2), pick(draw, DATES))


def private(draw: Draw, world: World) -> Private:
    who, about = _user(draw, world), pick(draw, world.persons)
    home = next(it.account for it in world.users if it.id == who)
    what = ("company", about.company) if about.company and chance(draw, 2) else ("person", about.id)
    teams = [team.id for team in world.teams if team.account == home]
    return Private(who, what, pick(draw, [None, None, EVERYONE, *teams]))  # type: ignore[arg-type]


def private_thread(draw: Draw, world: World) -> PrivateThread:
    return PrivateThread(_user(draw, world), pick(draw, ("t", "u")))


def protected(draw: Draw, world: World) -> Protected:
    return Protected(pick(draw, _ids(world.accounts)), _person(draw, world))


ROWS: Mapping[str, Callable[[Draw, World], Any]] = {
    "accounts": account,
    "users": user,
    "teams": team,
    "shares": share,
    "privacies": privacy,
    "persons": person,
    "facts": fact,
    "containers": container,
    "pages": page,
    "links": link,
    "grants": grant,
    "entries": entry,
    "consents": consent,
    "taken_private": taken,
    "items": item,
    "partnerships": partnership,
    "alliances": alliance,
    "ally_shares": ally_share,
    "privates": private,
    "private_threads": private_thread,
    "protected": protected,
}

# ── What world.py promises ──────────────────────────────────────────────────────────────────────────

#: What no two rows of a kind have in common; elsewhere their id, else the whole row.
KEYS: Mapping[str, tuple[str, ...]] = {
    "shares": ("user", "audience"),
    "privacies": ("user", "audience"),
    "grants": ("principal", "container", "role"),
    "ally_shares": ("alliance", "user"),
}


def _first_of_each(kind: str, rows: tuple[Any, ...]) -> tuple[Any, ...]:
    found = dict[Any, Any]()
    for row in rows:
        key = tuple(getattr(row, name) for name in KEYS[kind]) if kind in KEYS else getattr(row, "id", row)
        found.setdefault(key, row)
    return tuple(found.values())


def _account_in_bounds(account: Account) -> Account:
    bounds = {
        who: (floor if _levels_within(floor, cap) else "not sharing", cap)
        for who, (floor, cap) in account.limits.items()
    }
    raises = {
        (it.what, it.audience): it
        for it in account.raises
        if it.what == "default"
        or (it.audience in bounds and _levels_within(it.level, bounds[it.audience][1]))
    }
    return replace(account, limits=bounds, raises=tuple(raises.values()))


def _fact_in_bounds(fact: Fact) -> Fact:
    if fact.facet in MAIL:
        return replace(fact, names=fact.names | {fact.owner, fact.person})
    return replace(fact, names=frozenset(), thread=None)


def sound(world: World) -> World:
    """Return the world without the rows that world.py rules out: doubles, dangling ids, impossible flags."""
    world = replace(world, **{kind: _first_of_each(kind, getattr(world, kind)) for kind in KINDS})
    home = {it.id: it.account for it in world.users}
    in_team = {(team.id, member) for team in world.teams for member in team.members}
    kind_of = {it.id: it.kind for it in world.containers}
    place = {it.id: home[it.owner] for it in world.containers}
    pages = tuple(it for it in world.pages if kind_of.get(it.workspace) == "workspace")
    page_ids = set(_ids(pages))
    alliances = tuple(it for it in world.alliances if it.giver != it.receiver)
    giver = {it.id: it.giver for it in alliances}

    def is_in(audience: str | None, user: str) -> bool:
        return audience in (None, EVERYONE) or (audience, user) in in_team

    def role_fits(it: Grant) -> bool:
        return it.role != "owner" and (kind_of.get(it.container, ""), it.role) in ROLE_OPENS

    answerable = {it.id: home[it.author] for it in world.items if it.answers is None}

    def as_reply(it: Item) -> Item:
        """A reply has nothing of its own; whose item is gone, or is of another account, is for its author alone."""
        if it.answers is None:
            return it
        there = answerable.get(it.answers) == home[it.author] and it.answers != it.id
        return Item(it.id, "note", it.author, answers=it.answers if there else None)

    return replace(
        world,
        items=tuple(as_reply(it) for it in world.items),
        accounts=tuple(_account_in_bounds(it) for it in world.accounts),
        facts=tuple(_fact_in_bounds(it) for it in world.facts),
        shares=tuple(it for it in world.shares if is_in(it.audience, it.user)),
        privacies=tuple(it for it in world.privacies if is_in(it.audience, it.user)),
        containers=tuple(
            replace(
                it,
                read_only=it.read_only and it.kind == "workspace",
                conversations=it.conversations and it.kind == "bucket",
            )
            for it in world.containers
        ),
        pages=pages,
        links=tuple(it for it in world.links if it.page in page_ids),
        grants=tuple(it for it in world.grants if role_fits(it)),
        entries=tuple(
            it
            for it in world.entries
            if kind_of.get(it.container) in ("list", "bucket") and place[it.container] == home[it.via]
        ),
        consents=tuple(it for it in world.consents if place.get(it.bucket) == home[it.user]),
        taken_private=tuple(it for it in world.taken_private if it.bucket in place),
        partnerships=tuple(it for it in world.partnerships if it.accounts[0] != it.accounts[1]),
        alliances=alliances,
        ally_shares=tuple(it for it in world.ally_shares if giver.get(it.alliance) == home[it.user]),
    )


#: Every facet and deed that a ceiling may leave.
EVERY_FACET = tuple(
    sorted(
        {*FACETS, "read", "edit", "conversations", "tie", "knower", "overview", "mapping", "known"}.union(
            *ROLE_OPENS.values()
        )
    )
)


def ceiling(draw: Draw) -> frozenset[str] | None:
    """Return no ceiling, mostly; else all but a few facets, one with its footing and a stray one, or any."""
    match draw(below(6)):
        case 3:
            return frozenset(EVERY_FACET) - few(draw, EVERY_FACET)
        case 4:
            return with_footing({pick(draw, EVERY_FACET)}) | few(draw, EVERY_FACET)
        case 5:
            return some(draw, EVERY_FACET)
        case _:
            return None
