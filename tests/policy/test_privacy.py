"""Mail privacy as settings: what a change of mode makes of it, and a member's own limit to what was set for them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tactful.policy.paths import share_of
from tactful.policy.privacy import (
    HIDE_ALL,
    MODE_EVERYONE,
    RESTORE,
    TEAMS_ONLY,
    ModeChange,
    option_named,
    with_at_most,
    with_mode,
    with_option,
)
from tactful.policy.rules import PRIVACY
from tactful.policy.terms import Choice, Settings
from tests.policy.house import ACME, EVERYONE, NOW, PEOPLE, house

OWN, TEAM, OTHER = ("ada", EVERYONE), ("ada", "deal"), ("eve", EVERYONE)
MET = {("ada", "deal"): Choice("relationships + interactions")}
#: Ada's own option, what was set for her on deal, and the own option of somebody of another account.
SET = {OWN: Choice("subjects"), TEAM: Choice("bodies"), OTHER: Choice("bodies")}


def at(mode: str, **more: Any) -> Settings:
    return house(account=replace(ACME, mode=mode), choices=MET, privacies=SET, **more)


def shown(settings: Settings) -> str:
    """The option that the members of deal see Ada's mails by."""
    return option_named(share_of(settings, PEOPLE["ada"], "deal", NOW))


@pytest.mark.rule("A19", "A21", "A22")
@pytest.mark.parametrize(
    ("mode", "change", "left", "sees"),
    [
        (MODE_EVERYONE, ModeChange(TEAMS_ONLY), {OWN, OTHER}, "hide"),
        (MODE_EVERYONE, ModeChange(MODE_EVERYONE), set(SET), "subjects"),
        (MODE_EVERYONE, ModeChange(stricter=True), set(SET), "subjects"),
        (TEAMS_ONLY, ModeChange(TEAMS_ONLY), set(SET), "bodies"),
        (TEAMS_ONLY, ModeChange(MODE_EVERYONE, RESTORE), set(SET), "subjects"),
        (TEAMS_ONLY, ModeChange(MODE_EVERYONE, HIDE_ALL), {TEAM, OTHER}, "hide"),
    ],
)
def test_what_a_change_of_mode_makes_of_the_options(
    mode: str, change: ModeChange, left: set[tuple[str, str]], sees: str
) -> None:
    settings = at(mode, at_most={TEAM: "bodies", ("eve", "other"): "hide"})
    after = with_mode(settings, "acme", change)
    assert set(after.privacies) == left
    assert after.accounts["acme"].mode == (change.mode or mode)
    assert after.accounts["acme"].stricter == bool(change.stricter)
    assert after.accounts["bolt"] == settings.accounts["bolt"]
    assert ("eve", "other") in after.at_most
    assert (TEAM in after.at_most) == (change.mode != TEAMS_ONLY or mode == TEAMS_ONLY)
    assert shown(after) == sees


@pytest.mark.rule("A22")
def test_there_and_back_is_where_one_was() -> None:
    settings = at(MODE_EVERYONE)
    there = with_mode(settings, "acme", ModeChange(TEAMS_ONLY))
    back = with_mode(there, "acme", ModeChange(MODE_EVERYONE, RESTORE))
    assert (shown(settings), shown(there), shown(back)) == ("subjects", "hide", "subjects")


@pytest.mark.rule("A21")
@pytest.mark.parametrize("option", PRIVACY)
@pytest.mark.parametrize("most", PRIVACY)
@pytest.mark.parametrize("stricter", [True, False])
def test_the_stricter_of_both_counts_where_members_may_be_stricter(
    option: str, most: str, stricter: bool
) -> None:
    settings = with_at_most(with_option(at(TEAMS_ONLY), *TEAM, Choice(option)), *TEAM, most)
    settings = with_mode(settings, "acme", ModeChange(stricter=stricter))
    less = min(option, most, key=lambda name: len(PRIVACY[name]))
    assert shown(settings) == (less if stricter else option)
    # In mode Everyone it is one's own option that counts, and no limit.
    assert shown(with_mode(settings, "acme", ModeChange(MODE_EVERYONE, RESTORE))) == "subjects"


def test_an_option_is_named_by_what_it_shows() -> None:
    for name, facets in PRIVACY.items():
        assert option_named(facets | {"existence", "interactions"}) == name
    assert option_named(frozenset({"body"})) == "hide", "a body stands on a subject"
