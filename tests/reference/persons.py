"""Say, from rule D24 alone, which persons of a world are one to a viewer.

A card in somebody's book has two addresses, each a person of the world: they are one for those to whom that book opens
both. Over several cards one leads to the next.
"""

from __future__ import annotations

from datetime import datetime

from tests.reference.model import RECORD, disclosed
from tests.reference.world import Viewer, World

#: One person: the addresses that are.
One = frozenset[str]


def one_person(world: World, viewer: Viewer, now: datetime) -> frozenset[One]:
    """Return everybody whom the viewer sees, as the addresses that are one to them."""
    facts = {fact.id: fact for fact in world.facts}
    shown = [facts[atom[1]] for atom in disclosed(world, viewer, now) if atom[0] == "fact"]
    opened = {(fact.owner, fact.person) for fact in shown if fact.facet == "contact_info"}
    classes = {frozenset([fact.person]) for fact in shown if fact.facet in RECORD}
    for join in world.joins:
        if (join.owner, join.one) in opened and (join.owner, join.other) in opened:
            met = {one for one in classes if join.one in one or join.other in one}
            classes = (classes - met) | {frozenset().union(*met)}
    return frozenset(classes)
