"""Who has seen my contacts: the disclosure log, as far as it is about the viewer's own sources."""

from __future__ import annotations

from datetime import date, time, timedelta

from django.http import HttpResponse
from django.shortcuts import render

from tactful.accounts.ids import read_uid
from tactful.accounts.zones import at
from tactful.visibility.disclosures import WAYS, DisclosuresQuery, list_disclosures
from tactful.visibility.person import see_person
from tactful.visibility.showing import KINDS
from tactful.visibility.teams import list_members
from tactful.web.acting import MemberRequest
from tactful.web.asking import asked_rows, chosen, member_page
from tactful.web.pages.lists import NOBODY
from tactful.web.shapes.disclosures import KIND_WORDS, WAY_WORDS, disclosure_row
from tactful.web.shapes.people import Shape, listing


@member_page()
def disclosures(request: MemberRequest) -> HttpResponse:
    """Every answer that showed somebody else what is the viewer's, newest first."""
    standing, asked = request.standing, request.GET
    query = {
        "viewer": asked.get("viewer", "")[:32],
        "person": asked.get("person", "")[:32],
        "kind": chosen(asked.get("kind", ""), KINDS),
        "way": chosen(asked.get("way", ""), WAYS),
        "since": asked.get("since", "")[:10],
        "until": asked.get("until", "")[:10],
    }
    since, until = _day(query["since"]), _day(query["until"])
    zone = request.viewer.zone
    page = list_disclosures(
        standing,
        DisclosuresQuery(
            viewer=(read_uid(query["viewer"]) or NOBODY) if query["viewer"] else None,
            person=(read_uid(query["person"]) or NOBODY) if query["person"] else None,
            kind=query["kind"],
            since=None if since is None else at(since, time(), zone),
            until=None if until is None else at(until + timedelta(days=1), time(), zone),
            way=query["way"],
        ),
        cursor=asked.get("cursor"),
    )
    context: Shape = {
        "listing": listing(page, map(disclosure_row, page.rows)),
        "query": query,
        "narrowed": any(query.values()),
        "cursor": asked.get("cursor"),
    }
    if asked_rows(request):
        return render(request, "web/_disclosures_rows.html", context | {"fragment": True})
    if query["person"]:
        uid = read_uid(query["person"])
        seen = None if uid is None else see_person(standing, uid, frozenset())
        context["about"] = "that person" if seen is None else seen.name or "an unnamed person"
    context["kinds"] = KIND_WORDS.items()
    context["ways"] = WAY_WORDS.items()
    context["colleagues"] = [
        {"uid": one.uid.hex, "name": one.name} for one in list_members(standing) if not one.is_me
    ]
    return render(request, "web/disclosures.html", context)


def _day(value: str) -> date | None:
    """Return a day, in the reader's zone, or None for none that can be asked about."""
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return None
    return day if 1970 <= day.year <= 9000 else None
