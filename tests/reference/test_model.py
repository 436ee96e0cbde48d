"""Hold the reference model to the rules on books and mail: scenes of a fixed cast, answers written by hand."""

from __future__ import annotations

import ast
import sys
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest

from tests.reference import model
from tests.reference.cast import (
    ACME,
    BOTH,
    HOUSE,
    LATER,
    MEETINGS,
    NOT,
    PAST,
    TIES,
    VALUES,
    ada_shares,
    atoms,
    book,
    card,
    facts,
    house,
    named,
    shown,
    with_team,
    with_user,
)
from tests.reference.world import (
    BOOK_FOOTING,
    EVERYONE,
    LEVELS,
    Fact,
    Level,
    MailPrivacy,
    Private,
    Share,
    World,
)

ADA_ON_KIM = book("ada", "kim")
KNOWN = {"existence", "relationship"}
MET = KNOWN | {"highlights", "interactions"}
ALL = set(BOOK_FOOTING)
TEAMS_ONLY = replace(ACME, mode="teams only")


# ── D: the relationship layer ───────────────────────────────────────────────────────────────────────

# What Ben gets of Ada's book at each level, with her mail privacy at "bodies" and at "hide".
LADDER = """
level                          existence relationship contact_info highlights interactions subject body
not sharing                        ·          ·            ·           ·           ·          ·      ·
relationships                      ●          ●            ·           ·           ·          ·      ·
relationships + contact info       ●          ●            ●           ·           ·          ·      ·
relationships + interactions       ●          ●            ·           ●           ●          ○      ○
relationships + both               ●          ●            ●           ●           ●          ○      ○
"""


def ladder() -> dict[str, tuple[set[str], set[str]]]:
    """Each level's facets: always (●), and with a privacy that shows bodies (○ too)."""
    head, *lines = LADDER.strip().splitlines()
    facets = head.split()[1:]
    table = {}
    for line in lines:
        marks = line.split()[-len(facets) :]
        level = line.split("  ")[0]
        always = {facet for facet, mark in zip(facets, marks, strict=True) if mark == "●"}
        table[level] = (always, always | {f for f, mark in zip(facets, marks, strict=True) if mark == "○"})
    return table


@pytest.mark.rule("D02", "D03", "D06", "D07", "D08", "D09", "D10", "A20")
@pytest.mark.parametrize("level", LEVELS)
def test_each_level_opens_its_facets(level: Level) -> None:
    world = house(facts=(*ADA_ON_KIM, card("ada", "kim")), shares=[ada_shares(level)])
    loud = replace(world, privacies=(MailPrivacy("ada", None, "bodies"),))
    hidden, bodies = ladder()[level]
    assert shown(world, "ben") == hidden
    assert shown(loud, "ben") == bodies
    assert shown(loud, "cyd") == set()


@pytest.mark.rule("D01", "D16")
def test_each_audience_gets_its_own_and_a_viewer_their_union() -> None:
    world = house(
        facts=book("ben", "kim"),
        shares=[Share("ben", "deal", VALUES), Share("ben", "lab", MEETINGS), Share("ben", EVERYONE, TIES)],
    )
    assert shown(world, "ada", "ben/kim") == KNOWN | {"contact_info"}
    assert shown(world, "cyd", "ben/kim") == MET
    assert shown(world, "dee", "ben/kim") == KNOWN
    both = with_team(world, "lab", "ada", "ben", "cyd")
    assert shown(both, "ada", "ben/kim") == MET | {"contact_info"}


@pytest.mark.rule("D16")
def test_leaving_a_team_ends_both_directions() -> None:
    shares = [ada_shares(BOTH), Share("ben", "deal", TIES)]
    world = house(facts=(*ADA_ON_KIM, *book("ben", "max")), shares=shares)
    assert facts(world, "ada") == {"ben/max/existence", "ben/max/relationship"}
    left = with_team(world, "deal", "ben")
    assert facts(left, "ada") == set()
    assert facts(left, "ben") == set()


@pytest.mark.rule("D05", "D19", "D22")
def test_an_observer_sees_an_admin_does_not_and_the_owner_sees_all() -> None:
    world = house(
        facts=(*ADA_ON_KIM, card("ada", "kim")), shares=[ada_shares(TIES), Share("ben", "deal", NOT)]
    )
    assert shown(world, "ben") == KNOWN
    assert facts(world, "abe") == facts(world, "flo") == set()
    mine = {atom[1].rpartition("/")[2] for atom in atoms(world, "ada") if atom[0] == "fact"}
    assert mine == ALL | {"card"}


@pytest.mark.rule("D11", "D12")
def test_the_default_stands_until_a_choice_is_made() -> None:
    assert facts(house(facts=ADA_ON_KIM), "ben") == set()
    account = replace(ACME, default_for_teams=MEETINGS, default_for_everyone=TIES)
    world = house(account, facts=ADA_ON_KIM)
    assert shown(world, "ben") == MET
    assert shown(world, "dee") == KNOWN
    assert shown(replace(world, shares=(ada_shares(NOT),)), "ben") == KNOWN


