"""The control: leaks put in on purpose, one of each kind that peers had, are found by the twin worlds.

A test here fails where the twins of the same numbers are told alike although the program leaks.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse

from tactful.actions.errors import NotAllowed
from tactful.api import answers as api_answers
from tactful.api.routes import people as api_people
from tactful.api.routes import search as api_search
from tactful.config.headers import ResponseHeaders
from tactful.records.models import Person, Tie
from tactful.visibility import companies, groups, names, people, person, preview, timeline, told
from tactful.visibility.reach import Condition, Reach
from tactful.visibility.standing import Standing
from tactful.visibility.viewer import Viewer
from tests.leaks import api_asks
from tests.leaks.asking import Ask, Names
from tests.leaks.telling import Asking, told_apart
from tests.leaks.twins import Pair, pair

#: Among so many pairs a leak must show.
PAIRS = 60

pytestmark = [pytest.mark.django_db, pytest.mark.rule("B04")]
Patch = pytest.MonkeyPatch


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


def only(*routes: str) -> Asking:
    """Ask these operations alone, several times each."""

    def asking(it: Pair, user: str, dice: random.Random) -> list[Ask]:
        seed = Names(it, user)
        found = [api_asks.ask(route, seed) for route in routes for _ in range(2)]
        return [replace(one, headers={"authorization": f"Bearer tactful_full_{user}"}) for one in found]

    return asking


def caught(asking: Asking, pairs: Sequence[int] = range(PAIRS)) -> bool:
    """Return whether some pair of twins is told apart."""
    return any(told_apart(pair(number), asking) for number in pairs)


def in_all_books(monkeypatch: Patch, module: Any, name: str) -> None:
    """Let one function of visibility take every row of the account as told."""
    honest: Callable[..., Any] = getattr(module, name)

    def leaking(*args: Any, **kwargs: Any) -> Any:
        with pytest.MonkeyPatch.context() as inside:
            inside.setattr(Reach, "told", lambda *_, **__: Condition("true"))
            return honest(*args, **kwargs)

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
    honest = people._shown

    def leaking(*args: Any) -> Condition:
        found = honest(*args)
        hidden = "(select min(h.sort_key) from records_tie h where h.person_id = s.person_id)"
        sort = "coalesce(substr(split_part(s.name, '\x01', 1), 2), '')"
        assert sort in found.sql
        return Condition(found.sql.replace(sort, f"coalesce({hidden}, '')"), found.params)

    monkeypatch.setattr(people, "_shown", leaking)
    assert caught(only("GET /people"))


def test_a_score_made_of_hidden_ties(monkeypatch: Patch) -> None:
    in_all_books(monkeypatch, groups, "_counted")
    monkeypatch.setattr(groups, "contributing_books", lambda standing, _: sorted(standing.book_of.values()))
    assert caught(only("GET /people/{person}", "GET /teams/{team}/people"))


def test_a_number_of_hidden_contributors(monkeypatch: Patch) -> None:
    in_all_books(monkeypatch, people, "knowers_of")
    assert caught(only("GET /people"))


def test_a_company_named_by_a_hidden_book(monkeypatch: Patch) -> None:
    in_all_books(monkeypatch, names, "company_refs")
    in_all_books(monkeypatch, people, "company_refs")
    assert caught(only("GET /people"))


def test_people_of_a_company_counted_with_hidden_ones(monkeypatch: Patch) -> None:
    honest = companies._rows

    def leaking(standing: Standing, found: list[Any]) -> Any:
        ties = Tie.unchecked.filter(account_id=standing.viewer.account)
        numbers = [ties.filter(company_id=row[0]).values("person_id").distinct().count() for row in found]
        return tuple(replace(row, people=n) for row, n in zip(honest(standing, found), numbers, strict=True))

    monkeypatch.setattr(companies, "_rows", leaking)
    assert caught(only("GET /companies"))


def test_a_last_contact_from_a_hidden_mail(monkeypatch: Patch) -> None:
    honest = told.Told._last

    def leaking(self: told.Told) -> Condition:
        return Condition("t.last_at") if honest(self).sql != "false" else Condition("null")

    monkeypatch.setattr(told.Told, "_last", leaking)
    assert caught(only("GET /people"))


def test_a_search_in_hidden_values(monkeypatch: Patch) -> None:
    monkeypatch.setattr(told.Told, "value", lambda *_: Condition("true"))
    assert caught(only("GET /search", "GET /people"))


def test_a_timeline_with_withheld_mails(monkeypatch: Patch) -> None:
    in_all_books(monkeypatch, timeline, "_timeline")
    assert caught(only("GET /people/{person}/timeline", "GET /companies/{company}/timeline"))


def test_an_internal_id_in_a_body(monkeypatch: Patch) -> None:
    honest = people._rows

    def leaking(standing: Standing, found: list[Any]) -> Any:
        rows = honest(standing, found)
        return tuple(replace(row, title=f"no. {raw[0]}") for row, raw in zip(rows, found, strict=True))

    monkeypatch.setattr(people, "_rows", leaking)
    assert caught(only("GET /people"), range(10))


def test_an_order_by_internal_ids(monkeypatch: Patch) -> None:
    monkeypatch.setitem(people._ORDER, "name", "nameless, person_id, sort, uid")
    assert caught(only("GET /people"))


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
    assert caught(only("GET /people/{person}"))


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
