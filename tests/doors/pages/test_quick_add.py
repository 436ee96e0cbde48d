"""Adding in few touches: nobody chooses, so what the Enterprise Admin said counts, and is told beforehand (A18)."""

from __future__ import annotations

import pytest

from tactful.records.rich_text import LONGEST
from tests.cast import Cast
from tests.doors.pages.reading import page, words
from tests.doors.pages.test_notes import ALL

SORTS = {"note": "note", "call": "logged-interaction", "reminder": "reminder"}


def added(cast: Cast, what: str, **more: str) -> str:
    """Let Ada add something, and return its id."""
    before = _items(cast)
    assert cast.page("Ada").post("/add/", {"what": what, "text": "In short", **more}).status_code == 303
    (made,) = _items(cast) - before
    return made


@pytest.mark.rule("A18", "A09")
@pytest.mark.parametrize("what", SORTS)
def test_for_whom_the_account_says(cast: Cast, what: str) -> None:
    ada, flo, options = cast.page("Ada"), cast.api("Flo"), f"/content-options/{SORTS[what]}"
    assert "Who will see it: Only you" in page(ada, "/add/")
    assert _readers(cast, added(cast, what)) == ["Ada"]
    # Only the user is always possible here, also where nobody could choose it.
    assert flo.put(options, {"only_you": False}).status_code == 200
    assert _readers(cast, added(cast, what)) == ["Ada"]
    assert flo.put(options, {"unchosen": "everyone"}).status_code == 200
    assert "Who will see it: Everyone" in page(ada, "/add/")
    assert _readers(cast, added(cast, what)) == ["Ada", "Ben", "Cyd", "Dee", "Eve", "Flo"]
    # With Everyone off it is Only the user again.
    assert flo.put(options, {"everyone": False}).status_code == 200
    assert _readers(cast, added(cast, what)) == ["Ada"]
    # What is sent of an audience is not heard.
    assert _readers(cast, added(cast, what, option="everyone")) == ["Ada"]


@pytest.mark.rule("A18", "A13", "B12")
def test_on_a_record_that_is_seen(cast: Cast) -> None:
    ada, jon = cast.page("Ada"), cast.person("Jon")
    assert "Add to Jon Falk" in page(ada, f"/add/?person={jon}")
    for what, lands in (
        ("note", "notes"),
        ("meeting", "notes"),
        ("message", "notes"),
        ("reminder", "reminders"),
    ):
        answer = ada.post("/add/", {"what": what, "text": f"In short, a {what}", "person": jon})
        assert answer.headers["Location"] == f"/people/{jon}/#{lands}"
        assert f"In short, a {what}" in page(ada, f"/people/{jon}/")
    for sent in ({"person": cast.person("Olaf", "Eve")}, {"person": "0" * 32}, {"company": "zz"}):
        assert ada.get("/add/", sent).status_code == 404
        assert ada.post("/add/", {"what": "note", "text": "Short", **sent}).status_code == 404
    # Those whom one was in touch with last are offered, and nobody else's.
    shown = page(ada, "/add/")
    assert "Jon Falk" in shown
    assert "Olaf" not in shown
    assert "Jon Falk" not in page(cast.page("Eve"), "/add/")


@pytest.mark.rule("A18")
def test_when_a_reminder_is_due_and_what_is_refused(cast: Cast) -> None:
    ada = cast.page("Ada")
    for days, at in (("1", "T09:00:00Z"), ("0", "T17:00:00Z")):
        added(cast, "reminder", days=days)
        assert any(one["due_at"].endswith(at) for one in cast.api("Ada").read("/reminders")["items"])
    for what in ("note", "reminder"):
        refused = ada.post("/add/", {"what": what, "text": "", "days": "7"})
        assert refused.status_code == 400, what
        assert f'value="{what}" selected' in refused.content.decode()
    # What took place may stand there without a word.
    assert ada.post("/add/", {"what": "call", "text": ""}).status_code == 303
    refused = ada.post("/add/", {"what": "note", "text": "x" * (LONGEST + 1)})
    assert (refused.status_code, "xxxx" in words(refused)) == (400, True)


def _items(cast: Cast) -> set[str]:
    return {one["id"] for one in cast.api("Ada").read("/items")["items"]}


def _readers(cast: Cast, item: str) -> list[str]:
    return [who for who in ALL if cast.page(who).get(f"/notes/{item}/").status_code == 200]
