"""Scenes with the fixed cast: for each rule, rows that meet all of its conditions at once.

A scene leaves open what the rule leaves open: a level, a mode, a role, a date, who else is on a mail.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal, get_args

from tests.reference.cast import ACME, BOTH, HOUSE, MEETINGS, MEMBERS, NOT, TIES, VALUES, book, card
from tests.reference.rows import DATES, SINCE, Draw, below, chance, few, limits, names, pick, raises, some
from tests.reference.world import (
    BOOK_FOOTING,
    EVERYONE,
    LEVELS,
    Alliance,
    AllyShare,
    Consent,
    Container,
    Entry,
    Fact,
    Grant,
    Item,
    Link,
    MailPrivacy,
    Page,
    Partnership,
    Privacy,
    Private,
    PrivateThread,
    Protected,
    Share,
    TakenPrivate,
)

#: The rows of a scene by kind of thing; "acme" is the one account that a scene sets.
Scene = Mapping[str, Any]
PERSONS = tuple(person.id for person in HOUSE.persons)
USERS = tuple(user.id for user in HOUSE.users)
OPEN_LEVELS = (MEETINGS, BOTH, VALUES, TIES)
PRIVACIES = get_args(Privacy)[::-1]
WITHHELD: tuple[tuple[Literal["person", "company"], str], ...] = (
    ("person", "kim"),
    ("person", "max"),
    ("company", "orca"),
)


def books(draw: Draw, *pairs: tuple[str, str]) -> list[Fact]:
    """Return what each pair's book says and, half the time, a card."""
    facts = list[Fact]()
    for owner, person in pairs:
        facts += book(owner, person, names=names(draw, HOUSE), thread=pick(draw, ("t", "u", None)))
        if chance(draw, 2):
            facts.append(card(owner, person))
    return facts


def shares(draw: Draw, *who: tuple[str, str]) -> list[Share]:
    return [Share(user, audience, pick(draw, OPEN_LEVELS), pick(draw, DATES[:3])) for user, audience in who]


def privacies(draw: Draw, *who: tuple[str, str | None]) -> list[MailPrivacy]:
    return [
        MailPrivacy(user, audience, pick(draw, PRIVACIES), pick(draw, DATES[:3])) for user, audience in who
    ]


def levels(draw: Draw) -> Scene:
    """D: contributors share their books with teams and with Everyone, each at its level."""
    return {
        "facts": books(draw, ("ada", "kim"), ("ben", "kim"), ("cyd", "max")),
        "shares": shares(draw, ("ada", "deal"), ("ben", "deal"), ("ben", "lab"), ("cyd", EVERYONE)),
        "privacies": privacies(draw, ("ada", None), ("ben", None)),
    }


def bounds(draw: Draw) -> Scene:
    """D11, D17, D18: defaults, floors and caps meet choices."""
    account = replace(
        ACME,
        default_for_teams=pick(draw, LEVELS),
        default_for_everyone=pick(draw, LEVELS),
        limits=(
            found := {audience: limits(draw) for audience in sorted(some(draw, ("deal", "lab", EVERYONE)))}
        ),
        raises=raises(draw, found),
    )
    choices = [Share(user, where, pick(draw, LEVELS)) for user, where in (("ada", "deal"), ("ben", EVERYONE))]
    users = tuple(replace(it, since=pick(draw, SINCE)) for it in HOUSE.users)
    choices = [it for it in choices if not chance(draw, 3)]
    return {**levels(draw), "acme": account, "shares": choices, "users": users}


def naming(draw: Draw) -> Scene:
    """D26: a mail that Ben sees, with colleagues on it who share or do not, and an outsider."""
    on_it = frozenset({"ben", "cyd", "dee"}) | few(draw, PERSONS) | few(draw, USERS)
    return {
        "facts": [*book("ada", "kim", names=on_it), *book("cyd", "lou", names=on_it)],
        "shares": [
            Share("ada", "deal", pick(draw, (MEETINGS, BOTH))),
            Share("ada", EVERYONE, pick(draw, (MEETINGS, NOT))),
            *shares(draw, ("cyd", "lab"), ("dee", EVERYONE), ("ben", "deal")),
        ],
        "privacies": privacies(draw, ("ada", None), ("cyd", None)),
        "privates": [Private("cyd", ("person", pick(draw, PERSONS)), pick(draw, ("lab", "deal", None)))],
    }


