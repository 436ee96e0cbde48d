"""Who looks like one person is proposed, confirmed, split, taken back, and undone with its source (D24)."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tactful.accounts.wall import acting
from tactful.actions.imports.deleting import erase_feed
from tactful.actions.imports.items import Card
from tactful.sharing.models import Event
from tactful.visibility.disclosures import DisclosuresQuery, list_disclosures
from tactful.visibility.identity import proposals
from tests.cast import Cast, cast
from tests.cast.outside import card
from tests.doors.pages.reading import page
from tests.doors.test_identity import address, also

__all__ = ["cast"]

pytestmark = pytest.mark.rule("D24")

CONTACT = "relationships + contact info"
READERS = ("Ada", "Ben", "Cyd", "Dee", "Eve", "Flo", "Gus")
NOBODY = uuid.UUID(int=7).hex


def pair(of: Any) -> frozenset[str]:
    return frozenset(side["address"] for side in of["people"])


def proposed(cast: Cast, reader: str) -> dict[frozenset[str], list[str]]:
    """Return who may be one, to a reader, by their addresses, with why."""
    answer = cast.api(reader).read("/identity/proposals")
    assert answer["total"] == len(answer["items"])
    return {pair(one): one["evidence"] for one in answer["items"]}


def two(cast: Cast, one: str, other: str) -> dict[str, list[str]]:
    return {"people": [cast.person(one), cast.person(other)]}


def judgements(cast: Cast, reader: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = cast.api(reader).read("/identity/judgements")["items"]
    return items


def namesakes(cast: Cast) -> uuid.UUID:
    """Ada's Ines and Ben's Milo bear one name; both share contact info with Gas. Return Ben's source."""
    source = cast.bring("Ben", [card("Milo", name="Ines Duarte")], feed="namesake")
    cast.share("Ada", "Gas", CONTACT)
    cast.share("Ben", "Gas", CONTACT)
    return source


BOTH = frozenset({address("Ines"), address("Milo")})


def test_equal_names_are_proposed_to_those_who_see_both(cast: Cast) -> None:
    cast.bring("Ben", [card("Milo", name="Ines Duarte")], feed="namesake")
    for level in ("not sharing", "relationships", "relationships + interactions"):
        cast.share("Ada", "Gas", level)
        assert not any(proposed(cast, reader) for reader in READERS if reader != "Ben"), level
    cast.share("Ada", "Gas", CONTACT)
    # Ben's own mails call her so as well; of whom only Ada's book has, it is said that Ada's has.
    assert proposed(cast, "Ben")[BOTH] == ["Same name in the book of Ada and in your book."]
    assert not proposed(cast, "Ada")
    cast.share("Ben", "Gas", CONTACT)
    assert proposed(cast, "Ada")[BOTH] == ["Same name in your book and in the book of Ben."]
    # Dee's own sources know neither: nothing is proposed to her in the list, but on either page.
    assert not proposed(cast, "Dee")
    (one,) = cast.api("Dee").read(f"/people/{cast.person('Milo')}/identity")["proposals"]
    assert one["evidence"] == ["Same name in the book of Ada and in the book of Ben."]
    assert "Same name in the book of Ada" in page(cast.page("Dee"), f"/same/{cast.person('Milo')}/")
    said = page(cast.page("Ada"), "/same/")
    assert "Same name in your book and in the book of Ben." in said
    assert address("Milo") in said
    assert "See who looks like one person" in page(cast.page("Ada"), "/")
    cast.share("Ben", "Gas", "relationships")
    assert not proposed(cast, "Ada")
    assert address("Milo") not in page(cast.page("Ada"), "/same/")


def test_names_of_three_and_single_names_are_not_proposed(cast: Cast) -> None:
    namesakes(cast)
    cast.bring("Dee", [card("Quin", name="Ines Duarte"), card("Rhea", name="Milo")], feed="third")
    cast.bring("Ada", [card("Kaya", name="Milo")], feed="single")
    assert BOTH in proposed(cast, "Ada")
    cast.share("Dee", "Gas", CONTACT)
    assert not proposed(cast, "Ada")
    # But with one employer, where two of the three have it.
    cast.bring("Dee", [card("Jon", name="Ines Duarte")], feed="employer")
    assert proposed(cast, "Ada") == {
        frozenset({address("Ines"), address("Jon")}): [
            "Same name and employer, Brightwater, in your book and in the book of Dee."
        ]
    }


