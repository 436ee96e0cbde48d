"""What a form about something written says: on what it is to hang, when it is, for whom; and where it shows then."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TypedDict
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from tactful.accounts.ids import read_uid
from tactful.actions.audiences import ChosenAudience
from tactful.actions.errors import Invalid
from tactful.policy.offers import ONLY_YOU
from tactful.visibility.companies import see_company
from tactful.visibility.person import see_person
from tactful.visibility.seen import Member
from tactful.visibility.standing import Standing
from tactful.visibility.teams import list_members
from tactful.web.acting import MemberRequest
from tactful.web.addresses import given
from tactful.web.asking import SeeOther, done
from tactful.web.shapes.people import Shape, member
from tactful.web.wording import name_of


def about_of(standing: Standing, person: str, company: str) -> Shape:
    """The record that a new note is to hang on, by name; {} for none."""
    if person:
        found = see_person(standing, given(read_uid(person)), frozenset())
        if found is None:
            raise Http404
        return {"kind": "person", "uid": found.uid.hex, "id": found.uid, "name": name_of(found)}
    if company:
        there = see_company(standing, given(read_uid(company)), touchpoints=False)
        if there is None:
            raise Http404
        return {"kind": "company", "uid": there.uid.hex, "id": there.uid, "name": there.name}
    return {}


class Records(TypedDict):
    """The records of a writing, as the actions name them."""

    people: tuple[UUID, ...]
    companies: tuple[UUID, ...]


def records_of(about: Shape) -> Records:
    """Return what is to be written on, of `about_of`, in the words of the actions."""
    kind = about.get("kind")
    return {
        "people": (about["id"],) if kind == "person" else (),
        "companies": (about["id"],) if kind == "company" else (),
    }


def written(request: HttpRequest, about: Shape, within: str, words: str = "Written.") -> HttpResponse:
    """Say that it is written, and lead to where it shows: the part of its record's page, else the list of its sort."""
    if not about:
        return done(request, words, within)
    response = done(request, words, str(about["kind"]), uid=about["id"])
    return SeeOther(f"{response.headers['Location']}#{within}")


def colleagues(standing: Standing) -> list[Shape]:
    """Return the active members other than the viewer, by name: those who may be named in a form."""
    return [
        member(Member(one.uid, one.name)) for one in list_members(standing) if one.active and not one.is_me
    ]


def audience_sent(request: HttpRequest) -> ChosenAudience:
    """Return the audience of a form; ids that are none name nobody, and are refused as such."""
    option = request.POST.get("option", "") or ONLY_YOU
    if option != "teams and users":
        return ChosenAudience(option)
    teams = tuple(read_uid(one) or UUID(int=0) for one in request.POST.getlist("teams"))
    members = tuple(read_uid(one) or UUID(int=0) for one in request.POST.getlist("members"))
    return ChosenAudience(option, teams, members)


def moment_sent(request: MemberRequest, name: str, kept: datetime | None = None) -> datetime:
    """Return the moment, in UTC, that one field of a form says in the viewer's zone.

    `kept`, where the field says that still, as it was shown: its seconds are not shown, nor which of two it is.
    Of a time that a change of the clock leaves out it is the one that much later (02:30 becomes 03:30), of one that
    comes twice the first. Invalid, naming the field, where there is no day and time.
    """
    try:
        said = datetime.fromisoformat(request.POST.get(name, "").strip()).replace(tzinfo=None, fold=0)
    except ValueError as error:
        raise Invalid(name, 'choose a day and a time, as in "2026-03-31 09:00"') from error
    if not 1970 <= said.year <= 9000:
        raise Invalid(name, "choose a date between the years 1970 and 9000")
    zone = request.viewer.zone
    if kept is not None and said == kept.astimezone(zone).replace(
        second=0, microsecond=0, tzinfo=None, fold=0
    ):
        return kept
    return said.replace(tzinfo=zone).astimezone(UTC)


def as_picked(audience: ChosenAudience) -> dict[str, object]:
    """Return an audience as the picker has it."""
    return {
        "option": audience.option,
        "teams": [one.hex for one in audience.teams],
        "members": [one.hex for one in audience.members],
    }
