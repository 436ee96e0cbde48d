"""What each addressee is told: why something is shown, and nothing that they may not know."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tactful.policy.agreements import AllyShare, ally
from tactful.policy.explain import (
    ADMINISTRATOR,
    OWNER,
    VIEWER,
    Reason,
    merged,
    reasons,
    sentence,
    settings_acting,
    why,
)
from tactful.policy.rules import EVERYONE, RULES
from tactful.policy.terms import Choice, Exception_, Fact, Grant, Id, Principal, Source
from tests.policy.house import ACME, ada_shares, ask, house, told
from tests.policy.test_decisions import ENTERED, PAIL, bucket

NAMES: dict[tuple[str, Id], str] = {
    ("user", "ada"): "Ada",
    ("user", "ben"): "Ben",
    ("user", "cyd"): "Cyd",
    ("team", "deal"): "Deal",
    ("source", "pail"): "Pail",
}
INTERACTIONS = "relationships + interactions"


def said(decider: Any, *facts: Fact, addressee: str = VIEWER) -> list[str]:
    return [sentence(reason, NAMES) for reason in why(decider, facts, addressee)]


@pytest.mark.rule("B01")
def test_a_share_is_named_with_its_audience() -> None:
    settings = house(
        choices={("ada", "deal"): Choice(INTERACTIONS), ("ada", EVERYONE): Choice("relationships")}
    )
    ben = ask(settings, "ben")
    assert said(ben, told("interactions")) == ["You see this because Ada shares interactions with Deal."]
    assert said(ben, told("relationship")) == [
        "You see this because Ada shares relationships with Deal.",
        "You see this because Ada shares relationships with Everyone.",
    ]
    assert said(ben, told("relationship"), told("existence"), told("interactions"), told("highlights")) == [
        "You see this because Ada shares relationships, first and last dates and interactions with Deal.",
        "You see this because Ada shares relationships with Everyone.",
    ]
    assert said(ben, told("interactions"), addressee=OWNER) == [
        "Ben sees this because you share interactions with Deal."
    ]
    assert said(ben, told("contact_info")) == []
    assert said(ask(settings, "ada"), told("body")) == [
        "You see this because it comes from your own sources."
    ]


@pytest.mark.rule("B01", "D25")
def test_a_contributor_whose_relationship_is_hidden_is_not_named_and_adds_no_line() -> None:
    settings = house(account=replace(ACME, share_all=True))
    cyd = ask(settings, "cyd")
    everyones = ["You see this because every contact's card is shared in this account."]
    assert said(cyd, told("existence"), told("existence", owner="ben"), told("card")) == everyones
    assert {reason.owner for reason in why(cyd, [told("existence"), told("existence", owner="ben")])} == {
        None
    }
    assert {reason.owner for reason in why(cyd, [told("existence")], OWNER)} == {"ada"}


@pytest.mark.rule("B01", "K14", "K06")
def test_an_entry_names_its_container_and_its_adder_only_where_the_tie_is_shown() -> None:
    plain = bucket(sources=(replace(PAIL, marks=frozenset()), Source("pipe", "list", "acme", "ada")))
    ben, fact = ask(plain, "ben", entries=ENTERED), told("existence")
    assert said(ben, fact) == [
        "You see this because a colleague put this contact into Pail.",
        "You see this because a colleague put this contact into a list or bucket.",
    ]
    shared = ask(replace(plain, choices={("ada", "deal"): Choice("relationships")}), "ben", entries=ENTERED)
    assert "You see this because Ada put this contact into Pail." in said(shared, fact)
    hidden = Exception_("acme", "ada", person="kim")
    withheld = replace(plain, choices={("ada", "deal"): Choice("relationships")}, exceptions=(hidden,))
    assert said(ask(withheld, "ben", entries=ENTERED), fact) == []
    limited = ask(plain, "ben", entries=ENTERED, ceiling={"existence"})
    assert {reason.container for reason in why(limited, [fact])} == {None}
    assert {reason.container for reason in why(limited, [fact], OWNER)} == {"pail", "pipe"}
    talk = ask(bucket(), "cyd", entries=ENTERED)
    assert said(talk, told("interactions")) == [
        "You see this because Ada shares conversations with the people in Pail."
    ]
    assert said(talk, told("interactions"), addressee=OWNER) == [
        "Cyd sees this because you share conversations with the people in Pail."
    ]
    teams_only = bucket(
        account=replace(ACME, mode="teams only"), privacies={("ada", "deal"): Choice("subjects")}
    )
    [one] = why(ask(teams_only, "ben", entries=ENTERED), [told("subject")])
    assert one.principal == Principal("user", "ben")


@pytest.mark.rule("B01", "A38")
def test_an_allys_knower_is_named_with_consent_alone() -> None:
    own, tie = told("existence", owner="eve"), Fact("t", "pact", "ada", "tie", "kim", "orca")
    for named in (True, False):
        source, grants = ally(AllyShare("pact", "acme", "ada", "bolt", agreed=True, with_name=named))
        eve = ask(house(source, grants=grants), "eve")
        assert said(eve, own, tie)[1] == (
            "You see this because Ada shares ties with your account."
            if named
            else "You see this because somebody at an allied account knows them."
        )
        assert [r.owner for r in why(eve, [own, tie])] == ["eve", "ada" if named else None]
        assert said(eve, tie) == []


@pytest.mark.rule("B01", "D19")
def test_an_administrator_hears_settings_and_of_no_contact() -> None:
    settings = bucket(choices={("ada", "deal"): Choice("relationships")})
    told_of = settings_acting(ask(settings, "ben", entries=ENTERED), "ada")
    assert [sentence(reason, NAMES) for reason in told_of] == [
        "Ben sees relationships because Ada shares with Deal.",
        "Ben sees this because Ada shares conversations in a list or bucket.",
    ]
    assert all(
        (r.addressee, r.owner, r.viewer, r.container) == (ADMINISTRATOR, "ada", "ben", None) for r in told_of
    )
    assert settings_acting(ask(settings, "ben", entries=ENTERED), "cyd") == ()
    only = r'^reasons are told to "viewer" or "owner"; administrators get settings_acting\(\)$'
    with pytest.raises(ValueError, match=only):
        reasons(ask(settings, "ben").fact(told("existence")), ask(settings, "ben"), ADMINISTRATOR)


def test_a_sources_own_facets_are_explained_by_their_grants() -> None:
    pipe = Source("pipe", "list", "acme", "ada")
    grants = (
        Grant(Principal("user", "ben"), "pipe", "viewer"),
        Grant(Principal("team", "deal"), "pipe", "viewer"),
        Grant(Principal("team", "lab"), "pipe", "viewer"),
        Grant(Principal("everyone", "acme"), "pipe", "viewer"),
        Grant(Principal("role", "acme", "admin"), "pipe", "viewer"),
    )
    settings = house(pipe, grants=grants)

    def of(user: str, addressee: str = VIEWER) -> list[str]:
        decider = ask(settings, user)
        return [sentence(r, NAMES) for r in reasons(decider.source("pipe", "view"), decider, addressee)]

    assert of("ben") == [
        "You see this because it is shared with Everyone.",
        "You see this because it is shared with Deal.",
        "You see this because it is shared with a team.",
        "You see this because it is shared with you.",
    ]
    assert of("ben", OWNER)[-1] == "Ben sees this because it is shared with Ben."
    assert "You see this because it is shared with every admin." in of("abe")
    assert of("ada")[0] == "You see this because it is yours."
    assert of("eve") == []
    room = Source("room", "page", "acme")
    by_link = ask(house(room, grants=(Grant(Principal("link", "x"), "room", "by link"),)), None, "x")
    [one] = reasons(by_link.source("room", "view"), by_link)
    assert sentence(one, NAMES) == "You see this because you hold its link."
    assert one.viewer is None


def test_reasons_merge_by_all_but_their_facets_and_stand_in_one_order() -> None:
    one = Reason("K04", Principal("everyone", "acme"), None, None, frozenset({"existence"}), VIEWER, "ben")
    card = replace(one, facets=frozenset({"card"}))
    own = replace(one, rule="D22", principal=Principal("user", "ben"))
    other = replace(one, owner="ada")
    found = merged([card, one, other, own])
    assert found == merged([own, other, one, card])
    assert [r.rule for r in found] == ["D22", "K04", "K04"]
    assert replace(one, facets=frozenset({"existence", "card"})) in found


@pytest.mark.parametrize("rule", RULES.clauses)
@pytest.mark.parametrize("kind", ["user", "team", "everyone", "role", "link"])
def test_every_sentence_is_whole_and_names_no_id(rule: str, kind: str) -> None:
    for addressee in (VIEWER, OWNER, ADMINISTRATOR):
        reason = Reason(rule, Principal(kind, 4711, "admin"), 4712, 4713, frozenset(), addressee, 4714)
        words = sentence(reason, {})
        assert words.endswith(".")
        assert "47" not in words
        assert "{" not in words
    link = Reason("list admin", Principal("link", 1), None, None, frozenset(), VIEWER, None)
    assert sentence(link, {}) == "You see this because it is shared with whoever holds its link."
    nobody = replace(link, rule="D01 team", principal=Principal("team", 1), addressee=OWNER)
    assert sentence(nobody, {}) == "somebody sees this because you share something with a team."
    assert sentence(nobody, {("team", 1): "", ("user", 2): ""}) == sentence(nobody, {})


@pytest.mark.rule("B01", "K14")
def test_a_cards_owner_is_named_by_their_books_relationship() -> None:
    plain = (replace(PAIL, marks=frozenset()), Source("pipe", "list", "acme", "ada"))
    shared = bucket(sources=plain, choices={("ada", "deal"): Choice("relationships")})
    by_ada = "You see this because Ada put this contact into Pail."
    assert by_ada in said(ask(shared, "ben", entries=ENTERED), told("card"))
    assert by_ada not in said(ask(shared, "cyd", entries=ENTERED), told("card"))


@pytest.mark.rule("B01", "B05")
def test_what_strikes_a_mail_does_not_unname_its_owner() -> None:
    """A tie is not on a thread and names nobody: whatever a policy strikes of mails leaves it, and so its owner."""
    thread, named = RULES.withholds["thread"], RULES.withholds["private"]
    policy = replace(
        RULES,
        withholds={
            **RULES.withholds,
            "thread": replace(thread, strikes=frozenset({"relationship", "body"})),
            "private": replace(named, also_when_named=frozenset({"relationship", "body"})),
        },
    )
    exceptions = (
        Exception_("acme", "ada", thread="t"),
        Exception_("acme", "ada", person="max"),
        Exception_("acme", "ada", company="pike"),
    )
    settings = house(choices={("ada", "deal"): Choice(INTERACTIONS)}, exceptions=exceptions)
    ben = ask(settings, "ben", policy=policy)
    mail = told("interactions", names=frozenset({"max"}), name_companies=frozenset({"pike"}), thread="t")
    assert said(ben, mail) == ["You see this because Ada shares interactions with Deal."]


def test_reasons_stand_in_the_order_of_their_policys_sentences() -> None:
    other = replace(RULES, clauses=dict(reversed([*RULES.clauses.items()])))
    both = house(account=replace(ACME, share_all=True), **ada_shares("relationships"))
    for policy, order in ((RULES, ["D01 team", "K04"]), (other, ["K04", "D01 team"])):
        ben = ask(both, "ben", policy=policy)
        assert [r.rule for r in reasons(ben.fact(told("existence")), ben)] == order
        assert [r.rule for r in why(ben, [told("existence")])] == order
        assert [r.rule for r in settings_acting(ben, "ada")] == order


def test_of_one_rule_reasons_stand_by_owner_then_container_then_principal() -> None:
    one = Reason("K14", Principal("user", 10), 1, 2, frozenset({"existence"}), VIEWER, 10)
    rows = [
        one,
        replace(one, principal=Principal("user", 11)),
        replace(one, container=3),
        replace(one, container=20),
        replace(one, owner=2, container=1),
        replace(one, owner=None, container=1),
    ]
    assert list(merged(reversed(rows))) == rows
    assert list(merged(rows)) == rows


def test_a_share_by_default_is_explained_as_any_other() -> None:
    assert said(ask(house(**ada_shares("relationships")), "ben"), told("existence"))
