"""Whatever a page shows of somebody has a "why" beside it, and that "why" has a reason (B01)."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client

from tests.cast import Cast
from tests.doors.pages.reading import words

pytestmark = pytest.mark.rule("B01", "D04", "D09", "D20")

#: What a "why" stands in, beside the values that it explains.
AROUND = {"tr", "li", "p"}
AROUND_CLASSES = {"value", "hit-line", "title"}
#: Parts whose values are explained from their heading.
SECTIONS = {"statistics", "also-known"}
#: Values that are a part of an explanation themselves, or of what colleagues asked of each other.
ELSEWHERE = {"explained", "introduced", "known-to"}
VOID = {"input", "meta", "link", "use", "br", "img", "hr"}


@dataclass
class Element:
    """An element of a page while it is read: what it is around, and the addresses of the whys in it."""

    tag: str
    classes: frozenset[str]
    labelled: str
    shows: list[str] = field(default_factory=list)
    whys: list[str] = field(default_factory=list)

    @property
    def explains(self) -> bool:
        return self.tag in AROUND or bool(self.classes & AROUND_CLASSES) or self.labelled in SECTIONS


class Shown(HTMLParser):
    """Reads a page: every why, and what is shown without one."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.whys: list[str] = []
        self.unexplained: list[str] = []
        self._open: list[Element] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        classes = frozenset(told.get("class", "").split())
        if "why" in classes:
            self.whys.append(told["href"])
            for one in self._open:
                one.whys.append(told["href"])
        if (
            "strength" in classes or "value" in classes or _is_of_a_record(told)
        ) and not self._is_elsewhere():
            around = [one for one in self._open if one.explains]
            if around:
                around[-1].shows.append(self.get_starttag_text() or "")
            elif "value" not in classes:
                self.unexplained.append(self.get_starttag_text() or "")
        if tag not in VOID:
            self._open.append(Element(tag, classes, told.get("aria-labelledby", "")))
            if "value" in classes:
                self._open[-1].shows.append("a value")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """What ends where it begins holds nothing: parts of icons."""

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            one = self._open.pop()
            if one.explains and one.shows and not one.whys:
                outer = [it for it in self._open if it.explains]
                if outer:
                    outer[-1].shows += one.shows
                else:
                    self.unexplained += one.shows
            if one.tag == tag:
                return

    def _is_elsewhere(self) -> bool:
        return any(one.labelled in ELSEWHERE or one.classes & ELSEWHERE for one in self._open)


def _is_of_a_record(told: dict[str, str]) -> bool:
    """A link with a panel leads to a record by its name: a row of a list begins with it."""
    return "data-panel" in told


@pytest.fixture
def sharing(cast: Cast) -> Cast:
    """Everything that levels can open, and some of it in part."""
    cast.share("Ada", "Gas", "relationships + both")
    cast.share("Ben", "Everyone", "relationships + interactions")
    cast.share("Cyd", "Power", "relationships + contact info")
    cast.share("Eve", "Everyone", "relationships")
    return cast


def paths(client: Client) -> list[str]:
    """Return every page that shows values to this viewer: lists, and the pages that they lead to."""
    found = [
        "/",
        "/people/",
        "/companies/",
        "/activity/",
        "/network/",
        "/network/?of=companies",
        "/search/?q=a",
    ]
    found += ["/teams/everyone/"]
    for kind in ("people", "companies"):
        rows = client.get(f"/{kind}/").context["listing"]["rows"]
        found += [f"/{kind}/{row['uid']}/" for row in rows]
        one = {"people": "person", "companies": "company"}[kind]
        found += [f"/introducers/{one}/{row['uid']}/" for row in rows]
    return found


@pytest.mark.parametrize("who", ["Ada", "Ben", "Cyd", "Dee", "Eve", "Flo"])
def test_every_value_on_every_page_has_a_why_with_a_reason(sharing: Cast, who: str) -> None:
    client = sharing.page(who)
    asked: set[str] = set()
    for path in paths(client):
        shown = Shown(client.get(path).content.decode())
        assert not shown.unexplained, (path, shown.unexplained)
        asked |= set(shown.whys)
    pasted = client.post("/introducers/", {"lines": "Ines Duarte\nbrightwater.example\nJon Falk"})
    shown = Shown(pasted.content.decode())
    assert not shown.unexplained
    asked |= set(shown.whys)
    assert len(asked) > 5
    for address in sorted(asked):
        answer: Any = client.get(address, headers={"X-Answer": "1"})
        assert answer.status_code == 200, address
        assert answer.context["answers"], address
        assert all(one["sentence"].startswith("You see this") for one in answer.context["answers"]), address


def test_a_team_explains_the_scores_of_its_list(sharing: Cast) -> None:
    client = sharing.page("Dee")
    shown = Shown(client.get(f"/teams/{sharing.team('Gas').hex}/").content.decode())
    assert not shown.unexplained
    assert shown.whys
    for address in shown.whys:
        assert "Strength of Gas together" in words(client.get(address, headers={"X-Answer": "1"}))


def test_the_why_of_a_row_says_each_value_of_it(sharing: Cast) -> None:
    said = words(sharing.page("Dee").get(f"/why/person/{sharing.person('Jon')}/", {"of": "row"}))
    for part in ("Name Jon Falk", "Strength", "Who knows them Ada", "Last contact"):
        assert part in said
    assert "You see this because Ada shares" in said
    assert "out of Ada’s sources" in said
    assert "Contact between Ada and Jon Falk on" in said


def test_a_score_without_its_touchpoints_says_no_more_than_the_score(cast: Cast) -> None:
    cast.share("Ada", "Gas", "relationships")
    client, jon = cast.page("Dee"), cast.person("Jon")
    said = words(client.get(f"/why/person/{jon}/", {"of": "score"}))
    assert "Ada shares relationships with Gas" in said
    assert "Contact between" not in said
    for hidden in ("last-contact", "statistics"):
        assert client.get(f"/why/person/{jon}/", {"of": hidden}).status_code == 404


def test_who_sees_a_company_and_a_mail_of_mine(cast: Cast) -> None:
    cast.share("Ada", "Gas", "relationships + interactions")
    client = cast.page("Ada")
    said = words(client.get(f"/who-sees/company/{cast.company('brightwater')}/"))
    assert "2 colleagues see this of yours" in said
    assert "Dee sees this because you share" in said
    mail = cast.api("Ada").read(f"/people/{cast.person('Jon')}/timeline")["items"][0]["id"]
    assert "Dee sees this because you share interactions with Gas." in words(
        client.get(f"/who-sees/touchpoint/{mail}/")
    )
    assert "Who sees this of yours" in words(client.get(f"/why/touchpoint/{mail}/"))
    cast.share("Ada", "Gas", "relationships")
    assert "Only you." in words(client.get(f"/who-sees/touchpoint/{mail}/"))
    assert cast.page("Dee").get(f"/who-sees/touchpoint/{mail}/").status_code == 404
    assert cast.page("Dee").get(f"/why/touchpoint/{mail}/").status_code == 404


def test_the_check_sees_a_value_without_its_why(sharing: Cast) -> None:
    client = sharing.page("Dee")
    for path in ("/people/", "/companies/", "/activity/", "/network/", f"/people/{sharing.person('Ines')}/"):
        html = client.get(path).content.decode().replace('class="why"', 'class="wherefore"')
        assert Shown(html).unexplained, path
