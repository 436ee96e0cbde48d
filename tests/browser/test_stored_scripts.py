"""Hostile texts, shown: none runs, with the content policy and without it; the same texts as they are do run."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Error

from tactful.records.rich_text import from_html, from_plain
from tests.browser.bare import watched
from tests.hostile import PAYLOADS

pytestmark = pytest.mark.browser

#: How many of the texts bite at least where nothing is done against them.
BITE = 100


def test_as_they_are_they_run(browser: Browser) -> None:
    with watched(browser) as seen:
        bitten = 0
        for payload in PAYLOADS:
            before = len(seen.ran)
            try:
                seen.show(f"<!doctype html><title>x</title><body><p>{payload}", policy=False, raw=True)
                if len(seen.ran) == before:
                    seen.page.evaluate("document.querySelectorAll('a').forEach((a) => a.click && a.click())")
                    seen.page.wait_for_timeout(60)
            except Error:
                pass  # it led the page away
            bitten += len(seen.ran) > before
    print(f"{bitten} of {len(PAYLOADS)} run")
    assert bitten >= BITE, f"only {bitten} of {len(PAYLOADS)} run at all: the others prove nothing"


@pytest.mark.parametrize("policy", [True, False], ids=["with the policy", "without it"])
def test_in_a_text_of_somebodys_none_runs(browser: Browser, policy: bool) -> None:
    texts = [from_html(payload) for payload in PAYLOADS] + [from_plain(payload) for payload in PAYLOADS]
    with watched(browser) as seen:
        seen.show(
            "{% for text in texts %}<div class='rich' title='{{ text.plain }}'>{{ text.html|rich }}</div>"
            "<p>{{ text.plain|excerpt }}</p>{% endfor %}",
            {"texts": texts},
            policy=policy,
        )
        assert seen.page.locator("div.rich").count() == len(texts), "no text closes what it stands in"
        seen.touch_everything()
        assert seen.ran == []
        assert seen.violations == []
        assert seen.asked_outside == []
        assert seen.errors == []


@pytest.mark.parametrize("policy", [True, False], ids=["with the policy", "without it"])
def test_from_a_table_that_was_filled_by_another_way_none_runs(browser: Browser, policy: bool) -> None:
    with watched(browser) as seen:
        seen.show(
            "{% for html in texts %}<div class='rich'>{{ html|rich }}</div>{% endfor %}",
            {"texts": PAYLOADS},
            policy=policy,
        )
        assert seen.page.locator("div.rich").count() == len(PAYLOADS)
        seen.touch_everything()
        assert (seen.ran, seen.violations, seen.asked_outside, seen.errors) == ([], [], [], [])


@pytest.mark.parametrize("policy", [True, False], ids=["with the policy", "without it"])
def test_in_the_editor_none_runs(browser: Browser, policy: bool) -> None:
    with watched(browser) as seen:
        seen.show("{% rich_field 'text' 'Text' html='<p>a</p>' %}", policy=policy)
        seen.page.wait_for_selector(".ProseMirror")
        assert seen.violations == [], "the editor itself asks for nothing that the policy forbids"
        # As what stands already, even if nobody had cleaned it; and pasted.
        kept = seen.page.evaluate(
            """(texts) => texts.map((html, nr) => {
                const field = document.createElement("textarea");
                field.id = field.name = "t" + nr;
                field.dataset.html = html;
                document.getElementById("main").append(field);
                const editor = TactfulRich.mount(field), data = new DataTransfer();
                data.setData("text/html", html);
                data.setData("text/plain", html);
                editor.pasteHTML(html, new ClipboardEvent("paste", { clipboardData: data }));
                editor.dom.dispatchEvent(
                    new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
                const value = field.value;
                document.getElementById(field.id + "_status").remove();
                document.querySelectorAll(`[name=${field.name}-form]`).forEach((one) => one.remove());
                if (editor.dom.querySelector("img, script, iframe, svg, object, embed, style")) throw new Error(html);
                for (const one of editor.dom.querySelectorAll("*"))
                    for (const name of one.getAttributeNames())
                        if (!["class", "href", "rel", "contenteditable"].includes(name)) throw new Error(name + html);
                for (const one of editor.dom.querySelectorAll("[href]"))
                    if (!/^(https?|mailto):$/.test(one.protocol)) throw new Error(one.href + html);
                editor.destroy();
                return value;
            })""",
            list(PAYLOADS),
        )
        seen.page.wait_for_timeout(200)
        assert len(kept) == len(PAYLOADS)
        # Not what the policy stopped: Chromium reports a document without a window too, whose attributes run nowhere.
        assert (seen.ran, seen.asked_outside, seen.errors) == ([], [], [])
