"""Warm paths and introductions, from outside: each of the cast, by page and API (B07)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import Cast, cast
from tests.doors.pages.reading import page, words

__all__ = ["cast"]

pytestmark = pytest.mark.rule("B07")


def _names(api: Any, path: str) -> list[str]:
    return [one["member"]["name"] for one in api.read(path)["introducers"]]


def test_without_a_share_nobody_is_proposed(cast: Cast) -> None:
    jon, kaya = cast.person("Jon"), cast.person("Kaya")
    for who in ("Ben", "Dee", "Eve", "Flo", "Gus"):
        assert cast.api(who).get(f"/people/{jon}/introducers").status_code == 404
        assert cast.page(who).get(f"/introducers/person/{jon}/").status_code == 404
    # Both know Kaya, and neither learns that the other does.
    for who in ("Ada", "Cyd"):
        answer = cast.api(who).read(f"/people/{kaya}/introducers")
        assert answer["introducers"] == []
        assert answer["mine"]["score"] > 0


def test_the_best_comes_first_and_says_why(cast: Cast) -> None:
    cast.share("Ada", "Gas", "relationships")
    cast.share("Ben", "Gas", "relationships + interactions")
    ines = cast.person("Ines")
    answer = cast.api("Dee").read(f"/people/{ines}/introducers")
    assert [one["member"]["name"] for one in answer["introducers"]] == ["Ada", "Ben"]
    ada, ben = answer["introducers"]
    assert ada["strength"]["score"] >= ben["strength"]["score"]
    assert ada["teams"] == ben["teams"] == ["Gas"]
    assert "last_contact" not in ada
    assert "mail" not in ada["reason"]
    assert "Last in touch" not in ada["reason"]
    assert ben["last_contact"]
    assert "mail" in ben["reason"]
    said = page(cast.page("Dee"), f"/introducers/person/{ines}/")
    assert ada["reason"] in said
    assert ben["reason"] in said
    assert answer["order"] in said


def test_one_step_more_leads_through_somebody_at_the_same_company(cast: Cast) -> None:
    cast.share("Ada", "Gas", "relationships")
    beside = cast.api("Dee").read(f"/people/{cast.person('Jon')}/introducers")["beside"]
    assert [(one["member"]["name"], one["person"]["name"]) for one in beside] == [("Ada", "Ines Duarte")]
    assert cast.api("Ada").read(f"/people/{cast.person('Jon')}/introducers")["beside"] == []


def test_a_companys_introducers_are_those_of_its_people_whom_the_viewer_may_see(cast: Cast) -> None:
    cast.share("Ada", "Gas", "relationships")
    path = f"/companies/{cast.company('brightwater')}/introducers"
    (ada,) = cast.api("Dee").read(path)["introducers"]
    assert (ada["member"]["name"], ada["people"], ada["person"]["name"]) == ("Ada", 2, "Ines Duarte")
    assert cast.api("Cyd").get(path).status_code == 404
    cast.share("Ada", "Gas", "not sharing")
    assert cast.api("Dee").get(path).status_code == 404


PASTED = (
    "Jon Falk", "jon.falk@brightwater.example", "https://www.brightwater.example/team", "Brightwater", "Kestrel",
    "Quin Sato", "nobody at all", "olaf@tidalgrid.example",
)  # fmt: skip


def _found(answer: Any) -> list[str | None]:
    said: list[str | None] = []
    for line in answer["items"]:
        found = line.get("found")
        said.append(None if found is None else (found["person"] or found["company"])["name"])
    return said


def test_each_line_of_a_list_is_answered_from_what_the_viewer_may_see(cast: Cast) -> None:
    cast.share("Ada", "Gas", "relationships")
    lines = {"lines": list(PASTED)}
    answer = cast.api("Dee").post("/introducers", lines).json()
    # Contact info is not shared: the address finds the company of its domain alone.
    assert _found(answer) == [
        "Jon Falk",
        *["Brightwater"] * 3,
        "kestrel.example",
        "Quin Sato",
        None,
        "tidalgrid.example",
    ]
    assert [it["member"]["name"] for it in answer["items"][0]["paths"]["introducers"]] == ["Ada"]
    assert (
        _found(cast.api("Flo").post("/introducers", lines).json())
        == [None] * 4 + ["kestrel.example"] + [None] * 3
    )
    cast.share("Ada", "Gas", "relationships + contact info")
    assert _found(cast.api("Dee").post("/introducers", lines).json())[1] == "Jon Falk"
    said = words(cast.page("Dee").post("/introducers/", {"lines": "\n".join(PASTED)}))
    assert "7 of 8 lines found" in said
    assert "nobody at all No match" in said


def test_an_ambiguous_name_offers_choices(cast: Cast) -> None:
    (line,) = cast.api("Ada").post("/introducers", {"lines": ["brightwater example"]}).json()["items"]
    assert line["total"] == 2
    assert [one["person"]["name"] for one in line["choices"]] == ["Ines Duarte", "Jon Falk"]
    assert "found" not in line
    assert "2 matches: which?" in words(
        cast.page("Ada").post("/introducers/", {"lines": "brightwater example"})
    )


# ── Asking ──────────────────────────────────────────────────────────────────────────────────────────


def _ask(
    cast: Cast, asker: str = "Dee", introducer: str = "Ada", who: str = "Jon", words: str = "Please"
) -> Any:
    body = {"introducer": cast.id(introducer), "person": cast.person(who), "words": words}
    return cast.api(asker).post("/introductions", body)


def test_only_a_relationship_that_one_sees_can_be_asked_about(cast: Cast) -> None:
    cast.share("Ada", "Gas", "relationships")
    refused = [
        _ask(cast, "Cyd"), _ask(cast, "Dee", "Ben"), _ask(cast, "Dee", "Dee", "Quin"), _ask(cast, "Dee", who="Olaf"),
        _ask(cast, "Gus", "Gus"),
    ]  # fmt: skip
    assert {(one.status_code, one.content) for one in refused} == {(404, refused[0].content)}
    assert _ask(cast).status_code == 201
    again = _ask(cast)
    assert (again.status_code, again.json()["error"]["field"]) == (400, "introducer")


def test_the_introducer_learns_who_asks_about_whom_and_the_words(cast: Cast) -> None:
    cast.share("Ada", "Gas", "relationships")
    cast.share("Dee", "Gas", "relationships + both")
    made = _ask(cast).json()
    (of_ada,) = cast.api("Ada").read("/introductions")["of_me"]
    assert of_ada == made | {"mine": False, "asker": made["asker"] | {"is_me": False},
                             "introducer": made["introducer"] | {"is_me": True}}  # fmt: skip
    assert of_ada["person"]["name"] == "Jon Falk"
    assert "1 request for an introduction waits" in page(cast.page("Ada"), "/")
    assert "Dee asks to meet Jon Falk" in page(cast.page("Ada"), "/introductions/")
    for other in ("Ben", "Cyd", "Eve", "Flo", "Gus"):
        assert cast.api(other).read("/introductions") == {"of_me": [], "by_me": []}
        assert cast.api(other).post(f"/introductions/{made['id']}", {"deed": "accept"}).status_code == 404
        assert "Please" not in page(cast.page(other), "/introductions/")


def test_accepting_declining_taking_back_and_being_introduced(cast: Cast) -> None:
    cast.share("Ada", "Gas", "relationships")
    ada, dee = cast.api("Ada"), cast.api("Dee")
    uid = _ask(cast).json()["id"]
    path = f"/introductions/{uid}"
    assert dee.post(path, {"deed": "accept"}).status_code == 403
    assert ada.post(path, {"deed": "made"}).status_code == 403
    accepted = ada.post(path, {"deed": "accept", "words": "Gladly"}).json()
    assert (accepted["state"], accepted["answer"]) == ("accepted", "Gladly")
    assert ada.post(path, {"deed": "accept"}).status_code == 400
    assert "Ada answered: Gladly" in page(cast.page("Dee"), "/introductions/")
    assert dee.post(path, {"deed": "made"}).json()["state"] == "made"
    assert dee.post(path, {"deed": "take back"}).status_code == 400
    person = f"/people/{cast.person('Jon')}/"
    assert "Ada introduced you" in page(cast.page("Dee"), person)
    assert "You introduced Dee" in page(cast.page("Ada"), person)
    assert "ntroduced you" not in page(cast.page("Ben"), person)
    client = cast.page("Dee")
    assert (
        client.post(f"/introductions/ask/{cast.person('Kaya')}/", {"of": cast.id("Ada")}).status_code == 303
    )
    (open_one,) = [it for it in dee.read("/introductions")["by_me"] if it["state"] == "asked"]
    assert client.post(f"/introductions/{open_one['id']}/", {"deed": "take back"}).status_code == 303
    assert {it["state"] for it in dee.read("/introductions")["by_me"]} == {"made", "taken back"}
    assert _ask(cast, who="Kaya").status_code == 201


@pytest.mark.rule("D14")
def test_after_a_withdrawal_only_what_was_written_stays(cast: Cast) -> None:
    cast.share("Ada", "Gas", "relationships")
    _ask(cast, words="I would like to meet him")
    cast.share("Ada", "Gas", "not sharing")
    (mine,) = cast.api("Dee").read("/introductions")["by_me"]
    assert "person" not in mine
    assert mine["words"] == "I would like to meet him"
    said = page(cast.page("Dee"), "/introductions/")
    assert "Falk" not in said
    assert "I would like to meet him" in said
    (of_ada,) = cast.api("Ada").read("/introductions")["of_me"]
    assert of_ada["person"]["name"] == "Jon Falk"
    # Somebody else's share opens the person again, not that Ada knows them.
    cast.share("Ben", "Gas", "relationships")
    uid = cast.asked("Dee", "Ada", "Ines")
    again = {one["id"]: one for one in cast.api("Dee").read("/introductions")["by_me"]}
    assert cast.api("Dee").get(f"/people/{cast.person('Ines')}").status_code == 200
    assert "person" not in again[uid]


@pytest.mark.rule("A34")
def test_a_key_that_does_not_reach_relationships_reaches_no_introduction(cast: Cast) -> None:
    cast.share("Ada", "Gas", "relationships")
    uid = _ask(cast).json()["id"]
    low = cast.api("Dee", ceiling=["existence"])
    assert low.get("/introductions").status_code == 403
    assert low.post(f"/introductions/{uid}", {"deed": "take back"}).status_code == 403
    assert cast.api("Dee").read(f"/people/{cast.person('Jon')}/introducers")["introducers"]
    assert low.read(f"/people/{cast.person('Jon')}/introducers")["introducers"] == []
