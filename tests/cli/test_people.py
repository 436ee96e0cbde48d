"""`people`, `why` and `who-can-see` answer as the member would be answered on the pages."""

from __future__ import annotations

import secrets

import pytest

from tests.cli.conftest import INGA, MARIT
from tests.cli.typing import Terminal

ADA, BEN, CYD = (("--as", f"{local}@umber.example") for local in ("ada", "ben", "cyd"))


def uid_of(terminal: Terminal, who: tuple[str, str], name: str) -> str:
    """Return the id of a person as a member's list has it."""
    (item,) = terminal.does("people", *who, name, "--json").json["items"]
    return str(item["id"])


def test_a_member_sees_whom_they_know(reading: Terminal) -> None:
    page = reading.does("people", *ADA, "--json").json
    (person,) = page["items"]
    assert (page["total"], page["next"]) == (1, None)
    assert (person["name"], person["mine"], person["company"]["name"]) == (MARIT[0], True, "port.example")
    assert person["knowers"][0]["member"]["name"] == "Ada Amber"
    assert person["strength"]["score"] > 0
    assert person["last_contact"].startswith("2025-03-14")
    assert set(person) == {
        "id",
        "name",
        "title",
        "company",
        "organisation",
        "mine",
        "strength",
        "knowers",
        "last_contact",
    }
    assert len(person["id"]) == 32


def test_a_table_for_people(reading: Terminal) -> None:
    said = reading.does("people", *ADA)
    header, line, *_ = said.out.splitlines()
    assert header.split() == ["name", "company", "title", "strength", "known", "by", "last", "contact"]
    assert MARIT[0] in line
    assert " you " in line
    assert "1 person." in said.out


@pytest.mark.rule("D05")
@pytest.mark.rule("D12")
def test_nothing_shared_is_nothing_seen(reading: Terminal) -> None:
    assert reading.does("people", *BEN, "--json").json == {"items": [], "total": 0, "next": None}
    assert reading.does("people", *BEN).out.strip() == "0 people found."


@pytest.mark.rule("D06")
@pytest.mark.rule("D07")
@pytest.mark.rule("D14")
def test_a_share_shows_what_its_level_says(terminal: Terminal) -> None:
    terminal.does("share", *ADA, "--with", "Sales", "--level", "relationships")
    (person,) = terminal.does("people", *BEN, "--json").json["items"]
    assert person["name"] == MARIT[0]
    assert person["mine"] is False
    assert "last_contact" not in person
    # A phone number that is not shared finds nobody; one that is, does.
    assert terminal.does("people", *BEN, MARIT[2], "--json").json["total"] == 0
    terminal.does("share", *ADA, "--with", "Sales", "--level", "relationships + contact info")
    assert terminal.does("people", *BEN, MARIT[2], "--json").json["total"] == 1
    assert terminal.does("people", *CYD, "Marit", "--json").json["total"] == 0


def test_pages_follow_each_other(terminal: Terminal) -> None:
    terminal.does("share", *CYD, "--with", "Everyone", "--level", "relationships")
    whole = terminal.does("people", *ADA, "--json").json["items"]
    assert [person["name"] for person in whole] == [INGA[0], MARIT[0]]
    first = terminal.does("people", *ADA, "--limit", "1", "--json").json
    assert (first["total"], first["items"]) == (2, whole[:1])
    second = terminal.does("people", *ADA, "--limit", "1", "--cursor", first["next"], "--json").json
    assert (second["total"], second["items"], second["next"]) == (2, whole[1:], None)
    assert f"--cursor {first['next']}" in terminal.does("people", *ADA, "--limit", "1").out
    # A mark is of one list, in one order.
    said = terminal.type("people", *ADA, "--sort", "strength", "--cursor", first["next"], "--json")
    assert (said.code, said.error["field"]) == (2, "cursor")


@pytest.mark.parametrize("limit", ["0", "1001", "-1"])
def test_a_page_has_a_size(reading: Terminal, limit: str) -> None:
    said = reading.type("people", *ADA, f"--limit={limit}", "--json")
    assert (said.code, said.error) == (
        2,
        {"code": "usage", "message": "--limit is between 1 and 1000.", "field": "limit"},
    )


@pytest.mark.parametrize("way", ["id", "address", "name", "upper case"])
def test_a_person_is_named_in_three_ways(reading: Terminal, way: str) -> None:
    words = {
        "id": uid_of(reading, ADA, "Marit"),
        "address": "MARIT@port.example",
        "name": "Marit Solheim",
        "upper case": "marit SOLHEIM",
    }[way]
    answer = reading.does("why", *ADA, words, "--json").json
    assert answer["person"]["name"] == MARIT[0]
    told = {why["facet"]: why for why in answer["why"]}
    assert set(told) >= {"existence", "relationship", "contact_info", "interactions"}
    assert set(told["existence"]) == {"facet", "label", "sentences"}


