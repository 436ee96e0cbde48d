"""An administrator's preview, in the database: saving does exactly that, and it tells nothing of hidden records."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st

from tactful.actions.departures import deactivate
from tactful.actions.errors import Invalid
from tactful.actions.limits import Wanted, foresee, set_limits, take_back_raise
from tactful.actions.privacy import choices_of, set_mode, set_team_privacy
from tactful.actions.teams import add_to_team, remove_from_team
from tactful.policy.limits import level_named
from tactful.policy.paths import share_of
from tactful.policy.privacy import ModeChange, option_named
from tactful.policy.rules import EVERYONE, LEVELS
from tactful.policy.terms import Choice
from tactful.visibility.effects import (
    AccountDifference,
    LevelChange,
    preview_deactivating,
    preview_joining,
    preview_mode,
    preview_removing,
    preview_taking_back,
    preview_team_privacy,
)
from tactful.visibility.limits import find_raise
from tactful.visibility.people import list_people
from tactful.visibility.settings import load_settings
from tactful.visibility.standing import Standing
from tactful.visibility.viewer import Viewer
from tests.reference import world as plain
from tests.reference.cast import NOW
from tests.reference.model import disclosed
from tests.reference.rows import pick
from tests.reference.world import World
from tests.reference.worlds import worlds_of
from tests.visibility.agreeing import loaded
from tests.visibility.fitted import fitted
from tests.visibility.from_world import Loaded, uid_of

pytestmark = pytest.mark.django_db

BUDGET: dict[str, Any] = {
    "max_examples": max(20, settings().max_examples // 5),
    "deadline": None,
    "phases": (Phase.explicit, Phase.reuse, Phase.generate),
    "suppress_health_check": list(HealthCheck),
}
RULES = ("A20", "A21", "A26", "D01", "D11", "D11", "D16", "D23", "B05", "B06", "K14")
FLO = plain.Viewer("flo")
NONE = "not sharing"
HIDDEN = (NONE, "hide")
#: A level, and the privacy option of what is shown of mails and meetings besides.
Shared = tuple[str, str]
#: What goes from what to what, by (contributor, audience, viewer).
Changes = dict[tuple[str, str, str], tuple[Shared, Shared]]


@dataclass(frozen=True)
class Deed:
    """Something an Enterprise Admin may do: its preview, and the doing of it."""

    what: str
    preview: Callable[[Loaded, Standing], AccountDifference]
    do: Callable[[Viewer], object]


@st.composite
def governed(draw: Any) -> World:
    """A world that Flo governs."""
    world = draw(worlds_of(pick(draw, RULES)))
    users = tuple(
        replace(it, active=True, role="enterprise admin") if it.id == "flo" else it for it in world.users
    )
    accounts = tuple(
        replace(it, raises=tuple(r for r in it.raises if _raises(it, r))) for it in world.accounts
    )
    return fitted(replace(world, users=users, accounts=accounts), "acme")


def _raises(account: plain.Account, raised: plain.Raise) -> bool:
    """Whether it raises what is in force: nothing else is ever announced."""
    if raised.what == "floor":
        level = account.limits.get(raised.audience, ("not sharing", ""))[0]
    else:
        everyone = raised.audience == "Everyone"
        level = account.default_for_everyone if everyone else account.default_for_teams
    return LEVELS[level] < LEVELS[raised.level]


@st.composite
def deeds(draw: Any, world: World) -> Deed:
    """One change of limits, of a team, of a member, of the mode or of a member's privacy; or a raise taken back."""
    team = pick(draw, ("deal", "lab"))
    there = next(it.members for it in world.teams if it.id == team)
    active = [it.id for it in world.users if it.account == "acme" and it.active]
    acme = next(it for it in world.accounts if it.id == "acme")
    who, raises = pick(draw, active), [it for it in acme.raises if it.begins > NOW]
    kinds = [
        "limits",
        "limits",
        "limits",
        "team",
        "team",
        "mode",
        "mode",
        *["privacy", "privacy"] * (acme.mode == "teams only" and bool(there & set(active))),
        *["member"] * (who != "flo"),
        *["raise"] * bool(raises),
    ]
    match pick(draw, kinds):
        case "limits":
            return setting(draw)
        case "mode":
            return changing_mode(draw, acme.mode)
        case "privacy":
            return showing(draw, team, pick(draw, sorted(there & set(active))))
        case "raise":
            return taking_back(pick(draw, raises))
        case "member":
            return Deed(
                "member",
                lambda house, standing: preview_deactivating(standing, uid_of("user", who)),
                lambda viewer: deactivate(viewer, member=uid_of("user", who)),
            )
        case _:
            place = {"team": uid_of("team", team), "member": uid_of("user", who)}
            preview = preview_removing if who in there else preview_joining
            return Deed(
                "leaves" if who in there else "joins",
                lambda house, standing: preview(standing, house.ids["user", who], house.ids["team", team]),
                lambda viewer: (remove_from_team if who in there else add_to_team)(viewer, **place),
            )


