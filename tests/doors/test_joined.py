"""Who has two addresses on a card is one person wherever people are listed, for whom its book opens both (D24)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import Cast, cast
from tests.cast.outside import OUTSIDERS, card
from tests.doors.pages.reading import names_listed, page

__all__ = ["cast"]

pytestmark = pytest.mark.rule("D24")

CONTACT = "relationships + contact info"
BOTH = "relationships + both"
TIES = "relationships"


def listed(cast: Cast, reader: str, **query: Any) -> set[str]:
    """Return the people whom a reader is told in a list, by short name, and check that its total is how many."""
    answer = cast.api(reader).read("/people", limit=200, **query)
    assert answer["total"] == len(answer["items"])
    names = {cast.person(who): who for who in OUTSIDERS if who != "Vera"}
    found = [names[row["id"]] for row in answer["items"]]
    assert len(set(found)) == len(found)
    return set(found)


def row(cast: Cast, reader: str, who: str) -> dict[str, Any]:
    items: list[dict[str, Any]] = cast.api(reader).read("/people", limit=200)["items"]
    [found] = [one for one in items if one["id"] == cast.person(who)]
    return found


def knowers(one: dict[str, Any]) -> set[str]:
    return {it["member"]["name"] for it in one.get("knowers", [])}


@pytest.fixture
def joined(cast: Cast) -> Cast:
    """A card of Ada's has the addresses of Ines and Jon, and one of Ben's those of Milo and Nora."""
    cast.bring("Ada", [card("Ines", also=("Jon",))], feed="one more card")
    cast.bring("Ben", [card("Milo", also=("Nora",))], feed="one more card")
    return cast


def test_a_list_has_who_is_one_once_and_others_apart(joined: Cast) -> None:
    assert listed(joined, "Ada") == {"Ines", "Kaya", "Pia", "Tess"}
    assert listed(joined, "Dee") == {"Quin", "Rhea"}
    joined.share("Ada", "Gas", TIES)
    assert listed(joined, "Dee") == {"Quin", "Rhea", "Ines", "Jon", "Kaya", "Pia", "Tess"}
    joined.share("Ada", "Gas", CONTACT)
    assert listed(joined, "Dee") == {"Quin", "Rhea", "Ines", "Kaya", "Pia", "Tess"}
    # Cyd is not in the team, and Eve in none: to them neither is anybody.
    assert listed(joined, "Cyd") == {"Kaya", "Liv", "Nora"}
    assert listed(joined, "Eve") == {"Olaf", "Pia"}


@pytest.mark.rule("B05")
def test_to_whom_the_book_opens_one_of_both_they_are_apart(joined: Cast) -> None:
    joined.share("Ada", "Gas", CONTACT)
    joined.share("Ben", "Gas", CONTACT)
    assert {"Ines", "Milo"} < listed(joined, "Dee")
    assert not {"Jon", "Nora"} & listed(joined, "Dee")
    kept = joined.api("Ada").post("/exceptions", {"kind": "person", "what": joined.person("Jon")})
    assert kept.status_code == 201
    # Of Ines Ben's book tells too; of Jon now nobody does.
    assert "Ines" in listed(joined, "Dee")
    assert joined.api("Dee").get(f"/people/{joined.person('Jon')}").status_code == 404
    assert row(joined, "Dee", "Ines").get("also_known") is None


@pytest.mark.rule("D04", "D21")
def test_the_row_is_made_of_all_addresses(joined: Cast) -> None:
    joined.share("Ada", "Gas", BOTH)
    joined.share("Ben", "Gas", BOTH)
    joined.share("Cyd", "Everyone", TIES)
    ines = row(joined, "Dee", "Ines")
    assert knowers(ines) == {"Ada", "Ben"}
    assert row(joined, "Dee", "Milo")["name"] == "Milo Grant"
    # Cyd knows Nora alone: with Milo, since they are one to Dee.
    assert knowers(row(joined, "Dee", "Milo")) == {"Ben", "Cyd"}
    scores = {it["member"]["name"]: it["strength"]["score"] for it in row(joined, "Dee", "Milo")["knowers"]}
    alone = {it["member"]["name"]: it["strength"]["score"] for it in row(joined, "Cyd", "Nora")["knowers"]}
    assert scores["Cyd"] == alone["Cyd"]


@pytest.mark.rule("D07")
def test_whatever_is_true_of_one_address_finds_the_person(joined: Cast) -> None:
    joined.share("Ada", "Gas", BOTH)
    joined.share("Ben", "Gas", BOTH)
    joined.share("Cyd", "Everyone", TIES)
    cyd = joined.api("Dee").read("/members")["items"]
    [cyd_id] = [one["id"] for one in cyd if one["name"] == "Cyd"]
    assert listed(joined, "Dee", known_by=cyd_id) == {"Kaya", "Liv", "Milo"}
    for words in ("nora", "nora@orrinvale.example", "milo nora"):
        assert listed(joined, "Dee", words=words) == {"Milo"}
    # To Cyd, whose own book has no such card, they are two.
    assert listed(joined, "Cyd", words="nora") == {"Nora"}


@pytest.mark.parametrize("sort", ["name", "strength", "last_contact"])
@pytest.mark.parametrize("limit", [1, 2, 3])
def test_pages_add_up_in_every_order(joined: Cast, sort: str, limit: int) -> None:
    joined.share("Ada", "Gas", BOTH)
    joined.share("Ben", "Gas", BOTH)
    whole = joined.api("Dee").read("/people", sort=sort, limit=200)
    met: list[Any] = []
    cursor: str | None = None
    while True:
        more = {"cursor": cursor} if cursor else {}
        part = joined.api("Dee").read("/people", sort=sort, limit=limit, **more)
        assert part["total"] == whole["total"] == 7
        met += part["items"]
        cursor = part["next"]
        if cursor is None:
            break
    assert met == whole["items"]


def test_any_address_that_is_seen_leads_to_the_one_record(joined: Cast) -> None:
    joined.share("Ada", "Gas", BOTH)
    api = joined.api("Dee")
    for end in ("", "/values", "/timeline", "/months", "/why", "/introducers"):
        ines, jon = (api.get(f"/people/{joined.person(who)}{end}") for who in ("Ines", "Jon"))
        assert ines.status_code == 200, end
        assert ines.json() == jon.json(), end
    seen = api.read(f"/people/{joined.person('Jon')}")
    assert seen["id"] == joined.person("Ines")
    assert {value["value"] for value in seen["values"]} >= {OUTSIDERS[who].address for who in ("Ines", "Jon")}
    # A mail to both is one touchpoint, and the statistics are of both: Jon's two mails are among them.
    apart = {who: joined.api("Ada").read(f"/people/{joined.person(who)}") for who in ("Ines", "Jon")}
    assert apart["Ines"] == apart["Jon"]
    assert seen["statistics"]["outbound"] == 6
    assert api.read(f"/people/{joined.person('Jon')}/timeline")["total"] == 12
    for who in ("Ines", "Jon"):
        for reader in ("Eve", "Cyd", "Flo"):
            assert joined.api(reader).get(f"/people/{joined.person(who)}").status_code == 404


def test_pages_say_the_same(joined: Cast) -> None:
    joined.share("Ada", "Gas", CONTACT)
    names = names_listed(joined.page("Dee"), "/people/")
    assert "Ines Duarte" in names
    assert "Jon Falk" not in names
    assert "Jon Falk" in page(joined.page("Dee"), f"/people/{joined.person('Ines')}/")
    one, other = (page(joined.page("Dee"), f"/people/{joined.person(who)}/") for who in ("Ines", "Jon"))
    assert one == other
    assert joined.page("Eve").get(f"/people/{joined.person('Jon')}/").status_code == 404
    company = page(joined.page("Dee"), f"/companies/{_company(joined, 'Dee')}/")
    assert "Ines Duarte" in company
    assert "Jon Falk" not in company


def test_a_company_counts_who_is_one_once(joined: Cast) -> None:
    joined.share("Ada", "Gas", TIES)
    assert _people_at(joined, "Dee") == 2
    joined.share("Ada", "Gas", CONTACT)
    assert _people_at(joined, "Dee") == 1
    assert listed(joined, "Dee", company=_company(joined, "Dee")) == {"Ines"}


def test_a_colleague_who_sees_them_apart_is_asked_about_whom_they_know(joined: Cast) -> None:
    joined.share("Ben", "Gas", BOTH)
    joined.share("Cyd", "Everyone", TIES)
    api = joined.api("Dee")
    [cyd] = [one["id"] for one in api.read("/members")["items"] if one["name"] == "Cyd"]
    asked = api.post(
        "/introductions", {"introducer": cyd, "person": joined.person("Milo"), "words": "Please"}
    )
    assert asked.status_code == 201, asked.json()
    assert asked.json()["person"]["name"] == "Milo Grant"
    [of_me] = joined.api("Cyd").read("/introductions")["of_me"]
    assert of_me["person"]["id"] == joined.person("Nora")
    again = api.post(
        "/introductions", {"introducer": cyd, "person": joined.person("Nora"), "words": "Please"}
    )
    assert again.status_code == 400


def _company(cast: Cast, reader: str) -> str:
    items = cast.api(reader).read("/companies", limit=200)["items"]
    [found] = [str(one["id"]) for one in items if one["name"] == "Brightwater"]
    return found


def _people_at(cast: Cast, reader: str) -> int:
    found = cast.api(reader).read(f"/companies/{_company(cast, reader)}")["people"]
    assert isinstance(found, int)
    return found
