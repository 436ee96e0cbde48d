"""What is shown of mails and meetings, on pages: set and previewed on My sharing, the team's page and the settings."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from tests.cast import Cast
from tests.doors.pages.reading import page, words

rule = pytest.mark.rule
MET, TIES = "relationships + interactions", "relationships"
PRICE = "Price of the pipeline"
SHARING, MODE = "/sharing/", "/settings/sharing/mail-mode/"
SAVE = {"do": "save"}


def part(client: Client, path: str = SHARING) -> str:
    """The words of the part about mails and meetings."""
    said = page(client, path)
    return said.split("What is shown of mails and meetings")[1].split("Kept private")[0]


def sees(cast: Cast, who: str) -> bool:
    """Whether somebody reads the subject of Ada's mail, on the page of everything new and on that of its person."""
    found = {
        PRICE in words(cast.page(who).get(path)) for path in ("/activity/", f"/people/{cast.person('Ines')}/")
    }
    assert len(found) == 1, who
    return found.pop()


def selected(client: Client, path: str) -> list[str]:
    """The options that are selected on a team's page, in their order."""
    html = client.get(path).content.decode()
    return re.findall(r'<option value="(hide|subjects|bodies)" selected', html)


@rule("A19", "A20")
def test_a_member_sets_it_on_my_sharing_and_reads_what_it_does_before(cast: Cast) -> None:
    cast.share("Ada", "Gas", MET)
    cast.share("Ada", "Power", TIES)
    ada = cast.page("Ada")
    assert "It acts for Gas. It has no effect for Power, Everyone" in part(ada)
    fragment = ada.get(
        "/sharing/privacy/", {"option": "subjects", "until": ""}, headers={"HX-Request": "true"}
    )
    assert "Ben and Dee will newly see" in words(fragment)
    assert "18 subjects" in words(fragment)
    assert "For 3 other members nothing changes" in words(fragment)
    assert not sees(cast, "Dee"), "a preview saves nothing"
    # Without scripts the same stands on the page.
    whole = ada.post("/sharing/privacy/", {"option": "subjects", "until": ""})
    assert "Ben and Dee will newly see" in words(whole)
    assert not sees(cast, "Dee")
    answer = ada.post("/sharing/privacy/", {"option": "subjects", "until": ""} | SAVE)
    assert (answer.status_code, answer["Location"]) == (303, SHARING)
    assert (sees(cast, "Dee"), sees(cast, "Cyd"), sees(cast, "Eve")) == (True, False, False)
    said = page(ada, SHARING)
    assert "Mails and meetings: subjects and titles" in said.split("What you changed, and when")[1]
    ada.post("/sharing/privacy/", {"option": "hide", "until": ""} | SAVE)
    assert not sees(cast, "Dee")


@rule("A20", "B06")
def test_it_may_have_an_end_and_what_cannot_be_is_said(cast: Cast) -> None:
    cast.share("Ada", "Gas", MET)
    ada = cast.page("Ada")
    day = (datetime.now(UTC) + timedelta(days=9)).date().isoformat()
    ada.post("/sharing/privacy/", {"option": "bodies", "until": day} | SAVE)
    assert f'name="until" value="{day}"' in ada.get(SHARING).content.decode()
    for body in (
        {"option": "all", "until": ""},
        {"option": "hide", "until": "2020-01-01"},
        {"option": "hide", "until": "tomorrow"},
        {},
    ):
        for do in ({}, SAVE):
            answer = ada.post("/sharing/privacy/", body | do)
            assert answer.status_code == 400, body
            assert 'class="said error"' in answer.content.decode()
    assert sees(cast, "Dee")


@rule("A19", "A21", "A25", "B02", "D19")
def test_the_enterprise_admin_switches_the_mode_and_reads_before_what_it_does(cast: Cast) -> None:
    cast.share("Ada", "Gas", MET)
    cast.share("Ada", "Everyone", MET)
    cast.shows("Ada", "subjects")
    flo = cast.page("Flo")
    answer = flo.post(MODE, {"mode": "teams only"})
    said = words(answer)
    assert "Ada Everyone 5 others Relationships and interactions; subjects and titles Relationships" in said
    assert "Ada Gas 2 others Relationships and interactions; subjects and titles" in said
    assert PRICE not in said
    assert sees(cast, "Eve"), "a preview saves nothing"
    sent = saved(answer)
    assert sent == {"mode": "teams only"}
    assert flo.post(MODE, sent | SAVE).status_code == 303
    assert [sees(cast, who) for who in ("Dee", "Eve")] == [False, False]
    ada = cast.page("Ada")
    assert "an Enterprise Admin sets what each team is shown of yours" in part(ada)
    assert "Your own choice, “Subjects and titles”, waits" in part(ada)
    assert ada.get("/sharing/privacy/", {"option": "hide"}).status_code == 403
    assert ada.post("/sharing/privacy/", {"option": "hide"} | SAVE).status_code == 403
    for who in ("Ada", "Eve"):
        for body in ({"mode": "everyone", "back": "restore"}, {"mode": "teams only"}):
            assert cast.page(who).post(MODE, body).status_code == 403
            assert cast.page(who).post(MODE, body | SAVE).status_code == 403
    assert "teams only: an Enterprise Admin sets" in page(ada, "/settings/sharing/")


def saved(answer: Any) -> dict[str, str]:
    """The fields that the preview's own form sends again."""
    form = answer.content.decode().split('id="effect-part"')[1].split("</form>")[0]
    found = re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)">', form)
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


