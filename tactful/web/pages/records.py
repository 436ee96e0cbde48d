"""A person's page and a company's page: who knows them, how to reach them, when; each value can say why."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from tactful.insight.explanation import Explanation, explain
from tactful.insight.fading import contact_days
from tactful.insight.store import coverage
from tactful.visibility.companies import see_company
from tactful.visibility.company import find_company
from tactful.visibility.contributors import member_of_book
from tactful.visibility.introductions import introductions_made
from tactful.visibility.looking import colleagues_to_look_as
from tactful.visibility.months import DayInTouch, company_months, days_in_touch, person_months
from tactful.visibility.people import PeopleQuery, list_people
from tactful.visibility.person import find_person, see_person
from tactful.visibility.shares import my_shares
from tactful.visibility.timeline import company_timeline, person_timeline
from tactful.web.acting import MemberRequest
from tactful.web.addresses import given
from tactful.web.asking import chosen, layout, member_page
from tactful.web.pages.files import files_on
from tactful.web.pages.items import on_record
from tactful.web.pages.reminders import reminders_of_record
from tactful.web.shapes import records as shapes
from tactful.web.shapes.people import Shape, member, person_row
from tactful.web.shapes.shares import LABELS
from tactful.web.shapes.timelines import timeline

MOST_PEOPLE = 12


@member_page()
def person(request: MemberRequest, uid: UUID | None) -> HttpResponse:
    """One person, as far as the viewer may see them."""
    standing = request.standing
    seen = see_person(standing, given(uid))
    row = find_person(standing, given(uid))
    if seen is None or row is None:
        raise Http404
    dated = "interactions" in seen.shows
    kind = _kind(request)
    context: Shape = layout(request) | {
        "person": shapes.person(
            seen,
            person_months(standing, row) if dated else None,
            _explained(request, days_in_touch(standing, row)) if dated else {},
        )
    }
    if dated:
        context["timeline"] = timeline(
            person_timeline(standing, row, kind=kind, cursor=request.GET.get("at")), kind
        )
    made = introductions_made(standing, seen.uid)
    if made:
        context["introduced"] = [
            {"asker": member(one.asker), "introducer": member(one.introducer), "at": one.at} for one in made
        ]
    context |= on_record(standing, person=seen.uid) | files_on(standing, person=seen.uid)
    context |= reminders_of_record(standing, person=seen.uid)
    if seen.mine:
        context["colleagues"] = [member(one) for one in colleagues_to_look_as(standing)]
        context["look_url"] = reverse("web:look_as", args=[seen.uid])
        context["known_to"] = [
            {
                "audience": shapes.audience(share.audience, share.audience_uid),
                "level_label": LABELS[share.counts],
            }
            for share in my_shares(standing)
            if share.opens
        ]
    return render(request, "web/person.html", context)


@member_page()
def company(request: MemberRequest, uid: UUID | None) -> HttpResponse:
    """One company, through the people of it that the viewer may see."""
    standing = request.standing
    seen = see_company(standing, given(uid))
    row = find_company(standing, given(uid))
    if seen is None or row is None:
        raise Http404
    dated = "interactions" in seen.shows
    kind = _kind(request)
    people = list_people(
        standing, PeopleQuery(company=seen.uid, sort="strength"), limit=MOST_PEOPLE, dates=False
    )
    context: Shape = layout(request) | {
        "company": shapes.company(seen, company_months(standing, row) if dated else None)
        | {"people": [person_row(one) for one in people.rows], "people_total": people.total},
        "mine": seen.mine,
    }
    if dated:
        page = company_timeline(standing, row, kind=kind, cursor=request.GET.get("at"))
        context["timeline"] = timeline(page, kind, seen.name)
    context |= on_record(standing, company=seen.uid) | files_on(standing, company=seen.uid)
    context |= reminders_of_record(standing, company=seen.uid)
    return render(request, "web/company.html", context)


def _kind(request: MemberRequest) -> str:
    return chosen(request.GET.get("kind", ""), ("mail", "meeting"))


def _explained(request: MemberRequest, days: Mapping[int, tuple[DayInTouch, ...]]) -> dict[UUID, Explanation]:
    """What each contributor's score is made of, from the days that the viewer may see (D09)."""
    standing = request.standing
    today = standing.viewer.now.astimezone(UTC).date()
    return {
        member_of_book(standing, book).uid: explain(
            contact_days(some),
            today,
            coverage(standing.viewer.account, book),
        )
        for book, some in days.items()
    }
