"""What a viewer may notice of a world, from the reference model alone: worlds equal in this are twins to that viewer.

Beside the atoms: the ways by which each of them is open (B01 tells them), who sees the viewer's own (B01) and would if
they shared all of it (B02), the house that every member knows, the settings that act on the viewer, and what visible
facts say. What is not in here is hidden, and changes freely.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from tactful.insight.coverage import Coverage
from tests.leaks.besides import looker
from tests.reference.cast import BOTH, NOW
from tests.reference.model import CONVERSATIONS, NAMING, RECORD, Reading, disclosed
from tests.reference.world import EVERYONE, Fact, MailPrivacy, Share, User, Viewer, World
from tests.visibility.fitted import fitted, mails
from tests.visibility.words import number_of

Ways = Mapping[str, frozenset[tuple[str, ...]]]


@dataclass(frozen=True)
class Exposed:
    """Everything that may be noticed. Equal for two worlds, the viewer must not be able to tell them apart."""

    atoms: frozenset[tuple[str, ...]]
    ways: Ways
    who_sees: Mapping[str, Ways]
    who_would: Mapping[str, Ways]
    house: tuple[object, ...]
    facts: frozenset[Fact]
    persons: frozenset[object]
    items: frozenset[tuple[object, ...]]
    caveats: frozenset[tuple[str, str]]
    says: Mapping[str, int]
    has: tuple[object, ...]


def exposed(
    world: World,
    account: str,
    user: str,
    edits: Mapping[str, int],
    besides: frozenset[tuple[str, str]] = frozenset(),
) -> Exposed:
    """Return what this user of the account may notice of the world; `edits` as for `load`."""
    world = fitted(world, account)
    atoms = disclosed(world, Viewer(user), NOW)
    seen = {atom[1] for atom in atoms if atom[0] == "fact"}
    facts = frozenset(fact for fact in world.facts if fact.id in seen)
    # Whoever protects recipients can try out whose addresses are on a mail of which they see a date (0014).
    naming = facts if _governs(world, user) else (fact for fact in facts if fact.facet in NAMING)
    persons = {fact.person for fact in facts}.union(*(fact.names for fact in naming))
    generous = _sharing_all(world, user)
    colleagues = [it.id for it in world.users if it.account == account and it.active and it.id != user]
    own = [fact for fact in world.facts if fact.owner == user]
    return Exposed(
        atoms,
        _ways(world, user, facts),
        {it: _ways_to(world, it, own) for it in colleagues},
        {it: _ways_to(generous, it, own) for it in colleagues},
        _house(world, account, user),
        facts,
        frozenset(it for it in world.persons if it.id in persons),
        _items(world, user, atoms),
        _caveats(world, user, facts),
        {thing: edit for thing, edit in edits.items() if _noticed(thing, world, account, user, facts, atoms)},
        _inventories(world, besides) if _governs(world, user) else (),
    )


def _caveats(world: World, user: str, facts: frozenset[Fact]) -> frozenset[tuple[str, str]]:
    """Whether the mail of who lets the viewer see touchpoints came in both directions: it decides how scores are made.

    That much of a whole mailbox stands beside each of its scores, and is told with it (THREATS).
    """
    found = set()
    for owner in {fact.owner for fact in facts if fact.facet == "interactions" and fact.owner != user}:
        sent: dict[str, bool] = {}
        for mail in mails(world):
            if mail.owner != owner or mail.is_meeting:
                continue
            out = not mail.is_copied and number_of(f"direction {mail.id}", 0, 2) == 1
            if (owner if out else mail.person) in mail.names:
                sent[mail.interaction] = sent.get(mail.interaction, False) or out
        outbound = sum(sent.values())
        found.add((owner, Coverage(len(sent) - outbound, outbound).caveat))
    return frozenset(found)


def _items(world: World, user: str, atoms: frozenset[tuple[str, ...]]) -> frozenset[tuple[object, ...]]:
    """What is told of each item that is read: its author is told whom it is for, others how it reached them."""
    found: set[tuple[object, ...]] = set()
    me = next(it for it in world.users if it.id == user)
    reading = Reading(world, Viewer(user), NOW)
    for item in world.items:
        if ("source", item.id, "read") not in atoms:
            continue
        ways = frozenset(it for it in item.audience if reading.is_one_of(me, it))
        found.add(
            (
                item.id,
                item.kind,
                item.author,
                item.audience if item.author == user else ways,
                user in item.participants,
                item.assignee,
                # Whoever reads a logged interaction is told who took part; the worlds say so of other items as well.
                None if item.kind == "meeting note" else item.participants,
                bool(item.records),
                item.answers,
            )
        )
    found |= _met(world, user, {atom[1] for atom in atoms if atom[0] == "fact"})
    # How many items are wider than other options is told to who sets them, and nothing else of them.
    if me.role == "enterprise admin":
        found |= set(Counter((it.kind, it.author, it.audience) for it in world.items).items())
        # How many reminders somebody leaves to others is told to who deactivates them (B11).
        left = ((it.author, it.assignee, bool(it.audience)) for it in world.items if it.kind == "reminder")
        found |= set(Counter(left).items())
        # How many meeting notes a member loses by leaving a team is told to who may take them out of it (A15).
        written = ((it.author, it.participants) for it in world.items if it.kind == "meeting note")
        found |= set(Counter(written).items())
    return frozenset(found)


def _met(world: World, user: str, seen: set[str]) -> set[tuple[object, ...]]:
    """Of each meeting that is seen, whether this user took part, and teams in common with who did, on any copy of it.

    Who writes about it sees the note or not by that (A14, A15).
    """
    members = {it.id for it in world.users}
    found: dict[str, set[str]] = {}
    for mail in mails(world):
        if mail.is_meeting:
            found.setdefault(mail.interaction, set()).update(mail.names & members)
    told = {mail.interaction for mail in mails(world) if f"{mail.id}/interactions" in seen}
    teams = [team for team in world.teams if user in team.members]
    return {
        (meeting, user in there, frozenset(team.id for team in teams if team.members & there))
        for meeting, there in found.items()
        if meeting in told
    }


def _governs(world: World, user: str) -> bool:
    return any(it.id == user and it.role == "enterprise admin" for it in world.users)


def _inventories(world: World, besides: frozenset[tuple[str, str]]) -> tuple[object, ...]:
    """How many sources and keys each member has: who deactivates them is told that much, and no more (B11)."""
    sources = {(fact.owner, 0) for fact in world.facts if fact.facet != "card"}
    taken = Counter[tuple[str, str]]()
    for mail in mails(world):
        # Two copies of one interaction in a book are of two feeds.
        sources.add((mail.owner, taken[mail.owner, mail.interaction]))
        taken[mail.owner, mail.interaction] += 1
    counted = {"a failed feed", "a feed being read", "a key"}
    return (frozenset(sources), frozenset(it for it in besides if it[0] in counted))


def _ways_to(world: World, user: str, own: list[Fact]) -> Ways:
    """The ways by which somebody sees any of these facts."""
    shown = {atom[1] for atom in disclosed(world, Viewer(user), NOW) if atom[0] == "fact"}
    return _ways(world, user, frozenset(fact for fact in own if fact.id in shown))


def _ways(world: World, user: str, facts: frozenset[Fact]) -> Ways:
    reading = Reading(world, Viewer(user), NOW)
    me = reading.users[user]
    return {fact.id: _ways_of(reading, fact, me) for fact in facts if fact.owner != user}


def _ways_of(reading: Reading, fact: Fact, me: User) -> frozenset[tuple[str, ...]]:
    """Every setting and entry that opens a fact, told apart as the reference reads them."""
    contributor = reading.users[fact.owner]
    ways: set[tuple[str, ...]] = {
        ("shared with", audience)
        for audience in reading.audiences_in_common(contributor, me)
        if fact.facet in reading.opened_to(contributor, audience)
    }
    # No body is stored, and that bodies would be open is told with whatever else is open through the same audience.
    ways |= {
        ("bodies with", audience)
        for audience in reading.audiences_in_common(contributor, me)
        if "body" in reading.opened_to(contributor, audience)
    }
    if fact.facet in RECORD and reading.accounts[me.account].share_all:
        ways.add(("all cards",))
    for container in reading.world.containers:
        entries = [
            it for it in reading.world.entries if (it.container, it.person) == (container.id, fact.person)
        ]
        if not entries or "view" not in reading.granted(container, me):
            continue
        if fact.facet in RECORD and any(it.via == contributor.id for it in entries):
            ways.add(("put into", container.id))
        opened = reading.conversations(contributor, me) if fact.facet not in CONVERSATIONS else CONVERSATIONS
        if reading.converses(container, contributor, fact.person) and fact.facet in opened:
            ways.add(("conversations of", container.id))
            if "body" in reading.conversations(contributor, me):
                ways.add(("bodies in", container.id))
    return frozenset(ways)


def _sharing_all(world: World, user: str) -> World:
    """The world where this user shares everything with every audience and hides and withholds nothing.

    It is the most that a preview of what they may choose, or take back, can tell.
    """
    teams = [team.id for team in world.teams if user in team.members]
    others = tuple(it for it in world.shares if it.user != user)
    return replace(
        world,
        shares=(*others, *(Share(user, audience, BOTH) for audience in (*teams, EVERYONE))),
        privacies=(
            *(it for it in world.privacies if it.user != user),
            MailPrivacy(user, None, "bodies"),
            *(replace(it, at_most="bodies") for it in world.privacies if it.user == user and it.audience),
        ),
        privates=tuple(it for it in world.privates if it.user != user),
        private_threads=tuple(it for it in world.private_threads if it.user != user),
    )


def _house(world: World, account: str, user: str) -> tuple[object, ...]:
    """What every member knows of the account, and what acts on this one."""
    me = next(it for it in world.users if it.id == user)
    settings = next(it for it in world.accounts if it.id == account)
    mine = {team.id for team in world.teams if user in team.members} | {EVERYONE}
    governs = me.role == "enterprise admin"
    known = {fact.person for fact in world.facts if fact.owner == user}
    return (
        frozenset(
            it if governs or it.id == user else replace(it, since=None, returning=False)
            for it in world.users
            if it.account == account and (it.active or governs)
        ),
        frozenset(
            (it.id, it.account, _there(it.members, world, governs))
            for it in world.teams
            if it.account == account
        ),
        replace(settings, limits={}, raises=()),
        frozenset((who, bounds) for who, bounds in settings.limits.items() if who in mine or governs),
        # A raise that has not begun is told to those on whom it will bear; all settings act on who governs.
        frozenset(it for it in settings.raises if it.what == "default" or it.audience in mine or governs),
        # What a change of limits would do is told by members, audiences and levels (B02).
        frozenset(it for it in world.shares if it.user == user or governs),
        frozenset(it for it in world.privacies if it.user == user or governs),
        frozenset(it for it in world.privates if it.user == user),
        frozenset(it for it in world.private_threads if it.user == user),
        # Whom of their own book the account protects is told to each member.
        frozenset(it for it in world.protected if governs or it.person in known),
        frozenset(it for it in world.consents if it.user == user),
    )


def _there(members: frozenset[str], world: World, governs: bool) -> frozenset[str]:
    """The members of a team that others see in it: the active ones."""
    return frozenset(it.id for it in world.users if it.id in members and (it.active or governs))


def _noticed(
    thing: str,
    world: World,
    account: str,
    user: str,
    facts: frozenset[Fact],
    atoms: frozenset[tuple[str, ...]],
) -> bool:
    """Whether what this thing says is told to the viewer: a fact, or "user ada", "container pail"…"""
    kind, _, name = thing.partition(" ")
    if kind in ("user", "title"):
        it = next(it for it in world.users if it.id == name)
        governs = next(one.role for one in world.users if one.id == user) == "enterprise admin"
        # Whoever was shown something of the viewer's is named in their log, gone or not.
        logged = name == looker(user)
        # One's own mails name whoever is on them.
        named = any(name in fact.names for fact in facts if fact.owner == user)
        # What they wrote, took part in or are to do names them, whether they are still there or not.
        read = [item for item in world.items if ("source", item.id, "read") in atoms]
        named |= any(name in {item.author, item.assignee, *item.participants} for item in read)
        # With whom the viewer shared is told to them by name.
        named |= any(("user", name) in item.audience for item in read if item.author == user)
        return it.account == account and (it.active or governs or logged or named)
    if kind == "container":
        # Who finds it named in a reason sees it, or has something of their own in it.
        own = any(entry.container == name and entry.via == user for entry in world.entries)
        own |= any((it.bucket, it.user) == (name, user) for it in world.consents)
        return own or any(atom[:2] == ("source", name) for atom in atoms)
    if kind == "item":
        return ("source", name, "read") in atoms
    if kind == "feed":
        return name.split(" ")[0] == user
    return any(fact.id == thing or fact.id.startswith(f"{thing}/") for fact in facts)
