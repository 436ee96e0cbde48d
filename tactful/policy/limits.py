"""Defaults, floors and caps: what of them is in force for a member, and what a change of them makes (D11, D17, D18).

Raising a default or a floor acts on those who are members already after a notice; lowering, and a cap, act at once.
What is saved, what a preview supposes and what a decision reads are one and the same value, `AccountRules`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from tactful.policy.offers import PRESETS as CONTENT
from tactful.policy.offers import Options
from tactful.policy.privacy import HIDE_ALL, MODE_EVERYONE, TEAMS_ONLY, ModeChange
from tactful.policy.rules import EVERYONE, LEVELS
from tactful.policy.terms import AccountRules, Facets, Id, Raise, User

#: How long those who are members already have before a raise acts on them.
NOTICE = timedelta(days=7)
#: What the default for teams is for, beside EVERYONE.
TEAMS = "teams"
LOWEST, HIGHEST = "not sharing", "relationships + both"


@dataclass(frozen=True, slots=True)
class Bounds:
    """What bears on one member's share with one audience now. None is no limit."""

    default: str
    floor: str | None
    cap: str | None


@dataclass(frozen=True, slots=True)
class LimitsChange:
    """What an Enterprise Admin sets anew: levels by audience. What is None, or has no entry, stays as it is."""

    default_for_teams: str | None = None
    default_for_everyone: str | None = None
    floors: Mapping[Id, str] = field(default_factory=dict)
    caps: Mapping[Id, str] = field(default_factory=dict)


class FloorAboveCap(ValueError):
    """A floor, in force or announced, that does not lie within the cap of its audience."""

    def __init__(self, audience: Id, floor: str, cap: str) -> None:
        super().__init__(f'the floor "{floor}" does not lie within the cap "{cap}"')
        self.audience = audience
        self.floor = floor
        self.cap = cap


@dataclass(frozen=True)
class Preset:
    """Values of these settings under one name, and the sentence that says what they make of an account."""

    name: str
    default_for_teams: str
    default_for_everyone: str
    floor_for_everyone: str
    #: The mode of mails and meetings (A19). All begin at hide in it, where it was another.
    mode: str
    #: What members may choose for all that they write (A41); what counts where nobody chooses stays as it is.
    content: Options
    means: str

    @property
    def change(self) -> LimitsChange:
        """What choosing it sets."""
        return LimitsChange(
            self.default_for_teams, self.default_for_everyone, {EVERYONE: self.floor_for_everyone}
        )

    def mode_change(self, mode: str) -> ModeChange:
        """What choosing it makes of the mode that there is."""
        if mode == self.mode:
            return ModeChange()
        return ModeChange(self.mode, HIDE_ALL if self.mode == MODE_EVERYONE else None)


PRESETS: tuple[Preset, ...] = (
    Preset(
        "opt-in",
        LOWEST,
        LOWEST,
        LOWEST,
        MODE_EVERYONE,
        CONTENT["selective"],
        "Nobody shares anything until they choose to, and each says what is shown of their mails. What one writes may"
        " be for Everyone, for some, or for oneself.",
    ),
    Preset(
        "open",
        "relationships + interactions",
        "relationships + interactions",
        "relationships",
        MODE_EVERYONE,
        CONTENT["open"],
        "Everyone sees whom colleagues know, always, and when they met unless a colleague says otherwise. Each says"
        " what is shown of their mails. What one writes is for Everyone, or for some.",
    ),
    Preset(
        "siloed",
        "relationships + interactions",
        LOWEST,
        LOWEST,
        TEAMS_ONLY,
        CONTENT["siloed"],
        "Teams see whom their members know and when they met; nothing leaves a team unless a colleague shares it, and"
        " mails and meetings never do: you say, team by team, what is shown of them. What one writes is for one’s own"
        " teams, or for oneself.",
    ),
)


def in_force(account: AccountRules, member: User, audience: Id, now: datetime) -> Bounds:
    """Return the default, floor and cap that hold for a member's share with an audience at this moment."""
    default = account.default_for_everyone if audience == EVERYONE else account.default_for_teams
    kind = EVERYONE if audience == EVERYONE else TEAMS
    floor, cap = account.limits.get(audience, (None, None))
    raised = account.raises.get(("floor", audience))
    if raised is not None and _acts(raised, member, now):
        floor = raised.level
    raised = account.raises.get(("default", kind))
    if raised is not None and _acts(raised, member, now):
        default = raised.level
    return Bounds(default, floor, cap)


