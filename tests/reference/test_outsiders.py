"""Hold the reference model to the rules on allies, partners, guests and links, with answers written by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.reference.cast import (
    ACME,
    BOTH,
    HOUSE,
    MEMBERS,
    PAST,
    ada_shares,
    atoms,
    book,
    card,
    facts,
    house,
    known,
    opened,
    with_user,
)
from tests.reference.world import (
    EVERYONE,
    Alliance,
    AllyShare,
    Container,
    Grant,
    Link,
    Page,
    Partnership,
    Private,
    Protected,
    World,
)

ADA_ON_KIM = book("ada", "kim")


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


@pytest.mark.rule("A34")
def test_a_ceiling_lowers_every_kind_of_atom_and_raises_none() -> None:
    world = allied()
    assert atoms(world, "eve", ceiling={"tie"}) == frozenset()  # it stands on the record (A38)
    assert TIE in atoms(world, "eve", ceiling={"tie", "existence"})
    assert KNOWER in atoms(world, "eve", ceiling={"tie", "knower", "existence"})
    assert KNOWER not in atoms(world, "eve", ceiling={"knower", "existence"})
    assert atoms(world, "eve", ceiling={"known"}) == {("user", "pia")}
    with_link = room("gus")
    assert atoms(with_link, None, "live", ceiling={"comment"}) == frozenset()
    assert opened(with_link, "gus", "room") == INVITED
    assert atoms(with_link, "gus", ceiling={"view"}) == {
        ("source", "room", "view"),
        ("source", "page", "view"),
    }
