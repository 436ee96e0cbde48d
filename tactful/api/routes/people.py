"""People: the list, one, and the questions about one."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from ninja import Query
from pydantic import Field

from tactful.actions.errors import Absent
from tactful.api.acting import KeyRequest, require_whole_book
from tactful.api.inputs import Cursor, Limit, Words, asked_values, uid, uid_to_filter
from tactful.api.router import Routes
from tactful.api.shapes import answers, people, touchpoints
from tactful.insight.value_whys import explained_values
from tactful.visibility.looking import looking_as, seen_of_mine
from tactful.visibility.months import person_months
from tactful.visibility.people import PeopleQuery, list_people
from tactful.visibility.person import find_person, see_person
from tactful.visibility.questions import why_person, why_value
from tactful.visibility.seers import who_sees_person
from tactful.visibility.timeline import person_timeline
from tactful.visibility.value_whys import OF_PERSON

routes = Routes(tags=["people"])

Sort = Literal["name", "strength", "last_contact"]
ValueOfPerson = Literal[
    "",
    "every",
    "name",
    "company",
    "title",
    "score",
    "known-by",
    "last-contact",
    "statistics",
    "group-score",
    "also-known",
    "tie",
]


@routes.get("", response=people.People, operation_id="list_people", summary="List people")
def list_all(
    request: KeyRequest,
    words: Words = "",
    company: Words = "",
    least_score: Annotated[int, Field(ge=0, le=100)] = 0,
    known_by: Words = "",
    sort: Sort = "name",
    since: date | None = None,
    cursor: Cursor | None = None,
    limit: Limit = 50,
) -> people.People:
    """The people whom something opens to you, with the exact number of them.

    `words` are looked for at the beginnings of words in what you may see; `company` and `known_by` (a member) are ids;
    `since` is a day (UTC): whose last contact was then or later.
    """
    query = PeopleQuery(
        words=words,
        company=uid_to_filter(company),
        least_score=least_score,
        known_by=uid_to_filter(known_by),
        sort=sort.replace("_", " "),
        since=since,
    )
    return people.people(list_people(request.standing, query, cursor=cursor, limit=limit))


@routes.get("/{person}", response=people.Person, operation_id="see_person", summary="See a person")
def see(request: KeyRequest, person: str, why: bool = False) -> people.Person:
    """One person as you may see them; with `?why=1` also why."""
    found = see_person(request.standing, uid(person))
    if found is None:
        raise Absent("hidden or absent")
    reasons = (why_person(request.standing, found.uid) or ()) if why else None
    return people.person(found, None if reasons is None else answers.why(reasons))


@routes.get(
    "/{person}/values",
    response=people.Values,
    operation_id="list_values",
    summary="List a person's contact values",
)
def values(request: KeyRequest, person: str) -> people.Values:
    """Addresses, numbers and links; 404 too where contact info is not shared with you."""
    found = see_person(request.standing, uid(person), frozenset({"values"}))
    shown = None if found is None else people.values(found.values)
    if shown is None:
        raise Absent("hidden or absent")
    return people.Values(values=shown)


@routes.get(
    "/{person}/values/why", response=answers.WhyOne, operation_id="why_value", summary="Why is a value shown"
)
def value_why(
    request: KeyRequest, person: str, kind: Words, value: Annotated[str, Query(max_length=500)]
) -> answers.WhyOne:
    """Every way by which one contact value is shown to you."""
    sentences = None if "\x00" in value else why_value(request.standing, uid(person), kind, value)
    if sentences is None:
        raise Absent("hidden or absent")
    return answers.WhyOne(sentences=list(sentences))


@routes.get(
    "/{person}/timeline",
    response=touchpoints.Timeline,
    operation_id="list_touchpoints_with_person",
    summary="List mails and meetings with a person",
)
def timeline(
    request: KeyRequest,
    person: str,
    kind: Literal["", "mail", "meeting"] = "",
    cursor: Cursor | None = None,
    limit: Limit = 50,
) -> touchpoints.Timeline:
    """Newest first; 404 too where no interactions are shared with you."""
    row = find_person(request.standing, uid(person))
    if row is None or not _is_dated(request, person):
        raise Absent("hidden or absent")
    return touchpoints.timeline(person_timeline(request.standing, row, kind=kind, cursor=cursor, limit=limit))


@routes.get(
    "/{person}/months",
    response=touchpoints.Months,
    operation_id="list_months_with_person",
    summary="Count the last twelve months with a person",
)
def months(request: KeyRequest, person: str) -> touchpoints.Months:
    """Mails in and out, and meetings; 404 too where no interactions are shared with you."""
    row = find_person(request.standing, uid(person))
    if row is None or not _is_dated(request, person):
        raise Absent("hidden or absent")
    return touchpoints.months(person_months(request.standing, row))


@routes.get(
    "/{person}/why", response=answers.WhyAll, operation_id="why_person", summary="Why is a person shown"
)
def why_all(
    request: KeyRequest, person: str, value: ValueOfPerson = "", audience: Words = "", knower: Words = ""
) -> answers.WhyAll:
    """For each facet that you see: every way by which it is shown to you.

    With `value`: why that value is shown, and what went into it; 404 too where it is not. `every` asks about all.
    `audience` (a team's id, or "everyone") narrows `group-score`, `knower` (a member's id) says whose `tie`.
    """
    if value:
        asked = asked_values(OF_PERSON, value, audience, knower)
        return answers.why_values(explained_values(request.standing, uid(person), asked))
    reasons = why_person(request.standing, uid(person))
    if reasons is None:
        raise Absent("hidden or absent")
    return answers.WhyAll(why=answers.why(reasons))


@routes.get(
    "/{person}/who-sees",
    response=answers.WhoSees,
    operation_id="who_sees_person",
    summary="Who sees a person of yours",
)
def who_sees(request: KeyRequest, person: str) -> answers.WhoSees:
    """For each facet of what your own sources say: the colleagues who see it, and by which ways."""
    require_whole_book(request.viewer)
    found = who_sees_person(request.standing, uid(person))
    if found is None:
        raise Absent("hidden or absent")
    return answers.who_sees(found)


@routes.get(
    "/{person}/as/{member}",
    response=people.LookedAt,
    operation_id="look_as",
    summary="See what a colleague sees of yours",
)
def look_as(request: KeyRequest, person: str, member: str) -> people.LookedAt:
    """A person of yours as a named colleague sees them, of your own data alone: what others share is not told."""
    require_whole_book(request.viewer)
    found = looking_as(request.standing, uid(person), uid(member))
    if found is None:
        raise Absent("hidden or absent")
    colleague, theirs, shown = found
    return people.looked_at(colleague, seen_of_mine(theirs, shown))


def _is_dated(request: KeyRequest, person: str) -> bool:
    """Return whether the viewer sees interactions with this person."""
    seen = see_person(request.standing, uid(person), frozenset())
    return seen is not None and "interactions" in seen.shows
