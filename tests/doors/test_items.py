"""Notes and what else members write, from outside: who of the cast gets what, by the API (A06-A18, A41)."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from tactful.visibility.items import see_item
from tests.cast import Cast, cast
from tests.cast.clients import Api

__all__ = ["cast"]

ALL = ("Ada", "Ben", "Cyd", "Dee", "Eve", "Flo", "Gus")


def readers(cast: Cast, item: str) -> list[str]:
    """Who of the cast gets an item by asking for it; whoever does has it in their list too, and nobody else."""
    found = []
    for who in ALL:
        api = cast.api(who)
        listed = [one["id"] for one in api.read("/items")["items"]]
        status = api.get(f"/items/{item}").status_code
        assert (status == 200) == (item in listed), who
        assert status in (200, 404)
        found += [who] if status == 200 else []
    return found


def on(api: Api, person: str) -> list[str]:
    """The texts that somebody finds on a person."""
    return [one["text"] for one in api.read("/items", person=person)["items"]]


@pytest.mark.rule("A09", "A13")
def test_who_reads_a_note_that_is_on_nothing(cast: Cast) -> None:
    assert readers(cast, cast.note("Ada", "To all")) == ["Ada", "Ben", "Cyd", "Dee", "Eve", "Flo"]
    assert readers(cast, cast.note("Ada", "To Gas", teams=["Gas"])) == ["Ada", "Ben", "Dee"]
    assert readers(cast, cast.note("Ada", "To Eve", members=["Eve"])) == ["Ada", "Eve"]
    assert readers(cast, cast.note("Ada", "To both", teams=["Power"], members=["Eve"])) == [
        "Ada",
        "Cyd",
        "Eve",
    ]
    assert readers(cast, cast.note("Ada", "To nobody", audience="only you")) == ["Ada"]
    # An Enterprise Admin sees no more than others do.
    assert readers(cast, cast.note("Eve", "Hers", audience="only you")) == ["Eve"]


@pytest.mark.rule("A13", "A12")
def test_a_note_on_a_person_is_for_those_who_see_both(cast: Cast) -> None:
    note = cast.note("Ada", "Prefers mornings", "Jon")
    assert readers(cast, note) == ["Ada"]
    cast.share("Ada", "Gas", "relationships")
    assert readers(cast, note) == ["Ada", "Ben", "Dee"]
    assert on(cast.api("Ben"), cast.person("Jon")) == ["Prefers mornings"]
    assert cast.api("Cyd").get("/items", person=cast.person("Jon")).status_code == 404
    # Taken back: gone with the next request, and the author keeps it.
    cast.share("Ada", "Gas", "not sharing")
    assert readers(cast, note) == ["Ada"]


@pytest.mark.rule("A13")
def test_a_note_names_no_record_that_its_reader_may_not_see(cast: Cast) -> None:
    cast.share("Ada", "Gas", "relationships")
    note = cast.note("Ada", "Both were there", "Jon", "Kaya")
    both = cast.api("Ada").read(f"/items/{note}")
    assert [one["name"] for one in both["people"]] == ["Jon Falk", "Kaya Ott"]
    exception = {"kind": "person", "what": cast.person("Kaya")}
    assert cast.api("Ada").post("/exceptions", exception).status_code == 201
    seen = cast.api("Ben").read(f"/items/{note}")
    assert [one["name"] for one in seen["people"]] == ["Jon Falk"]
    assert "Kaya" not in str(seen)
    assert cast.api("Ben").get("/items", person=cast.person("Kaya")).status_code == 404


@pytest.mark.rule("A13")
def test_a_note_outlives_its_records_with_its_author_alone(cast: Cast) -> None:
    cast.share("Ada", "Gas", "relationships")
    note = cast.note("Ada", "Likes oak", "Tess")
    assert readers(cast, note) == ["Ada", "Ben", "Dee"]
    api = cast.api("Ada")
    for source in api.read("/sources")["items"]:
        api.delete(f"/sources/{source['id']}", confirm=1)
    assert readers(cast, note) == ["Ada"]
    assert api.read("/items", mine=True)["items"][0]["people"] == []


@pytest.mark.rule("A13")
def test_a_note_on_a_company_is_for_those_who_know_somebody_there(cast: Cast) -> None:
    company = cast.company("brightwater")
    written = cast.api("Ada").post("/notes", {"text": "Buys in spring", "companies": [company]})
    assert written.status_code == 201
    note = written.json()["id"]
    assert [one["name"] for one in written.json()["companies"]] == ["Brightwater"]
    # Ben knows Ines of Brightwater himself.
    assert readers(cast, note) == ["Ada", "Ben"]
    cast.note("Ada", "On one who is there", "Jon")
    listed = cast.api("Ada").read("/items", company=company)["items"]
    assert {one["text"] for one in listed} == {"On one who is there", "Buys in spring"}
    # Ben sees no Jon.
    assert [one["text"] for one in cast.api("Ben").read("/items", company=company)["items"]] == [
        "Buys in spring"
    ]


@pytest.mark.rule("A06", "A07", "A12")
def test_options_that_are_off_are_refused_but_for_everyone_by_a_key(cast: Cast) -> None:
    flo, ada = cast.api("Flo"), cast.api("Ada")
    assert flo.put("/content-options/note", {"everyone": False, "only_you": False}).status_code == 200
    # The last one cannot be switched off.
    last = flo.put("/content-options/note", {"teams_and_users": False})
    assert (last.status_code, last.json()["error"]["field"]) == (400, "options")
    assert flo.read("/content-options/note")["options"][0]["option"] == "teams and users"
    refused = ada.post("/notes", {"text": "Mine", "audience": {"option": "only you"}})
    assert refused.status_code == 400
    assert "Teams and users" in refused.json()["error"]["message"]
    # Through a key Everyone is the default, and stays open.
    written = ada.post("/notes", {"text": "By the API"})
    assert written.status_code == 201
    assert written.json()["audience"]["option"] == "everyone"
    assert ada.post("/notes", {"text": "Said", "audience": {"option": "everyone"}}).status_code == 201
    narrower = ada.post(
        "/notes", {"text": "Few", "audience": {"option": "teams and users", "members": [cast.id("Eve")]}}
    )
    assert readers(cast, narrower.json()["id"]) == ["Ada", "Eve"]


@pytest.mark.rule("A08")
def test_own_teams_and_their_members_alone(cast: Cast) -> None:
    cast.api("Flo").put("/content-options/note", {"own_teams": True})
    ben = cast.api("Ben")

    def named(**audience: Any) -> int:
        return ben.post(
            "/notes", {"text": "To some", "audience": {"option": "teams and users", **audience}}
        ).status_code

    assert named(teams=[cast.team("Gas").hex]) == 201
    assert named(members=[cast.id("Dee")]) == 201
    assert named(teams=[cast.team("Power").hex]) == 400
    assert named(members=[cast.id("Cyd")]) == 400
    assert named() == 400
    offered = ben.read("/content-options/note")
    assert [team["name"] for team in offered["teams"]] == ["Gas"]
    assert [member["name"] for member in offered["members"]] == ["Ada", "Dee"]
    cast.api("Flo").put("/content-options/note", {"own_teams": False})
    assert named(members=[cast.id("Cyd")]) == 201


@pytest.mark.rule("A10", "B02")
def test_what_was_shared_before_keeps_its_audience(cast: Cast) -> None:
    note = cast.note("Ada", "To all")
    cast.note("Ada", "To Power", teams=["Power"])
    flo = cast.api("Flo")
    before = readers(cast, note)
    preview = flo.post("/content-options/note/preview", {"everyone": False})
    assert preview.json() == {"sort": "note", "wider": 1}
    assert readers(cast, note) == before
    flo.put("/content-options/note", {"everyone": False})
    assert readers(cast, note) == before
    # Cyd is in Power with Ada: nothing of hers is wider than her own teams.
    assert flo.post("/content-options/note/preview", {"own_teams": True}).json()["wider"] == 1
    for who in ("Ada", "Ben"):
        assert cast.api(who).post("/content-options/note/preview", {"everyone": False}).status_code == 403


@pytest.mark.rule("A11")
def test_what_is_lost_by_a_change_is_asked_for_first(cast: Cast) -> None:
    note = cast.note("Ada", "To all")
    cast.api("Flo").put("/content-options/note", {"everyone": False})
    ada, narrower = cast.api("Ada"), {"option": "only you"}
    asked = ada.put(f"/items/{note}/audience", narrower)
    assert (asked.status_code, asked.json()["error"]["code"]) == (409, "confirm")
    assert "Eve" in readers(cast, note)
    # What it says may be changed without a word.
    assert ada.ask("PATCH", f"/items/{note}", body={"text": "To all still"}).status_code == 200
    assert ada.put(f"/items/{note}/audience", {**narrower, "confirm": True}).status_code == 200
    assert readers(cast, note) == ["Ada"]
    # Nothing was switched off: nothing is asked.
    other = cast.note("Ada", "To Gas", teams=["Gas"])
    assert ada.put(f"/items/{other}/audience", narrower).status_code == 200


@pytest.mark.rule("A11", "B02")
@pytest.mark.parametrize("by_page", [True, False])
def test_that_replies_of_others_are_shown_to_more_is_asked_for_first(cast: Cast, by_page: bool) -> None:
    note = cast.note("Ada", "For Gas", teams=["Gas"])
    ada, ben = cast.api("Ada"), cast.api("Ben")
    wider = {"option": "everyone"}
    gas = {"option": "teams and users", "teams": [cast.team("Gas").hex]}
    assert ada.post(f"/items/{note}/replies", {"text": "mine"}).status_code == 201
    assert ada.put(f"/items/{note}/audience", wider).status_code == 200, "of one's own nothing is asked"
    assert ada.put(f"/items/{note}/audience", gas).status_code == 200
    assert ben.post(f"/items/{note}/replies", {"text": "between us"}).status_code == 201
    page = cast.page("Ada")
    if by_page:
        asked = page.post(f"/notes/{note}/", {"deed": "audience", **wider})
        assert asked.status_code == 409
        assert "Colleagues wrote a reply to it" in asked.content.decode()
    else:
        asked = ada.put(f"/items/{note}/audience", wider)
        assert (asked.status_code, asked.json()["error"]["code"]) == (409, "confirm")
    assert "Eve" not in readers(cast, note)
    # Nobody more sees it by this.
    assert ada.put(f"/items/{note}/audience", {"option": "only you"}).status_code == 200
    assert ada.put(f"/items/{note}/audience", gas).status_code == 409
    if by_page:
        assert page.post(f"/notes/{note}/", {"deed": "audience", "confirm": "1", **wider}).status_code == 303
    else:
        assert ada.put(f"/items/{note}/audience", {**wider, "confirm": True}).status_code == 200
    assert "Eve" in readers(cast, note)


@pytest.mark.rule("A11")
def test_who_confirms_is_told_all_that_a_change_does_besides(cast: Cast) -> None:
    note = cast.note("Ada", "For Gas", teams=["Gas"])
    assert cast.api("Ben").post(f"/items/{note}/replies", {"text": "between us"}).status_code == 201
    cast.api("Flo").put("/content-options/note", {"teams_and_users": False})
    asked = cast.api("Ada").put(f"/items/{note}/audience", {"option": "everyone"})
    assert asked.status_code == 409
    said = asked.json()["error"]["message"]
    assert "switched off" in said
    assert "colleagues wrote a reply" in said


@pytest.mark.rule("A41", "A06")
def test_at_deployment_all_is_on(cast: Cast) -> None:
    options = cast.api("Eve").read("/content-options")
    assert [one["sort"] for one in options] == [
        "note",
        "meeting note",
        "logged interaction",
        "file",
        "reminder",
    ]
    for one in options:
        assert {one["everyone"], one["teams_and_users"], one["only_you"]} == {True}
        assert not one["own_teams"]
        assert one["unchosen"] == ""
    labels = [one["label"] for one in cast.api("Eve").read("/content-options/note")["options"]]
    assert labels == ["Everyone", "Teams and users", "Only you (an Enterprise Admin can export it)"]
    meeting = cast.api("Eve").read("/content-options/meeting-note")["options"]
    assert meeting[-1]["label"] == "Only you and meeting participants"


@pytest.mark.rule("A09", "A13")
def test_replies_are_for_those_who_read_what_they_answer(cast: Cast) -> None:
    note = cast.note("Ada", "To Gas", teams=["Gas"])
    assert cast.api("Cyd").post(f"/items/{note}/replies", {"text": "Sneaks in"}).status_code == 404
    answered = cast.api("Ben").post(f"/items/{note}/replies", {"text": "Agreed"})
    assert [one["text"] for one in answered.json()["replies"]] == ["Agreed"]
    reply = answered.json()["replies"][0]["id"]
    for who, gets in (("Ada", True), ("Dee", True), ("Cyd", False), ("Eve", False), ("Flo", False)):
        assert (cast.api(who).get(f"/items/{reply}").status_code == 200) == gets, who
    # Its audience is the note's: it follows it, and Ben keeps what he wrote.
    assert cast.api("Ada").put(f"/items/{note}/audience", {"option": "only you"}).status_code == 200
    ben, dee = cast.api("Ben"), cast.api("Dee")
    assert dee.get(f"/items/{reply}").status_code == 404
    assert ben.get(f"/items/{note}").status_code == 404
    kept = ben.read("/items", mine=True)["items"]
    assert [(one["text"], one["answers_hidden"]) for one in kept] == [("Agreed", True)]
    assert ben.put(f"/items/{reply}/audience", {"option": "everyone"}).status_code == 400
    # Nor does it go with the note.
    assert cast.api("Ada").delete(f"/items/{note}").status_code == 204
    assert ben.get(f"/items/{reply}").status_code == 200
    assert dee.get(f"/items/{reply}").status_code == 404


@pytest.mark.rule("A09")
def test_others_change_nothing_of_a_note_that_they_read(cast: Cast) -> None:
    note = cast.note("Ada", "To all")
    for who in ("Ben", "Flo", "Gus"):
        api = cast.api(who)
        assert api.ask("PATCH", f"/items/{note}", body={"text": "Mine now"}).status_code == 404
        assert api.put(f"/items/{note}/audience", {"option": "only you"}).status_code == 404
        assert api.delete(f"/items/{note}").status_code == 404
    assert cast.api("Ben").read(f"/items/{note}")["text"] == "To all"
    # Nor is it offered to them.
    for who in ("Ada", "Ben"):
        with cast.standing(who) as standing:
            seen = see_item(standing, uuid.UUID(hex=note))
            assert seen is not None
            assert (seen.may_edit, seen.author.is_me) == (who == "Ada", who == "Ada")


@pytest.mark.rule("B01")
def test_beside_each_other_each_note_is_told_by_its_own_way(cast: Cast) -> None:
    cast.note("Ben", "For Gas", teams=["Gas"])
    cast.note("Cyd", "For Power", teams=["Power"])
    told = {one["text"]: str(one["why"]) for one in cast.api("Ada").read("/items")["items"]}
    for team, other in (("Gas", "Power"), ("Power", "Gas")):
        assert team in told[f"For {team}"]
        assert other not in told[f"For {team}"]


@pytest.mark.rule("B01", "A13")
def test_each_is_told_how_a_note_reached_them_and_its_author_whom_it_is_for(cast: Cast) -> None:
    note = cast.note("Ada", "To some", teams=["Gas"], members=["Eve"])
    mine = cast.api("Ada").read(f"/items/{note}")
    assert mine["why"] == [
        "You see this because it is shared with Gas.",
        "You see this because you wrote it.",
    ]
    assert [team["name"] for team in mine["audience"]["teams"]] == ["Gas"]
    assert [member["name"] for member in mine["audience"]["members"]] == ["Eve"]
    for who, why in (("Ben", "shared with Gas"), ("Eve", "shared with you")):
        seen = cast.api(who).read(f"/items/{note}")
        assert "audience" not in seen
        assert seen["why"] == [f"You see this because it is {why}."]


@pytest.mark.rule("A34", "A12")
def test_a_key_reaches_notes_where_its_ceiling_does(cast: Cast) -> None:
    note = cast.note("Ada", "To all")
    low = cast.api("Ben", ceiling=["existence", "relationship"])
    assert low.read("/items")["items"] == []
    assert low.get(f"/items/{note}").status_code == 404
    assert low.post("/notes", {"text": "Below"}).status_code == 403
    reading = cast.api("Ben", ceiling=["read"])
    assert reading.get(f"/items/{note}").status_code == 200
    assert reading.post("/notes", {"text": "Below"}).status_code == 403
    assert cast.api("Ben", may_write=False).post("/notes", {"text": "Below"}).status_code == 403


@pytest.mark.rule("A13", "B04")
def test_words_find_what_is_read_and_nothing_else(cast: Cast) -> None:
    cast.note("Ada", "The harbour contract", teams=["Gas"])
    cast.note("Ada", "The harbour party")
    for who, found in (("Ben", 2), ("Eve", 1)):
        assert len(cast.api(who).read("/items", words="HARBOUR")["items"]) == found
    assert cast.api("Ben").read("/items", words="100%_")["items"] == []


def test_a_list_goes_on_where_it_ended(cast: Cast) -> None:
    for number in range(7):
        cast.note("Ada", f"Number {number}", "Jon" if number % 2 else "Kaya")
    ada, found, cursor = cast.api("Ada"), [], None
    while True:
        page = ada.read("/items", limit=2, **({"cursor": cursor} if cursor else {}))
        found += [one["text"] for one in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    # Written at one moment, as all in a test is: in whatever order, each once.
    assert sorted(found) == [f"Number {number}" for number in range(7)]


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 100_001])
def test_a_text_that_is_none(cast: Cast, text: str) -> None:
    answer = cast.api("Ada").post("/notes", {"text": text})
    assert (answer.status_code, answer.json()["error"]["field"]) == (400, "text")


def test_deactivated_colleagues_cannot_be_named(cast: Cast) -> None:
    audience = {"option": "teams and users", "members": [cast.id("Eve")]}
    assert cast.api("Flo").post(f"/members/{cast.id('Eve')}/deactivate", confirm=1).status_code == 204
    assert cast.api("Ada").post("/notes", {"text": "To Eve", "audience": audience}).status_code == 400


def test_a_note_may_be_html_of_which_a_small_part_is_kept(cast: Cast) -> None:
    ben = cast.id("Ben")
    said = (
        f'<p onclick="x()">Hello <b>you</b>, <span data-mention="{ben}">@Ben</span></p><script>x()</script>'
    )
    made = cast.api("Ada").post("/notes", {"html": said})
    assert made.status_code == 201
    note = made.json()
    assert note["html"] == f'<p>Hello <strong>you</strong>, <span data-mention="{ben}">@Ben</span></p>'
    assert note["text"] == "Hello you, @Ben"
    for wrong in (
        {"html": "<p></p>"},
        {"html": "<p>a</p>", "text": "a"},
        {},
        {"html": "<blockquote>" * 30 + "a"},
    ):
        assert cast.api("Ada").post("/notes", wrong).status_code == 400
    plain = cast.api("Ada").post("/notes", {"text": "a <b>\n\nc"}).json()
    assert plain["html"] == "<p>a &lt;b&gt;</p><p>c</p>"
