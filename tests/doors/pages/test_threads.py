"""A thread on a page, and the settings of what is kept: read as far as disclosed, asked before anything changes."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

import pytest

from tactful.accounts.wall import acting
from tactful.actions.imports.items import Written
from tactful.records.bodies import Body
from tests.cast import Cast
from tests.cast.outside import mail
from tests.doors.api.test_bodies import MET, OFFER, offer, uid_of
from tests.doors.pages.reading import words
from tests.hostile import PAYLOADS

rule = pytest.mark.rule
KEEPING = "/settings/sharing/keeping/"
SAVE = {"do": "save"}


@pytest.fixture
def offered(cast: Cast) -> Cast:
    """The cast, with bodies kept and an offer in Ada's book."""
    cast.keep(bodies=True)
    cast.bring("Ada", offer(), feed="offer")
    cast.share("Ada", "Gas", MET)
    return cast


@rule("A20", "A27", "D26", "B12")
def test_a_thread_reads_newest_last_as_far_as_it_is_disclosed(offered: Cast) -> None:
    uid = uid_of(offered, "Ada", "An offer")
    ada = words(offered.page("Ada").get(f"/activity/{uid}/"))
    assert "From you to Jon Falk (Brightwater) in CC Ben" in ada
    assert ada.index(OFFER) < ada.index("Nine hundred is too dear")
    assert "Keep thread private" in ada
    for option, has_subject, has_body in (
        ("hide", False, False),
        ("subjects", True, False),
        ("bodies", True, True),
    ):
        offered.shows("Ada", option)
        said = words(offered.page("Dee").get(f"/activity/{uid}/"))
        # Ben shares no relationships with Dee, and so has no name here (D26).
        assert "From Ada to Jon Falk (Brightwater) in CC a colleague" in said
        assert ("Re: An offer" in said, OFFER in said) == (has_subject, has_body)
        assert ("Content sealed" in said) == (not has_subject)
        assert "Keep thread private" not in said
    hidden, absent = (offered.page("Eve").get(f"/activity/{it}/") for it in (uid, "0" * 31 + "1"))
    assert (hidden.status_code, words(hidden)) == (404, words(absent))
    # From where mails stand a link leads there.
    assert f"/activity/{uid}/" in offered.page("Dee").get("/activity/").content.decode()
    person = offered.page("Dee").get(f"/people/{offered.person('Jon')}/").content.decode()
    assert f"/activity/{uid}/" in person
    panel = offered.page("Dee").get(f"/activity/{uid}/", headers={"X-Panel": "1"}).content.decode()
    assert OFFER in panel
    assert "<html" not in panel


class Harmless(HTMLParser):
    """Fails at whatever a mail must not bring onto a page."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in ("img", "iframe", "object", "embed", "style", "form", "base", "video", "audio"), tag
        for name, value in attrs:
            assert not name.startswith("on"), name
            assert name not in ("style", "srcset", "background", "data-mention"), name
            assert not (value or "").strip().lower().startswith(("javascript:", "data:", "vbscript:")), value


@rule("A20", "A27")
def test_what_is_hostile_in_a_mail_runs_and_loads_nothing(cast: Cast) -> None:
    cast.keep(bodies=True)
    payloads = [*PAYLOADS, '<span data-mention="' + "a" * 32 + '">@Boss</span>']
    cast.bring(
        "Ada",
        [
            replace(
                mail("Jon", "Ada", 2, subject=f"Hostile {number}", hour=number % 24),
                body=Written("", f"<p>before {payload} after</p>"),
                thread=b"hostile".ljust(16),
            )
            for number, payload in enumerate(payloads)
        ],
        feed="hostile",
    )
    uid = uid_of(cast, "Ada", "Hostile 23")
    client, path, seen = cast.page("Ada"), f"/activity/{uid}/", 0
    while path:
        html = client.get(path).content.decode()
        written = html.split('<div class="rich written">')[1:]
        seen += len(written)
        for one in written:
            parser = Harmless()
            parser.feed(one.split("</div>")[0])
            parser.close()
        path = html.split('class="btn" href="?at=')[1].split('"')[0] if 'href="?at=' in html else ""
        path = f"/activity/{uid}/?at={path}" if path else ""
    assert seen > 150


@rule("A27")
def test_what_is_kept_is_switched_with_a_confirmation_by_an_enterprise_admin_alone(cast: Cast) -> None:
    flo = cast.page("Flo")
    before = words(flo.get("/settings/sharing/"))
    assert "What is kept" in before
    asked = flo.post(KEEPING, {"bodies": "on"})
    assert "is kept, encrypted" in words(asked)
    assert not cast.api("Flo").read("/account")["keeps_bodies"], "asking switches nothing"
    assert flo.post(KEEPING, {"bodies": "on"} | SAVE).status_code == 303
    assert cast.api("Flo").read("/account")["keeps_bodies"]
    cast.bring("Ada", offer(), feed="offer")
    asked = flo.post(KEEPING, {})
    assert "All bodies that are kept are erased" in words(asked)
    flo.post(KEEPING, SAVE)
    cast.keep()
    with acting(cast.accounts["Flo"]):
        assert not Body.unchecked.exists()
    for who in ("Ada", "Eve"):
        assert cast.page(who).post(KEEPING, {"bodies": "on"} | SAVE).status_code == 403
        assert "What is kept" not in words(cast.page(who).get("/settings/sharing/"))
