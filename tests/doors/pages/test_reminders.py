"""Reminders on pages, as each of the cast meets them (A17, K15)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.cast import Cast
from tests.doors.pages.reading import page, words

OTHERS = ("Ben", "Cyd", "Dee", "Flo", "Gus")


@pytest.mark.rule("A17", "A09", "A13")
def test_whose_it_is_to_do_finds_it_and_nobody_else(cast: Cast) -> None:
    given = cast.reminder("Ada", "Jon", to="Eve", audience="only you", words="Ask for papers")
    for who in ("Ada", "Eve"):
        assert "Ask for papers" in page(cast.page(who), "/reminders/"), who
        assert "Ask for papers" in page(cast.page(who), f"/notes/{given}/"), who
    # Without the name of the record, which she does not see.
    assert "Jon Falk" in page(cast.page("Ada"), "/reminders/")
    assert "Jon Falk" not in page(cast.page("Eve"), "/reminders/")
    assert "Jon Falk" not in page(cast.page("Eve"), f"/notes/{given}/")
    for who in OTHERS:
        assert "Ask for papers" not in page(cast.page(who), "/reminders/"), who
        assert cast.page(who).get(f"/notes/{given}/").status_code == 404
        for deed in ("done", "later", "change"):
            sent = {"deed": deed, "due_at": "2030-01-01T09:00"}
            assert cast.page(who).post(f"/reminders/{given}/", sent).status_code == 404, (who, deed)
    # It is hers to do, and Ada's to change.
    eve, changed = cast.page("Eve"), {"deed": "change", "due_at": "2030-01-01T09:00", "recurrence": "none"}
    assert eve.post(f"/reminders/{given}/", changed).status_code == 404
    assert eve.post(f"/reminders/{given}/", {"deed": "done"}).status_code == 303
    assert "Ask for papers" not in page(cast.page("Ada"), "/reminders/")
    assert "Ask for papers" in page(cast.page("Ada"), "/reminders/?due=done")


@pytest.mark.rule("A17")
def test_overdue_today_and_coming(cast: Cast) -> None:
    for days, text in ((-3, "Long ago"), (0, "Right now"), (4, "In a while")):
        cast.reminder("Ada", days=days, words=text)
    ada = cast.page("Ada")
    said = page(ada, "/reminders/")
    places = [
        said.index(text) for text in ("Overdue", "Long ago", "Today", "Right now", "Coming", "In a while")
    ]
    assert places == sorted(places)
    assert "Right now" not in page(ada, "/reminders/", due="overdue")
    # For Everyone, so that others read them; they are on nobody's list but hers.
    assert "Right now" not in page(cast.page("Ben"), "/reminders/")


@pytest.mark.rule("A17")
def test_written_changed_put_off_and_done(cast: Cast) -> None:
    ada, ines = cast.page("Ada"), cast.person("Ines")
    form = page(ada, f"/reminders/write/?person={ines}")
    assert "Only you and the reminder owner" in form
    sent = {"text": "Send the offer", "due_at": "2030-03-01T09:00", "option": "only you", "person": ines}
    for wrong in (
        {"due_at": "soon"},
        {"recurrence": "every"},
        {"resets": "on"},
        {"assignee": cast.id("Gus")},
    ):
        refused = ada.post("/reminders/write/", sent | wrong)
        assert refused.status_code == 400, wrong
        assert "Send the offer" in words(refused)
    assert (
        ada.post("/reminders/write/", sent | {"recurrence": "every", "every_days": "10"}).status_code == 303
    )
    (made,) = cast.api("Ada").read("/reminders")["items"]
    assert (made["every_days"], made["due_at"]) == (10, "2030-03-01T09:00:00Z")
    assert [one["id"] for one in made["item"]["people"]] == [ines]
    path = f"/reminders/{made['item']['id']}/"
    change = {
        "deed": "change",
        "due_at": "2030-03-02T10:00",
        "recurrence": "none",
        "assignee": cast.id("Eve"),
    }
    assert ada.post(path, change).status_code == 303
    (now,) = cast.api("Eve").read("/reminders")["items"]
    assert (now["due_at"], now["every_days"], now["mine"]) == ("2030-03-02T10:00:00Z", None, True)
    assert ada.post(path, {"deed": "later"}).status_code == 303
    assert cast.api("Ada").read("/reminders")["items"][0]["due_at"] == "2030-03-03T10:00:00Z"
    assert ada.post(path, {"deed": "done"}).status_code == 303
    assert cast.api("Ada").read("/reminders")["items"] == []
    assert ada.post(path, {"deed": "nothing"}).status_code == 404
    assert ada.post(f"/notes/{made['item']['id']}/", {"deed": "delete"}).headers["Location"] == "/reminders/"
    assert cast.page("Eve").get(f"/notes/{made['item']['id']}/").status_code == 404


@pytest.mark.rule("A13", "B12")
def test_on_no_record_that_is_hidden(cast: Cast) -> None:
    ben, quin = cast.page("Ben"), cast.person("Quin")
    assert ben.get(f"/reminders/write/?person={quin}").status_code == 404
    sent = {"text": "Call", "due_at": "2030-03-01T09:00", "option": "only you", "person": quin}
    assert ben.post("/reminders/write/", sent).status_code == 404


@pytest.mark.rule("K15", "A17")
def test_a_contact_puts_it_off_on_the_page_of_its_owner_alone(cast: Cast) -> None:
    cast.share("Ada", "Everyone", "relationships")
    mine = cast.reminder("Ada", "Ines", recurrence="weekly", resets=True, days=-6, words="Stay in touch")
    ada, eve = (page(cast.page(who), f"/notes/{mine}/") for who in ("Ada", "Eve"))
    was = timezone.now() - timedelta(days=6)
    set_for = f"{was.day} {was:%B %Y}"
    assert f"Due {set_for}" in eve
    assert f"Due {set_for}" not in ada
    assert "Overdue" not in page(cast.page("Ada"), "/reminders/")
    given = cast.reminder(
        "Ada", "Ines", recurrence="weekly", resets=True, days=-6, to="Eve", words="Hers to do"
    )
    assert f"Due {set_for}" in page(cast.page("Eve"), f"/notes/{given}/")
    cast.share("Ada", "Everyone", "relationships + interactions")
    assert f"Due {set_for}" not in page(cast.page("Eve"), f"/notes/{given}/")


def test_its_page_marks_its_place_as_a_files_does(cast: Cast) -> None:
    reminder, note = cast.reminder("Ada"), cast.note("Ada", "Met")
    for uid, place in ((reminder, "reminders"), (note, "notes"), (cast.file("Ada", b"%PDF-1.7"), "files")):
        html = cast.page("Ada").get(f"/notes/{uid}/").content.decode()
        assert f'<a href="/{place}/" aria-current="page">' in html
