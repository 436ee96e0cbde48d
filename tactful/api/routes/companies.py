"""Companies: the list, one, and the questions about one."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from tactful.actions.errors import Absent
from tactful.api.acting import KeyRequest
from tactful.api.inputs import Cursor, Limit, Words, uid, uid_to_filter
from tactful.api.router import Routes
from tactful.api.shapes import answers, companies, people, touchpoints
from tactful.visibility.companies import CompaniesQuery, list_companies, see_company
from tactful.visibility.company import find_company
from tactful.visibility.months import company_months
from tactful.visibility.people import PeopleQuery, list_people
from tactful.visibility.questions import why_company
from tactful.visibility.timeline import company_timeline

routes = Routes(tags=["companies"])

Sort = Literal["name", "strength", "people", "last_contact"]


@routes.get("", response=companies.Companies, operation_id="list_companies", summary="List companies")
def list_all(
    request: KeyRequest,
    words: Words = "",
    least_score: Annotated[int, Field(ge=0, le=100)] = 0,
    known_by: Words = "",
    sort: Sort = "name",
    cursor: Cursor | None = None,
    limit: Limit = 50,
) -> companies.Companies:
    """The companies of which you see somebody, with the exact number of them. `known_by` is a member's id."""
    query = CompaniesQuery(
        words=words,
        least_score=least_score,
        known_by=uid_to_filter(known_by),
        sort=sort.replace("_", " "),
    )
    return companies.companies(list_companies(request.standing, query, cursor=cursor, limit=limit))


@routes.get("/{company}", response=companies.Company, operation_id="see_company", summary="See a company")
def see(request: KeyRequest, company: str, why: bool = False) -> companies.Company:
    """One company as you may see it; with `?why=1` also why."""
    found = see_company(request.standing, uid(company))
    row = find_company(request.standing, uid(company)) if why else None
    if found is None:
        raise Absent("hidden or absent")
    return companies.company(found, None if row is None else answers.why(why_company(request.standing, row)))


@routes.get(
    "/{company}/people",
    response=people.People,
    operation_id="list_people_of_company",
    summary="List a company's people",
)
def people_of(
    request: KeyRequest, company: str, cursor: Cursor | None = None, limit: Limit = 50
) -> people.People:
    """The people of it whom you see, best known first."""
    found = see_company(request.standing, uid(company), touchpoints=False)
    if found is None:
        raise Absent("hidden or absent")
    query = PeopleQuery(company=found.uid, sort="strength")
    return people.people(list_people(request.standing, query, cursor=cursor, limit=limit))


@routes.get(
    "/{company}/timeline",
    response=touchpoints.Timeline,
    operation_id="list_touchpoints_with_company",
    summary="List mails and meetings with a company",
)
def timeline(
    request: KeyRequest,
    company: str,
    kind: Literal["", "mail", "meeting"] = "",
    cursor: Cursor | None = None,
    limit: Limit = 50,
) -> touchpoints.Timeline:
    """Newest first; 404 too where no interactions are shared with you."""
    row = find_company(request.standing, uid(company))
    if row is None or not _is_dated(request, company):
        raise Absent("hidden or absent")
    return touchpoints.timeline(
        company_timeline(request.standing, row, kind=kind, cursor=cursor, limit=limit)
    )


@routes.get(
    "/{company}/months",
    response=touchpoints.Months,
    operation_id="list_months_with_company",
    summary="Count the last twelve months with a company",
)
def months(request: KeyRequest, company: str) -> touchpoints.Months:
    """Mails in and out, and meetings; 404 too where no interactions are shared with you."""
    row = find_company(request.standing, uid(company))
    if row is None or not _is_dated(request, company):
        raise Absent("hidden or absent")
    return touchpoints.months(company_months(request.standing, row))


@routes.get(
    "/{company}/why", response=answers.WhyAll, operation_id="why_company", summary="Why is a company shown"
)
def why_all(request: KeyRequest, company: str) -> answers.WhyAll:
    """For each facet that you see: every way by which it is shown to you."""
    row = find_company(request.standing, uid(company))
    if row is None:
        raise Absent("hidden or absent")
    return answers.WhyAll(why=answers.why(why_company(request.standing, row)))


def _is_dated(request: KeyRequest, company: str) -> bool:
    """Return whether the viewer sees interactions with this company."""
    seen = see_company(request.standing, uid(company), touchpoints=False)
    return seen is not None and "interactions" in seen.shows
