"""What a path says of itself, and that the policy at hand decides: explanations and caches read it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tactful.policy.decide import Decider
from tactful.policy.paths import open_paths, principals
from tactful.policy.rosters import known, rosters, with_rosters
from tactful.policy.rules import EVERYONE, RULES, Via
from tactful.policy.terms import (
    NOTHING,
    AccountRules,
    Choice,
    Exception_,
    Grant,
    Id,
    Path,
    Principal,
    Settings,
    Source,
    User,
    Viewer,
)
from tests.policy.house import ACME, NOW, PEOPLE, ada_shares, ask, changed, house, seen, told

PAIL = Source("pail", "bucket", "acme", "ada", marks=frozenset({"conversations"}))
TUB = Source("tub", "bucket", "acme", "ada", marks=frozenset({"conversations"}))
PIPE = Source("pipe", "list", "acme", "ada")
ROOM = Source("room", "workspace", "acme", "ada", marks=frozenset({"read only"}))
TALK = Source("talk", "discussion", "acme", "ben")
PAGE = Source("page", "page", "acme", parent="room")
BOTH = "relationships + both"
BEN = Principal("user", "ben")


def full_house(**more: Any) -> Settings:
    """A house with every way to share in it."""
    entered = {"pail": frozenset({"ada"}), "pipe": frozenset({"ada"})}
    base: dict[str, Any] = {
        "account": replace(ACME, share_all=True),
        "choices": {("ada", "deal"): Choice(BOTH), ("ada", EVERYONE): Choice("relationships")},
        "grants": (
            Grant(BEN, "pail", "viewer"),
            Grant(Principal("team", "lab"), "pipe", "editor"),
            Grant(Principal("everyone", "acme"), "room", "invited"),
            Grant(Principal("role", "acme", "admin"), "talk", "participant"),
            Grant(Principal("link", "way in"), "page", "by link"),
        ),
        "adders": entered,
        "consents": {"pail": frozenset({"ada"})},
    }
    return house(PAIL, PIPE, ROOM, TALK, PAGE, **{**base, **more})


# ── Through whom ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.rule("B01")
@pytest.mark.parametrize("mode", ["everyone", "teams only"])
@pytest.mark.parametrize("user", [*PEOPLE, None])
def test_a_path_comes_through_something_that_its_viewer_is(user: str | None, mode: Any) -> None:
    settings = full_house(account=replace(ACME, share_all=True, mode=mode))
    viewer = Viewer(user, frozenset({"way in"}))
    opened = open_paths(settings, viewer, NOW)
    assert opened.paths
    held = principals(opened.user, viewer)
    for path in opened.paths:
        assert replace(path.principal, of_team=None) in held, path
        team = path.principal.of_team
        assert team is None or (opened.user is not None and team in opened.user.teams)


@pytest.mark.rule("B01", "D22", "A32", "T14", "K04")
def test_whose_it_is_and_what_a_role_opens_on_a_whole_kind() -> None:
    settings = full_house()

    def through(user: str, rule: str) -> set[tuple[object, Principal]]:
        paths = open_paths(settings, Viewer(user), NOW).paths
        return {(path.source, path.principal) for path in paths if path.rule == rule}

    ben, abe, flo = BEN, Principal("role", "acme", "admin"), Principal("role", "acme", "enterprise admin")
    everyone = Principal("everyone", "acme")
    assert through("ben", "D22") == {("ben's book", ben), ("ben's cards", ben)}
    assert through("ben", "owner") == {("talk", ben)}
    assert through("abe", "T14") == {("room", abe), ("page", abe), ("talk", abe)}
    # Through the role that the row names, not the one that she has.
    assert through("flo", "T14") == through("abe", "T14")
    assert (through("flo", "A32"), through("abe", "A32")) == ({("pipe", flo)}, set())
    others = {f"{user}'s {what}" for user in ("ada", "cyd", "abe", "flo") for what in ("book", "cards")}
    assert through("ben", "K04") == {(source, everyone) for source in others}
    assert through("eve", "K04") == set()


@pytest.mark.rule("B01", "D01")
def test_a_share_comes_through_its_own_audience() -> None:
    opened = open_paths(full_house(), Viewer("ben"), NOW).paths
    shared = {
        (p.rule, p.principal): p.facets for p in opened if p.source == "ada's book" and p.rule[:3] == "D01"
    }
    levels = RULES.levels
    assert shared == {
        ("D01 team", Principal("team", "deal")): levels[BOTH],
        ("D01 everyone", Principal("everyone", "acme")): levels["relationships"],
    }


# ── As the policy at hand says ──────────────────────────────────────────────────────────────────────


@pytest.mark.rule("D01", "D02")
@pytest.mark.parametrize("audience", ["deal", EVERYONE])
def test_a_level_opens_what_the_policy_at_hand_says(audience: str) -> None:
    levels = {**RULES.levels, "relationships": frozenset({"existence"})}
    settings = house(**ada_shares("relationships", audience))
    assert seen(ask(settings, "ben")) == {"existence", "relationship"}
    assert seen(ask(settings, "ben", policy=replace(RULES, levels=levels))) == {"existence"}


@pytest.mark.rule("K14")
@pytest.mark.parametrize("kind", ["list", "bucket"])
def test_an_entry_opens_what_the_policy_says_of_its_own_kind_of_container(kind: str) -> None:
    """A row about lists opens nothing through a bucket, nor the other way round."""
    policy = replace(RULES, via=(Via(kind, "view", "book", frozenset({"existence"})),))
    for container in (PIPE, replace(PAIL, marks=frozenset())):
        settings = house(
            container,
            grants=(Grant(BEN, container.id, "viewer"),),
            adders={container.id: frozenset({"ada"})},
        )
        entries = {container.id: frozenset({("kim", "ada")})}
        decider = ask(settings, "ben", entries=entries, policy=policy)
        assert seen(decider) == ({"existence"} if container.kind == kind else set())


@pytest.mark.rule("T02", "T12")
def test_who_meets_in_a_place_is_whom_the_policy_lets_in() -> None:
    settings = house(
        replace(ROOM, marks=frozenset()), grants=(Grant(Principal("user", "eve"), "room", "invited"),)
    )
    roles = {**RULES.roles, ("workspace", "invited"): NOTHING}

    def known_to_ada(policy: Any) -> frozenset[Any]:
        found = rosters(settings, {}, NOW, policy)
        return known(ask(with_rosters(settings, found), "ada", policy=policy), found)

    assert known_to_ada(RULES) == {"ben", "cyd", "abe", "flo", "eve"}
    assert known_to_ada(replace(RULES, roles=roles)) == {"ben", "cyd", "abe", "flo"}


# ── What lies in what ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.rule("T12", "T13")
@pytest.mark.parametrize(("user", "gets"), [("ben", {"eve"}), ("eli", set())])
def test_a_member_knows_of_the_guests_who_commented_on_a_page_of_a_read_only_workspace(
    user: str, gets: set[str]
) -> None:
    """Two steps down from the workspace a member is a member still; between guests it is no reason."""
    users = {**PEOPLE, "eli": replace(PEOPLE["eve"], id="eli", account="third")}
    grants = (Grant(BEN, "room", "invited"), Grant(Principal("user", "eli"), "room", "invited"))
    settings = replace(
        house(ROOM, PAGE, grants=grants, users=users),
        accounts={"acme": ACME, "bolt": AccountRules("bolt"), "third": AccountRules("third")},
    )
    found = rosters(settings, {"page": frozenset({"eve"})}, NOW)
    met = known(ask(with_rosters(settings, found), user), found)
    assert met & {"eve"} == gets


@pytest.mark.rule("T12", "T13")
def test_a_roster_is_of_the_account_whose_people_or_place_it_is_of() -> None:
    settings = house(ROOM, TALK, PAGE)
    found = rosters(settings, {"page": frozenset({"eve"})}, NOW)
    whose = {roster.source.id: roster.source.account for roster in found}
    assert {account for name, account in whose.items() if name != "users of bolt"} == {"acme"}
    assert whose["users of bolt"] == "bolt"
    assert {roster.source.parent for roster in found} == {None, "room", "talk", "page"}


@pytest.mark.rule("T12")
def test_accounts_of_numbers_and_of_words_meet_in_one_place() -> None:
    """The tables number accounts, and call a guest's own by a word."""
    users: dict[Id, User] = {
        1: User(1, 7, "member", True),
        "guest 5": User("guest 5", "guest 5", "", True),
        "guest 6": User("guest 6", "guest 6", "", True),
    }
    settings = Settings(
        accounts={7: AccountRules(7)},
        users=users,
        sources={3: Source(3, "workspace", 7, 1)},
        grants=tuple(Grant(Principal("user", guest), 3, "invited") for guest in ("guest 5", "guest 6")),
    )
    found = rosters(settings, {}, NOW)
    for user in users:
        decider = Decider(settings, open_paths(with_rosters(settings, found), Viewer(user), NOW), {})
        assert known(decider, found) == users.keys() - {user}


