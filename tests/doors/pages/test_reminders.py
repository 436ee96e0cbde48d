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
    changed = {"deed": "when", "due_at": "2030-01-01T09:00"}
    for who in OTHERS:
        assert "Ask for papers" not in page(cast.page(who), "/reminders/"), who
        assert cast.page(who).get(f"/notes/{given}/").status_code == 404
        for sent in ({"deed": "done"}, {"days": "1"}):
            assert cast.page(who).post(f"/reminders/{given}/", sent).status_code == 404, (who, sent)
        assert cast.page(who).post(f"/notes/{given}/", changed).status_code == 404, who
    # It is hers to do, and Ada's to change.
    eve = cast.page("Eve")
    assert eve.post(f"/notes/{given}/", changed).status_code == 404
    assert eve.post(f"/reminders/{given}/", {"days": "1"}).status_code == 404
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
    page_of = f"/notes/{made['item']['id']}/"
    change = {
        "deed": "when",
        "due_at": "2030-03-02T10:00",
        "recurrence": "none",
        "assignee": cast.id("Eve"),
    }
    # What is refused is there still, as it was typed, in the form that is open.
    refused = ada.post(page_of, change | {"due_at": "2030-03-02T1"})
    assert refused.status_code == 400
    assert 'value="2030-03-02T1"' in refused.content.decode()
    assert ada.post(page_of, change).headers["Location"] == page_of
    (now,) = cast.api("Eve").read("/reminders")["items"]
    assert (now["due_at"], now["every_days"], now["mine"]) == ("2030-03-02T10:00:00Z", None, True)
    for days, then in (("1", "2030-03-03"), ("7", "2030-03-10"), ("28", "2030-04-07")):
        assert ada.post(path, {"days": days}).headers["Location"] == "/reminders/"
        assert cast.api("Ada").read("/reminders")["items"][0]["due_at"] == f"{then}T10:00:00Z"
    assert ada.post(path, {"deed": "done"}).status_code == 303
    assert cast.api("Ada").read("/reminders")["items"] == []
    assert ada.post(path, {"deed": "nothing"}).status_code == 404
    assert ada.post(path, {"days": "3"}).status_code == 404
    assert ada.post(page_of, {"deed": "delete"}).headers["Location"] == "/reminders/"
    assert cast.page("Eve").get(page_of).status_code == 404


@pytest.mark.rule("A13", "A17", "A09")
def test_on_a_record_stands_what_its_reader_may_read(cast: Cast) -> None:
    ines, jon = cast.person("Ines"), cast.person("Jon")
    ada = cast.page("Ada")
    sent = {"text": "Send the offer", "due_at": "2030-03-01T09:00", "option": "only you", "person": ines}
    assert ada.post("/reminders/write/", sent).headers["Location"] == f"/people/{ines}/#reminders"
    cast.reminder("Ada", "Ines", days=-2, words="For everybody to know")
    cast.reminder("Ada", "Jon", words="Of somebody else")
    given = cast.reminder("Ada", "Ines", to="Ben", audience="only you", words="Ask Ines")
    done = cast.reminder("Ada", "Ines", words="Over by now")
    assert ada.post(f"/reminders/{done}/", {"deed": "done", "person": ines}).headers["Location"] == (
        f"/people/{ines}/#reminders"
    )
    reads = {
        "Ada": {"Send the offer", "For everybody to know", "Ask Ines"},
        "Ben": {"For everybody to know", "Ask Ines"},
    }
    words_there = reads["Ada"] | {"Of somebody else", "Over by now"}
    company = cast.api("Ada").read(f"/people/{ines}")["company"]["id"]
    for who, expected in reads.items():
        for path in (f"/people/{ines}/", f"/reminders/?person={ines}", f"/reminders/?company={company}"):
            shown = page(cast.page(who), path)
            assert {text for text in words_there if text in shown} - {"Of somebody else"} == expected, (
                who,
                path,
            )
        assert "Of somebody else" not in page(cast.page(who), f"/reminders/?person={ines}")
    # Whose it is to do says so where it stands; whoever only reads it is offered nothing.
    ben = cast.page("Ben").get(f"/reminders/?person={ines}").content.decode()
    assert f'action="/reminders/{given}/"' in ben
    assert ben.count('action="/reminders/') == 1
    for path in (f"/reminders/?person={cast.person('Quin')}", f"/reminders/?person={'0' * 32}"):
        assert cast.page("Ben").get(path).status_code == 404
    assert "Of somebody else" in page(ada, f"/people/{jon}/")


@pytest.mark.rule("A17")
def test_the_rest_of_a_long_list_is_a_page_further(cast: Cast) -> None:
    for number in range(7):
        cast.reminder("Ada", "Ines", days=number, words=f"Thing {number}")
    ada, ines = cast.page("Ada"), cast.person("Ines")
    on_page = page(ada, f"/people/{ines}/")
    assert ("Thing 4" in on_page, "Thing 5" in on_page) == (True, False)
    assert f"/reminders/?person={ines}" in ada.get(f"/people/{ines}/").content.decode()
    assert "Thing 6" in page(ada, f"/reminders/?person={ines}")
    assert ada.get(f"/reminders/?person={ines}&cursor=made-up").status_code == 303


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
