"""The main path in a browser: look at one's network, share it with a team, be seen, take it back (D13-D15, B02)."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser

from tests.browser.files import PHONE
from tests.browser.house import NARROW, WIDE, House, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.rule("D15"), pytest.mark.rule("D14"), pytest.mark.rule("B02")]
SIZES = {"1440": WIDE, "390": NARROW}


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_share_with_a_team_be_seen_and_take_it_back(
    house: House, browser: Browser, size: tuple[int, int]
) -> None:
    ada, ben = Visitor.at(house, browser, size), Visitor.at(house, browser, size)
    ada.sign_in("ada@hearth.example")
    ben.sign_in("ben@hearth.example")
    page = ada.page

    # One's own network.
    page.goto("/people/")
    assert page.inner_text("#count") == "5"
    page.click("a:has-text('Ines Duarte')")
    page.wait_for_selector("h2:has-text('Timeline')")
    where = page.inner_text("#panel" if size == WIDE else "main")
    for words in (PHONE, "You wrote to Ines Duarte", "Only you"):
        assert words in where, words
    ben.page.goto("/people/")
    assert "Nobody is here yet" in ben.reads()

    # Share with the team, seeing first what it does.
    page.goto("/teams/")
    page.click("a:has-text('Gas')")
    page.wait_for_selector("h2:has-text('What you share with Gas')")
    page.check("input[data-facet=relationships]")
    page.wait_for_selector("#preview button:has-text('Share with Gas')")
    said = page.inner_text("#preview")
    assert (
        "Gas (1 person) will newly see your ties with 5 people and 4 companies; 0 phone numbers."
        in re.sub(r"\s+", " ", said)
    )
    assert "Ines Duarte" in said
    ben.page.reload()
    assert "Nobody is here yet" in ben.reads(), "a preview saves nothing"
    page.check("input[data-facet=contact_info]")
    page.wait_for_selector("#preview:has-text('2 phone numbers')")
    page.click("#preview button:has-text('Share with Gas')")
    page.wait_for_selector("#said:has-text('Shared with Gas')")

    # Seen by the colleague, as far as it was shared.
    ben.page.reload()
    assert ben.page.inner_text("#count") == "5"
    ben.page.click("a:has-text('Ines Duarte')")
    ben.page.wait_for_selector("h2:has-text('How to reach them')")
    seen = ben.page.inner_text("#panel" if size == WIDE else "main")
    assert PHONE in seen
    for words in ("Timeline", "days ago", "In numbers", "Secret"):
        assert words not in seen, words
    ben.page.click(".value a.why >> nth=0")
    ben.page.wait_for_selector("#answer:has-text('Ada Lund shares contact info with Gas')")
    ben.page.keyboard.press("Escape")

    # Taken back: gone with the next page.
    page.uncheck("input[data-facet=relationships]")
    page.wait_for_selector("#preview button:has-text('Withdraw from Gas')")
    assert "will no longer see your ties with 5 people and 4 companies" in re.sub(
        r"\s+", " ", page.inner_text("#preview")
    )
    page.click("#preview button:has-text('Withdraw from Gas')")
    page.wait_for_selector("#said:has-text('no longer sees anything')")
    ben.page.goto("/people/")
    assert "Nobody is here yet" in ben.reads()
    ben.page.fill("#q", "ines")
    ben.page.wait_for_selector("#results:has-text('Nothing fits')")
    ada.close()
    ben.close()


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_the_same_without_scripts(house: House, browser: Browser, size: tuple[int, int]) -> None:
    ada, ben = (Visitor.at(house, browser, size, scripts=False) for _ in range(2))
    ada.sign_in("ada@hearth.example")
    ben.sign_in("ben@hearth.example")
    page = ada.page
    page.goto("/teams/")
    page.click("a:has-text('Gas')")
    page.check("input[data-facet=relationships]")
    page.click("button:has-text('Preview')")
    assert "will newly see your ties with 5 people and 4 companies" in re.sub(
        r"\s+", " ", page.inner_text("#preview")
    )
    assert page.is_checked("input[data-facet=relationships]")
    page.click("#preview button:has-text('Share with Gas')")
    assert "Shared with Gas: relationships." in ada.reads()
    ben.page.goto("/people/?sort=name")
    ben.page.click("a:has-text('Ines Duarte')")
    assert "Brightwater" in ben.reads()
    page.uncheck("input[data-facet=relationships]")
    page.click("button:has-text('Save')")
    assert "no longer sees anything" in ada.reads()
    ben.page.reload()
    assert "Nothing here" in ben.reads()
    ada.close()
    ben.close()


def test_a_list_by_the_keyboard(house: House, browser: Browser) -> None:
    ada = Visitor.at(house, browser)
    ada.sign_in("ada@hearth.example")
    page = ada.page
    page.goto("/people/")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("x")
    page.wait_for_selector(".chosen-bar:has-text('1 selected')")
    page.keyboard.press("Enter")
    page.wait_for_selector("#panel h1")
    assert "/people/" in page.url
    assert len(page.url.rstrip("/").rsplit("/", 1)[1]) == 32, "the panel has an address of its own"
    page.keyboard.press("Escape")
    page.wait_for_selector("#panel", state="hidden")
    assert page.url.endswith("/people/")
    page.keyboard.press("/")
    page.keyboard.type("brightw")
    page.wait_for_selector("#results .hit:has-text('Brightwater')")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector("h1")
    page.keyboard.press("?")
    page.wait_for_selector("dialog#help[open]")
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("t")
    page.wait_for_url("**/teams/")
    ada.close()


def test_the_browsers_own_time_zone_is_offered_and_taken_by_a_click(house: House, browser: Browser) -> None:
    ada = Visitor.at(house, browser)
    page = ada.page
    ada.context.new_cdp_session(page).send("Emulation.setTimezoneOverride", {"timezoneId": "Asia/Tokyo"})
    ada.sign_in("ada@hearth.example")
    page.goto("/settings/you/")
    offered = page.locator("button:has-text('Use this browser’s: Asia/Tokyo')")
    offered.wait_for()
    assert not ada.serious()
    page.goto("/reminders/write/")
    assert "Due, in UTC" in ada.reads(), "what is only offered is not saved"
    page.goto("/settings/you/")
    offered.click()
    page.wait_for_selector("#said:has-text('Days and times are now those of Asia/Tokyo.')")
    # Once it is the member's own there is nothing to offer.
    assert page.locator("[data-own-zone]").is_hidden()
    assert page.locator("select[name=time_zone]").input_value() == "Asia/Tokyo"
    page.goto("/reminders/write/")
    assert "Due, in Asia/Tokyo" in ada.reads()
    page.goto("/settings/you/")
    page.select_option("select[name=time_zone]", "")
    page.click("button:has-text('Save the time zone')")
    page.wait_for_selector("#said:has-text('those of UTC.')")
    assert not ada.complaints
