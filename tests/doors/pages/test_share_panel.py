"""Choosing a level on pages: what is offered, what is refused, and that the preview is what saving does (B02)."""

from __future__ import annotations

import re

import pytest

from tactful.accounts.wall import acting
from tactful.sharing.models import AccountSharing, AudienceLimits, Event
from tests.cast import Cast
from tests.doors.pages.reading import names_listed, page, words

rule = pytest.mark.rule
ON = {"relationships": "on"}
BOTH = ON | {"contact_info": "on", "interactions": "on"}


def _switches(html: str) -> dict[str, str]:
    """Return each switch of a page with its state: on, off, or locked."""
    found = {}
    for box in re.findall(r'<input class="form-check-input"[^>]*>', html):
        name = re.search(r'data-facet="(\w+)"', box)
        assert name
        found[name[1]] = ("locked " if " disabled" in box else "") + ("on" if " checked" in box else "off")
    return found


@rule("D13")
@rule("D15")
@rule("D12")
def test_the_setting_stands_on_the_teams_page_and_is_raised_and_lowered_there(cast: Cast) -> None:
    ada, dee, gas = cast.page("Ada"), cast.page("Dee"), cast.team("Gas").hex
    path = f"/teams/{gas}/"
    said = page(ada, path)
    assert "What you share with Gas" in said
    assert "The default: Not sharing" in said
    for body, label, sees in (
        (BOTH, "Relationships, contact info and interactions", True),
        (ON, "Relationships", True),
        ({}, "Not sharing", False),
        (ON | {"interactions": "on"}, "Relationships and interactions", True),
    ):
        answer = ada.post(f"/sharing/{gas}/", body | {"until": ""})
        assert (answer.status_code, answer["Location"]) == (303, path)
        assert label in page(ada, path)
        assert ("Jon Falk" in names_listed(dee, "/people/")) == sees
    assert "Jon Falk" not in names_listed(cast.page("Cyd"), "/people/"), "Cyd is not in Gas"


@rule("D02")
@pytest.mark.parametrize("extra", ["contact_info", "interactions"])
@pytest.mark.parametrize("back", ["team", "sharing"])
def test_an_extra_without_relationships_is_refused_and_nothing_changes(
    cast: Cast, extra: str, back: str
) -> None:
    ada, gas = cast.page("Ada"), cast.team("Gas").hex
    ada.post(f"/sharing/{gas}/", ON)
    before = page(ada, f"/teams/{gas}/").split("What you share")[1]
    answer = ada.post(f"/sharing/{gas}/", {extra: "on", "back": back})
    assert answer.status_code == 400
    assert f"{extra.replace('_', ' ').capitalize()} can only be shared together with relationships." in words(
        answer
    )
    assert page(ada, f"/teams/{gas}/").split("What you share")[1] == before
    preview = ada.get(f"/sharing/{gas}/preview/", {extra: "on"})
    assert "can only be shared together with relationships" in words(preview)


@rule("B06")
@pytest.mark.parametrize(
    ("until", "says"), [("2001-01-01", "has passed"), ("soon", "write the end date like")]
)
def test_an_end_date_is_one_to_come(cast: Cast, until: str, says: str) -> None:
    ada, gas = cast.page("Ada"), cast.team("Gas").hex
    answer = ada.post(f"/sharing/{gas}/", ON | {"until": until})
    assert answer.status_code == 400
    assert says.lower() in words(answer).lower()
    assert says.lower() in words(ada.get(f"/sharing/{gas}/preview/", ON | {"until": until})).lower()
    assert "Jon Falk" not in names_listed(cast.page("Dee"), "/people/")


@rule("B06")
def test_the_last_day_is_shown_as_it_was_chosen(cast: Cast) -> None:
    ada, gas = cast.page("Ada"), cast.team("Gas").hex
    ada.post(f"/sharing/{gas}/", ON | {"until": "2099-03-31"})
    html = ada.get(f"/teams/{gas}/").content.decode()
    assert 'value="2099-03-31"' in html
    assert "until 31 March 2099" in page(ada, "/")
    assert "until 31 March 2099" in page(ada, "/teams/")


