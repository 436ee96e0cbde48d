"""Warm paths: who can introduce me to a person, a company, or those of a pasted list (B07)."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import get_current_timezone

from tactful.actions.introductions import LONGEST
from tactful.visibility.companies import see_company
from tactful.visibility.introducer_words import ORDER, reason
from tactful.visibility.introducers import (
    Introducer,
    WarmPaths,
    introducers_to_company,
    introducers_to_person,
)
from tactful.visibility.pasted import MOST_LINES, Answer, Choice, answer_lines, lines_of
from tactful.visibility.person import see_person
from tactful.web.acting import MemberRequest
from tactful.web.addresses import given
from tactful.web.asking import layout, member_page
from tactful.web.shapes.people import Shape, strength
from tactful.web.wording import name_of

#: A line of a pasted list names its best introducers; its page names all.
_SHORT = 2


@member_page()
def introducers_to(request: MemberRequest, kind: str, uid: UUID | None) -> HttpResponse:
    """Who can introduce the viewer to one person or company, best first, and why."""
    standing, uid = request.standing, given(uid)
    if kind == "person":
        person = see_person(standing, uid, frozenset())
        paths = introducers_to_person(standing, uid)
        name = "" if person is None else name_of(person)
    elif kind == "company":
        company = see_company(standing, uid, touchpoints=False)
        paths = introducers_to_company(standing, uid)
        name = "" if company is None else company.name
    else:
        raise Http404
    if paths is None:
        raise Http404
    about = {"kind": kind, "uid": uid.hex, "name": name, "url": reverse(f"web:{kind}", args=[uid])}
    context: Shape = layout(request) | {"about": about, "paths": _paths(paths, about), "order": ORDER}
    context["longest"] = LONGEST
    return render(request, "web/introducers_to.html", context)


@member_page("GET", "POST")
def introducers(request: MemberRequest) -> HttpResponse:
    """A pasted list of names, addresses and domains, each line answered; it is sent, never kept."""
    text = request.POST.get("lines", "") if request.method == "POST" else ""
    lines = lines_of(text)
    context: Shape = {"text": text, "most": MOST_LINES, "left_out": max(0, len(lines) - MOST_LINES)}
    if request.method == "POST":
        found = answer_lines(request.standing, lines[:MOST_LINES])
        context["answers"] = [_answer(one) for one in found]
        context["matched"] = sum(one.found is not None for one in found)
    return render(request, "web/introducers.html", context)


def _paths(paths: WarmPaths, about: Shape) -> Shape:
    return {
        "mine": strength(paths.mine),
        "introducers": [_introducer(one, about) for one in paths.introducers],
        "beside": [_beside(one) for one in paths.beside],
    }


def _beside(one: Introducer) -> Shape:
    """Somebody who knows others at a person's company: of these the best known stands for all."""
    return _introducer(one, {"kind": "person", "uid": one.person.uid.hex, "name": name_of(one.person)})


def _introducer(one: Introducer, about: Shape) -> Shape:
    """`about`: the person or company whose tie it is, as {kind, uid, name}."""
    return {
        "of": about,
        "uid": one.member.uid.hex,
        "name": one.member.name,
        "score": one.strength.score,
        "person": {"uid": one.person.uid.hex, "name": name_of(one.person)},
        "reason": reason(one, about["name"], get_current_timezone(), at_company=about["kind"] == "company"),
    }


def _answer(one: Answer) -> Shape:
    shape: Shape = {"text": one.text, "choices": [_choice(it) for it in one.choices], "total": one.total}
    shape["more"] = one.total - len(one.choices)
    if one.found is not None and one.paths is not None:
        found = _choice(one.found)
        shape |= {
            "found": found,
            "mine": strength(one.paths.mine),
            "best": [_introducer(it, found) for it in one.paths.introducers[:_SHORT]],
            "others": max(0, len(one.paths.introducers) - _SHORT),
        }
    return shape


def _choice(one: Choice) -> Shape:
    if one.person is not None:
        company = one.company
        return {
            "kind": "person",
            "uid": one.person.uid.hex,
            "name": name_of(one.person),
            "at": None if company is None else company.name,
        }
    assert one.company is not None
    return {"kind": "company", "uid": one.company.uid.hex, "name": one.company.name, "at": None}
