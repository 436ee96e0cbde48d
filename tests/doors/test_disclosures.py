"""Every way out writes what it shows of others' sources before the answer leaves; its owner reads it, nobody else."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

import pytest
from django.db import DatabaseError, connection

from tactful.accounts.wall import acting
from tactful.records.models import Company, Disclosure, LogName, Person
from tactful.visibility.cursor import BadCursor, write_cursor
from tactful.visibility.disclosures import DisclosuresQuery, list_disclosures
from tactful.visibility.seen import Page
from tactful.visibility.showing import KINDS, Showing
from tests.cast import Cast, cast
from tests.doors.api import asked as api_asked

__all__ = ["cast"]
pytestmark = [pytest.mark.django_db, pytest.mark.rule("B03")]

VALUES = {"email", "phone"}


def entries(cast: Cast, name: str, **query: Any) -> Page[Any]:
    """Return what a member reads of the log."""
    with cast.standing(name) as standing:
        return list_disclosures(standing, DisclosuresQuery(**query))


def told(page: Page[Any]) -> list[tuple[str, str, str, dict[str | None, set[str]]]]:
    return [
        (row.viewer.name, row.way, row.door, {of.name: set(of.kinds) for of in row.shown})
        for row in page.rows
    ]


def person(cast: Cast, address: str) -> str:
    with acting(cast.accounts["Ada"]):
        return Person.unchecked.get(account_id=cast.accounts["Ada"], key=address).uid.hex


@pytest.fixture
def open_ada(cast: Cast) -> Cast:
    """Ada shares everything with Gas, in which Ben and Dee are."""
    cast.share("Ada", "Gas", "relationships + both")
    return cast


def asked_ids(cast: Cast) -> dict[str, str]:
    return api_asked.ids(cast)


def test_a_persons_page_writes_one_entry_for_the_contributor_with_all_that_it_shows(open_ada: Cast) -> None:
    ids = asked_ids(open_ada)
    answer = open_ada.page("Dee").get(f"/people/{ids['person']}/")
    assert answer.status_code == 200
    found = told(entries(open_ada, "Ada"))
    assert len(found) == 1
    viewer, way, door, shown = found[0]
    assert (viewer, way, door) == ("Dee", "page", "person")
    [kinds] = [kinds for name, kinds in shown.items() if name == "Jon Falk"]
    assert kinds >= {"email", "touchpoint"}


#: Every operation that shows values or touchpoints of others, with one kind that has to be in its entry.
SHOWING = {
    "GET /people": "last contact",
    "GET /people/{person}": "email",
    "GET /people/{person}/values": "phone",
    "GET /people/{person}/values/why": "phone",
    "GET /people/{person}/timeline": "touchpoint",
    "GET /people/{person}/months": "touchpoint",
    "GET /people/{person}/introducers": "touchpoint",
    "GET /companies/{company}/introducers": "touchpoint",
    "GET /identity/judgements": "email",
    "POST /introducers": "last contact",
    "GET /companies": "last contact",
    "GET /companies/{company}": "touchpoint",
    "GET /companies/{company}/people": "last contact",
    "GET /companies/{company}/timeline": "touchpoint",
    "GET /companies/{company}/months": "touchpoint",
    "GET /people/{person}/why": "last contact",
    "GET /companies/{company}/why": "last contact",
    "GET /touchpoints": "touchpoint",
    "GET /touchpoints/{touchpoint}/thread": "touchpoint",
    "GET /touchpoints/{touchpoint}/why": "touchpoint",
    "GET /touchpoints/{meeting}/notes": "touchpoint",
    "POST /touchpoints/{meeting}/notes": "touchpoint",
    "GET /search": "last contact",
    "GET /teams/{team}/people": "last contact",
    "GET /files/{file}": "file",
    "GET /files/{file}/content": "file",
    "GET /files/{file}/preview": "file",
}
#: What shows the dates of some ties, or who may be one, where there are such: an entry is there exactly if it does.
MOVING = {
    "GET /network/new",
    "GET /network/fading",
    "GET /identity/proposals",
    "GET /people/{person}/identity",
}
#: Pages, likewise.
PAGES = {
    "/people/": "last contact",
    "/people/{person}/": "email",
    "/companies/": "last contact",
    "/companies/{company}/": "touchpoint",
    "/activity/": "touchpoint",
    "/activity/{touchpoint}/": "touchpoint",
    "/introducers/person/{person}/": "touchpoint",
    "/search/?q=4420555002": "phone",
    "/why/person/{person}/?of=row": "last contact",
    "/why/person/{person}/?of=statistics": "touchpoint",
    "/why/company/{company}/?of=row": "last contact",
    "/why/touchpoint/{touchpoint}/": "touchpoint",
    "/same/": "email",
}
#: What shows names, strengths and reasons alone, which B03 does not name.
SILENT = {
    "GET /people/{person}/who-sees",
    "GET /companies/{company}/who-sees",
    # Of one's own alone.
    "GET /touchpoints/{touchpoint}/who-sees",
}
#: What shows the meeting of a meeting note alone, which the items asked for here are not.
OF_MEETINGS = {
    "GET /items",
    "GET /items/{item}",
    "POST /notes",
    "POST /items/{item}/replies",
    "PATCH /items/{item}",
    "PUT /items/{item}/audience",
    "POST /logged-interactions",
    "PATCH /logged-interactions/{logged}",
    # And of reminders that contacts put off, the last one's day.
    "GET /reminders",
    "POST /reminders",
    "GET /reminders/{reminder}",
    "PATCH /reminders/{reminder}",
    "POST /reminders/{reminder}/done",
}


@pytest.mark.parametrize(
    "operation",
    [one for one in api_asked.OPERATIONS if one.method == "GET" or one.name in SHOWING],
    ids=lambda one: one.name,
)
def test_every_operation_that_shows_them_writes_an_entry(open_ada: Cast, operation: Any) -> None:
    answer = operation.ask(open_ada.api("Dee"), asked_ids(open_ada))
    page = entries(open_ada, "Ada")
    if operation.name in MOVING:
        assert page.total == (b'"Ada"' in answer.content)
        return
    if operation.name not in SHOWING or answer.status_code != 200:
        assert page.total == 0
        return
    assert page.total == 1, "one entry for each response and contributor"
    [row] = page.rows
    assert (row.viewer.name, row.way, row.door) == ("Dee", "api", operation.name)
    assert SHOWING[operation.name] in {kind for of in row.shown for kind in of.kinds}


def test_every_operation_that_can_show_them_is_in_this_files_table() -> None:
    from tactful.api.doors import DOORS

    disclosing = {
        door.name for door in DOORS if door.shows & {"contact_info", "highlights", "interactions", "subject"}
    }
    own = {"GET /me/network", "GET /people/{person}/as/{member}"}  # asked with the own book alone
    of_files = {name for name in SHOWING if "/files/" in name}  # what people write shows no facet of these
    assert disclosing - own == (SHOWING.keys() - of_files) | SILENT | MOVING | OF_MEETINGS


@pytest.mark.parametrize("path", PAGES)
def test_every_page_that_shows_them_writes_an_entry(open_ada: Cast, path: str) -> None:
    answer = open_ada.page("Dee").get(path.format(**asked_ids(open_ada)))
    assert answer.status_code == 200
    page = entries(open_ada, "Ada")
    assert page.total == 1
    assert PAGES[path] in {kind for of in page.rows[0].shown for kind in of.kinds}


def test_a_search_that_finds_somebody_by_a_value_shows_the_value(open_ada: Cast) -> None:
    open_ada.api("Dee").read("/search", words="4420555002")
    assert any("phone" in of.kinds for row in entries(open_ada, "Ada").rows for of in row.shown)


def test_nothing_is_written_of_what_is_ones_own_or_not_shown(open_ada: Cast) -> None:
    ids = asked_ids(open_ada)
    open_ada.page("Ada").get(f"/people/{ids['person']}/")
    open_ada.page("Cyd").get(f"/people/{ids['person']}/")
    open_ada.api("Cyd").get(f"/people/{ids['person']}/values")
    assert entries(open_ada, "Ada").total == 0


def test_nothing_is_written_of_a_page_that_is_not_there(open_ada: Cast) -> None:
    ids = asked_ids(open_ada)
    answer = open_ada.page("Dee").get(f"/why/person/{ids['person']}/", {"value": "0" * 24})
    assert answer.status_code == 404
    assert entries(open_ada, "Ada").total == 0


def test_home_writes_what_it_shows_of_colleagues_ties(open_ada: Cast) -> None:
    page = open_ada.page("Dee").get("/")
    shown = {one["member"]["name"] for one in (*page.context["fresh"]["rows"], *page.context["fading"])}
    assert ("Ada" in shown) == bool(entries(open_ada, "Ada").total)


def test_so_does_the_page_of_all_that_are_new(open_ada: Cast) -> None:
    page = open_ada.page("Dee").get("/network/new/")
    shown = {one["member"]["name"] for one in page.context["listing"]["rows"]}
    assert ("Ada" in shown) == bool(entries(open_ada, "Ada").total)


def test_without_its_entry_no_answer_leaves(open_ada: Cast) -> None:
    ids = asked_ids(open_ada)
    page, api = open_ada.page("Dee"), open_ada.api("Dee")
    page.raise_request_exception = False
    api.client.raise_request_exception = False
    with patch.object(Showing, "write", side_effect=DatabaseError("the log cannot be written")):
        shown = page.get(f"/people/{ids['person']}/")
        answered = api.get(f"/people/{ids['person']}")
    assert (shown.status_code, answered.status_code) == (500, 500)
    assert b"Jon" not in shown.content + answered.content


def test_everybody_reads_what_is_theirs_and_nothing_about_others(open_ada: Cast) -> None:
    open_ada.api("Dee").read("/people")
    assert entries(open_ada, "Ada").total == 1
    for name in ("Ben", "Cyd", "Dee", "Eve", "Flo", "Gus"):
        assert entries(open_ada, name).total == 0
        assert open_ada.api(name).read("/disclosures")["total"] == 0
        assert b"Nobody has been shown" in open_ada.page(name).get("/sharing/seen/").content


def test_page_and_operation_have_the_entries_with_every_filter(open_ada: Cast) -> None:
    ids = asked_ids(open_ada)
    open_ada.api("Dee").read(f"/people/{ids['person']}/values")
    open_ada.page("Ben").get("/people/")
    api = open_ada.api("Ada")
    every = api.read("/disclosures")
    # In a test's one transaction both are of the same moment.
    assert {one["viewer"]["name"] for one in every["items"]} == {"Ben", "Dee"}
    assert every["total"] == 2
    counts = {
        "viewer": (open_ada.id("Dee"), 1),
        "person": (ids["person"], None),
        "kind": ("phone", 1),
        "way": ("page", 1),
        "since": ("2099-01-01T00:00:00Z", 0),
        "until": ("2099-01-01T00:00:00Z", 2),
    }
    for name, (value, wanted) in counts.items():
        found = api.read("/disclosures", **{name: value})
        assert found["total"] == len(found["items"])
        if wanted is not None:
            assert found["total"] == wanted, name
    alone = api.read("/disclosures", person=ids["person"], kind="phone")["items"]
    assert [(of["id"], of["kinds"]) for one in alone for of in one["shown"]] == [
        (ids["person"], alone[0]["shown"][0]["kinds"])
    ]
    assert api.read("/disclosures", person="0" * 32)["total"] == 0
    first = api.read("/disclosures", limit=1)
    second = api.read("/disclosures", limit=1, cursor=first["next"])
    assert [one["id"] for one in first["items"] + second["items"]] == [one["id"] for one in every["items"]]
    assert second["next"] is None
    assert first["total"] == 2
    page = open_ada.page("Ada")
    assert page.get("/sharing/seen/").context["listing"]["total"] == 2
    shown = page.get(
        "/sharing/seen/", {"viewer": open_ada.id("Dee"), "person": ids["person"], "kind": "phone"}
    )
    assert shown.context["listing"]["total"] == 1
    assert b"Jon Falk" in shown.content
    assert page.get("/sharing/seen/", {"since": "2099-01-01"}).context["listing"]["total"] == 0
    assert page.get("/sharing/seen/", {"until": "2099-01-01"}).context["listing"]["total"] == 2
    assert page.get("/sharing/seen/", {"way": "api", "cursor": "x"}).status_code == 303


def test_a_key_that_hides_a_part_of_the_own_book_reads_no_log(open_ada: Cast) -> None:
    assert open_ada.api("Ada", ceiling=["existence"]).get("/disclosures").status_code == 403


def test_entries_hold_random_ids_alone_and_each_thing_keeps_its_own(open_ada: Cast) -> None:
    ids = asked_ids(open_ada)
    open_ada.api("Dee").read(f"/people/{ids['person']}/values")
    open_ada.api("Dee").read(f"/people/{ids['person']}/values")
    with acting(open_ada.accounts["Ada"]):
        one, other = Disclosure.unchecked.filter(account_id=open_ada.accounts["Ada"])
        assert (one.viewer, one.contributor, one.people) == (other.viewer, other.contributor, other.people)
        shown = {one.viewer, one.contributor, *one.people}
        assert not shown & set(Person.unchecked.values_list("uid", flat=True))
        assert not shown & set(Company.unchecked.values_list("uid", flat=True))
        assert LogName.unchecked.filter(account_id=open_ada.accounts["Ada"]).count() == len(shown)
        assert one.every == one.kinds[0] == KINDS["email"] | KINDS["phone"]


def test_whoever_is_erased_is_somebody_erased(open_ada: Cast) -> None:
    ids = asked_ids(open_ada)
    open_ada.api("Dee").read(f"/people/{ids['person']}/values")
    account = open_ada.accounts["Ada"]
    with acting(account):
        Person.unchecked.filter(account_id=account, uid=ids["person"]).delete()
        assert not LogName.unchecked.filter(account_id=account, person__isnull=False).exists()
    assert told(entries(open_ada, "Ada")) == [("Dee", "api", "GET /people/{person}/values", {None: VALUES})]
    assert b"Somebody erased" in open_ada.page("Ada").get("/sharing/seen/").content


def test_a_list_costs_one_statement_more(open_ada: Cast) -> None:
    written: list[str] = []

    def noted(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        written.append(str(sql))
        return execute(sql, params, many, context)

    page = open_ada.page("Dee")
    with connection.execute_wrapper(noted):
        page.get("/people/")
    assert sum("records_disclosure" in sql for sql in written) == 1


def test_a_question_about_the_log_names_a_kind_and_a_way_that_there_are(open_ada: Cast) -> None:
    for what, wrong in (("kind", "secret"), ("way", "telepathy")):
        with pytest.raises(ValueError, match=wrong):
            entries(open_ada, "Ada", **{what: wrong})


def test_a_page_marker_of_another_shape_is_refused(open_ada: Cast) -> None:
    with open_ada.standing("Ada") as standing:
        query = DisclosuresQuery()
        with pytest.raises(BadCursor, match="not valid here"):
            list_disclosures(standing, query, cursor=write_cursor(standing.viewer, query.question, ["one"]))


def test_an_entry_tells_of_people_and_companies_what_was_asked_for(open_ada: Cast) -> None:
    """One answer shows an address of Jon and the dates of two: who asks for addresses hears of Jon's alone."""
    with acting(open_ada.accounts["Ada"]):
        account = open_ada.accounts["Ada"]
        jon = Person.unchecked.get(account_id=account, uid=open_ada.person("Jon"))
        ines = Person.unchecked.get(account_id=account, uid=open_ada.person("Ines"))
    with open_ada.standing("Ada") as standing:
        own = standing.own_book
    with open_ada.standing("Dee") as standing:
        assert own is not None
        assert jon.company_id is not None
        standing.showing.door = "command people"
        standing.showing.person(own, jon.id, KINDS["email"] | KINDS["last contact"])
        standing.showing.person(own, ines.id, KINDS["last contact"])
        standing.showing.company(own, jon.company_id, KINDS["last contact"])
        standing.showing.write(standing.viewer, standing.own_book)
    [(_, way, door, every)] = told(entries(open_ada, "Ada"))
    assert (way, door) == ("command", "people")
    assert {"Jon Falk", "Ines Duarte"} < every.keys()
    assert len(every) == 3
    [(_, _, _, shown)] = told(entries(open_ada, "Ada", kind="email"))
    assert shown.keys() == {"Jon Falk"}
    with open_ada.standing("Ada") as standing:
        [entry] = list_disclosures(standing, DisclosuresQuery(way="command")).rows
    assert {of.about for of in entry.shown} == {"person", "company"}
