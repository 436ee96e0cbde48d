"""Twin worlds: two that differ only in what a viewer may not see (B04).

A pair starts from a world that stands on one rule's conditions, and from a viewer in it. Then what is hidden from that
viewer is added, changed and removed, step by step; a step that the reference model says they might notice is dropped.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, TypeVar

from hypothesis import strategies as st

from tests.leaks.besides import BESIDES, named_by_exceptions
from tests.leaks.exposed import Exposed, exposed
from tests.reference.cast import LATER, NOW
from tests.reference.rows import KINDS, ROWS, below, chance, item, pick, sound
from tests.reference.scenes import SCENES, books
from tests.reference.world import EVERYONE, LEVELS, Fact, Item, Person, Protected, Raise, World
from tests.reference.worlds import MAKERS, bent, staged
from tests.visibility.fitted import fitted, mails

T = TypeVar("T")
ACCOUNT = "acme"
RULES = tuple(sorted(SCENES))
_SIDES = {below(number): number for number in range(1, 1025)}


class Dice:
    """A seeded source of draws for the strategies of the reference, all of which come down to `below`."""

    def __init__(self, seed: object) -> None:
        self.random = random.Random(repr(seed))

    def __call__(self, strategy: st.SearchStrategy[Any]) -> Any:
        """Return a draw of `below(number)`."""
        return self.random.randrange(_SIDES[strategy])


@dataclass(frozen=True)
class Side:
    """One of the two worlds: the reference's, what things in it say otherwise, and rows of which it knows nothing.

    `apart`: whom those rows make one with nobody, the same in both worlds.
    """

    world: World
    edits: Mapping[str, int] = field(default_factory=dict)
    besides: frozenset[tuple[str, str]] = frozenset()
    apart: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Pair:
    """Twin worlds and the users who must not be able to tell them apart; `steps` lead from one to the other."""

    seed: int
    rule: str
    viewers: tuple[str, ...]
    one: Side
    other: Side
    steps: tuple[str, ...]
    between: tuple[Side, ...]
    """The sides after each step; the last is `other`."""
    kinds: tuple[str, ...] = ()
    """Which of STEPS were taken."""

    def __str__(self) -> str:
        return (
            f"pair {self.seed} of {self.rule}, seen by {' and '.join(self.viewers)}: {'; '.join(self.steps)}"
        )


def pair(seed: int, *, viewers: int = 1, steps: int = 7) -> Pair:
    """Return the twin worlds of this number; the rules take turns."""
    dice = Dice(seed)
    rule = RULES[seed % len(RULES)]
    world = fitted(_lived_in(Dice(seed), _world_of(dice, rule)), ACCOUNT)
    active = [it.id for it in world.users if it.account == ACCOUNT and it.active]
    # Enterprise Admins do most and see no more (D19), so they are asked twice as often.
    active += [it.id for it in world.users if it.id in active and it.role == "enterprise admin"]
    chosen = tuple(dict.fromkeys(dice.random.sample(active, min(viewers, len(active)))))
    one = side = Side(world)
    before = {user: exposed(world, ACCOUNT, user, {}) for user in chosen}
    taken: list[str] = []
    between: list[Side] = []
    kinds: list[str] = []
    tries = 0
    while len(taken) < steps and tries < 6 * steps:
        tries += 1
        step = pick(dice, STEPS)
        what, next_side = step(dice, side, chosen)
        if next_side == side or not _same(next_side, before):
            continue
        side = next_side
        taken.append(what)
        between.append(side)
        kinds.append(step.__name__)
    # Of whom an exception names on the way, nothing else says that they are one with anybody.
    apart = frozenset[str]().union(*(named_by_exceptions(it.world) for it in (one, *between)))
    one, *between = (replace(it, apart=apart) for it in (one, *between))
    return Pair(seed, rule, chosen, one, (one, *between)[-1], tuple(taken), tuple(between), tuple(kinds))


def alone(seed: int) -> Pair:
    """Return a world of this number without a twin, and an active member of it: where a history begins."""
    dice = Dice(f"alone {seed}")
    rule = RULES[seed % len(RULES)]
    world = fitted(_lived_in(Dice(f"lived in {seed}"), _world_of(dice, rule)), ACCOUNT)
    active = [it.id for it in world.users if it.account == ACCOUNT and it.active]
    side = Side(world, apart=named_by_exceptions(world))
    return Pair(seed, rule, (pick(dice, active),), side, side, (), ())


def _same(side: Side, before: Mapping[str, Exposed]) -> bool:
    return all(
        exposed(side.world, ACCOUNT, user, side.edits, side.besides) == seen for user, seen in before.items()
    )


def _world_of(dice: Dice, rule: str) -> World:
    """As the reference's `worlds_of`, with another scene beside each time: a list of one says nothing of its order."""
    scene, kinds = SCENES[rule]
    besides = [pick(dice, MAKERS)(dice) for _ in range(1 + chance(dice, 2))]
    world = staged(scene(dice), *besides)
    more = [(pick(dice, MEMBERS), pick(dice, PERSONS)) for _ in range(4)]
    world = sound(replace(world, facts=(*world.facts, *books(dice, *more))))
    for _ in range(dice(below(4))):
        world = bent(dice, world, kinds)
    return fitted(world, ACCOUNT)


