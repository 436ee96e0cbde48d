"""Warm paths, and requests for an introduction."""

from __future__ import annotations

from typing import Annotated, Literal

from ninja import Status
from pydantic import AfterValidator, Field

from tactful.actions.errors import Absent, NotAllowed
from tactful.actions.introductions import ask_for_introduction, change_introduction
from tactful.api.acting import KeyRequest
from tactful.api.inputs import Sent, Words, uid
from tactful.api.router import Routes
from tactful.api.shapes import introductions as shapes
from tactful.visibility.companies import see_company
from tactful.visibility.introducers import introducers_to_company, introducers_to_person
from tactful.visibility.introductions import introductions_made, my_introductions
from tactful.visibility.pasted import MOST_LINES, answer_lines, lines_of
from tactful.visibility.person import see_person
from tactful.visibility.viewer import Viewer

paths = Routes(tags=["introductions"])
introducers = Routes(tags=["introductions"])
routes = Routes(tags=["introductions"])

#: What people write to each other, line breaks and all.
Letter = Annotated[str, Field(max_length=2_000), AfterValidator(lambda text: text.replace("\x00", ""))]


class Pasted(Sent):
    """Names, addresses and domains."""

    lines: Annotated[list[Annotated[str, Field(max_length=500)]], Field(max_length=MOST_LINES)]


class Asked(Sent):
    """A request for an introduction: of whom (a member), to whom (a person)."""

    introducer: Words
    person: Words
    words: Letter = ""


class Changed(Sent):
    """What is done to a request; words are an answer's."""

    deed: Literal["accept", "decline", "take back", "made"]
    words: Letter = ""


@paths.get(
    "/people/{person}/introducers",
    response=shapes.WarmPaths,
    operation_id="introducers_to_person",
    summary="Who can introduce you to a person",
)
def to_person(request: KeyRequest, person: str) -> shapes.WarmPaths:
    """Best first, through relationships that you may see."""
    found = introducers_to_person(request.standing, uid(person))
    seen = see_person(request.standing, uid(person), frozenset())
    if found is None or seen is None:
        raise Absent("hidden or absent")
    made = introductions_made(request.standing, seen.uid)
    return shapes.paths(found, seen.name or "them", request.viewer.zone, introduced=made)


@paths.get(
    "/companies/{company}/introducers",
    response=shapes.WarmPaths,
    operation_id="introducers_to_company",
    summary="Who can introduce you to somebody at a company",
)
def to_company(request: KeyRequest, company: str) -> shapes.WarmPaths:
    """Best first, each with whom they know best there."""
    found = introducers_to_company(request.standing, uid(company))
    seen = see_company(request.standing, uid(company), touchpoints=False)
    if found is None or seen is None:
        raise Absent("hidden or absent")
    return shapes.paths(found, seen.name, request.viewer.zone, at_company=True)


@introducers.post(
    "", response=shapes.Lines, operation_id="answer_lines", summary="Who can introduce you to those of a list"
)
def of_lines(request: KeyRequest, sent: Pasted) -> shapes.Lines:
    """Each line is a name, an address or a domain; what is sent is not kept."""
    lines = [one for line in sent.lines for one in lines_of(line)][:MOST_LINES]
    answers = answer_lines(request.standing, list(dict.fromkeys(lines)))
    return shapes.Lines(items=[shapes.line(one, request.viewer.zone) for one in answers])


@routes.get(
    "",
    response=shapes.Introductions,
    operation_id="list_introductions",
    summary="List what is asked of you and what you asked",
)
def list_all(request: KeyRequest) -> shapes.Introductions:
    """Requests between you and others; nobody else's."""
    _require_relationships(request.viewer)
    return shapes.introductions(my_introductions(request.standing))


@routes.post(
    "",
    response={201: shapes.Introduction},
    operation_id="ask_for_introduction",
    summary="Ask a colleague for an introduction",
)
def ask(request: KeyRequest, sent: Asked) -> Status[shapes.Introduction]:
    """They learn that you ask, about whom, and your words; nothing more."""
    _require_relationships(request.viewer)
    made = ask_for_introduction(
        request.viewer, introducer=uid(sent.introducer), person=uid(sent.person), words=sent.words
    )
    return Status(201, shapes.introduction(made))


@routes.post(
    "/{introduction}",
    response=shapes.Introduction,
    operation_id="change_introduction",
    summary="Accept, decline, take back, or note as made",
)
def change(request: KeyRequest, introduction: str, sent: Changed) -> shapes.Introduction:
    """The introducer accepts or declines; who asked takes back, or notes that it was made."""
    _require_relationships(request.viewer)
    return shapes.introduction(
        change_introduction(request.viewer, introduction=uid(introduction), deed=sent.deed, words=sent.words)
    )


def _require_relationships(viewer: Viewer) -> None:
    """Raise NotAllowed where the key's ceiling hides relationships, which all of this is about."""
    if viewer.ceiling is not None and "relationship" not in viewer.ceiling:
        raise NotAllowed("this API key's ceiling does not reach relationships")
