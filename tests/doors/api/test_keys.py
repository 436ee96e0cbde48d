"""A key reads as its owner, field by field, never beyond its ceiling."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tactful.accounts.gate import KeyHolder
from tactful.accounts.models import ApiKey
from tactful.accounts.wall import acting
from tactful.actions.keys import create_key
from tactful.visibility.keys import key_viewer
from tests.cast import Cast

pytestmark = pytest.mark.rule("A34")

TIES = ("existence", "relationship")


def test_a_ceiling_lowers_what_is_ones_own_and_what_is_shared(cast: Cast) -> None:
    cast.share("Ada", "Gas", "relationships + both")
    for who in ("Ada", "Dee"):
        whole = cast.api(who).read(f"/people/{cast.person('Ines')}")
        low = cast.api(who, ceiling=TIES)
        seen = low.read(f"/people/{cast.person('Ines')}")
        assert set(whole) - set(seen) >= {"values", "statistics", "contributors"}
        assert seen["shows"] == sorted(TIES)
        assert "extras" not in seen
        for below in ("values", "timeline", "months"):
            assert low.get(f"/people/{cast.person('Ines')}/{below}").status_code == 404
        assert not any("last_contact" in row for row in low.read("/people")["items"])
        assert low.read("/people", words="555001")["total"] == 0
        why = low.read(f"/people/{cast.person('Ines')}/why")["why"]
        assert {one["facet"] for one in why} == set(TIES)


def test_a_ceiling_of_existence_names_nobody_who_knows_them(cast: Cast) -> None:
    cast.share("Ada", "Gas", "relationships")
    row = next(iter(cast.api("Dee", ceiling=["existence"]).read("/people", words="falk")["items"]))
    assert set(row) == {"id", "name", "title", "company", "organisation", "mine"}


def test_a_ceiling_of_nothing_sees_nobody(cast: Cast) -> None:
    api = cast.api("Ada", ceiling=[])
    assert api.read("/people") == {"items": [], "total": 0, "next": None}
    assert api.read("/companies")["total"] == 0
    assert api.get(f"/people/{cast.person('Ines')}").status_code == 404


def test_what_counts_a_whole_book_is_refused_under_a_ceiling(cast: Cast) -> None:
    low = cast.api("Ada", ceiling=TIES)
    for answer in (
        low.get("/sources"),
        low.get(f"/people/{cast.person('Ines')}/who-sees"),
        low.post("/sharing/everyone/preview", {"level": "relationships"}),
    ):
        assert answer.status_code == 403


def test_a_key_makes_no_key_that_reaches_further(cast: Cast) -> None:
    low = cast.api("Ada", ceiling=TIES)
    for ceiling in (None, ["existence", "relationship", "contact_info"]):
        answer = low.post("/keys", {"name": "More", "ceiling": ceiling})
        assert (answer.status_code, answer.json()["error"]["field"]) == (400, "ceiling")
    made = low.post("/keys", {"name": "Less", "ceiling": ["existence"]})
    assert made.status_code == 201


def test_a_key_made_here_works_until_it_is_revoked_here(cast: Cast) -> None:
    api = cast.api("Ada")
    end = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    made = api.post("/keys", {"name": "Report", "ceiling": list(TIES), "ends_at": end}).json()
    fresh = type(api)(made["token"])
    me = fresh.read("/me")
    assert (me["name"], me["ceiling"], me["may_write"]) == ("Ada", sorted(TIES), False)
    listed = {key["id"]: key for key in api.read("/keys")["items"]}
    assert listed[made["id"]]["name"] == "Report"
    assert made["token"] not in api.get("/keys").content.decode()
    assert api.delete(f"/keys/{made['id']}").status_code == 204
    assert fresh.get("/me").status_code == 401


def test_a_key_sees_what_its_owner_sees_at_the_moment(cast: Cast) -> None:
    dee, jon = cast.api("Dee"), f"/people/{cast.person('Jon')}"
    assert dee.get(jon).status_code == 404
    cast.share("Ada", "Gas", "relationships")
    assert dee.get(jon).status_code == 200
    cast.leave("Dee", "Gas")
    assert dee.get(jon).status_code == 404


def test_a_key_that_is_no_more_stands_for_nobody(cast: Cast) -> None:
    """What the gate found may be gone when it is looked at again: nobody comes in by it."""
    viewer = cast.member("Ada")
    assert viewer.member is not None
    with acting(viewer.account):
        made = create_key(viewer, name="Short", ceiling=["existence"])
        key = ApiKey.unchecked.get(account_id=viewer.account, uid=made.uid)
        held = KeyHolder(viewer.account, key.id, viewer.member)
        assert key_viewer(held) == replace(
            cast.member("Ada"), ceiling=frozenset({"existence"}), may_write=False
        )
        key.delete()
        assert key_viewer(held) is None