def _lived_in(dice: Dice, world: World) -> World:
    """The world with one raise, at least, of which members are told before; one who left, perhaps, and one back.

    Also a protected recipient in one of five, so that there is one to end the protection of; and one of four shares
    mails and meetings with teams only and lets members be stricter.
    """
    audience = pick(dice, ("teams", EVERYONE))
    raised = Raise("default", audience, pick(dice, LEVELS[1:]), NOW - timedelta(days=1), LATER)
    home = next(it for it in world.accounts if it.id == ACCOUNT)
    others = tuple(it for it in home.raises if (it.what, it.audience) != (raised.what, raised.audience))
    home = replace(home, raises=(raised, *others))
    if len(world.facts) % 4 == 1:
        home = replace(home, mode="teams only", stricter=True)
    # Everybody wrote something, and a colleague answered.
    own = [
        Item(
            f"{user}'s own",
            pick(dice, ("note", "note", "reminder", "file", "logged interaction")),
            user,
            frozenset({pick(dice, PERSONS)}) if chance(dice, 2) else frozenset(),
            frozenset({pick(dice, (("everyone", ACCOUNT), ("team", "deal"), ("user", "dee")))}),
            participants=frozenset({pick(dice, MEMBERS)}),
        )
        for user in MEMBERS
    ]
    own += [Item(f"{user}'s answer", "note", user, answers=pick(dice, own).id) for user in MEMBERS]
    left = pick(dice, MEMBERS[:-1]) if chance(dice, 4) else None
    back = pick(dice, MEMBERS) if chance(dice, 4) else None
    which = len(world.facts)
    protected = (Protected(ACCOUNT, PERSONS[which % len(PERSONS)]),) if which % 5 == 0 else ()
    return replace(
        world,
        items=(*world.items, *own),
        protected=world.protected or protected,
        accounts=tuple(home if it.id == ACCOUNT else it for it in world.accounts),
        users=tuple(
            replace(it, active=it.active and it.id != left, returning=it.returning or it.id == back)
            for it in world.users
        ),
    )


# ── Steps ───────────────────────────────────────────────────────────────────────────────────────────

Step = Callable[[Dice, Side, Sequence[str]], tuple[str, Side]]
MEMBERS = ("ada", "ben", "cyd", "dee", "abe", "flo")
PERSONS = ("kim", "lou", "max", "nia")


def _other_member(dice: Dice, viewers: Sequence[str]) -> str:
    return pick(dice, [it for it in MEMBERS if it not in viewers])


def add_to_a_book(dice: Dice, side: Side, viewers: Sequence[str]) -> tuple[str, Side]:
    """Somebody else's book comes to know a person, from one fact to all."""
    owner, person = _other_member(dice, viewers), pick(dice, PERSONS)
    facts = books(dice, (owner, person))
    if chance(dice, 2):
        facts = facts[: 1 + dice(below(len(facts)))]
    return f"{owner}'s book came to say more of {person}", _with_facts(side, facts)


def add_somebody_new(dice: Dice, side: Side, viewers: Sequence[str]) -> tuple[str, Side]:
    """Somebody nobody knew, perhaps at a company of their own."""
    owner = _other_member(dice, viewers)
    person = pick(dice, ("abel", "zoe", "kimi"))
    at = pick(dice, (None, "orca", "newco"))
    world = side.world
    if all(it.id != person for it in world.persons):
        world = replace(world, persons=(*world.persons, Person(person, at)))
    side = _with_facts(replace(side, world=world), books(dice, (owner, person)))
    return f"{owner} got to know {person} of {at}", side


def forget_in_a_book(dice: Dice, side: Side, viewers: Sequence[str]) -> tuple[str, Side]:
    """Somebody else's source about one person is deleted."""
    known = sorted({(it.owner, it.person) for it in side.world.facts if it.owner not in viewers})
    if not known:
        return "", side
    owner, person = pick(dice, known)
    left = tuple(it for it in side.world.facts if (it.owner, it.person) != (owner, person))
    return f"{owner}'s book forgot {person}", _as_world(side, replace(side.world, facts=left))


def forget_one_thing(dice: Dice, side: Side, viewers: Sequence[str]) -> tuple[str, Side]:
    """One value, card or mail of somebody else's goes."""
    single = [it for it in side.world.facts if it.facet in ("contact_info", "card", "interactions")]
    single = [it for it in single if it.owner not in viewers]
    if not single:
        return "", side
    gone = pick(dice, single)
    stem = gone.id.rpartition("/")[0] if gone.facet == "interactions" else None
    left = tuple(it for it in side.world.facts if it != gone and it.id.rpartition("/")[0] != stem)
    return f"{gone.id} was deleted", _as_world(side, replace(side.world, facts=left))


