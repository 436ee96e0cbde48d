"""Loads what stage 1 of a decision reads: settings and shares of one account, no record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from tactful.accounts.models import Guest, Membership, TeamMembership
from tactful.policy.limits import TEAMS
from tactful.policy.rules import EVERYONE
from tactful.policy.terms import (
    AccountRules,
    Choice,
    Exception_,
    Grant,
    Id,
    Principal,
    Raise,
    Settings,
    Source,
    User,
)
from tactful.records.models import Entry
from tactful.sharing import models as sharing
from tactful.visibility.viewer import guest_id


def load_settings(account: int) -> Settings:
    """Return the settings of the account that the program acts for, as the policy reads them."""
    sources: dict[Id, Source] = {
        source: Source(source, kind, account, owner, parent, frozenset(marks))
        for source, kind, owner, parent, marks in sharing.Source.unchecked.filter(
            account_id=account
        ).values_list("id", "kind", "owner_id", "parent_id", "marks")
    }
    owners = {s.id: s.owner for s in sources.values() if s.kind == "book" and s.owner is not None}
    return Settings(
        accounts={account: account_rules(account)},
        users=_users(account),
        sources=sources,
        choices=_choices(account, owners),
        privacies={
            (owners[book], EVERYONE if team is None else team): Choice(option, ends_at)
            for book, team, option, ends_at in sharing.MailPrivacy.unchecked.filter(
                account_id=account
            ).values_list("book_id", "team_id", "option", "ends_at")
        },
        grants=tuple(
            Grant(_principal(account, kind, account_role, guest, member, team, link), source, role, ends_at)
            for source, role, ends_at, kind, account_role, guest, member, team, link in sharing.Grant.unchecked.filter(
                account_id=account
            ).values_list(
                "source_id",
                "role",
                "ends_at",
                "principal",
                "account_role",
                "guest_id",
                "member_id",
                "team_id",
                "link_id",
            )
        ),
        adders=_grouped(
            owners, Entry.unchecked.filter(account_id=account).values_list("source_id", "via_id").distinct()
        ),
        consents=_grouped(
            owners, sharing.Consent.unchecked.filter(account_id=account).values_list("source_id", "book_id")
        ),
        exceptions=tuple(
            Exception_(
                account=account,
                owner=None if book is None else owners[book],
                audience=EVERYONE if for_everyone else team,
                person=person,
                company=company,
                thread=None if thread is None else bytes(thread).hex(),
                within=within,
            )
            for book, for_everyone, team, person, company, thread, within in (
                sharing.Withholding.unchecked.filter(account_id=account).values_list(
                    "book_id", "for_everyone", "team_id", "person_id", "company_id", "thread", "within_id"
                )
            )
        ),
    )


def narrowed(settings: Settings, owner: Id | None, containers: Iterable[Id]) -> Settings:
    """Return the part of the settings that decides who sees what a member's own sources say of one person.

    `containers` hold that person. No path leads to the member's sources but from these and from the member's shares.
    """
    sources: dict[Id, Source] = {s.id: s for s in settings.sources.values() if owner and s.owner == owner}
    waiting = list(containers)
    while waiting:
        source = settings.sources[waiting.pop()]
        sources[source.id] = source
        waiting += [] if source.parent is None else [source.parent]
    return replace(
        settings,
        sources=sources,
        grants=tuple(grant for grant in settings.grants if grant.source in sources),
        exceptions=tuple(e for e in settings.exceptions if e.owner in (None, owner)),
    )


def account_rules(account: int) -> AccountRules:
    """Return the account-wide rules of sharing as they stand in the tables."""
    limits: dict[Id, tuple[str, str]] = {
        EVERYONE if team is None else team: (floor, cap)
        for team, floor, cap in sharing.AudienceLimits.unchecked.filter(account_id=account).values_list(
            "team_id", "floor", "cap"
        )
    }
    raises = {
        raise_key(what, team): Raise(level, announced, begins)
        for what, team, level, announced, begins in sharing.Raise.unchecked.filter(
            account_id=account
        ).values_list("what", "team_id", "level", "announced_at", "begins_at")
    }
    row = sharing.AccountSharing.unchecked.filter(account_id=account).first()
    if row is None:
        return AccountRules(account, limits=limits, raises=raises)
    return AccountRules(
        account,
        row.mode,
        row.highlights,
        row.share_all,
        row.default_for_teams,
        row.default_for_everyone,
        limits,
        raises,
    )


def raise_key(what: str, team: int | None) -> tuple[str, Id]:
    """Return what was raised in the policy's words."""
    if what == sharing.Raise.What.FLOOR:
        return ("floor", EVERYONE if team is None else team)
    return ("default", TEAMS if what == sharing.Raise.What.DEFAULT_FOR_TEAMS else EVERYONE)


def _users(account: int) -> dict[Id, User]:
    teams: dict[int, set[Id]] = {}
    for member, team in TeamMembership.unchecked.filter(account_id=account).values_list(
        "membership_id", "team_id"
    ):
        teams.setdefault(member, set()).add(team)
    users: dict[Id, User] = {
        member: User(
            member,
            account,
            role,
            state == Membership.State.ACTIVE,
            frozenset(teams.get(member, ())),
            since,
            returning,
        )
        for member, role, state, since, returning in Membership.unchecked.filter(
            account_id=account
        ).values_list("id", "role", "state", "created_at", "returning")
    }
    for guest in Guest.unchecked.filter(account_id=account).values_list("id", flat=True):
        # Each is of an account of its own: which one, and who else is of it, is not this account's to know.
        users[guest_id(guest)] = User(guest_id(guest), guest_id(guest), "", True)
    return users


def _choices(account: int, owners: Mapping[Id, Id]) -> dict[tuple[Id, Id], Choice]:
    team_of = dict(TeamMembership.unchecked.filter(account_id=account).values_list("id", "team_id"))
    return {
        (owners[book], EVERYONE if place is None else team_of[place]): Choice(level, ends_at)
        for book, place, level, ends_at in sharing.ShareSetting.unchecked.filter(
            account_id=account
        ).values_list("book_id", "team_membership_id", "level", "ends_at")
    }


def _principal(
    account: int,
    kind: str,
    role: str,
    guest: int | None,
    member: int | None,
    team: int | None,
    link: int | None,
) -> Principal:
    if kind == "role":
        return Principal("role", account, role)
    if kind == "everyone":
        return Principal("everyone", account)
    if guest is not None:
        return Principal("user", guest_id(guest))
    # The table's check constraint has it that one of these is set.
    return Principal(kind, member or team or link or 0)


def _grouped(owners: Mapping[Id, Id], pairs: object) -> dict[Id, frozenset[Id]]:
    found: dict[Id, set[Id]] = {}
    for source, book in pairs:  # type: ignore[attr-defined]  # a values_list of two columns
        found.setdefault(source, set()).add(owners[book])
    return {source: frozenset(members) for source, members in found.items()}
