"""What is kept private, and whom an account protects, from outside: each of the cast, by page and API (B05)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tactful.accounts.wall import acting
from tactful.records.models import Tie
from tactful.sharing.models import Event, MailPrivacy, Withholding
from tactful.visibility.history import my_history
from tests.cast import Cast, cast
from tests.cast.outside import OUTSIDERS, card, mail
from tests.doors.pages.reading import page

__all__ = ["cast"]

pytestmark = pytest.mark.rule("B05")

ALL = ("Ada", "Ben", "Cyd", "Dee", "Eve", "Flo", "Gus")
COLLEAGUES = ("Ben", "Cyd", "Dee", "Eve", "Flo")
BOTH = "relationships + both"
LISTS = ("/people", "/companies", "/touchpoints")


def keep(cast: Cast, who: str, kind: str, what: str, audience: str | None = None) -> str:
    """Let a member keep something private; return the exception's id."""
    answer = cast.api(who).post("/exceptions", {"kind": kind, "what": what, "audience": audience})
    assert answer.status_code == 201, answer.content
    return str(answer.json()["id"])


def take_back(cast: Cast, who: str, exception: str) -> None:
    assert cast.api(who).delete(f"/exceptions/{exception}").status_code == 204


def everything(cast: Cast, who: str) -> Mapping[str, Any]:
    """Return what somebody is told of those outside and of their companies, by every door that tells of them."""
    api, browser = cast.api(who), cast.page(who)
    found: dict[str, Any] = {path: api.read(path, limit=200) for path in LISTS}
    for one in ("Ines", "Jon", "Kaya", "Milo", "Olaf"):
        uid = cast.person(one)
        for below in ("", "/timeline", "/months", "/introducers"):
            answer = api.get(f"/people/{uid}{below}")
            found[f"{one}{below}"] = (answer.status_code, json.loads(answer.content))
        found[f"search {one}"] = api.read("/search", words=one)
        found[f"page {one}"] = browser.get(f"/people/{uid}/").status_code
    for company in ("brightwater", "kestrel"):
        uid = cast.company(company)
        for below in ("", "/people", "/timeline", "/months"):
            answer = api.get(f"/companies/{uid}{below}")
            found[f"{company}{below}"] = (answer.status_code, json.loads(answer.content))
        found[f"page {company}"] = browser.get(f"/companies/{uid}/").status_code
    for team in api.read("/teams")["items"]:
        answer = api.get(f"/teams/{team['id']}/people")
        found[f"team {team['name']}"] = (answer.status_code, json.loads(answer.content))
    found["home"] = page(browser, "/")
    found["people"] = page(browser, "/people/")
    found["activity"] = page(browser, "/activity/")
    return found


def names(cast: Cast, who: str) -> set[str]:
    return {one["name"] for one in cast.api(who).read("/people", limit=200)["items"]}


def totals(cast: Cast, who: str) -> dict[str, int]:
    api = cast.api(who)
    return {path: api.read(path)["total"] for path in LISTS}


def test_a_person_kept_private_is_gone_for_everybody_and_comes_back(cast: Cast) -> None:
    for audience in ("Everyone", "Gas", "Power"):
        cast.share("Ada", audience, BOTH)
    before = {who: everything(cast, who) for who in ALL}
    assert all("Jon Falk" in names(cast, who) for who in COLLEAGUES)
    kept = keep(cast, "Ada", "person", cast.person("Jon"))
    for who in COLLEAGUES:
        after = everything(cast, who)
        assert "Jon Falk" not in json.dumps(after), who
        assert "jon.falk@" not in json.dumps(after), who
        assert (after["Jon"][0], after["page Jon"]) == (404, 404)
        for path, less in (("/people", 1), ("/touchpoints", 2), ("/companies", 0)):
            assert after[path]["total"] == before[who][path]["total"] - less, (who, path)
        # Whom they know at the same company stays, and the company's sums are made of what is left.
        assert after["brightwater/people"][1]["total"] == before[who]["brightwater/people"][1]["total"] - 1
        assert (
            after["brightwater/timeline"][1]["total"] == before[who]["brightwater/timeline"][1]["total"] - 2
        )
        assert after["Ines/timeline"] == before[who]["Ines/timeline"]
    for who in ("Ada", "Gus"):
        assert everything(cast, who) == before[who], who
    take_back(cast, "Ada", kept)
    for who in ALL:
        assert everything(cast, who) == before[who], who