def setting(draw: Any) -> Deed:
    levels = st.sampled_from(list(LEVELS))
    audiences: list[uuid.UUID | None] = [None, uid_of("team", "deal")]
    some = st.dictionaries(st.sampled_from(audiences), levels, max_size=2)
    preset = draw(st.none() | st.sampled_from(["opt-in", "open", "siloed"]))
    wanted = Wanted(preset, draw(st.none() | levels), draw(st.none() | levels), draw(some), draw(some))
    return Deed(
        "limits",
        lambda _, standing: foresee(standing, wanted).difference,
        lambda viewer: set_limits(viewer, wanted),
    )


def changing_mode(draw: Any, mode: str) -> Deed:
    wanted = pick(draw, (None, "everyone", "teams only"))
    back = pick(draw, ("restore", "hide")) if (mode, wanted) == ("teams only", "everyone") else None
    change = ModeChange(wanted, back, pick(draw, (None, True, False)))
    return Deed(
        f"mode {change.mode} {change.back}",
        lambda _, standing: preview_mode(standing, change),
        lambda viewer: set_mode(viewer, change),
    )


def showing(draw: Any, team: str, who: str) -> Deed:
    """Another privacy option for a member in a team, perhaps with an end."""
    option, days = pick(draw, ("hide", "subjects", "bodies")), pick(draw, (None, 2))

    def chosen(now: datetime) -> dict[uuid.UUID, Choice]:
        return {uid_of("user", who): Choice(option, None if days is None else now + timedelta(days=days))}

    def preview(house: Loaded, standing: Standing) -> AccountDifference:
        wanted = choices_of(standing, uid_of("team", team), chosen(standing.viewer.now))
        return preview_team_privacy(standing, house.ids["team", team], wanted)

    return Deed(
        "privacy",
        preview,
        lambda viewer: set_team_privacy(viewer, team=uid_of("team", team), choices=chosen(viewer.now)),
    )


def taking_back(raised: plain.Raise) -> Deed:
    uid = uid_of("raise", f"{raised.what} {raised.audience}")

    def preview(_: Loaded, standing: Standing) -> AccountDifference:
        key = find_raise(standing, uid)
        assert key is not None
        return preview_taking_back(standing, key)

    return Deed("raise", preview, lambda viewer: take_back_raise(viewer, raised=uid))


@pytest.mark.rule("A19", "A21", "A22", "A26", "B02", "D11", "D16", "D17", "D18", "D23")
@settings(**BUDGET)
@given(governed(), st.data())
def test_saving_does_exactly_what_the_preview_says(world: World, data: st.DataObject) -> None:
    deed = data.draw(deeds(world))
    with loaded(world) as house:
        flo = house.viewer(FLO)
        standing = Standing(flo)
        try:
            told = deed.preview(house, standing)
        except Invalid:
            with pytest.raises(Invalid, match="does not lie within the cap"):
                deed.do(flo)
            event("refused")
            return
        moments = {flo.now, *(later.begins_at for later in told.later)}
        moments |= {flo.now + timedelta(days=days, minutes=1) for days in (0, 1, 2, 3, 7, 8)}
        before, saw = {it: levels(house, it) for it in moments}, people_seen(standing)
        deed.do(flo)
        after, sees = {it: levels(house, it) for it in moments}, people_seen(Standing(flo))
        heard = said(house, told.at_once)
        assert heard == changes(before[flo.now], after[flo.now])
        for moment in sorted(moments):
            for later in told.later:
                if later.begins_at == moment:
                    found = changes(before[moment], after[moment])
                    new = said(house, later.changes)
                    assert new.items() <= found.items()
                    assert found.items() <= heard.items() | new.items()
                    heard |= new
        assert told.no_longer.people == len(saw - sees)
        event(f"{deed.what}: {'nothing changes' if told.empty else 'something changes'}")


