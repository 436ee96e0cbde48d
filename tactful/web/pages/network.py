"""The network: a picture, and the same ties as a table beside it."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from tactful.accounts.ids import read_uid
from tactful.visibility.companies import see_company
from tactful.visibility.network import Network, NetworkQuery, network
from tactful.visibility.teams import list_teams
from tactful.web.acting import MemberRequest
from tactful.web.asking import chosen, member_page, words_of
from tactful.web.shapes.people import Shape
from tactful.web.wording import BANDS, colleague, name_of

#: How many ties one page of the table has.
ROWS = 100
#: Least scores that can be chosen: the bands above nothing.
LEAST = {word: least for least, word, _ in BANDS if least > 0}
NOBODY = "0" * 32


@member_page()
def network_page(request: MemberRequest) -> HttpResponse:
    """The strongest ties as a picture (drawn by a script from `network_data`) and as a table."""
    query = _query(request)
    seen = network(request.standing, query)
    start = _start(request, len(seen.ties))
    rows = [_row(seen, place) for place in range(start, min(start + ROWS, len(seen.ties)))]
    teams = [{"uid": team.uid.hex, "name": team.name} for team in list_teams(request.standing)]
    asked = {key: value for key, value in _asked(request).items() if value}
    context: Shape = {
        "rows": rows,
        "shown": len(seen.ties),
        "total": seen.total,
        "cut": seen.is_cut,
        "colleagues": len(seen.colleagues),
        "others": len(seen.others),
        "first": start + 1,
        "of": query.of,
        "bands": list(LEAST),
        "teams": teams,
        "asked": asked,
        "data_url": reverse("web:network_data"),
        "previous": None if start == 0 else max(0, start - ROWS),
        "next": start + ROWS if start + ROWS < len(seen.ties) else None,
    }
    company = None if query.company is None else see_company(request.standing, query.company)
    if company is not None:
        context["company"] = {"uid": company.uid.hex, "name": company.name}
    return render(request, "web/network.html", context)


@member_page()
def network_data(request: MemberRequest) -> HttpResponse:
    """The picture's nodes and ties as JSON, with the addresses that they lead to."""
    seen = network(request.standing, _query(request))
    nodes = [
        {
            "kind": "colleague",
            "label": colleague({"name": it.member.name, "is_me": it.member.is_me}, first=True),
            "size": it.ties,
            "x": it.spot.x,
            "y": it.spot.y,
        }
        for it in seen.colleagues
    ]
    nodes += [
        {
            "kind": "company" if it.is_company else "person",
            "label": name_of(it),
            "at": it.company.name if it.company is not None and not it.is_company else "",
            "url": reverse("web:company" if it.is_company else "web:person", args=[it.uid]),
            "size": it.best,
            "x": it.spot.x,
            "y": it.spot.y,
        }
        for it in seen.others
    ]
    ties = [[it.colleague, len(seen.colleagues) + it.other, it.score] for it in seen.ties]
    return JsonResponse({"nodes": nodes, "ties": ties, "total": seen.total, "cut": seen.is_cut})


def _asked(request: MemberRequest) -> dict[str, str]:
    return {name: words_of(request, name) for name in ("of", "band", "company_uid", "team")}


def _query(request: MemberRequest) -> NetworkQuery:
    asked = _asked(request)
    return NetworkQuery(
        of=chosen(asked["of"], ("people", "companies"), "people"),
        least_score=LEAST.get(asked["band"], 1),
        company=read_uid(asked["company_uid"]) if asked["company_uid"] else None,
        team=(read_uid(asked["team"]) or read_uid(NOBODY)) if asked["team"] else None,
    )


def _start(request: MemberRequest, ties: int) -> int:
    text = request.GET.get("from", "")
    start = int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0
    return start if start < ties else 0


def _row(seen: Network, place: int) -> Shape:
    tie = seen.ties[place]
    who, other = seen.colleagues[tie.colleague], seen.others[tie.other]
    return {
        "colleague": {"uid": who.member.uid.hex, "name": who.member.name, "is_me": who.member.is_me},
        "kind": "company" if other.is_company else "person",
        "uid": other.uid.hex,
        "name": name_of(other),
        "at": other.company.name if other.company is not None and not other.is_company else None,
        "score": tie.score,
    }
