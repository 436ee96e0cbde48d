"""Defaults, floors and caps through the API: who sets them, when they act, what is told before, and to whom."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tactful.accounts.wall import acting
from tactful.actions.members import accept_invitation, invite
from tactful.sharing.models import AudienceLimits, Event, Raise
from tests.cast import Cast
from tests.cast.days import pass_days

rule = pytest.mark.rule
TIES, MET, BOTH, NOT = (
    "relationships",
    "relationships + interactions",
    "relationships + both",
    "not sharing",
)
WHO = ("Ada", "Ben", "Cyd", "Dee", "Eve")


def limits(cast: Cast) -> Any:
    return cast.api("Flo").read("/limits")


def seen_of_ada(cast: Cast, who: str) -> bool:
    """Whether somebody sees Jon, whom Ada alone knows."""
    return bool(cast.api(who).read("/people", words="Jon")["total"])


@rule("D12")
def test_an_account_begins_with_nothing_shared_and_no_limit(cast: Cast) -> None:
    found = limits(cast)
    assert found["preset"] == "opt-in"
    assert found["default_for_teams"] == found["default_for_everyone"] == {"level": NOT, "to_come": None}
    assert [it["audience"]["name"] for it in found["audiences"]] == ["Everyone", "Gas", "Power"]
    assert all(
        it["floor"] == {"level": NOT, "to_come": None} and it["cap"] == BOTH for it in found["audiences"]
    )
    assert not any(seen_of_ada(cast, who) for who in WHO[1:])


@rule("D11", "D18")
def test_a_raised_default_acts_after_seven_days_and_everybody_is_told(cast: Cast) -> None:
    answer = cast.api("Flo").put("/limits", {"default_for_everyone": TIES})
    assert answer.status_code == 200
    raised = answer.json()["default_for_everyone"]
    assert raised["level"] == NOT
    assert raised["to_come"]["level"] == TIES
    share = cast.api("Ada").read("/sharing/everyone")
    assert (share["default"], share["counts"]) == (NOT, NOT)
    assert share["to_come"] == [
        {"what": "default", "level": TIES, "begins_at": raised["to_come"]["begins_at"]}
    ]
    assert cast.api("Ada").read(f"/sharing/{cast.team('Gas').hex}")["to_come"] == []
    pass_days(cast.accounts["Ada"], 6.99)
    assert not seen_of_ada(cast, "Eve")
    pass_days(cast.accounts["Ada"], 0.02)
    assert seen_of_ada(cast, "Eve")
    share = cast.api("Ada").read("/sharing/everyone")
    assert (share["default"], share["counts"], share["to_come"]) == (TIES, TIES, [])
    assert limits(cast)["default_for_everyone"] == {"level": TIES, "to_come": None}


@rule("D11")
def test_who_becomes_a_member_after_the_announcement_starts_at_the_new_default(cast: Cast) -> None:
    cast.api("Flo").put("/limits", {"default_for_everyone": TIES})
    pass_days(cast.accounts["Flo"], 1)
    with acting(cast.accounts["Flo"]):
        invited = invite(cast.member("Flo"), email="hal@hearth.example")
    hal = accept_invitation(invited.token, name="Hal", password="a harbour of their own")
    cast._take_in("Hal", hal)
    share = cast.api("Hal").read("/sharing/everyone")
    assert (share["default"], share["counts"], share["to_come"]) == (TIES, TIES, [])
    assert cast.api("Ada").read("/sharing/everyone")["counts"] == NOT


@rule("D11", "D13")
def test_a_choice_of_ones_own_is_no_default(cast: Cast) -> None:
    cast.share("Ada", "Everyone", NOT)
    cast.api("Flo").put("/limits", {"default_for_everyone": BOTH})
    pass_days(cast.accounts["Ada"], 8)
    assert not seen_of_ada(cast, "Eve")
    for level in (TIES, NOT, MET, NOT):
        cast.share("Ada", "Everyone", level)
        assert seen_of_ada(cast, "Eve") == (level != NOT)


@rule("D11")
def test_lowering_a_default_acts_at_once(cast: Cast) -> None:
    cast.api("Flo").put("/limits", {"default_for_everyone": TIES})
    pass_days(cast.accounts["Ada"], 8)
    assert seen_of_ada(cast, "Eve")
    cast.api("Flo").put("/limits", {"default_for_everyone": NOT})
    assert not seen_of_ada(cast, "Eve")


@rule("D11", "D18")
def test_a_raised_floor_acts_after_seven_days_over_every_choice(cast: Cast) -> None:
    gas = cast.team("Gas").hex
    cast.share("Ada", "Gas", NOT)
    cast.api("Flo").put("/limits", {"audiences": [{"audience": gas, "floor": TIES}]})
    share = cast.api("Ada").read(f"/sharing/{gas}")
    assert (share["floor"], share["to_come"][0]["what"], share["to_come"][0]["level"]) == (NOT, "floor", TIES)
    assert not seen_of_ada(cast, "Ben")
    pass_days(cast.accounts["Ada"], 7.1)
    assert seen_of_ada(cast, "Ben")
    assert not seen_of_ada(cast, "Eve")
    share = cast.api("Ada").read(f"/sharing/{gas}")
    assert (share["chosen"], share["floor"], share["counts"]) == (NOT, TIES, TIES)
    refused = cast.api("Ada").put(f"/sharing/{gas}", {"level": NOT})
    assert (refused.status_code, refused.json()["error"]["field"]) == (400, "level")
    cast.api("Flo").put("/limits", {"audiences": [{"audience": gas, "floor": NOT}]})
    assert not seen_of_ada(cast, "Ben")


@rule("D17")
def test_a_cap_acts_at_once_and_keeps_the_choice_for_later(cast: Cast) -> None:
    gas, flo = cast.team("Gas").hex, cast.api("Flo")
    cast.share("Ada", "Gas", BOTH)
    person = f"/people/{cast.person('Jon')}"
    assert "values" in cast.api("Ben").read(person)
    flo.put("/limits", {"audiences": [{"audience": gas, "cap": TIES}]})
    assert "values" not in cast.api("Ben").read(person)
    share = cast.api("Ada").read(f"/sharing/{gas}")
    assert (share["chosen"], share["cap"], share["counts"]) == (BOTH, TIES, TIES)
    refused = cast.api("Ada").put(f"/sharing/{gas}", {"level": BOTH})
    assert (refused.status_code, refused.json()["error"]["field"]) == (400, "level")
    flo.put("/limits", {"audiences": [{"audience": gas, "cap": NOT}]})
    assert not seen_of_ada(cast, "Ben")
    flo.put("/limits", {"audiences": [{"audience": gas, "cap": BOTH}]})
    assert "values" in cast.api("Ben").read(person)


@rule("D11")
def test_a_raise_is_taken_back_before_it_begins_and_not_after(cast: Cast) -> None:
    flo = cast.api("Flo")
    made = flo.put("/limits", {"default_for_everyone": TIES, "default_for_teams": TIES}).json()
    raised = made["default_for_everyone"]["to_come"]["id"]
    told = flo.post(f"/limits/raises/{raised}/preview").json()
    assert told["at_once"] == []
    assert {(row["before"], row["after"]) for row in told["later"][0]["changes"]} == {(TIES, NOT)}
    assert flo.delete(f"/limits/raises/{raised}").status_code == 204
    assert flo.delete(f"/limits/raises/{raised}").status_code == 404
    pass_days(cast.accounts["Ada"], 8)
    assert not seen_of_ada(cast, "Eve")
    assert seen_of_ada(cast, "Ben")
    begun = made["default_for_teams"]["to_come"]["id"]
    assert flo.delete(f"/limits/raises/{begun}").status_code == 404
    assert seen_of_ada(cast, "Ben")


@rule("D12", "D18")
def test_a_preset_sets_defaults_and_the_floor_of_everyone(cast: Cast) -> None:
    flo = cast.api("Flo")
    for preset, teams, everyone, floor in (
        ("open", MET, MET, TIES),
        ("siloed", MET, NOT, NOT),
        ("opt-in", NOT, NOT, NOT),
    ):
        assert flo.put("/limits", {"preset": preset}).json()["preset"] == preset
        pass_days(cast.accounts["Flo"], 8)
        found = limits(cast)
        levels = (found["default_for_teams"], found["default_for_everyone"], found["audiences"][0]["floor"])
        assert [it["level"] for it in levels] == [teams, everyone, floor]
        assert found["preset"] == preset
    # What is given beside a preset counts in its place.
    assert flo.put("/limits", {"preset": "open", "default_for_teams": BOTH}).json()["preset"] is None


@rule("A41", "A10", "B02")
def test_a_preset_switches_what_may_be_chosen_too_in_one_deed_with_one_preview(cast: Cast) -> None:
    flo = cast.api("Flo")
    flo.put("/content-options/note", {"unchosen": "everyone"})
    cast.note("Ada", "For all")
    cast.note("Ada", "For Eve", members=["Eve"])
    cast.note("Ada", "For Gas", teams=["Gas"])
    asked = flo.post("/limits/preview", {"preset": "siloed"}).json()["content"]
    wider = {"note": 2, "meeting note": 0, "logged interaction": 0, "file": 0, "reminder": 0}
    assert {one["sort"]: one["wider"] for one in asked} == wider
    assert all((one["on"], one["own_teams"]) == (["teams and users", "only you"], True) for one in asked)
    before = options(cast)
    assert flo.post("/limits/preview", {"default_for_teams": TIES}).json()["content"] == []
    assert options(cast) == before
    with acting(cast.accounts["Flo"]):
        events = Event.unchecked.count()
    assert flo.put("/limits", {"preset": "siloed"}).json()["preset"] == "siloed"
    with acting(cast.accounts["Flo"]):
        assert Event.unchecked.count() == events + 2, "the mode of mails and meetings has one of its own"
        event = Event.unchecked.latest("id")
    assert (event.deed, event.detail["preset"]) == ("limits set", "siloed")
    assert [one["everyone"] for one in event.detail["content"]["note"]] == [True, False]
    after = options(cast)
    assert {(one["everyone"], one["own_teams"], one["only_you"]) for one in after.values()} == {
        (False, True, True)
    }
    # What counts where nobody chooses is no part of it, and what was shared stays so.
    assert (after["note"]["unchosen"], after["file"]["unchosen"]) == ("everyone", "")
    assert len(cast.api("Eve").read("/items", sorts="note")["items"]) == 2
    assert flo.post("/limits/preview", {"preset": "siloed"}).json()["content"] == []
    # Levels alone are no preset any more once something else may be chosen.
    flo.put("/content-options/file", {"everyone": True})
    assert flo.read("/limits")["preset"] is None
    asked = flo.post("/limits/preview", {"preset": "siloed"}).json()["content"]
    assert [one["sort"] for one in asked] == ["file"]


def options(cast: Cast) -> dict[str, Any]:
    """What is offered to writers, by sort."""
    return {one["sort"]: one for one in cast.api("Flo").read("/content-options")}


@rule("D17", "D18")
def test_a_floor_lies_within_its_cap_whoever_comes_first(cast: Cast) -> None:
    flo = cast.api("Flo")

    def put(**sent: str) -> int:
        return flo.put("/limits", {"audiences": [{"audience": "everyone", **sent}]}).status_code

    assert put(floor=MET, cap=TIES) == 400
    assert put(cap=MET) == 200
    assert put(floor="relationships + contact info") == 400
    assert put(floor=TIES) == 200
    before = limits(cast)
    # The floor has not begun, and the cap has to leave room for it all the same.
    refused = flo.put("/limits", {"audiences": [{"audience": "everyone", "cap": NOT}]})
    assert (refused.status_code, refused.json()["error"]["field"]) == (400, "floor")
    assert (
        flo.post("/limits/preview", {"audiences": [{"audience": "everyone", "cap": NOT}]}).content
        == refused.content
    )
    assert limits(cast) == before
    account = cast.accounts["Flo"]
    with acting(account), pytest.raises(IntegrityError), transaction.atomic():
        AudienceLimits.unchecked.filter(account_id=account).update(floor=BOTH)


@rule("D11", "D17", "D18")
@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"default_for_teams": "everything"}, "default_for_teams"),
        ({"default_for_everyone": ""}, "default_for_everyone"),
        ({"preset": "closed"}, "preset"),
        ({"audiences": [{"audience": "everyone", "floor": "x"}]}, "floor"),
        ({"audiences": [{"audience": "everyone", "cap": "x"}]}, "cap"),
        ({"audiences": [{"audience": "everyone"}, {"audience": "everyone"}]}, "audiences"),
        ({"audiences": [{"audience": "everyone", "level": TIES}]}, "audiences.0.level"),
    ],
)
def test_what_is_no_limit_is_refused_by_name(cast: Cast, sent: Any, field: str) -> None:
    flo = cast.api("Flo")
    for answer in (flo.put("/limits", sent), flo.post("/limits/preview", sent)):
        assert (answer.status_code, answer.json()["error"]["field"]) == (400, field)
    assert flo.put("/limits", {"audiences": [{"audience": "0" * 32, "cap": TIES}]}).status_code == 404


@rule("B02", "D17")
def test_the_preview_says_who_shares_what_with_whom_from_when_on(cast: Cast) -> None:
    cast.share("Ada", "Gas", BOTH)
    cast.share("Ben", "Gas", TIES)
    gas, flo = cast.team("Gas"), cast.api("Flo")
    told = flo.post(
        "/limits/preview", {"audiences": [{"audience": gas.hex, "cap": MET, "floor": TIES}]}
    ).json()
    assert [(it["member"]["name"], it["before"], it["after"], it["people"]) for it in told["at_once"]] == [
        ("Ada", BOTH, MET, 2)
    ]
    (later,) = told["later"]
    assert [(it["member"]["name"], it["before"], it["after"]) for it in later["changes"]] == [
        ("Dee", NOT, TIES)
    ]
    assert all(
        it["audience"] == {"id": gas.hex, "name": "Gas"} for it in (*told["at_once"], *later["changes"])
    )
    # Flo is not in Gas: nothing of what it sees is hers to count.
    assert told["you_no_longer_see"] == {"people": 0, "examples": []}
    assert cast.api("Ada").read(f"/sharing/{gas.hex}")["cap"] == BOTH


@rule("B02", "D11")
def test_a_raise_that_changes_nothing_for_anybody_is_foreseen_as_nothing(cast: Cast) -> None:
    for who in ("Ada", "Cyd"):
        cast.share(who, "Power", BOTH)
    told = cast.api("Flo").post(
        "/limits/preview", {"audiences": [{"audience": cast.team("Power").hex, "floor": TIES}]}
    )
    assert told.json() == {
        "mode": None,
        "content": [],
        "at_once": [],
        "later": [],
        "you_no_longer_see": {"people": 0, "examples": []},
    }


@rule("B02", "D19")
def test_the_preview_counts_what_the_administrator_sees_and_would_lose(cast: Cast) -> None:
    flo = cast.api("Flo")
    cap = {"audiences": [{"audience": "everyone", "cap": NOT}]}
    cast.share("Ada", "Gas", BOTH)
    assert flo.post("/limits/preview", cap).json()["you_no_longer_see"]["people"] == 0
    cast.share("Ada", "Everyone", TIES)
    before = {row["name"] for row in flo.read("/people", limit=200)["items"]}
    told = flo.post("/limits/preview", cap).json()["you_no_longer_see"]
    flo.put("/limits", cap)
    after = {row["name"] for row in flo.read("/people", limit=200)["items"]}
    assert told["people"] == len(before - after) > 0
    assert set(told["examples"]) <= before - after
    # What would newly be seen is not seen yet: raising names nobody.
    raised = flo.post("/limits/preview", {"audiences": [{"audience": "everyone", "cap": BOTH}]})
    assert "Falk" not in raised.content.decode()
    assert raised.json()["at_once"][0]["after"] == TIES


@rule("D17", "D18", "D19")
def test_limits_are_for_enterprise_admins(cast: Cast) -> None:
    for who in WHO:
        api = cast.api(who)
        for answer in (
            api.get("/limits"),
            api.put("/limits", {"preset": "open"}),
            api.post("/limits/preview", {"preset": "open"}),
        ):
            assert answer.status_code == 403
    assert limits(cast)["preset"] == "opt-in"


@rule("D11", "D17")
def test_what_was_set_is_remembered_in_levels_and_ids(cast: Cast) -> None:
    flo, account = cast.api("Flo"), cast.accounts["Flo"]
    gas = cast.team("Gas").hex
    made = flo.put(
        "/limits", {"default_for_teams": TIES, "audiences": [{"audience": gas, "cap": MET}]}
    ).json()
    flo.delete(f"/limits/raises/{made['default_for_teams']['to_come']['id']}")
    with acting(account):
        told = list(Event.unchecked.filter(account_id=account).order_by("id"))[-2:]
        assert not Raise.unchecked.filter(account_id=account).exists()
    assert [event.deed for event in told] == ["limits set", "raise taken back"]
    assert told[0].detail["limits"] == {gas: [NOT, MET]}
    assert told[0].detail["to_come"][0]["level"] == TIES
    assert told[0].detail["before"]["limits"] == {}
    assert "Gas" not in json.dumps(told[0].detail)
