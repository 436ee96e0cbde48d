"""A program, a browser, and a company of two: founded, filled and invited by its own pages, once for all tests here."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.files import written
from tests.browser.house import FLAGS, PASSWORD, House, Visitor, serving


def _chromium() -> str | None:
    names = (os.environ.get("TACTFUL_CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    return next((found for name in names if name and (found := shutil.which(name))), None)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run the system's Chromium until the end of the block; skip, with the reason, where there is none.

    Its event loop runs in this thread, where Django asks no database meanwhile.
    """
    path = _chromium()
    if path is None:
        pytest.skip("no Chromium on PATH, and TACTFUL_CHROMIUM names none")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, headless=True, args=[*FLAGS])
        yield browser
        browser.close()


# Of the module, not of the session: other modules of the same process ask the database.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start the system's Chromium; skip, with the reason, where there is none."""
    with chromium() as found:
        yield found


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory, schema: str) -> Iterator[House]:
    """Run the program, with nobody in it yet."""
    if _chromium() is None:
        pytest.skip("no Chromium on PATH, and TACTFUL_CHROMIUM names none")
    with serving(tmp_path_factory.mktemp("house") / "home", schema) as house:
        yield house


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Write Ada's mailbox, calendar and address book."""
    return written(tmp_path_factory.mktemp("files"))


_founded: set[str] = set()


@pytest.fixture
def house(served: House, browser: Browser, files: list[Path]) -> House:
    """Return the house with Ada and Ben in the team Gas and Ada's files read: all of it done by the pages, once."""
    if served.origin not in _founded:
        _found(served, browser, files)
        _founded.add(served.origin)
    return served


def _found(house: House, browser: Browser, files: list[Path]) -> None:
    ada = Visitor.at(house, browser)
    page = ada.page
    page.goto("/")
    page.wait_for_url("**/setup/")
    assert not ada.serious()
    for name, value in (
        ("account_name", "Hearth"),
        ("domains", "hearth.example"),
        ("name", "Ada Lund"),
        ("email", "ada@hearth.example"),
        ("password", PASSWORD),
    ):
        page.fill(f"input[name={name}]", value)
    page.click("button:has-text('Make the account')")
    page.wait_for_selector("text=First steps")
    assert not ada.serious()
    # Step 2: bring something.
    page.click("a:has-text('Add a source')")
    page.set_input_files("input[type=file]", [str(path) for path in files])
    page.click("button:has-text('Read them in')")
    page.wait_for_selector("#imports section")
    # The page asks for itself until all is read, then shows the sources.
    page.wait_for_selector("#imports section", state="detached")
    page.wait_for_selector("table.list tbody tr:nth-child(3)")
    for words in ("24 mails", "2 meetings", "2 cards", "Ready"):
        assert words in ada.reads(), words
    # Step 3 needs a team and a colleague.
    page.goto("/settings/teams/")
    page.fill("input[name=name]", "Gas")
    page.click("button:has-text('Make the team')")
    page.click("button:has-text('Add to Gas')")
    page.wait_for_selector("h2:has-text('What this would do')")
    assert not ada.serious()
    page.click("button[name=sure]")
    page.goto("/settings/members/")
    page.fill("input[name=email]", "ben@hearth.example")
    page.click("button:has-text('Invite')")
    link = page.input_value("input[id^=link-]")
    ben = Visitor.at(house, browser)
    ben.page.goto(link)
    assert "Ada Lund invites ben@hearth.example" in ben.reads()
    assert not ben.serious()
    ben.page.fill("input[name=name]", "Ben Okri")
    ben.page.fill("input[name=password]", PASSWORD)
    ben.page.click("button:has-text('Join Hearth')")
    ben.page.wait_for_selector("h1:has-text('Home')")
    ben.close()
    page.goto("/settings/teams/")
    page.click("button:has-text('Add to Gas')")
    page.wait_for_selector("h2:has-text('What this would do')")
    assert not ada.serious()
    page.click("button[name=sure]")
    page.wait_for_selector("li:has-text('Ben Okri')")
    ada.close()
