"""Malformed input is refused by name and breaks nothing: a small fuzz over every operation."""

from __future__ import annotations

import random

import pytest

from tests.cast import Cast
from tests.doors.api.asked import OPERATIONS, QUERIES, ids, undone

STRANGE = (
    "", " ", "\x00", "a\x00b", "%", "_", "\\", "'", '"; drop table x', "é" * 150, "\U0001f9ad", "\u202e", "-1", "0",
    "1e9", "99999999999999999999", "NaN", "null", "true", "[]", "{}", "x" * 5_000, "2031-02-30T00:00:00Z",
    "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00",
)  # fmt: skip
PARAMETERS = (
    "words", "company", "least_score", "known_by", "since", "sort", "cursor", "limit", "kind", "value", "why",
    "confirm",
)  # fmt: skip
FIELDS = (
    "name",
    "level",
    "relationships",
    "extras",
    "ends_at",
    "ceiling",
    "may_write",
    "member",
    "role",
    "address",
    "email",
)
WHOLE = (
    b"",
    b"{",
    b"[]",
    b"null",
    b"1",
    b'"x"',
    b"\xff\xfe",
    b'{"name": "\\ud800"}',
    b'{"level": "\\u0000"}',
    b"{" * 5_000,
)


def test_strange_parameters_break_nothing(cast: Cast) -> None:
    named, api, chance = ids(cast), cast.api("Flo"), random.Random(7)
    for operation in OPERATIONS:
        if operation.method != "GET":
            continue
        for _ in range(8):
            query = {chance.choice(PARAMETERS): chance.choice(STRANGE) for _ in range(chance.randint(1, 2))}
            answer = api.ask(
                "GET", operation.path.format(**named), query={**QUERIES.get(operation.name, {}), **query}
            )
            assert answer.status_code in (200, 400, 403, 404), (operation.name, query, answer.content)
            if answer.status_code == 400:
                assert answer.json()["error"]["field"], (operation.name, query)


def test_strange_bodies_break_nothing(cast: Cast) -> None:
    named, chance = ids(cast), random.Random(8)
    for who in ("Ada", "Flo"):
        api = cast.api(who)
        for operation in OPERATIONS:
            if operation.method not in ("POST", "PUT"):
                continue
            bodies: list[object] = [
                {
                    chance.choice(FIELDS): chance.choice(
                        (*STRANGE, 1, None, True, [], {}, ["x"], [None], {"a": 1})
                    )
                }
                for _ in range(7)
            ]
            for body in [*bodies, *WHOLE]:
                with undone():
                    answer = api.ask(operation.method, operation.path.format(**named), body=body)
                assert answer.status_code < 500, (operation.name, body, answer.content)
                assert answer.status_code != 422
                if answer.status_code == 400:
                    assert answer.json()["error"]["field"], (operation.name, body)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"limit": 0}, "limit"),
        ({"limit": 201}, "limit"),
        ({"limit": "many"}, "limit"),
        ({"least_score": 101}, "least_score"),
        ({"since": "soon"}, "since"),
        ({"sort": "relationship__score"}, "sort"),
        ({"words": "a\x00"}, "words"),
        ({"words": "x" * 201}, "words"),
        ({"order": "name"}, "order"),
        ({"name__startswith": "A"}, "name__startswith"),
    ],
)
def test_a_parameter_that_is_not_acceptable_is_named(
    cast: Cast, query: dict[str, object], field: str
) -> None:
    answer = cast.api("Ada").get("/people", **query)
    assert answer.status_code == 400
    assert answer.json()["error"]["field"] == field
    assert answer.json()["error"]["message"]


def test_a_refusal_changes_nothing(cast: Cast) -> None:
    api = cast.api("Flo")
    before = api.get("/teams").content
    for body in ({"name": ""}, {"name": "Gas"}, {"name": "gas"}, {"name": 1}, {}):
        answer = api.post("/teams", body)
        assert (answer.status_code, answer.json()["error"]["field"]) == (400, "name"), body
    assert api.get("/teams").content == before
