"""Addresses on one card are one person for those alone to whom its book opens both (D24)."""

from __future__ import annotations

import random
import uuid
from dataclasses import replace
from typing import Any

import pytest

from tactful.actions.imports.deleting import erase_feed
from tactful.visibility.disclosures import DisclosuresQuery, list_disclosures
from tactful.visibility.person import see_person
from tests.cast import Cast, cast
from tests.cast.outside import OUTSIDERS, card, mail
from tests.doors.pages.reading import page

__all__ = ["cast"]

pytestmark = pytest.mark.rule("D24")

CONTACT = "relationships + contact info"
READERS = ("Ada", "Ben", "Cyd", "Dee", "Eve", "Flo")
WHO = ("Ines", "Jon", "Kaya", "Milo", "Quin")


def also(cast: Cast, reader: str, who: str) -> set[str]:
    """Return the addresses that are one with somebody's to a reader, theirs left out.

    The record is the same by whichever of them it is asked for, and goes by the id of one of them.
    """
    answer = cast.api(reader).get(f"/people/{cast.person(who)}")
    if answer.status_code == 404:
        return set()
    body = answer.json()
    found: list[dict[str, Any]] = body.get("also_known", [])
    assert all(one["id"] in _ids(cast, one["address"]) for one in found)
    assert all(cast.api(reader).read(f"/people/{one['id']}") == body for one in found)
    lead = next(one.address for other, one in OUTSIDERS.items() if cast.person(other) == body["id"])
    return ({one["address"] for one in found} | {lead}) - {address(who)}


def whose(cast: Cast, reader: str, who: str) -> dict[str, set[str]]:
    """Return the further addresses on somebody's record, with whose cards join each to the others."""
    answer = cast.api(reader).get(f"/people/{cast.person(who)}")
    found: list[dict[str, Any]] = [] if answer.status_code == 404 else answer.json().get("also_known", [])
    return {one["address"]: {owner["name"] for owner in one["owners"]} for one in found}


def _ids(cast: Cast, address: str) -> set[str]:
    return {cast.person(who) for who, one in OUTSIDERS.items() if one.address == address}


def address(who: str) -> str:
    return OUTSIDERS[who].address


def test_a_card_joins_for_those_to_whom_its_book_opens_both(cast: Cast) -> None:
    begun = cast.bring("Ada", [card("Ines", also=("Quin",))], feed="cards")
    joined = {address("Quin")}
    for level in ("not sharing", "relationships", "relationships + interactions"):
        cast.share("Ada", "Gas", level)
        assert {reader: also(cast, reader, "Ines") for reader in READERS} == {
            reader: joined if reader == "Ada" else set() for reader in READERS
        }
    cast.share("Ada", "Gas", CONTACT)
    for reader in READERS:
        opened = reader in ("Ada", "Ben", "Dee")
        assert also(cast, reader, "Ines") == (joined if opened else set())
        assert also(cast, reader, "Quin") == ({address("Ines")} if opened else set())
        assert all(owners == {"Ada"} for owners in whose(cast, reader, "Ines").values())
    told = page(cast.page("Dee"), f"/people/{cast.person('Ines')}/")
    assert "Also known by" in told
    [further] = whose(cast, "Dee", "Ines")
    assert f"{further} on a card, from Ada" in told
    erase_feed(cast.member("Ada"), feed=begun)
    assert not any(also(cast, reader, "Ines") for reader in READERS)
    assert "Also known by" not in page(cast.page("Dee"), f"/people/{cast.person('Ines')}/")


@pytest.mark.rule("B05")
def test_an_exception_for_one_address_takes_the_join_from_all_but_its_contributor(cast: Cast) -> None:
    cast.bring("Ada", [card("Ines", also=("Quin",))])
    cast.share("Ada", "Gas", CONTACT)
    # Dee has a card of Quin herself: that she sees both by other books joins nothing.
    kept = cast.api("Ada").post("/exceptions", {"kind": "person", "what": cast.person("Quin")})
    assert kept.status_code == 201
    assert (also(cast, "Dee", "Ines"), also(cast, "Dee", "Quin")) == (set(), set())
    assert also(cast, "Ada", "Ines") == {address("Quin")}


def test_one_leads_to_another_over_open_books_alone(cast: Cast) -> None:
    cast.bring("Ada", [card("Ines", also=("Quin",))])
    cast.bring("Ben", [card("Quin", also=("Olaf",))])
    cast.share("Ada", "Gas", CONTACT)
    assert also(cast, "Dee", "Ines") == {address("Quin")}
    assert also(cast, "Ben", "Ines") == {address("Quin"), address("Olaf")}
    cast.share("Ben", "Gas", CONTACT)
    assert also(cast, "Dee", "Ines") == {address("Quin"), address("Olaf")}
    cast.share("Ada", "Gas", "relationships")
    assert also(cast, "Dee", "Ines") == set()
    assert also(cast, "Dee", "Quin") == {address("Olaf")}


