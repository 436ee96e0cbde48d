"""Every address of the web, for each of the cast and for nobody: no page is forgotten, none fails, none is open."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import URLPattern

from tactful.accounts.models import Login, Membership
from tactful.accounts.wall import acting
from tactful.web.urls import pages
from tests.cast import Cast
from tests.doors.pages.asked import DEEDS, EVERY, MEMBERS, OUTSIDE, PAGES, ids_of
from tests.doors.pages.reading import undone, words

QUERY = (
    "q",
    "sort",
    "band",
    "since",
    "known_by",
    "company_uid",
    "cursor",
    "at",
    "kind",
    "value",
    "knower",
    "until",
    "back",
    "of",
    "team",
    "from",
)


def test_every_address_is_asked_for() -> None:
    there = {pattern.name for pattern in pages if isinstance(pattern, URLPattern)}
    assert there == {one.name for one in EVERY} | OUTSIDE


def test_nobody_signed_in_is_led_to_the_sign_in(cast: Cast) -> None:
    named = ids_of(cast)
    for asked in EVERY:
        for uid in (named.get(asked.kind or "", ""), "0" * 32, "zz"):
            answer = asked.ask(Client(), uid)
            assert answer.status_code == 302, asked
            assert answer["Location"].startswith("/sign-in/?next="), asked
            assert answer.content == b""


def test_a_part_of_a_page_says_that_the_session_is_over(cast: Cast) -> None:
    named = ids_of(cast)
    for asked in PAGES:
        answer = asked.ask(Client(), named.get(asked.kind or "", ""), headers={"HX-Request": "true"})
        assert answer.status_code == 401, asked


def test_each_of_the_cast_gets_the_page_or_nothing_here(cast: Cast) -> None:
    named, clients = ids_of(cast), {name: cast.page(name) for name in MEMBERS}
    for asked in PAGES:
        uid = named.get(asked.kind or "", "")
        got = {name: asked.ask(client, uid).status_code for name, client in clients.items()}
        assert got["Ada"] == 200, asked
        assert set(got.values()) <= {200, 404}, asked
        assert got["Gus"] == (404 if asked.kind else 200), asked


def test_pages_are_not_posted_to(cast: Cast) -> None:
    named, client = ids_of(cast), cast.page("Ada")
    posted = {one.path("0" * 32) for one in DEEDS}
    for asked in PAGES:
        if asked.path("0" * 32) not in posted:
            answer = client.post(asked.path(named.get(asked.kind or "", "")))
            assert answer.status_code == (404 if asked.arguments.get("part") == "account" else 405), asked


def test_deeds_are_not_done_by_reading(cast: Cast) -> None:
    named, client = ids_of(cast), cast.page("Flo")
    read = {one.path("0" * 32) for one in EVERY if one.method == "GET"}
    for asked in DEEDS:
        if asked.path("0" * 32) not in read:
            assert client.get(asked.path(named.get(asked.kind or "", ""))).status_code == 405, asked


def test_deeds_ask_for_the_token_of_the_form(cast: Cast) -> None:
    client, named = Client(enforce_csrf_checks=True), ids_of(cast)
    client.cookies = cast.page("Flo").cookies
    for asked in DEEDS:
        answer = asked.ask(client, named.get(asked.kind or "", ""))
        assert answer.status_code == 403, asked
        assert "Please try again" in words(answer)


def test_odd_queries_fail_nowhere(cast: Cast) -> None:
    client, named = cast.page("Ada"), ids_of(cast)
    for asked in PAGES:
        for value in ("\x00", "zz", "9" * 400, "a\\%_'\"", "2026-99-99"):
            with undone():
                answer = client.get(asked.path(named.get(asked.kind or "", "")), dict.fromkeys(QUERY, value))
            assert answer.status_code in (200, 303, 404), (asked, value)


@pytest.mark.rule("A34")
def test_who_is_signed_in_but_a_member_of_nothing_is_told_so(cast: Cast) -> None:
    client = cast.page("Ben")
    with acting(cast.accounts["Ben"]):
        Membership.unchecked.filter(id=cast.places["Ben"]).update(state=Membership.State.DEACTIVATED)
    named = ids_of(cast)
    for asked in EVERY:
        answer = asked.ask(client, named.get(asked.kind or "", ""))
        assert answer.status_code == 403, asked
        assert "You are in no account just now" in words(answer)
        assert "Hearth" not in answer.content.decode()


def test_before_anybody_can_sign_in_every_page_leads_to_the_set_up(db: None) -> None:
    assert not Login.objects.exists()
    for asked in EVERY:
        answer = asked.ask(Client(), "0" * 32)
        assert (answer.status_code, answer["Location"]) == (302, "/setup/"), asked


def test_nothing_is_kept_by_caches_and_nothing_comes_from_elsewhere(cast: Cast) -> None:
    named = ids_of(cast)
    for asked in PAGES:
        answer = asked.ask(cast.page("Ada"), named.get(asked.kind or "", ""))
        assert answer["Cache-Control"] == "no-store, private"
        assert "img-src 'self';" in answer["Content-Security-Policy"]
        body = answer.content.decode()
        assert "http://" not in body.replace("http://testserver", "").replace("http://127.0.0.1:8000", "")
        assert "<style" not in body
        assert " style=" not in body
        assert "onclick" not in body