def to_come(account: AccountRules, member: User, what: str, audience: Id, now: datetime) -> Raise | None:
    """Return the raise of a "default" or "floor" that this member was told of and that is not in force yet, or None."""
    kind = audience if what == "floor" or audience == EVERYONE else TEAMS
    raised = account.raises.get((what, kind))
    return None if raised is None or _acts(raised, member, now) else raised


def settled(account: AccountRules, now: datetime) -> AccountRules:
    """Return the same rules with every raise that has begun put where it counts; those left are announced only."""
    limits, raises = dict(account.limits), dict[tuple[str, Id], Raise]()
    defaults: dict[Id, str] = {TEAMS: account.default_for_teams, EVERYONE: account.default_for_everyone}
    for (what, audience), raised in account.raises.items():
        if raised.begins > now:
            raises[what, audience] = raised
        elif what == "floor":
            limits[audience] = (raised.level, limits.get(audience, (LOWEST, HIGHEST))[1])
        else:
            defaults[audience] = raised.level
    return replace(
        account,
        default_for_teams=defaults[TEAMS],
        default_for_everyone=defaults[EVERYONE],
        limits=limits,
        raises=raises,
    )


def changed(account: AccountRules, change: LimitsChange, now: datetime) -> AccountRules:
    """Return the account's rules after a change; FloorAboveCap where a floor would not lie within its cap.

    The part of a default or floor that is lowered goes at once, the part that is raised is announced; what was
    announced before, and is not more now, begins when it was said to.
    """
    account = settled(account, now)
    raises = dict(account.raises)

    def standard(key: tuple[str, Id], level: str, wanted: str | None) -> str:
        if wanted is None:
            return level
        announced = raises.pop(key, None)
        if LEVELS[wanted] <= LEVELS[level]:
            return wanted
        if announced is not None and LEVELS[wanted] <= LEVELS[announced.level]:
            raises[key] = replace(announced, level=wanted)
        else:
            raises[key] = Raise(wanted, now, now + NOTICE)
        return level_named(LEVELS[level] & LEVELS[wanted])

    limits = dict(account.limits)
    for audience in {**change.floors, **change.caps}:
        floor, cap = limits.get(audience, (LOWEST, HIGHEST))
        floor = standard(("floor", audience), floor, change.floors.get(audience))
        cap = change.caps.get(audience, cap)
        limits[audience] = (floor, cap)
        announced = raises.get(("floor", audience))
        for one in (floor, floor if announced is None else announced.level):
            if not LEVELS[one] <= LEVELS[cap]:
                raise FloorAboveCap(audience, one, cap)
    for_teams = standard(("default", TEAMS), account.default_for_teams, change.default_for_teams)
    for_everyone = standard(("default", EVERYONE), account.default_for_everyone, change.default_for_everyone)
    return replace(
        account,
        default_for_teams=for_teams,
        default_for_everyone=for_everyone,
        limits=limits,
        raises=raises,
    )


def without_raise(account: AccountRules, key: tuple[str, Id], now: datetime) -> AccountRules:
    """Return the account's rules after a raise that has not begun is taken back: what is in force for all stays."""
    account = settled(account, now)
    return replace(account, raises={k: raised for k, raised in account.raises.items() if k != key})


def preset_of(account: AccountRules, now: datetime) -> str | None:
    """Return the name of the preset whose values these are, raises that are announced included; None for none."""
    account = settled(account, now)

    def goal(what: str, audience: Id, level: str) -> str:
        raised = account.raises.get((what, audience))
        return level if raised is None else raised.level

    values = (
        goal("default", TEAMS, account.default_for_teams),
        goal("default", EVERYONE, account.default_for_everyone),
        goal("floor", EVERYONE, account.limits.get(EVERYONE, (LOWEST, HIGHEST))[0]),
    )
    for preset in PRESETS:
        of_preset = (preset.default_for_teams, preset.default_for_everyone, preset.floor_for_everyone)
        if (values, account.mode) == (of_preset, preset.mode):
            return preset.name
    return None


def level_named(facets: Facets) -> str:
    """Return the name of the highest level whose facets all lie in `facets`."""
    return max(
        (level for level, opens in LEVELS.items() if opens <= facets), key=lambda name: len(LEVELS[name])
    )


def _acts(raised: Raise, member: User, now: datetime) -> bool:
    return raised.begins <= now or (member.since is not None and member.since > raised.announced)
