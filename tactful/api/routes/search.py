"""Suggestions while somebody types: people and companies by what the viewer may see of them."""

from __future__ import annotations

from tactful.api.acting import KeyRequest
from tactful.api.inputs import Words
from tactful.api.router import Routes
from tactful.api.shapes import companies, people
from tactful.api.shapes.base import Shape
from tactful.visibility.companies import CompaniesQuery, list_companies
from tactful.visibility.people import PeopleQuery, list_people

routes = Routes(tags=["search"])

MOST = 8


class Suggestions(Shape):
    """At most eight of each, best known first."""

    people: list[people.PersonRow]
    companies: list[companies.CompanyRow]


@routes.get("", response=Suggestions, operation_id="suggest", summary="Suggest people and companies")
def suggest(request: KeyRequest, words: Words = "") -> Suggestions:
    """Those that have every one of these words in what you may see; none for no words."""
    if not words.strip():
        return Suggestions(people=[], companies=[])
    found = list_people(request.standing, PeopleQuery(words=words, sort="strength"), limit=MOST)
    at = list_companies(request.standing, CompaniesQuery(words=words, sort="strength"), limit=MOST)
    return Suggestions(
        people=[people.row(one) for one in found.rows], companies=[companies.row(one) for one in at.rows]
    )
