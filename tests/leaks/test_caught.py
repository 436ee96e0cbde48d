"""The control: leaks put in on purpose, one of each kind that peers had, are found by the twin worlds.

A test here fails where the twins of the same numbers are told alike although the program leaks.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from pyroaring import BitMap

from tactful.actions.errors import NotAllowed
from tactful.api import answers as api_answers
from tactful.api.routes import people as api_people
from tactful.api.routes import search as api_search
from tactful.config.headers import ResponseHeaders
from tactful.records.models import CardJoin, Person, Tie
from tactful.visibility import (
    companies,
    disclosures,
    groups,
    names,
    people,
    person,
    preview,
    searching,
    telling,
    timeline,
)
from tactful.visibility.columns import columns_of
from tactful.visibility.company_board import CompanyBoard
from tactful.visibility.crowd import Crowd, crowd_of
from tactful.visibility.identity import edges
from tactful.visibility.identity.edges import Edge
from tactful.visibility.reach import Condition, Reach
from tactful.visibility.stamps import source_stamps
from tactful.visibility.standing import Standing
from tactful.visibility.viewer import Viewer
from tests.leaks import api_asks
from tests.leaks.asking import Ask, Names
from tests.leaks.telling import Asking, told_apart
from tests.leaks.twins import Pair, pair

#: Among so many pairs a leak must show; how soon depends on what is drawn, and the first that shows ends the search.
PAIRS = 300

pytestmark = [pytest.mark.django_db, pytest.mark.rule("B04")]
Patch = pytest.MonkeyPatch


def only(*routes: str) -> Asking:
    """Ask these operations alone, several times each."""

    def asking(it: Pair, user: str, dice: random.Random) -> list[Ask]:
        seed = Names(it, user)
        found = [api_asks.ask(route, seed) for route in routes for _ in range(2)]
        return [replace(one, headers={"authorization": f"Bearer tactful_full_{user}"}) for one in found]

    return asking


def caught(asking: Asking, pairs: Sequence[int] = range(PAIRS), *, first: Sequence[int] = ()) -> bool:
    """Return whether some pair of twins is told apart.

    `first`: where it showed once, looked at before the others. A number that no longer shows it costs a moment.
    """
    return any(told_apart(pair(number), asking) for number in (*first, *pairs))


class Everything(Crowd):
    """A crowd to which every book of the account is wholly open."""

    def __init__(self, standing: Standing) -> None:
        account = standing.viewer.account
        read = source_stamps(account, [int(book) for book in standing.book_of.values()])
        super().__init__(standing, columns_of(account, read.numbers)[0], read, is_as_stamped=False)

    def open(self, facet: str) -> dict[int, BitMap]:
        return {book: columns.held for book, columns in self._columns.items()}


def in_all_books(monkeypatch: Patch, module: Any, name: str) -> None:
    """Let one function of visibility take every row of the account as told."""
    honest: Callable[..., Any] = getattr(module, name)

    def leaking(standing: Standing, *args: Any, **kwargs: Any) -> Any:
        kept = standing.crowd, standing.told
        with pytest.MonkeyPatch.context() as inside:
            inside.setattr(Reach, "told", lambda *_, **__: Condition("true"))
            standing.crowd, standing.told = Everything(standing), {}
            try:
                return honest(standing, *args, **kwargs)
            finally:
                standing.crowd, standing.told = kept

    monkeypatch.setattr(module, name, leaking)


def test_without_a_leak_nothing_is_found() -> None:
    asked = only("GET /people", "GET /people/{person}", "GET /companies", "GET /people/{person}/timeline")
    assert not caught(asked, range(6))


def test_a_total_that_counts_hidden_people(monkeypatch: Patch) -> None:
    honest = people.list_people

    def leaking(standing: Standing, *args: Any, **kwargs: Any) -> Any:
        rows = Person.unchecked.filter(account_id=standing.viewer.account, colleague=False)
        return replace(honest(standing, *args, **kwargs), total=rows.count())

    monkeypatch.setattr(api_people, "list_people", leaking)
    assert caught(only("GET /people"))


def test_an_order_by_hidden_names(monkeypatch: Patch) -> None:
    in_all_books(monkeypatch, people, "in_name_order")
    # It shows where two people change places, by name alone: asked often.
    assert caught(only(*["GET /people"] * 4), first=[8])


def test_a_score_made_of_hidden_ties(monkeypatch: Patch) -> None:
    in_all_books(monkeypatch, groups, "_groups")
    in_all_books(monkeypatch, groups, "computed_leaders")
    monkeypatch.setattr(groups, "stored_leaders", lambda *_: None)
    monkeypatch.setattr(
        groups, "contributing_books", lambda standing, _: tuple(sorted(standing.book_of.values()))
    )
    assert caught(only("GET /people/{person}", "GET /teams/{team}/people"))


def test_a_number_of_hidden_contributors(monkeypatch: Patch) -> None:
    in_all_books(monkeypatch, people, "tell")
    assert caught(only("GET /people"))


def test_a_company_named_by_a_hidden_book(monkeypatch: Patch) -> None:
    in_all_books(monkeypatch, names, "company_refs")
    in_all_books(monkeypatch, people, "company_refs")
    assert caught(only("GET /people"))


def test_people_of_a_company_counted_with_hidden_ones(monkeypatch: Patch) -> None:
    honest = companies._rows

    def leaking(standing: Standing, board: CompanyBoard, rows: list[int], *, dates: bool) -> Any:
        ties = Tie.unchecked.filter(account_id=standing.viewer.account)
        numbers = [
            ties.filter(company_id=int(board.ids[row])).values("person_id").distinct().count() for row in rows
        ]
        told = honest(standing, board, rows, dates=dates)
        return tuple(replace(row, people=n) for row, n in zip(told, numbers, strict=True))

    monkeypatch.setattr(companies, "_rows", leaking)
    assert caught(only("GET /companies"))


def test_a_last_contact_from_a_hidden_mail(monkeypatch: Patch) -> None:
    honest = telling.tell

    def leaking(standing: Standing, persons: Any) -> Any:
        found = {person: copy(one) for person, one in honest(standing, persons).items()}
        ties = Tie.unchecked.filter(account_id=standing.viewer.account, person_id__in=list(found))
        for tie in ties.filter(last_at__isnull=False):
            last = 0 if tie.last_at is None else int(tie.last_at.timestamp()) * 1_000_000
            found[tie.person_id].last = max(found[tie.person_id].last or 0, last)
        return found

    monkeypatch.setattr(people, "tell", leaking)
    assert caught(only("GET /people"))


def test_a_search_in_hidden_values(monkeypatch: Patch) -> None:
    honest = searching.found_by

    def leaking(standing: Standing, word: str) -> BitMap:
        return honest(standing, word) | searching._proposed(standing, word).get("v", BitMap())

    monkeypatch.setattr(people, "found_by", leaking)
    assert caught(only("GET /search", "GET /people"), first=[6])


def test_a_timeline_with_withheld_mails(monkeypatch: Patch) -> None:
    in_all_books(monkeypatch, timeline, "_timeline")
    assert caught(only("GET /people/{person}/timeline", "GET /companies/{company}/timeline"))


def test_what_was_shown_of_others(monkeypatch: Patch) -> None:
    def leaking(standing: Standing, *_: Any) -> Condition:
        return Condition("d.account_id = %s", [standing.viewer.account])

    monkeypatch.setattr(disclosures, "_where", leaking)
    assert caught(only("GET /disclosures"), first=[19])


def test_an_internal_id_in_a_body(monkeypatch: Patch) -> None:
    honest = people._rows

    def leaking(standing: Standing, persons: list[int], dates: bool) -> Any:
        rows = honest(standing, persons, dates)
        return tuple(replace(row, title=f"no. {person}") for row, person in zip(rows, persons, strict=True))

    monkeypatch.setattr(people, "_rows", leaking)
    assert caught(only("GET /people"), range(10))


def test_an_order_by_internal_ids(monkeypatch: Patch) -> None:
    honest = people._ARRANGED["name"]

    def leaking(standing: Standing, among: BitMap, after: Any, wanted: int) -> Any:
        return sorted(honest(standing, among, after, wanted))

    monkeypatch.setitem(people._ARRANGED, "name", leaking)
    assert caught(only(*["GET /people"] * 4))


def test_a_header_made_of_hidden_data(monkeypatch: Patch) -> None:
    counted: list[int] = []
    begin, answer = Standing.__init__, ResponseHeaders.__call__

    def counting(self: Standing, viewer: Viewer, *args: Any, **kwargs: Any) -> None:
        begin(self, viewer, *args, **kwargs)
        counted.append(Tie.unchecked.filter(account_id=viewer.account).count())

    def leaking(self: ResponseHeaders, request: HttpRequest) -> Any:
        response = answer(self, request)
        response.headers["ETag"] = f'"{counted[-1]}"'
        return response

    monkeypatch.setattr(Standing, "__init__", counting)
    monkeypatch.setattr(ResponseHeaders, "__call__", leaking)
    assert caught(only("GET /account"))


def test_a_refusal_that_tells_hidden_from_absent(monkeypatch: Patch) -> None:
    honest = person.see_person

    def leaking(standing: Standing, uid: Any) -> Any:
        found = honest(standing, uid)
        if found is None and Person.unchecked.filter(account_id=standing.viewer.account, uid=uid).exists():
            raise NotAllowed("not for you")
        return found

    monkeypatch.setattr(api_people, "see_person", leaking)
    assert caught(only("GET /people/{person}"))


def test_an_error_that_names_what_is_hidden(monkeypatch: Patch) -> None:
    def leaking() -> HttpResponse:
        names = Tie.unchecked.exclude(name="").order_by("name").values_list("name", flat=True)[:1]
        return api_answers.problem(404, "not_found", f"did you mean {', '.join(names)}?")

    monkeypatch.setattr(api_answers, "absent", leaking)
    assert caught(only("GET /people/{person}"), first=[6])


def test_suggestions_from_hidden_people(monkeypatch: Patch) -> None:
    in_all_books(monkeypatch, api_search, "list_people")
    assert caught(only("GET /search"))


def test_a_preview_that_speaks_of_others(monkeypatch: Patch) -> None:
    honest = preview._scores

    def leaking(standing: Standing, *args: Any) -> int:
        return (
            honest(standing, *args)
            + Tie.unchecked.filter(account_id=standing.viewer.account, s__gt=0).count()
        )

    monkeypatch.setattr(preview, "_scores", leaking)
    assert caught(only("POST /sharing/{audience}/preview"))


@pytest.mark.rule("D24")
def test_who_is_one_by_way_of_a_closed_address(monkeypatch: Patch) -> None:
    def leaking(standing: Standing) -> frozenset[Edge]:
        there, beside = crowd_of(standing).existing, dict[tuple[int, int], list[int]]()
        joins = CardJoin.unchecked.filter(account_id=standing.viewer.account)
        for book, *ends in joins.values_list("book_id", "one_id", "other_id"):
            for one, other in (ends, ends[::-1]):
                if one in there:
                    beside.setdefault((book, other), []).append(one)
        return frozenset((book, *pair) for (book, _), some in beside.items() for pair in pairwise(some))

    monkeypatch.setattr(edges, "_by_cards", leaking)
    assert caught(only("GET /people"), first=[402])
