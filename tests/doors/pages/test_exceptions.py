"""Exceptions and protected recipients by the pages: they win over every share, and end without a trace."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import Cast

pytestmark = pytest.mark.rule("B05")

BOTH = "relationships + both"


def _sees(cast: Cast, who: str, person: str) -> bool:
    uid = cast.person(person)
    by_api = cast.api(who).get(f"/people/{uid}").status_code
    by_page = cast.page(who).get(f"/people/{uid}/").status_code
    assert by_api == by_page
    assert by_api in (200, 404)
    listed = {row["id"] for row in cast.api(who).read("/people", limit=200)["items"]}
    assert (uid in listed) == (by_api == 200)
    return by_api == 200


def _keep(cast: Cast, who: str, kind: str, what: str, audience: str | None = None) -> Any:
    body = {"kind": kind, "what": what} | ({} if audience is None else {"audience": audience})
    answer = cast.api(who).post("/exceptions", body)
    assert answer.status_code == 201, answer.content
    return answer.json()


@pytest.mark.rule("D14", "D22")
def test_a_private_person_is_gone_for_everybody_but_the_contributor(cast: Cast) -> None:
    cast.share("Ada", "Gas", BOTH)
    cast.share("Ada", "Everyone", BOTH)
    assert all(_sees(cast, who, "Jon") for who in ("Ada", "Ben", "Dee", "Cyd", "Flo"))
    kept = _keep(cast, "Ada", "person", cast.person("Jon"))
    assert (kept["kind"], kept["name"], kept["audience"]) == ("person", "Jon Falk", None)
    assert _sees(cast, "Ada", "Jon")
    assert not any(_sees(cast, who, "Jon") for who in ("Ben", "Dee", "Cyd", "Eve", "Flo"))
    assert b"Falk" not in cast.page("Ben").get("/search/", {"q": "falk"}).content
    # The same once more is the same exception.
    assert _keep(cast, "Ada", "person", cast.person("Jon"))["id"] == kept["id"]
    assert cast.api("Ada").delete(f"/exceptions/{kept['id']}").status_code == 204
    assert _sees(cast, "Ben", "Jon")
    assert cast.api("Ada").read("/exceptions")["items"] == []


@pytest.mark.rule("B02")
@pytest.mark.parametrize("audience", [None, "everyone", "Gas"])
def test_the_preview_is_exact_both_ways(cast: Cast, audience: str | None) -> None:
    cast.share("Ada", "Gas", BOTH)
    cast.share("Ada", "Everyone", "relationships")
    binds = cast.team("Gas").hex if audience == "Gas" else audience
    body = {"kind": "company", "what": cast.company("brightwater")}
    body |= {} if binds is None else {"audience": binds}

    def counts() -> dict[str, tuple[int, int]]:
        return {
            who: (cast.api(who).read("/people")["total"], cast.api(who).read("/touchpoints")["total"])
            for who in ("Ben", "Cyd", "Dee", "Eve", "Flo")
        }

    before = counts()
    preview = cast.api("Ada").post("/exceptions/preview", body).json()
    assert counts() == before
    assert cast.api("Ada").read("/exceptions")["items"] == []
    kept = cast.api("Ada").post("/exceptions", body).json()
    after = counts()
    said = {m["name"]: one["no_longer"] for one in preview["effects"] for m in one["members"]}
    # Ben knows Ines himself, and holds the mail to her and one of the meetings.
    for who in ("Cyd", "Dee", "Eve", "Flo"):
        lost = said.get(who, {"people": 0, "touchpoints": 0})
        assert lost["people"] == before[who][0] - after[who][0], who
        assert lost["touchpoints"] == before[who][1] - after[who][1], who
    assert len(said) + preview["unaffected"] == 5
    back = cast.api("Ada").post(f"/exceptions/{kept['id']}/preview").json()
    again = {m["name"]: one["newly"] for one in back["effects"] for m in one["members"]}
    assert again == said
    page = cast.page("Ada").get(f"/sharing/exceptions/{kept['id']}/").content.decode()
    assert ("will newly see" in page) == bool(said)


def test_by_the_pages_one_keeps_private_and_takes_back(cast: Cast) -> None:
    cast.share("Ada", "Gas", BOTH)
    client, jon = cast.page("Ada"), cast.person("Jon")
    assert f"?kind=person&amp;what={jon}" in client.get(f"/people/{jon}/").content.decode()
    asked = client.get("/sharing/exceptions/", {"kind": "person", "what": jon}).content.decode()
    assert "Ben and Dee will no longer see" in " ".join(asked.split())
    assert client.post("/sharing/exceptions/", {"kind": "person", "what": jon}).status_code == 303
    assert not _sees(cast, "Ben", "Jon")
    listed = cast.api("Ada").read("/exceptions")["items"]
    assert "Jon Falk" in client.get("/sharing/").content.decode()
    assert client.post(f"/sharing/exceptions/{listed[0]['id']}/").status_code == 303
    assert _sees(cast, "Ben", "Jon")
    # What happened stays in the history, Ada's own alone.
    history = client.get("/sharing/").content.decode()
    assert "Jon Falk: kept private" in history
    assert "Jon Falk: no longer private" in history
    assert "Shared with Gas" in history
    assert "Jon" not in cast.page("Flo").get("/sharing/").content.decode()


@pytest.mark.rule("D19")
def test_a_protected_recipient_is_withheld_in_every_book(cast: Cast) -> None:
    for who in ("Ada", "Ben"):
        cast.share(who, "Everyone", BOTH)
    assert _sees(cast, "Flo", "Ines")
    body = {"kind": "domain", "what": "brightwater.example"}
    lost = cast.api("Flo").post("/protected/preview", body).json()
    assert lost == {"people": 2, "examples": ["Inês D.", "Jon Falk"]}
    made = cast.api("Flo").post("/protected", body)
    assert made.status_code == 201
    assert not any(_sees(cast, who, "Jon") for who in ("Ben", "Cyd", "Dee", "Eve", "Flo"))
    assert all(_sees(cast, who, "Ines") for who in ("Ada", "Ben"))
    assert not any(_sees(cast, who, "Ines") for who in ("Cyd", "Dee", "Eve", "Flo"))
    page = cast.page("Flo").get("/settings/protected/").content.decode()
    assert "brightwater.example" in page
    assert "Duarte" not in page
    assert cast.page("Ada").get("/settings/protected/").status_code == 403
    ended = cast.page("Flo").post(f"/settings/protected/{made.json()['id']}/")
    assert ended.status_code == 303
    assert _sees(cast, "Flo", "Ines")


@pytest.mark.rule("B04", "D19")
def test_protecting_tells_nothing_about_who_is_known(cast: Cast) -> None:
    """Quin is in Dee's book, who shares nothing; nobody has Una. The administrator cannot tell the two apart."""
    said = []
    for address in ("quin@moss.example", "una@nowhere.example"):
        client = cast.page("Flo")
        page = client.post("/settings/protected/", {"kind": "address", "what": address, "do": "preview"})
        preview = cast.api("Flo").post("/protected/preview", {"kind": "address", "what": address})
        made = cast.api("Flo").post("/protected", {"kind": "address", "what": address})
        text = page.content.decode().replace(address, "…")
        said.append((text[text.index("<h1>") :].split("csrf")[0], preview.json(), made.status_code))
    assert said[0] == said[1]


@pytest.mark.parametrize(
    ("kind", "what"), [("domain", "gmail.com"), ("domain", "hearth.example"), ("address", "nobody")]
)
def test_what_cannot_be_withheld_is_refused_with_a_reason(cast: Cast, kind: str, what: str) -> None:
    client = cast.page("Ada")
    for page in (
        client.get("/sharing/exceptions/", {"kind": kind, "what": what}),
        client.post("/sharing/exceptions/", {"kind": kind, "what": what}),
        cast.page("Flo").post("/settings/protected/", {"kind": kind, "what": what, "do": "save"}),
    ):
        assert page.status_code == 400
        assert 'role="alert"' in page.content.decode()
    assert cast.api("Ada").read("/exceptions")["items"] == []


def test_a_mail_of_ones_own_leads_to_keeping_its_thread_private(cast: Cast) -> None:
    cast.share("Ada", "Gas", BOTH)
    ines = cast.person("Ines")
    assert "?kind=touchpoint&amp;what=" in cast.page("Ada").get(f"/people/{ines}/").content.decode()
    assert "?kind=touchpoint&amp;what=" not in cast.page("Dee").get(f"/people/{ines}/").content.decode()
