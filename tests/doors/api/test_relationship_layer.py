"""What each level shows of a contributor, through the API: the rules D02 to D26 from outside."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tactful.accounts.wall import acting
from tactful.sharing.models import ShareSetting
from tests.cast import Cast
from tests.cast.outside import mail
from tests.doors.api.asked import READS, ids

LEVELS = (
    "not sharing",
    "relationships",
    "relationships + contact info",
    "relationships + interactions",
    "relationships + both",
)
ROW = {"id", "name", "title", "company", "organisation", "mine", "strength", "knowers"}
CONTACT = {"values"}
DATES = {"statistics", "contributors"}


def _transcript(cast: Cast, who: str) -> str:
    """Everything that a member can read, whatever it is asked about."""
    api, named = cast.api(who), ids(cast)
    said = [_read(operation.ask(api, named)) for operation in READS]
    said += [api.get("/search", words=words).content.decode() for words in ("jon", "falk", "555002", "buyer")]
    return "\n".join(said)


def _read(answer: Any) -> str:
    """What came back as text; of what is no text, such as a file, whatever of it reads as such."""
    content = b"".join(answer) if answer.streaming else answer.content
    return bytes(content).decode(errors="backslashreplace")


@pytest.mark.rule("B04", "D09")
def test_touchpoints_that_are_shared_and_not_there_tell_nothing(cast: Cast) -> None:
    """Tess stands in Ada's address book alone: that Ada shares touchpoints too is no answer about Tess."""
    cast.share("Ada", "Gas", "relationships")
    told = cast.api("Ben").read(f"/people/{cast.person('Tess')}")
    cast.share("Ada", "Gas", "relationships + interactions")
    assert cast.api("Ben").read(f"/people/{cast.person('Tess')}") == told
    assert not DATES & set(told)
    # Ada herself is told that there are none.
    own = cast.api("Ada").read(f"/people/{cast.person('Tess')}")
    assert set(own) >= DATES


@pytest.mark.rule("D02")
def test_there_are_five_levels_and_an_extra_needs_relationships(cast: Cast) -> None:
    api = cast.api("Ada")
    gas = f"/teams/{cast.team('Gas').hex}/share"
    for level in LEVELS:
        answer = api.put(gas, {"level": level})
        assert (answer.status_code, answer.json()["counts"]) == (200, level)
    for relationships, extras, level in (
        (True, [], "relationships"),
        (True, ["interactions"], "relationships + interactions"),
        (True, ["contact info", "interactions"], "relationships + both"),
        (False, [], "not sharing"),
    ):
        answer = api.put(gas, {"relationships": relationships, "extras": extras})
        assert answer.json()["chosen"] == level
    before = api.put(gas, {"level": "relationships"}).content
    for body, field in (
        ({"relationships": False, "extras": ["interactions"]}, "extras"),
        ({"extras": ["contact info"]}, "extras"),
        ({"relationships": True, "extras": ["bodies"]}, "extras"),
        ({"level": "everything"}, "level"),
        ({"level": "relationships", "ends_at": "2001-01-01T00:00:00Z"}, "ends_at"),
        ({"level": "relationships", "ends_at": "2031-01-01T00:00:00"}, "ends_at"),
        ({"level": "relationships", "until": "2031-01-01"}, "until"),
        ({"level": "relationships", "relationships": True}, "body"),
        ({}, "body"),
    ):
        for answer in (api.put(gas, body), api.post(f"{gas}/preview", body)):
            assert answer.status_code == 400, body
            assert answer.json()["error"]["field"] == field, (body, answer.content)
    assert api.get(gas).content == before


@pytest.mark.rule("D03", "D12", "D25")
def test_not_sharing_reaches_nobody_on_any_route(cast: Cast) -> None:
    for who in ("Ben", "Dee", "Cyd", "Eve", "Flo"):
        said = _transcript(cast, who)
        for trace in ("Falk", "Buyer", "jon.falk", "555002"):
            assert trace not in said, (who, trace)


