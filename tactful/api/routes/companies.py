"""Companies: the list, one, and the questions about one."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from tactful.actions.errors import Absent
from tactful.api.acting import KeyRequest, require_whole_book
from tactful.api.inputs import Cursor, Limit, Words, asked_values, uid, uid_to_filter
from tactful.api.router import Routes
from tactful.api.shapes import answers, companies, people, touchpoints
from tactful.visibility.companies import CompaniesQuery, list_companies, see_company
from tactful.visibility.company import find_company
from tactful.visibility.months import company_months
from tactful.visibility.people import PeopleQuery, list_people
from tactful.visibility.questions import why_company
from tactful.visibility.seers import who_sees_company
from tactful.visibility.timeline import company_timeline
from tactful.visibility.value_whys import OF_COMPANY, why_company_values

routes = Routes(tags=["companies"])

Sort = Literal["name", "strength", "people", "last_contact"]
ValueOfCompany = Literal[
    "", "every", "name", "people", "score", "known-by", "last-contact", "statistics", "group-score", "tie"
]


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
def why_all(
    request: KeyRequest, company: str, value: ValueOfCompany = "", audience: Words = "", knower: Words = ""
) -> answers.WhyAll:
    """For each facet that you see: every way by which it is shown to you.

    With `value`: why that value is shown, and what went into it; 404 too where it is not. `every` asks about all.
    `audience` (a team's id, or "everyone") narrows `group-score`, `knower` (a member's id) says whose `tie`.
    """
    row = find_company(request.standing, uid(company))
    if row is None:
        raise Absent("hidden or absent")
    if value:
        asked = asked_values(OF_COMPANY, value, audience, knower)
        return answers.why_values(why_company_values(request.standing, row, asked))
    return answers.WhyAll(why=answers.why(why_company(request.standing, row)))


@routes.get(
    "/{company}/who-sees",
    response=answers.WhoSees,
    operation_id="who_sees_company",
    summary="Who sees a company of yours",
)
def who_sees(request: KeyRequest, company: str) -> answers.WhoSees:
    """For each facet of what your own sources say of its people: the colleagues who see any of it, and how."""
    require_whole_book(request.viewer)
    row = find_company(request.standing, uid(company))
    if row is None:
        raise Absent("hidden or absent")
    return answers.who_sees(who_sees_company(request.standing, row))


def _is_dated(request: KeyRequest, company: str) -> bool:
    """Return whether the viewer sees interactions with this company."""
    seen = see_company(request.standing, uid(company), touchpoints=False)
    return seen is not None and "interactions" in seen.shows
