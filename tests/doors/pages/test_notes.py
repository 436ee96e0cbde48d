"""Notes on pages, as each of the cast meets them (A06-A13)."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from tests.doors.pages.reading import page, words

ALL = ("Ada", "Ben", "Cyd", "Dee", "Eve", "Flo", "Gus")


def readers(cast: Cast, item: str, text: str) -> list[str]:
    """Who has it on its own page; in the list of notes stands the same."""
    found = []
    for who in ALL:
        client = cast.page(who)
        is_there = client.get(f"/notes/{item}/").status_code == 200
        assert (text in page(client, "/notes/")) == is_there, who
        found += [who] if is_there else []
    return found


@pytest.mark.rule("A09", "A13")
def test_each_finds_what_is_for_them(cast: Cast) -> None:
    assert readers(cast, cast.note("Ada", "For all of us"), "For all of us") == list(ALL[:-1])
    assert readers(cast, cast.note("Ada", "For Gas", teams=["Gas"]), "For Gas") == ["Ada", "Ben", "Dee"]
    assert readers(cast, cast.note("Ada", "For me", audience="only you"), "For me") == ["Ada"]


@pytest.mark.rule("A13")
def test_on_a_person_by_those_who_see_both(cast: Cast) -> None:
    cast.note("Ada", "Prefers mornings", "Jon")
    jon = f"/people/{cast.person('Jon')}/"
    assert "Prefers mornings" in page(cast.page("Ada"), jon)
    assert cast.page("Ben").get(jon).status_code == 404
    cast.share("Ada", "Gas", "relationships")
    assert "Prefers mornings" in page(cast.page("Ben"), jon)
    assert "Prefers mornings" in page(cast.page("Ben"), f"/companies/{cast.company('brightwater')}/")
    assert "Prefers mornings" not in page(cast.page("Eve"), "/notes/")
    # Looking as Ben, Ada is shown what is hers of Jon; nobody's notes stand there.
    assert "Prefers mornings" not in page(cast.page("Ada"), f"{jon}as/?as={cast.id('Ben')}")


@pytest.mark.rule("A06", "A07", "A09")
def test_written_on_a_page_for_whom_was_chosen(cast: Cast) -> None:
    ada, jon = cast.page("Ada"), cast.person("Jon")
    form = page(ada, f"/notes/write/?person={jon}")
    assert "Only you (an Enterprise Admin can export it)" in form
    sent = {"text": "Call *him* <b>back</b>", "option": "teams and users", "teams": cast.team("Gas").hex}
    answer = ada.post("/notes/write/", {**sent, "person": jon})
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/people/{jon}/#notes"
    cast.share("Ada", "Gas", "relationships")
    # Plain words stay plain words.
    assert "Call *him* &lt;b&gt;back&lt;/b&gt;" in cast.page("Ben").get(f"/people/{jon}/").content.decode()
    # The last choice stands there the next time.
    again = ada.get("/notes/write/").content.decode()
    assert 'value="teams and users" checked' in again
    assert f'value="{cast.team("Gas").hex}" checked' in again


@pytest.mark.rule("A07")
def test_what_is_off_is_not_offered_and_what_was_typed_is_kept(cast: Cast) -> None:
    cast.api("Flo").put("/content-options/note", {"everyone": False})
    ada = cast.page("Ada")
    assert 'value="everyone"' not in ada.get("/notes/write/").content.decode()
    refused = ada.post("/notes/write/", {"text": "Not to be lost", "option": "everyone"})
    assert refused.status_code == 400
    said = refused.content.decode()
    assert "Not to be lost" in said
    assert "switched off" in words(refused)
    assert "Not to be lost" not in page(ada, "/notes/")


@pytest.mark.rule("A11")
def test_the_warning_before_an_option_is_lost(cast: Cast) -> None:
    note = cast.note("Ada", "For all of us")
    cast.api("Flo").put("/content-options/note", {"everyone": False})
    ada, sent = cast.page("Ada"), {"deed": "audience", "option": "only you"}
    warned = ada.post(f"/notes/{note}/", sent)
    assert warned.status_code == 409
    assert "cannot choose it again" in words(warned)
    assert "Continue" in words(warned)
    # Cancel keeps it as it is.
    assert cast.page("Eve").get(f"/notes/{note}/").status_code == 200
    assert ada.post(f"/notes/{note}/", {**sent, "confirm": "1"}).status_code == 303
    assert cast.page("Eve").get(f"/notes/{note}/").status_code == 404


@pytest.mark.rule("A09", "B01")
def test_the_chip_says_to_its_author_who_can_see_it_and_to_others_why_they_do(cast: Cast) -> None:
    note = cast.note("Ada", "For some", teams=["Gas"], members=["Eve"])
    mine = page(cast.page("Ada"), f"/notes/{note}/")
    assert "Gas: Ben, Dee." in mine
    assert "Eve." in mine
    for who, why in (("Ben", "shared with Gas"), ("Eve", "shared with you")):
        theirs = page(cast.page(who), f"/notes/{note}/")
        assert why in theirs
        assert "Gas: Ben, Dee." not in theirs


def test_replies_edits_and_deleting(cast: Cast) -> None:
    note = cast.note("Ada", "For Gas", teams=["Gas"])
    assert cast.page("Cyd").post(f"/notes/{note}/", {"deed": "reply", "reply": "No"}).status_code == 404
    assert cast.page("Ben").post(f"/notes/{note}/", {"deed": "reply", "reply": "Agreed"}).status_code == 303
    assert "Agreed" in page(cast.page("Dee"), f"/notes/{note}/")
    assert cast.page("Ben").post(f"/notes/{note}/", {"deed": "text", "text": "Mine"}).status_code == 404
    assert cast.page("Ada").post(f"/notes/{note}/", {"deed": "text", "text": "Changed"}).status_code == 303
    assert "Changed" in page(cast.page("Dee"), f"/notes/{note}/")
    assert cast.page("Ada").post(f"/notes/{note}/", {"deed": "delete"}).status_code == 303
    assert cast.page("Dee").get(f"/notes/{note}/").status_code == 404
    assert "Agreed" in page(cast.page("Ben"), "/notes/?of=mine")


@pytest.mark.rule("A13", "B04")
def test_who_is_mentioned_finds_it_where_they_may_read_it(cast: Cast) -> None:
    named = f'<p>Ask <span data-mention="{cast.id("Eve")}">@Eve</span></p>'
    for text, audience in (("mine", {"option": "only you"}), ("all", {"option": "everyone"})):
        body = {"html": f"{named}<p>{text} of it</p>", "audience": audience}
        assert cast.api("Ada").post("/notes", body).status_code == 201
    home = page(cast.page("Eve"), "/")
    assert "all of it" in home
    assert "mine of it" not in home
    assert "all of it" not in page(cast.page("Ben"), "/")
    note = next(one["id"] for one in cast.api("Eve").read("/items")["items"])
    assert cast.page("Ben").post(f"/notes/{note}/", {"deed": "seen"}).status_code == 404
    assert cast.page("Eve").post(f"/notes/{note}/", {"deed": "seen"}).status_code == 303
    assert "all of it" not in page(cast.page("Eve"), "/")


@pytest.mark.rule("A09", "B04")
def test_who_wrote_something_is_told_of_the_replies_to_it(cast: Cast) -> None:
    note = cast.note("Ada", "For Gas", teams=["Gas"])
    named = f'<p>So be it, <span data-mention="{cast.id("Ada")}">@Ada</span></p>'
    for who, text in (("Ben", "Agreed"), ("Dee", named), ("Ada", "Mine own")):
        body = {"deed": "reply", "reply": text, "reply-form": "html" if text == named else ""}
        assert cast.page(who).post(f"/notes/{note}/", body).status_code == 303
    ada = page(cast.page("Ada"), "/")
    assert ada.count("Ben: Agreed") == ada.count("Dee: So be it") == 1, "told once, also who is named besides"
    assert "You are mentioned" not in ada
    assert "Mine own" not in ada
    for other in ("Ben", "Dee", "Cyd", "Flo"):
        assert "Replies to what you wrote" not in page(cast.page(other), "/"), other

    # Changed, it is told as it is; put away, it is not told again; gone, it is not told at all.
    replies = {one["text"]: one["id"] for one in cast.api("Ada").read(f"/items/{note}")["replies"]}
    assert (
        cast.page("Ben").post(f"/notes/{replies['Agreed']}/", {"deed": "text", "text": "Not so"}).status_code
        == 303
    )
    assert "Ben: Not so" in page(cast.page("Ada"), "/")
    assert cast.page("Ben").post(f"/notes/{replies['Agreed']}/", {"deed": "seen"}).status_code == 404
    assert cast.page("Ada").post(f"/notes/{replies['Agreed']}/", {"deed": "seen"}).status_code == 303
    ada = page(cast.page("Ada"), "/")
    assert "Ben: Not so" not in ada
    assert "Dee: So be it" in ada
    assert cast.page("Ada").post(f"/notes/{note}/", {"deed": "delete"}).status_code == 303
    assert "So be it" not in page(cast.page("Ada"), "/")


@pytest.mark.rule("A06", "A10", "A41", "B02")
def test_the_enterprise_admin_sets_what_is_offered(cast: Cast) -> None:
    cast.note("Ada", "For all of us")
    flo = cast.page("Flo")
    assert "Selective as it is now" in page(flo, "/settings/content/")
    siloed = flo.post("/settings/content/", {"preset": "siloed"})
    assert "1 is wider than this" in words(siloed)
    assert cast.api("Ada").read("/content-options")[0]["everyone"] is True
    assert flo.post("/settings/content/", {"preset": "siloed", "do": "save"}).status_code == 303
    assert cast.api("Ada").read("/content-options")[0]["everyone"] is False
    none = flo.post("/settings/content/", {"sort": "note", "do": "save"})
    assert none.status_code == 400
    assert "at least one option stays on" in words(none).lower()
    assert cast.page("Ada").post("/settings/content/", {"preset": "open", "do": "save"}).status_code == 403
    assert "Save" not in page(cast.page("Ada"), "/settings/content/")
    assert "For all of us" in page(cast.page("Eve"), "/notes/")
