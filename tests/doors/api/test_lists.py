"""Lists: exact totals, pages that leave nothing out, words and filters by what is disclosed alone."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from tests.doors.api.asked import READS, ids

#: Keys under which a whole number may stand: what is counted. Any other number would be an id or an order.
COUNTS = {
    "total", "people", "companies", "score", "contributors", "inbound", "outbound", "meetings", "mails", "cards",
    "repeated", "rejected", "bytes_done", "bytes_total", "percent", "contact_values", "emails", "phones",
    "touchpoints", "scores", "unaffected", "sources", "importing", "keys", "invitations", "ties", "best", "size",
    "reminders", "meeting_notes_closed", "wider", "written", "files", "days",
}  # fmt: skip
#: Keys under which the place of something in a list of the same answer stands: who can be read there, by name; and
#: which version of a file it is, the first of each being 1.
PLACES = {"colleague", "other", "number"}
IDS = {"id", "person"}


@pytest.mark.parametrize("sort", ["name", "strength", "last_contact"])
@pytest.mark.parametrize("limit", [1, 2, 200])
def test_pages_of_people_add_up(cast: Cast, sort: str, limit: int) -> None:
    cast.share("Ada", "Gas", "relationships + interactions")
    cast.share("Ben", "Gas", "relationships")
    api, met, cursor = cast.api("Dee"), [], None
    while True:
        page = api.read("/people", sort=sort, limit=limit, **({"cursor": cursor} if cursor else {}))
        assert page["total"] == 9
        met += [row["id"] for row in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert len(met) == len(set(met)) == 9


@pytest.mark.parametrize("sort", ["name", "strength", "people", "last_contact"])
def test_pages_of_companies_add_up(cast: Cast, sort: str) -> None:
    cast.share("Ada", "Gas", "relationships + interactions")
    api, met, cursor = cast.api("Dee"), [], None
    while True:
        page = api.read("/companies", sort=sort, limit=1, **({"cursor": cursor} if cursor else {}))
        assert page["total"] == 4
        met += [row["id"] for row in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert len(met) == len(set(met)) == 4


def test_a_cursor_is_good_for_its_own_question_alone(cast: Cast) -> None:
    api = cast.api("Ada")
    cursor = api.read("/people", limit=1)["next"]
    for path, query in (
        ("/people", {"cursor": cursor, "words": "ines"}),
        ("/people", {"cursor": cursor[:-1]}),
        ("/people", {"cursor": "x"}),
        ("/companies", {"cursor": cursor}),
        (f"/people/{cast.person('Ines')}/timeline", {"cursor": cursor}),
    ):
        answer = api.get(path, **query)
        assert (answer.status_code, answer.json()["error"]["field"]) == (400, "cursor"), path


@pytest.mark.rule("D03", "D07")
def test_words_find_only_what_is_disclosed(cast: Cast) -> None:
    api = cast.api("Dee")
    for words, levels in (
        ("falk", {"not sharing": 0, "relationships": 1, "relationships + contact info": 1}),
        ("buyer", {"not sharing": 0, "relationships": 1, "relationships + contact info": 1}),
        ("555002", {"not sharing": 0, "relationships": 0, "relationships + contact info": 1}),
        ("JON brightwater", {"not sharing": 0, "relationships": 1, "relationships + contact info": 1}),
        ("100%", {"relationships + contact info": 0}),
    ):
        for level, found in levels.items():
            cast.share("Ada", "Gas", level)
            assert api.read("/people", words=words)["total"] == found, (words, level)
            assert len(api.read("/search", words=words)["people"]) == found, (words, level)
    assert api.read("/search", words=" ") == {"people": [], "companies": []}


def test_filters_narrow_and_count(cast: Cast) -> None:
    cast.share("Ada", "Gas", "relationships")
    cast.share("Ben", "Gas", "relationships")
    api = cast.api("Dee")
    assert api.read("/people", known_by=cast.id("Ben"))["total"] == 4
    assert api.read("/people", company=cast.company("brightwater"))["total"] == 2
    assert api.read(f"/companies/{cast.company('brightwater')}/people")["total"] == 2
    strong = api.read("/people", least_score=30)
    assert all(row["strength"]["score"] >= 30 for row in strong["items"])
    assert 0 < strong["total"] < api.read("/people")["total"]
    assert api.read("/companies", known_by=cast.id("Ada"))["total"] == 3


@pytest.mark.rule("D02", "D09")
def test_a_last_contact_filters_where_dates_are_disclosed(cast: Cast) -> None:
    cast.share("Ada", "Gas", "relationships")
    cast.share("Ben", "Gas", "relationships + interactions")
    api = cast.api("Dee")
    everybody = api.read("/people")["items"]
    dated = {row["id"] for row in everybody if row.get("last_contact")}
    found = api.read("/people", since="2000-01-01")
    assert {row["id"] for row in found["items"]} == dated
    assert 0 < found["total"] == len(dated) < len(everybody)
    assert api.read("/people", since="2100-01-01")["total"] == 0


@pytest.mark.rule("B12")
def test_no_number_but_counts_and_no_id_but_random_ones(cast: Cast) -> None:
    cast.share("Ada", "Gas", "relationships + both")
    named = ids(cast)
    for who in ("Ada", "Dee", "Flo"):
        api = cast.api(who)
        for operation in READS:
            answer = operation.ask(api, named)
            if answer.status_code == 200 and answer.headers["Content-Type"].startswith("application/json"):
                _walk(answer.json(), operation.name)


def _walk(value: object, place: str) -> None:
    match value:
        case dict():
            for key, inside in value.items():
                if key in IDS and isinstance(inside, str):
                    assert inside == "everyone" or (
                        len(inside) == 32 and set(inside) <= set("0123456789abcdef")
                    ), place
                if isinstance(inside, int) and not isinstance(inside, bool):
                    assert key in COUNTS | PLACES, f"{place}: {key} is a number"
                _walk(inside, f"{place} {key}")
        case list():
            for inside in value:
                assert not isinstance(inside, int), place
                _walk(inside, place)
