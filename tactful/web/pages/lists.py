"""The lists of people and of companies: searched, filtered and sorted by what is disclosed to the viewer alone."""

from __future__ import annotations

from datetime import UTC, date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tactful.accounts.ids import read_uid
from tactful.visibility.companies import CompaniesQuery, list_companies, see_company
from tactful.visibility.people import PeopleQuery, list_people
from tactful.visibility.teams import list_members
from tactful.web.acting import MemberRequest
from tactful.web.asking import asked_rows, chosen, member_page, words_of
from tactful.web.shapes.people import Shape, company_row, listing, person_row

#: What `?sort=` may say, as the column heads offer it, and visibility's word for it.
PEOPLE_SORTS = {"-strength": "strength", "name": "name", "-last_contact": "last contact"}
COMPANY_SORTS = PEOPLE_SORTS | {"-people": "people"}
#: What `?band=` may say: the least score.
BANDS = {"strong": 70, "good": 40, "familiar": 15, "weak": 5, "any": 1}
#: What `?since=` may say: last contact in so many months, the one that runs included.
MONTHS = {"month": 1, "quarter": 3, "year": 12}
#: An id that is nobody's: a filter by it finds nothing, like one by somebody who shares nothing.
NOBODY = UUID(int=0)


@member_page()
def people(request: MemberRequest) -> HttpResponse:
    """Everybody whom something opens to the viewer."""
    standing = request.standing
    sort = chosen(request.GET.get("sort", ""), PEOPLE_SORTS, "-strength")
    query = _query(request)
    company = read_uid(request.GET.get("company_uid", ""))
    page = list_people(
        standing,
        PeopleQuery(
            words=query["q"],
            company=company or (NOBODY if "company_uid" in request.GET else None),
            least_score=BANDS.get(query["band"], 0),
            known_by=_known_by(request, query["known_by"]),
            sort=PEOPLE_SORTS[sort],
            since=_since(request, query["since"]),
        ),
        cursor=request.GET.get("cursor"),
    )
    context: Shape = {
        "listing": listing(page, map(person_row, page.rows)),
        "sort": sort,
        "sorts": list(PEOPLE_SORTS),
        "query": query,
        "cursor": request.GET.get("cursor"),
    }
    if "company_uid" in request.GET:
        at = None if company is None else see_company(standing, company, touchpoints=False)
        context["at"] = {"uid": request.GET["company_uid"], "name": "that company" if at is None else at.name}
    return _answer(request, "people", context)


@member_page()
def companies(request: MemberRequest) -> HttpResponse:
    """Every company of whose people something is open to the viewer."""
    sort = chosen(request.GET.get("sort", ""), COMPANY_SORTS, "-strength")
    query = _query(request)
    page = list_companies(
        request.standing,
        CompaniesQuery(
            words=query["q"],
            least_score=BANDS.get(query["band"], 0),
            known_by=_known_by(request, query["known_by"]),
            sort=COMPANY_SORTS[sort],
        ),
        cursor=request.GET.get("cursor"),
    )
    context: Shape = {
        "listing": listing(page, map(company_row, page.rows)),
        "sort": sort,
        "sorts": list(COMPANY_SORTS),
        "query": query,
        "cursor": request.GET.get("cursor"),
    }
    return _answer(request, "companies", context)


def _answer(request: MemberRequest, page: str, context: Shape) -> HttpResponse:
    if asked_rows(request):
        return render(request, f"web/_{page}_rows.html", context | {"fragment": True})
    context["colleagues"] = [
        {"uid": one.uid.hex, "name": one.name}
        for one in list_members(request.standing)
        if one.active and not one.is_me
    ]
    return render(request, f"web/{page}.html", context)


def _query(request: HttpRequest) -> dict[str, str]:
    return {
        "q": words_of(request, "q"),
        "band": chosen(request.GET.get("band", ""), BANDS),
        "known_by": request.GET.get("known_by", "")[:32],
        "since": chosen(request.GET.get("since", ""), MONTHS),
    }


def _since(request: MemberRequest, value: str) -> date | None:
    """Return the first day of the first of the months that were chosen."""
    if not value:
        return None
    today = request.viewer.now.astimezone(UTC).date()
    month = today.year * 12 + today.month - MONTHS[value]
    return date(month // 12, month % 12 + 1, 1)


def _known_by(request: MemberRequest, value: str) -> UUID | None:
    if not value:
        return None
    return (request.viewer.uid if value == "me" else read_uid(value)) or NOBODY
