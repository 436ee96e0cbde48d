"""What a change of sharing would do, before it is saved: decided by the same policy, with settings not saved yet (B02).

A contributor hears of their own data alone: who newly sees, or no longer sees, how much of it, with examples.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from heapq import nsmallest

from django.db import connection

from tactful.policy.rules import EVERYONE
from tactful.policy.terms import Choice, Id, Settings
from tactful.records.models import ContactValue
from tactful.records.sort_key import sort_key
from tactful.visibility.groups import contributing_books
from tactful.visibility.held import Held, OwnBook
from tactful.visibility.identity.joined import joined
from tactful.visibility.seen import Member
from tactful.visibility.shares import others_in
from tactful.visibility.standing import Standing
from tactful.visibility.viewer import Viewer


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
    state = standing.under(supposed)
    effects, unaffected = _effects(standing, state, others_in(standing, audience))
    return Difference(name, level, effects, _scores(standing, audience, state), unaffected)


def effects_on(
    standing: Standing, supposed: Settings, colleagues: Iterable[int]
) -> tuple[tuple[Effect, ...], int]:
    """Return what supposed settings change of what these see of the viewer's own, and for how many nothing."""
    return _effects(standing, standing.under(supposed), tuple(colleagues))


def _effects(
    standing: Standing, state: Standing, colleagues: Collection[int]
) -> tuple[tuple[Effect, ...], int]:
    book = OwnBook(standing)
    return compared(standing, book.held_by(colleagues, standing), book.held_by(colleagues, state))


def held_by(standing: Standing, members: Iterable[int], *, anew: bool = False) -> dict[int, Held]:
    """Return what each of these sees of the viewer's own book: to be compared with what they see at another time.

    `anew`: by what the account says by now, where it has changed since `standing` was taken.
    """
    viewer = standing.viewer
    state = Standing(Viewer(viewer.account, viewer.member, viewer.now)) if anew else standing
    return OwnBook(standing).held_by(members, state)


def compared(
    standing: Standing, before: Mapping[int, Held], after: Mapping[int, Held]
) -> tuple[tuple[Effect, ...], int]:
    """Return what is different for whom, those together for whom it is the same, and for how many nothing is."""
    groups: dict[tuple[Gain, Gain], list[Member]] = {}
    unaffected = 0
    told: dict[tuple[Held, Held], tuple[Gain, Gain]] = {}
    for colleague, had in before.items():
        has = after[colleague]
        # What several see alike is one, and compared once.
        if (had, has) not in told:
            told[had, has] = gain(has, had), gain(had, has)
        newly, no_longer = told[had, has]
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


def gain(more: Held, less: Held) -> Gain:
    """Return what one holds and the other does not."""
    people = more.people.ids - less.people.ids
    names = more.people.names
    values = more.values - less.values
    kinds = Counter(value[1] for value in values)
    return Gain(
        people=len(people),
        companies=len(more.people.companies - less.people.companies),
        contact_values=len(values),
        touchpoints=len(more.touchpoints - less.touchpoints),
        emails=kinds[ContactValue.Kind.EMAIL],
        phones=kinds[ContactValue.Kind.PHONE],
        subjects=len(more.subjects - less.subjects),
        bodies=len(more.bodies - less.bodies),
        examples=tuple(name for _, name in nsmallest(5, (names[p] for p in people if p in names))),
    )


def _scores(standing: Standing, audience: Id, state: Standing) -> int:
    """Return how many people's score for the audience changes: all the book scores, if it joins or leaves."""
    before = standing.own_book in contributing_books(standing, audience)
    after = standing.own_book in contributing_books(state, audience)
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
