"""Hostile texts in all that members write, bring and are told, on every page that shows them: none runs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import resolve

from tactful.actions.reminder_mails import mail_due
from tactful.config.home import Home
from tests.browser.bare import ORIGIN, watched
from tests.browser.conftest import chromium
from tests.browser.sowing import FIRST, SUBJECT, WAYS, Sown, marked, packed, sow
from tests.cast import Cast, cast
from tests.cast.clients import whole
from tests.jobs.bot import listening

__all__ = ["cast"]

pytestmark = [pytest.mark.browser, pytest.mark.rule("A13", "A14", "A16", "A17", "A18", "A20", "A27")]

#: Where each reader begins, besides at what bears the texts.
ROOTS = (
    "/", "/notes/", "/files/", "/reminders/", "/activity/", "/people/", "/companies/", "/introductions/",
    "/search/?q=alert", "/search/?q=p0", "/notes/?of=mine", "/teams/", "/sharing/", "/sharing/seen/",
    "/sharing/exceptions/", "/sources/", "/network/", "/introducers/", "/same/", "/add/", "/notes/log/",
    "/settings/members/", "/settings/teams/", "/settings/keys/", "/settings/pushes/", "/settings/mail/",
)  # fmt: skip
#: With how many of them a colleague begins, and how many more pages of one kind are opened by links.
BENS = 8
MOST = {
    "person": 1, "company": 1, "thread": 1, "notes": 1, "files": 1, "why": 2, "who_sees": 2, "look_as": 1, "team": 1,
    "share": 1, "source": 1, "introducers_to": 1, "meeting_note_write": 1, "note_write": 1, "reminder_write": 1,
    "introduction_ask": 1, "same_of": 1,
}  # fmt: skip
#: How many places on the pages are looked at for each way.
PLACES = 12

Pages = dict[str, tuple[str, dict[str, str]]]


@pytest.fixture(autouse=True)
def home(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key ring of this test's own, and pushes to this machine."""
    monkeypatch.setattr(settings, "HOME", Home(tmp_path / "home"))
    monkeypatch.setattr(settings, "TACTFUL_OUTBOUND", "127.0.0.1")
    monkeypatch.setattr(settings, "TACTFUL_BOT_HOURLY", 1_000)


def answered(answer: Any) -> tuple[str, dict[str, str]]:
    """An answer as a browser is to get it: with its policy reporting, and stopping nothing."""
    kept = {name: value for name, value in answer.headers.items() if name != "Content-Security-Policy"}
    if "text/html" in kept["Content-Type"]:
        kept["Content-Security-Policy-Report-Only"] = answer.headers["Content-Security-Policy"]
    return whole(answer).content.decode(), kept


def walked(client: Client, roots: Iterable[str]) -> Pages:
    """Pages from these on, by their links, as many of each kind as are worth opening."""
    found: Pages = {}
    todo, of_kind = list(roots), dict[str, int]()
    while todo:
        path = todo.pop(0)
        if path in found:
            continue
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        found[path] = answered(answer)
        for href in re.findall(r'href="([/?][^"#]*)', found[path][0]):
            onward = unescape(href) if href[0] == "/" else path.partition("?")[0] + unescape(href)
            kind = (
                str(resolve(onward.partition("?")[0]).url_name) if not onward.startswith("/static/") else ""
            )
            if onward not in found and onward not in todo and of_kind.get(kind, 0) < MOST.get(kind, 0):
                of_kind[kind] = of_kind.get(kind, 0) + 1
                todo.append(onward)
    return found


def bearing(sown: Sown) -> list[str]:
    """The pages of records that bear the texts: an item of each sort, a person, a meeting, a thread of mails."""
    api = sown.cast.api("Ada")
    items: dict[str, str] = {}
    for one in api.read("/items", limit=200)["items"]:
        items.setdefault(one["sort"], f"/notes/{one['id']}/")
    records = [sown.replied, f"/people/{sown.people[0]}/", f"/activity/{sown.meetings[0]}/"]
    [mail] = [
        one["id"]
        for one in api.read("/touchpoints", kind="mail", limit=200)["items"]
        if one["subject"] == packed("subject of a mail", SUBJECT)[0]
    ]
    return [*items.values(), *records, f"/activity/{mail}/"]


