"""What is shown of mails and meetings, in a browser: set, foreseen, governed and asked again (A19-A22, B02)."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.house import NARROW, WIDE, House, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.rule("A19", "A20", "A21", "A22", "B02")]


def whole(visitor: Visitor) -> None:
    """Nothing serious for axe, and nothing beyond the window."""
    assert not visitor.serious()
    assert visitor.sideways() <= 0


@pytest.mark.parametrize(("size", "dark"), [(WIDE, False), (NARROW, True)], ids=["1440 light", "390 dark"])
def test_privacy_is_chosen_governed_and_asked_again(
    house: House, browser: Browser, size: tuple[int, int], dark: bool
) -> None:
    ada, ben = (Visitor.at(house, browser, size, dark=dark) for _ in range(2))
    ada.sign_in("ada@hearth.example")
    ben.sign_in("ben@hearth.example")
    page = ada.page

    # Interactions with the team, so that there is something to show.
    page.goto("/teams/")
    page.click("main a:has-text('Gas')")
    page.wait_for_selector("h2:has-text('What you share with Gas')")
    team = page.url
    page.check("input[data-facet=relationships]")
    page.check("input[data-facet=interactions]")
    page.click("#preview button:has-text('Gas')")
    page.wait_for_selector("#said")
    ben.page.goto("/activity/")
    assert "Secret" not in ben.page.content()

    # One's own choice, with its effect before it is saved.
    page.goto("/sharing/")
    page.check("input[name=option][value=subjects]")
    page.wait_for_selector("#privacy-preview strong:has-text('Ben Okri will newly see')")
    whole(ada)
    ben.page.reload()
    assert "Secret" not in ben.page.content(), "a preview saves nothing"
    page.click("#privacy-preview button:has-text('Save')")
    page.wait_for_selector("#said:has-text('Saved')")
    ben.page.reload()
    assert "Secret" in ben.page.content()

    # Teams only: hidden again, and an Enterprise Admin's to set on the team's page.
    page.goto("/settings/sharing/")
    page.check("input[name=mode][value='teams only']")
    page.check("input[name=stricter]")
    page.click("section[aria-labelledby=mail-mode] button")
    page.wait_for_selector("h2:has-text('What this would do')")
    whole(ada)
    page.click("button:has-text('Save exactly this')")
    page.wait_for_selector("#said:has-text('Saved')")
    whole(ada)
    ben.page.reload()
    assert "Secret" not in ben.page.content()
    page.goto(team)
    page.select_option("section[aria-labelledby=i-privacies] select >> nth=0", "bodies")
    page.click("section[aria-labelledby=i-privacies] button:has-text('See what this would do')")
    page.wait_for_selector("h3:has-text('What this would do')")
    whole(ada)
    page.click("button:has-text('Save exactly this')")
    page.wait_for_selector("#said:has-text('Saved')")
    ben.page.reload()
    assert "Secret" in ben.page.content()

    # Stricter by oneself.
    page.goto("/sharing/")
    page.select_option("section[aria-labelledby=mails] select[name=option]", "hide")
    page.wait_for_selector("#privacy-preview strong:has-text('Ben Okri will no longer see')")
    whole(ada)
    page.click("#privacy-preview button:has-text('Save')")
    page.wait_for_selector("#said:has-text('Saved')")
    ben.page.reload()
    assert "Secret" not in ben.page.content()

    # Back, with everybody asked again, on Home.
    page.goto("/settings/sharing/")
    page.check("input[name=mode][value=everyone]")
    page.check("input[name=back][value=hide]")
    page.uncheck("input[name=stricter]")
    page.click("section[aria-labelledby=mail-mode] button")
    page.click("button:has-text('Save')")
    page.wait_for_selector("#said:has-text('Saved')")
    for visitor in (ada, ben):
        visitor.page.goto("/")
        visitor.page.click("a:has-text('choose again what is shown')")
        visitor.page.wait_for_selector("text=asks you to choose again")
        whole(visitor)
        visitor.page.click("button:has-text('Keep both hidden')")
        visitor.page.wait_for_selector("#said:has-text('Saved')")
        visitor.page.goto("/")
        assert "choose again" not in visitor.reads()

    # As it was.
    page.goto(team)
    page.uncheck("input[data-facet=interactions]")
    page.uncheck("input[data-facet=relationships]")
    page.click("#preview button:has-text('Withdraw')")
    page.wait_for_selector("#said")
    ada.close()
    ben.close()
