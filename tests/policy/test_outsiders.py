"""Allies, partners, and who may know of whom."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tactful.policy.agreements import AllyShare, Partnership, ally, partnership
from tactful.policy.rosters import known, rosters, sharing, with_rosters
from tactful.policy.terms import Choice, Exception_, Fact, Grant, Principal, Source
from tests.policy.house import EVERYONE, LATER, NOW, PAST, PEOPLE, ask, changed, deeds, house, told

# ── Alliances ───────────────────────────────────────────────────────────────────────────────────────

PACT = AllyShare("pact", "acme", "ada", "bolt", agreed=True)
TIE = Fact("tie", "pact", "ada", "tie", "kim", "orca")
KNOWER = replace(TIE, id="knower", facet="knower")
EVES_OWN = told("existence", owner="eve")


def told_to(user: str, share: AllyShare = PACT, *, seen: bool = True, **more: Any) -> set[object]:
    source, grants = ally(share)
    facts = [TIE, KNOWER, EVES_OWN] if seen else [TIE, KNOWER]
    shown = ask(house(source, grants=grants, **more), user).disclosed(facts)
    return {fact for fact in shown if fact != EVES_OWN.id}


@pytest.mark.rule("A38")
@pytest.mark.parametrize(
    ("share", "gets"),
    [
        (PACT, {"tie"}),
        (replace(PACT, with_name=True), {"tie", "knower"}),
        (replace(PACT, agreed=False), set()),
        (replace(PACT, until=LATER), {"tie"}),
        (replace(PACT, until=PAST), set()),
    ],
)
def test_an_ally_is_told_of_ties_to_whom_they_see_already(share: AllyShare, gets: set[str]) -> None:
    assert told_to("eve", share) == gets
    assert told_to("eve", share, seen=False) == set()
    assert told_to("ben", share) == set()


@pytest.mark.rule("A38", "D23", "B05")
@pytest.mark.parametrize(
    ("change", "gets"),
    [
        ({"users": changed("ada", active=False)}, set()),
        ({"users": changed("ben", active=False)}, {"tie"}),
        ({"exceptions": (Exception_("acme", "ada", person="kim"),)}, set()),
        ({"exceptions": (Exception_("acme", "ada", company="orca"),)}, set()),
        ({"exceptions": (Exception_("acme", person="kim"),)}, set()),
        ({"exceptions": (Exception_("acme", "ada", EVERYONE, person="kim"),)}, {"tie"}),
        ({"exceptions": (Exception_("acme", "ben", person="kim"),)}, {"tie"}),
        ({"exceptions": (Exception_("bolt", "eve", person="kim"),)}, {"tie"}),
    ],
)
def test_what_withholds_a_tie(change: dict[str, Any], gets: set[str]) -> None:
    assert told_to("eve", **change) == gets


def test_a_contributed_source_of_nobody_opens_nothing() -> None:
    _, grants = ally(PACT)
    nobodys = Source("pact", "ally", "acme")
    assert not ask(house(nobodys, grants=grants), "eve").fact(TIE).disclosed


# ── Partnerships ────────────────────────────────────────────────────────────────────────────────────

PEERS = Partnership("p", ("acme", "bolt"), accepted=True)


@pytest.mark.rule("S10", "S11", "S12", "S15", "S16", "S22")
@pytest.mark.parametrize(
    ("agreement", "gets"),
    [
        (replace(PEERS, accepted=False), set()),
        (PEERS, {"overview"}),
        (replace(PEERS, approved_by=frozenset({"acme"})), {"overview"}),
        (replace(PEERS, approved_by=frozenset({"acme", "bolt"})), {"overview", "mapping"}),
        (replace(PEERS, approved_by=frozenset({"acme", "bolt", "third"})), {"overview", "mapping"}),
        (replace(PEERS, approved_by=frozenset({"acme", "bolt"}), ended=True), set()),
    ],
)
def test_a_partnership_opens_step_by_step_to_both_sides_admins(
    agreement: Partnership, gets: set[str]
) -> None:
    source, grants = partnership(agreement)
    users = {
        **PEOPLE,
        **changed("eve", role="admin"),
        "tom": replace(PEOPLE["abe"], id="tom", account="third"),
    }
    settings = house(source, grants=grants, users=users)
    opened = {user: deeds(ask(settings, user), "p") for user in users}
    assert opened == {user: gets if user in ("abe", "flo", "eve") else set() for user in users}


def test_what_two_accounts_share_is_of_one_of_them() -> None:
    assert partnership(PEERS)[0] == Source("p", "partnership", "acme")
    assert ally(PACT)[0] == Source("pact", "ally", "acme", "ada")


# ── Rosters ─────────────────────────────────────────────────────────────────────────────────────────

ROOM = Source("room", "workspace", "acme", "ada")
PAGE = Source("page", "page", "acme", parent="room")
READ_ONLY = replace(ROOM, marks=frozenset({"read only"}))
OTHERS = {
    **PEOPLE,
    "eli": replace(PEOPLE["eve"], id="eli"),
    "gus": replace(PEOPLE["eve"], id="gus", account="gus alone"),
}
INVITED = (
    Grant(Principal("user", "eve"), "room", "invited", LATER),
    Grant(Principal("user", "gus"), "room", "invited"),
)


def knows(
    user: str | None,
    room: Source,
    *links: str,
    commenters: Any = None,
    grants: Any = INVITED,
    users: Any = OTHERS,
) -> set[object]:
    """Return whom a user knows of other accounts."""
    link = Grant(Principal("link", "live"), "page", "by link")
    settings = house(room, PAGE, grants=(*grants, link), users=users)
    found = rosters(settings, {"page": frozenset(commenters or ())}, NOW)
    home = None if user is None else users[user].account
    met = known(ask(with_rosters(settings, found), user, *links), found)
    return {other for other in met if users[other].account != home}


@pytest.mark.rule("T12", "T13")
@pytest.mark.parametrize(
    ("user", "room", "gets"),
    [
        ("ada", ROOM, {"eve", "gus"}),
        ("cyd", ROOM, {"eve", "gus"}),  # Ada, of Cyd's account, shares it with them
        ("eve", ROOM, {"ada", "gus"}),
        ("eli", ROOM, {"ada", "gus"}),
        ("gus", ROOM, {"ada", "eve"}),
        ("ada", READ_ONLY, {"eve", "gus"}),
        ("eve", READ_ONLY, {"ada"}),
        ("eli", READ_ONLY, {"ada"}),
        (None, ROOM, set()),
    ],
)
def test_who_shares_a_workspace_is_known(user: str | None, room: Source, gets: set[str]) -> None:
    assert knows(user, room) == gets


@pytest.mark.rule("T12", "T13")
@pytest.mark.parametrize(
    ("user", "room", "links", "gets"),
    [
        ("eli", ROOM, ("live",), {"ben", "gus"}),
        ("eli", READ_ONLY, ("live",), {"ben"}),
        ("eli", ROOM, (), set()),
        ("ada", READ_ONLY, (), {"eli", "gus"}),
        (None, ROOM, ("live",), set()),
    ],
)
def test_who_commented_is_known_to_those_who_open_the_page(
    user: str | None, room: Source, links: tuple[str, ...], gets: set[str]
) -> None:
    assert knows(user, room, *links, commenters={"ben", "gus", "eli"}, grants=()) == gets


@pytest.mark.rule("T12")
def test_of_another_account_nobody_knows_the_deactivated() -> None:
    users = {**OTHERS, "gus": replace(OTHERS["gus"], active=False)}
    assert knows("ada", ROOM, users=users) == {"eve"}
    assert knows("ada", ROOM, commenters={"gus"}, users=users) == {"eve"}
    settings = house(users={**OTHERS, "ben": replace(OTHERS["ben"], active=False)})
    found = rosters(settings, {}, NOW)
    assert known(ask(with_rosters(settings, found), "ada"), found) == {"ben", "cyd", "abe", "flo"}


def test_with_whom_a_source_is_shared() -> None:
    grants = (
        *INVITED,
        Grant(Principal("team", "lab"), "room", "invited"),
        Grant(Principal("user", "abe"), "room", "invited", PAST),
        Grant(Principal("user", "eli"), "room", "invited", NOW),
        Grant(Principal("user", "flo"), "room", "no such role"),
        Grant(Principal("user", "abe"), "den", "invited"),
    )
    settings = house(ROOM, grants=grants, users=OTHERS, choices={("ada", "deal"): Choice("not sharing")})
    assert sharing(settings, ROOM, NOW) == {"ada", "ben", "cyd", "eve", "gus"}
