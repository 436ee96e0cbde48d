"""A real Tactful for browsers: `tactful serve` in a home of its own, and who comes in."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page

from tactful.config.database import Service
from tactful.config.home import Home
from tests.database.clones import ROOT
from tests.database.schema import restore

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WIDE, MIDDLE, NARROW = (1440, 900), (1024, 768), (390, 844)
#: What a browser logs as an error and is none: statuses that a test asks for, and what was still being asked for when
#: its visitor left the page (a request that failed is told as htmx:sendError, htmx:timeout or htmx:responseError).
UNSAID = ("Failed to load resource", "htmx:afterRequest,", "htmx:sendAbort,")
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
PASSWORD = "a long walk by the river"
#: How long a page may take before a test gives up: about a machine that many share, not about the product.
PATIENCE = 30_000


@dataclass(frozen=True)
class House:
    """Where the program is reached."""

    origin: str


@contextmanager
def serving(home: Path, schema: str) -> Iterator[House]:
    """Run the program in a fresh home, whose database has this schema already, until the end of the block."""
    service = Service(Home(home), durable=False)
    service.attach()
    restore(service, schema)
    service.detach()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("DATABASE_", "TACTFUL_"))}
    arguments = ["serve", "--port", str(port), "--workers", "1", "--threads", "2"]
    with (home.parent / "serve.log").open("wb") as log:
        program = subprocess.Popen(
            [sys.executable, "-m", "tactful.cli.main", *arguments],
            env={
                **kept,
                "PYTHONPATH": str(ROOT),
                "TACTFUL_HOME": str(home),
                "TACTFUL_BOT_DOMAIN": "notes.hearth.example",
            },
            cwd=ROOT,
            stdout=log,
            stderr=log,
        )
    try:
        _await(port, program, home.parent / "serve.log")
        yield House(f"http://127.0.0.1:{port}")
    finally:
        program.terminate()
        program.wait(timeout=60)


def _await(port: int, program: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(1200):
        if program.poll() is not None:
            raise RuntimeError(f"the program ended: {log.read_text()[-3000:]}")
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the program does not answer: {log.read_text()[-3000:]}")


@dataclass
class Visitor:
    """One person at one browser, and all that the browser complained of."""

    house: House
    context: BrowserContext
    page: Page
    complaints: list[str] = field(default_factory=list)

    @classmethod
    def at(
        cls,
        house: House,
        browser: Browser,
        size: tuple[int, int] = WIDE,
        *,
        dark: bool = False,
        scripts: bool = True,
    ) -> Visitor:
        """Open a browser of that size, with nobody signed in."""
        context = browser.new_context(
            base_url=house.origin,
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        visitor = cls(house, context, context.new_page())
        context.expose_binding("violated", lambda _, what: visitor.complaints.append(what))
        context.add_init_script(
            "addEventListener('securitypolicyviolation',"
            " (e) => window.violated(`${e.violatedDirective} ${e.blockedURI} ${e.sample}`))"
        )
        visitor.page.on("pageerror", lambda error: visitor.complaints.append(f"script: {error}"))
        visitor.page.on("console", visitor._heard)
        return visitor

    def _heard(self, message: object) -> None:
        kind, text = getattr(message, "type", ""), getattr(message, "text", "")
        if kind == "error" and not text.startswith(UNSAID):
            self.complaints.append(text)

    def sign_in(self, email: str) -> None:
        """Come in by the sign-in page."""
        self.page.goto("/sign-in/")
        self.page.fill("input[name=login]", email)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.click("main button[type=submit]")
        self.page.wait_for_url("**/")

    def turn(self, size: tuple[int, int], *, dark: bool) -> None:
        """Look at the same page in a window of that size, by day or by night."""
        if self.page.viewport_size != {"width": size[0], "height": size[1]}:
            self.page.set_viewport_size({"width": size[0], "height": size[1]})
        self.page.emulate_media(color_scheme="dark" if dark else "light")

    def reads(self) -> str:
        """Return what stands on the page."""
        return self.page.inner_text("main")

    def serious(self) -> list[str]:
        """Return what axe finds that is serious or worse."""
        # It stays until the page goes.
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE)
        found = self.page.evaluate(
            "axe.run({resultTypes: ['violations']}).then(r => r.violations"
            ".filter(v => v.impact === 'serious' || v.impact === 'critical')"
            ".map(v => `${v.id}: ${v.nodes.map(n => n.html.slice(0, 160)).join(' | ')}`))"
        )
        return [str(one) for one in found]

    def sideways(self) -> int:
        """Return by how many pixels the page is wider than the window."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - innerWidth"))

    def close(self) -> None:
        """Go, and fail if the browser complained of anything."""
        self.context.close()
        assert not self.complaints