def mail(draw: Draw) -> Scene:
    """A19-A28: both modes, both deciders' rows at once, highlights on or off."""
    account = replace(ACME, mode=pick(draw, ("teams only", "everyone")), highlights=chance(draw, 2))
    return {
        "acme": account,
        "facts": books(draw, ("ada", "kim"), ("ben", "kim"), ("dee", "kim")),
        "shares": [
            Share(user, audience, pick(draw, (MEETINGS, BOTH, TIES)))
            for user, audience in (("ada", "deal"), ("ben", "deal"), ("ben", "lab"), ("ben", EVERYONE))
        ]
        + shares(draw, ("dee", EVERYONE), *some(draw, (("ada", EVERYONE),))),
        "privacies": privacies(
            draw, ("ada", None), ("ben", None), ("ada", "deal"), ("ben", "lab"), ("ben", "deal")
        ),
    }


def strict(draw: Draw) -> Scene:
    """A21: what the Enterprise Admin set per team, and what members let it be, where they may."""
    scene = mail(draw)
    limited = [replace(it, at_most=pick(draw, PRIVACIES)) for it in scene["privacies"]]
    return {**scene, "acme": replace(scene["acme"], stricter=chance(draw, 2)), "privacies": limited}


def items(draw: Draw) -> Scene:
    """A13-A17: one item of each kind that has a rule of its own, on records that some see."""
    records = frozenset({"kim"}) | few(draw, PERSONS)
    audience = pick(draw, (("everyone", "acme"), ("team", "lab"), ("user", "dee"), ("user", "gus")))
    others = frozenset({"cyd"}) | few(draw, USERS)
    return {
        "acme": replace(ACME, mode=pick(draw, ("teams only", "everyone"))),
        "facts": books(draw, ("ada", "kim"), ("cyd", "max"), ("dee", "nia")),
        "shares": shares(draw, ("ada", "deal"), ("cyd", "lab"), ("dee", EVERYONE)),
        "items": [
            Item("n", pick(draw, ("note", "file")), "ada", records, frozenset({audience})),
            Item("m", "meeting note", "ada", few(draw, PERSONS), few(draw, (audience,)), others),
            Item("l", "logged interaction", "ada", records, frozenset(), others),
            Item("r", "reminder", "ben", records, few(draw, (audience,)), frozenset(), pick(draw, USERS)),
            Item("a", "note", "dee", answers="n"),
            Item("b", "note", "cyd", answers="m"),
        ],
    }


def absent_author(draw: Draw) -> Scene:
    """A15: in Teams only, Ada wrote about a meeting that she did not take part in."""
    there = frozenset({pick(draw, MEMBERS[1:])}) | ({"ada"} if chance(draw, 4) else set())
    note = Item("m", "meeting note", "ada", few(draw, PERSONS), participants=there)
    return {**items(draw), "acme": replace(ACME, mode="teams only"), "items": [note]}


def lists(draw: Draw) -> Scene:
    """A31, A32, K14, T04: a list and a bucket, given in every kind of role, with people in them."""
    to = (("team", "lab"), ("user", "dee"), ("everyone", "acme"), ("user", "flo"), ("user", "gus"))
    return {
        "containers": [Container("pipe", "list", "ada"), Container("pail", "bucket", "ada")],
        "grants": [
            Grant(pick(draw, to), "pipe", pick(draw, ("viewer", "editor", "list admin")), pick(draw, DATES)),
            Grant(pick(draw, to), "pail", pick(draw, ("viewer", "editor", "manager")), pick(draw, DATES[:3])),
        ],
        "facts": books(draw, ("ada", "kim"), ("ben", "kim"), ("ben", "max")),
        "entries": [
            Entry("pipe", "kim", pick(draw, ("ada", "ben"))),
            Entry("pail", pick(draw, ("kim", "max")), "ben"),
        ],
    }


def cards(draw: Draw) -> Scene:
    """K04: Share All Contacts, beside levels of their own."""
    return {**levels(draw), "acme": replace(ACME, share_all=True), "shares": shares(draw, ("ada", "deal"))}


