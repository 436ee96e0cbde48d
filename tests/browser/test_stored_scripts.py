"""Hostile texts, shown: none runs, with the content policy and without it; the same texts as they are do run."""

from __future__ import annotations

from html import escape

import pytest
from playwright.sync_api import Browser

from tactful.records.rich_text import from_html, from_plain
from tests.browser.bare import watched
from tests.hostile import PAYLOADS

pytestmark = pytest.mark.browser

#: How many of the texts bite at least where nothing is done against them.
BITE = 100
#: How many frames a page has.
AT_ONCE = 50
#: All but to lead the page itself away.
MAY = "allow-scripts allow-same-origin allow-forms allow-modals allow-popups"
#: Focuses what wants it, which a browser does by itself in one frame alone, and follows every link, wherever it leads.
FOLLOW = """() => { for (const one of document.querySelectorAll("iframe")) try {
    const inside = one.contentDocument;
    one.contentWindow.focus();
    inside.querySelectorAll("[autofocus]").forEach((it) => it.focus());
    inside.querySelectorAll("a").forEach((a) => a.click && a.click());
} catch {} }"""


def test_as_they_are_they_run(browser: Browser) -> None:
    """Each stands in a document of its own, in a frame that it cannot leave, so that one page shows many."""
    numbered = [(f"p{nr}", f"<!doctype html><title>x</title><body><p>{it}") for nr, it in enumerate(PAYLOADS)]
    with watched(browser) as seen:
        for first in range(0, len(numbered), AT_ONCE):
            frames = "".join(
                f'<iframe name="{name}" sandbox="{MAY}" srcdoc="{escape(document)}"></iframe>'
                for name, document in numbered[first : first + AT_ONCE]
            )
            seen.show(f"<!doctype html><title>x</title><body>{frames}", policy=False, raw=True)
            seen.page.evaluate(FOLLOW)
            seen.page.wait_for_timeout(500)
        bitten = len(seen.ran_in - {""})
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
