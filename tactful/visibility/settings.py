"""Loads what stage 1 of a decision reads: settings and shares of one account, no record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from tactful.accounts.models import Guest, Membership, TeamMembership
from tactful.policy.limits import TEAMS
from tactful.policy.rules import BODIES, EVERYONE
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
from tactful.visibility.parts import Parts
from tactful.visibility.viewer import guest_id

#: What each part of the settings is read from.
_SOURCES = ("sharing_source",)
_RULES = ("sharing_accountsharing", "sharing_audiencelimits", "sharing_raise")
_USERS = ("accounts_guest", "accounts_membership", "accounts_teammembership")
_CHOICES = (*_SOURCES, "accounts_teammembership", "sharing_sharesetting")
_PRIVACIES = (*_SOURCES, "sharing_mailprivacy")
_GRANTS = ("sharing_grant",)
_ADDERS = (*_SOURCES, "records_entry")
_CONSENTS = (*_SOURCES, "sharing_consent")
_EXCEPTIONS = (*_SOURCES, "sharing_withholding")


def load_settings(account: int, parts: Parts | None = None) -> Settings:
    """Return the settings of the account that the program acts for, as the policy reads them.

    Of `parts` what did not change is taken as it was read before.
    """
    parts = parts or Parts()
    sources = parts.of("sources", _SOURCES, lambda: _sources(account))
    owners = parts.of(
        "owners",
        _SOURCES,
        lambda: {s.id: s.owner for s in sources.values() if s.kind == "book" and s.owner is not None},
    )
    return Settings(
        accounts={account: parts.of("rules", _RULES, lambda: account_rules(account))},
        users=parts.of("users", _USERS, lambda: _users(account)),
        sources=sources,
        choices=parts.of("choices", _CHOICES, lambda: _choices(account, owners)),
        privacies=parts.of("privacies", _PRIVACIES, lambda: _privacies(account, owners)),
        at_most=parts.of("at most", _PRIVACIES, lambda: _at_most(account, owners)),
        grants=parts.of("grants", _GRANTS, lambda: _grants(account)),
        adders=parts.of("adders", _ADDERS, lambda: _adders(account, owners)),
        consents=parts.of("consents", _CONSENTS, lambda: _consents(account, owners)),
        exceptions=parts.of("exceptions", _EXCEPTIONS, lambda: _exceptions(account, owners)),
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
        # A thread is withheld whoever's copy tells of it, and what was taken private strikes every path in its bucket.
        exceptions=tuple(
            e
            for e in settings.exceptions
            if e.owner in (None, owner) or e.thread is not None or e.within in sources
        ),
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
        row.members_may_be_stricter,
    )


def raise_key(what: str, team: int | None) -> tuple[str, Id]:
    """Return what was raised in the policy's words."""
    if what == sharing.Raise.What.FLOOR:
        return ("floor", EVERYONE if team is None else team)
    return ("default", TEAMS if what == sharing.Raise.What.DEFAULT_FOR_TEAMS else EVERYONE)


def _sources(account: int) -> dict[Id, Source]:
    return {
        source: Source(source, kind, account, owner, parent, frozenset(marks))
        for source, kind, owner, parent, marks in sharing.Source.unchecked.filter(
            account_id=account
        ).values_list("id", "kind", "owner_id", "parent_id", "marks")
    }


def _privacies(account: int, owners: Mapping[Id, Id]) -> dict[tuple[Id, Id], Choice]:
    return {
        (owners[book], EVERYONE if team is None else team): Choice(option, ends_at)
        for book, team, option, ends_at in sharing.MailPrivacy.unchecked.filter(
            account_id=account
        ).values_list("book_id", "team_id", "option", "ends_at")
    }


def _at_most(account: int, owners: Mapping[Id, Id]) -> dict[tuple[Id, Id], str]:
    rows = sharing.MailPrivacy.unchecked.filter(account_id=account, team__isnull=False)
    limited = rows.exclude(at_most=BODIES).values_list("book_id", "team_id", "at_most")
    return {(owners[book], team): most for book, team, most in limited if team is not None}


def _grants(account: int) -> tuple[Grant, ...]:
    return tuple(
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
    )


def _adders(account: int, owners: Mapping[Id, Id]) -> dict[Id, frozenset[Id]]:
    entries = Entry.unchecked.filter(account_id=account)
    return _grouped(owners, entries.values_list("source_id", "via_id").distinct())


def _consents(account: int, owners: Mapping[Id, Id]) -> dict[Id, frozenset[Id]]:
    consents = sharing.Consent.unchecked.filter(account_id=account)
    return _grouped(owners, consents.values_list("source_id", "book_id"))


def _exceptions(account: int, owners: Mapping[Id, Id]) -> tuple[Exception_, ...]:
    return tuple(
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
    )


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