@rule("A21", "A26", "A20", "B02")
def test_the_enterprise_admin_sets_each_member_on_the_teams_page(cast: Cast) -> None:
    for team in ("Gas", "Power"):
        cast.share("Ada", team, MET)
    gas, flo, ada = cast.team("Gas").hex, cast.page("Flo"), cast.id("Ada")
    path, team = f"/teams/{gas}/privacy/", f"/teams/{gas}/"
    assert "is shown of mails and meetings" not in page(flo, team), "members decide for themselves"
    cast.mode("teams only")
    said = page(flo, team)
    assert "What Gas is shown of mails and meetings" in said
    # Ben and Dee share no interactions with Gas.
    assert said.count("No effect now: interactions are not shared with Gas") == 2
    assert selected(flo, team) == ["hide"] * 3
    for who in ("Ada", "Ben", "Cyd"):
        assert "is shown of mails and meetings" not in words(cast.page(who).get(team)).replace(
            "What is shown", ""
        )
        assert cast.page(who).post(path, {f"option-{ada}": "bodies"} | SAVE).status_code == 403
        assert cast.page(who).post(path, {f"option-{ada}": "bodies"}).status_code == 403
    answer = flo.post(path, {f"option-{ada}": "subjects", f"until-{ada}": ""})
    assert "Ada Gas 2 others" in words(answer)
    assert "Relationships and interactions; subjects and titles" in words(answer)
    assert not sees(cast, "Dee"), "a preview saves nothing"
    assert flo.post(path, saved(answer) | SAVE)["Location"] == team
    assert (sees(cast, "Dee"), sees(cast, "Cyd")) == (True, False)
    assert selected(flo, team) == ["subjects", "hide", "hide"]
    assert "Subjects and titles" in part(cast.page("Ada"))
    for body in ({f"option-{ada}": "all"}, {f"option-{ada}": "bodies", f"until-{ada}": "2020-01-01"}):
        for do in ({}, SAVE):
            assert flo.post(path, body | do).status_code == 400
    assert sees(cast, "Dee")


@rule("A21")
def test_members_may_hide_more_where_the_account_lets_them(cast: Cast) -> None:
    cast.share("Ada", "Gas", MET)
    cast.mode("teams only")
    cast.shows("Ada", "bodies", "Gas")
    ada, flo, gas = cast.page("Ada"), cast.page("Flo"), cast.team("Gas").hex
    path = f"/sharing/privacy/{gas}/"
    assert ada.post(path, {"option": "hide"} | SAVE).status_code == 403
    answer = flo.post(MODE, {"mode": "teams only", "stricter": "on"})
    assert "Nothing changes for anybody" in words(answer)
    flo.post(MODE, saved(answer) | SAVE)
    assert "You may hide more than that" in part(ada)
    assert "Ben and Dee will no longer see" in words(ada.get(path, {"option": "hide"}))
    assert sees(cast, "Dee")
    assert ada.post(path, {"option": "hide"} | SAVE).status_code == 303
    assert not sees(cast, "Dee")
    assert "At most, by their own wish: hide both" in page(flo, f"/teams/{gas}/")
    assert "Mails and meetings, at most with Gas: hide both" in page(ada, SHARING)
    assert ada.post(path, {"option": "nothing"}).status_code == 400
    assert cast.page("Cyd").post(path, {"option": "hide"}).status_code == 404
    assert cast.page("Eve").get(SHARING).status_code == 200
    assert "You are in no team" in part(cast.page("Eve"))


@rule("A22")
def test_back_in_everyone_choices_are_restored_or_each_is_asked_on_home(cast: Cast) -> None:
    cast.share("Ada", "Gas", MET)
    cast.shows("Ada", "subjects")
    flo, ada = cast.page("Flo"), cast.page("Ada")
    asks = "choose again what is shown of your mails and meetings"
    cast.mode("teams only")
    answer = flo.post(MODE, {"mode": "everyone"})
    assert answer.status_code == 400
    assert "choose what becomes of what members chose before" in words(answer).lower()
    answer = flo.post(MODE, {"mode": "everyone", "back": "restore"})
    assert "Relationships and interactions; subjects and titles" in words(answer)
    flo.post(MODE, saved(answer) | SAVE)
    assert sees(cast, "Dee")
    assert asks not in page(ada, "/")
    cast.mode("teams only")
    flo.post(MODE, {"mode": "everyone", "back": "hide"} | SAVE)
    assert not sees(cast, "Dee")
    for who in ("Ada", "Eve"):
        assert asks in page(cast.page(who), "/")
        assert "asks you to choose again" in part(cast.page(who))
    ada.post("/sharing/privacy/", {"option": "hide", "until": ""} | SAVE)
    assert asks not in page(ada, "/")
    assert asks in page(cast.page("Eve"), "/")


@rule("A24", "B01")
def test_the_page_that_says_why_names_whose_setting_shows_the_subject(cast: Cast) -> None:
    cast.share("Ada", "Gas", MET)
    cast.share("Ben", "Gas", MET)
    cast.shows("Ada", "subjects")
    items = cast.api("Dee").read("/touchpoints", limit=200)["items"]
    (uid,) = [it["id"] for it in items if it.get("subject") == PRICE]
    said = page(cast.page("Dee"), f"/why/touchpoint/{uid}/")
    assert "Ada shares subjects with Gas" in said
    # Ben was in CC and shares the mail with Gas too, not what it is called.
    assert "Ben shares interactions with Gas" in said
    assert "Ben shares subjects" not in said
