"""Draw worlds to ask about: uniform small ones, and worlds that stand on one rule's own conditions, then bent.

A uniform world seldom meets the four or five conditions of one rule at once. So `worlds_of` starts where they all
hold, with the fixed cast, sometimes beside another rule's scene, and changes a few rows: a flag flipped, a member
moved, a date passed, an exception added, somebody deactivated. A failing example shrinks to the bare scene.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

from hypothesis import strategies as st

from tests.reference.cast import ACME, HOUSE, NOW
from tests.reference.rows import KINDS, ROWS, Draw, below, ceiling, chance, pick, some, sound
from tests.reference.scenes import PERSONS, SCENES, USERS, Scene, books
from tests.reference.world import Account, Viewer, World

__all__ = ["NOW", "SCENES", "every_viewer", "viewers", "worlds", "worlds_of"]

#: Kinds whose rows the cast has once and for all; they change, and none comes or goes.
STANDING = frozenset({"accounts", "users", "teams", "persons"})
SET_ONCE = frozenset({"id", "kind", "account"})


def staged(scene: Scene, *besides: Scene) -> World:
    """Return the house with the rows of these scenes; where two rows clash, the first scene's stands."""
    world = HOUSE
    for kind in KINDS:
        rows = tuple(row for it in (scene, *besides) for row in it.get(kind, ()))
        world = replace(world, **{kind: (*rows, *getattr(HOUSE, kind))})
    acme: Account = scene.get("acme", ACME)
    return sound(replace(world, accounts=(acme, *world.accounts)))


def bent(draw: Draw, world: World, kinds: Sequence[str]) -> World:
    """Return the world after one row of one of these kinds, or now and then of any, came, changed or went."""
    kind = pick(draw, KINDS) if chance(draw, 4) else pick(draw, kinds)
    rows: list[Any] = list(getattr(world, kind))
    new = ROWS[kind](draw, world)
    turn = draw(below(6))
    if kind in STANDING or (rows and 1 <= turn <= 4):
        at = (
            next(i for i, row in enumerate(rows) if row.id == new.id)
            if kind in STANDING
            else draw(below(len(rows)))
        )
        loose = [field.name for field in fields(new) if field.name not in SET_ONCE]
        attribute = "until" if "until" in loose and chance(draw, 3) else pick(draw, loose)
        rows[at] = replace(rows[at], **{attribute: getattr(new, attribute)})
    elif rows and turn == 5:
        del rows[draw(below(len(rows)))]
    else:
        rows.insert(0, new)
    return sound(replace(world, **{kind: tuple(rows)}))


@st.composite
def worlds_of(draw: Draw, rule_id: str) -> World:
    """Draw worlds that stand on one rule's conditions, bent up to four times, some with another scene beside."""
    scene, kinds = SCENES[rule_id]
    other = [pick(draw, MAKERS)(draw)] if chance(draw, 4) else []
    world = staged(scene(draw), *other)
    for _ in range(draw(below(5))):
        world = bent(draw, world, kinds)
    return world


MAKERS = tuple(dict.fromkeys(scene for scene, _ in SCENES.values()))


@st.composite
def worlds(draw: Draw) -> World:
    """Draw small worlds with a few rows of every kind, none more likely than another."""
    world = HOUSE
    for kind in KINDS:
        count = {"facts": 6, "grants": 5}.get(kind, 4)
        rows = [ROWS[kind](draw, world) for _ in range(draw(below(count)))]
        world = replace(world, **{kind: (*rows, *getattr(world, kind))})
    pairs = [(pick(draw, USERS), pick(draw, PERSONS)) for _ in range(draw(below(5)))]
    return sound(replace(world, facts=(*world.facts, *books(draw, *pairs))))


# ── Viewers ─────────────────────────────────────────────────────────────────────────────────────────


def every_viewer(world: World) -> list[Viewer]:
    """Return each user and a visitor, without links, with all of the world's links, and a visitor with each."""
    links = frozenset(link.id for link in world.links)
    users = (*(user.id for user in world.users), None)
    hands = (frozenset[str](), links) if links else (links,)
    single = [Viewer(None, frozenset({link})) for link in sorted(links)]
    return [Viewer(user, held) for held in hands for user in users] + single


@st.composite
def viewers(draw: Draw, world: World) -> Viewer:
    """Draw a user or a visitor, with some of the links, an unknown one among them, and perhaps a ceiling."""
    user = pick(draw, [*(it.id for it in world.users), None])
    held = (
        some(draw, [*(link.id for link in world.links), "unknown"]) if chance(draw, 2) else frozenset[str]()
    )
    return Viewer(user, held, ceiling(draw))
