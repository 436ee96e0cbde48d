"""The page of mails and meetings with everybody."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tactful.visibility import feed
from tests.cast import Cast
from tests.doors.pages.reading import names_listed, page

ROWS = {"HX-Target": "rows", "HX-Request": "true"}


@pytest.mark.rule("D08", "D10")
def test_it_lists_what_colleagues_share_and_seals_its_content(cast: Cast) -> None:
    client = cast.page("Dee")
    assert set(names_listed(client, "/activity/")) == {"Quin Sato", "Rhea Thorne"}
    cast.share("Ada", "Gas", "relationships + interactions")
    said = page(client, "/activity/")
    assert "Activity 24 " in said
    assert "Ada wrote to Jon Falk" in said
    assert "content sealed" in said
    assert "Price of the pipeline" not in said
    assert f"/people/{cast.person('Jon')}/" in client.get("/activity/").content.decode()


@pytest.mark.rule("D08")
def test_its_members_are_where_the_navigation_says(cast: Cast) -> None:
    html = cast.page("Ada").get("/activity/").content.decode()
    assert '<a href="/activity/" aria-current="page">' in html
    assert re.findall(r"</svg>(\w+)</a></li>", html)[:10] == [
        "Home",
        "People",
        "Companies",
        "Activity",
        "Notes",
        "Files",
        "Reminders",
        "Network",
        "Introductions",
        "Teams",
    ]


@pytest.mark.rule("D08")
def test_mails_and_meetings_are_told_apart(cast: Cast) -> None:
    client = cast.page("Ada")
    meetings, mails = page(client, "/activity/", kind="meeting"), page(client, "/activity/", kind="mail")
    assert "Activity 2 " in meetings
    assert "You met Ines Duarte" in meetings or "You and Ben met Ines Duarte" in meetings
    assert "wrote to" not in meetings
    assert "Activity 16 " in mails
    assert " met " not in mails
    # What is no kind is both.
    assert "Activity 18 " in page(client, "/activity/", kind="letter")


@pytest.mark.rule("D08")
def test_its_rows_come_alone_and_in_pages(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    client = cast.page("Ada")
    honest = feed.newest_touchpoints
    monkeypatch.setattr(
        "tactful.web.pages.activity.newest_touchpoints",
        lambda standing, **asked: honest(standing, **asked, limit=7),
    )
    html, met = _rows(client, "/activity/"), []
    assert "<html" not in html
    while True:
        assert 'hx-swap-oob="true">18<' in html
        met += re.findall(r'<tr><th scope="row">', html)
        onward = re.search(r'rel="next" href="([^"]+)"', html)
        if onward is None:
            break
        assert f'hx-get="{onward[1]}" hx-target="#rows"' in html
        html = _rows(client, f"/activity/{onward[1]}")
        assert "From the start" in html
    assert len(met) == 18


def test_a_page_marker_of_another_day_leads_to_the_beginning(cast: Cast) -> None:
    answer = cast.page("Ada").get("/activity/", {"cursor": "made up", "kind": "mail"})
    assert (answer.status_code, answer["Location"]) == (303, "/activity/?kind=mail")


def test_an_empty_list_says_what_to_do(db: None) -> None:
    client = Cast.gathered(books=False).page("Flo")
    said = page(client, "/activity/")
    assert "Bring a mailbox or a calendar" in said
    assert 'href="/sources/">Add a source</a>' in client.get("/activity/").content.decode()
    for kind, none in (("mail", "No mail is here."), ("meeting", "No meeting is here.")):
        assert none in page(client, "/activity/", kind=kind)
        html = client.get("/activity/", {"kind": kind}).content.decode()
        assert 'href="/activity/">Show mails and meetings</a>' in html


def _rows(client: Client, path: str) -> str:
    return client.get(path, headers=ROWS).content.decode()