# What the floor and the cap for team deal make of Ada's choice, for Ben.
@pytest.mark.rule("D13", "D17", "D18")
@pytest.mark.parametrize(
    ("choice", "floor", "cap", "gets"),
    [
        (NOT, TIES, BOTH, KNOWN),
        (MEETINGS, VALUES, BOTH, MET | {"contact_info"}),
        (BOTH, NOT, TIES, KNOWN),
        (BOTH, NOT, MEETINGS, MET),
        (VALUES, NOT, MEETINGS, KNOWN),
        (BOTH, NOT, NOT, set()),
        (None, VALUES, VALUES, KNOWN | {"contact_info"}),
    ],
)
def test_floor_and_cap_bind_the_choice(
    choice: Level | None, floor: Level, cap: Level, gets: set[str]
) -> None:
    account = replace(ACME, limits={"deal": (floor, cap)})
    shares = [] if choice is None else [ada_shares(choice)]
    assert shown(house(account, facts=ADA_ON_KIM, shares=shares), "ben") == gets


@pytest.mark.rule("B06")
def test_an_expired_choice_counts_as_not_sharing_then_the_floor() -> None:
    world = house(
        replace(ACME, default_for_teams=BOTH), facts=ADA_ON_KIM, shares=[ada_shares(BOTH, until=PAST)]
    )
    assert shown(world, "ben") == set()
    floor = replace(ACME, default_for_teams=BOTH, limits={"deal": (TIES, BOTH)})
    assert shown(house(floor, facts=ADA_ON_KIM, shares=[ada_shares(BOTH, until=PAST)]), "ben") == KNOWN
    assert shown(house(facts=ADA_ON_KIM, shares=[ada_shares(TIES, until=LATER)]), "ben") == KNOWN


@pytest.mark.rule("D23")
def test_a_deactivated_contributor_opens_nothing() -> None:
    account = replace(ACME, share_all=True)
    world = house(account, facts=(*ADA_ON_KIM, card("ada", "kim")), shares=[ada_shares(BOTH)])
    assert shown(world, "ben") == {"card", *KNOWN, "contact_info", "highlights", "interactions"}
    assert facts(with_user(world, "ada", active=False), "ben") == set()


@pytest.mark.rule("D23", "A34")
def test_a_deactivated_viewer_is_a_visitor() -> None:
    world = house(facts=(*ADA_ON_KIM, *book("ben", "kim")), shares=[ada_shares(BOTH)])
    assert atoms(with_user(world, "ben", active=False), "ben") == frozenset()


@pytest.mark.rule("D26")
def test_colleagues_are_named_by_their_own_sharing() -> None:
    on_it = book("ada", "kim", names=["ben", "cyd", "dee", "eve", "max"])
    shares = [ada_shares(MEETINGS, EVERYONE), Share("cyd", "lab", TIES)]
    world = house(facts=on_it, shares=shares)
    assert named(world, "ben", "ada/kim/interactions") == {"ada", "cyd"}
    assert named(world, "flo", "ada/kim/interactions") == {"ada"}
    assert named(with_user(world, "cyd", active=False), "ben", "ada/kim/interactions") == {"ada"}
    assert named(world, "ada", "ada/kim/body") == {"ben", "cyd", "dee", "eve"}
    assert named(world, "ada", "ada/kim/highlights") == set()
    assert named(world, "flo", "ada/kim/subject") == set()
    silent = replace(world, privates=(Private("cyd", ("person", "max"), "lab"),))
    assert named(silent, "ben", "ada/kim/interactions") == {"ada"}


# ── A19-A28: mail and meetings, highlights ──────────────────────────────────────────────────────────


@pytest.mark.rule("A19", "A20")
def test_in_mode_everyone_the_members_own_option_counts_for_each_audience() -> None:
    world = house(
        facts=ADA_ON_KIM,
        shares=[ada_shares(BOTH), ada_shares(MEETINGS, EVERYONE)],
        privacies=[MailPrivacy("ada", None, "subjects"), MailPrivacy("ada", "deal", "bodies")],
    )
    assert shown(world, "ben") == ALL - {"body"}
    assert shown(world, "dee") == MET | {"subject"}


@pytest.mark.rule("A20")
def test_privacy_opens_nothing_where_interactions_are_not_shared() -> None:
    world = house(
        facts=ADA_ON_KIM, shares=[ada_shares(VALUES)], privacies=[MailPrivacy("ada", None, "bodies")]
    )
    assert shown(world, "ben") == KNOWN | {"contact_info"}


@pytest.mark.rule("A21", "A26")
def test_in_teams_only_each_team_sees_by_its_own_row() -> None:
    world = house(
        TEAMS_ONLY,
        facts=book("ben", "kim"),
        shares=[Share("ben", "deal", MEETINGS), Share("ben", "lab", MEETINGS)],
        privacies=[MailPrivacy("ben", None, "bodies"), MailPrivacy("ben", "lab", "subjects")],
    )
    assert shown(world, "ada", "ben/kim") == MET
    assert shown(world, "cyd", "ben/kim") == MET | {"subject"}