def test_an_exception_for_one_audience_binds_its_members_whatever_else_opens_it(cast: Cast) -> None:
    for audience in ("Everyone", "Gas", "Power"):
        cast.share("Ada", audience, BOTH)
    kept = keep(cast, "Ada", "person", cast.person("Jon"), cast.team("Gas").hex)
    assert {who: "Jon Falk" in names(cast, who) for who in COLLEAGUES} == {
        "Ben": False, "Cyd": True, "Dee": False, "Eve": True, "Flo": True,
    }  # fmt: skip
    # Whoever joins the audience is bound from then on, whoever leaves it no longer is.
    cast.join("Eve", "Gas")
    cast.leave("Dee", "Gas")
    assert "Jon Falk" not in names(cast, "Eve")
    assert "Jon Falk" in names(cast, "Dee")
    take_back(cast, "Ada", kept)
    keep(cast, "Ada", "person", cast.person("Jon"), "everyone")
    assert not any("Jon Falk" in names(cast, who) for who in COLLEAGUES)
    assert "Jon Falk" in names(cast, "Ada")


def test_only_the_contributors_own_is_withheld(cast: Cast) -> None:
    for who in ("Ada", "Ben"):
        cast.share(who, "Gas", BOTH)
    ines = f"/people/{cast.person('Ines')}"
    both = cast.api("Dee").read(ines)
    assert [one["member"]["name"] for one in both["knowers"]] == ["Ada", "Ben"]
    keep(cast, "Ada", "person", cast.person("Ines"))
    left = cast.api("Dee").read(ines)
    assert [one["member"]["name"] for one in left["knowers"]] == ["Ben"]
    assert "ines.duarte@brightwater.example" in json.dumps(left)
    assert "+4420555001" not in json.dumps(left)
    timeline = cast.api("Dee").read(f"{ines}/timeline")["items"]
    assert {one["name"] for item in timeline for one in item["contributors"]} == {"Ben"}
    # The team's score counts whose tie is left: what it is when she shares nothing at all.
    alone = _of_team(cast, "Dee", "Ines")
    cast.share("Ada", "Gas", "not sharing")
    assert _of_team(cast, "Dee", "Ines") == alone
    assert cast.api("Ada").read(ines)["knowers"][0]["member"]["name"] == "Ada"


def _of_team(cast: Cast, who: str, outsider: str) -> Any:
    items = cast.api(who).read(f"/teams/{cast.team('Gas').hex}/people")["items"]
    (found,) = (one["group"] for one in items if one["person"]["id"] == cast.person(outsider))
    return found


def test_a_mail_that_names_whom_one_keeps_private_is_withheld_whole(cast: Cast) -> None:
    cast.share("Ada", "Everyone", BOTH)
    cast.bring("Ada", [mail("Ada", ["Ines", "Jon"], 1), mail("Ada", "Kaya", 1, cc=["Jon"])])
    before = {who: everything(cast, who) for who in ("Eve", "Flo")}
    keep(cast, "Ada", "person", cast.person("Jon"))
    for who, then in before.items():
        now = everything(cast, who)
        for one in ("Ines", "Kaya"):
            assert now[f"{one}/timeline"][1]["total"] == then[f"{one}/timeline"][1]["total"] - 1
            assert sum(_counts(now[f"{one}/months"])) == sum(_counts(then[f"{one}/months"])) - 1
            # Their tie and its score stay: what is withheld is the mail.
            assert now[one][1]["strength"] == then[one][1]["strength"]
        assert now["/touchpoints"]["total"] == then["/touchpoints"]["total"] - 4
        assert "Jon Falk" not in json.dumps(now)