@pytest.mark.rule("D05", "D06", "D10")
def test_relationships_show_who_and_how_well_and_nothing_more(cast: Cast) -> None:
    cast.share("Ada", "Gas", "relationships")
    api = cast.api("Dee")
    rows = {row["name"]: row for row in api.read("/people")["items"]}
    assert set(rows) == {
        "Ines Duarte",
        "Jon Falk",
        "Kaya Ott",
        "Pia Rossi",
        "Tess Vance",
        "Quin Sato",
        "Rhea Thorne",
    }
    jon = rows["Jon Falk"]
    assert set(jon) == ROW
    assert [knower["member"]["name"] for knower in jon["knowers"]] == ["Ada"]
    assert (jon["title"], jon["company"]["name"], jon["mine"]) == ("Buyer", "Brightwater", False)
    seen = api.read(f"/people/{jon['id']}")
    assert set(seen) == ROW | {"shows", "names", "groups"}
    assert seen["shows"] == ["existence", "relationship"]
    company = api.read(f"/companies/{jon['company']['id']}")
    assert set(company) == {
        "id", "name", "domain", "people", "mine", "shows", "strength", "knowers", "groups",
    }  # fmt: skip
    for below in ("values", "timeline", "months"):
        assert api.get(f"/people/{jon['id']}/{below}").status_code == 404
    for below in ("timeline", "months"):
        assert api.get(f"/companies/{jon['company']['id']}/{below}").status_code == 404


@pytest.mark.rule("D07")
def test_contact_info_shows_what_this_contributor_has_and_nobody_elses(cast: Cast) -> None:
    cast.share("Ada", "Gas", "relationships + contact info")
    cast.share("Ben", "Gas", "relationships")
    api, path = cast.api("Dee"), f"/people/{cast.person('Ines')}"
    seen = api.read(path)
    assert {(value["kind"], value["value"]) for value in seen["values"]} == {
        ("email", "ines.duarte@brightwater.example"),
        ("phone", "+4420555001"),
    }
    # Ben has the address too; that he does stays his.
    assert {owner["name"] for value in seen["values"] for owner in value["owners"]} == {"Ada"}
    assert api.read(f"{path}/values") == {"values": seen["values"]}
    assert not set(seen) & DATES
    assert "+4420555901" not in _transcript(cast, "Dee")


@pytest.mark.rule("D08", "D09", "D10")
def test_interactions_show_when_and_how_often_and_no_content(cast: Cast) -> None:
    cast.share("Ada", "Gas", "relationships + interactions")
    api, jon, ines = cast.api("Dee"), f"/people/{cast.person('Jon')}", f"/people/{cast.person('Ines')}"
    seen = api.read(jon)
    assert (
        seen["statistics"]["inbound"],
        seen["statistics"]["outbound"],
        seen["statistics"]["meetings"],
    ) == (1, 1, 0)
    assert [one["member"]["name"] for one in seen["contributors"]] == ["Ada"]
    assert not set(seen) & CONTACT
    assert api.get(f"{jon}/values").status_code == 404
    timeline = api.read(f"{ines}/timeline")
    assert timeline["total"] == 10  # eight letters, one mail to several, one meeting
    assert {one["kind"] for one in timeline["items"]} == {"mail", "meeting"}
    assert api.read(f"{ines}/timeline", kind="meeting")["total"] == 1
    assert sum(month["outbound"] for month in api.read(f"{ines}/months")["months"]) == 5
    company = api.read(f"/companies/{cast.company('brightwater')}")
    assert (company["statistics"]["inbound"], company["statistics"]["meetings"]) == (5, 1)
    assert api.read(f"/companies/{company['id']}/timeline")["total"] == 12
    said = _transcript(cast, "Dee")
    for content in (
        "Price of the pipeline",
        "Private words of Ada",
        "Secret meeting of Ada",
        "Only among",
    ):
        assert content not in said, content
    # Of all that Dee reads, only her own mails have a subject.
    for item in [*timeline["items"], *api.read("/touchpoints", limit=200)["items"]]:
        assert ("subject" in item) == (item["contributors"][0]["name"] == "Dee"), item