@rule("D18")
@rule("D17")
def test_floor_cap_and_default_stand_beside_the_setting_and_bind(cast: Cast) -> None:
    account, gas = cast.accounts["Ada"], cast.team("Gas")
    with acting(account):
        team = cast.standing("Ada")
        with team as standing:
            row = next(t for t in standing.teams.values() if t.uid == gas)
        AudienceLimits.unchecked.create(
            account_id=account, team_id=row.id, floor="relationships", cap="relationships + contact info"
        )
        AccountSharing.unchecked.filter(account_id=account).update(default_for_teams="relationships")
    ada = cast.page("Ada")
    html = ada.get(f"/teams/{gas.hex}/").content.decode()
    assert _switches(html) == {
        "relationships": "locked on",
        "contact_info": "off",
        "interactions": "locked off",
    }
    said = page(ada, f"/teams/{gas.hex}/")
    assert "always, set by your company" in said
    assert "not offered by your company" in said
    # A locked switch sends nothing; the extra above the floor is a level all the same.
    assert ada.post(f"/sharing/{gas.hex}/", {"contact_info": "on"}).status_code == 303
    assert "+4420555002" in page(cast.page("Dee"), f"/people/{cast.person('Jon')}/")
    # Whatever is sent, the cap is not passed.
    ada.post(f"/sharing/{gas.hex}/", BOTH)
    assert "Timeline" not in page(cast.page("Dee"), f"/people/{cast.person('Jon')}/")


@rule("B02")
def test_the_preview_says_what_saving_does(cast: Cast) -> None:
    ada, gas = cast.page("Ada"), cast.team("Gas").hex
    dee = cast.page("Dee")
    before = set(names_listed(dee, "/people/"))
    said = words(ada.get(f"/sharing/{gas}/preview/", ON))
    assert "Share with Gas" in said
    assert set(names_listed(dee, "/people/")) == before, "a preview saves nothing"
    number = re.search(
        r"(?:Dee|Gas \(2 people\)) will newly see your ties with (\d+) (?:person|people)", said
    )
    assert number, said
    ada.post(f"/sharing/{gas}/", ON)
    gained = set(names_listed(dee, "/people/")) - before
    assert len(gained) == int(number[1])
    assert any(name in said for name in gained)
    again = words(ada.get(f"/sharing/{gas}/preview/", ON))
    assert "Nothing changes" in again
    withdrawn = words(ada.get(f"/sharing/{gas}/preview/"))
    assert f"will no longer see your ties with {number[1]} people" in withdrawn
    assert "Withdraw from Gas" in withdrawn


@rule("B02")
def test_the_preview_counts_what_other_settings_already_show_apart(cast: Cast) -> None:
    cast.share("Ada", "Everyone", "relationships")
    said = words(
        cast.page("Ada").get(f"/sharing/{cast.team('Gas').hex}/preview/", ON | {"contact_info": "on"})
    )
    assert "will newly see" in said
    assert "0 people" not in said
    assert "e-mail address" in said
    assert "phone number" in said


@rule("B02")
@pytest.mark.parametrize("back", ["team", "sharing"])
def test_without_scripts_the_preview_is_a_page_that_keeps_the_switches(cast: Cast, back: str) -> None:
    ada, gas = cast.page("Ada"), cast.team("Gas").hex
    answer = ada.post(f"/sharing/{gas}/preview/", BOTH | {"until": "2099-03-31", "back": back})
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "will newly see" in words(answer)
    assert 'value="2099-03-31"' in html
    row = html.split(f'id="share-{gas}"')[1]
    assert _switches(row[: row.index("</tr>")]) == dict.fromkeys(
        ("relationships", "contact_info", "interactions"), "on"
    )
    assert "Jon Falk" not in names_listed(cast.page("Dee"), "/people/")


def test_saving_is_remembered_without_names(cast: Cast) -> None:
    cast.page("Ada").post(f"/sharing/{cast.team('Gas').hex}/", ON)
    with acting(cast.accounts["Ada"]):
        event = Event.unchecked.filter(account_id=cast.accounts["Ada"]).latest("id")
    assert (event.deed, event.detail["level"]) == ("share set", "relationships")


@rule("D18")
def test_everyone_has_a_page_and_a_setting_like_a_team(cast: Cast) -> None:
    ada = cast.page("Ada")
    assert "What you share with Everyone" in page(ada, "/teams/everyone/")
    assert ada.post("/sharing/everyone/", ON | {"back": "sharing"})["Location"] == "/sharing/"
    assert "Jon Falk" in names_listed(cast.page("Eve"), "/people/")
    assert "Jon Falk" not in page(cast.page("Gus"), "/people/")