def say_otherwise(dice: Dice, side: Side, viewers: Sequence[str]) -> tuple[str, Side]:
    """Something hidden says something else: a name, a number, a score, a date, a subject, a label."""
    things = [
        *(
            it.id
            for it in side.world.facts
            if it.facet in ("existence", "relationship", "contact_info", "card")
        ),
        *(mail.id for mail in mails(side.world)),
        *(f"user {it.id}" for it in side.world.users),
        *(f"container {it.id}" for it in side.world.containers),
        *(f"feed {user} 0" for user in MEMBERS),
        *(f"item {it.id}" for it in side.world.items),
    ]
    thing = pick(dice, things)
    edits = {**side.edits, thing: side.edits.get(thing, 0) + 1}
    return f'"{thing}" says something else', replace(side, edits=edits)


def bend(dice: Dice, side: Side, viewers: Sequence[str]) -> tuple[str, Side]:
    """A row of any kind comes, changes or goes: shares, limits, entries, grants, exceptions, privacy, users."""
    kind = pick(dice, [kind for kind in KINDS if kind not in ("partnerships", "alliances", "ally_shares")])
    world = bent(dice, side.world, [kind])
    changed = next((it for it in KINDS if getattr(world, it) != getattr(side.world, it)), None)
    if changed is None:
        return "", side
    before, after = (set(map(repr, getattr(it, changed))) for it in (side.world, world))
    says = f"of {changed} {sorted(before - after)} became {sorted(after - before)}"
    return says, _as_world(side, world)


def share_more(dice: Dice, side: Side, viewers: Sequence[str]) -> tuple[str, Side]:
    """Somebody shares with a team that the viewer is not in."""
    teams = [
        it
        for it in side.world.teams
        if it.account == ACCOUNT and not it.members & set(viewers) and it.members
    ]
    if not teams:
        return "", side
    team = pick(dice, teams)
    share = ROWS["shares"](dice, side.world)
    user = pick(dice, sorted(team.members))
    share = replace(share, user=user, audience=team.id)
    left = tuple(it for it in side.world.shares if (it.user, it.audience) != (user, team.id))
    says = f"{user} now shares {share.level} with {team.id}"
    return says, _as_world(side, replace(side.world, shares=(share, *left)))


def share_with_everyone_what_is_nothing(dice: Dice, side: Side, viewers: Sequence[str]) -> tuple[str, Side]:
    """Somebody whose book is empty, or whose all is withheld, shares with Everyone (D25)."""
    share = ROWS["shares"](dice, side.world)
    user = _other_member(dice, viewers)
    share = replace(share, user=user, audience=EVERYONE)
    left = tuple(it for it in side.world.shares if (it.user, it.audience) != (user, EVERYONE))
    says = f"{user} now shares {share.level} with Everyone"
    return says, _as_world(side, replace(side.world, shares=(share, *left)))


def write_something(dice: Dice, side: Side, viewers: Sequence[str]) -> tuple[str, Side]:
    """Somebody else wrote something, shares it otherwise, or deletes it."""
    author = _other_member(dice, viewers)
    name = f"{author}'s {pick(dice, ('first', 'second'))}"
    left = tuple(it for it in side.world.items if it.id != name)
    if len(left) < len(side.world.items) and chance(dice, 3):
        return f"{name} was deleted", _as_world(side, replace(side.world, items=left))
    written = replace(item(dice, side.world), id=name, author=author)
    return f"{written} was written", _as_world(side, replace(side.world, items=(written, *left)))


def put_besides(dice: Dice, side: Side, viewers: Sequence[str]) -> tuple[str, Side]:
    """A row of which the reference knows nothing comes or goes."""
    what = (pick(dice, BESIDES), _other_member(dice, viewers))
    says = f"{what[0]} of {what[1]} came or went"
    return says, replace(side, besides=side.besides ^ {what})


STEPS: tuple[Step, ...] = (
    add_to_a_book,
    add_to_a_book,
    add_somebody_new,
    forget_in_a_book,
    forget_one_thing,
    say_otherwise,
    say_otherwise,
    bend,
    bend,
    bend,
    share_more,
    share_with_everyone_what_is_nothing,
    write_something,
    write_something,
    put_besides,
)


def _with_facts(side: Side, facts: Iterable[Fact]) -> Side:
    """Add facts in the midst of those that are there: order of rows is no more told than their number."""
    held = {it.id: it for it in side.world.facts}
    new = [it for it in facts if it.id not in held]
    return _as_world(side, replace(side.world, facts=(*new, *side.world.facts)))


def _as_world(side: Side, world: World) -> Side:
    return replace(side, world=fitted(world, ACCOUNT))
