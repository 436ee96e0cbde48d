"""Say, from rule D24 alone, which persons of a world are one to a viewer.

A card in somebody's book has two addresses, each a person of the world: they are one for those to whom that book opens
both. Over several cards one leads to the next. An exception covers all addresses that its contributor sees as one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

from tests.reference.model import RECORD, disclosed
from tests.reference.world import CardJoin, Private, Viewer, World

#: One person: the addresses that are.
One = frozenset[str]
#: Of which people which books show a viewer of a world contact info, as (owner, person).
Opened = Callable[[World, str], set[tuple[str, str]]]


def one_person(world: World, viewer: Viewer, now: datetime) -> frozenset[One]:
    """Return everybody whom the viewer sees, as the addresses that are one to them."""
    facts = {fact.id: fact for fact in world.facts}
    shown = [facts[atom[1]] for atom in disclosed(world, viewer, now) if atom[0] == "fact"]
    opened = {(fact.owner, fact.person) for fact in shown if fact.facet == "contact_info"}
    people = {fact.person for fact in shown if fact.facet in RECORD}
    return together(
        people, [it for it in world.joins if {(it.owner, it.one), (it.owner, it.other)} <= opened]
    )


def together(people: Iterable[str], joins: Iterable[CardJoin]) -> frozenset[One]:
    """Return these people as the addresses that are one by these cards."""
    classes = {frozenset([person]) for person in people}
    for join in joins:
        met = {one for one in classes if join.one in one or join.other in one}
        classes = (classes - met) | {frozenset().union(*met)}
    return frozenset(classes)


def with_covered(world: World, opened: Opened) -> World:
    """Return the world with each exception for a person said again of whom it covers, in its contributor's own book.

    A contributor's own cards cover first; then what others' books say to them, as far as these are open by then.
    """
    known = {(fact.owner, fact.person) for fact in world.facts if fact.facet != "card"}
    valued = {(fact.owner, fact.person) for fact in world.facts if fact.facet == "contact_info"}
    first = _said_again(world, world, lambda user: {pair for pair in valued if pair[0] == user}, known)
    return _said_again(world, first, lambda user: opened(first, user), known)


def _said_again(
    world: World, upon: World, opened: Callable[[str], set[tuple[str, str]]], known: set[tuple[str, str]]
) -> World:
    more = []
    for user in world.users:
        private = [it for it in world.privates if it.user == user.id and it.what[0] == "person"]
        private += [
            Private(user.id, ("person", it.person)) for it in world.protected if it.account == user.account
        ]
        if not (private and world.joins):
            continue
        open_to = opened(user.id)
        joins = [it for it in world.joins if {(it.owner, it.one), (it.owner, it.other)} <= open_to]
        for one in together({person for _, person in open_to}, joins):
            more += [
                replace(it, what=("person", also))
                for it in private
                for also in sorted(one - {it.what[1]})
                if it.what[1] in one and (user.id, also) in known
            ]
    return replace(upon, privates=tuple(dict.fromkeys((*upon.privates, *more))))


def opened_to(world: World, user: str, now: datetime) -> set[tuple[str, str]]:
    """Return of which people which books show a user contact info, as (owner, person)."""
    facts = {fact.id: fact for fact in world.facts}
    shown = [facts[atom[1]] for atom in disclosed(world, Viewer(user), now) if atom[0] == "fact"]
    return {(fact.owner, fact.person) for fact in shown if fact.facet == "contact_info"}
