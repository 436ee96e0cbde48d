"""Audiences of items: as they were named, checked against what the account offers, and kept once (A06-A08, A12)."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from tactful.accounts.models import Membership
from tactful.actions.errors import Invalid
from tactful.policy.offers import (
    ONLY_YOU,
    TO_EVERYONE,
    TO_SOME,
    Chosen,
    Options,
    choice_where_nobody_chooses,
    refusal,
)
from tactful.policy.rules import ITEM
from tactful.policy.terms import Principal
from tactful.sharing.models import Audience, Grant, Source
from tactful.visibility.audiences import AUDIENCE
from tactful.visibility.content_options import options_of
from tactful.visibility.standing import Standing


@dataclass(frozen=True, slots=True)
class ChosenAudience:
    """An audience as a door was told it: one of the options, with Teams and users the ids of teams and members."""

    option: str
    teams: tuple[uuid.UUID, ...] = ()
    members: tuple[uuid.UUID, ...] = ()


def audience_for(
    standing: Standing, sort: str, chosen: ChosenAudience, *, by_key: bool = False
) -> Source | None:
    """Return the source that stands for an audience, None for Only you; Invalid where it cannot be chosen now."""
    options = options_of(standing, sort)
    resolved = Chosen(chosen.option, _principals(standing, chosen))
    user = standing.settings.users[standing.viewer.member or 0]
    reason = refusal(options, sort, resolved, user, standing.settings.users, by_key=by_key)
    if reason is not None:
        raise Invalid("audience", reason)
    return _interned(standing, resolved)


def audience_where_nobody_chooses(standing: Standing, sort: str) -> Source | None:
    """Return the audience of an item that came by itself: the account's default for its sort (A18)."""
    return _interned(standing, Chosen(choice_where_nobody_chooses(options_of(standing, sort))))


def by_default(by_key: bool, options: Options) -> ChosenAudience:
    """Return what is meant where no audience was named: Everyone through an API key (A12), else the narrowest on."""
    return ChosenAudience(TO_EVERYONE if by_key else options.on[-1])


def _principals(standing: Standing, chosen: ChosenAudience) -> frozenset[Principal]:
    if chosen.option != TO_SOME:
        if chosen.teams or chosen.members:
            raise Invalid("audience", "teams and members go with the option teams and users alone")
        return frozenset()
    teams = {team.uid: team.id for team in standing.teams.values()}
    members = {
        member.uid: member.id
        for member in standing.members.values()
        if member.state == Membership.State.ACTIVE
    }
    if set(chosen.teams) - teams.keys():
        raise Invalid("audience", "one of these teams is not there")
    if set(chosen.members) - members.keys():
        raise Invalid("audience", "one of these colleagues is not there, or is deactivated")
    return frozenset(
        {Principal("team", teams[uid]) for uid in chosen.teams}
        | {Principal("user", members[uid]) for uid in chosen.members}
    )


def _interned(standing: Standing, chosen: Chosen) -> Source | None:
    if chosen.option == ONLY_YOU:
        return None
    account = standing.viewer.account
    principals = chosen.principals or frozenset({Principal("everyone", account)})
    names = sorted(f"{p.kind} {p.id}" for p in principals)
    digest = hashlib.sha256("\n".join(names).encode()).digest()
    found = _kept(account, digest)
    if found is not None:
        return found
    try:
        with transaction.atomic():
            source = Source.unchecked.create(account_id=account, kind=ITEM.name)
            Audience.unchecked.create(account_id=account, source=source, digest=digest)
            for principal in sorted(principals, key=lambda p: (p.kind, int(p.id))):
                Grant.unchecked.create(
                    account_id=account,
                    source=source,
                    principal=principal.kind,
                    member_id=principal.id if principal.kind == "user" else None,
                    team_id=principal.id if principal.kind == "team" else None,
                    role=AUDIENCE,
                )
            return source
    except IntegrityError:
        # Two at the same moment: the database keeps one (audience_digest).
        return _kept(account, digest)


def _kept(account: int, digest: bytes) -> Source | None:
    row = Audience.unchecked.filter(account_id=account, digest=digest).select_related("source").first()
    return None if row is None else row.source
