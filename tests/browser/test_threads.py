"""Bodies are switched on, read in a thread, and switched off again, in a browser that loads nothing of a mail."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.house import NARROW, WIDE, House, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.rule("A20", "A27")]

SPY = "https://spy.example/opened.gif"
HTML = f"""<html><head><style>p {{ background: url({SPY}) }}</style></head><body>
<p style="background: url({SPY})">Dear Ada,</p>
<p>the price is <b>nine hundred</b>, see <a href="https://brightwater.example/offer">our offer</a>.</p>
<table><tr><td>Barrels</td><td>900</td></tr><tr><td>Days</td><td>30</td></tr></table>
<img src="{SPY}" onerror="document.title='hacked'"><script>document.title='hacked'</script>
<blockquote>What is your price?<br>Ada</blockquote></body></html>"""


def mailbox(path: Path) -> Path:
    """A question of Ada's and the answer, in HTML, as one thread."""
    box = b""
    for number, (sender, to) in enumerate(
        [
            ("Ada Lund <ada@hearth.example>", "Ines Duarte <ines@brightwater.example>"),
            ("Ines Duarte <ines@brightwater.example>", "Ada Lund <ada@hearth.example>"),
        ]
    ):
        letter = EmailMessage()
        letter["From"], letter["To"] = sender, to
        letter["Cc"] = "Ben Okri <ben@hearth.example>"
        letter["Date"] = format_datetime(datetime.now(UTC) - timedelta(hours=3 - number))
        letter["Subject"] = (
            "Price of nine hundred barrels" if not number else "Re: Price of nine hundred barrels"
        )
        letter["Message-ID"] = f"<thread.{number}@hearth.example>"
        if number:
            letter["References"] = "<thread.0@hearth.example>"
            letter.set_content(HTML, subtype="html")
        else:
            letter.set_content("Dear Ines,\n\nwhat is your price?\n\nAda")
        box += b"From - Mon Jan  5 09:00:00 2026\n" + letter.as_bytes() + b"\n"
    path.write_bytes(box)
    return path


def test_a_thread_is_read_with_its_bodies_and_nothing_of_it_is_loaded(
    house: House, browser: Browser, tmp_path: Path
) -> None:
    ada = Visitor.at(house, browser)
    asked: list[str] = []
    ada.page.on("request", lambda request: asked.append(request.url))
    ada.sign_in("ada@hearth.example")
    page = ada.page

    page.goto("/settings/sharing/")
    page.check("#keep-bodies")
    page.click("section[aria-labelledby=keeping] form:not(.in-row) button")
    page.wait_for_selector("#keeping-asked:has-text('encrypted')")
    assert not ada.serious()
    page.click("#keeping-asked button:has-text('Yes')")
    page.wait_for_selector("#said:has-text('Saved')")

    page.goto("/sources/")
    page.set_input_files("input[type=file]", mailbox(tmp_path / "thread.mbox"))
    page.click("button:has-text('Read them in')")
    page.goto("/activity/")
    for _ in range(60):
        if "nine hundred barrels" in page.content():
            break
        page.wait_for_timeout(500)
        page.reload()
    href = page.locator("tr:has-text('nine hundred barrels') a[href^='/activity/']").first.get_attribute(
        "href"
    )
    assert href is not None

    for size, dark in ((WIDE, False), (NARROW, True)):
        reader = Visitor.at(house, browser, size, dark=dark)
        reader.page.on("request", lambda request: asked.append(request.url))
        reader.sign_in("ada@hearth.example")
        reader.page.goto(href)
        read = reader.reads()
        assert re.search(r"what is your price.*nine hundred", read, re.DOTALL)
        assert "Barrels 900" in read
        assert reader.page.title() != "hacked"
        assert not reader.serious()
        assert reader.sideways() <= 0
        assert reader.complaints == []
        reader.page.screenshot(path=str(tmp_path / f"thread-{size[0]}.png"), full_page=True)
    assert not [url for url in asked if "spy.example" in url]

    page.goto("/settings/sharing/")
    page.uncheck("#keep-bodies")
    page.click("section[aria-labelledby=keeping] form:not(.in-row) button")
    page.click("#keeping-asked button:has-text('Yes')")
    page.wait_for_selector("#said:has-text('Saved')")
    page.goto(href)
    assert "our offer" not in ada.reads()
    assert "Price of nine hundred barrels" in ada.reads()
    assert ada.complaints == []