def _counts(answer: tuple[int, Any]) -> list[int]:
    return [one[key] for one in answer[1]["months"] for key in ("inbound", "outbound", "meetings")]


def test_a_company_kept_private_takes_its_people_with_it(cast: Cast) -> None:
    cast.share("Ada", "Everyone", BOTH)
    brightwater = cast.company("brightwater")
    before = everything(cast, "Eve")
    for kind, what in (("company", brightwater), ("domain", "https-no"), ("domain", "brightwater.example")):
        if what == "https-no":
            assert cast.api("Ada").post("/exceptions", {"kind": kind, "what": what}).status_code == 400
            continue
        kept = keep(cast, "Ada", kind, what)
        now = everything(cast, "Eve")
        assert not {"Ines Duarte", "Jon Falk"} & names(cast, "Eve")
        assert (now["brightwater"][0], now["page brightwater"]) == (404, 404)
        assert not [key for key, told in now.items() if "rightwater" in json.dumps(told)]
        # Ben knows Ines himself.
        assert "Inês D." in names(cast, "Ben")
        assert "Jon Falk" not in names(cast, "Ben")
        take_back(cast, "Ada", kept)
        assert everything(cast, "Eve") == before


def test_whom_one_does_not_know_yet_is_withheld_from_the_first_import_on(cast: Cast) -> None:
    cast.share("Ada", "Everyone", BOTH)
    keep(cast, "Ada", "address", "Vera@Slate.example")
    keep(cast, "Ada", "domain", "moss.example")
    cast.bring("Ada", [mail("Ada", "Vera", 1), mail("Ada", "Quin", 1)])
    assert {"Vera Young", "Quin Sato"} <= names(cast, "Ada")
    for who in COLLEAGUES:
        assert not {"Vera Young", "Quin Sato"} & names(cast, who) - ({"Quin Sato"} if who == "Dee" else set())


def _subjects(cast: Cast, who: str) -> set[str]:
    items = cast.api(who).read("/touchpoints", limit=200)["items"]
    return {one["subject"] for one in items if "subject" in one}


def test_a_private_thread_hides_its_subject_in_every_book(cast: Cast) -> None:
    for who in ("Ada", "Ben"):
        cast.share(who, "Everyone", BOTH)
        with cast.standing(who) as standing:
            assert standing.own_book is not None
            MailPrivacy.unchecked.create(
                account_id=cast.accounts[who], book_id=standing.own_book, option="subjects"
            )
    price = "Price of the pipeline"
    cast.bring("Ben", [mail("Ada", ["Ines"], 3, cc=["Ben", "Eve"], subject=price)])
    mails = cast.api("Ada").read("/touchpoints", limit=200)["items"]
    (thread,) = (one["id"] for one in mails if one.get("subject") == price)
    told = {who for who in ALL if price in _subjects(cast, who)}
    assert {"Ada", "Cyd", "Dee", "Eve", "Flo"} <= told
    before = {who: totals(cast, who) for who in ALL}
    preview = cast.api("Ada").post("/exceptions/preview", {"kind": "touchpoint", "what": thread}).json()
    assert [
        ([one["name"] for one in effect["members"]], effect["no_longer"]["touchpoints"])
        for effect in preview["effects"]
    ] == [(["Ben", "Cyd", "Dee", "Eve", "Flo"], 0)]
    assert preview["effects"][0]["no_longer"]["subjects"] == 1
    kept = keep(cast, "Ada", "touchpoint", thread)
    # Ben was in CC: his own mailbox has it, and shows it to him alone.
    assert {who for who in ALL if price in _subjects(cast, who)} == {"Ada", "Ben"}
    assert {who: totals(cast, who) for who in ALL} == before
    # A mail that one's own sources do not hold is another's to keep private.
    assert cast.api("Dee").post("/exceptions", {"kind": "touchpoint", "what": thread}).status_code == 404
    take_back(cast, "Ada", kept)
    assert {who for who in ALL if price in _subjects(cast, who)} == told


