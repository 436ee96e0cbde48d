"""The control for decisions: rules that are forgotten on purpose, in one place each, are found by the twin worlds.

What a pair of twins may differ in comes from the reference model, which shares no line with what is broken here.
"""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest
from pyroaring import BitMap

from tactful.accounts.models import ApiKey
from tactful.policy import decide, paths
from tactful.policy.terms import Kind, User
from tactful.records.models import Feed
from tactful.sharing.models import Event
from tactful.visibility import feeds, history, keys, looking, people
from tactful.visibility.crowd import Crowd
from tactful.visibility.standing import Standing
from tests.leaks import api_asks, page_asks, typed_asks
from tests.leaks.asking import Ask, Names
from tests.leaks.telling import Asking, told_apart
from tests.leaks.test_caught import PAIRS, caught, in_all_books, only
from tests.leaks.twins import Pair, pair

pytestmark = [pytest.mark.django_db, pytest.mark.rule("B04")]
Patch = pytest.MonkeyPatch


def pages(*names: str) -> Asking:
    """Ask for these pages alone."""

    def asking(it: Pair, user: str, _: random.Random) -> list[Ask]:
        return [page_asks.ask(f"GET web:{name}", Names(it, user)) for name in names]

    return asking


@pytest.mark.rule("B06")
def test_an_end_date_that_is_still_honoured(monkeypatch: Patch) -> None:
    monkeypatch.setattr(paths, "_over", lambda *_: False)
    assert caught(only("GET /people", "GET /people/{person}"))


@pytest.mark.rule("D23")
def test_the_book_of_a_member_who_left(monkeypatch: Patch) -> None:
    monkeypatch.setattr(User, "contributes", property(lambda self: not self.returning))
    assert caught(only("GET /people", "GET /people/{person}"))


@pytest.mark.rule("A25")
def test_a_facet_without_its_footing(monkeypatch: Patch) -> None:
    monkeypatch.setattr(Kind, "close", lambda _, facets: frozenset(facets))
    asking = only("GET /people/{person}/why")

    def plainly(it: Pair, user: str, dice: random.Random) -> list[Ask]:
        """Ask for the paths with all their facets, which is what the question is without a value."""
        return [replace(one, query={}) for one in asking(it, user, dice)]

    assert caught(plainly, first=[65])


@pytest.mark.rule("B05")
def test_an_exception_that_one_facet_forgets(monkeypatch: Patch) -> None:
    honest = decide._is_withheld

    def forgetful(row: Any, exception: Any, fact: Any) -> bool:
        return fact.facet != "contact_info" and honest(row, exception, fact)

    monkeypatch.setattr(decide, "_is_withheld", forgetful)

    def asking(it: Pair, user: str, _: random.Random) -> list[Ask]:
        """Ask of each person who is the other world's difference."""
        names = Names(it, user)
        routes = ("GET /people/{person}", "GET /people/{person}/values")
        asked = [
            replace(api_asks.ask(route, names), query={}, path=f"/api/v1{route[4:]}".replace("{person}", uid))
            for uid in names.touched[:6]
            for route in routes
        ]
        return [replace(one, headers={"authorization": f"Bearer tactful_full_{user}"}) for one in asked]

    # Few people whom an exception hides are seen by another way.
    assert caught(asking, range(2 * PAIRS), first=[5])


@pytest.mark.rule("B05")
def test_an_exception_that_lists_forget(monkeypatch: Patch) -> None:
    monkeypatch.setattr(Crowd, "_struck", lambda *_: BitMap())
    assert caught(only("GET /people"), first=[9])


@pytest.mark.rule("D22")
def test_what_could_not_be_read_of_anothers_source(monkeypatch: Patch) -> None:
    def anybodys(standing: Standing, uid: Any) -> Feed | None:
        return Feed.unchecked.filter(account_id=standing.viewer.account, uid=uid).first()

    monkeypatch.setattr(feeds, "find_feed", anybodys)
    assert caught(only("GET /sources/{source}", "GET /sources/{source}/rejections"), first=[68])


def test_keys_of_others(monkeypatch: Patch) -> None:
    class Anybodys:
        def filter(self, *, account_id: int, **_: Any) -> Any:
            return ApiKey.unchecked.filter(account_id=account_id)

    monkeypatch.setattr(keys, "ApiKey", type("Keys", (), {"unchecked": Anybodys()}))
    assert caught(only("GET /keys"), first=[116])


def test_a_history_of_others(monkeypatch: Patch) -> None:
    class Anybodys:
        def filter(self, *, account_id: int, **_: Any) -> Any:
            return Event.unchecked.filter(account_id=account_id, deed="share set")

    monkeypatch.setattr(history, "Event", type("Log", (), {"unchecked": Anybodys()}))
    asking = pages("sharing")
    assert any(told_apart(pair(number), asking, sign_in=True) for number in range(60))


@pytest.mark.rule("B01", "D25")
def test_a_look_with_a_colleagues_own_eyes(monkeypatch: Patch) -> None:
    """Two ids at once: the person was checked, and what the colleague sees by others was not."""
    monkeypatch.setattr(looking, "narrowed", lambda settings, *_: replace(settings))
    assert caught(only(*["GET /people/{person}/as/{member}"] * 4))


def test_a_command_that_asks_for_everybody(monkeypatch: Patch) -> None:
    in_all_books(monkeypatch, people, "list_people")
    asking = typed_asks.asking
    assert any(told_apart(pair(number), asking) for number in range(40))
