"""The two questions that every value answers: why do I see this, and who sees this of mine (B01)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from tactful.accounts.ids import read_uid
from tactful.insight.value_whys import explained_values
from tactful.visibility.companies import see_company
from tactful.visibility.company import find_company
from tactful.visibility.person import see_person
from tactful.visibility.questions import Why, why_company, why_person, why_value
from tactful.visibility.seen import CompanySeen, PersonSeen, Touchpoint
from tactful.visibility.seers import WhoSees, who_sees_company, who_sees_person, who_sees_touchpoint
from tactful.visibility.touchpoint_whys import why_touchpoint
from tactful.visibility.value_whys import (
    EVERYBODY,
    OF_COMPANY,
    OF_PERSON,
    ROW,
    Asked,
    WhyValue,
    day_words,
    why_company_values,
)
from tactful.visibility.viewer import Viewer
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
    """Why the viewer sees a record, mail or meeting, a value of it (?of=, ?value=), or a colleague's tie (?knower=)."""
    explaining = {"person": _why_person, "company": _why_company, "touchpoint": _why_touchpoint}.get(kind)
    if explaining is None:
        raise Http404
    context = explaining(request, given(uid))
    return render(request, "web/why.html", layout(request) | context)


def _why_person(request: MemberRequest, uid: UUID) -> Shape:
    standing = request.standing
    seen = see_person(standing, uid, frozenset({"values"} if "value" in request.GET else ()))
    if seen is None:
        raise Http404
    about = _about_person(seen)
    found: Shape = {"about": about}
    if seen.mine:
        found["of_mine"] = reverse("web:who_sees", args=["person", uid])
    if "value" in request.GET:
        kind, about["label"] = _value(seen, request.GET["value"])
        if kind in OF_EXISTENCE:
            whys = [one for one in why_person(standing, uid) or () if one.facet == "existence"]
            return found | {"answers": _answers(whys)}
        sentences = why_value(standing, uid, kind, about["label"])
        if sentences is None:
            raise Http404
        return found | {"answers": [_answer("Contact info", sentences)]}
    asked = _asked(request, OF_PERSON)
    if asked is None:
        return found | {"answers": _answers(why_person(standing, uid) or ())}
    if asked.knower is not None:
        about["label"] = f"who knows {about['label']}"
    return found | {"answers": _valued(explained_values(standing, uid, asked))}


def _why_company(request: MemberRequest, uid: UUID) -> Shape:
    standing = request.standing
    seen = see_company(standing, uid, touchpoints=False)
    row = find_company(standing, uid)
    if seen is None or row is None:
        raise Http404
    about = _about_company(seen)
    found: Shape = {"about": about}
    if seen.mine:
        found["of_mine"] = reverse("web:who_sees", args=["company", uid])
    asked = _asked(request, OF_COMPANY)
    if asked is None:
        return found | {"answers": _answers(why_company(standing, row))}
    if asked.knower is not None:
        about["label"] = f"who knows people at {seen.name}"
    return found | {"answers": _valued(why_company_values(standing, row, asked))}


def _why_touchpoint(request: MemberRequest, uid: UUID) -> Shape:
    found = why_touchpoint(request.standing, uid)
    if found is None:
        raise Http404
    one = found.touchpoint
    shape: Shape = {"about": _about_touchpoint(one, request.viewer), "answers": _valued(found.whys)}
    if any(member.is_me for member in one.contributors):
        shape["of_mine"] = reverse("web:who_sees", args=["touchpoint", uid])
    return shape


def _asked(request: MemberRequest, known: Iterable[str]) -> Asked | None:
    """What of the values is asked about; None where the record's facets are."""
    if "knower" in request.GET:
        return Asked({"tie"}, knower=given(read_uid(request.GET["knower"])))
    if "of" not in request.GET:
        return None
    value = request.GET["of"].replace("-", " ")
    if value not in ("row", *known):
        raise Http404
    audience: UUID | str | None = None
    if "audience" in request.GET:
        text = request.GET["audience"]
        audience = EVERYBODY if text == EVERYBODY else given(read_uid(text))
    values = ROW if value == "row" else frozenset({value})
    # A team's list has the team's score in its rows.
    return Asked(values | {"group score"} if audience is not None else values, audience=audience)