@pytest.mark.rule("B02")
@pytest.mark.parametrize("audience", [None, "Gas", "everyone"])
@pytest.mark.parametrize(("kind", "who"), [("person", "Jon"), ("person", "Ines"), ("company", "kestrel")])
def test_the_preview_is_what_then_happens(cast: Cast, kind: str, who: str, audience: str | None) -> None:
    cast.share("Ada", "Everyone", "relationships")
    cast.share("Ada", "Gas", BOTH)
    cast.bring("Ada", [mail("Ada", ["Ines", "Jon"], 1)])
    what = cast.person(who) if kind == "person" else cast.company(who)
    sent = {"kind": kind, "what": what, "audience": cast.team("Gas").hex if audience == "Gas" else audience}
    before = {one: _of_ada(cast, one) for one in COLLEAGUES}
    preview = cast.api("Ada").post("/exceptions/preview", sent).json()
    assert {one: _of_ada(cast, one) for one in COLLEAGUES} == before, "nothing is saved"
    kept = cast.api("Ada").post("/exceptions", sent).json()["id"]
    after = {one: _of_ada(cast, one) for one in COLLEAGUES}
    said = {
        member["name"]: (effect["no_longer"]["people"], effect["no_longer"]["touchpoints"])
        for effect in preview["effects"]
        for member in effect["members"]
    }
    lost = {
        one: (len(before[one][0] - after[one][0]), len(before[one][1] - after[one][1])) for one in COLLEAGUES
    }
    assert said == {one: gone for one, gone in lost.items() if any(gone)}
    assert preview["unaffected"] == len(COLLEAGUES) - len(said)
    undo = cast.api("Ada").post(f"/exceptions/{kept}/preview").json()
    assert [one["newly"] for one in undo["effects"]] == [one["no_longer"] for one in preview["effects"]]