@pytest.mark.rule("B02", "D11")
@settings(**BUDGET)
@given(governed(), st.data())
def test_nothing_changes_at_a_moment_that_the_preview_does_not_name(
    world: World, data: st.DataObject
) -> None:
    """Where no choice ends, whatever is different at any moment was said, at once or for a moment before."""
    world = replace(
        world,
        shares=tuple(replace(it, until=None) for it in world.shares),
        privacies=tuple(replace(it, until=None) for it in world.privacies),
    )
    deed = data.draw(deeds(world))
    with loaded(world) as house:
        flo = house.viewer(FLO)
        try:
            told = deed.preview(house, Standing(flo))
        except Invalid:
            return
        moments = [flo.now + timedelta(days=days, minutes=1) for days in (0, 1, 3, 7, 8, 400)]
        before = {it: levels(house, it) for it in moments}
        deed.do(flo)
        for moment in moments:
            heard = said(house, told.at_once)
            for later in told.later:
                if later.begins_at <= moment:
                    heard |= said(house, later.changes)
            done = changes(before[moment], levels(house, moment))
            assert all(heard.get(key) == change for key, change in done.items()), (moment, done, heard)


@pytest.mark.rule("D19", "B02")
@settings(**BUDGET)
@given(governed(), st.data())
def test_a_preview_tells_an_administrator_nothing_of_hidden_records(
    world: World, data: st.DataObject
) -> None:
    """It says the same where all that Flo does not see is gone."""
    deed = data.draw(deeds(world))
    atoms = disclosed(world, FLO, NOW)
    left = tuple(it for it in world.facts if ("fact", it.id) in atoms)
    assert answer(deed, world) == answer(deed, replace(world, facts=left))


def answer(deed: Deed, world: World) -> object:
    """What a preview says, or that it is refused; moments as the world has them."""
    with loaded(world) as house:
        flo = house.viewer(FLO)
        try:
            told = deed.preview(house, Standing(flo))
        except Invalid as refused:
            return str(refused)
        later = tuple(replace(it, begins_at=NOW + (it.begins_at - flo.now)) for it in told.later)
        return replace(told, later=later)


def levels(house: Loaded, moment: datetime) -> Mapping[tuple[str, str, str], Shared]:
    """What each active member shares with each other, audience by audience, read anew and decided one by one."""
    read = load_settings(house.account)
    users, teams = (
        {number: name for (of, name), number in house.ids.items() if of == kind} for kind in ("user", "team")
    )
    active = [user for user in read.users.values() if user.active and user.account == house.account]
    found = {}
    for owner in active:
        if owner.returning:
            continue
        for viewer in active:
            if viewer != owner:
                for audience in (*(owner.teams & viewer.teams), EVERYONE):
                    opened = share_of(read, owner, audience, moment)
                    name = EVERYONE if audience == EVERYONE else teams[int(audience)]
                    shared = (level_named(opened), option_named(opened))
                    found[users[int(owner.id)], name, users[int(viewer.id)]] = shared
    return found


def changes(
    before: Mapping[tuple[str, str, str], Shared], after: Mapping[tuple[str, str, str], Shared]
) -> Changes:
    found = {key: (before.get(key, HIDDEN), after.get(key, HIDDEN)) for key in before.keys() | after.keys()}
    return {key: (was, becomes) for key, (was, becomes) in found.items() if was != becomes}


def said(house: Loaded, rows: Iterable[LevelChange]) -> Changes:
    """What a preview says, for each viewer one by one."""
    name_of = {uid_of(kind, name): name for kind, name in house.ids if kind in ("user", "team")}
    active = {it.id for it in house.world.users if it.account == "acme" and it.active}
    found: Changes = {}
    for row in rows:
        member, audience = name_of[row.member.uid], EVERYONE
        there = active
        if row.audience_uid is not None:
            audience = name_of[row.audience_uid]
            there = active & next(it.members for it in house.world.teams if it.id == audience)
        viewers = {name_of[it.uid] for it in row.viewers} or there - {member}
        assert row.people == len(viewers)
        for viewer in viewers:
            assert (member, audience, viewer) not in found
            found[member, audience, viewer] = (
                (row.before, row.privacy_before),
                (row.after, row.privacy_after),
            )
    return found


def people_seen(standing: Standing) -> set[uuid.UUID]:
    page = list_people(standing, limit=200)
    assert page.total == len(page.rows)
    return {row.uid for row in page.rows}