@pytest.mark.rule("D01", "D04")
def test_a_teams_score_is_made_of_what_is_shared_with_that_team(cast: Cast) -> None:
    ines = f"/people/{cast.person('Ines')}"
    cast.share("Ada", "Gas", "relationships")
    cast.share("Ben", "Everyone", "relationships")
    groups = {group["audience"]["name"]: group for group in cast.api("Dee").read(ines)["groups"]}
    assert (groups["Gas"]["contributors"], groups["Everyone"]["contributors"]) == (1, 1)
    assert groups["Gas"]["strength"] != groups["Everyone"]["strength"]
    assert groups["Everyone"]["audience"]["id"] == "everyone"
    outside = {group["audience"]["name"] for group in cast.api("Eve").read(ines)["groups"]}
    assert outside == {"Everyone"}
    best = cast.api("Dee").read(f"/teams/{cast.team('Gas').hex}/people")["items"]
    assert best[0]["person"]["id"] == cast.person("Ines")
    assert all(one["group"]["contributors"] == 1 for one in best)


@pytest.mark.rule("D13", "D14", "D15")
def test_lowering_withdraws_at_once_on_every_route(cast: Cast) -> None:
    before = _transcript(cast, "Dee")
    gas, ada = f"/teams/{cast.team('Gas').hex}/share", cast.api("Ada")
    assert ada.put(gas, {"level": "relationships + both"}).status_code == 200
    assert "Falk" in _transcript(cast, "Dee")
    assert ada.put(gas, {"level": "not sharing"}).status_code == 200
    after = _transcript(cast, "Dee")
    assert "Falk" not in after
    assert _without_keys(after) == _without_keys(before)


@pytest.mark.rule("D16")
def test_leaving_a_team_ends_both_ways_and_coming_back_starts_anew(cast: Cast) -> None:
    cast.share("Ada", "Gas", "relationships")
    cast.share("Ben", "Gas", "relationships")
    jon, milo = f"/people/{cast.person('Jon')}", f"/people/{cast.person('Milo')}"
    ada, ben = cast.api("Ada"), cast.api("Ben")
    assert (ada.get(milo).status_code, ben.get(jon).status_code) == (200, 200)
    assert ben.delete(f"/teams/{cast.team('Gas').hex}/members/{cast.id('Ben')}").status_code == 204
    assert (ada.get(milo).status_code, ben.get(jon).status_code) == (404, 404)
    cast.join("Ben", "Gas")
    assert (ada.get(milo).status_code, ben.get(jon).status_code) == (404, 200)
    assert ben.read(f"/teams/{cast.team('Gas').hex}/share")["chosen"] is None


@pytest.mark.rule("D19")
def test_no_role_opens_a_network(cast: Cast) -> None:
    cast.share("Ada", "Gas", "relationships + both")
    assert [row["name"] for row in cast.api("Flo").read("/people")["items"]] == ["Ugo Wirth"]


@pytest.mark.rule("D20")
def test_a_company_is_there_through_its_people_and_a_card_alone_counts_nothing(cast: Cast) -> None:
    cast.share("Ada", "Gas", "relationships")
    api = cast.api("Dee")
    names = {row["name"]: row["people"] for row in api.read("/companies")["items"]}
    assert names == {"Brightwater": 2, "kestrel.example": 1, "Moss": 2, "tidalgrid.example": 1}
    tess = api.read(f"/people/{cast.person('Tess')}")
    assert tess["strength"] == {"score": 0, "band": "no interactions yet"}
    assert tess["company"] is None


