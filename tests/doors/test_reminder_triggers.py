"""Reminders that come by themselves, from outside: for whom they are, and what they never tell (A18)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import Cast, cast
from tests.doors.test_items import readers

__all__ = ["cast"]


def after(cast: Cast, name: str, sort: str, **body: Any) -> int:
    """Have a member reminded seven days after each item of a sort; return the status of the answer."""
    answer = cast.api(name).put("/reminder-triggers", {"after": sort, "days": 7, **body})
    return int(answer.status_code)


def mine(cast: Cast, name: str) -> list[dict[str, Any]]:
    """The reminders that a member has."""
    found: list[dict[str, Any]] = cast.api(name).read("/reminders")["items"]
    return found


@pytest.mark.rule("A18")
@pytest.mark.parametrize(
    ("default", "everyone", "audience", "seen_by_ben"),
    [
        ("", True, "everyone", False),
        ("only you", True, "everyone", False),
        ("everyone", True, "everyone", True),
        # Off for this sort, it is for its author alone whatever the default says.
        ("everyone", False, "everyone", False),
        # Never wider than what set it off: that somebody is to follow up tells that there was something.
        ("everyone", True, "only you", False),
    ],
)
def test_it_is_for_whom_the_account_says(
    cast: Cast, default: str, everyone: bool, audience: str, seen_by_ben: bool
) -> None:
    cast.share("Ada", "Gas", "relationships")
    options = {"unchosen": default, "everyone": everyone}
    assert cast.api("Flo").put("/content-options/reminder", options).status_code == 200
    assert after(cast, "Ada", "logged interaction", text="Ask how it went") == 200
    cast.logged("Ada", "call", "Jon", audience=audience, words="They may sell")
    (one,) = mine(cast, "Ada")
    assert (one["item"]["text"], one["recurrence"], one["mine"]) == ("Ask how it went", "none", True)
    assert [person["name"] for person in one["item"]["people"]] == ["Jon Falk"]
    assert one["due_at"][11:16] == "09:00"
    assert ("Ben" in readers(cast, one["item"]["id"])) is seen_by_ben
    assert not mine(cast, "Ben")


@pytest.mark.rule("A18")
def test_after_a_meeting_note_and_no_more_once_it_is_switched_off(cast: Cast) -> None:
    assert after(cast, "Ada", "meeting note") == 200
    met = cast.meeting("Ada")
    assert cast.api("Ada").post(f"/touchpoints/{met}/notes", {"text": "Decided in May"}).status_code == 201
    assert [one["item"]["text"] for one in mine(cast, "Ada")] == ["Follow up"]
    # Nobody else's notes, no other sort, and no replies set it off.
    cast.note("Ada", "Jon")
    cast.logged("Ada", "call", "Jon")
    assert len(mine(cast, "Ada")) == 1
    assert after(cast, "Ada", "meeting note", days=None) == 200
    assert cast.api("Ada").post(f"/touchpoints/{met}/notes", {"text": "And in June"}).status_code == 201
    assert len(mine(cast, "Ada")) == 1


@pytest.mark.rule("A18")
def test_what_cannot_be_is_refused_by_name_and_nobody_sees_anothers(cast: Cast) -> None:
    ada, ben = cast.api("Ada"), cast.api("Ben")
    for sent, field in (
        ({"after": "note", "days": 3}, "after"),
        ({"after": "meeting note", "days": 0}, "days"),
        ({"after": "meeting note", "days": 366}, "days"),
        ({"after": "meeting note", "days": 3, "text": "x" * 201}, "words"),
    ):
        refused = ada.put("/reminder-triggers", sent)
        assert (refused.status_code, refused.json()["error"]["field"]) == (400, field), refused.json()
    assert after(cast, "Ada", "meeting note", text="<b>Ring</b>") == 200
    rows = {one["after"]: (one["days"], one["text"]) for one in ada.read("/reminder-triggers")["items"]}
    assert rows == {"logged interaction": (None, ""), "meeting note": (7, "<b>Ring</b>")}
    assert all(one["days"] is None for one in ben.read("/reminder-triggers")["items"])
    page = cast.page("Ada").get("/reminders/").content.decode()
    assert 'value="&lt;b&gt;Ring&lt;/b&gt;"' in page
    assert "<b>Ring" not in page
