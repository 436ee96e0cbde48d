"""Limits, departures and returns on pages: the effect stands there before it is done, and then is what happens."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

from tactful.config.home import Home
from tests.cast import Cast
from tests.cast.days import pass_days
from tests.doors.pages.reading import names_listed, page, words

rule = pytest.mark.rule
SHARING = "/settings/sharing/"
TIES, BOTH, NOT = "relationships", "relationships + both", "not sharing"


@pytest.fixture(autouse=True)
def _own_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(settings, "HOME", Home(tmp_path))


def saved(html: str) -> dict[str, str]:
    """The fields that the preview's own form sends again."""
    form = html.split('id="effect-part"')[1].split("</form>")[0]
    found = re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]+)">', form)
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


@rule("D17", "B02")
def test_a_cap_is_previewed_and_then_saved_exactly(cast: Cast) -> None:
    cast.share("Ada", "Everyone", BOTH)
    flo, eve = cast.page("Flo"), cast.page("Eve")
    sent = {"cap-everyone": NOT}
    answer = flo.post(SHARING, sent)
    said = words(answer)
    assert answer.status_code == 200
    assert "At once" in said
    assert "Relationships, contact info and interactions Not sharing" in said
    lost = re.search(r"You will no longer see (\d+) (?:people|person)", said)
    assert lost
    assert "Jon Falk" in names_listed(eve, "/people/"), "a preview saves nothing"
    before = set(names_listed(flo, "/people/"))
    assert saved(answer.content.decode()) == sent
    assert flo.post(SHARING, sent | {"do": "save"}).status_code == 303
    assert "Jon Falk" not in names_listed(eve, "/people/")
    assert len(before - set(names_listed(flo, "/people/"))) == int(lost[1])
    assert "not offered by your company" in page(cast.page("Ada"), "/teams/everyone/")


@rule("D11", "D18", "B02")
def test_a_raise_is_announced_on_every_page_of_the_setting_and_can_be_taken_back(cast: Cast) -> None:
    flo, ada = cast.page("Flo"), cast.page("Ada")
    answer = flo.post(SHARING, {"default_for_teams": TIES})
    assert "From" in words(answer)
    assert "instead of what would hold then" in words(answer)
    assert flo.post(SHARING, {"default_for_teams": TIES, "do": "save"}).status_code == 303
    for path in (f"/teams/{cast.team('Gas').hex}/", "/sharing/"):
        assert re.search(r"From \d+ \w+ \d{4} your default will be relationships", page(ada, path)), path
    # Others read of it too, beside their limits.
    assert "your default will be relationships" in page(ada, SHARING)
    html = flo.get(SHARING).content.decode()
    uid = re.search(r"/settings/sharing/raises/([0-9a-f]{32})/", html)
    assert uid
    path = f"/settings/sharing/raises/{uid[1]}/"
    assert "Take it back" in words(flo.post(path))
    assert ada.post(path).status_code == 403
    assert flo.post(path, {"do": "save"}).status_code == 303
    assert flo.post(path, {"do": "save"}).status_code == 404
    pass_days(cast.accounts["Ada"], 8)
    assert "Jon Falk" not in names_listed(cast.page("Dee"), "/people/")


@rule("D18")
def test_a_floor_to_come_is_said_beside_the_switch(cast: Cast) -> None:
    flo = cast.page("Flo")
    flo.post(SHARING, {"floor-everyone": TIES, "do": "save"})
    said = page(cast.page("Ada"), "/teams/everyone/")
    assert "this is always shared: relationships" in said
    assert "always, set by your company" not in said
    pass_days(cast.accounts["Ada"], 8)
    assert "always, set by your company" in page(cast.page("Ada"), "/teams/everyone/")


@rule("D12", "D18")
def test_presets_say_what_they_mean_and_do(cast: Cast) -> None:
    flo = cast.page("Flo")
    assert "Opt-in as it is now" in page(flo, SHARING)
    assert "From" in words(flo.post(SHARING, {"preset": "open"}))
    assert flo.post(SHARING, {"preset": "open", "do": "save"}).status_code == 303
    assert "Open as it is now" in page(flo, SHARING)


@rule("A41", "B02")
def test_a_preset_says_what_may_be_chosen_then_and_switches_it(cast: Cast) -> None:
    flo = cast.page("Flo")
    cast.note("Ada", "For all")
    said = words(flo.post(SHARING, {"preset": "siloed"}))
    assert "What members may choose when they write" in said
    assert "Notes: Teams and users, Only you (an Enterprise Admin can export it); teams and users are" in said
    assert "1 is wider than this, and stays so" in said
    assert "They are shared with teams only." in said
    assert "asked to choose again" not in said
    assert "What members may choose" not in words(flo.post(SHARING, {"preset": "opt-in"}))
    assert flo.post(SHARING, {"preset": "siloed", "do": "save"}).status_code == 303
    assert "Siloed as it is now" in page(flo, SHARING)
    assert "Siloed as it is now" in page(flo, "/settings/content/")
    assert "each is asked to choose again" in words(flo.post(SHARING, {"preset": "open"}))


@rule("D17", "D18")
def test_what_cannot_be_is_said_and_nothing_is_saved(cast: Cast) -> None:
    flo = cast.page("Flo")
    for body in (
        {"floor-everyone": BOTH, "cap-everyone": TIES},
        {"default_for_teams": "everything"},
        {"preset": "closed"},
    ):
        for do in ({}, {"do": "save"}):
            answer = flo.post(SHARING, body | do)
            assert answer.status_code == 400, body
            assert 'class="said error"' in answer.content.decode()
    assert "Opt-in as it is now" in page(flo, SHARING)