def _about_person(seen: PersonSeen) -> Shape:
    return {"name": name_of(seen), "url": reverse("web:person", args=[seen.uid]), "label": name_of(seen)}


def _about_company(seen: CompanySeen) -> Shape:
    return {"name": seen.name, "url": reverse("web:company", args=[seen.uid]), "label": seen.name}


def _about_touchpoint(one: Touchpoint, viewer: Viewer) -> Shape:
    day = day_words(one.all_day or one.at, viewer.zone)
    return {"name": "Activity", "url": reverse("web:activity"), "label": f"this {one.kind} of {day}"}


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


def _answer(label: str, sentences: tuple[str, ...], shown: str = "", made_of: Iterable[str] = ()) -> Shape:
    return {
        "parts": [{"label": label[:1].upper() + label[1:], "shown": shown}],
        "sentence": sentences[0],
        "ways": list(sentences[1:]),
        "made_of": list(made_of),
    }


def _valued(whys: Iterable[WhyValue] | None) -> list[Shape]:
    """Return the answers about values; "Nothing here" where none of those asked about is shown.

    Values that are open by the same ways are answered together: a reader reads each way once.
    """
    answers: list[Shape] = []
    for one in whys or ():
        answer = _answer(one.label, one.sentences, one.shown, one.made_of)
        last = answers[-1] if answers else None
        if last is not None and (last["sentence"], last["ways"]) == (answer["sentence"], answer["ways"]):
            last["parts"] += answer["parts"]
            last["made_of"] += answer["made_of"]
        else:
            answers.append(answer)
    if not answers:
        raise Http404
    return answers


@member_page()
def who_sees(request: MemberRequest, kind: str, uid: UUID | None) -> HttpResponse:
    """Which colleagues see what the viewer's own sources say of a person, company, mail or meeting, by which grants."""
    asking = {
        "person": _seers_of_person,
        "company": _seers_of_company,
        "touchpoint": _seers_of_touchpoint,
    }.get(kind)
    found = None if asking is None else asking(request, given(uid))
    if found is None:
        raise Http404
    about, by_facet = found
    seers: dict[UUID, dict[str, Any]] = {}
    for facet, colleagues in by_facet.items():
        for one in colleagues:
            seer = seers.setdefault(
                one.member.uid,
                {"uid": one.member.uid.hex, "name": one.member.name, "facets": [], "sentences": {}},
            )
            seer["facets"].append(facet)
            seer["sentences"] |= dict.fromkeys(one.sentences)
    context = layout(request) | {
        "about": about,
        "seers": [seer | {"sentences": list(seer["sentences"])} for seer in seers.values()],
        "change_url": reverse("web:sharing"),
    }
    return render(request, "web/who_sees.html", context)


Found = tuple[Shape, Mapping[str, tuple[WhoSees, ...]]]


def _seers_of_person(request: MemberRequest, uid: UUID) -> Found | None:
    seen = see_person(request.standing, uid, frozenset())
    found = None if seen is None else who_sees_person(request.standing, seen.uid)
    return None if seen is None or found is None or not seen.mine else (_about_person(seen), found)


def _seers_of_company(request: MemberRequest, uid: UUID) -> Found | None:
    seen = see_company(request.standing, uid, touchpoints=False)
    row = find_company(request.standing, uid)
    if seen is None or row is None or not seen.mine:
        return None
    return _about_company(seen), who_sees_company(request.standing, row)


def _seers_of_touchpoint(request: MemberRequest, uid: UUID) -> Found | None:
    found, seers = why_touchpoint(request.standing, uid), who_sees_touchpoint(request.standing, uid)
    if found is None or seers is None:
        return None
    return _about_touchpoint(found.touchpoint, request.viewer), seers
