"""Which records are one person: what is proposed to you, and what you say of it."""

from __future__ import annotations

from typing import Annotated

from ninja import Status
from pydantic import Field

from tactful.actions.errors import Absent
from tactful.actions.judgements import confirm_same, split, take_back_judgement
from tactful.api.acting import KeyRequest
from tactful.api.inputs import Cursor, Limit, Sent, Words, uid
from tactful.api.router import Routes
from tactful.api.shapes import identity as shapes
from tactful.visibility.identity.joints import joints_about
from tactful.visibility.identity.judgements_seen import list_judgements
from tactful.visibility.identity.proposals import list_proposals, proposals_about
from tactful.visibility.person import find_person

of_people = Routes(tags=["identity"])
routes = Routes(tags=["identity"])


class Two(Sent):
    """Two people, by their ids."""

    people: Annotated[list[Words], Field(min_length=2, max_length=2)]


@of_people.get(
    "/people/{person}/identity",
    response=shapes.Identity,
    operation_id="see_identity",
    summary="See what makes a person one, and who may be the same",
)
def of_person(request: KeyRequest, person: str) -> shapes.Identity:
    """Pair by pair, what joins their addresses to you; and who else looks like them."""
    row = find_person(request.standing, uid(person))
    if row is None:
        raise Absent("hidden or absent")
    return shapes.identity(joints_about(request.standing, row.id), proposals_about(request.standing, row.id))


@routes.get(
    "/proposals",
    response=shapes.Proposals,
    operation_id="list_proposals",
    summary="List who may be one person",
)
def proposals(request: KeyRequest, cursor: Cursor | None = None, limit: Limit = 50) -> shapes.Proposals:
    """Among the people in your own sources and all whom you see, where you see contact info of both."""
    return shapes.page(list_proposals(request.standing, cursor=cursor, limit=limit))


@routes.get(
    "/judgements",
    response=shapes.Judgements,
    operation_id="list_judgements",
    summary="List what was said of two records",
)
def judgements(request: KeyRequest) -> shapes.Judgements:
    """Of two records whose contact info you see, whoever said it."""
    return shapes.all_judged(list_judgements(request.standing))


@routes.post(
    "/confirmations",
    response={201: shapes.Judged},
    operation_id="confirm_same",
    summary="Say that two records are one person",
)
def confirm(request: KeyRequest, sent: Two) -> Status[shapes.Judged]:
    """They are, for all who see both, while what says so is there. What stands already is answered as it is."""
    one, other = map(uid, sent.people)
    judgement = confirm_same(request.viewer, one=one, other=other)
    return Status(201, shapes.judged(judgement, request.viewer.member))


@routes.post(
    "/splits",
    response={201: shapes.Judged},
    operation_id="split",
    summary="Say that two records are not one person",
)
def split_two(request: KeyRequest, sent: Two) -> Status[shapes.Judged]:
    """Nothing joins the two for anybody until it is taken back; a third that is one with both still may.

    What stands already is answered as it is.
    """
    one, other = map(uid, sent.people)
    judgement = split(request.viewer, one=one, other=other)
    return Status(201, shapes.judged(judgement, request.viewer.member))


@routes.delete(
    "/judgements/{judgement}",
    response={204: None},
    operation_id="take_back_judgement",
    summary="Take back what was said of two records",
)
def take_back(request: KeyRequest, judgement: str) -> Status[None]:
    """What books say of them counts again."""
    take_back_judgement(request.viewer, judgement=uid(judgement))
    return Status(204, None)
