"""An Enterprise Admin sets defaults, floors and caps, and takes back a raise that was announced (D11, D17, D18)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import transaction

from tactful.actions.content_options import save_options
from tactful.actions.errors import Absent, Invalid
from tactful.actions.events import remember, require
from tactful.actions.privacy import set_mode
from tactful.policy.limits import (
    PRESETS,
    TEAMS,
    FloorAboveCap,
    LimitsChange,
    Preset,
    changed,
    settled,
    without_raise,
)
from tactful.policy.privacy import ModeChange
from tactful.policy.rules import EVERYONE, LEVELS
from tactful.policy.terms import AccountRules, Id
from tactful.sharing.models import AccountSharing, AudienceLimits, Raise
from tactful.visibility.content_options import OptionsChange, all_options, preview_preset, under_preset
from tactful.visibility.effects import AccountDifference, preview_limits
from tactful.visibility.limits import audience_id, find_raise
from tactful.visibility.settings import account_rules
from tactful.visibility.standing import Standing
from tactful.visibility.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asks for, in the doors' words: levels by name, audiences by id (None is Everyone)."""

    preset: str | None = None
    default_for_teams: str | None = None
    default_for_everyone: str | None = None
    floors: Mapping[uuid.UUID | None, str] = field(default_factory=dict)
    caps: Mapping[uuid.UUID | None, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What saving would do: to what is shared, to the mode (None: it stays), and to what writers may choose."""

    difference: AccountDifference
    mode: str | None
    content: tuple[OptionsChange, ...]


def foresee(standing: Standing, wanted: Wanted) -> Foreseen:
    """Return what `set_limits` would do with the same; nothing is saved. Refused as there."""
    mode, preset = mode_of(standing, wanted), _preset(wanted)
    try:
        difference = preview_limits(standing, change_of(standing, wanted), mode)
    except FloorAboveCap as error:
        raise not_within(error) from error
    content = () if preset is None else preview_preset(standing, preset.content)
    return Foreseen(difference, mode.mode, content)


def change_of(standing: Standing, wanted: Wanted) -> LimitsChange:
    """Return what is asked for as a change of the policy's. What is given beside a preset counts in its place.

    Invalid for no such level or preset, Absent for no such team.
    """
    preset = _preset(wanted)
    base = LimitsChange() if preset is None else preset.change
    for_teams, for_everyone = wanted.default_for_teams, wanted.default_for_everyone
    return LimitsChange(
        base.default_for_teams if for_teams is None else _level("default_for_teams", for_teams),
        base.default_for_everyone if for_everyone is None else _level("default_for_everyone", for_everyone),
        {**base.floors, **_by_audience(standing, "floor", wanted.floors)},
        _by_audience(standing, "cap", wanted.caps),
    )


def mode_of(standing: Standing, wanted: Wanted) -> ModeChange:
    """Return what is asked for besides of the mode of mails and meetings: a preset sets that too (A19)."""
    preset = _preset(wanted)
    mode = standing.settings.accounts[standing.viewer.account].mode
    return ModeChange() if preset is None else preset.mode_change(mode)


def _preset(wanted: Wanted) -> Preset | None:
    if wanted.preset is None:
        return None
    found = next((one for one in PRESETS if one.name == wanted.preset), None)
    if found is None:
        raise Invalid("preset", f"the presets are {', '.join(one.name for one in PRESETS)}")
    return found


def _by_audience(standing: Standing, field: str, levels: Mapping[uuid.UUID | None, str]) -> dict[Id, str]:
    return {_audience(standing, team): _level(field, level) for team, level in levels.items()}


@transaction.atomic
def set_limits(viewer: Viewer, wanted: Wanted) -> None:
    """Save defaults, floors and caps. Lowering acts at once; raising, on those who are members, after seven days.

    A preset sets the mode of mails and meetings as well, at once, and what members may choose when they write, from now
    on (A10). Invalid where a floor, in force or announced, would not lie within its cap.
    """
    require(viewer, "change the account")
    before = _locked(viewer)
    standing = Standing(viewer)
    change, mode = change_of(standing, wanted), mode_of(standing, wanted)
    after = rules_after(before, change, viewer)
    preset, offered = _preset(wanted), all_options(Standing(viewer))
    content = {} if preset is None else under_preset(Standing(viewer), preset.content)
    if mode.mode is not None:
        set_mode(viewer, mode)
    _save(viewer, after)
    for sort, options in content.items():
        save_options(viewer, sort, options)
    remember(
        viewer,
        "limits set",
        **_told(Standing(viewer), after),
        before=_told(Standing(viewer), before),
        preset=wanted.preset,
        content={sort: [asdict(offered[sort]), asdict(options)] for sort, options in content.items()},
    )


def rules_after(before: AccountRules, change: LimitsChange, viewer: Viewer) -> AccountRules:
    """Return the rules that a change makes; Invalid where it cannot be."""
    try:
        return changed(before, change, viewer.now)
    except FloorAboveCap as error:
        raise not_within(error) from error


def not_within(error: FloorAboveCap) -> Invalid:
    """Return how a floor above its cap is refused."""
    return Invalid(
        "floor",
        f'the floor "{error.floor}" does not lie within the cap "{error.cap}"; lower the floor first, or raise the cap',
    )


@transaction.atomic
def take_back_raise(viewer: Viewer, *, raised: uuid.UUID) -> None:
    """Take back a raise that has not begun: what is in force for everybody stays. Absent where there is none such."""
    require(viewer, "change the account")
    before = _locked(viewer)
    key = find_raise(Standing(viewer), raised)
    if key is None:
        raise Absent("there is no such raise, or it has begun")
    _save(viewer, without_raise(before, key, viewer.now))
    remember(viewer, "raise taken back", raised, what=key[0], level=before.raises[key].level)


def _locked(viewer: Viewer) -> AccountRules:
    """Return the rules as they stand; nobody else changes them until this transaction ends."""
    AccountSharing.unchecked.get_or_create(account_id=viewer.account)
    AccountSharing.unchecked.select_for_update().get(account_id=viewer.account)
    return account_rules(viewer.account)


def _save(viewer: Viewer, after: AccountRules) -> None:
    account = viewer.account
    AccountSharing.unchecked.filter(account_id=account).update(
        default_for_teams=after.default_for_teams, default_for_everyone=after.default_for_everyone
    )
    for audience, (floor, cap) in after.limits.items():
        AudienceLimits.unchecked.update_or_create(
            account_id=account, team_id=_team(audience), defaults={"floor": floor, "cap": cap}
        )
    kept = []
    for (what, audience), raised in after.raises.items():
        row, _ = Raise.unchecked.update_or_create(
            account_id=account,
            what=_what(what, audience),
            team_id=_team(audience),
            defaults={"level": raised.level, "announced_at": raised.announced, "begins_at": raised.begins},
        )
        kept.append(row.id)
    Raise.unchecked.filter(account_id=account).exclude(id__in=kept).delete()


def _what(what: str, audience: Id) -> str:
    if what == "floor":
        return Raise.What.FLOOR
    return Raise.What.DEFAULT_FOR_TEAMS if audience == TEAMS else Raise.What.DEFAULT_FOR_EVERYONE


def _team(audience: Id) -> Any:
    return None if isinstance(audience, str) else audience


def _told(standing: Standing, rules: AccountRules) -> dict[str, Any]:
    """Return rules as an event keeps them: levels, by ids of teams."""
    rules = settled(rules, standing.viewer.now)

    def name(audience: Id) -> str:
        return str(audience) if audience in (EVERYONE, TEAMS) else standing.teams[int(audience)].uid.hex

    return {
        "default_for_teams": rules.default_for_teams,
        "default_for_everyone": rules.default_for_everyone,
        "limits": {name(audience): list(levels) for audience, levels in rules.limits.items()},
        "to_come": [
            {"what": what, "audience": name(audience), "level": it.level, "begins_at": it.begins.isoformat()}
            for (what, audience), it in rules.raises.items()
        ],
    }


def _audience(standing: Standing, team: uuid.UUID | None) -> Id:
    found = audience_id(standing, team)
    if found is None:
        raise Absent("there is no such team")
    return found


def _level(field: str, level: str) -> str:
    if level not in LEVELS:
        raise Invalid(field, f"there are five levels: {', '.join(LEVELS)}")
    return level
