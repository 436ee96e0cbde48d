"""An exception covers all addresses that its contributor sees as one, whoever is asked and told (D24, B05)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tactful.actions.imports.deleting import erase_feed
from tactful.records.models import Person
from tactful.visibility.crowd import crowd_of
from tests.cast import Cast, cast
from tests.cast.outside import OUTSIDERS, card, letters
from tests.doors.pages.reading import page

__all__ = ["cast"]

pytestmark = pytest.mark.rule("D24", "B05")

CONTACT = "relationships + contact info"
BOTH = "relationships + both"
WHO = ("Ines", "Jon", "Kaya", "Pia", "Milo", "Nora", "Quin")


def knows_of(cast: Cast, reader: str, owner: str) -> set[str]:
    """Return by which addresses of those whom the tests join a reader sees that an owner knows somebody.

    A list has one row for all addresses of a person, so this is asked of what lists are made of.
    """
    with cast.standing(reader) as standing:
        book = standing.book_of[cast.places[owner]]
        known = crowd_of(standing).open("relationship").get(book, ())
        ids = dict(Person.unchecked.filter(id__in=list(known)).values_list("key", "id"))
    return {who for who in WHO if OUTSIDERS[who].address in ids}


def keep(cast: Cast, who: str, whom: str, audience: str | None = None) -> str:
    sent = {"kind": "person", "what": cast.person(whom), "audience": audience}
    answer = cast.api(who).post("/exceptions", sent)
    assert answer.status_code == 201, answer.content
    return str(answer.json()["id"])


def told_of_effect(cast: Cast, who: str, whom: str) -> dict[str, int]:
    """Return how many people each colleague would no longer see, were somebody kept private."""
    said = cast.api(who).post("/exceptions/preview", {"kind": "person", "what": cast.person(whom)}).json()
    return {
        member["name"]: effect["no_longer"]["people"]
        for effect in said["effects"]
        for member in effect["members"]
    }


def seers(cast: Cast, owner: str, whom: str) -> set[str]:
    """Return who sees the relationship of an owner with somebody, as the owner is told."""
    said = cast.api(owner).read(f"/people/{cast.person(whom)}/who-sees")
    return {one["member"]["name"] for one in said["who_sees"]["relationship"]}


def test_ones_own_card_is_covered_and_all_who_ask_are_told_the_same(cast: Cast) -> None:
    cast.share("Ada", "Gas", BOTH)
    source = cast.bring("Ada", [card("Jon", also=("Kaya",))], feed="cards")
    assert knows_of(cast, "Ben", "Ada") >= {"Jon", "Kaya"}
    foreseen = told_of_effect(cast, "Ada", "Jon")
    # The two are one person to Ada, and are counted so.
    assert foreseen == {"Ben": 1, "Dee": 1}
    kept = keep(cast, "Ada", "Jon")
    for reader in ("Ben", "Dee"):
        assert not knows_of(cast, reader, "Ada") & {"Jon", "Kaya"}
        assert cast.api(reader).get(f"/people/{cast.person('Jon')}").status_code == 404
    # Of Kaya Cyd's book speaks on its own; Ada's says nothing any more, also not that they met.
    cast.share("Cyd", "Everyone", BOTH)
    assert "Ada" not in str(cast.api("Ben").read(f"/people/{cast.person('Kaya')}/timeline"))
    assert (seers(cast, "Ada", "Jon"), seers(cast, "Ada", "Kaya")) == (set(), set())
    (mine,) = cast.api("Ada").read("/exceptions")["items"]
    assert mine["covers"] == ["kaya@kestrel.example"]
    assert "and kaya@kestrel.example" in page(cast.page("Ada"), "/sharing/exceptions/")
    undo = cast.api("Ada").post(f"/exceptions/{kept}/preview").json()
    assert {e["newly"]["people"] for e in undo["effects"]} == {1}
    # Ada herself sees all; whoever deletes the source parts them again.
    assert knows_of(cast, "Ada", "Ada") >= {"Jon", "Kaya"}
    erase_feed(cast.member("Ada"), feed=source)
    assert knows_of(cast, "Ben", "Ada") & {"Jon", "Kaya"} == {"Kaya"}
    assert seers(cast, "Ada", "Kaya") >= {"Ben", "Dee"}
    cast.api("Ada").delete(f"/exceptions/{kept}")
    assert knows_of(cast, "Ben", "Ada") >= {"Jon", "Kaya"}


def test_an_exception_for_one_audience_covers_for_that_one(cast: Cast) -> None:
    cast.share("Ada", "Gas", BOTH)
    cast.share("Ada", "Power", BOTH)
    cast.bring("Ada", [card("Jon", also=("Kaya",))], feed="cards")
    keep(cast, "Ada", "Kaya", cast.team("Gas").hex)
    assert not knows_of(cast, "Ben", "Ada") & {"Jon", "Kaya"}
    assert knows_of(cast, "Cyd", "Ada") >= {"Jon", "Kaya"}


def test_what_anothers_book_says_covers_while_it_is_open_to_the_contributor(cast: Cast) -> None:
    cast.share("Ada", "Gas", BOTH)
    cast.bring("Dee", [card("Jon", also=("Kaya",))], feed="cards")
    keep(cast, "Ada", "Jon")
    # Dee's card is closed to Ada: Ada does not see them as one.
    assert knows_of(cast, "Ben", "Ada") & {"Jon", "Kaya"} == {"Kaya"}
    for level, left in (("relationships", {"Kaya"}), (CONTACT, set()), ("relationships", {"Kaya"})):
        cast.share("Dee", "Gas", level)
        assert knows_of(cast, "Ben", "Ada") & {"Jon", "Kaya"} == left
    now = cast.member("Dee").now
    cast.share("Dee", "Gas", CONTACT, ends_at=now + timedelta(days=1))
    assert knows_of(cast, "Ben", "Ada") & {"Jon", "Kaya"} == set()
    # Dee's own book is not Ada's to withhold.
    assert knows_of(cast, "Ben", "Dee") >= {"Jon", "Kaya"}
    keep(cast, "Dee", "Kaya")
    # Now nobody but Dee sees her two as one: not Ada either, whose exception is for Jon alone again.
    assert knows_of(cast, "Ben", "Dee") & {"Jon", "Kaya"} == set()
    assert knows_of(cast, "Ben", "Ada") & {"Jon", "Kaya"} == {"Kaya"}


def test_what_was_confirmed_is_covered_until_it_is_split(cast: Cast) -> None:
    for who in ("Ada", "Ben"):
        cast.share(who, "Gas", BOTH)
    cast.bring("Ben", [card("Milo", name="Jon Falk"), card("Jon", name="J. Falk")], feed="namesake")
    keep(cast, "Ben", "Milo")
    assert knows_of(cast, "Dee", "Ben") & {"Milo", "Jon"} == {"Jon"}
    people = {"people": [cast.person("Milo"), cast.person("Jon")]}
    # Dee sees Milo by no book: what she says of him is said of nobody.
    assert cast.api("Dee").post("/identity/confirmations", people).status_code == 404
    assert cast.api("Ben").post("/identity/confirmations", people).status_code == 201
    assert knows_of(cast, "Dee", "Ben") & {"Milo", "Jon"} == set()
    assert knows_of(cast, "Dee", "Ada") >= {"Jon"}
    assert cast.api("Ben").post("/identity/splits", people).status_code == 201
    assert knows_of(cast, "Dee", "Ben") & {"Milo", "Jon"} == {"Jon"}


def test_a_colleagues_split_opens_nothing_that_is_kept_private(cast: Cast) -> None:
    """Dee brings a card of two of whom Ada's says the same, and splits them: Ada's exception still covers both."""
    cast.share("Ada", "Gas", BOTH)
    cast.bring("Ada", [card("Jon", also=("Kaya",)), card("Kaya", also=("Pia",))], feed="cards")
    keep(cast, "Ada", "Jon")
    protected = cast.api("Flo").post("/protected", {"kind": "address", "what": OUTSIDERS["Pia"].address})
    assert protected.status_code == 201
    cast.bring("Dee", [card("Jon", also=("Kaya",)), card("Kaya", also=("Pia",))], feed="guess")
    splits = [{"people": [cast.person(one), cast.person("Kaya")]} for one in ("Jon", "Pia")]
    for people in splits:
        assert cast.api("Dee").post("/identity/splits", people).status_code == 201
    for reader in ("Ben", "Dee"):
        assert not knows_of(cast, reader, "Ada") & {"Jon", "Kaya", "Pia"}
    (mine,) = cast.api("Ada").read("/exceptions")["items"]
    assert mine["covers"] == ["kaya@kestrel.example", "pia@tidalgrid.example"]
    # In Dee's book it is as she says; and Ada, who may take it back, says so herself.
    assert cast.api("Flo").delete(f"/protected/{protected.json()['id']}").status_code == 204
    for people in splits:
        assert cast.api("Ada").post("/identity/confirmations", people).status_code == 201
        assert cast.api("Ada").post("/identity/splits", people).status_code == 201
    assert knows_of(cast, "Ben", "Ada") >= {"Kaya", "Pia"}
    assert "Jon" not in knows_of(cast, "Ben", "Ada")


def test_what_can_be_tried_out_by_a_made_up_card(cast: Cast) -> None:
    """What D24 asks for tells this much: docs/decisions/0014 says so. To be made smaller, not forgotten."""
    cast.share("Ada", "Gas", BOTH)
    keep(cast, "Ada", "Jon")
    assert "Kaya" in knows_of(cast, "Dee", "Ada")
    made_up = cast.bring("Dee", [card("Jon", also=("Kaya",))], feed="made up")
    assert "Kaya" in knows_of(cast, "Dee", "Ada")
    cast.share("Dee", "Gas", CONTACT)
    assert "Kaya" not in knows_of(cast, "Dee", "Ada")
    erase_feed(cast.member("Dee"), feed=made_up)
    assert "Kaya" in knows_of(cast, "Dee", "Ada")


def test_what_can_be_tried_out_by_saying_that_two_are_one(cast: Cast) -> None:
    """As with a made-up card: docs/decisions/0014."""
    cast.share("Ada", "Gas", BOTH)
    keep(cast, "Ada", "Jon")
    people = {"people": [cast.person("Jon"), cast.person("Kaya")]}
    assert cast.api("Dee").post("/identity/confirmations", people).status_code == 404
    made_up = cast.bring("Dee", [card("Jon", name=OUTSIDERS["Kaya"].name)], feed="made up")
    cast.share("Dee", "Gas", CONTACT)
    assert "Kaya" in knows_of(cast, "Dee", "Ada")
    said = cast.api("Dee").post("/identity/confirmations", people)
    assert said.status_code == 201, said.content
    assert "Kaya" not in knows_of(cast, "Dee", "Ada")
    # It ends with what it rested on, or where the contributor, who sees both, says that they are two.
    erase_feed(cast.member("Dee"), feed=made_up)
    assert "Kaya" in knows_of(cast, "Dee", "Ada")


def test_a_protected_recipient_is_covered_in_every_book_that_says_so(cast: Cast) -> None:
    for who in ("Ada", "Cyd"):
        cast.share(who, "Everyone", BOTH)
    cast.bring("Ada", [card("Jon", also=("Kaya",))], feed="cards")
    sent = {"kind": "address", "what": "jon.falk@brightwater.example"}
    protected = cast.api("Flo").post("/protected", sent)
    assert protected.status_code == 201
    # In Ada's book Kaya is one with Jon; Cyd's says nothing of the kind, but sees Ada's.
    assert knows_of(cast, "Ben", "Ada") & {"Jon", "Kaya"} == set()
    mine = {one["id"] for one in cast.api("Ada").read("/exceptions")["protected"]}
    assert mine == {cast.person("Jon"), cast.person("Kaya")}
    assert seers(cast, "Ada", "Kaya") == set()
    assert knows_of(cast, "Ben", "Cyd") & {"Jon", "Kaya"} == {"Kaya"}
    assert cast.api("Flo").delete(f"/protected/{protected.json()['id']}").status_code == 204
    assert knows_of(cast, "Ben", "Ada") >= {"Jon", "Kaya"}


@pytest.mark.rule("D19", "B02")
def test_a_preview_of_a_protection_tells_nothing_of_closed_cards(cast: Cast) -> None:
    """Flo sees Jon and Kaya of Ada's, two people: that one card of Ada's has both is not told by trying."""
    sent = {"kind": "address", "what": OUTSIDERS["Jon"].address}
    cast.share("Ada", "Everyone", "relationships")
    before = cast.api("Flo").post("/protected/preview", sent).json()
    cast.bring("Ada", [card("Jon", also=("Kaya",))], feed="cards")
    assert cast.api("Flo").post("/protected/preview", sent).json() == before
    assert before["people"] == 1
    # Where she sees the card they are one row to her, and that goes.
    cast.share("Ada", "Everyone", CONTACT)
    assert cast.api("Flo").post("/protected/preview", sent).json()["people"] == 1
    protected = cast.api("Flo").post("/protected", sent)
    assert protected.status_code == 201
    assert not knows_of(cast, "Flo", "Ada") & {"Jon", "Kaya"}


def test_over_several_addresses_and_into_ones_own_book_alone(cast: Cast) -> None:
    cast.share("Ada", "Gas", BOTH)
    cast.share("Ben", "Gas", BOTH)
    cast.bring("Ada", [card("Jon", also=("Kaya",))], feed="cards")
    cast.bring("Ben", [card("Kaya", also=("Nora",)), card("Nora", also=("Pia",))], feed="cards")
    keep(cast, "Ada", "Jon")
    # Jon, Kaya and Pia are in Ada's book and one to her, by her card and Ben's; Nora is Ben's alone.
    assert knows_of(cast, "Dee", "Ada") & {"Jon", "Kaya", "Pia", "Nora"} == set()
    assert knows_of(cast, "Dee", "Ben") >= {"Kaya", "Nora", "Pia"}
    cast.share("Ben", "Gas", "relationships")
    assert knows_of(cast, "Dee", "Ada") & {"Jon", "Kaya", "Pia"} == {"Pia"}


def test_previews_say_what_becomes_of_what_is_covered(cast: Cast) -> None:
    """What Dee's share would do to what others see of Dee's is told to Dee; and then it is so."""
    cast.share("Ada", "Gas", BOTH)
    cast.bring("Ada", [card("Jon", also=("Kaya",))], feed="cards")
    keep(cast, "Ada", "Jon")
    saved: dict[str, Any] = cast.api("Ada").post("/sharing/everyone/preview", {"level": CONTACT}).json()
    gained = {
        member["name"]: effect["newly"]["people"]
        for effect in saved["effects"]
        for member in effect["members"]
    }
    cast.share("Ada", "Everyone", CONTACT)
    # One row of the list is of two addresses for nobody but Ada: her exception covers both.
    assert gained["Cyd"] == cast.api("Cyd").read("/people", known_by=cast.id("Ada"))["total"]


def test_a_record_is_kept_private_by_an_address_that_others_alone_know(cast: Cast) -> None:
    """To Ada Jon's record goes by Nora's id, whom Dee's book alone knows; what Ada keeps private is her own Jon."""
    cast.share("Ada", "Gas", BOTH)
    cast.share("Dee", "Gas", BOTH)
    cast.bring("Dee", [*letters("Dee", "Nora", 1, 2, 3, 4, 5), card("Nora", also=("Jon",))], feed="cards")
    record = cast.api("Ada").read(f"/people/{cast.person('Jon')}")["id"]
    assert record == cast.person("Nora")
    assert page(cast.page("Ada"), f"/sharing/exceptions/?kind=person&what={record}")
    assert told_of_effect(cast, "Ada", "Nora") == {"Ben": 1, "Dee": 1}
    keep(cast, "Ada", "Nora")
    assert "Jon" not in knows_of(cast, "Ben", "Ada")
    (mine,) = cast.api("Ada").read("/exceptions")["items"]
    assert mine["record"] == cast.person("Jon")
    # What is hidden from her, or is in nobody's book of hers, is not there.
    sent = {"kind": "person", "audience": None}
    hidden, absent = (
        cast.api("Ada").post("/exceptions", sent | {"what": what}) for what in (cast.person("Olaf"), "7" * 32)
    )
    assert hidden.status_code == absent.status_code == 404
    assert hidden.content == absent.content