@pytest.mark.rule("B03")
def test_the_other_address_is_shown_and_so_it_is_written_down(cast: Cast) -> None:
    cast.bring("Ada", [card("Ines", also=("Quin",))])
    cast.share("Ada", "Gas", CONTACT)
    with cast.standing("Ada") as standing:
        assert list_disclosures(standing, DisclosuresQuery()).total == 0
    cast.api("Dee").read(f"/people/{cast.person('Ines')}")
    with cast.standing("Ada") as standing:
        [entry] = list_disclosures(standing, DisclosuresQuery()).rows
        shown = {uid: set(of.kinds) for of in entry.shown if (uid := of.uid) is not None}
        lead = see_person(standing, _uid(cast, "Quin"))
    assert lead is not None
    # To Ada they are one: told as one, whichever address was shown.
    assert {"email", "phone"} <= shown[lead.uid]
    assert {_uid(cast, "Quin"), _uid(cast, "Ines")} & shown.keys() == {lead.uid}
    for who in ("Quin", "Ines"):
        with cast.standing("Ada") as standing:
            of = list_disclosures(standing, DisclosuresQuery(person=_uid(cast, who)))
        assert of.total == 1


def _uid(cast: Cast, who: str) -> uuid.UUID:
    return uuid.UUID(hex=cast.person(who))


@pytest.mark.parametrize("seed", range(4))
def test_drawn_houses_are_joined_as_a_few_lines_say(cast: Cast, seed: int) -> None:
    """Whose addresses are open is asked of another operation; who is one follows from the cards that were drawn."""
    rng = random.Random(seed)
    cards: set[tuple[str, str, str]] = set()
    for owner in ("Ada", "Ben", "Dee"):
        for number in range(rng.randrange(1, 4)):
            one, other = rng.sample(WHO, 2)
            cast.bring(owner, [card(one, also=(other,))], feed=f"card {number}")
            cards.add((owner, one, other))
        cast.share(owner, "Gas", rng.choice(("relationships", CONTACT, CONTACT)))
        cast.share(owner, "Everyone", rng.choice(("not sharing", "relationships", CONTACT)))
        if rng.random() < 0.7:
            what = cast.person(rng.choice(WHO))
            cast.api(owner).post("/exceptions", {"kind": "person", "what": what})
    for reader in READERS:
        opened = {who: _openers(cast, reader, who) for who in WHO}
        holding = [(owner, a, b) for owner, a, b in cards if owner in opened[a] & opened[b]]
        for who in WHO:
            model = _model(holding, who)
            assert also(cast, reader, who) == model.keys() - {address(who)}, (reader, who, holding)
            assert whose(cast, reader, who).items() <= model.items()


def _openers(cast: Cast, reader: str, who: str) -> set[str]:
    """Return in whose books a reader is shown this address."""
    answer = cast.api(reader).get(f"/people/{cast.person(who)}/values")
    values = answer.json()["values"] if answer.status_code == 200 else []
    return {owner["name"] for value in values if value["value"] == address(who) for owner in value["owners"]}


def _model(holding: list[tuple[str, str, str]], who: str) -> dict[str, set[str]]:
    one = {who}
    for _ in WHO:
        one |= {end for _, *ends in holding for end in ends if one & set(ends)}
    return {address(other): {owner for owner, *ends in holding if other in ends} for other in one}


def test_a_signature_joins_within_its_own_book(cast: Cast) -> None:
    """Another address of a sender's, written below their own mail, is theirs to those to whom the book opens both."""
    signed = replace(mail("Kaya", "Ada", 3, subject="Signed"), signed=("kaya.ott@slate.example",))
    begun = cast.bring("Ada", [signed], feed="signed")
    # A colleague's signature, and what a machine wrote, says nothing.
    others = replace(mail("Ben", "Ada", 3), signed=("ben@slate.example",))
    machine = replace(mail("Jon", "Ada", 3), signed=("jon.falk@slate.example",), automated=True)
    cast.bring("Ada", [others, machine], feed="unsigned")
    other = {"kaya.ott@slate.example": {"Ada"}}
    for level in ("not sharing", "relationships", "relationships + interactions"):
        cast.share("Ada", "Gas", level)
        assert (whose(cast, "Ada", "Kaya"), whose(cast, "Dee", "Kaya")) == (other, {})
    cast.share("Ada", "Gas", CONTACT)
    assert whose(cast, "Dee", "Kaya") == other
    assert whose(cast, "Dee", "Jon") == {}
    assert "in a signature, from Ada" in page(cast.page("Dee"), f"/people/{cast.person('Kaya')}/")
    erase_feed(cast.member("Ada"), feed=begun)
    assert whose(cast, "Ada", "Kaya") == {}


@pytest.mark.rule("B05")
def test_whose_mail_is_never_read_has_signed_nothing(cast: Cast) -> None:
    signed = replace(mail("Kaya", "Ada", 3, subject="Signed"), signed=("kaya.ott@slate.example",))
    cast.bring("Ada", [signed], feed="signed")
    made = cast.api("Ada").post("/mailbox-rules", {"kind": "address", "what": "kaya@kestrel.example"})
    assert made.status_code == 201
    found = cast.api("Ada").read("/people", words="kaya.ott")
    assert found["items"] == []