def conversations(draw: Draw) -> Scene:
    """K06, K13: a bucket with conversations, shown to colleagues with and without a common team."""
    return {
        "acme": replace(ACME, mode=pick(draw, ("everyone", "teams only"))),
        "containers": [
            Container("pail", "bucket", "ada", conversations=True),
            Container("tub", "bucket", "cyd"),
        ],
        "grants": [
            Grant(("user", "dee"), "pail", "viewer"),
            Grant(
                pick(draw, (("team", "lab"), ("everyone", "acme"))), "pail", "viewer", pick(draw, DATES[:3])
            ),
        ],
        "facts": books(draw, ("ada", "kim"), ("ben", "kim"), ("ben", "lou")),
        "entries": [Entry("pail", "kim", pick(draw, ("ada", "ben", "cyd"))), Entry("tub", "kim", "cyd")],
        "consents": [
            Consent("tub", "ben"),
            *(Consent("pail", it) for it in sorted(some(draw, ("ada", "ben")))),
        ],
        "privacies": privacies(draw, ("ada", None), ("ben", None), ("ben", "lab"), ("ben", "deal")),
        "taken_private": [TakenPrivate(pick(draw, ("pail", "tub")), "kim")] if chance(draw, 4) else [],
    }


def allies(draw: Draw) -> Scene:
    """A38: Acme gives ties to Bolt, whose members see the same people by ways of their own."""
    return {
        "facts": [
            *books(draw, ("ada", "kim"), ("eve", "kim"), ("eve", "max")),
            *book("ben", "max", facets=BOOK_FOOTING if chance(draw, 2) else ("existence",)),
        ],
        "shares": [Share("eve", pick(draw, ("sales", EVERYONE)), pick(draw, LEVELS))],
        "alliances": [Alliance("pact", "acme", "bolt", frozenset({"acme", "bolt"}))],
        "ally_shares": [
            AllyShare("pact", user, chance(draw, 2), pick(draw, DATES)) for user in ("ada", "ben")
        ],
        "privates": [
            Private("ada", pick(draw, WITHHELD), who)
            for who in sorted(few(draw, (EVERYONE, "deal", None)), key=str)
        ],
    }


def partners(draw: Draw) -> Scene:
    """S10-S16: a partnership at each of its steps."""
    approved = pick(draw, (frozenset({"acme", "bolt"}), frozenset({"acme"}), frozenset[str]()))
    return {
        "partnerships": [
            Partnership("ab", ("acme", "bolt"), not chance(draw, 5), approved, chance(draw, 5)),
            Partnership("bc", ("bolt", "gus-alone"), True, some(draw, ("bolt", "gus-alone"))),
        ]
    }


def rooms(draw: Draw) -> Scene:
    """T04-T10: a workspace with guests, its pages, their links."""
    guests = [Grant(("user", user), "room", "invited", pick(draw, DATES)) for user in ("gus", "ben", "eve")]
    return {
        **lists(draw),
        "acme": replace(ACME, share_all=chance(draw, 2)),
        "facts": books(draw, ("ada", "kim"), ("eve", "kim")),
        "containers": [
            Container("room", "workspace", "ada", read_only=not chance(draw, 3)),
            Container("den", "workspace", pick(draw, ("eve", "cyd", "gus")), read_only=chance(draw, 2)),
            Container("pail", "bucket", "ada", conversations=chance(draw, 2)),
        ],
        "grants": [*guests[: 1 + draw(below(3))], Grant(("user", "gus"), "pail", "viewer")],
        "pages": [Page("page", "room", few(draw, USERS)), Page("leaf", "den", few(draw, USERS))],
        "links": [Link("live", "page"), Link("dead", "page", pick(draw, DATES)), Link("spare", "leaf")],
    }


def meetings_of_guests(draw: Draw) -> Scene:
    """T12-T14, T18: guests of several accounts, read-only or not, and a discussion by itself."""
    to = (("user", "eve"), ("team", "sales"), ("everyone", "bolt"), ("team", "lab"), ("everyone", "acme"))
    left = few(draw, ("eve", "gus", "ben")) if chance(draw, 3) else frozenset()
    return {
        "users": tuple(replace(it, active=it.id not in left) for it in HOUSE.users),
        "containers": [
            Container("room", "workspace", pick(draw, ("ada", "abe")), read_only=chance(draw, 2)),
            Container("talk", "discussion", pick(draw, ("ada", "eve", "gus"))),
        ],
        "grants": [
            Grant(("user", "gus"), "room", "invited", pick(draw, DATES[:3])),
            Grant(
                pick(draw, to), pick(draw, ("room", "room", "talk")), pick(draw, ("invited", "participant"))
            ),
            Grant(pick(draw, to), "talk", "participant", pick(draw, DATES)),
        ],
        "pages": [Page("page", "room", few(draw, ("eve", "gus", "ben", "pia")))],
        "links": [Link("live", "page", pick(draw, DATES[:3]))],
    }


