"""What members may choose when they write: which audiences an account offers for each sort of item (A06-A12, A18, A41).

Whom an item is open to is `items.py`'s to say: what is offered bears on choices that are made from now on, never on
those that were made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tactful.policy.terms import Id, Principal, User

#: The three options, in the order in which they are offered (A06).
TO_EVERYONE, TO_SOME, ONLY_YOU = "everyone", "teams and users", "only you"
OPTIONS: tuple[str, ...] = (TO_EVERYONE, TO_SOME, ONLY_YOU)
#: What may count where nobody chooses (A18); "" stands for what was never set.
UNCHOSEN: tuple[str, ...] = ("", TO_EVERYONE, ONLY_YOU)

LABELS: Mapping[str, str] = {TO_EVERYONE: "Everyone", TO_SOME: "Teams and users", ONLY_YOU: "Only you"}
#: The narrowest option of each sort in people's words: whom the sort adds, and who can export it (A09, A14, A16, A17).
ONLY_LABELS: Mapping[str, str] = {
    "note": "Only you (an Enterprise Admin can export it)",
    "meeting note": "Only you and meeting participants",
    "logged interaction": "Only you and interaction participants",
    "file": "Only you",
    "reminder": "Only you and the reminder owner",
}
#: How a sort is called, one and many.
NAMES: Mapping[str, tuple[str, str]] = {
    "note": ("note", "Notes"),
    "meeting note": ("meeting note", "Meeting notes"),
    "logged interaction": ("logged interaction", "Logged interactions"),
    "file": ("file", "Files"),
    "reminder": ("reminder", "Reminders"),
}


@dataclass(frozen=True, slots=True)
class Options:
    """What an account offers for one sort of item; as it stands here, at deployment (A41).

    `own_teams`: Teams and users are the author's own teams and their members alone (A08).
    """

    everyone: bool = True
    teams_and_users: bool = True
    only_you: bool = True
    own_teams: bool = False
    unchosen: str = ""

    @property
    def on(self) -> tuple[str, ...]:
        """The options that are on, in their order."""
        switches = (self.everyone, self.teams_and_users, self.only_you)
        return tuple(option for option, is_on in zip(OPTIONS, switches, strict=True) if is_on)


#: Presets of an account's content (A41).
PRESETS: Mapping[str, Options] = {
    "open": Options(only_you=False),
    "siloed": Options(everyone=False, own_teams=True),
    "selective": Options(),
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """An audience as somebody chose it: an option, and with Teams and users the principals."""

    option: str
    principals: frozenset[Principal] = frozenset()


def option_of(audience: Iterable[Principal] | None) -> str:
    """Return the option that an item's audience is of: None is Only you."""
    if audience is None:
        return ONLY_YOU
    return TO_EVERYONE if any(principal.kind == "everyone" for principal in audience) else TO_SOME


def choice_where_nobody_chooses(options: Options) -> str:
    """Return the option of an item that came by itself: the account's default, as far as Everyone is on (A18)."""
    return TO_EVERYONE if options.unchosen == TO_EVERYONE and options.everyone else ONLY_YOU


def refusal(
    options: Options,
    sort: str,
    chosen: Chosen,
    author: User,
    users: Mapping[Id, User],
    *,
    by_key: bool = False,
) -> str | None:
    """Return why an audience cannot be chosen now, as a sentence for who chose it; None where it can.

    `by_key`: it came through an API key, to which Everyone is always open (A12).
    """
    if chosen.option not in OPTIONS:
        return f"there are three: {', '.join(OPTIONS)}"
    if chosen.option not in options.on and not (by_key and chosen.option == TO_EVERYONE):
        those = " or ".join(f'"{label(sort, option)}"' for option in options.on)
        many = NAMES[sort][1].lower()
        return f'"{label(sort, chosen.option)}" is switched off for {many} in this account; choose {those}'
    if chosen.option != TO_SOME:
        return None if not chosen.principals else "teams and users go with that option alone"
    if not chosen.principals:
        return "name at least one team or colleague"
    if options.own_teams:
        mates = {user.id for user in users.values() if user.teams & author.teams}
        outside = [
            p
            for p in chosen.principals
            if (p.id not in author.teams if p.kind == "team" else p.id not in mates and p.id != author.id)
        ]
        if outside:
            return "this account lets you choose your own teams and their members alone"
    return None


def is_wider(
    options: Options, audience: Iterable[Principal] | None, author: User, users: Mapping[Id, User]
) -> bool:
    """Return whether an item's audience could not be chosen under these options: it keeps it all the same (A10)."""
    option = option_of(audience)
    some = frozenset(audience or ()) if option == TO_SOME else frozenset()
    # What named a team that is gone is Teams and users still, though nothing is left to choose.
    if option == TO_SOME and not some:
        return TO_SOME not in options.on
    return refusal(options, "note", Chosen(option, some), author, users) is not None


def label(sort: str, option: str) -> str:
    """Return an option in people's words."""
    return ONLY_LABELS[sort] if option == ONLY_YOU else LABELS[option]