@pytest.mark.rule("B01")
def test_why_names_what_opens_it(terminal: Terminal) -> None:
    terminal.does("share", *ADA, "--with", "Sales", "--level", "relationships")
    said = terminal.does("why", *BEN, "Marit Solheim")
    assert "Ada Amber shares relationships with Sales" in said.out
    # Contact info is not shared, so an address does not name her for Ben, and its facet has no why.
    assert terminal.type("why", *BEN, MARIT[1]).code == 1
    assert terminal.type("why", *BEN, "Marit", "--facet", "contact-info").code == 1
    facet = terminal.does("why", *BEN, "Marit", "--facet", "relationship", "--json").json["why"]
    assert [one["facet"] for one in facet] == ["relationship"]


@pytest.mark.rule("B01")
def test_why_of_a_value_says_what_opens_it_and_what_went_into_it(terminal: Terminal) -> None:
    terminal.does("share", *ADA, "--with", "Sales", "--level", "relationships + interactions")
    said = terminal.does("why", *BEN, "Marit Solheim", "--value", "last-contact").out
    assert "Ada Amber shares" in said
    assert "out of Ada Amber’s sources" in said
    told = terminal.does("why", *BEN, "Marit Solheim", "--value", "every", "--json").json["why"]
    assert {one["value"] for one in told} >= {"name", "score", "known-by", "last-contact", "statistics"}
    assert all(one["sentences"] for one in told)
    company = terminal.does("why", *BEN, "--company", "port.example", "--value", "score").out
    assert "Ada Amber shares" in company
    assert "Ben" in terminal.does("who-can-see", *ADA, "--company", "port.example").out
    terminal.does("share", *ADA, "--with", "Sales", "--level", "relationships")
    assert terminal.type("why", *BEN, "Marit Solheim", "--value", "last-contact").code == 1
    assert terminal.type("why", *BEN, "--company", "port.example", "--value", "statistics").code == 1
    assert terminal.type("why", *BEN, "--company", "nobody.example", "--value", "score").code == 1


@pytest.mark.rule("B12")
@pytest.mark.rule("D19")
@pytest.mark.parametrize("command", ["why", "who-can-see"])
@pytest.mark.parametrize("form", [(), ("--json",)])
def test_hidden_answers_as_absent(reading: Terminal, command: str, form: tuple[str, ...]) -> None:
    """Ada governs the account, and Inga is shared with nobody: by every way of naming her she is not there."""
    there, nowhere = uid_of(reading, CYD, "Inga"), secrets.token_hex(16)
    for hidden, absent in (
        (there, nowhere),
        (INGA[0], "Ulla Nobody"),
        (INGA[1], "ulla@nobody.example"),
    ):
        one = reading.type(command, *ADA, hidden, *form)
        other = reading.type(command, *ADA, absent, *form)
        assert one.code == other.code == 1
        assert one.out == other.out == ""
        assert one.err.replace(hidden, "…") == other.err.replace(absent, "…")


@pytest.mark.rule("B01")
@pytest.mark.rule("D03")
def test_who_can_see_lists_colleagues_and_grants(terminal: Terminal) -> None:
    alone = terminal.does("who-can-see", *ADA, "Marit", "--json").json["who_sees"]
    assert all(seers == [] for seers in alone.values())
    assert "Only you." in terminal.does("who-can-see", *ADA, "Marit").out
    terminal.does("share", *ADA, "--with", "Sales", "--level", "relationships + contact info")
    seen = terminal.does("who-can-see", *ADA, "Marit", "--json").json["who_sees"]
    assert {facet: [one["member"]["name"] for one in seers] for facet, seers in seen.items() if seers} == {
        "existence": ["Ben Bister"],
        "relationship": ["Ben Bister"],
        "contact_info": ["Ben Bister"],
    }
    assert "Ben Bister sees this because you share contact info with Sales." in (
        terminal.does("who-can-see", *ADA, "Marit").out
    )
    # Ben has nothing of his own about her; Ada's other audiences are not his to hear of.
    assert "nothing of your own" in terminal.does("who-can-see", *BEN, "Marit").out
    assert not any(terminal.does("who-can-see", *BEN, "Marit", "--json").json["who_sees"].values())


def test_one_name_of_several_people_is_not_guessed(terminal: Terminal) -> None:
    terminal.does("share", *CYD, "--with", "Everyone", "--level", "relationships")
    said = terminal.type("why", *ADA, "example", "--json")
    assert (said.code, said.error["code"], said.error["field"]) == (2, "usage", "person")
    assert "2 people" in said.error["message"]
    assert uid_of(terminal, ADA, "Inga") in said.error["message"]


@pytest.mark.rule("D23")
def test_who_was_deactivated_asks_nothing_more(reading: Terminal) -> None:
    left = reading.type("people", "--as", "dot@umber.example")
    never = reading.type("people", "--as", "eve@umber.example")
    assert left.code == never.code == 1
    assert left.err.replace("dot@", "") == never.err.replace("eve@", "")
