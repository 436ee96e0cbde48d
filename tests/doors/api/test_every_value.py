"""Every value that the API shows answers why, and what it does not show answers as what is not there (B01)."""

from __future__ import annotations

from typing import Any

import pytest

from tactful.visibility.value_whys import OF_COMPANY, OF_PERSON
from tests.cast import Cast
from tests.cast.clients import Api

pytestmark = pytest.mark.rule("B01", "D04", "D09", "D20")

WHO = ("Ada", "Ben", "Cyd", "Dee", "Eve", "Flo")


@pytest.fixture
def sharing(cast: Cast) -> Cast:
    """Ada shares everything with Gas, Ben interactions with Everyone, Cyd contact info with Power."""
    cast.share("Ada", "Gas", "relationships + both")
    cast.share("Ben", "Everyone", "relationships + interactions")
    cast.share("Cyd", "Power", "relationships + contact info")
    return cast


def shown_of_person(row: dict[str, Any], one: dict[str, Any]) -> set[str]:
    return {
        "name",
        *(["company"] if row["company"] or row["organisation"] else []),
        *(["title"] if row["title"] else []),
        *(["score", "known-by"] if "strength" in row else []),
        *(["last-contact"] if row.get("last_contact") else []),
        *(["statistics"] if "interactions" in one["shows"] else []),
        *(["group-score"] if one.get("groups") else []),
        *(["also-known"] if one.get("also") else []),
    }


def shown_of_company(row: dict[str, Any], one: dict[str, Any]) -> set[str]:
    return {
        "name",
        "people",
        *(["score", "known-by"] if "strength" in row else []),
        *(["last-contact"] if row.get("last_contact") else []),
        *(["statistics"] if "interactions" in one["shows"] else []),
        *(["group-score"] if one.get("groups") else []),
    }


def explained(api: Api, path: str, values: tuple[str, ...]) -> set[str]:
    """Return the values of a record that have a why, each asked for by itself."""
    found = set()
    for value in (one.replace(" ", "-") for one in values if one != "tie"):
        answer = api.get(f"{path}/why", value=value)
        assert answer.status_code in (200, 404), (path, value)
        if answer.status_code == 200:
            whys = answer.json()["why"]
            assert whys
            assert all(one["sentences"] and one["value"] == value for one in whys)
            found.add(value)
    assert {one["value"] for one in api.read(f"{path}/why", value="every")["why"]} == found
    return found


@pytest.mark.parametrize("who", WHO)
def test_each_value_of_each_record_says_why_and_no_other_does(sharing: Cast, who: str) -> None:
    api = sharing.api(who)
    for row in api.read("/people")["items"]:
        path = f"/people/{row['id']}"
        assert explained(api, path, OF_PERSON) == shown_of_person(row, api.read(path))
        for knower in row.get("knowers", ()):
            tie = api.read(f"{path}/why", value="tie", knower=knower["member"]["id"])["why"]
            assert tie[0]["shown"].startswith(f"{knower['strength']['score']} of 100")
    for row in api.read("/companies")["items"]:
        path = f"/companies/{row['id']}"
        assert explained(api, path, OF_COMPANY) == shown_of_company(row, api.read(path))
    for item in api.read("/touchpoints")["items"]:
        whys = api.read(f"/touchpoints/{item['id']}/why")["why"]
        assert [one["value"] for one in whys] == ["touchpoint", *(["subject"] if item.get("subject") else [])]


def test_an_explanation_names_nobody_who_is_hidden(sharing: Cast) -> None:
    """Kaya is known to Ada and Cyd: Dee is told of Ada alone, and sees the same whether or not Cyd knows her."""
    dee, kaya = sharing.api("Dee"), f"/people/{sharing.person('Kaya')}"
    whys = dee.read(f"{kaya}/why", value="every")
    assert "Ada" in str(whys)
    assert "Cyd" not in str(whys)
    [group] = [one for one in whys["why"] if one["label"] == "strength of Gas together"]
    assert group["made_of"] == [
        "It adds up the relationships that one colleague shares with Gas and with you."
    ]


def test_a_group_score_is_asked_of_one_audience(sharing: Cast) -> None:
    ada, ines = sharing.api("Ada"), f"/people/{sharing.person('Ines')}"
    gas, power = sharing.team("Gas").hex, sharing.team("Power").hex
    [one] = ada.read(f"{ines}/why", value="group-score", audience=gas)["why"]
    assert one["label"] == "strength of Gas together"
    assert ada.read(f"{ines}/why", value="group-score", audience="everyone")["why"]
    dee = sharing.api("Dee")
    for audience in (power, "0" * 32, "zz"):
        assert dee.get(f"{ines}/why", value="group-score", audience=audience).status_code == 404


def test_a_key_is_told_no_more_than_its_ceiling(sharing: Cast) -> None:
    low = sharing.api("Dee", ceiling=["existence", "relationship"])
    jon = f"/people/{sharing.person('Jon')}"
    assert {one["value"] for one in low.read(f"{jon}/why", value="every")["why"]} <= {
        "name",
        "company",
        "title",
        "score",
        "known-by",
        "group-score",
    }
    assert low.get(f"{jon}/why", value="last-contact").status_code == 404
    assert low.get(f"/companies/{sharing.company('brightwater')}/who-sees").status_code == 403


def test_who_sees_a_touchpoint_is_told_to_whoever_holds_it(sharing: Cast) -> None:
    ada = sharing.api("Ada")
    mail = ada.read(f"/people/{sharing.person('Jon')}/timeline")["items"][0]["id"]
    seers = ada.read(f"/touchpoints/{mail}/who-sees")["who_sees"]
    assert [one["member"]["name"] for one in seers["interactions"]] == ["Ben", "Dee"]
    assert seers["subject"] == []
    company = ada.read(f"/companies/{sharing.company('brightwater')}/who-sees")["who_sees"]
    assert [one["member"]["name"] for one in company["contact_info"]] == ["Ben", "Dee"]
    for other in ("Ben", "Cyd"):
        assert sharing.api(other).get(f"/touchpoints/{mail}/who-sees").status_code == 404
