"""The settings: who may change what; secrets are shown once."""

from __future__ import annotations

import re

import pytest

from tests.cast import Cast
from tests.cast.clients import Api
from tests.doors.pages.reading import page, words

rule = pytest.mark.rule


@rule("D19")
def test_deeds_of_administration_are_refused_in_the_open_and_change_nothing(cast: Cast) -> None:
    ben, gas, eve = cast.page("Ben"), cast.team("Gas").hex, cast.id("Eve")
    before = page(cast.page("Flo"), "/settings/members/")
    deeds = (
        ("/settings/members/", {"email": "x@hearth.example", "role": "member"}),
        ("/settings/teams/", {"name": "Mine"}),
        (f"/settings/members/{eve}/role/", {"role": "enterprise admin"}),
        (f"/settings/members/{eve}/state/", {"state": "deactivated"}),
        (f"/settings/teams/{gas}/members/", {"add": eve}),
        (f"/settings/teams/{gas}/members/", {"remove": cast.id("Ada")}),
    )
    for path, body in deeds:
        answer = ben.post(path, body)
        assert answer.status_code == 403, path
        assert "somebody else’s to do" in words(answer).replace("'", "’")
    assert page(cast.page("Flo"), "/settings/members/") == before
    html = ben.get("/settings/members/").content.decode() + ben.get("/settings/teams/").content.decode()
    for form in ("member_role", "/role/", "/state/", "Invite a colleague", "Make a team"):
        assert form not in html


def test_addresses_of_colleagues_are_for_those_who_invite(cast: Cast) -> None:
    assert "ada@hearth.example" in page(cast.page("Flo"), "/settings/members/")
    said = page(cast.page("Ben"), "/settings/members/")
    assert "Ada" in said
    assert "ada@hearth.example" not in said


@rule("A01")
def test_roles_are_given_and_the_last_enterprise_admin_stays(cast: Cast) -> None:
    flo = cast.page("Flo")
    assert flo.post(f"/settings/members/{cast.id('Eve')}/role/", {"role": "admin"}).status_code == 303
    assert cast.member("Eve").role == "admin"
    assert flo.post(f"/settings/members/{cast.id('Eve')}/role/", {"role": "emperor"}).status_code == 400
    assert cast.member("Eve").role == "admin"
    answer = flo.post(f"/settings/members/{cast.id('Flo')}/role/", {"role": "member"})
    assert answer.status_code == 403
    assert cast.member("Flo").role == "enterprise admin"


@rule("D23")
def test_a_member_is_deactivated_after_a_question(cast: Cast) -> None:
    flo, ben = cast.page("Flo"), cast.page("Ben")
    assert f"/settings/members/{cast.id('Ben')}/departure/" in flo.get("/settings/members/").content.decode()
    assert "Keys, sessions, open invitations and imports end at once" in page(
        flo, f"/settings/members/{cast.id('Ben')}/departure/"
    )
    assert flo.post(f"/settings/members/{cast.id('Ben')}/state/", {"state": "deactivated"}).status_code == 303
    assert ben.get("/people/").status_code == 403
    assert "Ben deactivated" in re.sub(r"\s+", " ", page(flo, "/settings/members/")).replace(
        "Member deactivated", "Ben deactivated"
    )


@rule("D16")
@rule("D17")
def test_teams_are_made_and_filled_by_the_enterprise_admin(cast: Cast) -> None:
    flo = cast.page("Flo")
    assert flo.post("/settings/teams/", {"name": "Water"}).status_code == 303
    answer = flo.post("/settings/teams/", {"name": " water "})
    assert answer.status_code == 400
    assert "already" in words(answer)
    water = cast.team("Water").hex
    flo.post(f"/settings/teams/{water}/members/", {"add": cast.id("Eve")})
    assert "What you share with Water" not in page(cast.page("Eve"), f"/teams/{water}/"), "it is asked first"
    flo.post(f"/settings/teams/{water}/members/", {"add": cast.id("Eve"), "sure": "yes"})
    assert "What you share with Water" in page(cast.page("Eve"), f"/teams/{water}/")
    assert "What you share with Water" not in page(cast.page("Ben"), f"/teams/{water}/")
    flo.post(f"/settings/teams/{water}/members/", {"remove": cast.id("Eve"), "sure": "yes"})
    assert "What you share with Water" not in page(cast.page("Eve"), f"/teams/{water}/")


def test_a_key_is_shown_once_reaches_what_was_ticked_and_is_revoked(cast: Cast) -> None:
    ada = cast.page("Ada")
    body = {"name": "Sync", "reach": ["relationships"], "until": "2099-01-01"}
    html = ada.post("/settings/keys/", body).content.decode()
    token = re.search(r'value="(tactful_[\w-]+)"', html)
    assert token
    assert token[1] not in ada.get("/settings/keys/").content.decode()
    api = Api(token[1])
    said = api.read(f"/people/{cast.person('Ines')}")
    assert said["name"] == "Ines Duarte"
    assert "+4420555001" not in str(said)
    assert api.post("/teams", {"name": "X"}).status_code == 403
    key = re.search(r"/settings/keys/([0-9a-f]{32})/revoke/", ada.get("/settings/keys/").content.decode())
    assert key
    assert cast.page("Ben").post(f"/settings/keys/{key[1]}/revoke/").status_code == 404
    assert ada.post(f"/settings/keys/{key[1]}/revoke/").status_code == 303
    assert api.get("/people").status_code == 401


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"name": "K"},
        {"name": "K", "reach": ["all"], "until": "2099-01-01"},
        {"name": "K", "reach": ["relationships"], "until": "2001-01-01"},
    ],
)
def test_a_key_that_cannot_be_is_not_made(cast: Cast, body: dict[str, str]) -> None:
    ada = cast.page("Ada")
    before = ada.get("/settings/keys/").content.decode().count("/revoke/")
    assert ada.post("/settings/keys/", body).status_code == 400
    assert ada.get("/settings/keys/").content.decode().count("/revoke/") == before


def test_an_address_of_ones_own_is_added(cast: Cast) -> None:
    ada = cast.page("Ada")
    assert ada.post("/settings/you/", {"address": "A.Lund@hearth.example"}).status_code == 303
    assert "a.lund@hearth.example" in page(ada, "/settings/you/")
    answer = ada.post("/settings/you/", {"address": "ben@hearth.example"})
    assert answer.status_code == 400
    assert "belongs to another member" in words(answer)


def test_there_are_no_other_parts(cast: Cast) -> None:
    assert cast.page("Ada").get("/settings/everything/").status_code == 404
    assert cast.page("Flo").post("/settings/account/", {"name": "x"}).status_code == 404
