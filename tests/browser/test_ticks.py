"""A long list of boxes, whom to share with or who took part: found by name, by keyboard; without scripts all of it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.bare import watched, whole
from tests.browser.house import NARROW, WIDE

pytestmark = pytest.mark.browser
FORM = (
    '<form method="post" action="/sent">{% include "web/_audience.html" %}'
    '<button class="btn btn-primary" type="submit">Save</button></form>'
)
NAMES = ("Ada Lund", "Ben Okri", "Bénédicte Roy", "Dee Ashe", "Fay Moor", "Hugo Lind", "Inès Roy", "Oskar Ek")
COLLEAGUES = [{"uid": f"{at:032x}", "name": name, "is_chosen": False} for at, name in enumerate(NAMES)]
COLLEAGUES += [
    {"uid": f"{at:032x}", "name": f"Colleague {at}", "is_chosen": at == 90} for at in range(len(NAMES), 100)
]
OPTION = {
    "key": "teams and users",
    "label": "Teams and users",
    "hint": "who you choose",
    "icon": "people",
    "is_chosen": True,
    "names": True,
}
TEAMS = [{"uid": f"{at:032x}", "name": f"Team {at}", "is_chosen": False} for at in range(7)]
PICKER = {"options": [OPTION], "teams": TEAMS, "members": COLLEAGUES}


def in_view(page: Page) -> list[str]:
    """The names of the colleagues' boxes that are shown."""
    shown: list[str] = page.eval_on_selector_all(
        "input[name=members]",
        "all => all.map((it) => it.closest('label')).filter((it) => it.offsetParent).map((it) => it.innerText.trim())",
    )
    return shown


@pytest.mark.parametrize(("size", "dark"), [(WIDE, False), (NARROW, True)], ids=["1440 light", "390 dark"])
def test_a_colleague_is_found_by_name(browser: Browser, size: tuple[int, int], dark: bool) -> None:
    with watched(browser, size, dark=dark) as seen:
        seen.show(FORM, {"picker": PICKER})
        page = seen.page
        field, said = page.get_by_role("searchbox"), page.get_by_role("status")
        assert field.count() == 1, "seven teams are found without a field"
        assert len(in_view(page)) == 100
        assert said.inner_text() == "Chosen: Colleague 90"

        # By any of their words, without accents; who is chosen stays.
        field.fill("ROY ine")
        assert in_view(page) == ["Inès Roy", "Colleague 90"]
        assert said.inner_text() == "1 of 100 fit · Chosen: Colleague 90"
        field.press("Enter")
        assert said.inner_text() == "1 of 100 fit · Chosen: Inès Roy, Colleague 90"
        assert seen.sent == [], "a name is no end of the form"

        # On with the arrows: down into the boxes, up again to the field.
        page.keyboard.type("roy")
        assert in_view(page) == ["Bénédicte Roy", "Inès Roy", "Colleague 90"]
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Space")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Space")
        assert said.inner_text() == "2 of 100 fit · Chosen: Bénédicte Roy, Inès Roy"
        assert in_view(page) == ["Bénédicte Roy", "Inès Roy"]
        whole(seen)

        field.fill("nobody at all")
        assert said.inner_text() == "None fits · Chosen: Bénédicte Roy, Inès Roy"
        field.press("Escape")
        assert len(in_view(page)) == 100
        page.click("button:has-text('Save')")
        page.wait_for_selector("text=Sent")
        assert seen.sent[-1]["members"] == COLLEAGUES[6]["uid"], "the last of those that were sent"


def test_without_scripts_all_of_them_stand_there(browser: Browser) -> None:
    with watched(browser, NARROW, scripts=False) as seen:
        seen.show(FORM, {"picker": PICKER})
        assert seen.page.get_by_role("searchbox").count() == 0
        assert seen.page.locator("label:has(input[name=members])").count() == 100
        assert seen.page.locator("label[hidden]").count() == 0
