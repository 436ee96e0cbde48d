"""Notes from a list: all or none, each once, for whom the account says where nobody chooses (A18)."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tactful.intake.notes_csv import MOST_ROWS, NotNotes, parse_notes
from tests.cast import Cast, cast
from tests.doors.pages.reading import page, words

__all__ = ["cast"]

LIST = (
    "Note,Email,Domain,Date\n"
    '"Likes, above all, short mails",jon.falk@brightwater.example,,2026-03-31\n'
    "Buys in spring,,brightwater.example,\n"
    "On nobody,,,\n"
)


def bring(cast: Cast, who: str, csv: str = LIST, **more: Any) -> Any:
    return cast.api(who).post("/notes/import", {"csv": csv, **more})


@pytest.mark.rule("A18")
def test_for_the_user_alone_until_the_account_says_otherwise(cast: Cast) -> None:
    assert bring(cast, "Ada").json() == {"written": 3, "repeated": 0, "for_whom": "only you", "faults": []}
    notes = cast.api("Ada").read("/items")["items"]
    assert {one["text"] for one in notes} == {"Likes, above all, short mails", "Buys in spring", "On nobody"}
    assert {one["audience"]["option"] for one in notes} == {"only you"}
    assert cast.api("Eve").read("/items")["items"] == []


@pytest.mark.rule("A18")
def test_for_everyone_where_the_account_says_so_and_everyone_is_on(cast: Cast) -> None:
    flo = cast.api("Flo")
    flo.put("/content-options/note", {"unchosen": "everyone"})
    assert bring(cast, "Ada", "note\nFor all\n").json()["for_whom"] == "everyone"
    assert [one["text"] for one in cast.api("Eve").read("/items")["items"]] == ["For all"]
    # With Everyone off it is the user again, also where Only you is off for those who choose.
    flo.put("/content-options/note", {"everyone": False, "only_you": False})
    assert bring(cast, "Ada", "note\nFor me\n").json()["for_whom"] == "only you"
    assert "For me" not in str(cast.api("Eve").read("/items"))


def test_the_same_list_twice_changes_nothing(cast: Cast) -> None:
    assert bring(cast, "Ada").json()["written"] == 3
    again = bring(cast, "Ada").json()
    assert (again["written"], again["repeated"]) == (0, 3)
    assert len(cast.api("Ada").read("/items")["items"]) == 3


@pytest.mark.rule("A18", "B12")
def test_one_faulty_row_and_nothing_is_written(cast: Cast) -> None:
    # Quin is known to a colleague who shares nothing, Zed to nobody: the same is said of both.
    csv = "note,email,date\nA,quin@moss.example,\nB,zed@moss.example,\nC,,yesterday\n,,\n"
    csv += "D,jon.falk@brightwater.example,\n"
    told = bring(cast, "Ada", csv).json()
    said = [(one["row"], one["message"]) for one in told["faults"]]
    assert [row for row, _ in said] == [1, 2, 3]
    assert said[0][1].replace("quin", "zed") == said[1][1]
    assert "2026-03-31" in said[2][1]
    assert cast.api("Ada").read("/items")["items"] == []


def test_a_dry_run_writes_nothing(cast: Cast) -> None:
    assert bring(cast, "Ada", dry_run=True).json()["written"] == 3
    assert cast.api("Ada").read("/items")["items"] == []


@pytest.mark.parametrize("csv", ["", "name,phone\nJon,1\n", "note\n" + "x\n" * (MOST_ROWS + 2)])
def test_what_is_no_list_of_notes(cast: Cast, csv: str) -> None:
    answer = bring(cast, "Ada", csv)
    assert (answer.status_code, answer.json()["error"]["field"]) == (400, "csv")


def test_as_others_write_it() -> None:
    assert (
        parse_notes("Text;E-Mail\r\nGr\u00fc\u00dfe;a@b.example\r\n".encode("utf-8-sig"))[0].text
        == "Gr\u00fc\u00dfe"
    )
    assert parse_notes("note\tdomain\nhallo\tb.example\n".encode("utf-16"))[0].domain == "b.example"
    assert parse_notes(b"note,email\nunquoted, text,a@b.example\n")[0].fault
    with pytest.raises(NotNotes):
        parse_notes(b"x" * (5 * 2**20))


@pytest.mark.rule("A18")
def test_by_page_what_it_would_do_is_shown_first(cast: Cast) -> None:
    ada = cast.page("Ada")
    shown = ada.post(
        "/notes/import/", {"file": SimpleUploadedFile("notes.csv", LIST.encode()), "do": "preview"}
    )
    assert "3 notes written as yours, for Only you" in words(shown)
    assert "Nothing is written yet" in page(ada, "/notes/")
    assert ada.post("/notes/import/", {"csv": LIST, "do": "save"}).status_code == 303
    assert "Buys in spring" in page(ada, "/notes/")
    faulty = ada.post("/notes/import/", {"csv": "note,email\nA,quin@moss.example", "do": "save"})
    assert faulty.status_code == 400
    assert "Row 1 names" in words(faulty)
