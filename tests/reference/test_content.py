"""Hold the reference model to the rules on notes, lists, buckets and exceptions, with answers written by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.reference.cast import (
    ACME,
    BOTH,
    MEETINGS,
    MEMBERS,
    PAST,
    TIES,
    ada_shares,
    atoms,
    book,
    card,
    facts,
    house,
    opened,
    shown,
    with_team,
    with_user,
)
from tests.reference.world import (
    BOOK_FOOTING,
    EVERYONE,
    Consent,
    Container,
    Entry,
    Grant,
    Item,
    MailPrivacy,
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


# ── B05: exceptions ─────────────────────────────────────────────────────────────────────────────────


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
