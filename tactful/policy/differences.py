"""What a change of settings does between contributors and audiences, exactly, and for whom (B02).

Settings are compared with supposed ones by the code that decides, and no record is read: so this is what an
administrator may be told of a change whose data they may not see (D19).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from tactful.policy.paths import share_of
from tactful.policy.rules import EVERYONE, RULES, Policy
from tactful.policy.terms import NOTHING, Facets, Id, Settings

#: By (contributor, audience): what the book opens to it, and the members to whom.
_Shares = Mapping[tuple[Id, Id], tuple[Facets, frozenset[Id]]]


@dataclass(frozen=True, slots=True)
class Change:
    """For these viewers, what a contributor's book opens through one audience goes from `before` to `after`."""

    contributor: Id
    audience: Id
    before: Facets
    after: Facets
    viewers: frozenset[Id]


def differences(
    before: Settings, after: Settings, account: Id, now: datetime, policy: Policy = RULES
) -> tuple[Change, ...]:
    """Return every change between two states of one account's settings, as they both act at `now`."""
    old, new = _shares(before, account, now, policy), _shares(after, account, now, policy)
    found = []
    for key in {**old, **new}:
        had, saw = old.get(key, (NOTHING, frozenset()))
        has, see = new.get(key, (NOTHING, frozenset()))
        for viewers, was, will_be in (
            (saw & see, had, has),
            (saw - see, had, NOTHING),
            (see - saw, NOTHING, has),
        ):
            if viewers and was != will_be:
                found.append(Change(*key, was, will_be, viewers))
    return tuple(found)


def _shares(settings: Settings, account: Id, now: datetime, policy: Policy) -> _Shares:
    there: dict[Id, set[Id]] = {EVERYONE: set()}
    for user in settings.users.values():
        if user.active and user.account == account:
            for audience in (*user.teams, EVERYONE):
                there.setdefault(audience, set()).add(user.id)
    return {
        (owner.id, audience): (
            share_of(settings, owner, audience, now, policy),
            frozenset(there[audience] - {owner.id}),
        )
        for _, owner in settings.contributed.get(("book", account), ())
        for audience in (*owner.teams, EVERYONE)
    }
