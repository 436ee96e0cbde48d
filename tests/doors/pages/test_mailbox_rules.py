"""Mailbox rules through page and API: an address's takes along for everybody what it brought (B05)."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from tests.cast.outside import mail
from tests.doors.pages.reading import words

pytestmark = pytest.mark.rule("B05")


@pytest.mark.rule("D14")
@pytest.mark.parametrize("door", ["api", "page"])
def test_who_is_never_read_is_gone_for_everybody_at_once(cast: Cast, door: str) -> None:
    cast.share("Ada", "Everyone", "relationships + both")
    jon = cast.person("Jon")
    address = "jon.falk@brightwater.example"
    assert address in str(cast.api("Ada").read(f"/people/{jon}"))
    assert cast.api("Ben").get(f"/people/{jon}").status_code == 200
    body = {"kind": "address", "what": address}
    if door == "api":
        assert cast.api("Ada").post("/mailbox-rules", body).status_code == 201
    else:
        assert cast.page("Ada").post("/sources/never-read/", body).status_code == 303
    assert address not in str(cast.api("Ada").read("/touchpoints", limit=200))
    assert all(
        "Jon Falk" not in str(cast.api("Ada").read(path, limit=200)) for path in ("/people", "/touchpoints")
    )
    assert cast.api("Ada").get(f"/people/{jon}").status_code == 404
    (rule,) = cast.api("Ada").read("/mailbox-rules")["items"]
    assert (rule["kind"], rule["what"]) == ("address", address)
    assert address.encode() in cast.page("Ada").get("/sources/never-read/").content
    for who in ("Ben", "Flo"):
        assert cast.api(who).read("/mailbox-rules")["items"] == []
        assert address.encode() not in cast.page(who).get("/sources/never-read/").content
        assert cast.page(who).post(f"/sources/never-read/{rule['id']}/").status_code == 404
    assert cast.page("Ada").post(f"/sources/never-read/{rule['id']}/").status_code == 303
    assert cast.api("Ada").get(f"/people/{jon}").status_code == 404


def test_who_merely_stands_on_a_mail_is_known_no_longer(cast: Cast) -> None:
    """Vera wrote to Ada once, in a mail that Olaf stood on too; on Rhea's she only stands beside her."""
    mails = [mail("Rhea", "Ada", 3, cc=("Vera",)), mail("Vera", "Ada", 2, cc=("Olaf",))]
    cast.bring("Ada", mails, feed="mails")
    vera = cast.person("Vera")
    assert cast.api("Ada").get(f"/people/{vera}").status_code == 200
    body = {"kind": "address", "what": "olaf@tidalgrid.example"}
    assert cast.api("Ada").post("/mailbox-rules/preview", body).json()["erases"]["people"] == 1
    assert cast.api("Ada").post("/mailbox-rules", body).status_code == 201
    assert cast.api("Ada").get(f"/people/{vera}").status_code == 404
    # It is as if the rule had been there first.
    before = cast.api("Ada").read("/people", limit=200)
    cast.bring("Ada", mails[:1], feed="again")
    assert cast.api("Ada").read("/people", limit=200) == before


def test_what_cannot_be_a_rule_is_said(cast: Cast) -> None:
    answer = cast.page("Ada").post("/sources/never-read/", {"kind": "address", "what": "no-address"})
    assert answer.status_code == 400
    assert b"is no e-mail address" in answer.content
    assert b'value="no-address"' in answer.content
    assert cast.api("Ada").post("/mailbox-rules", {"kind": "domain", "what": "x"}).status_code == 400


def held(cast: Cast, who: str) -> tuple[set[object], set[object], set[object]]:
    """Return the people of Ada's whom somebody sees, their values out of her book, and her touchpoints."""
    api, ada = cast.api(who), cast.id("Ada")
    people: set[object] = {row["id"] for row in api.read("/people", known_by=ada, limit=200)["items"]}
    values: set[object] = {
        (one, value["kind"], value["value"])
        for one in people
        for value in api.read(f"/people/{one}").get("values", ())
        if ada in {owner["id"] for owner in value["owners"]}
    }
    touchpoints: set[object] = {
        item["id"]
        for item in api.read("/touchpoints", limit=200)["items"]
        if ada in {one["id"] for one in item["contributors"]}
    }
    return people, values, touchpoints