# ── Of several ways ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.rule("B01", "K13")
@pytest.mark.parametrize("taken", ["pail", "tub"])
def test_a_decision_names_what_strikes_any_of_its_ways(taken: str) -> None:
    """Kim is taken private in one of two buckets: the other opens her, the exception is told of all the same."""
    exception = Exception_("acme", person="kim", within=taken)
    containers = ("pail", "tub")
    settings = house(
        PAIL,
        TUB,
        grants=tuple(Grant(BEN, it, "viewer") for it in containers),
        consents={it: frozenset({"ada"}) for it in containers},
        exceptions=(exception,),
    )
    entries = {it: frozenset({("kim", "ben")}) for it in containers}
    decider = ask(settings, "ben", entries=entries)
    decision = decider.fact(told("interactions"))
    assert decision.struck_by == (exception,)
    assert {path.within for path in decision.opened_by} == set(containers) - {taken}


@pytest.mark.rule("K06", "K14", "D23")
def test_through_whom_is_gone_and_through_oneself_a_container_opens_nothing_more() -> None:
    def within(settings: Settings) -> set[tuple[object, str]]:
        return {(p.source, p.rule) for p in open_paths(settings, Viewer("ben"), NOW).paths if p.within}

    ada = {("ada's book", "K14"), ("ada's cards", "K14"), ("ada's book", "K06")}
    assert within(full_house()) == ada
    both = {it: frozenset({"ada", "ben"}) for it in ("pail", "pipe")}
    assert within(full_house(adders=both, consents={"pail": frozenset({"ada", "ben"})})) == ada
    assert within(full_house(users=changed("ada", active=False))) == set()
    assert within(full_house(adders={}, consents={})) == set()


def test_equal_ways_are_one_path() -> None:
    twice = (Grant(BEN, "pail", "viewer"), Grant(BEN, "pail", "viewer"))
    paths = open_paths(house(PAIL, grants=twice), Viewer("ben"), NOW).paths
    assert [p for p in paths if p.source == "pail"] == [
        Path("pail", frozenset({"view", "conversations"}), "viewer", BEN)
    ]
