"""Colleagues are suggested by name: every member knows of every member of their account, and of nobody else's (D25)."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from tactful.accounts.wall import acting
from tactful.actions.departures import deactivate
from tests.cast import Cast

pytestmark = pytest.mark.rule("D25")
ADDRESS = "/items/mentions/"


def names(client: Client, words: str = "") -> list[str]:
    """Who is suggested."""
    answer = client.get(ADDRESS, {"q": words})
    assert answer.status_code == 200
    return [one["name"] for one in json.loads(answer.content)["members"]]


@pytest.mark.parametrize("who", ["Ada", "Ben", "Cyd", "Dee", "Eve", "Flo"])
def test_each_member_is_suggested_every_member(cast: Cast, who: str) -> None:
    client = cast.page(who)
    assert names(client) == ["Ada", "Ben", "Cyd", "Dee", "Eve", "Flo"]
    assert names(client, "b") == ["Ben"]
    assert names(client, "BÉN") == ["Ben"]
    assert names(client, "en") == [], "from the beginning of a word"
    assert names(client, "b x") == []
    assert names(client, "%") == []


def test_nobody_of_another_account_is(cast: Cast) -> None:
    assert names(cast.page("Gus")) == ["Gus"]
    assert names(cast.page("Gus"), "ada") == []
    (found,) = json.loads(cast.page("Ada").get(ADDRESS, {"q": "ben"}).content)["members"]
    assert found == {"uid": cast.id("Ben"), "name": "Ben"}


def test_who_is_deactivated_is_not_suggested_any_more(cast: Cast) -> None:
    flo = cast.member("Flo")
    with acting(flo.account):
        deactivate(flo, member=cast.member("Ben").uid)  # type: ignore[arg-type]  # a member has one
    for who in ("Ada", "Flo"):
        assert names(cast.page(who), "b") == []


def test_who_is_nobody_is_told_nothing(cast: Cast) -> None:
    assert Client().get(ADDRESS).status_code == 302
    assert Client().get(ADDRESS, headers={"HX-Request": "true"}).status_code == 401
    assert cast.page("Ada").post(ADDRESS).status_code == 405
