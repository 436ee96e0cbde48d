"""Hostile texts in all that is imported, on the pages that show it, with the content policy switched off: none runs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.bare import TRAPS
from tests.browser.house import PASSWORD, PATIENCE, House, serving
from tests.hostile import ONE_LINE

pytestmark = pytest.mark.browser

ME = "ada@hearth.example"
#: How many of the texts one person bears: a page of theirs shows them all.
EACH = 30
#: How many explanations are looked at: they say the same names again.
MOST_WHYS = 40


def _who(nr: int) -> str:
    return f"p{nr // EACH}@firm{nr // EACH}.example"


def _mails() -> bytes:
    box = b""
    for nr, text in enumerate(ONE_LINE):
        letter = EmailMessage()
        letter["From"] = Address(display_name=text[:300], addr_spec=_who(nr))
        letter["To"] = ME
        letter["Date"] = format_datetime(datetime.now(UTC) - timedelta(days=2, minutes=nr))
        letter["Subject"] = text
        letter["Message-ID"] = f"<{nr}@firm.example>"
        letter.set_content(text)
        answer = EmailMessage()
        answer["From"], answer["To"], answer["Date"] = ME, _who(nr), letter["Date"]
        answer["Subject"], answer["Message-ID"] = f"Re: {text}", f"<a{nr}@hearth.example>"
        answer.set_content(text)
        for one in (letter, answer):
            box += b"From - Mon Jan  5 09:00:00 2026\n" + one.as_bytes() + b"\n"
    return box


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")


def _cards() -> bytes:
    return "".join(
        f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{(e := _escaped(text))}\r\nN:{e};;;;\r\nORG:{e}\r\nTITLE:{e}\r\nNOTE:{e}\r\n"
        f"CATEGORIES:{e}\r\nURL:{e}\r\nADR:;;{e};;;;\r\nEMAIL;TYPE={nr}:{_who(nr)}\r\nUID:{nr}\r\nEND:VCARD\r\n"
        for nr, text in enumerate(ONE_LINE)
    ).encode()


def _calendar() -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Hearth//Calendar//EN"]
    for nr, text in enumerate(ONE_LINE):
        day = datetime.now(UTC) - timedelta(days=3, minutes=nr)
        quoted = text.replace('"', "'")
        lines += [
            "BEGIN:VEVENT", f"UID:{nr}@firm.example", f"DTSTAMP:{day:%Y%m%dT%H%M%SZ}", f"DTSTART:{day:%Y%m%dT%H%M%SZ}",
            f"SUMMARY:{_escaped(text)}", f"LOCATION:{_escaped(text)}", f"DESCRIPTION:{_escaped(text)}",
            f"ORGANIZER;CN=Ada:mailto:{ME}", f'ATTENDEE;CN="{quoted}":mailto:{_who(nr)}', f"ATTENDEE:mailto:{ME}",
            "END:VEVENT",
        ]  # fmt: skip
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


@pytest.fixture(scope="module")
def besieged(tmp_path_factory: pytest.TempPathFactory, browser: Browser, schema: str) -> Iterator[House]:
    """A house of its own, whose every name and subject is hostile."""
    folder = tmp_path_factory.mktemp("besieged")
    files: list[Path] = []
    for name, content in {"a.mbox": _mails(), "a.vcf": _cards(), "a.ics": _calendar()}.items():
        # The name of a file is somebody's text, too, as far as a file's name may hold it.
        files.append(folder / f"<img src=x onerror=alert(1)>{name}".replace("/", "-"))
        files[-1].write_bytes(content)
    with serving(folder / "home", schema) as house:
        context = browser.new_context(base_url=house.origin)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.goto("/setup/")
        for name, value in (
            ("account_name", ONE_LINE[0][:200]),
            ("domains", "hearth.example"),
            ("name", ONE_LINE[1][:200]),
            ("email", ME),
            ("password", PASSWORD),
        ):
            page.fill(f"input[name={name}]", value)
        page.click("button:has-text('Make the account')")
        page.wait_for_selector("text=First steps")
        page.goto("/sources/")
        page.set_input_files("input[type=file]", [str(path) for path in files])
        page.click("button:has-text('Read them in')")
        page.wait_for_selector("#imports section")
        page.wait_for_selector("#imports section", state="detached", timeout=180_000)
        page.goto("/settings/teams/")
        page.fill("input[name=name]", ONE_LINE[2][:100])
        page.click("button:has-text('Make the team')")
        context.close()
        yield house


def test_none_runs_on_any_page_that_shows_them(besieged: House, browser: Browser) -> None:
    context = browser.new_context(base_url=besieged.origin, bypass_csp=True, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    ran: list[str] = []
    outside: list[str] = []
    context.expose_binding("ran", lambda source, what: ran.append(f"{source['page'].url}: {what}"))
    context.expose_binding("violated", lambda source, what: None)
    context.add_init_script(TRAPS)
    page = context.new_page()
    page.on(
        "request",
        lambda request: None if request.url.startswith(besieged.origin) else outside.append(request.url),
    )
    page.goto("/sign-in/")
    page.fill("input[name=login]", ME)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**/")

    seen, whys = set[str](), set[str]()
    shown = ""
    todo = ["/", "/people/", "/companies/", "/activity/", "/network/", "/search/?q=alert", "/search/?q=a",
            "/same/", "/introducers/", "/teams/", "/sharing/", "/sources/", "/sharing/exceptions/", "/settings/you/",
            "/settings/account/", "/settings/members/", "/settings/teams/", "/settings/sharing/"]  # fmt: skip
    while todo:
        path = todo.pop(0)
        if path in seen:
            continue
        seen.add(path)
        page.goto(path)
        shown += page.inner_text("main")
        _touch(page)
        for link in page.eval_on_selector_all(
            "main a[href^='/'], main a[href^='?']", "all => all.map(a => a.href)"
        ):
            onward = link.removeprefix(besieged.origin)
            at, _, query = onward.partition("?")
            is_record = at.startswith(("/people/", "/companies/", "/teams/", "/sources/")) and not query
            is_next = at in ("/people/", "/companies/", "/activity/") and query.startswith("cursor=")
            if is_record or is_next:
                todo.append(onward)
            if "/why/" in onward and onward not in whys and len(whys) < MOST_WHYS:
                whys.add(onward)
                todo.append(onward)
    context.close()
    assert ran == []
    assert outside == []
    people = (len(ONE_LINE) + EACH - 1) // EACH
    assert sum(one.startswith("/people/") for one in seen) >= people
    # They were there, as the words that they are.
    there = sum(" ".join(text.split())[:40] in " ".join(shown.split()) for text in ONE_LINE)
    assert there >= len(ONE_LINE) * 0.9, f"only {there} of {len(ONE_LINE)} were shown"


def _touch(page: Page) -> None:
    """Point at and focus all that is there, and follow whatever leads nowhere else."""
    page.evaluate(
        "document.querySelectorAll('main *').forEach((one) => {"
        " one.dispatchEvent(new MouseEvent('mouseover', {bubbles: true}));"
        " if (one.matches('a, button, input, select, textarea, summary, [tabindex], [contenteditable]')) one.focus();"
        " const link = one.closest('a');"
        " if (link && !/^(https?|mailto|tel):/.test(link.href)) link.click(); })"
    )
