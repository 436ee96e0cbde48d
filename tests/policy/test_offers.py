"""What is offered to who writes, and what is not: the policy's own answers, case by case (A06-A12, A18, A41)."""

from __future__ import annotations

import pytest

from tactful.policy.offers import (
    NAMES,
    ONLY_YOU,
    OPTIONS,
    PRESETS,
    TO_EVERYONE,
    TO_SOME,
    UNCHOSEN,
    Chosen,
    Options,
    choice_where_nobody_chooses,
    is_wider,
    label,
    option_of,
    refusal,
)
from tactful.policy.rules import ITEM_SORTS
from tactful.policy.terms import Id, Principal, User

ADA = User("ada", "acme", "member", True, frozenset({"lab"}))
USERS: dict[Id, User] = {
    user.id: user
    for user in (
        ADA,
        User("ben", "acme", "member", True, frozenset({"lab", "deal"})),
        User("cyd", "acme", "member", True, frozenset({"deal"})),
        User("dee", "acme", "member", True),
    )
}
LAB, DEAL = Principal("team", "lab"), Principal("team", "deal")
ALL = frozenset({Principal("everyone", "acme")})


def users(*names: str) -> frozenset[Principal]:
    return frozenset(Principal("user", name) for name in names)


def refused(options: Options, option: str, *principals: Principal, by_key: bool = False) -> str | None:
    chosen = Chosen(option, frozenset(principals))
    return refusal(options, "note", chosen, ADA, USERS, by_key=by_key)


@pytest.mark.rule("A06", "A41")
def test_every_sort_of_item_has_options_and_words() -> None:
    assert NAMES.keys() == ITEM_SORTS.keys()
    assert Options().on == (TO_EVERYONE, TO_SOME, ONLY_YOU)
    for sort in NAMES:
        assert label(sort, TO_EVERYONE) == "Everyone"
        assert label(sort, TO_SOME) == "Teams and users"
        assert label(sort, ONLY_YOU).startswith("Only you")
    assert len({label(sort, ONLY_YOU) for sort in NAMES}) == len(NAMES)


@pytest.mark.rule("A06", "A09", "A14", "A16", "A17")
def test_options_are_called_what_they_do() -> None:
    # These three are stored, and spoken by the API.
    assert OPTIONS == ("everyone", "teams and users", "only you")
    assert {sort: label(sort, ONLY_YOU) for sort in NAMES} == {
        "note": "Only you (an Enterprise Admin can export it)",
        "meeting note": "Only you and meeting participants",
        "logged interaction": "Only you and interaction participants",
        "file": "Only you",
        "reminder": "Only you and the reminder owner",
    }
    assert {one for one, _ in NAMES.values()} == NAMES.keys()
    assert all(many.lower() == f"{one}s" for one, many in NAMES.values())


@pytest.mark.rule("A41")
def test_presets() -> None:
    assert {name: (one.on, one.own_teams) for name, one in PRESETS.items()} == {
        "open": ((TO_EVERYONE, TO_SOME), False),
        "siloed": ((TO_SOME, ONLY_YOU), True),
        "selective": ((TO_EVERYONE, TO_SOME, ONLY_YOU), False),
    }


@pytest.mark.rule("A07", "A12")
@pytest.mark.parametrize("option", [TO_EVERYONE, TO_SOME, ONLY_YOU])
def test_what_is_off_is_refused_and_named(option: str) -> None:
    options = {
        TO_EVERYONE: Options(everyone=False),
        TO_SOME: Options(teams_and_users=False),
        ONLY_YOU: Options(only_you=False),
    }[option]
    named = [LAB] if option == TO_SOME else []
    said = refused(options, option, *named)
    assert said is not None
    for other in (TO_EVERYONE, TO_SOME, ONLY_YOU):
        assert f'"{label("note", other)}"' in said
    assert said.index(label("note", option)) < said.index("choose")
    by_key = refused(options, option, *named, by_key=True)
    assert by_key == (None if option == TO_EVERYONE else said)
    assert refused(Options(), option, *named) is None


@pytest.mark.rule("A07")
def test_what_is_no_choice() -> None:
    assert refused(Options(), "friends") is not None
    assert refused(Options(), "friends", by_key=True) is not None
    assert refused(Options(), TO_SOME) == "name at least one team or colleague"
    assert refused(Options(), ONLY_YOU, LAB) is not None
    assert refused(Options(), TO_EVERYONE, LAB) is not None


@pytest.mark.rule("A08")
@pytest.mark.parametrize(
    ("principals", "is_own"),
    [
        ([LAB], True),
        ([DEAL], False),
        ([LAB, DEAL], False),
        (users("ben"), True),
        (users("cyd"), False),
        (users("dee"), False),
        (users("ada"), True),
        ([LAB, *users("ben")], True),
        ([LAB, *users("cyd")], False),
    ],
)
def test_own_teams_and_their_members(principals: list[Principal], is_own: bool) -> None:
    assert (refused(Options(own_teams=True), TO_SOME, *principals) is None) == is_own
    assert refused(Options(), TO_SOME, *principals) is None
    # Whoever is in no team may still name themselves.
    dee = USERS["dee"]
    assert refusal(Options(own_teams=True), "note", Chosen(TO_SOME, users("dee")), dee, USERS) is None
    # Another option is not about teams.
    assert refused(Options(own_teams=True), TO_EVERYONE) is None


@pytest.mark.rule("A18")
@pytest.mark.parametrize(
    ("options", "counts"),
    [
        (Options(), ONLY_YOU),
        (Options(unchosen=ONLY_YOU), ONLY_YOU),
        (Options(unchosen=TO_EVERYONE), TO_EVERYONE),
        (Options(unchosen=TO_EVERYONE, everyone=False), ONLY_YOU),
        (Options(unchosen="", only_you=False), ONLY_YOU),
    ],
)
def test_where_nobody_chooses(options: Options, counts: str) -> None:
    assert choice_where_nobody_chooses(options) == counts


@pytest.mark.rule("A18")
def test_teams_and_users_never_count_where_nobody_chooses() -> None:
    # Nobody would have named them; what was never set stays a choice of its own, for it counts as Only you.
    assert set(UNCHOSEN) == {"", TO_EVERYONE, ONLY_YOU}


def test_the_option_of_an_audience() -> None:
    assert option_of(None) == ONLY_YOU
    assert option_of(ALL) == TO_EVERYONE
    assert option_of([LAB]) == option_of(users("ben")) == option_of([]) == TO_SOME


@pytest.mark.rule("A10")
@pytest.mark.parametrize(
    ("options", "audience", "wider"),
    [
        (Options(), None, False),
        (Options(), ALL, False),
        (Options(everyone=False), ALL, True),
        (Options(only_you=False), None, True),
        (Options(teams_and_users=False), frozenset({LAB}), True),
        (Options(everyone=False), frozenset({LAB}), False),
        (Options(own_teams=True), frozenset({LAB}), False),
        (Options(own_teams=True), frozenset({DEAL}), True),
        # It named a team that is gone since.
        (Options(own_teams=True), frozenset(), False),
        (Options(teams_and_users=False), frozenset(), True),
    ],
)
def test_what_could_not_be_chosen_any_more(
    options: Options, audience: frozenset[Principal] | None, wider: bool
) -> None:
    assert is_wider(options, audience, ADA, USERS) == wider
