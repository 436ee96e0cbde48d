"""The two questions that every value answers: why do I see this, and who sees this of mine (B01)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from tactful.accounts.ids import read_uid
from tactful.visibility.companies import see_company
from tactful.visibility.company import find_company
from tactful.visibility.person import see_person
from tactful.visibility.questions import (
    Why,
    who_sees_person,
    why_company,
    why_known,
    why_person,
    why_value,
)
from tactful.visibility.seen import PersonSeen
from tactful.web.acting import MemberRequest
from tactful.web.addresses import given
from tactful.web.asking import layout, member_page
from tactful.web.shapes.people import Shape
from tactful.web.shapes.records import key_of
from tactful.web.wording import name_of

#: What existence discloses has no facet of its own to ask about: names, titles, employers.
OF_EXISTENCE = ("name", "title", "company")


@member_page()
def why(request: MemberRequest, kind: str, uid: UUID | None) -> HttpResponse:
    """Why the viewer sees a record, one value of it (?value=), or that a colleague knows them (?knower=)."""
    if kind == "person":
        about, answers = _why_person(request, given(uid))
    elif kind == "company":
        about, answers = _why_company(request, given(uid))
    else:
        raise Http404
    return render(request, "web/why.html", layout(request) | {"about": about, "answers": answers})


def _why_person(request: MemberRequest, uid: UUID) -> tuple[Shape, list[Shape]]:
    standing = request.standing
    seen = see_person(standing, uid, frozenset({"values"} if "value" in request.GET else ()))
    if seen is None:
        raise Http404
    about = {"name": name_of(seen), "url": reverse("web:person", args=[uid]), "label": name_of(seen)}
    if "value" in request.GET:
        kind, text = _value(seen, request.GET["value"])
        about["label"] = text
        if kind in OF_EXISTENCE:
            return about, _answers(one for one in why_person(standing, uid) or () if one.facet == "existence")
        sentences = why_value(standing, uid, kind, text)
        if sentences is None:
            raise Http404
        return about, [_answer("Contact info", sentences)]
    if "knower" in request.GET:
        return about | {"label": f"who knows {about['label']}"}, _known(request, "person", uid)
    return about, _answers(why_person(standing, uid) or ())


def _why_company(request: MemberRequest, uid: UUID) -> tuple[Shape, list[Shape]]:
    standing = request.standing
    seen = see_company(standing, uid, touchpoints=False)
    row = find_company(standing, uid)
    if seen is None or row is None:
        raise Http404
    about = {"name": seen.name, "url": reverse("web:company", args=[uid]), "label": seen.name}
    if "knower" in request.GET:
        return about | {"label": f"who knows people at {seen.name}"}, _known(request, "company", uid)
    return about, _answers(why_company(standing, row))


def _known(request: MemberRequest, kind: str, uid: UUID) -> list[Shape]:
    knower = read_uid(request.GET["knower"])
    sentences = None if knower is None else why_known(request.standing, kind, uid, knower)
    if not sentences:
        raise Http404
    return [_answer("Relationship", sentences)]


def _value(seen: PersonSeen, key: str) -> tuple[str, str]:
    """Return kind and text of the value that is asked about, among those that the viewer is shown."""
    shown: list[tuple[str, str]] = [(one.kind, one.value) for one in seen.values or ()]
    for said in seen.names:
        shown += [("name", said.name), ("title", said.title), ("company", said.organisation)]
    for kind, text in shown:
        if text and key_of(kind, text) == key:
            return kind, text
    raise Http404


def _answers(whys: Iterable[Why]) -> list[Shape]:
    return [_answer(one.label, one.sentences) for one in whys]


def _answer(label: str, sentences: tuple[str, ...]) -> Shape:
    return {"label": label[:1].upper() + label[1:], "sentence": sentences[0], "ways": list(sentences[1:])}


@member_page()
def who_sees(request: MemberRequest, kind: str, uid: UUID | None) -> HttpResponse:
    """Which colleagues see what the viewer's own sources say of a person, by which grants."""
    standing = request.standing
    seen = see_person(standing, given(uid), frozenset()) if kind == "person" else None
    found = None if seen is None else who_sees_person(standing, seen.uid)
    if seen is None or found is None or not seen.mine:
        raise Http404
    seers: dict[UUID, dict[str, Any]] = {}
    for facet, colleagues in found.items():
        for one in colleagues:
            seer = seers.setdefault(
                one.member.uid,
                {"uid": one.member.uid.hex, "name": one.member.name, "facets": [], "sentences": {}},
            )
            seer["facets"].append(facet)
            seer["sentences"] |= dict.fromkeys(one.sentences)
    context = layout(request) | {
        "about": {
            "name": name_of(seen),
            "url": reverse("web:person", args=[seen.uid]),
            "label": name_of(seen),
        },
        "seers": [seer | {"sentences": list(seer["sentences"])} for seer in seers.values()],
        "change_url": reverse("web:sharing"),
    }
    return render(request, "web/who_sees.html", context)
