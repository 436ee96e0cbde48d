"""Hold the reference model to the rules' own sentences: scenes of a fixed cast, answers written by hand."""

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
    MEMBERS,
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
    known,
    named,
    opened,
    shown,
    with_team,
    with_user,
)
from tests.reference.world import (
    BOOK_FOOTING,
    EVERYONE,
    LEVELS,
    Alliance,
    AllyShare,
    Consent,
    Container,
    Entry,
    Fact,
    Grant,
    Item,
    Level,
    Link,
    MailPrivacy,
    Page,
    Partnership,
    Private,
    PrivateThread,
    Protected,
    Share,
    TakenPrivate,
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


# ── A06-A18: notes, files, reminders, logged interactions ───────────────────────────────────────────

EVERYBODY = frozenset({("everyone", "acme")})


def readers(world: World, item: str = "n") -> set[str]:
    return {user.id for user in world.users if "read" in opened(world, user.id, item)}


@pytest.mark.rule("A06", "A09")
def test_an_item_reaches_its_audience_and_is_edited_by_its_author() -> None:
    for audience, who in [
        (frozenset[tuple[str, str]](), {"ada"}),
        (frozenset({("team", "lab")}), {"ada", "ben", "cyd"}),
        (frozenset({("user", "dee")}), {"ada", "dee"}),
        (EVERYBODY, set(MEMBERS)),
    ]:
        world = house(items=[Item("n", "note", "ada", audience=audience)])
        assert readers(world) == who
        assert opened(world, "ada", "n") == {"read", "edit"}


@pytest.mark.rule("A13")
def test_an_item_is_seen_with_one_of_its_records_and_names_no_other() -> None:
    note = Item("n", "note", "ada", records=frozenset({"kim", "max"}), audience=EVERYBODY)
    world = house(facts=(*ADA_ON_KIM, *book("cyd", "max")), items=[note], shares=[ada_shares(TIES)])
    assert readers(world) == {"ada", "ben", "cyd"}
    assert ("on", "n", "kim") in atoms(world, "ben")
    assert ("on", "n", "max") not in atoms(world, "ben")
    assert ("on", "n", "max") in atoms(world, "cyd")
    assert not any(atom[0] == "on" for atom in atoms(world, "dee"))


@pytest.mark.rule("A13")
def test_an_author_keeps_a_note_whose_record_is_hidden() -> None:
    world = house(facts=book("cyd", "max"), items=[Item("n", "note", "ada", records=frozenset({"max"}))])
    assert opened(world, "ada", "n") == {"read", "edit"}
    assert ("on", "n", "max") not in atoms(world, "ada")


@pytest.mark.rule("A14")
def test_those_who_met_see_the_meeting_note() -> None:
    note = Item(
        "n", "meeting note", "ada", records=frozenset({"kim"}), participants=frozenset({"ada", "dee"})
    )
    world = house(facts=ADA_ON_KIM, items=[note])
    assert readers(world) == {"ada", "dee"}
    assert opened(world, "dee", "n") == {"read"}
    assert ("on", "n", "kim") not in atoms(world, "dee")


@pytest.mark.rule("A15")
def test_an_absent_author_without_a_common_team_loses_sight_in_teams_only() -> None:
    note = Item("n", "meeting note", "ada", participants=frozenset({"cyd", "flo"}))
    assert readers(house(items=[note])) == {"ada", "cyd", "flo"}
    world = house(TEAMS_ONLY, items=[note])
    assert readers(world) == {"cyd", "flo"}
    assert readers(with_team(world, "lab", "ada", "cyd")) == {"ada", "cyd", "flo"}
    assert readers(house(TEAMS_ONLY, items=[replace(note, kind="note")])) == {"ada"}
    there = replace(note, participants=frozenset({"ada", "flo"}))
    assert opened(house(TEAMS_ONLY, items=[there]), "ada", "n") == {"read", "edit"}


@pytest.mark.rule("A16", "A17")
def test_participants_and_the_assignee_see_what_names_them() -> None:
    call = Item("n", "logged interaction", "ada", records=frozenset({"kim"}), participants=frozenset({"cyd"}))
    todo = Item("r", "reminder", "ada", records=frozenset({"kim"}), assignee="dee")
    world = house(facts=ADA_ON_KIM, items=[call, todo])
    assert readers(world, "n") == {"ada", "cyd"}
    assert readers(world, "r") == {"ada", "dee"}
    assert ("on", "r", "kim") not in atoms(world, "dee")
    shared = replace(world, shares=(ada_shares(TIES, EVERYONE),))
    assert ("on", "r", "kim") in atoms(shared, "dee")
    plain = Item("n", "file", "ada", participants=frozenset({"cyd"}), assignee="dee")
    assert readers(house(items=[plain])) == {"ada"}


@pytest.mark.rule("A06", "T04")
def test_an_items_team_or_everyone_is_of_the_authors_account() -> None:
    wide = frozenset({("everyone", "bolt"), ("team", "sales"), ("everyone", "acme")})
    assert readers(house(items=[Item("n", "note", "ada", audience=wide)])) == set(MEMBERS)


# ── A31, A32, K: lists and buckets ──────────────────────────────────────────────────────────────────

LIST = Container("pipe", "list", "ada")
BUCKET = Container("pail", "bucket", "ada")


@pytest.mark.rule("A31", "K02")
def test_lists_and_buckets_are_private_until_a_role_is_given() -> None:
    world = house(containers=[LIST, BUCKET])
    assert opened(world, "ada", "pipe") == {"view", "edit values", "edit columns", "manage"}
    assert opened(world, "ada", "pail") == {"view", "edit", "manage"}
    assert opened(world, "ben", "pipe") == opened(world, "ben", "pail") == set()
    given = replace(
        world,
        grants=(
            Grant(("team", "deal"), "pipe", "viewer"),
            Grant(("user", "ben"), "pipe", "editor"),
            Grant(("everyone", "acme"), "pail", "viewer"),
            Grant(("user", "cyd"), "pail", "manager", until=PAST),
        ),
    )
    assert opened(given, "ben", "pipe") == {"view", "edit values", "edit columns"}
    assert opened(given, "cyd", "pipe") == set()
    assert opened(given, "cyd", "pail") == {"view"}


@pytest.mark.rule("A32", "K14")
def test_the_enterprise_admin_opens_a_private_list_and_it_feeds_nothing() -> None:
    world = house(containers=[LIST, BUCKET], facts=ADA_ON_KIM, entries=[Entry("pipe", "kim", "ada")])
    assert opened(world, "flo", "pipe") == {"view", "manage"}
    assert opened(world, "flo", "pail") == opened(world, "abe", "pipe") == set()
    assert facts(world, "flo") == set()
    given = replace(world, grants=(Grant(("user", "flo"), "pipe", "viewer"),))
    assert facts(given, "flo") == {"ada/kim/existence"}


@pytest.mark.rule("T04")
def test_a_list_or_bucket_opens_nothing_to_a_guest() -> None:
    grants = [Grant(("user", "gus"), "pail", "viewer"), Grant(("everyone", "bolt"), "pipe", "viewer")]
    entries = [Entry("pail", "kim", "ada"), Entry("pipe", "kim", "ada")]
    world = house(containers=[LIST, BUCKET], grants=grants, entries=entries, facts=ADA_ON_KIM)
    for guest in ("gus", "eve", "pia"):
        assert facts(world, guest) == opened(world, guest, "pail") == opened(world, guest, "pipe") == set()


@pytest.mark.rule("K04")
def test_share_all_opens_cards_and_never_who_knows_whom() -> None:
    world = house(replace(ACME, share_all=True), facts=(*ADA_ON_KIM, card("ada", "kim"), card("ada", "nia")))
    assert facts(world, "dee") == {"ada/kim/existence", "ada/kim/card", "ada/nia/card"}
    assert facts(world, "eve") == facts(world, None) == set()


@pytest.mark.rule("K14")
def test_an_entry_opens_its_adders_contribution_alone() -> None:
    world = house(
        containers=[BUCKET],
        grants=[Grant(("user", "dee"), "pail", "viewer")],
        entries=[Entry("pail", "kim", "ben")],
        facts=(*ADA_ON_KIM, *book("ben", "kim"), card("ben", "kim"), card("ada", "kim"), card("ben", "max")),
    )
    assert facts(world, "dee") == {"ben/kim/existence", "ben/kim/card"}
    assert facts(world, "ada") == {"ben/kim/existence", "ben/kim/card"}
    assert facts(with_user(world, "ben", active=False), "dee") == set()
    assert facts(with_user(world, "ada", active=False), "dee") == {"ben/kim/existence", "ben/kim/card"}


TALKING = replace(BUCKET, conversations=True)


def conversations(account: object = ACME, **changes: object) -> World:
    """Ada's bucket, with Kim put there by Ben, shown to Cyd and Dee; Ada consents to show her conversations."""
    rows = {
        "containers": [TALKING],
        "grants": [Grant(("user", "cyd"), "pail", "viewer"), Grant(("user", "dee"), "pail", "viewer")],
        "entries": [Entry("pail", "kim", "ben")],
        "consents": [Consent("pail", "ada")],
        "facts": (*ADA_ON_KIM, *book("ada", "max"), *book("ben", "kim")),
    }
    return house(account, **(rows | changes))  # type: ignore[arg-type]


@pytest.mark.rule("K06")
def test_conversations_need_the_bucket_the_switch_and_the_consent() -> None:
    assert facts(conversations(), "dee") == {f"ada/kim/{it}" for it in MET} | {"ben/kim/existence"}
    assert opened(conversations(), "dee", "pail") == {"view", "conversations"}
    assert opened(conversations(), "flo", "pail") == set()
    by_entry_alone = {"ben/kim/existence"}
    assert facts(conversations(containers=[BUCKET]), "dee") == by_entry_alone
    assert facts(conversations(consents=[]), "dee") == by_entry_alone
    assert facts(conversations(entries=[]), "dee") == set()
    assert facts(conversations(), "flo") == set()
    assert facts(with_user(conversations(), "ada", active=False), "dee") == by_entry_alone


@pytest.mark.rule("K06")
def test_conversations_keep_to_the_members_privacy() -> None:
    world = conversations(privacies=[MailPrivacy("ada", None, "subjects")])
    assert shown(world, "dee") == MET | {"subject"}


@pytest.mark.rule("K06", "A21")
def test_in_teams_only_conversations_reach_those_who_share_a_team() -> None:
    rows = [MailPrivacy("ada", None, "bodies"), MailPrivacy("ada", "lab", "subjects")]
    world = with_team(conversations(TEAMS_ONLY, privacies=rows), "lab", "ada", "cyd")
    assert shown(world, "cyd") == MET | {"subject"}
    assert shown(world, "dee") == set()


@pytest.mark.rule("K13")
def test_one_contact_taken_private_leaves_its_card() -> None:
    world = conversations(taken_private=[TakenPrivate("pail", "kim")])
    assert facts(world, "dee") == {"ben/kim/existence"}
    other = conversations(taken_private=[TakenPrivate("pail", "max")])
    assert shown(other, "dee") == MET


# ── A38, S: allies and partners ─────────────────────────────────────────────────────────────────────


def allied(**changes: object) -> World:
    """Acme gives ties to Bolt. Ada shares hers on Kim; Eve knows Kim herself, Pia does not."""
    rows = {
        "facts": (*ADA_ON_KIM, *book("ada", "max"), *book("eve", "kim")),
        "alliances": [Alliance("pact", "acme", "bolt", frozenset({"acme", "bolt"}))],
        "ally_shares": [AllyShare("pact", "ada", knower=True)],
    }
    return house(**(rows | changes))  # type: ignore[arg-type]


def told(world: World, user: str) -> set[tuple[str, ...]]:
    return {atom for atom in atoms(world, user) if atom[0] in ("tie", "knower")}


TIE, KNOWER = ("tie", "pact", "kim"), ("knower", "pact", "ada", "kim")


@pytest.mark.rule("A38")
def test_an_ally_who_sees_the_person_learns_of_the_tie() -> None:
    world = allied()
    assert told(world, "eve") == {TIE, KNOWER}
    assert told(world, "pia") == told(world, "ben") == set()
    assert facts(world, "eve") == set()
    assert told(allied(ally_shares=[AllyShare("pact", "ada")]), "eve") == {TIE}


@pytest.mark.rule("A38", "B05", "B06", "D23")
@pytest.mark.parametrize(
    ("change", "told_to_eve"),
    [
        ({"alliances": [Alliance("pact", "acme", "bolt", frozenset({"acme"}))]}, set()),
        ({"alliances": [Alliance("pact", "bolt", "acme", frozenset({"acme", "bolt"}))]}, set()),
        ({"ally_shares": [AllyShare("pact", "ada", knower=True, until=PAST)]}, set()),
        ({"ally_shares": [AllyShare("pact", "ben", knower=True)]}, set()),
        ({"privates": [Private("ada", ("person", "kim"))]}, set()),
        ({"privates": [Private("ada", ("company", "orca"))]}, set()),
        ({"privates": [Private("ada", ("person", "kim"), EVERYONE)]}, {TIE, KNOWER}),
        ({"protected": [Protected("acme", "kim")]}, set()),
        ({"protected": [Protected("bolt", "kim")]}, {TIE, KNOWER}),
    ],
)
def test_a_tie_needs_each_consent(change: dict[str, object], told_to_eve: set[tuple[str, ...]]) -> None:
    assert told(allied(**change), "eve") == told_to_eve


@pytest.mark.rule("A38", "D23")
def test_a_deactivated_givers_tie_is_gone() -> None:
    assert told(with_user(allied(), "ada", active=False), "eve") == set()


# Who sees what of a partnership of Acme and Bolt, by its state.
@pytest.mark.rule("S10", "S11", "S12", "S15", "S16", "S22")
@pytest.mark.parametrize(
    ("state", "open_to_admins"),
    [
        ({"accepted": False, "approved_by": frozenset({"acme", "bolt"})}, set()),
        ({}, {"overview"}),
        ({"approved_by": frozenset({"acme"})}, {"overview"}),
        ({"approved_by": frozenset({"acme", "bolt"})}, {"overview", "mapping"}),
        ({"approved_by": frozenset({"acme", "bolt"}), "ended": True}, set()),
    ],
)
def test_a_partnership_opens_step_by_step_to_admins(
    state: dict[str, object], open_to_admins: set[str]
) -> None:
    world = house(partnerships=[Partnership("ab", ("acme", "bolt"), **state)])  # type: ignore[arg-type]
    for user in world.users:
        gets = {atom[2] for atom in atoms(world, user.id) if atom[0] == "partner"}
        assert gets == (open_to_admins if user.id in ("abe", "flo", "pia") else set()), user.id
    assert atoms(with_user(world, "gus", role="enterprise admin"), "gus") == frozenset()


# ── T: workspaces, guests, pages ────────────────────────────────────────────────────────────────────

ROOM = Container("room", "workspace", "ada")
TALK = Container("talk", "discussion", "ada")
PAGE = Page("page", "room")
INVITED = {"view", "download", "edit", "comment", "sync", "overview", "people"}


def room(*invited: str, read_only: bool = False, **more: object) -> World:
    """Ada's workspace with one page, which has a live link and a dead one."""
    rows = {
        "containers": [replace(ROOM, read_only=read_only)],
        "pages": [PAGE],
        "links": [Link("live", "page"), Link("dead", "page", until=PAST)],
        "grants": [Grant(("user", user), "room", "invited") for user in invited],
    }
    return house(**(rows | more))  # type: ignore[arg-type]


@pytest.mark.rule("T01", "T02", "T03")
def test_who_is_invited_gets_all_in_the_workspace() -> None:
    world = room("gus", "ben")
    for user in ("ada", "ben", "gus"):
        assert opened(world, user, "room") == INVITED
        assert opened(world, user, "page") == {"view", "comment"}
    assert opened(world, "cyd", "room") == opened(world, "cyd", "page") == set()


@pytest.mark.rule("T04")
def test_a_guest_reaches_nothing_else() -> None:
    world = room("gus", facts=(*ADA_ON_KIM, card("ada", "kim")), shares=[ada_shares(BOTH, EVERYONE)])
    world = replace(world, accounts=(replace(ACME, share_all=True), *HOUSE.accounts[1:]))
    assert {atom[:2] for atom in atoms(world, "gus")} == {
        ("source", "room"),
        ("source", "page"),
        ("user", "ada"),
    }


@pytest.mark.rule("T05", "T06", "T17", "B06")
def test_a_link_opens_its_page_alone() -> None:
    world = room(pages=[PAGE, Page("other", "room")])
    assert atoms(world, None, "live") == {("source", "page", "view")}
    assert atoms(world, None, "dead", "unknown") == frozenset()
    assert opened(world, "eve", "page", "live") == {"view", "comment"}
    assert opened(world, "eve", "other", "live") == opened(world, "eve", "room", "live") == set()
    assert atoms(with_user(world, "eve", active=False), "eve", "live") == {("source", "page", "view")}


@pytest.mark.rule("T07", "T08", "T09", "T10")
def test_read_only_limits_guests_also_by_link_and_never_members() -> None:
    world = room("gus", "ben", read_only=True)
    assert opened(world, "gus", "room") == {"view", "download"}
    assert opened(world, "gus", "page", "live") == {"view"}
    assert opened(world, "eve", "page", "live") == {"view"}
    assert opened(world, "ben", "room") == INVITED
    assert opened(world, "cyd", "page", "live") == {"view", "comment"}


@pytest.mark.rule("T14")
def test_admins_see_every_workspace_and_discussion_of_their_account() -> None:
    world = room("gus", containers=[ROOM, TALK])
    for admin in ("abe", "flo"):
        assert opened(world, admin, "room") == {"view", "download", "overview", "people"}
        assert opened(world, admin, "page") == {"view"}
        assert opened(world, admin, "talk") == {"view"}
    assert opened(world, "pia", "room") == opened(world, "pia", "talk") == set()
    assert opened(room("abe"), "abe", "room") == INVITED


@pytest.mark.rule("T18", "T12")
def test_a_discussion_is_its_participants_alone_and_counts_as_shared() -> None:
    world = house(containers=[TALK], grants=[Grant(("user", "gus"), "talk", "participant")])
    assert opened(world, "gus", "talk") == opened(world, "ada", "talk") == {"view", "comment"}
    assert opened(world, "ben", "talk") == set()
    assert known(world, "gus") == {"ada"}


@pytest.mark.rule("T12")
def test_colleagues_know_each_other_also_the_deactivated() -> None:
    world = with_user(HOUSE, "dee", active=False)
    assert {atom[1] for atom in atoms(world, "ada") if atom[0] == "user"} == set(MEMBERS) - {"ada"}
    assert atoms(HOUSE, "gus") == frozenset()


@pytest.mark.rule("T12")
def test_a_guest_is_known_to_the_account_of_those_who_share_with_them() -> None:
    world = room("gus")
    assert known(world, "cyd") == {"gus"}  # Ada, of Cyd's account, shares a workspace with Gus
    assert known(world, "gus") == {"ada"}
    assert known(world, "eve") == set()
    assert known(with_user(world, "gus", active=False), "cyd") == set()
    assert known(with_user(world, "ada", active=False), "cyd") == set()
    expired = room(grants=[Grant(("user", "gus"), "room", "invited", until=PAST)])
    assert known(expired, "ada") == set()


@pytest.mark.rule("T12", "T14")
def test_an_admins_look_is_no_sharing() -> None:
    world = room("gus", "eve")
    assert known(world, "gus") == {"ada", "eve"}
    assert known(world, "pia") == {"ada", "gus"}  # Eve, her colleague, shares it with them


@pytest.mark.rule("T12")
def test_teams_and_everyone_share_as_their_members() -> None:
    grants = [Grant(("user", "gus"), "room", "invited"), Grant(("team", "lab"), "room", "invited")]
    assert known(room(grants=grants), "gus") == {"ada", "ben", "cyd"}
    grants = [Grant(("user", "gus"), "room", "invited"), Grant(("everyone", "acme"), "room", "invited")]
    assert known(room(grants=grants), "gus") == set(MEMBERS)


@pytest.mark.rule("T12")
def test_a_commenter_is_known_to_who_can_open_the_page() -> None:
    world = room(pages=[replace(PAGE, commenters=frozenset({"eve"}))])
    assert known(world, "gus") == set()
    assert known(world, "gus", "dead") == set()
    assert known(world, "gus", "live") == {"eve"}
    assert known(world, "ada") == {"eve"}
    assert known(world, "abe") == {"eve"}
    assert known(world, "cyd") == set()
    assert known(world, None, "live") == set()
    assert known(with_user(world, "eve", active=False), "ada") == set()


@pytest.mark.rule("T13")
def test_between_guests_a_read_only_workspace_is_no_reason() -> None:
    commented = [replace(PAGE, commenters=frozenset({"eve", "ben"}))]
    world = room("gus", "eve", read_only=True, pages=commented)
    assert known(world, "gus") == {"ada", "ben"}
    assert known(world, "eve") == {"ada", "ben"}
    assert known(world, "pia", "live") == {"ada", "ben"}  # Eve's colleague is a guest there as Eve is
    assert known(world, "ada") == {"eve", "gus"}
    besides = replace(
        world,
        containers=(*world.containers, TALK),
        grants=(
            *world.grants,
            Grant(("user", "gus"), "talk", "participant"),
            Grant(("user", "eve"), "talk", "participant"),
        ),
    )
    assert known(besides, "gus") == {"ada", "ben", "eve"}


# ── B: exceptions, end dates, ceilings ──────────────────────────────────────────────────────────────


@pytest.mark.rule("B05")
@pytest.mark.parametrize(
    ("private", "sees_kim", "sees_lou"),
    [
        (Private("ada", ("person", "kim")), {"eve"}, {"ben", "dee"}),
        (Private("ada", ("company", "orca")), {"eve"}, set()),
        (Private("ada", ("company", "pike")), {"ben", "dee"}, {"ben", "dee"}),
        (Private("ada", ("person", "kim"), "deal"), {"dee"}, {"ben", "dee"}),
        (Private("ada", ("person", "kim"), EVERYONE), set(), {"ben", "dee"}),
        (Private("cyd", ("person", "kim")), {"ben", "dee"}, {"ben", "dee"}),
    ],
)
def test_a_private_person_is_withheld_over_every_way(
    private: Private, sees_kim: set[str], sees_lou: set[str]
) -> None:
    account = replace(ACME, share_all=True)
    world = house(
        account,
        facts=(*ADA_ON_KIM, card("ada", "kim"), *book("ada", "lou")),
        shares=[ada_shares(BOTH), ada_shares(BOTH, EVERYONE)],
        privates=[private],
    )
    for user in ("ben", "dee"):
        everything = ALL - {"subject", "body"}
        assert shown(world, user) == (everything | {"card"} if user in sees_kim else set())
        assert shown(world, user, "ada/lou") == (everything if user in sees_lou else set())
    mine = {atom[1] for atom in atoms(world, "ada") if atom[0] == "fact"}
    assert mine == {fact.id for fact in world.facts}


@pytest.mark.rule("B05")
def test_a_mail_that_names_a_withheld_person_is_withheld_whole_and_the_tie_stays() -> None:
    world = house(
        facts=(*book("ada", "lou", names=["kim"]), *book("ben", "lou", names=["kim"])),
        shares=[ada_shares(BOTH, EVERYONE), Share("ben", EVERYONE, BOTH)],
        privacies=[MailPrivacy("ada", None, "bodies")],
        privates=[Private("ada", ("person", "kim"))],
    )
    assert shown(world, "dee", "ada/lou") == KNOWN | {"contact_info"}
    assert shown(world, "dee", "ben/lou") == MET | {"contact_info"}


@pytest.mark.rule("B05")
def test_a_private_thread_hides_subject_and_body_in_every_book_of_the_account() -> None:
    world = house(
        facts=(
            *book("ada", "kim", thread="t"),
            *book("ben", "kim", thread="t"),
            *book("ada", "max", thread="u"),
        ),
        shares=[ada_shares(MEETINGS, EVERYONE), Share("ben", EVERYONE, MEETINGS)],
        privacies=[MailPrivacy("ada", None, "bodies"), MailPrivacy("ben", None, "bodies")],
        private_threads=[PrivateThread("ben", "t")],
    )
    assert shown(world, "dee", "ada/kim") == shown(world, "dee", "ben/kim") == MET
    assert shown(world, "dee", "ada/max") == MET | {"subject", "body"}
    mine = {atom[1] for atom in atoms(world, "ada") if atom[0] == "fact"}
    assert {"ada/kim/subject", "ada/kim/body"} <= mine
    elsewhere = replace(world, private_threads=(PrivateThread("eve", "t"),))
    assert shown(elsewhere, "dee") == MET | {"subject", "body"}


@pytest.mark.rule("B05")
def test_a_protected_recipient_is_withheld_in_every_book_and_bucket() -> None:
    world = conversations(protected=[Protected("acme", "kim")], shares=[ada_shares(BOTH, EVERYONE)])
    assert facts(world, "dee") == {f"ada/max/{it}" for it in MET | {"contact_info"}}
    named_too = house(
        facts=book("ada", "lou", names=["kim"]),
        shares=[ada_shares(BOTH)],
        protected=[Protected("acme", "kim")],
    )
    assert shown(named_too, "ben", "ada/lou") == KNOWN | {"contact_info"}


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


@pytest.mark.rule("A34")
def test_a_ceiling_lowers_every_kind_of_atom_and_raises_none() -> None:
    world = allied()
    assert TIE in atoms(world, "eve", ceiling={"tie"})
    assert KNOWER in atoms(world, "eve", ceiling={"tie", "knower"})
    assert KNOWER not in atoms(world, "eve", ceiling={"knower", "existence"})
    assert atoms(world, "eve", ceiling={"known"}) == {("user", "pia")}
    with_link = room("gus")
    assert atoms(with_link, None, "live", ceiling={"comment"}) == frozenset()
    assert opened(with_link, "gus", "room") == INVITED
    assert atoms(with_link, "gus", ceiling={"view"}) == {
        ("source", "room", "view"),
        ("source", "page", "view"),
    }


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
