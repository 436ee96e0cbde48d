"""The editor: written in by keyboard, its tools, links, lists and mentions; and the textarea that it stands on."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Locator, Page

from tactful.records.rich_text import from_html
from tests.browser.bare import Watched, watched, whole
from tests.browser.house import NARROW, WIDE

pytestmark = pytest.mark.browser
FORM = (
    '<form method="post" action="/sent">{% rich_field "text" "Your note" html=html plain=plain'
    ' hint="Shared as you say." %}'
    '<button class="btn btn-primary" type="submit">Save</button></form>'
)
ADA, BEN = "a" * 32, "b" * 32
COLLEAGUES = [{"uid": ADA, "name": "Ada Lund", "title": "Partner"}, {"uid": BEN, "name": "Ben Okri"}]


def suggested(words: str) -> list[dict[str, str]]:
    """Answer as the program does."""
    return [one for one in COLLEAGUES if one["name"].lower().startswith(words.lower())]


def opened(seen: Watched, html: str = "", plain: str = "") -> Page:
    """Show the form and wait for its editor."""
    seen.show(FORM, {"html": html, "plain": plain})
    seen.page.wait_for_selector(".ProseMirror")
    return seen.page


def sent(seen: Watched) -> dict[str, str]:
    """Save, and return what was sent."""
    seen.page.click("button:has-text('Save')")
    seen.page.wait_for_selector("text=Sent")
    return seen.sent[-1]


@pytest.mark.parametrize(
    ("size", "dark"), [(WIDE, False), (WIDE, True), (NARROW, False), (NARROW, True)], ids=str
)
def test_a_text_is_written(browser: Browser, size: tuple[int, int], dark: bool) -> None:
    with watched(browser, size, dark=dark, mentions=suggested) as seen:
        page = opened(seen)
        whole(seen)
        page.click("label:has-text('Your note')")
        page.keyboard.press("Control+b")
        page.keyboard.type("Price")
        page.keyboard.press("Control+b")
        page.keyboard.type(" agreed, says @be")
        page.wait_for_selector("[role=option]:has-text('Ben Okri')")
        whole(seen)
        page.keyboard.press("Enter")
        page.keyboard.type("today.")
        page.keyboard.press("Enter")
        page.keyboard.type("- one")
        page.keyboard.press("Enter")
        page.keyboard.type("two")
        whole(seen)
        said = sent(seen)
        assert said["text-form"] == "html"
        assert said["text"] == (
            f'<p><strong>Price</strong> agreed, says <span data-mention="{BEN}">@Ben Okri</span> today.</p>'
            "<ul><li><p>one</p></li><li><p>two</p></li></ul>"
        )
        kept = from_html(said["text"])
        assert kept.html == said["text"], "the server keeps what the editor writes"
        assert kept.plain == "Price agreed, says @Ben Okri today.\n\n- one\n- two"
        assert seen.violations == []


def test_every_tool_works_by_mouse_and_keyboard(browser: Browser) -> None:
    with watched(browser, mentions=suggested) as seen:
        page = opened(seen)
        for label, html in (
            ("Bold", "<p><strong>x</strong></p>"),
            ("Italic", "<p><em>x</em></p>"),
            ("Underline", "<p><u>x</u></p>"),
            ("Strikethrough", "<p><s>x</s></p>"),
            ("Heading", "<h3>x</h3>"),
            ("Bulleted list", "<ul><li><p>x</p></li></ul>"),
            ("Numbered list", "<ol><li><p>x</p></li></ol>"),
            ("Quote", "<blockquote><p>x</p></blockquote>"),
            ("Code", "<p><code>x</code></p>"),
        ):
            tool = page.get_by_role("button", name=label, exact=True)
            shortcut = (tool.get_attribute("title") or "").split("(")[1].rstrip(")")
            for key in ("", shortcut.replace("Ctrl", "Control")):

                def use(key: str = key, tool: Locator = tool) -> None:
                    if key:
                        page.keyboard.press(key)
                    else:
                        tool.click()

                page.click(".ProseMirror")
                page.keyboard.press("Control+a")
                page.keyboard.type("x")
                page.keyboard.press("Control+a")
                use()
                assert page.input_value("#text") == html, label
                assert tool.get_attribute("aria-pressed") == "true", label
                use()
                assert page.input_value("#text") == "<p>x</p>", label
                assert tool.get_attribute("aria-pressed") == "false", label
        # One stop for Tab; arrows walk along.
        page.focus(".rich-tools button")
        page.keyboard.press("ArrowRight")
        assert page.evaluate("document.activeElement.ariaLabel") == "Italic"
        page.keyboard.press("End")
        assert page.evaluate("document.activeElement.ariaLabel") == "Mention a colleague"
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.getAttribute('role')") == "textbox"
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Save", "Tab leaves the editor"
        assert seen.violations == []
        assert seen.errors == []


def test_a_link_is_set_changed_and_removed(browser: Browser) -> None:
    with watched(browser) as seen:
        page = opened(seen)
        page.click(".ProseMirror")
        page.keyboard.type("their site")
        page.keyboard.press("Control+a")
        page.keyboard.press("Control+k")
        whole(seen)
        for address in ("javascript:alert(1)", "data:text/html,x", ""):
            page.fill("[aria-label='Address of the link']", address)
            page.keyboard.press("Enter")
            assert "begins with https" in page.inner_text(".rich-status")
            assert "<a" not in page.input_value("#text")
        page.fill("[aria-label='Address of the link']", "brightwater.example/prices")
        page.keyboard.press("Enter")
        link = (
            '<a href="https://brightwater.example/prices" rel="noopener noreferrer nofollow">their site</a>'
        )
        assert page.input_value("#text") == f"<p>{link}</p>"
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowLeft")
        page.wait_for_timeout(100)  # a browser tells of its caret a moment later
        page.keyboard.press("Control+k")
        assert page.input_value("[aria-label='Address of the link']") == "https://brightwater.example/prices"
        page.click("button:has-text('Remove link')")
        assert page.input_value("#text") == "<p>their site</p>"
        assert page.evaluate("document.activeElement.getAttribute('role')") == "textbox"
        assert seen.violations == []


def test_mentions_are_chosen_left_and_told(browser: Browser) -> None:
    with watched(browser, mentions=suggested) as seen:
        page = opened(seen)
        page.click("[aria-label='Mention a colleague']")
        page.wait_for_selector("[role=option] >> nth=1")
        editor = page.locator(".ProseMirror")
        assert editor.get_attribute("aria-activedescendant") == "text_mentions0"
        page.keyboard.press("ArrowDown")
        assert editor.get_attribute("aria-activedescendant") == "text_mentions1"
        assert "2 colleagues" in page.inner_text(".rich-status")
        page.keyboard.press("Escape")
        assert page.locator("[role=option]:visible").count() == 0
        page.keyboard.type("zz")
        page.keyboard.press("Control+a")
        page.keyboard.type("to @Ada L")
        page.wait_for_selector("[role=option]:has-text('Ada Lund')")
        page.click("[role=option]")
        assert f'<span data-mention="{ADA}">@Ada Lund</span>' in page.input_value("#text")
        assert "Ada Lund is mentioned" in page.inner_text(".rich-status")
        # An address is no mention.
        page.keyboard.press("Control+a")
        page.keyboard.type("ines@a")
        page.wait_for_timeout(300)
        assert page.locator("[role=option]:visible").count() == 0


def test_what_stands_already_is_edited(browser: Browser) -> None:
    html = (
        '<h3>T</h3><p>a <em>b</em><br>c <a href="https://x.example" rel="noopener noreferrer nofollow">d</a>'
        f' <span data-mention="{ADA}">@Ada Lund</span></p><ol><li><p>e</p><ul><li><p>f</p></li></ul></li></ol>'
        "<blockquote><p>g</p></blockquote><pre>h\n  i</pre><p><code>j</code></p>"
    )
    with watched(browser) as seen:
        opened(seen, html, from_html(html).plain)
        assert sent(seen)["text"].replace("\r\n", "\n") == html, "opened and saved, it is the same"


def test_nothing_is_not_sent(browser: Browser) -> None:
    with watched(browser) as seen:
        page = opened(seen)
        page.click("button:has-text('Save')")
        assert "Write something first" in page.inner_text(".rich-status")
        assert page.locator(".ProseMirror").get_attribute("aria-invalid") == "true"
        assert seen.sent == []
        page.keyboard.type("a")
        page.keyboard.press("Control+Enter")
        page.wait_for_selector("text=Sent")
        assert seen.sent[-1]["text"] == "<p>a</p>"


def test_a_page_of_another_programs_is_pasted(browser: Browser) -> None:
    with watched(browser) as seen:
        page = opened(seen)
        page.click(".ProseMirror")
        page.evaluate(
            """(html) => { const data = new DataTransfer(); data.setData("text/html", html);
            document.querySelector(".ProseMirror").dispatchEvent(new ClipboardEvent("paste",
            { clipboardData: data, bubbles: true, cancelable: true })); }""",
            "<html><head><style>p { color: red }</style></head><body><!--StartFragment-->"
            '<h1 style="font-size:20pt">Title</h1><p class="MsoNormal" style="margin:0">a <b style="x:y">b</b>'
            '<o:p></o:p><img src="https://tracker.example/x.png" width=1></p>'
            '<table><tr><td style="x:y">c</td></tr></table>'
            "<!--EndFragment--></body></html>",
        )
        said = sent(seen)["text"]
        assert said == "<h3>Title</h3><p>a <strong>b</strong></p><p>c</p>"
        assert seen.violations == []
        assert seen.asked_outside == []


def test_without_scripts_it_is_a_textarea(browser: Browser) -> None:
    with watched(browser, scripts=False) as seen:
        seen.show(FORM, {"html": "<p><em>a</em></p>", "plain": "a"})
        assert seen.page.input_value("#text") == "a"
        assert "Without scripts you edit its plain words" in seen.page.inner_text("main")
        seen.page.fill("#text", "a\n\n- b")
        said = sent(seen)
        assert said["text"].replace("\r\n", "\n") == "a\n\n- b"
        assert "text-form" not in said