def test_one_number_on_cards_of_two_books_is_proposed(cast: Cast) -> None:
    cast.share("Dee", "Gas", CONTACT)
    number = "+4420555777"
    cast.bring("Ada", [card("Kaya", phone=number)], feed="one")
    cast.bring("Dee", [card("Rhea", phone=number)], feed="other")
    # Two people of whom nothing is called alike share a number, as colleagues may, and are two.
    assert not proposed(cast, "Ada")
    cast.bring("Dee", [card("Rhea", name="K. Ott", phone=number)], feed="named")
    two_of = frozenset({address("Kaya"), address("Rhea")})
    assert proposed(cast, "Ada")[two_of] == [
        f"Same telephone number, {number}, in your book and in the book of Dee."
    ]
    with cast.standing("Dee") as standing:
        shown = [of for entry in list_disclosures(standing, DisclosuresQuery()).rows for of in entry.shown]
        rhea = uuid.UUID(hex=cast.person("Rhea"))
        kinds = {kind for of in shown if of.uid == rhea for kind in of.kinds}
    assert kinds >= {"phone", "email"}
    cast.bring("Dee", [card("Quin", phone=number)], feed="third")
    assert not proposed(cast, "Ada")


def test_what_a_colleague_keeps_private_has_no_part_in_a_proposal(cast: Cast) -> None:
    """Ben's book, open to Ada, has a name for Rhea that would make her Kaya, but for his exception."""
    number = "+4420555777"
    for owner, who in (("Ada", "Kaya"), ("Dee", "Rhea")):
        cast.bring(owner, [card(who, phone=number)], feed="number")
        cast.share(owner, "Gas", CONTACT)
    cast.bring("Ben", [card("Rhea", name="Kaya Rhea", phone="")], feed="name")
    cast.share("Ben", "Gas", CONTACT)
    before = proposed(cast, "Ada")
    kept = {"kind": "person", "what": cast.person("Rhea"), "audience": None}
    assert cast.api("Ben").post("/exceptions", kept).status_code == 201
    assert len(before) == 1
    assert not proposed(cast, "Ada")


def test_who_is_one_already_is_one_bearer_of_a_name_or_number(cast: Cast) -> None:
    """Two addresses on one card of Ada's bear what Ben's Milo bears: that is two people, and no third."""
    cast.share("Ben", "Gas", CONTACT)
    cast.bring("Ada", [card("Ines", also=("Quin",))], feed="cards")
    cast.bring("Ben", [card("Milo", name="I. Duarte", phone="+4420555001")], feed="number")
    (said,) = proposed(cast, "Ada").values()
    assert said == ["Same telephone number, +4420555001, in your book and in the book of Ben."]
    cast.bring("Ben", [card("Milo", name="Ines Duarte")], feed="namesake")
    (two_of,), (said,) = zip(*proposed(cast, "Ada").items(), strict=True)
    assert len(said) == 1 or "Same name in your book and in the book of Ben." in said
    assert address("Milo") in two_of
    # The record has one proposal, by whichever of its addresses it is asked for; either may be confirmed.
    for who in ("Ines", "Quin", "Milo"):
        (one,) = cast.api("Ada").read(f"/people/{cast.person(who)}/identity")["proposals"]
        assert pair(one) == two_of
    # What is said of one of them is said of the record: nothing else of the two is proposed.
    assert cast.api("Ada").post("/identity/splits", two(cast, "Quin", "Milo")).status_code == 201
    assert not proposed(cast, "Ada")
    assert cast.api("Ada").post("/identity/confirmations", two(cast, "Quin", "Milo")).status_code == 201
    assert also(cast, "Ada", "Milo") == {address("Ines"), address("Quin")}
    assert not proposed(cast, "Ada")


def test_a_record_is_proposed_by_whichever_of_its_addresses_is_alike(cast: Cast) -> None:
    for who in ("Ben", "Dee"):
        cast.share(who, "Gas", CONTACT)
    cast.bring("Dee", [card("Jon", also=("Kaya",))], feed="cards")
    cast.bring("Ben", [card("Milo", name="Kaya Ott")], feed="namesake")
    # To Ada Jon and Kaya are one, and her own mails call either by another name.
    assert also(cast, "Ada", "Jon") == {address("Kaya")}
    for who in ("Jon", "Kaya"):
        found = cast.api("Ada").read(f"/people/{cast.person(who)}/identity")["proposals"]
        assert [pair(one) for one in found] == [frozenset({address("Kaya"), address("Milo")})]


