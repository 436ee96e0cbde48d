"""Mails and meetings with everybody: each once, newest first, and only those whose interactions are shared."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tactful.actions.imports.items import Named
from tests.cast import Cast
from tests.cast.clients import Api
from tests.cast.outside import mail, meeting


def _all(api: Api, limit: int = 200, **query: Any) -> list[dict[str, Any]]:
    """Return the items of all pages; each says the same total, which is how many there are."""
    items: list[dict[str, Any]] = []
    cursor: str | None = None
    while True:
        page = api.read("/touchpoints", limit=limit, **query, **({"cursor": cursor} if cursor else {}))
        items += page["items"]
        cursor = page["next"]
        if cursor is None:
            assert page["total"] == len(items)
            return items


@pytest.mark.rule("D08", "A24")
@pytest.mark.parametrize("limit", [1, 3, 200])
def test_pages_add_up_newest_first(cast: Cast, limit: int) -> None:
    cast.share("Ada", "Gas", "relationships + interactions")
    items = _all(cast.api("Dee"), limit)
    assert len(items) == len({one["id"] for one in items}) == 24  # six letters of her own, eighteen of Ada's
    assert [(one["at"], one["id"]) for one in items] == sorted(
        ((one["at"], one["id"]) for one in items), reverse=True
    )
    assert {one["name"] for item in items for one in item["contributors"]} == {"Ada", "Dee"}


@pytest.mark.rule("A24")
def test_what_two_hold_stands_there_once(cast: Cast) -> None:
    cast.share("Ada", "Gas", "relationships + interactions")
    api = cast.api("Ben")
    before = _all(api)
    cast.bring("Ben", [meeting("Ada", ["Ines", "Ben"], 12)])
    after = _all(api)
    assert {one["id"] for one in after} == {one["id"] for one in before}
    both = [one for one in after if {m["name"] for m in one["contributors"]} == {"Ada", "Ben"}]
    # The mail with Ben in CC, which Ada wrote, and the meeting.
    assert [(one["kind"], one["directions"], "subject" in one) for one in both] == [
        ("mail", ["copied", "out"], True),
        ("meeting", ["meeting"], True),
    ]


@pytest.mark.rule("D03", "D08", "D05")
def test_only_levels_with_interactions_open_them_and_a_withdrawal_shuts_them(cast: Cast) -> None:
    api = cast.api("Dee")
    for level, found in (
        ("not sharing", 6),
        ("relationships + both", 24),
        ("relationships + contact info", 6),
        ("relationships + interactions", 24),
        ("relationships", 6),
    ):
        cast.share("Ada", "Gas", level)
        assert api.read("/touchpoints")["total"] == len(_all(api)) == found, level


def test_a_kind_is_asked_for(cast: Cast) -> None:
    api = cast.api("Ada")
    assert {one["kind"] for one in _all(api, kind="meeting")} == {"meeting"}
    assert len(_all(api, kind="meeting")) == 2
    assert {one["kind"] for one in _all(api, kind="mail")} == {"mail"}
    assert len(_all(api, kind="mail")) == 16


@pytest.mark.rule("A34")
def test_a_key_under_a_ceiling_shows_none(cast: Cast) -> None:
    api = cast.api("Ada", ceiling=["existence", "relationship"])
    assert api.read("/touchpoints") == {"items": [], "total": 0, "next": None}


@pytest.mark.rule("B04", "B10")
def test_what_is_hidden_leaves_no_trace(cast: Cast) -> None:
    api = cast.api("Cyd")
    before = api.get("/touchpoints").content
    cast.share("Ada", "Gas", "relationships + both")
    assert api.get("/touchpoints").content == before
    assert b"Jon Falk" not in before


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"kind": "letter"}, "kind"),
        ({"kind": "MAIL"}, "kind"),
        ({"limit": 0}, "limit"),
        ({"limit": 201}, "limit"),
        ({"cursor": "x"}, "cursor"),
        ({"sort": "at"}, "sort"),
        ({"person": "0" * 32}, "person"),
    ],
)
def test_a_parameter_that_is_not_acceptable_is_named(
    cast: Cast, query: dict[str, object], field: str
) -> None:
    answer = cast.api("Ada").get("/touchpoints", **query)
    assert (answer.status_code, answer.json()["error"]["field"]) == (400, field)


def test_a_cursor_is_good_for_its_own_question_alone(cast: Cast) -> None:
    api = cast.api("Ada")
    cursor = api.read("/touchpoints", limit=1)["next"]
    for path, query in (
        ("/touchpoints", {"kind": "mail", "cursor": cursor}),
        ("/touchpoints", {"cursor": cursor[:-1]}),
        ("/people", {"cursor": cursor}),
        (f"/people/{cast.person('Ines')}/timeline", {"cursor": cursor}),
    ):
        answer = api.get(path, **query)
        assert (answer.status_code, answer.json()["error"]["field"]) == (400, "cursor"), path


@pytest.mark.rule("D26")
def test_an_address_of_the_account_that_is_no_members_is_a_colleague_without_a_name(cast: Cast) -> None:
    """Nobody shares for them, so nobody is told who they are; the contributor neither."""
    former = Named("former@hearth.example", "Fay Former")
    letter = mail("Ada", "Ines", 1, subject="With somebody of old")
    cast.bring("Ada", [replace(letter, cc=(former,))])
    cast.share("Ada", "Gas", "relationships + interactions")
    for who in ("Ada", "Dee"):
        newest = _all(cast.api(who), 3)
        one = next(item for item in newest if len(item["participants"]) == 3)
        unnamed = [p for p in one["participants"] if p["colleague"] and p.get("name") is None]
        assert [p["role"] for p in unnamed] == ["cc"]
        assert "Former" not in cast.api(who).get("/touchpoints", limit=3).content.decode()
