"""By which settings somebody sees somebody's, as administrators are told: by page and API (B01, D19)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import Cast, cast
from tests.doors.pages.reading import page

__all__ = ["cast"]

pytestmark = pytest.mark.rule("B01", "D19")

OUTSIDE = ("Jon", "Falk", "Ines", "Duarte", "Brightwater", "brightwater")


def told(cast: Cast, viewer: str, contributor: str) -> list[str]:
    """Return what the Enterprise Admin is told, the same by both doors."""
    answer = cast.api("Flo").read(f"/members/{cast.id(viewer)}/sees/{cast.id(contributor)}")
    assert (answer["viewer"]["name"], answer["contributor"]["name"]) == (viewer, contributor)
    said = page(
        cast.page("Flo"),
        f"/settings/sharing/between/?viewer={cast.id(viewer)}&contributor={cast.id(contributor)}",
    )
    for sentence in answer["sentences"]:
        assert sentence in said
    assert ("No setting opens anything" in said) == (not answer["sentences"])
    assert not any(word in said + str(answer) for word in OUTSIDE)
    return list(answer["sentences"])


def test_each_setting_that_acts_is_told_and_ends_with_it(cast: Cast) -> None:
    assert told(cast, "Dee", "Ada") == []
    cast.share("Ada", "Gas", "relationships")
    [gas] = told(cast, "Dee", "Ada")
    assert gas.startswith("Dee sees")
    assert "Ada" in gas
    assert "Gas" in gas
    assert told(cast, "Cyd", "Ada") == []
    assert told(cast, "Ada", "Dee") == []
    cast.share("Ada", "Everyone", "relationships")
    assert len(told(cast, "Dee", "Ada")) == 2
    [everyone] = told(cast, "Cyd", "Ada")
    assert "Everyone" in everyone
    cast.share("Ada", "Gas", "not sharing")
    cast.share("Ada", "Everyone", "not sharing")
    assert told(cast, "Dee", "Ada") == []


def test_an_exception_is_the_contributors_alone(cast: Cast) -> None:
    cast.share("Ada", "Gas", "relationships")
    before = told(cast, "Dee", "Ada")
    cast.api("Ada").post("/exceptions", {"kind": "person", "what": cast.person("Jon")})
    assert told(cast, "Dee", "Ada") == before


@pytest.mark.parametrize("who", ["Ada", "Ben", "Cyd", "Dee", "Eve"])
def test_nobody_but_an_enterprise_admin_is_told(cast: Cast, who: str) -> None:
    cast.share("Ada", "Gas", "relationships")
    path = f"/members/{cast.id('Dee')}/sees/{cast.id('Ada')}"
    assert cast.api(who).get(path).status_code == 403
    assert cast.page(who).get("/settings/sharing/between/").status_code == 403
    assert cast.api("Gus").get(path).status_code == 404


@pytest.mark.parametrize("pair", [("Dee", "Dee"), ("Dee", "Gus"), ("Gus", "Ada")])
def test_two_different_members_of_the_account_are_asked_for(cast: Cast, pair: tuple[str, str]) -> None:
    viewer, contributor = map(cast.id, pair)
    assert cast.api("Flo").get(f"/members/{viewer}/sees/{contributor}").status_code == 404
    answer: Any = cast.page("Flo").get(
        "/settings/sharing/between/", {"viewer": viewer, "contributor": contributor}
    )
    assert answer.status_code == 400
    assert "Choose two different members." in answer.content.decode()
