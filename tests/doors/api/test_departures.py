"""Teams are joined and left, members leave and come back: what ends at once, what stays, what waits for a word."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tactful.accounts.models import Invitation
from tactful.accounts.wall import acting
from tactful.config.home import Home
from tactful.records.models import ContactValue, Feed, Party, Tie
from tactful.sharing.models import Event, MailPrivacy, Source
from tests.cast import Cast
from tests.cast.clients import Api

rule = pytest.mark.rule
BOTH, TIES, NOT = "relationships + both", "relationships", "not sharing"


@pytest.fixture(autouse=True)
def _own_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(settings, "HOME", Home(tmp_path))


def sees(cast: Cast, who: str, words: str = "Jon") -> int:
    """How many people a member finds by these words; Jon is known to Ada alone."""
    return int(cast.api(who).read("/people", words=words)["total"])


def everything(api: Api) -> int:
    return int(api.read("/people")["total"])


# ── Observers and teams ─────────────────────────────────────────────────────────────────────────────


@rule("D05")
def test_who_shares_nothing_sees_all_that_is_shared_with_their_audiences(cast: Cast) -> None:
    cast.share("Ada", "Gas", BOTH)
    cast.share("Cyd", "Everyone", BOTH)
    cast.share("Ben", "Gas", TIES)
    giving = cast.api("Ben").read(f"/people/{cast.person('Jon')}")
    for audience in ("Gas", "Everyone"):
        cast.share("Ben", audience, NOT)
    assert cast.api("Ben").read(f"/people/{cast.person('Jon')}") == giving
    assert sees(cast, "Eve") == 0
    assert everything(cast.api("Eve")) >= everything(cast.api("Cyd")) > 0


@rule("D16")
@pytest.mark.parametrize("by", ["the member", "the Enterprise Admin"])
def test_leaving_ends_both_ways_at_once_and_rejoining_starts_at_the_default(cast: Cast, by: str) -> None:
    gas, ada = cast.team("Gas").hex, cast.id("Ada")
    cast.share("Ada", "Gas", BOTH)
    cast.share("Dee", "Gas", TIES)
    hers = everything(cast.api("Ada"))
    account = cast.accounts["Ada"]
    with acting(account), cast.standing("Ada") as standing:
        team = next(t.id for t in standing.teams.values() if t.uid.hex == gas)
        MailPrivacy.unchecked.create(
            account_id=account, book_id=standing.own_book or 0, team_id=team, option="subjects"
        )
    assert sees(cast, "Ben") == 1
    who = cast.api("Ada" if by == "the member" else "Flo")
    assert who.delete(f"/teams/{gas}/members/{ada}").status_code == 204
    assert sees(cast, "Ben") == 0
    assert everything(cast.api("Ada")) < hers
    assert cast.api("Ada").get(f"/sharing/{gas}").status_code == 404
    cast.join("Ada", "Gas")
    share = cast.api("Ada").read(f"/sharing/{gas}")
    assert (share["chosen"], share["counts"]) == (None, NOT)
    assert sees(cast, "Ben") == 0
    assert everything(cast.api("Ada")) == hers
    with acting(account):
        assert not MailPrivacy.unchecked.filter(account_id=account).exists()


@rule("D16", "B02")
def test_the_leaver_is_told_what_ends_and_it_does(cast: Cast) -> None:
    gas, ada = cast.team("Gas").hex, cast.api("Ada")
    cast.share("Ada", "Gas", BOTH)
    cast.share("Dee", "Gas", TIES)
    before = {who: everything(cast.api(who)) for who in ("Ada", "Ben", "Dee")}
    told = ada.post(f"/teams/{gas}/leave/preview").json()
    assert ada.delete(f"/teams/{gas}/members/{cast.id('Ada')}").status_code == 204
    after = {who: everything(cast.api(who)) for who in ("Ada", "Ben", "Dee")}
    assert told["you_no_longer_see"]["people"] == before["Ada"] - after["Ada"] > 0
    lost = {
        member["name"]: effect["no_longer"]["people"]
        for effect in told["effects"]
        for member in effect["members"]
    }
    assert set(lost) == {"Ben", "Dee"}
    assert all(effect["newly"]["people"] == 0 for effect in told["effects"])
    # Whom they know themselves they go on seeing.
    assert all(lost[who] >= before[who] - after[who] > 0 for who in lost)


@rule("D16", "D17", "B02", "D19")
def test_the_enterprise_admin_is_told_who_would_share_with_whom(cast: Cast) -> None:
    gas, flo = cast.team("Gas").hex, cast.api("Flo")
    cast.share("Ada", "Gas", BOTH)
    flo.put("/limits", {"audiences": [{"audience": gas, "cap": TIES}]})
    told = flo.post(f"/teams/{gas}/members/preview", {"member": cast.id("Cyd")}).json()
    rows = [(it["member"]["name"], it["before"], it["after"]) for it in told["at_once"]]
    assert rows == [("Ada", NOT, TIES)]
    assert [it["name"] for it in told["at_once"][0]["viewers"]] == ["Cyd"]
    assert told["later"] == []
    assert "Falk" not in str(told)
    flo.post(f"/teams/{gas}/members", {"member": cast.id("Cyd")})
    assert sees(cast, "Cyd") == 1
    told = flo.post(f"/teams/{gas}/members/{cast.id('Ada')}/preview").json()
    assert [(it["member"]["name"], it["after"], it["people"]) for it in told["at_once"]] == [("Ada", NOT, 3)]
    assert flo.post(f"/teams/{gas}/members/{cast.id('Eve')}/preview").status_code == 404
    assert cast.api("Ada").post(f"/teams/{gas}/members/{cast.id('Ben')}/preview").status_code == 403


# ── Members ─────────────────────────────────────────────────────────────────────────────────────────


def deactivated(cast: Cast, who: str = "Ada") -> None:
    answer = cast.api("Flo").post(f"/members/{cast.id(who)}/deactivate", confirm=1)
    assert answer.status_code == 204


def came_back(cast: Cast, uid: str) -> None:
    assert cast.api("Flo").post(f"/members/{uid}/reactivate").status_code == 204


@rule("B11", "D23", "D19")
def test_the_inventory_says_what_there_is_and_nothing_of_what_is_in_it(cast: Cast) -> None:
    cast.share("Ada", "Gas", BOTH)
    cast.api("Ada")
    flo = cast.api("Flo")
    told = flo.read(f"/members/{cast.id('Ada')}/departure")
    assert (told["member"]["name"], told["active"], told["teams"]) == ("Ada", True, ["Gas", "Power"])
    sources = len(cast.api("Ada").read("/sources")["items"])
    assert (told["sources"], told["keys"], told["invitations"], told["importing"]) == (sources, 1, 0, 0)
    rows = [(it["audience"]["name"], it["before"], it["after"]) for it in told["preview"]["at_once"]]
    assert rows == [("Gas", BOTH, NOT)]
    assert "Falk" not in str(told)


@rule("D23", "B11")
def test_everything_of_a_deactivated_member_ends_at_once(cast: Cast) -> None:
    cast.share("Ada", "Everyone", BOTH)
    key, page, uid = cast.api("Ada"), cast.page("Ada"), cast.id("Ada")
    with acting(cast.accounts["Ada"]):
        Invitation.unchecked.create(
            account_id=cast.accounts["Ada"],
            email="friend@elsewhere.example",
            token_hash=b"x" * 32,
            invited_by_id=cast.places["Ada"],
            ends_at=cast.member("Ada").now.replace(year=2099),
        )
    jon = cast.person("Jon")
    assert "values" in cast.api("Eve").read(f"/people/{jon}")
    deactivated(cast)
    for who in ("Ben", "Cyd", "Dee", "Eve", "Flo"):
        assert cast.api(who).get(f"/people/{jon}").status_code == 404
        assert sees(cast, who) == 0
    assert key.get("/me").status_code == 401
    assert page.get("/").status_code in (302, 403)
    with acting(cast.accounts["Ada"]):
        assert not Invitation.unchecked.filter(email="friend@elsewhere.example").exists()
        event = Event.unchecked.filter(deed="member deactivated").latest("id")
    assert (event.detail["invitations"], event.detail["keys"] >= 1) == (1, True)
    # Neither key nor session comes back with the member.
    came_back(cast, uid)
    assert key.get("/me").status_code == 401
    answer = page.get("/")
    assert (answer.status_code, answer["Location"].startswith("/sign-in/")) == (302, True)


@rule("D23")
def test_who_comes_back_is_asked_before_their_settings_act(cast: Cast) -> None:
    gas, uid = cast.team("Gas").hex, cast.id("Ada")
    cast.share("Ada", "Gas", BOTH)
    cast.share("Ada", "Everyone", TIES)
    cast.share("Dee", "Gas", TIES)
    before, hers = cast.api("Ada").read("/sharing"), everything(cast.api("Ada"))
    deactivated(cast)
    came_back(cast, uid)
    ada = cast.api("Ada")
    assert ada.read("/me")["returning"] is True
    # They see what is shared with them; what they share is as it was, and does not act.
    assert everything(ada) == hers
    share = ada.read(f"/sharing/{gas}")
    assert (share["chosen"], share["held"], share["counts"], share["opens"]) == (BOTH, True, NOT, [])
    assert sees(cast, "Ben") == sees(cast, "Eve") == 0
    # A floor does not act for them either, before they were asked.
    assert ada.post("/me/return", {"keep": True}).status_code == 204
    assert ada.read("/sharing") == before
    assert ada.read("/me")["returning"] is False
    assert sees(cast, "Ben") == sees(cast, "Eve") == 1
    assert ada.post("/me/return", {"keep": True}).status_code == 409


@rule("D23", "D18")
def test_who_comes_back_may_start_from_nothing_but_for_floors(cast: Cast) -> None:
    gas, uid = cast.team("Gas").hex, cast.id("Ada")
    cast.share("Ada", "Gas", BOTH)
    cast.share("Ada", "Everyone", BOTH)
    deactivated(cast)
    came_back(cast, uid)
    ada = cast.api("Ada")
    assert ada.post("/me/return", {"keep": False}).status_code == 204
    assert {it["chosen"] for it in ada.read("/sharing")["items"]} == {NOT}
    assert sees(cast, "Ben") == 0
    assert ada.put(f"/sharing/{gas}", {"level": TIES}).status_code == 200
    assert sees(cast, "Ben") == 1


@rule("D23")
def test_a_deactivated_members_sources_are_purged_and_an_active_ones_are_not(cast: Cast) -> None:
    flo, uid, account = cast.api("Flo"), cast.id("Ada"), cast.accounts["Ada"]
    cast.share("Ada", "Everyone", BOTH)
    assert flo.post(f"/members/{uid}/purge", confirm=1).status_code == 403
    deactivated(cast)
    assert flo.post(f"/members/{uid}/purge").status_code == 409
    assert flo.post(f"/members/{uid}/purge", confirm=1).status_code == 204
    with acting(account):
        book = Source.unchecked.get(account_id=account, kind="book", owner_id=cast.places["Ada"]).id
        for model in (Feed, Tie, ContactValue, Party):
            rows: Any = model.unchecked.filter(account_id=account, book_id=book)
            assert not rows.exists(), model
    came_back(cast, uid)
    ada = cast.api("Ada")
    ada.post("/me/return", {"keep": True})
    assert ada.read("/me/network")["people"] == 0
    assert ada.read("/sources")["items"] == []
    assert sees(cast, "Eve") == 0


@rule("A01", "D23")
def test_what_cannot_be_is_refused(cast: Cast) -> None:
    flo, uid = cast.api("Flo"), cast.id("Ada")
    assert flo.post(f"/members/{cast.id('Flo')}/deactivate", confirm=1).status_code == 403
    assert flo.post(f"/members/{uid}/reactivate").status_code == 404
    deactivated(cast)
    assert flo.post(f"/members/{uid}/deactivate", confirm=1).status_code == 404
    assert flo.read(f"/members/{uid}/departure")["active"] is False


@rule("D25")
def test_colleagues_are_not_told_who_was_asked_and_has_not_answered(cast: Cast) -> None:
    uid = cast.id("Ada")
    before = cast.api("Ben").read("/members")
    deactivated(cast)
    came_back(cast, uid)
    assert cast.api("Ben").read("/members") == before
