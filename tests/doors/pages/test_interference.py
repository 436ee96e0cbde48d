"""What a reader sees does not change with what they may not see (B04): whole transcripts, byte for byte."""

from __future__ import annotations

import pytest

from tactful.actions.imports.items import Item
from tests.cast import Cast
from tests.cast.outside import card, letters, meeting
from tests.doors.pages.asked import PAGES, ids_of
from tests.doors.pages.reading import masked

rule = pytest.mark.rule
HIDDEN: list[Item] = [
    *letters("Dee", "Ines", 1, 2, 3),
    *letters("Dee", "Kaya", 1),
    *letters("Dee", "Vera", 1),
    meeting("Dee", ["Jon", "Cyd"], 2),
    card("Ines", name="Aaa Aaa", title="Aaa", phone="+4420555777"),
    card("Milo", name="Aaa Bbb", phone="+4420555778"),
]


def _transcript(cast: Cast, name: str, named: dict[str, str]) -> list[object]:
    client = cast.page(name)
    said: list[object] = [
        (asked.label, masked(asked.ask(client, named.get(asked.kind or "", "")))) for asked in PAGES
    ]
    for who in ("Ines", "Jon", "Kaya", "Milo", "Quin"):
        said.append((who, masked(client.get(f"/people/{cast.person(who)}/"))))
        said.append((who, masked(client.get("/search/", {"q": who}, headers={"HX-Request": "true"}))))
    for query in (
        {"sort": "name"},
        {"sort": "-last_contact"},
        {"q": "Aaa"},
        {"q": "+4420555777"},
        {"q": "slate"},
        {"band": "any"},
        {"since": "month"},
    ):
        said.append((query, masked(client.get("/people/", query))))
        said.append((query, masked(client.get("/companies/", query))))
    return said


@rule("B04")
@pytest.mark.parametrize("reader", ["Ben", "Cyd", "Flo"])
def test_books_that_one_does_not_see_leave_no_trace(cast: Cast, reader: str) -> None:
    cast.share("Ada", "Everyone", "relationships + both")
    cast.share("Ben", "Gas", "relationships + interactions")
    cast.share("Cyd", "Everyone", "relationships + contact info")
    named = ids_of(cast)
    before = _transcript(cast, reader, named)
    cast.bring("Dee", HIDDEN)
    after = _transcript(cast, reader, named)
    for one, other in zip(before, after, strict=True):
        assert one == other


@rule("B04")
@rule("D25")
def test_what_others_share_elsewhere_leaves_no_trace(cast: Cast) -> None:
    named = ids_of(cast)
    before = _transcript(cast, "Eve", named)
    for name, team in (("Ada", "Gas"), ("Ben", "Gas"), ("Dee", "Gas"), ("Cyd", "Power")):
        cast.share(name, team, "relationships + both")
    assert _transcript(cast, "Eve", named) == before
