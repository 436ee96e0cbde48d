"""Logged interactions, from outside: who of the cast gets what, by the API (A16)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.cast import Cast, cast
from tests.doors.pages.reading import page
from tests.doors.test_items import on, readers

__all__ = ["cast"]


@pytest.mark.rule("A16", "A09")
def test_each_colleague_who_took_part_sees_it_and_nobody_else(cast: Cast) -> None:
    call = cast.logged("Ada", "call", members=["Ben", "Eve"], audience="only you", words="About oak")
    assert readers(cast, call) == ["Ada", "Ben", "Eve"]
    seen = cast.api("Eve").read(f"/items/{call}")
    assert (seen["kind"], seen["text"]) == ("call", "About oak")
    assert [one["name"] for one in seen["members"]] == ["Ben", "Eve"]
    assert "audience" not in seen
    assert seen["why"] == ["You see this because you took part."]
    mine = cast.api("Ada").read(f"/items/{call}")
    assert mine["audience"]["label"] == "Only you and interaction participants"
    assert mine["audience"]["now"] == ["Ben, who took part.", "Eve, who took part."]
    shown = page(cast.page("Ada"), f"/notes/{call}/")
    assert "Ben, who took part. Eve, who took part." in shown
    assert "Nobody else" not in shown
    # They read it, and change nothing of it.
    for who in ("Ben", "Eve", "Flo", "Gus"):
        asked = cast.api(who).ask("PATCH", f"/logged-interactions/{call}", body={"kind": "message"})
        assert asked.status_code == 404, who


@pytest.mark.rule("A16", "A13")
def test_who_took_part_sees_it_without_the_names_of_hidden_records(cast: Cast) -> None:
    call = cast.logged("Ada", "call", "Jon", members=["Eve"])
    # For everybody who sees Jon, and Eve who does not.
    assert readers(cast, call) == ["Ada", "Eve"]
    seen = cast.api("Eve").read(f"/items/{call}")
    assert (seen["people"], seen["companies"]) == ([], [])
    assert "Falk" not in str(seen)
    assert cast.api("Eve").get("/items", person=cast.person("Jon")).status_code == 404
    cast.share("Ada", "Gas", "relationships")
    assert readers(cast, call) == ["Ada", "Ben", "Dee", "Eve"]
    assert on(cast.api("Ben"), cast.person("Jon")) == [""]


@pytest.mark.rule("A16")
def test_kind_time_and_participants_may_be_mended(cast: Cast) -> None:
    call = cast.logged("Ada", "call", members=["Ben"], audience="only you", words="As it was")
    ada = cast.api("Ada")
    when = (timezone.now() - timedelta(days=9)).isoformat()
    body = {"kind": "meeting", "at": when, "members": [cast.id("Cyd")]}
    changed = ada.ask("PATCH", f"/logged-interactions/{call}", body=body)
    assert changed.status_code == 200
    now = changed.json()
    assert (now["kind"], now["text"], now["edited_at"] is not None) == ("meeting", "As it was", True)
    assert now["at"][:16] == when[:16]
    # Who is no participant any more reads it no more, on the next request.
    assert readers(cast, call) == ["Ada", "Cyd"]
    ada.ask("PATCH", f"/logged-interactions/{call}", body={"text": "What it was", "members": []})
    assert readers(cast, call) == ["Ada"]
    last = ada.read(f"/items/{call}")
    assert (last["text"], last["audience"]["now"]) == ("What it was", ["Nobody else."])
    # A note is none, though it is one's own.
    note = cast.note("Ada", "A note")
    assert ada.ask("PATCH", f"/logged-interactions/{note}", body={"kind": "call"}).status_code == 404


@pytest.mark.rule("A16")
def test_what_cannot_be_logged_is_refused_by_name(cast: Cast) -> None:
    ada = cast.api("Ada")
    tomorrow = (timezone.now() + timedelta(days=1)).isoformat()
    for field, body in (
        ("kind", {"kind": "lunch"}),
        ("at", {"kind": "call", "at": tomorrow}),
        ("members", {"kind": "call", "members": [cast.id("Gus")]}),
    ):
        refused = ada.post("/logged-interactions", body)
        assert (refused.status_code, refused.json()["error"]["field"]) == (400, field)
        call = cast.logged("Ada", "call")
        again = ada.ask("PATCH", f"/logged-interactions/{call}", body=body)
        assert (again.status_code, again.json()["error"]["field"]) == (400, field)
    assert (
        ada.post("/logged-interactions", {"kind": "call", "people": [cast.person("Olaf", "Eve")]}).status_code
        == 404
    )
    assert cast.api("Ada", ceiling=["read"]).post("/logged-interactions", {"kind": "call"}).status_code == 403
    assert cast.api("Ada", may_write=False).post("/logged-interactions", {"kind": "call"}).status_code == 403


@pytest.mark.rule("A16")
def test_who_was_deactivated_may_stay_a_participant(cast: Cast) -> None:
    call = cast.logged("Ada", "call", members=["Eve", "Ben"], audience="only you")
    eve = cast.id("Eve")
    assert cast.api("Flo").post(f"/members/{eve}/deactivate", confirm=1).status_code == 204
    ada = cast.api("Ada")
    kept = ada.ask("PATCH", f"/logged-interactions/{call}", body={"members": [eve]})
    assert kept.status_code == 200
    assert kept.json()["audience"]["now"] == ["Eve, who took part and who is deactivated."]
    assert ada.ask("PATCH", f"/logged-interactions/{call}", body={"members": []}).status_code == 200
    assert ada.ask("PATCH", f"/logged-interactions/{call}", body={"members": [eve]}).status_code == 400


@pytest.mark.rule("A16", "A12")
def test_it_moves_no_score_and_is_nobodys_touchpoint(cast: Cast) -> None:
    ada, jon = cast.api("Ada"), cast.person("Jon")
    before = ada.get(f"/people/{jon}").content, ada.get("/touchpoints").content
    made = ada.post("/logged-interactions", {"kind": "meeting", "people": [jon], "members": [cast.id("Ben")]})
    assert made.status_code == 201
    # By a key it is for Everyone, where nobody said otherwise.
    assert made.json()["audience"]["option"] == "everyone"
    assert (ada.get(f"/people/{jon}").content, ada.get("/touchpoints").content) == before