def _of_ada(cast: Cast, who: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the people and touchpoints that somebody sees through Ada."""
    api = cast.api(who)
    people = frozenset(
        one["id"]
        for one in api.read("/people", limit=200)["items"]
        if any(knower["name"] == "Ada" for knower in _knowers(api, one["id"]))
    )
    touchpoints = frozenset(
        one["id"]
        for one in api.read("/touchpoints", limit=200)["items"]
        if any(member["name"] == "Ada" for member in one["contributors"])
    )
    return people, touchpoints


def _knowers(api: Any, person: str) -> list[Any]:
    return [one["member"] for one in api.read(f"/people/{person}")["knowers"]]


def test_what_is_kept_private_is_told_to_its_contributor_alone(cast: Cast) -> None:
    cast.share("Ada", "Everyone", BOTH)
    keep(cast, "Ada", "person", cast.person("Jon"))
    keep(cast, "Ada", "domain", "kestrel.example", cast.team("Gas").hex)
    mine = cast.api("Ada").read("/exceptions")["items"]
    assert [(one["kind"], one["name"], (one["audience"] or {}).get("name")) for one in mine] == [
        ("person", "Jon Falk", None),
        ("company", "kestrel.example", "Gas"),
    ]
    for who in ("Ben", "Flo", "Gus"):
        assert cast.api(who).read("/exceptions") == {"items": [], "protected": []}
        assert cast.api(who).delete(f"/exceptions/{mine[0]['id']}").status_code == 404
    assert cast.api("Flo").delete(f"/protected/{mine[0]['id']}").status_code == 404


def test_the_same_is_kept_private_once(cast: Cast) -> None:
    first = keep(cast, "Ada", "person", cast.person("Jon"))
    assert keep(cast, "Ada", "address", "JON.FALK@brightwater.example") == first
    team = keep(cast, "Ada", "person", cast.person("Jon"), cast.team("Gas").hex)
    assert keep(cast, "Ada", "person", cast.person("Jon"), cast.team("Gas").hex) == team != first
    account = cast.accounts["Ada"]
    with acting(account):
        rows = Withholding.unchecked.filter(account_id=account)
        assert rows.count() == 2
        one = rows.get(team=None)
        one.pk, one.uid = None, cast.team("Gas")
        with pytest.raises(IntegrityError), transaction.atomic():
            one.save(force_insert=True)
        deeds = Event.unchecked.filter(account_id=account, deed__startswith="exception")
        assert [event.deed for event in deeds] == ["exception made"] * 2
    take_back(cast, "Ada", first)
    assert cast.api("Ada").delete(f"/exceptions/{first}").status_code == 404
    with acting(account):
        events = list(Event.unchecked.filter(account_id=account, deed__startswith="exception").order_by("id"))
    assert [event.deed for event in events] == ["exception made", "exception made", "exception taken back"]
    assert all(event.actor_id == cast.places["Ada"] for event in events)
    said = json.dumps([event.detail for event in events]).lower()
    assert not any(word in said for one in OUTSIDERS.values() for word in one.name.lower().split())
    assert "example" not in said


@pytest.mark.parametrize(
    ("kind", "what", "says"),
    [
        ("domain", "gmail.com", "name each address instead"),
        ("domain", "somebody@gmail.com", "name each address instead"),
        ("domain", "hearth.example", "your own company"),
        ("address", "ben@hearth.example", "a colleague"),
        ("address", "not an address", 'like "ada@example.com"'),
    ],
)
def test_what_cannot_be_withheld_is_refused_with_the_way_out(
    cast: Cast, kind: str, what: str, says: str
) -> None:
    for who, path in (("Ada", "/exceptions"), ("Flo", "/protected")):
        for below in ("", "/preview"):
            answer = cast.api(who).post(path + below, {"kind": kind, "what": what})
            assert (answer.status_code, answer.json()["error"]["field"]) == (400, "what")
            assert says in answer.json()["error"]["message"]


def test_what_one_does_not_know_answers_as_what_is_not_there(cast: Cast) -> None:
    cast.share("Eve", "Everyone", BOTH)
    answers = [
        cast.api("Ada").post("/exceptions", {"kind": "person", "what": what, "audience": audience})
        for what, audience in (
            (cast.person("Olaf"), None),  # shared with her, and not hers
            (cast.person("Ugo"), None),
            ("0" * 32, None),
            (cast.person("Vera", "Gus"), None),
        )
    ]
    assert {(one.status_code, one.content) for one in answers} == {(404, answers[0].content)}
    mine = {"kind": "person", "what": cast.person("Jon")}
    for team in (cast.team("Power").hex, "0" * 32):
        assert cast.api("Ben").post("/exceptions", {**mine, "audience": team}).status_code == 404


@pytest.mark.rule("D19")
@pytest.mark.parametrize(
    ("kind", "what"), [("domain", "brightwater.example"), ("address", "ines.duarte@brightwater.example")]
)
def test_a_protected_recipient_is_hidden_in_every_book_and_seen_in_ones_own(
    cast: Cast, kind: str, what: str
) -> None:
    for who in ("Ada", "Ben"):
        cast.share(who, "Everyone", BOTH)
    before = {who: everything(cast, who) for who in ALL}
    made = cast.api("Flo").post("/protected", {"kind": kind, "what": what})
    assert cast.api("Flo").post("/protected", {"kind": kind, "what": what}).json() == made.json()
    ines = f"/people/{cast.person('Ines')}"
    for who in ("Cyd", "Dee", "Eve", "Flo"):
        now = everything(cast, who)
        assert "Ines Duarte" not in json.dumps(now)
        assert (now["Ines"][0], now["page Ines"]) == (404, 404)
        assert ("Jon Falk" in names(cast, who)) == (kind == "address")
    # Each contributor sees their own and nothing of the other's.
    for who in ("Ada", "Ben"):
        knowers = [one["member"]["name"] for one in cast.api(who).read(ines)["knowers"]]
        assert knowers == [who]
    assert everything(cast, "Gus") == before["Gus"]
    assert cast.api("Flo").delete(f"/protected/{made.json()['id']}").status_code == 204
    for who in ALL:
        assert everything(cast, who) == before[who], who


@pytest.mark.rule("D19", "B12")
def test_protecting_tells_nothing_of_who_knows_the_recipient(cast: Cast) -> None:
    flo = cast.api("Flo")
    asked = ("olaf@tidalgrid.example", "nobody@tidalgrid.example", "una@unheard.example")
    previews = [flo.post("/protected/preview", {"kind": "address", "what": what}) for what in asked]
    assert {(one.status_code, one.content) for one in previews} == {(200, previews[0].content)}
    made = [flo.post("/protected", {"kind": "address", "what": what}) for what in asked]
    assert [(one.status_code, one.json()["name"], sorted(one.json())) for one in made] == [
        (201, what, ["id", "kind", "name", "set_at"]) for what in asked
    ]
    # Whom she sees she is told of: it is hers to see.
    cast.share("Ada", "Everyone", "relationships")
    told = flo.post("/protected/preview", {"kind": "domain", "what": "brightwater.example"}).json()
    assert (told["people"], told["examples"]) == (2, ["Ines Duarte", "Jon Falk"])
    with acting(cast.accounts["Flo"]):
        events = Event.unchecked.filter(account_id=cast.accounts["Flo"], deed="recipient protected")
        assert [(event.actor_id, "example" in json.dumps(event.detail)) for event in events] == [
            (cast.places["Flo"], False)
        ] * 3


def test_the_history_tells_of_each_exception_what_it_was_about_and_whom_it_bound(cast: Cast) -> None:
    cast.share("Ada", "Gas", BOTH)
    made = [
        keep(cast, "Ada", "person", cast.person("Jon")),
        keep(cast, "Ada", "company", cast.company("brightwater"), cast.team("Gas").hex),
        keep(cast, "Ada", "company", cast.company("kestrel"), "everyone"),
    ]
    take_back(cast, "Ada", made[0])
    with cast.standing("Ada") as standing:
        told = [(one.deed, one.audience, one.kind, one.name) for one in my_history(standing)]
    assert told[:4] == [
        ("exception taken back", None, "person", "Jon Falk"),
        ("exception made", "Everyone", "company", "kestrel.example"),
        ("exception made", "Gas", "company", "brightwater.example"),
        ("exception made", None, "person", "Jon Falk"),
    ]
    assert told[4][:2] == ("share set", "Gas")
    with acting(cast.accounts["Ada"]):
        Tie.unchecked.filter(
            account_id=cast.accounts["Ada"], person__company__domain="kestrel.example"
        ).delete()
    with cast.standing("Ada") as standing:
        assert my_history(standing)[1].name == ""
    for who in COLLEAGUES:
        with cast.standing(who) as standing:
            assert my_history(standing) == ()


def test_whom_one_kept_private_before_knowing_them_is_named_in_the_history(cast: Cast) -> None:
    keep(cast, "Ada", "address", OUTSIDERS["Quin"].address)
    with cast.standing("Ada") as standing:
        assert my_history(standing)[0].name == ""
    cast.bring("Ada", [card("Quin")])
    with cast.standing("Ada") as standing:
        assert my_history(standing)[0].name == OUTSIDERS["Quin"].name
    assert f"{OUTSIDERS['Quin'].name}: kept private" in page(cast.page("Ada"), "/sharing/")


@pytest.mark.rule("D22", "D25")
def test_each_contributor_is_told_whom_of_theirs_the_account_protects(cast: Cast) -> None:
    """Of Ada's and Ben's own each; whoever knows nobody of them hears of nobody, an administrator included."""
    made = cast.api("Flo").post("/protected", {"kind": "domain", "what": "brightwater.example"})
    assert made.status_code == 201
    told = {
        who: {one["name"] for one in cast.api(who).read("/exceptions")["protected"]}
        for who in ("Ada", "Ben", "Cyd", "Dee", "Eve", "Flo", "Gus")
    }
    assert {who for who, of in told.items() if of} == {"Ada", "Ben"}
    assert "Jon Falk" in told["Ada"]
    for who, of in told.items():
        said = page(cast.page(who), "/sharing/exceptions/")
        assert ("Protected by your company" in said) == bool(of)
        assert all(name in said for name in of)
    assert cast.api("Flo").delete(f"/protected/{made.json()['id']}").status_code == 204
    assert cast.api("Ada").read("/exceptions")["protected"] == []
