"""Search over everything the viewer may see, and the things they may do: suggestions while typing, or a page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from tactful.records.sort_key import sort_key
from tactful.visibility.companies import CompaniesQuery, list_companies
from tactful.visibility.people import PeopleQuery, list_people
from tactful.visibility.shares import my_shares
from tactful.visibility.teams import list_teams
from tactful.web.acting import MemberRequest
from tactful.web.asking import member_page, words_of
from tactful.web.shapes.people import Shape, company_row, person_row
from tactful.web.shapes.records import audience

MOST = 8
COMMANDS = (
    ("Import a mailbox, a calendar or an address book", "sources", "upload"),
    ("My sharing", "sharing", "sharing"),
    ("People", "people", "people"),
    ("Companies", "companies", "companies"),
    ("Teams", "teams", "team"),
    ("Settings", "settings", "settings"),
)


@member_page()
def search(request: MemberRequest) -> HttpResponse:
    """People, companies, teams and commands that fit the words, by what is disclosed to the viewer alone."""
    words = words_of(request, "q")
    context = {"search_words": words, "found": _found(request, words) if words else {}}
    if "HX-Request" in request.headers:
        return render(request, "web/_search_results.html", context)
    return render(request, "web/search.html", context)


def _found(request: MemberRequest, words: str) -> Shape:
    standing = request.standing
    people = list_people(standing, PeopleQuery(words=words, sort="strength"), limit=MOST, dates=False)
    asked = CompaniesQuery(words=words, sort="strength")
    companies = list_companies(standing, asked, limit=MOST, dates=False)
    teams = [
        audience(team.name, team.uid, len(team.members))
        for team in list_teams(standing)
        if _fits(words, team.name)
    ]
    return {
        "people": [person_row(row) for row in people.rows],
        "companies": [company_row(row) for row in companies.rows],
        "teams": teams[:MOST],
        "commands": _commands(request, words)[:MOST],
    }


def _commands(request: MemberRequest, words: str) -> list[Shape]:
    commands = [
        {"label": label, "url": reverse(f"web:{page}"), "icon": icon} for label, page, icon in COMMANDS
    ]
    for share in my_shares(request.standing):
        of = audience(share.audience, share.audience_uid)
        commands.append(
            {
                "label": f"Share with {share.audience}",
                "url": reverse("web:team", args=[of["uid"]]),
                "icon": "sharing",
            }
        )
    return [command for command in commands if _fits(words, command["label"])]


def _fits(words: str, text: str) -> bool:
    name = sort_key(text)
    return all(word in name for word in sort_key(words).split())
