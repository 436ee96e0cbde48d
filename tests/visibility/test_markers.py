"""Where a list goes on: a marker that another release gave for the same question is refused, never misread."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tactful.accounts.ids import shown
from tactful.records.models import Company, Person
from tactful.visibility.companies import CompaniesQuery, list_companies
from tactful.visibility.cursor import BadCursor, read_cursor, write_cursor
from tactful.visibility.feed import newest_touchpoints
from tactful.visibility.people import PeopleQuery, list_people
from tactful.visibility.seen import Page
from tactful.visibility.standing import Standing
from tactful.visibility.timeline import company_timeline, person_timeline
from tests.reference.cast import ACME, book, house
from tests.reference.world import Viewer
from tests.visibility.agreeing import loaded
from tests.visibility.from_world import uid_of

pytestmark = pytest.mark.django_db

KNOWN = house(
    ACME,
    facts=[
        *book("ada", "kim", thread="t"),
        *book("ada", "kim", names=("lou",), thread="u"),
        *book("ada", "max", thread="v"),
    ],
)
KIM, ORCA = uid_of("person", "kim"), uid_of("company", "orca")


def of_person(standing: Standing, cursor: str | None) -> Page[Any]:
    return person_timeline(standing, Person.unchecked.get(uid=KIM), cursor=cursor, limit=1)


def of_company(standing: Standing, cursor: str | None) -> Page[Any]:
    return company_timeline(standing, Company.unchecked.get(uid=ORCA), cursor=cursor, limit=1)


LISTS: dict[str, Callable[[Standing, str | None], Page[Any]]] = {
    PeopleQuery().question: lambda standing, cursor: list_people(standing, cursor=cursor, limit=1),
    PeopleQuery(sort="strength").question: lambda standing, cursor: list_people(
        standing, PeopleQuery(sort="strength"), cursor=cursor, limit=1
    ),
    CompaniesQuery().question: lambda standing, cursor: list_companies(standing, cursor=cursor, limit=1),
    "feed ": lambda standing, cursor: newest_touchpoints(standing, cursor=cursor, limit=1),
    f"timeline person {shown(KIM)} ": of_person,
    f"timeline company {shown(ORCA)} ": of_company,
}


@pytest.mark.parametrize("question", LISTS)
def test_a_marker_of_another_shape_is_refused(question: str) -> None:
    with loaded(KNOWN) as rows:
        standing, ask = Standing(rows.viewer(Viewer("ada"))), LISTS[question]
        marker = ask(standing, None).next_cursor
        assert marker is not None, "there is a second page"
        place = read_cursor(standing.viewer, question, marker)
        assert (
            ask(standing, write_cursor(standing.viewer, question, place)).rows == ask(standing, marker).rows
        )
        for other in (place[:-1], [*place, place[-1]], []):
            with pytest.raises(BadCursor, match="from its beginning"):
                ask(standing, write_cursor(standing.viewer, question, other))