def shown(sown: Sown) -> Pages:
    """All that shows the texts: to Ada, whose they are; to Ben, who is told of them; beside a page; and by mail."""
    cast, pages = sown.cast, Pages()
    some = bearing(sown)
    for who, roots in {"Ada": ROOTS, "Ben": ROOTS[:BENS]}.items():
        walk = walked(cast.page(who), (*some, *roots))
        pages |= {f"/{who}{path}": answer for path, answer in walk.items()}
    for path in (some[0], some[-1], f"/who-sees/person/{sown.people[0]}/", f"/why/person/{sown.people[0]}/"):
        html, headers = answered(sown.ada.get(path, headers={"X-Panel": "1"}))
        pages[f"/panel{path}"] = f"<!doctype html><main>{html}</main>", headers
    # What is refused is shown again, for its writer to put right.
    hostile = "".join(marked("note as HTML"))
    for name, sent in {"text": "x" * 100_000 + hostile, "": hostile}.items():
        for path in ("/notes/write/", "/reminders/write/", "/notes/log/"):
            answer = sown.ada.post(path, {"option": hostile, name: sent, "due_at": hostile, "kind": hostile})
            assert answer.status_code == 400, path
            pages[f"/refused/{name}{path}"] = answered(answer)
    pages["/refused/list"] = answered(sown.ada.post("/notes/import/", {"csv": f'note,email\n"x",{hostile}'}))
    items = cast.api("Ada").get("/items", limit=200)
    pages["/api"] = items.content.decode(), dict(items.headers)
    assert mail_due(cast.accounts["Ada"]) > 0
    for at, one in enumerate(mail.outbox):
        assert (one.content_subtype, getattr(one, "alternatives", [])) == ("plain", [])
        pages[f"/mail/{at}"] = str(one.body), {"Content-Type": "text/plain; charset=utf-8"}
    return pages


def places(pages: Pages, number: int) -> list[str]:
    """Texts and attributes of the pages in which `alert` is called with this number, as they read there."""
    told = f"({number})"
    parts = (unescape(part) for html, _ in pages.values() for part in re.split('[<>"]', html) if told in part)
    return list(dict.fromkeys(part for part in parts if "<" in part))[:PLACES]


def test_none_runs_on_any_page_that_shows_them(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    with listening(monkeypatch) as ports:
        sown = sow(cast, ports[0])
    pages = shown(sown)
    there = {way: places(pages, FIRST + at) for at, way in enumerate(WAYS)}
    with chromium() as browser, watched(browser, styles=False) as seen:
        seen.answers.update(pages)
        for path in pages:
            seen.page.goto(f"{ORIGIN}{path}")
            seen.touch_everything(rest=10)
        assert (seen.ran, seen.violations, seen.asked_outside, seen.errors) == ([], [], [], [])
        # What stands on these pages, had nobody escaped it: each way would have been noticed.
        reporting = {"Content-Security-Policy-Report-Only": settings.CONTENT_SECURITY_POLICY}
        seen.answers["/bare"] = "<!doctype html><body>", {"Content-Type": "text/html", **reporting}
        seen.page.goto(f"{ORIGIN}/bare")
        for found in there.values():
            seen.page.evaluate(
                "(texts) => texts.forEach((text) => { document.body.innerHTML = text; })", found
            )
            seen.page.wait_for_timeout(50)
    noticed = {way for at, way in enumerate(WAYS) if f"alert {FIRST + at}" in seen.ran}
    assert noticed == set(WAYS)
    assert len(seen.violations) > len(WAYS)
    assert sum(count > 200 for count in sown.count.values()) > 12, sown.count
