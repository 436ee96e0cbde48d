"""Defaults, floors and caps: what is in force for whom and when, and what a change makes of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tactful.policy.differences import Change, differences
from tactful.policy.limits import (
    NOTICE,
    PRESETS,
    TEAMS,
    Bounds,
    FloorAboveCap,
    LimitsChange,
    changed,
    in_force,
    level_named,
    preset_of,
    settled,
    to_come,
    without_raise,
)
from tactful.policy.paths import share_of
from tactful.policy.rules import EVERYONE, LEVELS, RULES
from tactful.policy.terms import AccountRules, Choice, Id, Raise, Settings, Source, User
from tests.policy.from_world import from_world
from tests.reference.cast import NOW
from tests.reference.scenes import SCENES
from tests.reference.worlds import worlds_of

NOT, TIES, VALUES, MET, BOTH = LEVELS
OLD = User("ada", "acme", "member", True, frozenset({"deal"}), NOW - timedelta(days=400))
NEW = replace(OLD, id="ben", since=NOW + timedelta(days=1))
ACME = AccountRules("acme")
LATER = NOW + NOTICE
SOON = NOW + timedelta(days=2)


def default_of(rules: AccountRules, user: User, now: datetime, audience: Id = "deal") -> str:
    return in_force(rules, user, audience, now).default


def floor_of(rules: AccountRules, user: User, now: datetime) -> str | None:
    return in_force(rules, user, "deal", now).floor


@pytest.mark.rule("D11", "D12")
def test_a_raised_default_waits_for_members_and_is_there_for_who_comes_later() -> None:
    rules = changed(ACME, LimitsChange(default_for_teams=TIES), NOW)
    assert default_of(rules, OLD, NOW) == NOT
    assert default_of(rules, OLD, LATER - timedelta(seconds=1)) == NOT
    assert default_of(rules, OLD, LATER) == TIES
    assert default_of(rules, NEW, SOON) == TIES
    assert default_of(rules, OLD, LATER, EVERYONE) == NOT
    # Who was a member at the very moment of the announcement, or since nobody knows when, is told first.
    assert default_of(rules, replace(OLD, since=NOW), NOW) == NOT
    assert default_of(rules, replace(OLD, since=None), NOW) == NOT


@pytest.mark.rule("D11")
def test_lowering_acts_at_once_and_ends_what_was_announced() -> None:
    rules = AccountRules("acme", default_for_everyone=BOTH)
    lower = changed(rules, LimitsChange(default_for_everyone=TIES), NOW)
    assert default_of(lower, OLD, NOW, EVERYONE) == TIES
    assert not lower.raises
    announced = changed(lower, LimitsChange(default_for_everyone=MET), NOW)
    assert changed(announced, LimitsChange(default_for_everyone=TIES), SOON) == lower


@pytest.mark.rule("D11")
def test_what_is_lowered_goes_at_once_and_what_is_raised_waits() -> None:
    rules = changed(AccountRules("acme", default_for_teams=VALUES), LimitsChange(default_for_teams=MET), NOW)
    assert default_of(rules, OLD, NOW) == TIES
    assert default_of(rules, NEW, SOON) == MET
    assert default_of(rules, OLD, LATER) == MET


@pytest.mark.rule("D11")
def test_a_raise_that_is_made_smaller_keeps_its_day_and_a_greater_one_begins_anew() -> None:
    announced = changed(ACME, LimitsChange(floors={"deal": BOTH}), NOW)
    smaller = changed(announced, LimitsChange(floors={"deal": MET}), SOON)
    assert floor_of(smaller, OLD, SOON) == NOT
    assert floor_of(smaller, OLD, LATER) == MET
    greater = changed(smaller, LimitsChange(floors={"deal": BOTH}), SOON)
    assert floor_of(greater, OLD, LATER) == NOT
    assert floor_of(greater, OLD, SOON + NOTICE) == BOTH
    assert changed(announced, LimitsChange(floors={"deal": BOTH}), SOON) == announced


@pytest.mark.rule("D11")
def test_a_raise_that_has_begun_is_what_counts_from_then_on() -> None:
    rules = changed(ACME, LimitsChange(TIES, MET, {"deal": TIES, EVERYONE: TIES}), NOW)
    assert len(rules.raises) == 4
    begun = settled(rules, LATER)
    assert (begun.default_for_teams, begun.default_for_everyone) == (TIES, MET)
    assert begun.limits == {"deal": (TIES, BOTH), EVERYONE: (TIES, BOTH)}
    assert not begun.raises
    assert settled(rules, SOON) == rules
    # A floor that was announced stands even where nothing else limits the audience.
    bare = AccountRules("acme", raises={("floor", "lab"): Raise(TIES, NOW, LATER)})
    assert settled(bare, LATER).limits == {"lab": (TIES, BOTH)}


@pytest.mark.rule("D18")
def test_members_are_told_of_what_will_bear_on_them() -> None:
    rules = changed(ACME, LimitsChange(TIES, MET, {"deal": TIES}), NOW)
    assert to_come(rules, OLD, "default", "deal", NOW) == rules.raises["default", TEAMS]
    assert to_come(rules, OLD, "default", EVERYONE, NOW) == rules.raises["default", EVERYONE]
    assert to_come(rules, OLD, "floor", "deal", NOW) == rules.raises["floor", "deal"]
    assert to_come(rules, OLD, "floor", EVERYONE, NOW) is None
    assert to_come(rules, OLD, "default", "deal", LATER) is None
    assert to_come(rules, NEW, "default", "deal", SOON) is None


@pytest.mark.rule("D17", "D18")
@pytest.mark.parametrize("floor", LEVELS)
@pytest.mark.parametrize("cap", LEVELS)
def test_no_floor_reaches_beyond_its_cap(floor: str, cap: str) -> None:
    change = LimitsChange(floors={"deal": floor}, caps={"deal": cap})
    if LEVELS[floor] <= LEVELS[cap]:
        assert settled(changed(ACME, change, NOW), LATER).limits["deal"] == (floor, cap)
    else:
        with pytest.raises(FloorAboveCap, match="does not lie within") as refused:
            changed(ACME, change, NOW)
        assert (refused.value.audience, refused.value.floor, refused.value.cap) == ("deal", floor, cap)


@pytest.mark.rule("D17")
def test_a_cap_acts_at_once_whether_lowered_or_raised() -> None:
    rules = changed(ACME, LimitsChange(caps={EVERYONE: TIES}), NOW)
    assert in_force(rules, OLD, EVERYONE, NOW) == Bounds(NOT, NOT, TIES)
    assert in_force(rules, OLD, "deal", NOW) == Bounds(NOT, None, None)
    assert in_force(changed(rules, LimitsChange(caps={EVERYONE: BOTH}), NOW), OLD, EVERYONE, NOW).cap == BOTH


@pytest.mark.rule("D11")
def test_a_raise_is_taken_back_alone() -> None:
    rules = changed(ACME, LimitsChange(TIES, MET), NOW)
    back = without_raise(rules, ("default", TEAMS), SOON)
    assert default_of(back, OLD, LATER) == NOT
    assert default_of(back, OLD, LATER, EVERYONE) == MET


@pytest.mark.rule("D11", "D12", "D18")
@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_a_preset_is_known_by_its_values_from_the_day_it_is_chosen(preset: Any) -> None:
    rules = replace(changed(ACME, preset.change, NOW), mode=preset.mode)
    assert preset_of(rules, NOW) == preset_of(rules, LATER) == preset.name
    for other in PRESETS:
        assert preset_of(replace(changed(rules, other.change, SOON), mode=other.mode), SOON) == other.name
    another = {"everyone": "teams only", "teams only": "everyone"}[preset.mode]
    assert preset_of(replace(rules, mode=another), NOW) is None
    assert preset_of(changed(rules, LimitsChange(default_for_teams=VALUES), NOW), NOW) is None


def test_levels_are_named_by_the_most_that_they_open() -> None:
    assert [level_named(opens) for opens in LEVELS.values()] == list(LEVELS)
    assert level_named(LEVELS[BOTH] - {"interactions"}) == VALUES


levels = st.sampled_from(list(LEVELS))
moments = st.sampled_from([NOW, SOON, LATER, LATER + timedelta(days=3)])


@pytest.mark.rule("D11", "D17", "D18")
@given(st.lists(st.tuples(st.sampled_from(["teams", "everyone", "floor"]), levels), max_size=5))
def test_no_history_of_changes_raises_anything_for_a_member_before_seven_days_are_over(
    history: list[tuple[str, str]],
) -> None:
    """Day after day something is set: whatever a member is bound to was announced seven days before, or less."""
    rules, said = ACME, list[tuple[datetime, AccountRules]]()
    for day, (what, level) in enumerate(history):
        now = NOW + timedelta(days=3 * day)
        before = rules
        change = {
            "teams": LimitsChange(default_for_teams=level),
            "everyone": LimitsChange(default_for_everyone=level),
            "floor": LimitsChange(floors={"deal": level}),
        }[what]
        rules = changed(rules, change, now)
        said.append((now, rules))
        for audience in ("deal", EVERYONE):
            was, is_now = (in_force(it, OLD, audience, now) for it in (before, rules))
            assert LEVELS[is_now.default] <= LEVELS[was.default]
            assert LEVELS[is_now.floor or NOT] <= LEVELS[was.floor or NOT]
        # After its notice, each setting is what was asked for last.
        goal = settled(rules, now + NOTICE)
        reached = {
            "teams": goal.default_for_teams,
            "everyone": goal.default_for_everyone,
            "floor": goal.limits.get("deal", (NOT, BOTH))[0],
        }
        assert reached[what] == level
        # What is announced is more than what is in force, whatever was set in between.
        for (kind, bound), raised in rules.raises.items():
            floor = rules.limits.get(bound, (NOT, BOTH))[0]
            default = rules.default_for_everyone if bound == EVERYONE else rules.default_for_teams
            assert LEVELS[floor if kind == "floor" else default] < LEVELS[raised.level]
    for now, rules in said:
        assert all(raised.begins - raised.announced == NOTICE for raised in rules.raises.values())
        assert all(raised.begins > now for raised in rules.raises.values())


# ── Differences ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.rule("B02")
@given(st.data())
def test_a_difference_is_every_change_of_every_pair_and_no_other(data: st.DataObject) -> None:
    """What one by one goes from one level to another is what the difference says, for random worlds and changes."""
    rule = data.draw(st.sampled_from([it for it in SCENES if it in ("D11", "D16", "D23", "B06")]))
    before = from_world(data.draw(worlds_of(rule)), NOW).settings
    after = data.draw(changes_of(before))
    now = data.draw(moments)
    told = dict[tuple[Id, Id, Id], tuple[Any, Any]]()
    for change in differences(before, after, "acme", now):
        assert change.before != change.after
        for viewer in change.viewers:
            key = (change.contributor, change.audience, viewer)
            assert key not in told
            told[key] = (change.before, change.after)
    was, is_then = (one_by_one(settings, now) for settings in (before, after))
    nothing = frozenset[str]()
    assert told == {
        key: (was.get(key, nothing), is_then.get(key, nothing))
        for key in was.keys() | is_then.keys()
        if was.get(key, nothing) != is_then.get(key, nothing)
    }


def one_by_one(settings: Settings, now: datetime) -> dict[tuple[Id, Id, Id], frozenset[str]]:
    """What each member of Acme opens to each other, audience by audience."""
    acme = [user for user in settings.users.values() if user.account == "acme" and user.active]
    return {
        (owner.id, audience, viewer.id): share_of(settings, owner, audience, now)
        for owner in acme
        if not owner.returning
        for viewer in acme
        if viewer != owner
        for audience in (*(owner.teams & viewer.teams), EVERYONE)
    }


@st.composite
def changes_of(draw: Any, settings: Settings) -> Settings:
    """The settings after somebody's choice, place, state or the account's limits changed."""
    acme = [user for user in settings.users.values() if user.account == "acme"]
    user = draw(st.sampled_from(acme))
    what = draw(st.sampled_from(["limits", "team", "state", "choice"]))
    if what == "limits":
        change = LimitsChange(draw(levels), draw(st.none() | levels), {"deal": NOT}, {"deal": draw(levels)})
        rules = changed(settings.accounts["acme"], change, NOW)
        return replace(settings, accounts={**settings.accounts, "acme": rules})
    if what == "choice":
        audience = draw(st.sampled_from([*sorted(map(str, user.teams)), EVERYONE]))
        return replace(settings, choices={**settings.choices, (user.id, audience): Choice(draw(levels))})
    teams = user.teams ^ {draw(st.sampled_from(["deal", "lab"]))} if what == "team" else user.teams
    active = user.active != (what == "state")
    changed_user = replace(user, teams=teams, active=active)
    return replace(settings, users={**settings.users, user.id: changed_user})


@pytest.mark.rule("B02", "D19")
def test_a_difference_names_no_record() -> None:
    change = Change("ada", "deal", LEVELS[NOT], LEVELS[TIES], frozenset({"ben"}))
    assert set(change.__slots__) == {"contributor", "audience", "before", "after", "viewers"}


@pytest.mark.rule("D17", "D18")
@pytest.mark.parametrize("audience", [EVERYONE, "deal"])
def test_of_limits_what_is_not_changed_stays(audience: Id) -> None:
    rules = replace(ACME, limits={audience: (TIES, BOTH)})
    assert changed(rules, LimitsChange(caps={audience: VALUES}), NOW).limits == {audience: (TIES, VALUES)}
    assert changed(rules, LimitsChange(floors={audience: NOT}), NOW).limits == {audience: (NOT, BOTH)}


def test_an_account_without_limits_is_of_a_preset_too() -> None:
    assert ACME.limits == {}
    assert preset_of(ACME, NOW) == "opt-in"


def test_where_nobody_contributes_nothing_differs() -> None:
    nobody = Settings(accounts={"acme": ACME}, users={}, sources={})
    assert differences(nobody, nobody, "acme", NOW) == ()


def test_differences_are_of_the_policy_that_is_asked_about() -> None:
    """By a policy whose lowest level opens relationships, whoever chose nothing shares them."""
    users: dict[Id, User] = {
        "ada": replace(OLD, teams=frozenset()),
        "ben": replace(NEW, since=None, teams=frozenset()),
    }
    sources: dict[Id, Source] = {"book": Source("book", "book", "acme", "ada")}
    before = Settings(accounts={"acme": ACME}, users=users, sources=sources)
    after = replace(before, choices={("ada", EVERYONE): Choice(NOT)})
    assert differences(before, after, "acme", NOW) == ()
    generous = replace(RULES, levels={**LEVELS, NOT: LEVELS[TIES]})
    opened = replace(before, choices={("ada", EVERYONE): Choice(BOTH)})
    (by_ours,) = differences(before, opened, "acme", NOW)
    (by_theirs,) = differences(before, opened, "acme", NOW, generous)
    assert "relationship" in by_theirs.before
    assert "relationship" not in by_ours.before
