"""Look as: what a colleague sees of mine, and nothing of what others share with them (B01, D25)."""

from __future__ import annotations

import pytest

from tactful.accounts.ids import fresh_uid
from tests.cast import Cast
from tests.doors.pages.reading import masked

pytestmark = pytest.mark.rule("B01")

BOTH = "relationships + both"


def _page(cast: Cast, who: str, person: str, colleague: str) -> str:
    answer = cast.page(who).get(f"/people/{cast.person(person)}/as/", {"as": cast.id(colleague)})
    assert answer.status_code == 200
    text: str = answer.content.decode()
    return text[text.index("<main") :]


def test_each_level_shows_as_the_colleague_sees_it(cast: Cast) -> None:
    path = f"/people/{cast.person('Jon')}/as/{cast.id('Ben')}"
    for level in (
        "not sharing",
        "relationships",
        "relationships + contact info",
        "relationships + interactions",
        BOTH,
    ):
        cast.share("Ada", "Gas", level)
        said = cast.api("Ada").read(path)["person"]
        # Ben does not know Jon himself: what he sees is Ada's alone.
        answer = cast.api("Ben").get(f"/people/{cast.person('Jon')}")
        theirs = answer.json() if answer.status_code == 200 else None
        assert (said is None) == (theirs is None)
        if said is not None and theirs is not None:
            assert {**said, "groups": []} == {**theirs, "groups": []}
        page = _page(cast, "Ada", "Jon", "Ben")
        assert ("Jon Falk" in page) == (level != "not sharing")
        assert ("+4420555002" in page) == (said is not None and "values" in said)
        assert ("timeline-part" in page) == (said is not None and "statistics" in said)


@pytest.mark.rule("D25", "B04")
def test_what_others_share_with_the_colleague_changes_nothing(cast: Cast) -> None:
    """Ben and Ada both know Ines; what Ben shares with Gas, or Cyd with Power, Ada's look does not tell."""
    cast.share("Ada", "Gas", "relationships")
    path = f"/people/{cast.person('Ines')}/as/{cast.id('Dee')}"
    before = (cast.api("Ada").read(path), _page(cast, "Ada", "Ines", "Dee"))
    cast.share("Ben", "Gas", BOTH)
    cast.share("Ben", "Everyone", BOTH)
    after = (cast.api("Ada").read(path), _page(cast, "Ada", "Ines", "Dee"))
    assert before[0] == after[0]
    assert before[1] == after[1]
    # Nor that Dee comes to know Ines herself.
    assert "Ben" not in [one["member"]["name"] for one in before[0]["person"]["knowers"]]


@pytest.mark.rule("B05")
def test_exceptions_hold_in_the_look(cast: Cast) -> None:
    cast.share("Ada", "Gas", BOTH)
    assert "Jon Falk" in _page(cast, "Ada", "Jon", "Ben")
    body = {"kind": "person", "what": cast.person("Jon")}
    assert cast.api("Ada").post("/exceptions", body).status_code == 201
    assert "sees nothing" in _page(cast, "Ada", "Jon", "Ben")
    assert "Jon Falk" not in _page(cast, "Ada", "Jon", "Ben")


@pytest.mark.rule("B12")
def test_only_ones_own_people_and_colleagues_who_are_there(cast: Cast) -> None:
    cast.share("Ada", "Gas", BOTH)
    client = cast.page("Ben")
    asked = [
        (cast.person("Jon"), cast.id("Dee")),  # Ada's, whom Ben sees through her
        (cast.person("Quin"), cast.id("Dee")),
        (cast.person("Milo"), cast.id("Gus")),
        (cast.person("Milo"), cast.id("Ben")),
        (cast.person("Milo"), fresh_uid().hex),
        (cast.person("Milo"), "zz"),
        ("zz", cast.id("Dee")),
    ]
    found = {masked(client.get(f"/people/{person}/as/", {"as": who})) for person, who in asked}
    assert len(found) == 1
    assert found.pop()[0] == 404
    assert {cast.api("Ben").get(f"/people/{person}/as/{who}").status_code for person, who in asked} == {404}
    assert client.get(f"/people/{cast.person('Milo')}/as/", {"as": cast.id("Dee")}).status_code == 200
