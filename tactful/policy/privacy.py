"""Mail privacy as it is set: by a member for themselves, by an Enterprise Admin per team, and when the mode changes.

What is saved, what a preview supposes and what a decision reads are one and the same value, `Settings`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from tactful.policy.rules import EVERYONE, PRIVACY
from tactful.policy.terms import Choice, Facets, Id, Settings

#: The two modes of mail and meetings (A19).
MODE_EVERYONE, TEAMS_ONLY = "everyone", "teams only"
#: What becomes of members' own options on the way back to mode Everyone (A22).
RESTORE, HIDE_ALL = "restore", "hide"


@dataclass(frozen=True, slots=True)
class ModeChange:
    """What an Enterprise Admin sets anew. What is None stays as it is; `back` goes with a change to mode Everyone."""

    mode: str | None = None
    back: str | None = None
    stricter: bool | None = None


def with_mode(settings: Settings, account: Id, change: ModeChange) -> Settings:
    """Return the settings after a change of an account's mode.

    Into Teams only all members start at hide in each team (A21), and their own options wait. Back in Everyone these are
    restored, or all are at hide until each chooses again (A22).
    """
    rules = settings.accounts[account]
    mode = rules.mode if change.mode is None else change.mode
    stricter = rules.stricter if change.stricter is None else change.stricter
    settings = replace(
        settings, accounts={**settings.accounts, account: replace(rules, mode=mode, stricter=stricter)}
    )
    if mode == rules.mode:
        return settings
    mine = {user.id for user in settings.users.values() if user.account == account}
    if mode == TEAMS_ONLY:
        return replace(
            settings,
            privacies={
                (owner, audience): choice
                for (owner, audience), choice in settings.privacies.items()
                if owner not in mine or audience == EVERYONE
            },
            at_most={key: most for key, most in settings.at_most.items() if key[0] not in mine},
        )
    if change.back == HIDE_ALL:
        gone = {(owner, EVERYONE) for owner in mine}
        return replace(settings, privacies={k: c for k, c in settings.privacies.items() if k not in gone})
    return settings


def with_option(settings: Settings, owner: Id, audience: Id, choice: Choice) -> Settings:
    """Return the settings with a privacy option put in: a member's own (EVERYONE), or the one for a team."""
    return replace(settings, privacies={**settings.privacies, (owner, audience): choice})


def with_at_most(settings: Settings, owner: Id, team: Id, most: str) -> Settings:
    """Return the settings with a member's own limit towards a team put in."""
    return replace(settings, at_most={**settings.at_most, (owner, team): most})


def option_named(facets: Facets) -> str:
    """Return the privacy option that shows no more than these facets do."""
    return max(
        (name for name, opens in PRIVACY.items() if opens <= facets), key=lambda name: len(PRIVACY[name])
    )