@pytest.mark.rule("B04")
@pytest.mark.parametrize("first", ["ava", "bea"])
def test_of_equally_known_people_not_who_was_stored_first_is_looked_at(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, first: str
) -> None:
    monkeypatch.setattr(proposals, "OWN", 3)

    def called(who: str, domain: str) -> Card:
        return Card(uid=f"{who} {domain}", name=f"{who} Sample", addresses=(f"{who}@{domain}.example",))

    # Eve knows two people better. Ben shares nothing; one of the others is in the account before she has them.
    cast.bring("Ben", [called(first, "slate")], feed="before")
    cast.bring("Eve", [called(who, at) for at in ("slate", "flint") for who in ("bea", "ava")], feed="cards")
    assert list(proposed(cast, "Eve")) == [frozenset({"ava@slate.example", "ava@flint.example"})]


def test_one_book_alone_says_nothing_by_a_number(cast: Cast) -> None:
    cast.bring("Ada", [card("Kaya", phone="+4420555777"), card("Jon", phone="+4420555777")], feed="one")
    assert not proposed(cast, "Ada")


def test_a_confirmation_holds_for_those_who_see_both(cast: Cast) -> None:
    source = namesakes(cast)
    for reader in ("Cyd", "Eve", "Flo", "Gus"):
        for deed in ("confirmations", "splits"):
            assert cast.api(reader).post(f"/identity/{deed}", two(cast, "Ines", "Milo")).status_code == 404
    made = cast.api("Dee").post("/identity/confirmations", two(cast, "Ines", "Milo"))
    assert made.status_code == 201
    assert made.json() | {"id": "", "at": ""} == {"id": "", "at": "", "verdict": "same", "mine": True}
    again = cast.api("Ada").post("/identity/confirmations", two(cast, "Milo", "Ines"))
    assert (again.status_code, again.json()["id"], again.json()["mine"]) == (201, made.json()["id"], False)
    for reader in ("Ada", "Ben", "Dee"):
        assert also(cast, reader, "Ines") == {address("Milo")}
        assert also(cast, reader, "Milo") == {address("Ines")}
        assert not proposed(cast, reader)
        (said,) = judgements(cast, reader)
        assert (said["verdict"], said["mine"], pair(said)) == ("same", reader == "Dee", BOTH)
        told = page(cast.page(reader), f"/people/{cast.person('Ines')}/")
        assert "confirmed by a member" in told
        assert "A member confirmed it." in page(cast.page(reader), f"/same/{cast.person('Ines')}/")
        why = cast.api(reader).read(f"/people/{cast.person('Ines')}/why", value="also-known")
        assert "A member confirmed that they are one." in str(why)
    for reader in ("Cyd", "Eve", "Flo", "Gus"):
        assert (judgements(cast, reader), also(cast, reader, "Ines")) == ([], set())
    # Withdrawn from one of the two: not told at the next request; it comes back with the share.
    cast.share("Ben", "Gas", "relationships")
    assert {r: also(cast, r, "Ines") for r in ("Ada", "Ben", "Dee")} == {
        "Ada": set(),
        "Ben": {address("Milo")},
        "Dee": set(),
    }
    assert judgements(cast, "Dee") == []
    assert cast.api("Dee").delete(f"/identity/judgements/{made.json()['id']}").status_code == 404
    cast.share("Ben", "Gas", CONTACT)
    assert also(cast, "Dee", "Ines") == {address("Milo")}
    # What it rested on is deleted: the confirmation is undone, and does not come back with the source.
    erase_feed(cast.member("Ben"), feed=source)
    assert not any(also(cast, reader, "Ines") for reader in READERS)
    assert judgements(cast, "Dee") == []
    namesakes(cast)
    assert not any(also(cast, reader, "Ines") for reader in READERS)
    assert BOTH in proposed(cast, "Ada")


@pytest.mark.rule("B12")
def test_a_hidden_judgement_is_looked_for_as_one_that_is_not_there(cast: Cast) -> None:
    namesakes(cast)
    said = cast.api("Dee").post("/identity/confirmations", two(cast, "Ines", "Milo")).json()["id"]
    ask, statements = cast.api("Cyd"), []
    for uid in (NOBODY, said, NOBODY, said):
        with CaptureQueriesContext(connection) as asked:
            assert ask.delete(f"/identity/judgements/{uid}").status_code == 404
        statements.append(len(asked))
    # The first two have found and kept what there is to be kept.
    assert statements[2] == statements[3]
    assert judgements(cast, "Dee")


