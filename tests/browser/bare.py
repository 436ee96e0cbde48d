"""Pages in a browser without the program behind them: a template, the static files, and what a test answers itself."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from mimetypes import guess_type
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template import Context, Engine
from playwright.sync_api import Browser, Dialog, Page, Request, Route

from tests.browser.house import AXE, PATIENCE, WIDE

ORIGIN = "http://tactful.example"
PAGE = (
    '{% load tactful rich static %}<!doctype html><html lang="en"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1"><title>Bare</title>'
    '{% include "web/_assets.html" %}</head><body><main class="page" id="main"><h1>Bare</h1>BODY</main></body></html>'
)
#: Whatever a text of an attacker's does when it runs comes down to one of these.
TRAPS = (
    "for (const name of ['alert', 'confirm', 'prompt', 'print', 'open'])"
    " window[name] = (...said) => window.ran(`${name} ${said}`);"
    "addEventListener('securitypolicyviolation', (e) =>"
    " window.violated(`${e.violatedDirective} ${e.blockedURI} ${e.sourceFile}:${e.lineNumber} ${e.sample}`));"
)


@dataclass
class Watched:
    """A page of a browser, and what happened on it that must not."""

    page: Page
    #: Scripts of attackers that ran.
    ran: list[str] = field(default_factory=list)
    #: The names of the page's frames in which, or in what stands in them, any ran; "" is the page itself.
    ran_in: set[str] = field(default_factory=set)
    #: What the content policy stopped.
    violations: list[str] = field(default_factory=list)
    #: Addresses that were asked for outside the page's own origin.
    asked_outside: list[str] = field(default_factory=list)
    #: Errors of the page's own scripts.
    errors: list[str] = field(default_factory=list)
    #: Forms that were sent.
    sent: list[dict[str, str]] = field(default_factory=list)
    answers: dict[str, tuple[str, dict[str, str]]] = field(default_factory=dict)

    def show(
        self, body: str, context: dict[str, Any] | None = None, *, policy: bool = True, raw: bool = False
    ) -> None:
        """Show a page with this template as its body (or, `raw`, as all of it), with or without the content policy."""
        html = (
            body
            if raw
            else Engine.get_default().from_string(PAGE.replace("BODY", body)).render(Context(context))
        )
        headers = {"Content-Security-Policy": settings.CONTENT_SECURITY_POLICY} if policy else {}
        self.answers["/"] = html, {"Content-Type": "text/html; charset=utf-8", **headers}
        self.page.goto(f"{ORIGIN}/")

    def touch_everything(self, *, rest: int = 200) -> None:
        """Focus and point at all that stands on the page, and follow what leads nowhere in the web."""
        self.page.evaluate(
            "document.querySelectorAll('body *').forEach((one) => {"
            " one.dispatchEvent(new MouseEvent('mouseover', {bubbles: true}));"
            " if (one.focus) one.focus();"
            " if (one.closest('a') && !/^(https?|mailto):/.test(one.closest('a').href))"
            " one.dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true}));"
            "})"
        )
        self.page.wait_for_timeout(rest)


def whole(seen: Watched) -> None:
    """Nothing serious for axe, nothing beyond the window, nothing against the policy."""
    seen.page.evaluate(AXE)
    found = seen.page.evaluate(
        "axe.run({resultTypes: ['violations']}).then(r => r.violations"
        ".filter(v => v.impact === 'serious' || v.impact === 'critical').map(v => `${v.id}: ${v.nodes[0].html}`))"
    )
    assert found == []
    assert seen.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert (seen.violations, seen.errors, seen.asked_outside, seen.ran) == ([], [], [], [])


@contextmanager
def watched(
    browser: Browser,
    size: tuple[int, int] = WIDE,
    *,
    dark: bool = False,
    scripts: bool = True,
    styles: bool = True,
    mentions: Callable[[str], list[dict[str, str]]] = lambda _: [],
) -> Iterator[Watched]:
    """Open a page that reaches nothing but the static files (without `styles`, the scripts) and what the test shows."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if dark else "light",
        java_script_enabled=scripts,
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE)
    seen = Watched(context.new_page())

    def noted(source: dict[str, Any], what: str) -> None:
        seen.ran.append(what)
        frame = source["frame"]
        while frame.parent_frame and frame.parent_frame.parent_frame:
            frame = frame.parent_frame
        seen.ran_in.add(frame.name)

    context.expose_binding("ran", noted)
    context.expose_binding("violated", lambda _, what: seen.violations.append(what))
    context.add_init_script(TRAPS)
    seen.page.on("pageerror", lambda error: seen.errors.append(str(error)))

    def dismiss(dialog: Dialog) -> None:
        seen.ran.append(dialog.message)
        dialog.dismiss()

    seen.page.on("dialog", dismiss)

    def answer(route: Route, request: Request) -> None:
        address = urlsplit(request.url)
        if f"{address.scheme}://{address.netloc}" != ORIGIN:
            seen.asked_outside.append(request.url)
            route.abort()
        elif not styles and address.path.endswith((".css", ".woff2", ".svg")):
            route.abort()
        elif address.path.startswith("/static/"):
            found = finders.find(address.path.removeprefix("/static/"))
            if found is None:
                route.fulfill(status=404)
            else:
                route.fulfill(path=str(found), content_type=guess_type(str(found))[0] or "text/plain")
        elif address.path.endswith("/mentions/"):
            words = dict(parse_qsl(address.query)).get("q", "")
            route.fulfill(body=json.dumps({"members": mentions(words)}), content_type="application/json")
        elif request.method == "POST":
            seen.sent.append(dict(parse_qsl(request.post_data or "", keep_blank_values=True)))
            route.fulfill(body="<!doctype html><title>Sent</title><p>Sent", content_type="text/html")
        elif (asked := request.url.removeprefix(ORIGIN)) in seen.answers:
            html, headers = seen.answers[asked]
            route.fulfill(body=html, headers=headers)
        else:
            route.fulfill(status=404, body="", content_type="text/plain")

    context.route("**/*", answer)
    try:
        yield seen
    finally:
        context.close()
