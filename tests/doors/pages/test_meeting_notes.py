"""Notes about meetings on pages, as each of the cast meets them, and the warning to their author (A14, A15)."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from tests.cast.outside import meeting
from tests.doors.pages.reading import page, words
from tests.doors.pages.test_notes import readers

SENT = {"text": "Decided in May", "option": "only you"}
WARNING = "share no team with anybody who did"


@pytest.mark.rule("A14", "A09", "A13")
def test_written_from_the_timeline_and_seen_by_who_took_part(cast: Cast) -> None:
    # Ada met Ines with Ben, of which Ben's own book knows nothing.
    met, ada, ines = cast.meeting("Ada", 12), cast.page("Ada"), cast.person("Ines")
    assert f'href="/activity/{met}/note/"' in ada.get(f"/people/{ines}/").content.decode()
    assert f'href="/activity/{met}/note/"' in ada.get(f"/activity/{met}/").content.decode()
    form = page(ada, f"/activity/{met}/note/")
    assert "Write about Secret meeting of Ada" in form
    assert "Only you and meeting participants" in form
    assert "Ines Duarte" in form
    assert WARNING not in form
    assert ada.post(f"/activity/{met}/note/", SENT).headers["Location"] == f"/activity/{met}/#notes"
    [note] = cast.api("Ada").read("/items")["items"]
    assert (note["sort"], note["meeting"]["id"]) == ("meeting note", met)
    assert readers(cast, note["id"], "Decided in May") == ["Ada", "Ben"]
    assert "Decided in May" in page(ada, f"/activity/{met}/")
    assert "Decided in May" in page(ada, f"/people/{ines}/")
    # To whom the meeting is not shown, no page of it is.
    for who in ("Ben", "Cyd", "Dee", "Eve", "Flo", "Gus"):
        for path in (f"/activity/{met}/", f"/activity/{met}/note/"):
            assert cast.page(who).get(path).status_code == 404, (who, path)
        assert cast.page(who).post(f"/activity/{met}/note/", SENT).status_code == 404, who


@pytest.mark.rule("A14", "A20")
def test_the_page_of_a_meeting_has_the_notes_that_its_reader_may_read(cast: Cast) -> None:
    met = cast.meeting("Ada", 12)
    ada = cast.page("Ada")
    assert ada.post(f"/activity/{met}/note/", SENT).status_code == 303
    assert ada.post(f"/activity/{met}/note/", {"text": "For all", "option": "everyone"}).status_code == 303
    cast.share("Ada", "Gas", "relationships + interactions")
    for who, own in (("Ada", True), ("Ben", True), ("Dee", False)):
        shown = page(cast.page(who), f"/activity/{met}/")
        assert ("For all" in shown, "Decided in May" in shown) == (True, own), who
        assert ("Secret meeting" in page(cast.page(who), f"/activity/{met}/note/")) == (who == "Ada"), who
    # A mail is nothing to be written about so.
    mail = cast.api("Ada").read("/touchpoints", kind="mail")["items"][0]["id"]
    assert "Notes about it" not in page(ada, f"/activity/{mail}/")
    assert ada.get(f"/activity/{mail}/note/").status_code == 404


@pytest.mark.rule("A07")
def test_what_is_refused_is_there_still(cast: Cast) -> None:
    path, ada = f"/activity/{cast.meeting('Ada', 12)}/note/", cast.page("Ada")
    cast.api("Flo").put("/content-options/meeting-note", {"everyone": False})
    assert 'value="everyone"' not in ada.get(path).content.decode()
    refused = ada.post(path, {"text": "Not to be lost", "option": "everyone"})
    assert refused.status_code == 400
    assert "switched off" in words(refused)
    assert "Not to be lost" in refused.content.decode()
    assert ada.post(path, {"text": "", "option": "only you"}).status_code == 400
    assert cast.api("Ada").read("/items")["items"] == []


@pytest.mark.rule("A15")
def test_the_author_is_warned_before_and_asked_once_more(cast: Cast) -> None:
    # Eve's calendar holds a meeting of Ada's that she did not take part in; she is in no team.
    cast.bring("Eve", [meeting("Ada", ["Olaf"], 31)], feed="eve.ics")
    met, eve = cast.meeting("Eve", 31), cast.page("Eve")
    path = f"/activity/{met}/note/"
    assert WARNING not in page(eve, path)
    cast.mode("teams only")
    assert WARNING in page(eve, path)
    asked = eve.post(path, SENT)
    assert asked.status_code == 409
    assert "Write it all the same" in words(asked)
    assert "Decided in May" in asked.content.decode()
    assert 'value="only you" checked' in asked.content.decode()
    assert cast.api("Ada").read("/items")["items"] == []
    kept = eve.post(path, {**SENT, "confirm": "1"})
    assert kept.headers["Location"] == f"/activity/{met}/"
    shown = page(eve, f"/activity/{met}/")
    assert "yours again with a team in common" in shown
    assert "Decided in May" not in shown
    [note] = cast.api("Ada").read("/items")["items"]
    assert readers(cast, note["id"], "Decided in May") == ["Ada"]
    cast.join("Eve", "Power")
    assert WARNING not in page(eve, path)
    assert readers(cast, note["id"], "Decided in May") == ["Ada", "Eve"]
    assert "Decided in May" in page(eve, f"/activity/{met}/")


@pytest.mark.rule("A15")
def test_whom_its_audience_has_in_it_is_not_asked(cast: Cast) -> None:
    cast.bring("Eve", [meeting("Ada", ["Olaf"], 31)], feed="eve.ics")
    cast.mode("teams only")
    path, eve = f"/activity/{cast.meeting('Eve', 31)}/note/", cast.page("Eve")
    assert eve.post(path, {"text": "For all", "option": "everyone"}).status_code == 303
    assert "For all" in page(eve, "/notes/")
