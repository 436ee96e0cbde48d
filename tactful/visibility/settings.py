"""Loads what stage 1 of a decision reads: settings and shares of one account, no record."""

from __future__ import annotations

from collections.abc import Mapping

from tactful.accounts.models import Guest, Membership, TeamMembership
from tactful.policy.rules import EVERYONE
from tactful.policy.terms import (
    AccountRules,
    Choice,
    Exception_,
    Grant,
    Id,
    Principal,
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
        row.id: Source(row.id, row.kind, account, row.owner_id, row.parent_id, frozenset(row.marks))
        for row in sharing.Source.unchecked.filter(account_id=account)
    }
    owners = {s.id: s.owner for s in sources.values() if s.kind == "book" and s.owner is not None}
    return Settings(
        accounts={account: _account_rules(account)},
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
            Grant(_principal(row, account), row.source_id, row.role, row.ends_at)
            for row in sharing.Grant.unchecked.filter(account_id=account)
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
                owner=None if row.book_id is None else owners[row.book_id],
                audience=EVERYONE if row.for_everyone else row.team_id,
                person=row.person_id,
                company=row.company_id,
                thread=None if row.thread is None else bytes(row.thread).hex(),
                within=row.within_id,
            )
            for row in sharing.Withholding.unchecked.filter(account_id=account)
        ),
    )


def _account_rules(account: int) -> AccountRules:
    limits: dict[Id, tuple[str, str]] = {
        EVERYONE if team is None else team: (floor, cap)
        for team, floor, cap in sharing.AudienceLimits.unchecked.filter(account_id=account).values_list(
            "team_id", "floor", "cap"
        )
    }
    row = sharing.AccountSharing.unchecked.filter(account_id=account).first()
    if row is None:
        return AccountRules(account, limits=limits)
    return AccountRules(
        account,
        row.mode,
        row.highlights,
        row.share_all,
        row.default_for_teams,
        row.default_for_everyone,
        limits,
    )


def _users(account: int) -> dict[Id, User]:
    teams: dict[int, set[Id]] = {}
    for member, team in TeamMembership.unchecked.filter(account_id=account).values_list(
        "membership_id", "team_id"
    ):
        teams.setdefault(member, set()).add(team)
    users: dict[Id, User] = {
        member: User(
            member, account, role, state == Membership.State.ACTIVE, frozenset(teams.get(member, ()))
        )
        for member, role, state in Membership.unchecked.filter(account_id=account).values_list(
            "id", "role", "state"
        )
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


def _principal(row: sharing.Grant, account: int) -> Principal:
    if row.principal == "role":
        return Principal("role", account, row.account_role)
    if row.principal == "everyone":
        return Principal("everyone", account)
    if row.guest_id is not None:
        return Principal("user", guest_id(row.guest_id))
    # The table's check constraint has it that one of these is set.
    return Principal(row.principal, row.member_id or row.team_id or row.link_id or 0)


def _grouped(owners: Mapping[Id, Id], pairs: object) -> dict[Id, frozenset[Id]]:
    found: dict[Id, set[Id]] = {}
    for source, book in pairs:  # type: ignore[attr-defined]  # a values_list of two columns
        found.setdefault(source, set()).add(owners[book])
    return {source: frozenset(members) for source, members in found.items()}
