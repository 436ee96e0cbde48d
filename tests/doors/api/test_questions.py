"""Why, who sees, and what a change would do: asked through the API."""

from __future__ import annotations

import pytest

from tests.cast import Cast


@pytest.mark.rule("B01")
def test_every_facet_that_is_shown_says_why(cast: Cast) -> None:
    cast.share("Ada", "Gas", "relationships + both")
    dee, jon = cast.api("Dee"), f"/people/{cast.person('Jon')}"
    seen = dee.read(jon, why=1)
    assert {one["facet"] for one in seen["why"]} >= set(seen["shows"])
    assert all(
        "Ada" in sentence
        for one in seen["why"]
        for sentence in one["sentences"]
        if one["facet"] != "existence"
    )
    assert dee.read(f"{jon}/why") == {"why": seen["why"]}
    assert "why" not in dee.read(jon)
    value = dee.read(f"{jon}/values/why", kind="phone", value="+4420555002")
    assert "Gas" in value["sentences"][0]
    company = dee.read(f"/companies/{cast.company('brightwater')}", why=1)
    assert company["why"] == dee.read(f"/companies/{cast.company('brightwater')}/why")["why"]


@pytest.mark.rule("B01")
def test_who_sees_is_told_to_the_contributor_alone(cast: Cast) -> None:
    cast.share("Ada", "Gas", "relationships + contact info")
    path = f"/people/{cast.person('Ines')}/who-sees"
    mine = cast.api("Ada").read(path)["who_sees"]
    assert [one["member"]["name"] for one in mine["relationship"]] == ["Ben", "Dee"]
    assert [one["member"]["name"] for one in mine["contact_info"]] == ["Ben", "Dee"]
    assert mine["interactions"] == []
    bens = cast.api("Ben").read(path)["who_sees"]
    assert all(seers == [] for seers in bens.values())
    # Dee has nothing of her own about Ines: nobody sees it.
    assert all(seers == [] for seers in cast.api("Dee").read(path)["who_sees"].values())


@pytest.mark.rule("B02")
def test_a_preview_says_exactly_what_saving_does_and_saves_nothing(cast: Cast) -> None:
    cast.share("Ada", "Gas", "relationships")
    ada, dee, gas = cast.api("Ada"), cast.api("Dee"), f"/teams/{cast.team('Gas').hex}/share"
    before = ada.read(gas)
    told = ada.post(f"{gas}/preview", {"level": "relationships + both"}).json()
    assert ada.read(gas) == before
    by_member = {member["name"]: effect for effect in told["effects"] for member in effect["members"]}
    assert set(by_member) == {"Ben", "Dee"}
    newly = by_member["Dee"]["newly"]
    assert (newly["people"], newly["companies"], by_member["Dee"]["no_longer"]["people"]) == (0, 0, 0)
    jon = f"/people/{cast.person('Jon')}"
    assert dee.get(f"{jon}/values").status_code == 404
    assert ada.put(gas, {"level": "relationships + both"}).status_code == 200
    people = [row["id"] for row in dee.read("/people", known_by=cast.id("Ada"))["items"]]
    values = [value for one in people for value in dee.read(f"/people/{one}").get("values", [])]
    assert newly["contact_values"] == len([v for v in values if "Ada" in {o["name"] for o in v["owners"]}])
    # Of whom no mail or meeting is told there is no timeline.
    timelines = [dee.get(f"/people/{one}/timeline", limit=200) for one in people]
    touchpoints = {
        item["id"] for told in timelines if told.status_code == 200 for item in told.json()["items"]
    }
    assert touchpoints
    assert newly["touchpoints"] == len(touchpoints)
    back = ada.post(f"{gas}/preview", {"level": "not sharing"}).json()
    lost = {m["name"]: e["no_longer"] for e in back["effects"] for m in e["members"]}["Dee"]
    assert lost["people"] == len(people) == 5
    assert set(lost["examples"]) <= {"Ines Duarte", "Jon Falk", "Kaya Ott", "Pia Rossi", "Tess Vance"}


@pytest.mark.rule("D18")
def test_sharing_lists_every_audience_of_ones_own(cast: Cast) -> None:
    cast.share("Ada", "Power", "relationships")
    shares = cast.api("Ada").read("/sharing")["items"]
    assert [share["audience"]["name"] for share in shares] == ["Gas", "Power", "Everyone"]
    assert [share["counts"] for share in shares] == ["not sharing", "relationships", "not sharing"]
    assert {share["cap"] for share in shares} == {"relationships + both"}
    assert cast.api("Eve").read("/sharing")["items"][0]["audience"] == {"id": "everyone", "name": "Everyone"}
