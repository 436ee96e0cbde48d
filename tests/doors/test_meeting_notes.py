"""Notes about synced meetings, from outside: who of the cast gets what, by the API (A14, A15)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import Cast, cast
from tests.cast.outside import meeting
from tests.doors.pages.reading import page as page_of
from tests.doors.test_items import on, readers

__all__ = ["cast"]

ONLY = {"option": "only you"}


def write(cast: Cast, name: str, met: str, **body: Any) -> str:
    """Let a member write about a meeting, and return the note's id; they see it themselves."""
    made = cast.api(name).post(f"/touchpoints/{met}/notes", {"text": "Decided in May", **body})
    assert (made.status_code, made.json().get("seen")) == (201, True), made.json()
    return str(made.json()["note"]["id"])


@pytest.mark.rule("A14", "A09")
def test_every_member_who_took_part_sees_it_also_where_the_meeting_is_hidden(cast: Cast) -> None:
    # Ada met Ines with Ben, of which Ben's own book knows nothing.
    met = cast.meeting("Ada", 12)
    note = write(cast, "Ada", met, audience=ONLY)
    assert readers(cast, note) == ["Ada", "Ben"]
    mine, bens = cast.api("Ada").read(f"/items/{note}"), cast.api("Ben").read(f"/items/{note}")
    assert mine["audience"]["label"] == "Only you and meeting participants"
    assert mine["audience"]["now"] == [
        "Every member who took part in the meeting, while a calendar here has it."
    ]
    assert mine["meeting"]["id"] == met
    assert mine["meeting"]["subject"] == "Secret meeting of Ada"
    assert [one["name"] for one in mine["people"]] == ["Ines Duarte"]
    # He took part; the meeting itself is not shared with him, and so is not told.
    assert "meeting" not in bens
    assert bens["why"] == ["You see this because you took part."]
    assert cast.api("Ben").get(f"/touchpoints/{met}/notes").status_code == 404


@pytest.mark.rule("A14", "A20")
def test_the_meeting_is_told_to_each_reader_as_far_as_it_is_shared(cast: Cast) -> None:
    met = cast.meeting("Ada", 12)
    note = write(cast, "Ada", met)
    cast.share("Ada", "Gas", "relationships + interactions")
    seen = cast.api("Dee").read(f"/items/{note}")
    assert seen["meeting"]["id"] == met
    assert "subject" not in seen["meeting"]
    cast.shows("Ada", "subjects")
    assert cast.api("Dee").read(f"/items/{note}")["meeting"]["subject"] == "Secret meeting of Ada"
    for who in ("Ada", "Ben", "Dee"):
        listed = cast.api(who).read(f"/touchpoints/{met}/notes")["items"]
        assert [one["id"] for one in listed] == [note], who
    for who in ("Cyd", "Eve", "Flo", "Gus"):
        assert cast.api(who).get(f"/touchpoints/{met}/notes").status_code == 404, who
    cast.share("Ada", "Gas", "relationships")
    # Ines is seen still, and the note with her; not when they met.
    assert "meeting" not in cast.api("Dee").read(f"/items/{note}")
    assert cast.api("Dee").get(f"/touchpoints/{met}/notes").status_code == 404


@pytest.mark.rule("A14", "A13")
def test_it_hangs_on_those_at_the_meeting_or_on_those_who_are_named(cast: Cast) -> None:
    met = cast.meeting("Ada", 12)
    write(cast, "Ada", met)
    assert on(cast.api("Ada"), cast.person("Ines")) == ["Decided in May"]
    write(cast, "Ada", met, people=[cast.person("Jon")])
    assert on(cast.api("Ada"), cast.person("Jon")) == ["Decided in May"]
    assert len(on(cast.api("Ada"), cast.person("Ines"))) == 1
    named = {"text": "x", "people": [cast.person("Olaf", "Eve")]}
    assert cast.api("Ada").post(f"/touchpoints/{met}/notes", named).status_code == 404


@pytest.mark.rule("A14", "B12")
def test_who_does_not_see_the_meeting_writes_nothing_about_it(cast: Cast) -> None:
    met, mail = cast.meeting("Ada", 12), cast.api("Ada").read("/touchpoints", kind="mail")["items"][0]["id"]
    # Ben took part, and the meeting is not shared with him.
    for who in ("Ben", "Cyd", "Eve", "Flo", "Gus"):
        assert cast.api(who).post(f"/touchpoints/{met}/notes", {"text": "x"}).status_code == 404, who
    assert cast.api("Ada").post(f"/touchpoints/{mail}/notes", {"text": "x"}).status_code == 404
    assert cast.api("Ada").get(f"/touchpoints/{mail}/notes").status_code == 404
    assert (
        cast.api("Ada", may_write=False).post(f"/touchpoints/{met}/notes", {"text": "x"}).status_code == 403
    )
    assert (
        cast.api("Ada", ceiling=["read", "interactions"])
        .post(f"/touchpoints/{met}/notes", {"text": "x"})
        .status_code
        == 403
    )