@pytest.mark.rule("D21")
def test_an_address_never_stands_in_for_a_name(cast: Cast) -> None:
    nameless = mail("Ada", "Jon", 1)
    nameless = type(nameless)(
        keys=(b"\x01" * 10,),
        at=nameless.at,
        sender=nameless.sender,
        to=(nameless.to[0]._replace(address="desk@kestrel.example", name=""),),
        weight=1.0,
    )
    cast.bring("Ada", [nameless], feed="nameless")
    cast.share("Ada", "Gas", "relationships")
    rows = [row for row in cast.api("Dee").read("/people")["items"] if row["name"] is None]
    assert len(rows) == 1
    assert "desk@" not in _transcript(cast, "Dee")
    own = cast.api("Ben").read(f"/people/{cast.person('Ines')}")
    assert own["name"] == "Inês D."  # of his own two names for her, the least
    assert {said["name"] for said in own["names"]} == {"Ines Duarte", "Inês D."}


@pytest.mark.rule("D22")
def test_notes_and_birthdays_of_a_card_are_its_contributors_alone(cast: Cast) -> None:
    cast.share("Ada", "Gas", "relationships + both")
    path = f"/people/{cast.person('Ines')}"
    assert cast.api("Ada").read(path)["extras"] == [
        {"note": "Met at the harbour", "birthday": "1980-02-03", "categories": ""}
    ]
    assert "extras" not in cast.api("Ben").read(path)
    assert "harbour" not in _transcript(cast, "Dee")


@pytest.mark.rule("D26")
def test_a_touchpoint_names_colleagues_who_share_and_no_others(cast: Cast) -> None:
    def colleagues() -> list[Any]:
        items = cast.api("Dee").read(f"/people/{cast.person('Ines')}/timeline")["items"]
        one = next(each for each in items if len(each["participants"]) == 4)
        return [each["name"] for each in one["participants"] if each["colleague"]]

    cast.share("Ada", "Gas", "relationships + interactions")
    assert colleagues().count("Ada") == 1
    assert colleagues().count(None) == 2
    cast.share("Ben", "Gas", "relationships")
    assert sorted(map(str, colleagues())) == ["Ada", "Ben", "None"]
    cast.share("Eve", "Everyone", "relationships")
    assert sorted(map(str, colleagues())) == ["Ada", "Ben", "Eve"]


@pytest.mark.rule("A37")
def test_colleagues_are_no_relationships(cast: Cast) -> None:
    cast.share("Ada", "Gas", "relationships + both")
    for who in ("Ada", "Ben", "Dee"):
        names = {row["name"] for row in cast.api(who).read("/people", limit=200)["items"]}
        assert not names & {"Ada", "Ben", "Eve"}
        assert cast.api(who).read("/companies", words="hearth")["total"] == 0


@pytest.mark.rule("B06")
def test_a_share_that_has_ended_opens_nothing(cast: Cast) -> None:
    end = datetime.now(UTC) + timedelta(days=3)
    gas = f"/teams/{cast.team('Gas').hex}/share"
    answer = cast.api("Ada").put(gas, {"level": "relationships", "ends_at": end.isoformat()})
    assert answer.status_code == 200
    jon, dee = f"/people/{cast.person('Jon')}", cast.api("Dee")
    assert dee.get(jon).status_code == 200
    with acting(cast.accounts["Ada"]):
        ShareSetting.unchecked.filter(account_id=cast.accounts["Ada"]).update(
            ends_at=datetime.now(UTC) - timedelta(minutes=5)
        )
    assert dee.get(jon).status_code == 404
    mine = cast.api("Ada").read(gas)
    assert (mine["ended"], mine["counts"], mine["opens"]) == (True, "not sharing", [])


def _without_keys(transcript: str) -> str:
    """A transcript without the list of keys, which grows with each key that the test makes."""
    return "\n".join(line for line in transcript.splitlines() if '"ceiling"' not in line)
