"""What a change of sharing would do, before it is saved: decided by the same policy, with settings not saved yet (B02).

A contributor hears of their own data alone: who newly sees, or no longer sees, how much of it, with examples.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import connection

from tactful.policy.rules import EVERYONE
from tactful.policy.terms import Choice, Id, Settings
from tactful.records.models import ContactValue
from tactful.records.sort_key import sort_key
from tactful.visibility.groups import contributing_books
from tactful.visibility.identity.joined import joined
from tactful.visibility.keeping import keeping_of
from tactful.visibility.reach import Condition, Reach
from tactful.visibility.seen import Member
from tactful.visibility.shares import others_in
from tactful.visibility.standing import Standing
from tactful.visibility.viewer import Viewer

#: What is counted of a book, by the facet that discloses it: a table with its alias, and the key of a row.
_COUNTED: Mapping[str, tuple[str, str, str]] = {
    "people": ("relationship", "records_tie", "x.person_id"),
    "contact values": ("contact_info", "records_contactvalue", "x.person_id, x.kind, x.value"),
    "touchpoints": ("interactions", "records_party", "x.interaction_id"),
    "subjects": ("subject", "records_party", "x.interaction_id"),
    "bodies": ("body", "records_party", "x.interaction_id"),
}
#: What stands on a mail or meeting, which a withheld person on it strikes too.
_EVENTS = frozenset({"touchpoints", "subjects", "bodies"})
#: Of what there is none, none is shown.
_THERE: Mapping[str, str] = {
    "subjects": " and exists (select from records_copy c where c.account_id = x.account_id"
    " and c.id = x.copy_id and c.subject <> '')",
    "bodies": " and exists (select from records_body b where b.account_id = x.account_id"
    " and b.copy_id = x.copy_id and b.epoch = %s)",
}


@dataclass(frozen=True, slots=True)
class Gain:
    """What one side of a difference holds: exact numbers of the contributor's own data, and a few names.

    `emails` and `phones` are those of the contact values that are; the rest are postal addresses and profiles.
    `subjects` are mails and meetings that are called something which is shown, `bodies` those whose text is.
    """

    people: int = 0
    companies: int = 0
    contact_values: int = 0
    touchpoints: int = 0
    emails: int = 0
    phones: int = 0
    subjects: int = 0
    bodies: int = 0
    examples: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """True where nothing is gained or lost."""
        things = (self.people, self.companies, self.contact_values)
        return not (any(things) or self.touchpoints or self.subjects or self.bodies)


@dataclass(frozen=True, slots=True)
class Effect:
    """The difference for a group of colleagues to whom it is the same."""

    members: tuple[Member, ...]
    newly: Gain
    no_longer: Gain


@dataclass(frozen=True, slots=True)
class Difference:
    """What saving would do. `scores`: people whose score for that audience changes, by the contributor's part of it."""

    audience: str
    level: str
    effects: tuple[Effect, ...] = ()
    scores: int = 0
    unaffected: int = 0


@dataclass
class Held:
    """What one colleague sees of the contributor's book: keys of rows by what they are."""

    people: frozenset[object] = frozenset()
    companies: frozenset[object] = frozenset()
    values: frozenset[tuple[int, str, str]] = frozenset()
    touchpoints: frozenset[object] = frozenset()
    subjects: frozenset[object] = frozenset()
    bodies: frozenset[object] = frozenset()
    names: dict[object, str] = field(default_factory=dict)


def preview_share(standing: Standing, audience: Id, level: str, until: datetime | None = None) -> Difference:
    """Return what a new share setting of the viewer's would change, exactly, for whom; nothing is saved."""
    supposed = with_choice(standing.settings, standing.viewer.member or 0, audience, Choice(level, until))
    return _difference(standing, audience, level, supposed)


def preview_leaving(standing: Standing, team: Id) -> Difference:
    """Return what leaving a team would change of what the others in it see of the viewer's own; nothing is saved."""
    supposed = outside_team(standing.settings, standing.viewer.member or 0, team)
    return _difference(standing, team, "not sharing", supposed)


def _difference(standing: Standing, audience: Id, level: str, supposed: Settings) -> Difference:
    name = EVERYONE if audience == EVERYONE else standing.teams[int(audience)].name
    effects, unaffected = effects_on(standing, supposed, others_in(standing, audience))
    return Difference(name, level, effects, _scores(standing, audience, supposed), unaffected)


def effects_on(
    standing: Standing, supposed: Settings, colleagues: Iterable[int]
) -> tuple[tuple[Effect, ...], int]:
    """Return what supposed settings change of what these see of the viewer's own, and for how many nothing."""
    there = tuple(colleagues)
    cache: dict[tuple[str, ...], Held] = {}
    before = {one: _held(standing, one, standing, cache) for one in there}
    state = standing.under(supposed)
    return compared(standing, before, {one: _held(standing, one, state, cache) for one in there})


def held_by(standing: Standing, members: Iterable[int], *, anew: bool = False) -> dict[int, Held]:
    """Return what each of these sees of the viewer's own book: to be compared with what they see at another time.

    `anew`: by what the account says by now, where it has changed since `standing` was taken.
    """
    viewer, cache = standing.viewer, dict[tuple[str, ...], Held]()
    state = Standing(Viewer(viewer.account, viewer.member, viewer.now)) if anew else standing
    return {one: _held(standing, one, state, cache) for one in members}


