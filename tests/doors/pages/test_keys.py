"""What keys reach that were made on the page: what was ticked, with what that stands on, and nothing besides."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from tactful.actions.imports.items import Written
from tests.cast import Cast
from tests.cast.clients import Api
from tests.cast.outside import mail

pytestmark = pytest.mark.rule("A34")


def key_of(cast: Cast, name: str, *boxes: str) -> Api:
    """Make a key on the page with these boxes ticked."""
    answer = cast.page(name).post(
        "/settings/keys/", {"name": "Made", "reach": list(boxes), "until": "2099-01-01"}
    )
    token = re.search(r'value="(tactful_[\w-]+)"', answer.content.decode())
    assert token, answer.status_code
    return Api(token[1])


def test_a_box_brings_what_it_stands_on_and_nothing_besides(cast: Cast) -> None:
    cast.keep(bodies=True)
    offer = replace(mail("Ada", "Jon", 3, subject="An offer"), body=Written("Nine hundred barrels"))
    cast.bring("Ada", [offer], feed="offer")
    whole = cast.api("Ada").read("/touchpoints", limit=200)["items"]
    (uid,) = [one["id"] for one in whole if one.get("subject") == "An offer"]
    thread, jon = f"/touchpoints/{uid}/thread", cast.person("Jon")

    def read(*boxes: str) -> tuple[list[str], set[str] | None]:
        api = key_of(cast, "Ada", *boxes)
        answer = api.get(thread)
        told = answer.json()["items"][0] if answer.status_code == 200 else None
        shows = api.read(f"/people/{jon}")["shows"]
        return shows, None if told is None else {"subject", "body"} & set(told)

    assert read("contact_info") == (["contact_info", "existence", "relationship"], None)
    times = ["existence", "interactions", "relationship"]
    assert read("interactions") == (times, set())
    assert read("subject") == (times, {"subject"})
    assert read("body") == (times, {"subject", "body"})


def test_notes_bring_names_and_not_who_knows_them(cast: Cast) -> None:
    note, jon = cast.note("Ada", "Prefers mornings", "Jon"), cast.person("Jon")
    api = key_of(cast, "Ada", "content")
    assert api.read(f"/items/{note}")["text"] == "Prefers mornings"
    assert [one["name"] for one in api.read(f"/items/{note}")["people"]] == ["Jon Falk"]
    seen = api.read(f"/people/{jon}")
    assert seen["shows"] == ["existence"]
    assert not {"score", "contributors", "values", "statistics"} & set(seen)
    assert key_of(cast, "Ada", "relationships").get(f"/items/{note}").status_code == 404


@pytest.mark.parametrize(
    ("ceiling", "says"),
    [
        (None, "everything that you see"),
        ([], "nothing"),
        (["body", "relationship"], "nothing"),
        (["existence"], "name, company and title"),
        (["existence", "read"], "name, company and title, read"),
        (["existence", "read", "edit"], "notes and what else members write"),
        (["existence", "relationship", "card", "highlights"], "relationships, first and last dates"),
    ],
)
def test_the_list_says_what_a_key_reaches_and_until_when(
    cast: Cast, ceiling: list[str] | None, says: str
) -> None:
    assert cast.api("Ada").post("/keys", {"name": "By a key", "ceiling": ceiling}).status_code == 201
    html = cast.page("Ada").get("/settings/keys/").content.decode()
    row = re.search(r'<th scope="row">By a key</th>.*?</tr>', html, re.S)
    assert row
    cells = re.findall(r"<td.*?>(.*?)</td>", row[0], re.S)
    assert (cells[0], cells[2]) == (says, "no end")
