"""What is shown of mails and meetings, through the API: by a member, by an Enterprise Admin per team, and modes."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tactful.accounts.wall import acting
from tactful.actions.members import accept_invitation, invite
from tactful.sharing.models import AccountSharing, Event, MailPrivacy
from tests.cast import Cast
from tests.cast.days import pass_days
from tests.cast.outside import mail, meeting

rule = pytest.mark.rule
MET, TIES, BOTH, NOT = "relationships + interactions", "relationships", "relationships + both", "not sharing"
PRICE = "Price of the pipeline"
ANSWER = "Re: the price, to you both"
OPTIONS = ("hide", "subjects", "bodies")
TEAMS_ONLY = "teams only"


def subjects(cast: Cast, who: str) -> set[str]:
    """The subjects and titles that somebody is shown of mails and meetings that are not in their own book alone."""
    items = cast.api(who).read("/touchpoints", limit=200)["items"]
    return {one["subject"] for one in items if "subject" in one and not _own(one)}


def dates(cast: Cast, who: str) -> int:
    """How many mails and meetings somebody is shown that are in the books of others."""
    return sum(not _own(one) for one in cast.api(who).read("/touchpoints", limit=200)["items"])


def _own(touchpoint: Any) -> bool:
    return any(one["is_me"] for one in touchpoint["contributors"])


def towards(cast: Cast, who: str) -> dict[str, Any]:
    return {one["audience"]["name"]: one for one in cast.api(who).read("/privacy")["audiences"]}


# ── Mode Everyone ───────────────────────────────────────────────────────────────────────────────────


@rule("A19", "A20")
def test_a_member_sets_what_is_shown_and_unset_is_hide(cast: Cast) -> None:
    cast.share("Ada", "Gas", MET)
    own = cast.api("Ada").read("/privacy")
    assert (own["mode"], own["chosen"], own["asked"], own["may_be_stricter"]) == (
        "everyone",
        None,
        False,
        False,
    )
    assert (subjects(cast, "Dee"), dates(cast, "Dee")) == (set(), 18)
    for option, shown in (("subjects", True), ("hide", False), ("bodies", True), ("hide", False)):
        answer = cast.api("Ada").put("/privacy", {"option": option})
        assert (answer.status_code, answer.json()["chosen"]) == (200, option)
        assert (PRICE in subjects(cast, "Dee"), dates(cast, "Dee")) == (shown, 18), option
        # Meetings alike, by their titles.
        assert ("Secret meeting of Ada" in subjects(cast, "Dee")) == shown
        assert towards(cast, "Ada")["Gas"]["counts"] == option
    assert subjects(cast, "Cyd") == set(), "Cyd is in another team"


@rule("A20", "D10")
@pytest.mark.parametrize("option", OPTIONS)
def test_privacy_opens_nothing_where_interactions_are_not_shared(cast: Cast, option: str) -> None:
    cast.share("Ada", "Gas", MET)
    cast.share("Ada", "Power", "relationships + contact info")
    cast.share("Ada", "Everyone", TIES)
    cast.shows("Ada", option)
    found = towards(cast, "Ada")
    assert [(it, found[it]["has_effect"], found[it]["counts"]) for it in found] == [
        ("Gas", True, option),
        ("Power", False, "hide"),
        ("Everyone", False, "hide"),
    ]
    assert (subjects(cast, "Cyd"), dates(cast, "Cyd"), subjects(cast, "Eve")) == (set(), 0, set())
    jon = f"/people/{cast.person('Jon')}"
    assert "subject" not in json.dumps(cast.api("Cyd").read(jon))
    assert cast.api("Cyd").get(f"{jon}/timeline").json().get("items", []) == []


@rule("A20", "B06")
def test_an_option_that_has_ended_is_hide(cast: Cast) -> None:
    cast.share("Ada", "Gas", MET)
    ends_at = datetime.now(UTC) + timedelta(days=1)
    answer = cast.api("Ada").put("/privacy", {"option": "bodies", "ends_at": ends_at.isoformat()})
    assert answer.status_code == 200
    assert PRICE in subjects(cast, "Dee")
    with acting(cast.accounts["Ada"]):
        MailPrivacy.unchecked.update(ends_at=datetime.now(UTC) - timedelta(minutes=1))
    assert subjects(cast, "Dee") == set()
    own = cast.api("Ada").read("/privacy")
    assert (own["chosen"], own["ended"], own["audiences"][0]["counts"]) == ("bodies", True, "hide")


@rule("A20", "B02")
def test_a_preview_is_exactly_what_saving_does(cast: Cast) -> None:
    cast.share("Ada", "Gas", MET)
    cast.share("Ada", "Power", TIES)
    ada = cast.api("Ada")
    told = ada.post("/privacy/preview", {"option": "subjects"}).json()
    assert subjects(cast, "Dee") == set(), "a preview saves nothing"
    effects = {
        one["name"]: (it["newly"]["subjects"], it["no_longer"]["subjects"])
        for it in told["effects"]
        for one in it["members"]
    }
    # Of the eighteen that Dee sees. Whom it changes nothing for: Cyd, Eve and Flo.
    assert effects == {"Ben": (18, 0), "Dee": (18, 0)}
    assert told["unaffected"] == 3
    ada.put("/privacy", {"option": "subjects"})
    items = cast.api("Dee").read("/touchpoints", limit=200)["items"]
    assert sum("subject" in one for one in items if not _own(one)) == 18
    again = ada.post("/privacy/preview", {"option": "subjects"}).json()
    assert (again["effects"], again["unaffected"]) == ([], 5)
    back = ada.post("/privacy/preview", {"option": "hide"}).json()
    assert {it["no_longer"]["subjects"] for it in back["effects"]} == {18}


@rule("A19")
def test_what_cannot_be_is_refused_and_nothing_changes(cast: Cast) -> None:
    ada, past = cast.api("Ada"), (datetime.now(UTC) - timedelta(days=1)).isoformat()
    for body, field in (
        ({"option": "everything"}, "option"),
        ({"option": ""}, "option"),
        ({"option": "hide", "ends_at": past}, "ends_at"),
    ):
        for answer in (ada.put("/privacy", body), ada.post("/privacy/preview", body)):
            assert (answer.status_code, answer.json()["error"]["field"]) == (400, field)
    assert ada.read("/privacy")["chosen"] is None
    assert cast.api("Ada", may_write=False).put("/privacy", {"option": "hide"}).status_code == 403


@rule("A19")
def test_each_change_is_an_event(cast: Cast) -> None:
    cast.shows("Ada", "subjects")
    cast.mode(TEAMS_ONLY)
    cast.shows("Ada", "bodies", "Gas")
    with acting(cast.accounts["Ada"]):
        found = list(Event.unchecked.filter(deed__contains="privacy").order_by("id"))
        modes = Event.unchecked.get(deed="mail mode set")
    assert [(it.deed, it.actor_id, it.detail["option"]) for it in found] == [
        ("privacy set", cast.places["Ada"], "subjects"),
        ("team privacy set", cast.places["Flo"], "bodies"),
    ]
    assert (modes.detail["before"], modes.detail["mode"]) == ("everyone", TEAMS_ONLY)


# ── Teams only ──────────────────────────────────────────────────────────────────────────────────────


@rule("A19", "A21", "A25")
def test_in_teams_only_all_start_at_hide_and_the_enterprise_admin_alone_changes_it(cast: Cast) -> None:
    cast.share("Ada", "Gas", MET)
    cast.share("Ada", "Everyone", MET)
    cast.shows("Ada", "bodies")
    assert PRICE in subjects(cast, "Cyd")
    assert cast.api("Flo").put("/mail-mode", {"mode": TEAMS_ONLY}).json()["mail_mode"] == TEAMS_ONLY
    # Everyone is shown no date any more; the team is, and no subject.
    assert [(dates(cast, who), subjects(cast, who)) for who in ("Dee", "Cyd", "Eve", "Flo")] == [
        (18, set()),
        (0, set()),
        (0, set()),
        (0, set()),
    ]
    gas, ada = cast.team("Gas").hex, cast.id("Ada")
    path = f"/teams/{gas}/members/{ada}/privacy"
    for who in ("Ada", "Ben", "Cyd", "Eve"):
        assert cast.api(who).put(path, {"option": "bodies"}).status_code == 403, who
        assert cast.api(who).post(f"{path}/preview", {"option": "bodies"}).status_code == 403, who
        assert cast.api(who).get(f"/teams/{gas}/privacy").status_code == 403, who
        assert cast.api(who).put("/mail-mode", {"mode": "everyone", "back": "restore"}).status_code == 403
    assert cast.api("Ada").put("/privacy", {"option": "hide"}).status_code == 403
    assert cast.api("Ada").put(f"/privacy/{gas}", {"at_most": "hide"}).status_code == 403
    assert cast.api("Ada").post("/privacy/preview", {"option": "hide"}).status_code == 403
    found = cast.api("Flo").read(f"/teams/{gas}/privacy")
    assert [(it["member"]["name"], it["option"], it["has_effect"]) for it in found["items"]] == [
        ("Ada", "hide", True),
        ("Ben", "hide", False),
        ("Dee", "hide", False),
    ]
    answer = cast.api("Flo").put(path, {"option": "subjects"})
    assert (answer.status_code, answer.json()["items"][0]["counts"]) == (200, "subjects")
    assert PRICE in subjects(cast, "Dee")
    assert subjects(cast, "Cyd") == set()
    assert towards(cast, "Ada")["Gas"]["option"] == "subjects"


@rule("A21", "D16")
def test_who_was_just_added_to_a_team_starts_at_hide_and_so_does_who_comes_back(cast: Cast) -> None:
    cast.mode(TEAMS_ONLY)
    cast.join("Eve", "Gas")
    cast.share("Eve", "Gas", MET)
    assert towards(cast, "Eve")["Gas"]["option"] == "hide"
    assert (dates(cast, "Dee"), subjects(cast, "Dee")) == (6, set())
    cast.shows("Eve", "bodies", "Gas")
    assert subjects(cast, "Dee")
    cast.leave("Eve", "Gas")
    assert dates(cast, "Dee") == 0
    cast.join("Eve", "Gas")
    cast.share("Eve", "Gas", MET)
    assert (dates(cast, "Dee"), subjects(cast, "Dee")) == (6, set())


@rule("A21")
def test_a_later_teams_only_begins_at_hide_again(cast: Cast) -> None:
    cast.share("Ada", "Gas", MET)
    cast.mode(TEAMS_ONLY)
    cast.shows("Ada", "bodies", "Gas")
    cast.mode("everyone", "restore")
    cast.mode(TEAMS_ONLY)
    assert subjects(cast, "Dee") == set()
    assert towards(cast, "Ada")["Gas"]["option"] == "hide"


@rule("A21")
def test_a_member_may_be_stricter_where_the_account_lets_them_and_never_less(cast: Cast) -> None:
    cast.share("Ada", "Gas", MET)
    cast.mode(TEAMS_ONLY)
    cast.shows("Ada", "subjects", "Gas")
    ada, gas = cast.api("Ada"), cast.team("Gas").hex
    assert ada.put(f"/privacy/{gas}", {"at_most": "hide"}).status_code == 403
    assert cast.api("Flo").put("/mail-mode", {"members_may_be_stricter": True}).status_code == 200
    assert ada.read("/privacy")["may_be_stricter"]
    told = ada.post(f"/privacy/{gas}/preview", {"at_most": "hide"}).json()
    assert {it["no_longer"]["subjects"] for it in told["effects"]} == {18}
    assert PRICE in subjects(cast, "Dee")
    for at_most, shown in (("hide", False), ("subjects", True), ("bodies", True), ("hide", False)):
        assert ada.put(f"/privacy/{gas}", {"at_most": at_most}).status_code == 200
        assert (PRICE in subjects(cast, "Dee")) == shown
        # Never more than the Enterprise Admin lets it be.
        assert towards(cast, "Ada")["Gas"]["counts"] == ("subjects" if shown else "hide")
    assert ada.put(f"/privacy/{gas}", {"at_most": "all"}).status_code == 400
    for who in ("Cyd", "Eve", "Gus"):
        if who != "Gus":
            assert cast.api(who).put(f"/privacy/{gas}", {"at_most": "hide"}).status_code == 404
    # What the member chose waits while the account does not let them, and the Enterprise Admin's stays theirs.
    (row, *_) = cast.api("Flo").read(f"/teams/{gas}/privacy")["items"]
    assert (row["option"], row["at_most"], row["counts"]) == ("subjects", "hide", "hide")
    cast.mode(stricter=False)
    assert PRICE in subjects(cast, "Dee")
    cast.mode(stricter=True)
    assert subjects(cast, "Dee") == set()


@rule("A21", "A26", "B02", "D19")
def test_what_an_enterprise_admin_changes_is_shown_before_by_members_audiences_and_levels(cast: Cast) -> None:
    cast.share("Ada", "Gas", MET)
    cast.share("Ada", "Everyone", MET)
    cast.shows("Ada", "subjects")
    flo = cast.api("Flo")
    told = flo.post("/mail-mode/preview", {"mode": TEAMS_ONLY})
    rows = {
        (it["member"]["name"], it["audience"]["name"]): (
            (it["before"], it["privacy_before"]),
            (it["after"], it["privacy_after"]),
            it["people"],
        )
        for it in told.json()["at_once"]
    }
    assert rows == {
        ("Ada", "Gas"): ((MET, "subjects"), (MET, "hide"), 2),
        ("Ada", "Everyone"): ((MET, "subjects"), (TIES, "hide"), 5),
    }
    assert PRICE not in told.content.decode()
    assert PRICE in subjects(cast, "Cyd"), "a preview saves nothing"
    cast.mode(TEAMS_ONLY)
    path = f"/teams/{cast.team('Gas').hex}/members/{cast.id('Ada')}/privacy"
    (row,) = flo.post(f"{path}/preview", {"option": "bodies"}).json()["at_once"]
    assert (row["before"], row["privacy_before"], row["privacy_after"], row["people"]) == (
        MET,
        "hide",
        "bodies",
        2,
    )
    ben = f"/teams/{cast.team('Gas').hex}/members/{cast.id('Ben')}/privacy"
    assert flo.post(f"{ben}/preview", {"option": "bodies"}).json()["at_once"] == []


@rule("A21")
def test_a_team_privacy_that_cannot_be_is_refused(cast: Cast) -> None:
    flo, gas = cast.api("Flo"), cast.team("Gas").hex
    path = f"/teams/{gas}/members/{cast.id('Ada')}/privacy"
    body = {"option": "hide"}
    for answer in (flo.put(path, body), flo.post(f"{path}/preview", body)):
        assert (answer.status_code, answer.json()["error"]["field"]) == (400, "option")
    assert flo.read(f"/teams/{gas}/privacy") == {
        "mode": "everyone",
        "members_may_be_stricter": False,
        "items": [],
    }
    cast.mode(TEAMS_ONLY)
    for there in (
        f"/teams/{gas}/members/{cast.id('Cyd')}/privacy",
        f"/teams/{'0' * 32}/members/{cast.id('Ada')}/privacy",
        f"/teams/{gas}/members/{cast.id('Gus')}/privacy",
    ):
        assert flo.put(there, {"option": "hide"}).status_code == 404
        assert flo.post(f"{there}/preview", {"option": "hide"}).status_code == 404
    assert flo.put(path, {"option": "more"}).status_code == 400
    for body, field in (
        ({"mode": "siloed"}, "mode"),
        ({"mode": "everyone"}, "back"),
        ({"mode": "everyone", "back": "forget"}, "back"),
        ({"back": "hide"}, "back"),
        ({"mode": TEAMS_ONLY, "back": "hide"}, "back"),
    ):
        for answer in (flo.put("/mail-mode", body), flo.post("/mail-mode/preview", body)):
            assert (answer.status_code, answer.json()["error"]["field"]) == (400, field), body
    assert cast.api("Ada").read("/account")["mail_mode"] == TEAMS_ONLY


# ── Back to Everyone ────────────────────────────────────────────────────────────────────────────────


@rule("A22")
def test_back_in_everyone_what_each_had_chosen_is_restored(cast: Cast) -> None:
    for who in ("Ada", "Ben"):
        cast.share(who, "Gas", MET)
    cast.shows("Ada", "subjects")
    cast.mode(TEAMS_ONLY)
    cast.shows("Ben", "bodies", "Gas")
    before = subjects(cast, "Dee")
    assert before
    told = cast.api("Flo").post("/mail-mode/preview", {"mode": "everyone", "back": "restore"}).json()
    rows = {(it["member"]["name"], it["privacy_before"], it["privacy_after"]) for it in told["at_once"]}
    assert rows == {("Ada", "hide", "subjects"), ("Ben", "bodies", "hide")}
    assert cast.api("Flo").put("/mail-mode", {"mode": "everyone", "back": "restore"}).status_code == 200
    assert cast.api("Ada").read("/privacy")["chosen"] == "subjects"
    ben = cast.api("Ben").read("/privacy")
    assert (ben["chosen"], ben["asked"]) == (None, False)
    assert "Secret meeting of Ada" in subjects(cast, "Dee")
    assert "Private words of Milo" not in subjects(cast, "Dee")


@rule("A22")
def test_or_all_are_hidden_and_each_is_asked_until_they_choose(cast: Cast) -> None:
    cast.share("Ada", "Gas", MET)
    cast.shows("Ada", "bodies")
    cast.mode(TEAMS_ONLY)
    assert not cast.api("Ada").read("/privacy")["asked"]
    assert cast.api("Flo").put("/mail-mode", {"mode": "everyone", "back": "hide"}).status_code == 200
    assert subjects(cast, "Dee") == set()
    for who in ("Ada", "Ben", "Flo"):
        own = cast.api(who).read("/privacy")
        assert (own["chosen"], own["asked"]) == (None, True)
    for option in ("hide", "subjects"):
        assert not cast.api("Ada").put("/privacy", {"option": option}).json()["asked"]
    assert cast.api("Ben").read("/privacy")["asked"]
    # Who came later never chose, and is not asked.
    pass_days(cast.accounts["Flo"], 1)
    with acting(cast.accounts["Flo"]):
        invited = invite(cast.member("Flo"), email="hal@hearth.example")
    cast._take_in("Hal", accept_invitation(invited.token, name="Hal", password="a harbour of their own"))
    assert not cast.api("Hal").read("/privacy")["asked"]
    # While Teams only holds there is nothing to choose; what was open then is open afterwards.
    cast.mode(TEAMS_ONLY)
    assert not cast.api("Ben").read("/privacy")["asked"]
    cast.mode("everyone", "restore")
    assert [cast.api(who).read("/privacy")["asked"] for who in ("Ada", "Ben")] == [False, True]


@rule("D23", "A20")
def test_who_comes_back_and_shares_nothing_hides_content_too(cast: Cast) -> None:
    cast.shows("Ada", "bodies")
    cast.api("Flo").put("/limits", {"audiences": [{"audience": "everyone", "floor": MET}]})
    flo, ada = cast.api("Flo"), cast.id("Ada")
    flo.post(f"/members/{ada}/deactivate", confirm=1)
    flo.post(f"/members/{ada}/reactivate")
    own = cast.api("Ada").read("/privacy")
    assert own["held"]
    assert {it["counts"] for it in own["audiences"]} == {"hide"}
    assert cast.api("Ada").post("/me/return", {"keep": False}).status_code == 204
    assert cast.api("Ada").read("/privacy")["chosen"] == "hide"


# ── One mail, several settings ──────────────────────────────────────────────────────────────────────


@rule("A23")
def test_a_mail_of_members_of_two_teams_appears_to_both_as_each_teams_settings_say(cast: Cast) -> None:
    """Liv writes to Ada, of Gas, with Cyd, of Power, in CC: Dee, of Gas, and Eve, of Power, both are shown it."""
    cast.leave("Ada", "Power")
    cast.join("Eve", "Power")
    for who in ("Ada", "Cyd"):
        cast.bring(who, [mail("Liv", "Ada", 2, cc=["Cyd"], subject="Both teams")], feed="shared")
    cast.share("Ada", "Gas", MET)
    cast.share("Cyd", "Power", MET)
    cast.mode(TEAMS_ONLY)
    cast.shows("Ada", "subjects", "Gas")
    found = {who: _of_liv(cast, who) for who in ("Dee", "Eve", "Flo")}
    assert {who: len(it) for who, it in found.items()} == {"Dee": 1, "Eve": 5, "Flo": 0}
    assert "Both teams" in subjects(cast, "Dee")
    # The same mail, by date and participants, to Power: its own setting hides the subject there.
    (one,) = found["Dee"]
    (other,) = [it for it in found["Eve"] if it["id"] == one["id"]]
    assert ("subject" in one, "subject" in other) == (True, False)
    cast.shows("Cyd", "bodies", "Power")
    assert "Both teams" in subjects(cast, "Eve")
    cast.shows("Ada", "hide", "Gas")
    assert ("Both teams" in subjects(cast, "Dee"), "Both teams" in subjects(cast, "Eve")) == (False, True)


@rule("A23", "A24")
def test_a_mail_that_a_colleague_sent_appears_to_the_team_of_who_stood_in_cc(cast: Cast) -> None:
    cast.leave("Ada", "Power")
    cast.join("Eve", "Power")
    for who in ("Ada", "Cyd"):
        cast.bring(who, [mail("Ada", "Liv", 2, cc=["Cyd"], subject="Sent to Liv")], feed="shared")
    cast.share("Cyd", "Power", MET)
    cast.shows("Cyd", "subjects")
    assert "Sent to Liv" in subjects(cast, "Eve")


def _of_liv(cast: Cast, who: str) -> list[Any]:
    answer = cast.api(who).get(f"/people/{cast.person('Liv')}/timeline")
    return answer.json()["items"] if answer.status_code == 200 else []


@rule("A24", "B01")
@pytest.mark.parametrize("mode", ["everyone", TEAMS_ONLY])
def test_the_most_revealing_setting_applies_and_is_named(cast: Cast, mode: str) -> None:
    """One mail in the books of Ada and Ben, both of Gas: whichever shows its subject, Dee is shown it."""
    uid = _answer_to_both(cast)
    for who in ("Ada", "Ben"):
        cast.share(who, "Gas", MET)
    if mode == TEAMS_ONLY:
        cast.mode(mode)
    team = "Gas" if mode == TEAMS_ONLY else ""
    for ada, ben, named in (
        ("hide", "hide", set()),
        ("subjects", "hide", {"Ada"}),
        ("hide", "bodies", {"Ben"}),
        ("subjects", "bodies", {"Ada", "Ben"}),
    ):
        cast.shows("Ada", ada, team)
        cast.shows("Ben", ben, team)
        assert (ANSWER in subjects(cast, "Dee")) == bool(named)
        whys = reasons(cast, "Dee", uid)
        assert {who for who in ("Ada", "Ben") if who in whys.get("subject", "")} == named, whys
        assert ("with Gas" in whys.get("subject", "")) == bool(named)
        # Of the mail itself both are named, whatever their privacy is.
        assert "Ada" in whys["touchpoint"]
        assert "Ben" in whys["touchpoint"]


@rule("A24", "B01", "D25", "B04")
def test_whose_setting_did_not_open_it_is_not_named(cast: Cast) -> None:
    """Ben holds the mail too, shows everything and shares with nobody: Dee hears of Ada alone."""
    uid = _answer_to_both(cast)
    cast.share("Ada", "Gas", MET)
    cast.shows("Ada", "subjects")
    asks = ("/touchpoints", f"/touchpoints/{uid}/why", "/privacy", f"/people/{cast.person('Ines')}/why")
    before = [cast.api("Dee").get(it).content for it in asks]
    cast.shows("Ben", "bodies")
    assert [cast.api("Dee").get(it).content for it in asks] == before
    assert "Ada" in reasons(cast, "Dee", uid)["subject"]
    assert "Ben" not in reasons(cast, "Dee", uid)["subject"]


def _answer_to_both(cast: Cast) -> str:
    """Ines answers to Ada with Ben in CC, and both have the mail; return its id."""
    for who in ("Ada", "Ben"):
        cast.bring(who, [mail("Ines", "Ada", 2, cc=["Ben"], subject=ANSWER)], feed="answers")
    items = cast.api("Ada").read("/touchpoints", limit=200)["items"]
    (found,) = [it["id"] for it in items if it.get("subject") == ANSWER]
    return str(found)


def reasons(cast: Cast, who: str, touchpoint: str) -> dict[str, str]:
    """Why somebody is shown a mail, and its subject: all sentences of each in one."""
    told = cast.api(who).read(f"/touchpoints/{touchpoint}/why")["why"]
    return {it["value"]: json.dumps(it) for it in told}


@rule("A25")
def test_in_teams_only_a_member_of_no_team_sees_nobodys_mail_and_nobody_sees_theirs(cast: Cast) -> None:
    for who in ("Ada", "Ben", "Cyd", "Dee", "Eve"):
        cast.share(who, "Everyone", BOTH)
        cast.shows(who, "bodies")
    cast.share("Ada", "Gas", BOTH)
    assert dates(cast, "Eve") > 20
    assert subjects(cast, "Ada") >= {"Private words of Olaf"}
    cast.mode(TEAMS_ONLY)
    for team, who in (("Gas", "Ada"), ("Gas", "Ben"), ("Power", "Cyd")):
        cast.shows(who, "bodies", team)
    assert (dates(cast, "Eve"), subjects(cast, "Eve")) == (0, set())
    assert "Private words of Olaf" not in subjects(cast, "Ada")
    eve = cast.api("Eve")
    assert "last_contact" not in json.dumps(eve.read("/people", words="Jon"))
    for who in ("Jon", "Kaya", "Milo"):
        told = json.dumps(eve.read(f"/people/{cast.person(who)}"))
        assert "last_contact" not in told
        assert "statistics" not in told
    # Of Eve's own, those in teams keep her relationships, and no date.
    olaf = cast.api("Ada").read(f"/people/{cast.person('Olaf')}")
    assert "relationship" in olaf["shows"]
    assert not {"highlights", "interactions", "subject", "body"} & set(olaf["shows"])
    assert not towards(cast, "Eve")["Everyone"]["has_effect"]
    # Highlights, where the account shares them, stay (A28).
    with acting(cast.accounts["Flo"]):
        AccountSharing.unchecked.update(highlights=True)
    assert "last_contact" in json.dumps(eve.read("/people", words="Jon"))
    assert (dates(cast, "Eve"), subjects(cast, "Eve")) == (0, set())


@rule("A26")
def test_a_member_of_two_teams_has_a_setting_in_each(cast: Cast) -> None:
    for team in ("Gas", "Power"):
        cast.share("Ada", team, MET)
    cast.mode(TEAMS_ONLY)
    for gas, power in (("hide", "bodies"), ("subjects", "hide"), ("bodies", "subjects"), ("hide", "hide")):
        cast.shows("Ada", gas, "Gas")
        cast.shows("Ada", power, "Power")
        assert (PRICE in subjects(cast, "Dee"), PRICE in subjects(cast, "Cyd")) == (
            gas != "hide",
            power != "hide",
        )
        found = towards(cast, "Ada")
        assert (found["Gas"]["counts"], found["Power"]["counts"]) == (gas, power)
        assert (dates(cast, "Dee"), dates(cast, "Cyd")) == (18, 18)


@rule("A20", "D26")
def test_hidden_content_leaves_participants_date_and_time(cast: Cast) -> None:
    cast.share("Ada", "Gas", MET)
    cast.bring("Ada", [meeting("Ada", ["Ines"], 1, title="Merger")], feed="more")
    (one, *_) = cast.api("Dee").read("/touchpoints", kind="meeting")["items"]
    assert one["at"]
    assert "subject" not in one
    assert "Ines" in json.dumps(one)
    assert "Merger" not in cast.api("Dee").get("/touchpoints").content.decode()


@rule("A19", "A21", "A22", "B02")
def test_a_preset_goes_to_its_mode_and_all_begin_at_hide(cast: Cast) -> None:
    flo, ada = cast.api("Flo"), cast.api("Ada")
    cast.share("Ada", "Gas", MET)
    ada.put("/privacy", {"option": "subjects"})
    assert PRICE in subjects(cast, "Dee")
    foreseen = flo.post("/limits/preview", {"preset": "siloed"}).json()
    assert foreseen["mode"] == TEAMS_ONLY
    (row,) = (one for one in foreseen["at_once"] if one["member"]["name"] == "Ada")
    assert (row["audience"]["name"], row["before"], row["after"]) == ("Gas", MET, MET)
    assert (row["privacy_before"], row["privacy_after"]) == ("subjects", "hide")
    assert PRICE in subjects(cast, "Dee"), "nothing is saved by looking"
    assert flo.put("/limits", {"preset": "siloed"}).json()["preset"] == "siloed"
    assert flo.read("/account")["mail_mode"] == TEAMS_ONLY
    assert subjects(cast, "Dee") == set()
    assert flo.post("/limits/preview", {"preset": "siloed"}).json()["mode"] is None
    assert flo.post("/limits/preview", {"preset": "opt-in"}).json()["mode"] == "everyone"
    assert flo.put("/limits", {"preset": "opt-in"}).json()["preset"] == "opt-in"
    assert ada.read("/privacy")["asked"], "it was hidden, and is theirs to choose again"
    assert (subjects(cast, "Dee"), ada.read("/privacy")["chosen"]) == (set(), None)
    ada.put("/privacy", {"option": "subjects"})
    assert PRICE in subjects(cast, "Dee")