@pytest.mark.rule("A22")
def test_switching_the_mode_back_unmasks_the_members_own_option() -> None:
    rows = [MailPrivacy("ada", None, "bodies"), MailPrivacy("ada", "deal", "hide")]
    world = house(TEAMS_ONLY, facts=ADA_ON_KIM, shares=[ada_shares(MEETINGS)], privacies=rows)
    assert shown(world, "ben") == MET
    assert shown(replace(world, accounts=HOUSE.accounts), "ben") == MET | {"subject", "body"}


@pytest.mark.rule("A20", "B06")
def test_an_expired_option_hides() -> None:
    rows = [MailPrivacy("ada", None, "bodies", until=PAST)]
    world = house(facts=ADA_ON_KIM, shares=[ada_shares(MEETINGS)], privacies=rows)
    assert shown(world, "ben") == MET


@pytest.mark.rule("A23", "A24")
def test_on_one_mail_each_book_speaks_for_itself() -> None:
    world = house(
        facts=(*book("ada", "kim", thread="t"), *book("ben", "kim", thread="t")),
        shares=[ada_shares(MEETINGS), Share("ben", "deal", MEETINGS), Share("ben", "lab", MEETINGS)],
        privacies=[MailPrivacy("ben", None, "bodies")],
    )
    world = with_team(world, "deal", "ada", "ben", "dee")
    assert shown(world, "dee", "ada/kim") == MET
    assert shown(world, "dee", "ben/kim") == MET | {"subject", "body"}
    assert shown(world, "cyd", "ben/kim") == MET | {"subject", "body"}
    assert shown(world, "cyd", "ada/kim") == set()


@pytest.mark.rule("A25")
def test_in_teams_only_everyone_gets_no_mail_and_no_dates() -> None:
    world = house(
        TEAMS_ONLY,
        facts=ADA_ON_KIM,
        shares=[ada_shares(BOTH, EVERYONE), ada_shares(TIES)],
        privacies=[MailPrivacy("ada", "deal", "bodies")],
    )
    assert shown(world, "dee") == KNOWN | {"contact_info"}
    assert shown(world, "ben") == KNOWN | {"contact_info"}


@pytest.mark.rule("A25", "A28")
@pytest.mark.parametrize("mode", ["everyone", "teams only"])
def test_highlights_reach_everyone_from_those_who_share_relationships_with_everyone(
    mode: Literal["everyone", "teams only"],
) -> None:
    account = replace(ACME, mode=mode, highlights=True)
    assert shown(house(account, facts=ADA_ON_KIM, shares=[ada_shares(TIES, EVERYONE)]), "dee") == KNOWN | {
        "highlights"
    }
    assert shown(house(account, facts=ADA_ON_KIM, shares=[ada_shares(TIES)]), "ben") == KNOWN
    capped = replace(account, limits={EVERYONE: (NOT, NOT)})
    assert shown(house(capped, facts=ADA_ON_KIM, shares=[ada_shares(BOTH, EVERYONE)]), "dee") == set()


# ── Ceilings ────────────────────────────────────────────────────────────────────────────────────────


# A key's ceiling: what Ben's keys get of Ada's book, all of which he sees himself.
@pytest.mark.rule("A34")
@pytest.mark.parametrize(
    ("ceiling", "gets"),
    [
        (set(), set()),
        ({"existence"}, {"existence"}),
        ({"contact_info"}, set()),
        ({"existence", "contact_info"}, {"existence"}),
        ({"existence", "relationship", "contact_info", "body"}, KNOWN | {"contact_info"}),
        ({"existence", "relationship", "highlights", "interactions"}, MET),
        (ALL, ALL),
    ],
)
def test_a_ceiling_cuts_what_stands_on_what_it_lacks(ceiling: set[str], gets: set[str]) -> None:
    world = house(facts=ADA_ON_KIM, shares=[ada_shares(BOTH)], privacies=[MailPrivacy("ada", None, "bodies")])
    assert facts(world, "ben", ceiling=ceiling) == {f"ada/kim/{facet}" for facet in gets}
    on_it = {
        atom[1].rpartition("/")[2] for atom in atoms(world, "ben", ceiling=ceiling) if atom[0] == "named"
    }
    assert on_it == gets & {"interactions", "subject", "body"}


@pytest.mark.rule("D25", "S16")
def test_an_empty_world_and_an_unknown_user_give_nothing() -> None:
    assert atoms(World(), None) == atoms(World(), "ada") == atoms(HOUSE, "nobody") == frozenset()
    assert (
        facts(house(facts=(Fact("x", "ada", "no such facet", "kim"),), shares=[ada_shares(BOTH)]), "ben")
        == set()
    )


# ── The model itself ────────────────────────────────────────────────────────────────────────────────


def test_the_model_stays_short_and_leans_on_nothing() -> None:
    source = Path(model.__file__).read_text(encoding="utf-8")
    assert len(source.splitlines()) <= 450
    imported = set[str]()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            imported.add(node.module or "")
    assert imported - {"tests.reference.world"} <= set(sys.stdlib_module_names) | {"collections.abc"}
    assert "tests.reference.world" in imported