def test_a_confirmation_by_an_employer_rests_on_who_says_it(cast: Cast) -> None:
    """Three are called Ines Duarte; by what makes Milo the one at her employer he is proposed, and by nothing else."""
    namesakes(cast)
    cast.share("Dee", "Gas", CONTACT)
    cast.bring("Dee", [card("Quin", name="Ines Duarte")], feed="third")
    employed = Card(uid="other", name="Zoe Duarte", organisation="Brightwater", addresses=(address("Milo"),))
    source = cast.bring("Ben", [employed], feed="employer")
    assert "Same name and employer, Brightwater," in proposed(cast, "Ada")[BOTH][0]
    assert cast.api("Ada").post("/identity/confirmations", two(cast, "Ines", "Milo")).status_code == 201
    assert also(cast, "Ada", "Ines") == {address("Milo")}
    erase_feed(cast.member("Ben"), feed=source)
    assert not also(cast, "Ada", "Ines")


def test_a_split_parts_for_everybody_and_a_confirmation_lifts_it(cast: Cast) -> None:
    cast.bring("Ada", [card("Ines", also=("Quin",))], feed="cards")
    cast.share("Ada", "Gas", CONTACT)
    assert also(cast, "Dee", "Ines") == {address("Quin")}
    # Flo sees neither, Cyd nothing of Ada's; Dee sees both.
    assert cast.api("Flo").post("/identity/splits", two(cast, "Ines", "Quin")).status_code == 404
    made = cast.api("Dee").post("/identity/splits", two(cast, "Ines", "Quin"))
    assert (made.status_code, made.json()["verdict"]) == (201, "not the same")
    again = cast.api("Dee").post("/identity/splits", two(cast, "Quin", "Ines"))
    assert again.json() == made.json()
    assert not any(also(cast, reader, "Ines") for reader in READERS)
    assert not any(proposed(cast, reader) for reader in READERS)
    # Whoever may make it takes it back.
    assert cast.api("Cyd").delete(f"/identity/judgements/{made.json()['id']}").status_code == 404
    assert cast.api("Ben").delete(f"/identity/judgements/{made.json()['id']}").status_code == 204
    assert cast.api("Ben").delete(f"/identity/judgements/{made.json()['id']}").status_code == 404
    assert all(also(cast, reader, "Ines") == {address("Quin")} for reader in ("Ada", "Ben", "Dee"))
    cast.api("Dee").post("/identity/splits", two(cast, "Ines", "Quin"))
    assert cast.api("Ada").post("/identity/confirmations", two(cast, "Ines", "Quin")).status_code == 201
    assert also(cast, "Dee", "Ines") == {address("Quin")}
    (said,) = judgements(cast, "Ada")
    assert (said["verdict"], said["mine"]) == ("same", True)
    account = cast.accounts["Ada"]
    with acting(account):
        deeds = Event.unchecked.filter(account_id=account, deed__in=_DEEDS).order_by("id")
        assert list(deeds.values_list("deed", flat=True)) == [
            "people split",
            "judgement taken back",
            "people split",
            "people confirmed",
        ]
        assert not any(event.detail for event in deeds)


_DEEDS = ("people split", "people confirmed", "judgement taken back")


def test_two_that_a_third_still_joins_are_said_to_be_one(cast: Cast) -> None:
    cast.bring("Ada", [card("Ines", also=("Quin", "Rhea"))], feed="cards")
    client, ines = cast.page("Ada"), cast.person("Ines")
    for other, left, told in (
        ("Quin", {"Quin", "Rhea"}, "still one person to you by way of a third address"),
        ("Rhea", set(), "Nothing joins the two any more"),
    ):
        sent = {"one": ines, "other": cast.person(other), "back": ines, "deed": "split"}
        assert client.post("/same/judge/", sent).status_code == 303
        assert also(cast, "Ada", "Ines") == {address(who) for who in left}
        assert told in page(client, f"/same/{ines}/")
    people = {"one": ines, "other": cast.person("Quin")}
    assert client.post("/same/judge/", people | {"deed": "still one"}).status_code == 404


