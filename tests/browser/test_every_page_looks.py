"""Every page in a browser, wide and narrow, light and dark: nothing serious for axe, nothing against the policy."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.house import MIDDLE, NARROW, WIDE, House, Visitor

pytestmark = pytest.mark.browser
PAGES = (
    "/",
    "/people/",
    "/people/?q=nobody",
    "/companies/",
    "/activity/",
    "/sharing/seen/",
    "/activity/?kind=meeting",
    "/network/",
    "/network/?of=companies&band=weak",
    "/network/new/",
    "/introducers/",
    "/introductions/",
    "/notes/",
    "/notes/write/",
    "/files/",
    "/reminders/",
    "/reminders/write/",
    "/notes/log/",
    "/add/",
    "/same/",
    "/teams/",
    "/teams/everyone/",
    "/sharing/",
    "/sharing/exceptions/",
    "/sources/never-read/",
    "/sharing/exceptions/?kind=domain&what=brightwater.example",
    "/sources/",
    "/search/?q=a",
    "/search/",
    "/settings/you/",
    "/settings/account/",
    "/settings/members/",
    "/settings/teams/",
    "/settings/sharing/",
    "/settings/keys/",
    "/settings/pushes/",
    "/settings/mail/",
    "/password/change/",
    "/nothing/",
)
OUTSIDE = (
    "/sign-in/",
    "/sign-up/",
    "/password/forgotten/",
    "/password/forgotten/sent/",
    "/invitations/none/",
)
#: A list of fifty is to stay below this, in bytes of HTML.
WEIGHT = 100_000


@pytest.mark.parametrize("sizes", [(WIDE, MIDDLE), (NARROW,)], ids=["1440, then 1024", "390"])
def test_every_page_is_whole(house: House, browser: Browser, sizes: tuple[tuple[int, int], ...]) -> None:
    """Each page is asked for once for these sizes: it is looked at in the first, light and dark, then in the others."""
    outside, ada = (Visitor.at(house, browser, sizes[0]) for _ in range(2))
    ada.sign_in("ada@hearth.example")
    ada.page.goto("/people/")
    person = ada.page.get_attribute("table.list tbody th a", "href") or ""
    ada.page.goto("/companies/")
    company = ada.page.get_attribute("table.list tbody th a", "href") or ""
    ada.page.goto("/teams/")
    team = ada.page.get_attribute("a:has-text('Gas')", "href") or ""
    record = person.strip("/").split("/")[-1]
    mine = (
        person,
        company,
        team,
        f"{team}leave/",
        f"/introducers/person/{record}/",
        f"/why/person/{record}/",
        f"/who-sees/person/{record}/",
        f"/same/{record}/",
        f"/files/?person={record}",
    )
    found = {}
    for visitor, paths in ((outside, OUTSIDE), (ada, (*PAGES, *mine))):
        for path in paths:
            answer = visitor.page.goto(path)
            assert answer is not None
            assert answer.status == (404 if path in ("/nothing/", "/invitations/none/") else 200), path
            assert len(answer.body()) < WEIGHT, path
            if problems := _problems(visitor, sizes):
                found[path] = problems
    assert not found
    outside.close()
    ada.close()


def _problems(visitor: Visitor, sizes: tuple[tuple[int, int], ...]) -> list[str]:
    """Return what is wrong with the page that a visitor is at, and leave them as they were."""
    problems = []
    for size, dark in ((sizes[0], False), (sizes[0], True), *((size, False) for size in sizes[1:])):
        visitor.turn(size, dark=dark)
        problems += [f"{size} {'dark' if dark else 'light'}: {one}" for one in visitor.serious()]
        if (over := visitor.sideways()) > 0:
            problems.append(f"{size}: {over} pixels too wide")
    visitor.turn(sizes[0], dark=False)
    return problems


def test_the_network_is_drawn_and_walked_by_keyboard(house: House, browser: Browser) -> None:
    for size, dark in ((WIDE, False), (NARROW, True)):
        ada = Visitor.at(house, browser, size, dark=dark)
        ada.sign_in("ada@hearth.example")
        page = ada.page
        page.goto("/network/")
        page.wait_for_selector("#network[data-drawn] canvas")
        assert int(page.get_attribute("#network", "data-drawn") or 0) >= 2
        page.focus("#network")
        page.keyboard.press("ArrowRight")
        assert page.inner_text("#network-said").startswith("You: ")
        page.keyboard.press("ArrowRight")
        assert "known by You" in page.inner_text("#network-said")
        page.keyboard.press("+")
        page.keyboard.press("0")
        page.keyboard.press("Enter")
        page.wait_for_url("**/people/*/")
        # Nothing against the policy, no error of a script.
        assert not ada.serious()
        ada.close()


def test_menus_panels_and_answers_too(house: House, browser: Browser) -> None:
    for size in (WIDE, NARROW):
        ada = Visitor.at(house, browser, size)
        ada.sign_in("ada@hearth.example")
        page = ada.page
        page.click("header details.menu summary")
        assert not ada.serious(), "the menu"
        page.goto("/people/")
        page.click("table.list tbody th a >> nth=0")
        page.wait_for_selector("h2:has-text('Who knows them')")
        page.click(".title a.why >> nth=0")
        page.wait_for_selector("#answer p")
        assert not ada.serious(), "an answer beside a value"
        page.goto(page.url)
        page.click("details.adds summary")
        assert not ada.serious(), "the menu to add"
        page.click("details.adds .sheet a:has-text('call')")
        page.wait_for_selector("select[name=kind]")
        page.wait_for_selector(".rich-tools")
        assert not ada.serious(), "what is logged beside a person"
        assert ada.sideways() <= 0
        page.goto("/sources/")
        page.click("details.confirm summary >> nth=0")
        assert not ada.serious(), "a question before deleting"
        page.goto("/sharing/")
        page.check("input[data-facet=relationships] >> nth=0")
        page.wait_for_selector("#preview button")
        assert not ada.serious(), "a preview"
        assert ada.sideways() <= 0
        ada.close()
