"""Logged interactions on pages, as each of the cast meets them (A06-A09, A16)."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from tests.doors.pages.reading import page, words
from tests.doors.pages.test_notes import readers

SENT = {"kind": "call", "at": "2026-01-05T09:30", "text": "About oak", "option": "only you"}


@pytest.mark.rule("A16", "A09", "A13")
def test_logged_on_a_page_and_seen_by_who_took_part(cast: Cast) -> None:
    ada, jon = cast.page("Ada"), cast.person("Jon")
    form = page(ada, f"/notes/log/?person={jon}&kind=call")
    assert "Log a meeting, call or message with Jon Falk" in form
    assert "Only you and interaction participants" in form
    took_part = {"parties": [cast.id("Ben"), cast.id("Eve")], "person": jon}
    assert ada.post("/notes/log/", SENT | took_part).headers["Location"] == f"/people/{jon}/#notes"
    [made] = cast.api("Ada").read("/items")["items"]
    assert (made["kind"], made["at"]) == ("call", "2026-01-05T09:30:00Z")
    assert readers(cast, made["id"], "About oak") == ["Ada", "Ben", "Eve"]
    # Without the name of a record that they do not see.
    path = f"/notes/{made['id']}/"
    assert "Jon Falk" in page(ada, path)
    for who in ("Ben", "Eve"):
        assert "Jon Falk" not in page(cast.page(who), path), who
        assert "Change what it was" not in page(cast.page(who), path), who
    assert "About oak" in page(ada, f"/people/{jon}/")
    cast.share("Ada", "Gas", "relationships")
    assert "About oak" in page(cast.page("Ben"), f"/people/{jon}/")
    assert "About oak" not in page(cast.page("Dee"), f"/people/{jon}/")


@pytest.mark.rule("A16")
def test_what_is_refused_is_there_still(cast: Cast) -> None:
    ada = cast.page("Ada")
    for wrong, said in (
        ({"at": "soon"}, "a day and a time"),
        ({"at": "2099-01-01T09:00"}, "yet to come"),
        ({"kind": "lunch"}, "meeting, call, message"),
        ({"parties": cast.id("Gus")}, "is not there"),
        ({"parties": "nobody"}, "is not there"),
        ({"option": "teams and users"}, "at least one team"),
    ):
        refused = ada.post("/notes/log/", SENT | wrong)
        assert refused.status_code == 400, wrong
        assert said in words(refused), wrong
        assert "About oak" in refused.content.decode(), wrong
    assert cast.api("Ada").read("/items")["items"] == []
    # What took place may be logged without a word.
    assert ada.post("/notes/log/", SENT | {"text": ""}).headers["Location"] == "/notes/"
    for path in (f"/notes/log/?person={cast.person('Olaf', 'Eve')}", f"/notes/log/?company={'0' * 32}"):
        assert ada.get(path).status_code == 404


@pytest.mark.rule("A07")
def test_what_is_off_is_not_offered_and_the_last_choice_is_remembered_by_kind(cast: Cast) -> None:
    ada = cast.page("Ada")
    assert ada.post("/notes/log/", SENT | {"option": "everyone"}).status_code == 303
    assert 'value="everyone" checked' in ada.get("/notes/log/").content.decode()
    assert 'value="everyone" checked' not in ada.get("/notes/write/").content.decode()
    cast.api("Flo").put("/content-options/logged-interaction", {"everyone": False})
    assert 'value="everyone"' not in ada.get("/notes/log/").content.decode()
    assert ada.post("/notes/log/", SENT | {"option": "everyone"}).status_code == 400


@pytest.mark.rule("A16")
def test_mended_by_who_logged_it_alone(cast: Cast) -> None:
    call = cast.logged("Ada", "call", members=["Ben", "Eve"], audience="only you", words="As it was")
    path, ada = f"/notes/{call}/", cast.page("Ada")
    change = {"deed": "logged", "kind": "meeting", "at": "2026-01-05T09:30", "parties": cast.id("Ben")}
    for who in ("Ben", "Eve", "Cyd", "Flo", "Gus"):
        assert cast.page(who).post(path, change).status_code == 404, who
    # Who was deactivated since then may stay named.
    eve = cast.id("Eve")
    assert cast.api("Flo").post(f"/members/{eve}/deactivate", confirm=1).status_code == 204
    assert f'name="parties" value="{eve}" checked' in ada.get(path).content.decode()
    refused = ada.post(path, change | {"at": "2099-01-01T10:10"})
    assert refused.status_code == 400
    assert 'value="2099-01-01T10:10"' in refused.content.decode()
    assert ada.post(path, change).headers["Location"] == path
    now = cast.api("Ada").read(f"/items/{call}")
    assert (now["kind"], now["at"], now["text"]) == ("meeting", "2026-01-05T09:30:00Z", "As it was")
    assert [one["name"] for one in now["members"]] == ["Ben"]
    # Its words may go; a note's may not, and a note is none.
    assert ada.post(path, {"deed": "text", "text": ""}).status_code == 303
    note = cast.note("Ada", "A note")
    assert ada.post(f"/notes/{note}/", {"deed": "text", "text": ""}).status_code == 400
    assert ada.post(f"/notes/{note}/", change).status_code == 404
    assert ada.post(f"/notes/{'0' * 32}/", change).status_code == 404


@pytest.mark.rule("A16")
def test_who_logged_it_stays_a_participant_where_they_are_one(cast: Cast) -> None:
    call = cast.logged("Ada", "call", members=["Ada", "Ben"], audience="only you")
    change = {"deed": "logged", "kind": "call", "at": "2026-01-05T09:30"}
    assert cast.page("Ada").post(f"/notes/{call}/", change).status_code == 303
    assert [one["name"] for one in cast.api("Ada").read(f"/items/{call}")["members"]] == ["Ada"]


@pytest.mark.rule("A06")
def test_one_menu_adds_to_a_person_and_to_a_company(cast: Cast) -> None:
    ada, ines = cast.page("Ada"), cast.person("Ines")
    company = cast.api("Ada").read(f"/people/{ines}")["company"]["id"]
    for path, query in (
        (f"/people/{ines}/", f"?person={ines}"),
        (f"/companies/{company}/", f"?company={company}"),
    ):
        html = ada.get(path).content.decode()
        for to in ("/notes/write/", "/notes/log/", "/files/", "/reminders/write/", "/add/"):
            assert f'href="{to}{query}' in html, (path, to)
    as_ben = ada.get(f"/people/{ines}/as/?as={cast.id('Ben')}").content.decode()
    assert f'href="/notes/write/?person={ines}' not in as_ben