def compared(
    standing: Standing, before: Mapping[int, Held], after: Mapping[int, Held]
) -> tuple[tuple[Effect, ...], int]:
    """Return what is different for whom, those together for whom it is the same, and for how many nothing is."""
    groups: dict[tuple[Gain, Gain], list[Member]] = {}
    unaffected = 0
    for colleague in before:
        newly, no_longer = (
            gain(after[colleague], before[colleague]),
            gain(before[colleague], after[colleague]),
        )
        if newly.empty and no_longer.empty:
            unaffected += 1
            continue
        row = standing.members[colleague]
        groups.setdefault((newly, no_longer), []).append(Member(row.uid, row.name))
    effects = [
        Effect(tuple(sorted(members, key=lambda m: (sort_key(m.name), m.uid))), newly, no_longer)
        for (newly, no_longer), members in groups.items()
    ]
    effects.sort(key=lambda e: (-len(e.members), sort_key(e.members[0].name)))
    return tuple(effects), unaffected


def with_choice(settings: Settings, member: Id, audience: Id, choice: Choice) -> Settings:
    """Return these settings with one choice put in, as if it were saved."""
    return replace(settings, choices={**settings.choices, (member, audience): choice})


def in_team(settings: Settings, member: Id, team: Id) -> Settings:
    """Return these settings with a member in a team, where they start at the default, as if it were saved."""
    user = settings.users[member]
    return replace(settings, users={**settings.users, member: replace(user, teams=user.teams | {team})})


def outside_team(settings: Settings, member: Id, team: Id) -> Settings:
    """Return these settings with a member out of a team, and what they set towards it gone, as if it were saved."""
    user, gone = settings.users[member], (member, team)
    return replace(
        settings,
        users={**settings.users, member: replace(user, teams=user.teams - {team})},
        choices={key: choice for key, choice in settings.choices.items() if key != gone},
        privacies={key: choice for key, choice in settings.privacies.items() if key != gone},
        at_most={key: most for key, most in settings.at_most.items() if key != gone},
    )


def _held(standing: Standing, colleague: int, state: Standing, cache: dict[tuple[str, ...], Held]) -> Held:
    """Return what a colleague sees of the viewer's own book in the state of the account that the viewer has there."""
    reach = Reach(state.of(colleague))
    conditions = {
        what: reach.told(
            facet,
            source="x.book_id",
            person="x.person_id",
            company="p.company_id",
            copy="x.copy_id" if what in _EVENTS else None,
        )
        for what, (facet, _, _) in _COUNTED.items()
    }
    key = tuple(f"{c.sql} {c.params}" for c in conditions.values())
    if key not in cache:
        cache[key] = _read(standing, conditions)
    return cache[key]


def _read(standing: Standing, conditions: Mapping[str, Condition]) -> Held:
    held, keeps = Held(), keeping_of(standing.viewer.account)
    with connection.cursor() as db:
        for what, condition in conditions.items():
            if what == "bodies" and not keeps.bodies:
                continue
            _, table, key = _COUNTED[what]
            touch = (" and x.direction <> ''" if what in _EVENTS else "") + _THERE.get(what, "")
            epoch = [keeps.bodies_epoch] if what == "bodies" else []
            named = ", x.company_id, x.name" if what == "people" else ""
            db.execute(
                f"select distinct {key}{named} from {table} x join records_person p on p.id = x.person_id"
                f" where x.account_id = %s and x.book_id = %s{touch} and ({condition.sql})",
                [standing.viewer.account, standing.own_book or 0, *epoch, *condition.params],
            )
            rows = db.fetchall()
            if what == "people":
                # As the contributor counts their people: to a colleague who sees no contact info they may be more.
                one = joined(standing)
                held.people = frozenset(one.root(row[0]) for row in rows)
                held.companies = frozenset(row[1] for row in rows if row[1] is not None)
                called = sorted(
                    (row for row in rows if row[2]), key=lambda row: sort_key(row[2]), reverse=True
                )
                held.names = {one.root(row[0]): row[2] for row in called}
            elif what == "contact values":
                held.values = frozenset(rows)
            else:
                setattr(held, what, frozenset(row[0] for row in rows))
    return held


def gain(more: Held, less: Held) -> Gain:
    """Return what one holds and the other does not."""
    people = more.people - less.people
    kinds = Counter(value[1] for value in more.values - less.values)
    examples = sorted((more.names[p] for p in people if p in more.names), key=sort_key)[:5]
    return Gain(
        people=len(people),
        companies=len(more.companies - less.companies),
        contact_values=len(more.values - less.values),
        touchpoints=len(more.touchpoints - less.touchpoints),
        emails=kinds[ContactValue.Kind.EMAIL],
        phones=kinds[ContactValue.Kind.PHONE],
        subjects=len(more.subjects - less.subjects),
        bodies=len(more.bodies - less.bodies),
        examples=tuple(examples),
    )


def _scores(standing: Standing, audience: Id, supposed: Settings) -> int:
    """Return how many people's score for the audience changes: all the book scores, if it joins or leaves."""
    before = standing.own_book in contributing_books(standing, audience)
    after = standing.own_book in contributing_books(standing.under(supposed), audience)
    if before == after:
        return 0
    one = joined(standing)
    with connection.cursor() as db:
        if not one:
            db.execute(
                "select count(*) from records_tie where account_id = %s and book_id = %s and s > 0",
                [standing.viewer.account, standing.own_book or 0],
            )
            return int(db.fetchone()[0])
        db.execute(
            "select person_id from records_tie where account_id = %s and book_id = %s and s > 0",
            [standing.viewer.account, standing.own_book or 0],
        )
        return len({one.root(person) for (person,) in db.fetchall()})