@pytest.mark.rule("B02")
@pytest.mark.parametrize(
    ("kind", "what"),
    [
        ("address", "jon.falk@brightwater.example"),
        ("domain", "brightwater.example"),
        ("folder", "Private"),
        ("address", "nobody@nowhere.example"),
    ],
)
def test_a_preview_says_exactly_what_making_the_rule_does_and_does_nothing(
    cast: Cast, kind: str, what: str
) -> None:
    cast.share("Ada", "Gas", "relationships + both")
    ada, body = cast.api("Ada"), {"kind": kind, "what": what}
    before = {who: held(cast, who) for who in ("Ada", "Ben", "Cyd")}
    told = ada.post("/mailbox-rules/preview", body).json()
    assert {who: held(cast, who) for who in before} == before
    assert ada.read("/mailbox-rules")["items"] == []
    assert ada.post("/mailbox-rules", body).status_code == 201
    after = {who: held(cast, who) for who in before}
    seen = {member["name"]: one["no_longer"] for one in told["effects"] for member in one["members"]}
    seen["Ada"] = told["erases"]
    assert "Cyd" not in seen
    for who in before:
        lost = [len(old - new) for old, new in zip(before[who], after[who], strict=True)]
        said = seen.get(who, {})
        assert lost == [said.get(name, 0) for name in ("people", "contact_values", "touchpoints")], who
    if what == "brightwater.example":
        assert "Jon Falk" in told["erases"]["examples"]
        assert told["erases"]["people"] > 1


def test_the_page_says_what_a_rule_would_do_before_it_is_made(cast: Cast) -> None:
    cast.share("Ada", "Gas", "relationships + both")
    client, body = cast.page("Ada"), {"kind": "domain", "what": "brightwater.example"}
    said = words(client.post("/sources/never-read/", body | {"do": "preview"}))
    assert "It erases" in said
    assert "Jon Falk" in said
    assert "Ben and Dee will no longer see" in said
    assert cast.api("Ada").read("/mailbox-rules")["items"] == []
    folder = client.post("/sources/never-read/", {"kind": "folder", "what": "Private", "do": "preview"})
    assert "Nothing that was read before is erased." in words(folder)
    assert client.post("/sources/never-read/", body | {"do": "save"}).status_code == 303
    (rule,) = cast.api("Ada").read("/mailbox-rules")["items"]
    assert "brightwater.example: never read from then on" in words(client.get("/sharing/"))
    client.post(f"/sources/never-read/{rule['id']}/")
    assert "A domain: read again from then on" in words(client.get("/sharing/"))
    assert "read again" not in words(cast.page("Ben").get("/sharing/"))


def test_a_rule_of_one_source_leaves_the_others(cast: Cast) -> None:
    ada, client = cast.api("Ada"), cast.page("Ada")
    sources = {one["name"]: one["id"] for one in ada.read("/sources")["items"]}
    address = "jon.falk@brightwater.example"
    rule = {"kind": "address", "what": address, "source": sources["ada.mbox"]}
    told = ada.post("/mailbox-rules/preview", rule).json()["erases"]
    assert told["touchpoints"] == 2
    assert told["people"] == told["contact_values"] == 0
    made = ada.post("/mailbox-rules", rule)
    assert (made.status_code, made.json()["source"]) == (201, sources["ada.mbox"])
    assert "Jon Falk" in str(ada.read("/people", limit=200))
    assert "E-mail address in ada.mbox, never read since" in words(client.get("/sources/never-read/"))
    theirs = cast.api("Ben").read("/sources")["items"][0]["id"]
    for none in (theirs, "0" * 32, "zz"):
        assert ada.post("/mailbox-rules", rule | {"source": none}).status_code == 404
        assert client.post("/sources/never-read/", rule | {"source": none}).status_code == 404
    assert client.post("/sources/never-read/", rule | {"source": sources["ada.vcf"]}).status_code == 303
    assert "Jon Falk" not in str(ada.read("/people", limit=200))


def test_a_source_counts_what_is_left_of_it(cast: Cast) -> None:
    ada, rule = cast.api("Ada"), {"kind": "address", "what": "jon.falk@brightwater.example"}
    before = {one["name"]: one for one in ada.read("/sources")["items"]}
    erased = ada.post("/mailbox-rules/preview", rule).json()["erases"]["touchpoints"]
    assert ada.post("/mailbox-rules", rule).status_code == 201
    after = {one["name"]: one for one in ada.read("/sources")["items"]}
    assert (before["ada.vcf"]["cards"], after["ada.vcf"]["cards"]) == (3, 2)
    assert after["ada.mbox"]["mails"] == before["ada.mbox"]["mails"] - erased