def exceptions(draw: Draw) -> Scene:
    """B05: every way to a person is open, and somebody or something withholds them."""
    return {
        **conversations(draw),
        "acme": replace(ACME, share_all=chance(draw, 2), highlights=chance(draw, 2)),
        "facts": books(draw, ("ada", "kim"), ("ada", "lou"), ("ben", "kim"), ("eve", "kim")),
        "shares": shares(draw, ("ada", "deal"), ("ada", EVERYONE), ("ben", "lab"), ("ben", EVERYONE)),
        "alliances": [Alliance("pact", "acme", "bolt", frozenset({"acme", "bolt"}))],
        "ally_shares": [AllyShare("pact", "ada", True), AllyShare("pact", "ben", True)],
        "privates": [
            Private("ada", pick(draw, WITHHELD), audience)
            for audience in sorted(few(draw, (None, EVERYONE, "deal", "lab")), key=str)
        ],
        "private_threads": [PrivateThread(pick(draw, ("ben", "ada", "cyd")), "t")] if chance(draw, 2) else [],
        "protected": [Protected("acme", pick(draw, PERSONS))] if chance(draw, 3) else [],
    }


def dates(draw: Draw) -> Scene:
    """B06: everything that can end, ending at any date."""
    scene = dict[str, list[Any]]()
    for part in (levels, rooms, allies):
        for kind, rows in part(draw).items():
            if kind != "acme":
                scene.setdefault(kind, []).extend(rows)
    for kind in ("shares", "privacies", "links", "grants", "ally_shares"):
        scene[kind] = [replace(row, until=pick(draw, DATES)) for row in scene[kind]]
    acme = replace(ACME, default_for_teams=pick(draw, LEVELS), limits={"deal": limits(draw)})
    return {**scene, "acme": acme}


def departures(draw: Draw) -> Scene:
    """D23: every way to a contributor's data is open, and somebody leaves."""
    left, back = few(draw, ("ada", "ben", "eve")), few(draw, ("ada", "ben", "eve"))
    users = tuple(
        replace(it, active=it.id not in left, returning=it.id in back and chance(draw, 2))
        for it in HOUSE.users
    )
    return {**exceptions(draw), "users": users, "privates": [], "protected": []}


Maker = Callable[[Draw], Scene]
SHARING = ("shares", "teams", "accounts", "users", "privacies", "facts")
ENTRIES = ("grants", "entries", "containers", "users", "accounts", "facts", "teams")
MEETING = ("grants", "containers", "pages", "links", "users", "teams")

#: What each rule's worlds start from, and the kinds of rows that are bent most.
SCENES: Mapping[str, tuple[Maker, Sequence[str]]] = {
    **{f"D0{number}": (levels, SHARING) for number in range(1, 10)},
    **dict.fromkeys(("D11", "D12", "D13", "D17", "D18"), (bounds, SHARING)),
    **dict.fromkeys(("D16", "D19", "D22"), (levels, ("teams", "users", "shares"))),
    "D23": (departures, ("users", "shares", "entries")),
    "D26": (naming, (*SHARING, "privates")),
    **dict.fromkeys(("A09", "A13", "A14"), (items, ("items", "shares", "accounts", "users", "teams"))),
    "A15": (absent_author, ("items", "teams", "accounts")),
    **dict.fromkeys(("A16", "A17"), (items, ("items", "shares", "accounts", "users"))),
    **{f"A{number}": (mail, SHARING) for number in range(19, 29)},
    "A21": (strict, ("privacies", "accounts", "teams")),
    **dict.fromkeys(("A31", "A32", "K02", "K03", "K14"), (lists, ENTRIES)),
    "A38": (allies, ("alliances", "ally_shares", "facts", "shares", "privates", "protected", "users")),
    **dict.fromkeys(("K01", "K04"), (cards, (*SHARING, "privates"))),
    **dict.fromkeys(
        ("K06", "K13"), (conversations, (*ENTRIES, "consents", "taken_private", "privacies", "privates"))
    ),
    **{f"S{number}": (partners, ("partnerships", "users")) for number in (10, 11, 12, 13, 14, 15, 16, 22)},
    **{f"T{number:02}": (rooms, MEETING) for number in (1, 2, 4, 5, 6, 7, 8, 9, 10, 17)},
    **dict.fromkeys(("T12", "T13", "T14", "T18"), (meetings_of_guests, MEETING)),
    "B05": (exceptions, ("privates", "private_threads", "protected", "persons", "facts", "shares", "teams")),
    "B06": (dates, ("shares", "privacies", "links", "grants", "ally_shares", "accounts")),
}