@rule("D17", "D19")
def test_limits_are_the_enterprise_admins_to_set(cast: Cast) -> None:
    ben = cast.page("Ben")
    assert "Your company decides where everybody starts" in page(ben, SHARING)
    assert "<select" not in ben.get(SHARING).content.decode()
    for body in ({"preset": "open"}, {"cap-everyone": NOT, "do": "save"}):
        assert ben.post(SHARING, body).status_code == 403
    assert ben.get(f"/settings/members/{cast.id('Ada')}/departure/").status_code == 403


@rule("D16", "D17", "B02", "D19")
def test_joining_and_removing_are_shown_before_they_are_done(cast: Cast) -> None:
    flo, gas = cast.page("Flo"), cast.team("Gas").hex
    cast.share("Ada", "Gas", BOTH)
    path = f"/settings/teams/{gas}/members/"
    said = words(flo.post(path, {"add": cast.id("Cyd")}))
    assert "Add Cyd to Gas" in said
    assert "Ada Cyd through Gas Not sharing Relationships, contact info and interactions" in said
    assert "Falk" not in said
    assert "Jon Falk" not in names_listed(cast.page("Cyd"), "/people/")
    flo.post(path, {"add": cast.id("Cyd"), "sure": "yes"})
    assert "Jon Falk" in names_listed(cast.page("Cyd"), "/people/")
    said = words(flo.post(path, {"remove": cast.id("Ada")}))
    assert "Ada Gas 3 others Relationships, contact info and interactions Not sharing" in said
    assert cast.page("Ben").post(path, {"remove": cast.id("Ada")}).status_code == 403


@rule("D16", "B02")
def test_who_leaves_a_team_reads_first_what_ends(cast: Cast) -> None:
    cast.share("Ada", "Gas", BOTH)
    cast.share("Dee", "Gas", TIES)
    ada, gas = cast.page("Ada"), cast.team("Gas").hex
    assert f"/teams/{gas}/leave/" in ada.get(f"/teams/{gas}/").content.decode()
    said = page(ada, f"/teams/{gas}/leave/")
    assert "will no longer see" in said
    assert re.search(r"You will no longer see \d+ (?:people|person)", said)
    assert cast.page("Cyd").get(f"/teams/{gas}/leave/").status_code == 404
    assert ada.post(f"/teams/{gas}/leave/").status_code == 303
    assert "Jon Falk" not in names_listed(cast.page("Ben"), "/people/")
    assert ada.get(f"/teams/{gas}/leave/").status_code == 404


@rule("D23", "B11")
def test_a_member_leaves_comes_back_and_is_asked(cast: Cast) -> None:
    cast.share("Ada", "Everyone", TIES)
    flo, ada, uid = cast.page("Flo"), cast.page("Ada"), cast.id("Ada")
    path, state = f"/settings/members/{uid}/departure/", f"/settings/members/{uid}/state/"
    said = page(flo, path)
    assert "Deactivate Ada" in said
    assert "Ada Everyone 5 others Relationships Not sharing" in said
    assert flo.post(state, {"state": "deactivated"}).status_code == 303
    assert ada.get("/").status_code == 403
    assert "Let Ada come back" in page(flo, path)
    assert flo.post(state, {"state": "active"}).status_code == 303
    # The session of before is over for good.
    assert ada.get("/")["Location"].startswith("/sign-in/")
    ada = cast.page("Ada")
    assert ada.get("/")["Location"] == "/welcome-back/"
    assert "nothing of yours reaches anybody yet" in page(ada, "/people/")
    assert "What you shared" in page(ada, "/welcome-back/")
    assert "Jon Falk" not in names_listed(cast.page("Eve"), "/people/")
    assert ada.post("/welcome-back/", {"keep": "yes"}).status_code == 303
    assert "Jon Falk" in names_listed(cast.page("Eve"), "/people/")
    assert ada.get("/").status_code == 200
    assert "nothing of yours reaches anybody yet" not in page(ada, "/people/")
    assert ada.post("/welcome-back/", {"keep": "no"})["Location"] == "/sharing/"
    assert "Jon Falk" in names_listed(cast.page("Eve"), "/people/"), "who was not asked answers nothing"


@rule("D23")
def test_who_comes_back_may_share_nothing(cast: Cast) -> None:
    cast.share("Ada", "Everyone", TIES)
    flo, uid = cast.page("Flo"), cast.id("Ada")
    for state in ("deactivated", "active"):
        flo.post(f"/settings/members/{uid}/state/", {"state": state})
    assert cast.page("Ada").post("/welcome-back/", {"keep": "no"}).status_code == 303
    assert "Jon Falk" not in names_listed(cast.page("Eve"), "/people/")


@rule("D23")
def test_what_a_deactivated_member_brought_is_purged(cast: Cast) -> None:
    flo, uid = cast.page("Flo"), cast.id("Ada")
    state = f"/settings/members/{uid}/state/"
    assert flo.post(state, {"state": "purged"}).status_code == 403
    flo.post(state, {"state": "deactivated"})
    assert "for good" in page(flo, f"/settings/members/{uid}/departure/")
    assert flo.post(state, {"state": "purged"}).status_code == 303
    assert "There is nothing left of it" in page(flo, f"/settings/members/{uid}/departure/")
    assert flo.post(state, {"state": "unheard of"}).status_code == 404
