"""Mailbox rules through page and API: an address's takes along for everybody what it brought (B05)."""

from __future__ import annotations

import pytest

from tests.cast import Cast

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


def test_what_cannot_be_a_rule_is_said(cast: Cast) -> None:
    answer = cast.page("Ada").post("/sources/never-read/", {"kind": "address", "what": "no-address"})
    assert answer.status_code == 400
    assert b"is no e-mail address" in answer.content
    assert b'value="no-address"' in answer.content
    assert cast.api("Ada").post("/mailbox-rules", {"kind": "domain", "what": "x"}).status_code == 400