@pytest.mark.rule("A14")
def test_participants_are_those_of_any_copy_as_it_stands_now(cast: Cast) -> None:
    note = write(cast, "Ada", cast.meeting("Ada", 12), audience=ONLY)
    assert readers(cast, note) == ["Ada", "Ben"]
    for source in cast.api("Ada").read("/sources")["items"]:
        if source["name"] == "ada.ics":
            cast.api("Ada").delete(f"/sources/{source['id']}", confirm=1)
    # The meeting is gone: what was written about it is a note of its author's.
    assert readers(cast, note) == ["Ada"]


@pytest.mark.rule("A15")
def test_an_author_who_was_not_there_loses_it_with_the_team_and_gets_it_back(cast: Cast) -> None:
    cast.share("Ada", "Gas", "relationships + interactions")
    cast.mode("teams only")
    note = write(cast, "Dee", cast.meeting("Ada", 12), audience=ONLY)
    assert readers(cast, note) == ["Ada", "Ben", "Dee"]
    assert cast.api("Ada").post(f"/items/{note}/replies", {"text": "So we did"}).status_code == 201

    def told() -> bool:
        return "Ada: So we did" in page_of(cast.page("Dee"), "/")

    assert told()
    # The administrator is told how many, before.
    preview = f"/teams/{cast.team('Gas').hex}/members/{cast.id('Dee')}/preview"
    assert cast.api("Flo").post(preview).json()["meeting_notes_closed"] == 1
    teams = f"/settings/teams/{cast.team('Gas').hex}/members/"
    page = cast.page("Flo").post(teams, {"remove": cast.id("Dee")}).content.decode()
    assert "Dee would no longer see 1 meeting note" in page
    page = cast.page("Flo").post(teams, {"remove": cast.id("Ben")}).content.decode()
    assert "meeting note" not in page
    of_ben = f"/teams/{cast.team('Gas').hex}/members/{cast.id('Ben')}/preview"
    assert cast.api("Flo").post(of_ben).json()["meeting_notes_closed"] == 0
    cast.leave("Dee", "Gas")
    assert readers(cast, note) == ["Ada", "Ben"]
    assert cast.api("Dee").read("/items", mine=True)["items"] == []
    assert not told(), "a reply goes with what it answers"
    assert cast.api("Dee").ask("PATCH", f"/items/{note}", body={"text": "x"}).status_code == 404
    # Power has Ada in it.
    cast.join("Dee", "Power")
    assert readers(cast, note) == ["Ada", "Ben", "Dee"]
    assert told()
    cast.leave("Dee", "Power")
    cast.mode("everyone", back="restore")
    assert readers(cast, note) == ["Ada", "Ben", "Dee"]


@pytest.mark.rule("A15")
def test_in_mode_everyone_nothing_is_lost(cast: Cast) -> None:
    cast.share("Ada", "Gas", "relationships + interactions")
    note = write(cast, "Dee", cast.meeting("Ada", 12), audience=ONLY)
    preview = f"/teams/{cast.team('Gas').hex}/members/{cast.id('Dee')}/preview"
    assert cast.api("Flo").post(preview).json()["meeting_notes_closed"] == 0
    cast.leave("Dee", "Gas")
    assert readers(cast, note) == ["Ada", "Ben", "Dee"]


@pytest.mark.rule("A15")
def test_who_would_not_see_what_they_write_is_warned_and_it_is_kept(cast: Cast) -> None:
    # Eve's calendar holds a meeting of Ada's that she did not take part in; she is in no team.
    cast.bring("Eve", [meeting("Ada", ["Olaf"], 31)], feed="eve.ics")
    cast.mode("teams only")
    met, eve = cast.meeting("Eve", 31), cast.api("Eve")
    path, note = f"/touchpoints/{met}/notes", {"text": "Seen from afar", "audience": ONLY}
    warned = eve.post(path, note)
    assert (warned.status_code, warned.json()["error"]["code"]) == (409, "confirm")
    assert cast.api("Ada").read("/items")["items"] == []
    kept = eve.post(path, {**note, "confirm": True})
    assert (kept.status_code, kept.json()) == (201, {"seen": False})
    assert eve.read(path)["items"] == []
    # Ada took part; Eve has it again with a team in common.
    [seen] = cast.api("Ada").read("/items")["items"]
    assert (seen["text"], seen["author"]["name"]) == ("Seen from afar", "Eve")
    assert readers(cast, seen["id"]) == ["Ada"]
    cast.join("Eve", "Power")
    assert readers(cast, seen["id"]) == ["Ada", "Eve"]
    assert [one["id"] for one in eve.read(path)["items"]] == [seen["id"]]


@pytest.mark.rule("A14", "A13")
def test_pages_name_the_meeting_to_those_with_whom_it_is_shared(cast: Cast) -> None:
    note = write(cast, "Ada", cast.meeting("Ada", 12), audience=ONLY)
    for path in ("/notes/", f"/notes/{note}/"):
        assert "Secret meeting of Ada" in cast.page("Ada").get(path).content.decode()
        page = cast.page("Ben").get(path)
        assert page.status_code == 200
        assert "Decided in May" in page.content.decode()
        assert "Secret meeting" not in page.content.decode()
        assert "Duarte" not in page.content.decode() or path == "/notes/"