def test_what_nothing_says_cannot_be_said(cast: Cast) -> None:
    for deed in ("confirmations", "splits"):
        ask = cast.api("Ada")
        refused = ask.post(f"/identity/{deed}", two(cast, "Ines", "Kaya"))
        assert (refused.status_code, refused.json()["error"]["field"]) == (400, "people")
        hidden = ask.post(f"/identity/{deed}", {"people": [cast.person("Ines"), cast.person("Olaf")]})
        absent = ask.post(f"/identity/{deed}", {"people": [cast.person("Ines"), NOBODY]})
        twice = ask.post(f"/identity/{deed}", two(cast, "Ines", "Ines"))
        assert hidden.status_code == absent.status_code == twice.status_code == 404
        assert hidden.content == absent.content == twice.content
        assert ask.post(f"/identity/{deed}", {"people": [cast.person("Ines")]}).status_code == 400
        reading = cast.api("Ada", may_write=False)
        assert reading.post(f"/identity/{deed}", two(cast, "Ines", "Kaya")).status_code == 403
    for way in ("/identity", ""):
        hidden = cast.api("Ada").get(f"/people/{cast.person('Olaf')}{way}")
        absent = cast.api("Ada").get(f"/people/{NOBODY}{way}")
        assert (hidden.status_code, hidden.content) == (404, absent.content)
    client = cast.page("Ada")
    assert client.get(f"/same/{cast.person('Olaf')}/").status_code == 404
    assert client.get(f"/same/{NOBODY}/").status_code == 404


def test_a_key_below_contact_info_is_told_nothing(cast: Cast) -> None:
    namesakes(cast)
    low = cast.api("Ada", ceiling=["existence", "relationship"])
    assert low.read("/identity/proposals")["items"] == []
    assert low.post("/identity/confirmations", two(cast, "Ines", "Milo")).status_code == 404
    cast.api("Ada").post("/identity/confirmations", two(cast, "Ines", "Milo"))
    assert low.read("/identity/judgements")["items"] == []
    assert "also_known" not in low.read(f"/people/{cast.person('Ines')}")


def test_it_is_said_and_taken_back_by_the_pages(cast: Cast) -> None:
    namesakes(cast)
    client, ines, milo = cast.page("Dee"), cast.person("Ines"), cast.person("Milo")
    sent = {"one": ines, "other": milo, "back": ines}
    assert client.post("/same/judge/", {**sent, "deed": "same"}).headers["Location"] == f"/same/{ines}/"
    assert also(cast, "Ben", "Ines") == {address("Milo")}
    assert "The same person" in page(client, "/same/")
    assert client.post("/same/judge/", {**sent, "deed": "split"}).status_code == 303
    assert also(cast, "Ben", "Ines") == set()
    (said,) = judgements(cast, "Dee")
    assert "Not the same" in page(client, "/same/")
    assert cast.page("Cyd").post(f"/same/judgements/{said['id']}/").status_code == 404
    assert client.post(f"/same/judgements/{said['id']}/").headers["Location"] == "/same/"
    assert judgements(cast, "Dee") == []
    # What cannot be is said where it was asked; what is hidden, or no deed, is not there.
    jon = cast.person("Jon")
    assert client.post("/same/judge/", {"one": ines, "other": jon, "deed": "same"}).status_code == 303
    assert "nothing that you see" in page(client, "/same/").lower()
    assert cast.page("Cyd").post("/same/judge/", {**sent, "deed": "same"}).status_code == 404
    assert client.post("/same/judge/", {**sent, "deed": "merge"}).status_code == 404


def test_proposals_go_on_page_by_page(cast: Cast) -> None:
    cast.share("Ben", "Gas", CONTACT)
    for number, (mine, theirs) in enumerate((("Ines", "Milo"), ("Jon", "Nora"), ("Kaya", "Rhea"))):
        name = f"{'CAB'[number]}o Namesake"
        cast.bring("Ada", [card(mine, name=name, phone="")], feed=f"mine {number}")
        cast.bring("Ben", [card(theirs, name=name, phone="")], feed=f"theirs {number}")
    ask = cast.api("Ada")
    every = ask.read("/identity/proposals")
    assert every["total"] == 3
    found, cursor = [], None
    for left in (2, 1, 0):
        got = ask.read("/identity/proposals", limit=1, **({"cursor": cursor} if cursor else {}))
        assert got["total"] == 3
        found += got["items"]
        cursor = got["next"]
        assert (cursor is None) == (left == 0)
    assert found == every["items"]
    assert ask.get("/identity/proposals", cursor="cnone").status_code == 400
