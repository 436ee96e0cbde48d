"""What the viewer shares: all of it, one audience, what a change would do, and the change."""

from __future__ import annotations

import uuid

from pydantic import model_validator

from tactful.actions.errors import Absent, Invalid
from tactful.actions.shares import audience_of, level_named, set_share
from tactful.api.acting import KeyRequest, require_whole_book
from tactful.api.inputs import Moment, Sent, Text, uid
from tactful.api.router import Routes
from tactful.api.shapes import house
from tactful.policy.rules import LEVELS
from tactful.visibility.preview import preview_share
from tactful.visibility.shares import ShareSeen, my_share, my_shares

routes = Routes(tags=["sharing"])

EVERYONE = "everyone"


class Chosen(Sent):
    """A level, by its name or by its parts (`relationships` and `extras`), and until when."""

    level: Text | None = None
    relationships: bool | None = None
    extras: list[Text] = []
    ends_at: Moment | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Chosen:
        if (self.level is None) == (self.relationships is None and not self.extras):
            raise ValueError("give either the level or its parts, relationships and extras")
        return self

    @property
    def named(self) -> str:
        """The level's name; Invalid where there is no such level."""
        level = level_named(bool(self.relationships), self.extras) if self.level is None else self.level
        if level not in LEVELS:
            raise Invalid("level", f"there are five levels: {', '.join(LEVELS)}")
        return level


@routes.get("", response=house.Shares, operation_id="list_shares", summary="List what you share")
def list_all(request: KeyRequest) -> house.Shares:
    """Your setting towards each of your teams and towards Everyone, with floor, cap and default."""
    return house.Shares(items=[house.share(one) for one in my_shares(request.standing)])


@routes.get(
    "/{audience}",
    response=house.Share,
    operation_id="see_share",
    summary="See what you share with an audience",
)
def see(request: KeyRequest, audience: str) -> house.Share:
    """`audience` is the id of a team of yours, or "everyone"."""
    return house.share(share_with(request, team_of(audience)))


@routes.put(
    "/{audience}",
    response=house.Share,
    operation_id="set_share",
    summary="Set what you share with an audience",
)
def put(request: KeyRequest, audience: str, sent: Chosen) -> house.Share:
    """It acts on the next request of anybody in the audience."""
    return save(request, team_of(audience), sent)


@routes.post(
    "/{audience}/preview",
    response=house.Preview,
    operation_id="preview_share",
    summary="See what a change would do",
)
def preview(request: KeyRequest, audience: str, sent: Chosen) -> house.Preview:
    """Who would newly see, or no longer see, how much of yours; nothing is saved."""
    return difference(request, team_of(audience), sent)


def team_of(audience: str) -> uuid.UUID | None:
    """Return the team that an audience's id names, None for Everyone; Absent where it is no id."""
    return None if audience == EVERYONE else uid(audience)


def share_with(request: KeyRequest, team: uuid.UUID | None) -> ShareSeen:
    """Return the viewer's setting towards an audience; Absent where they are not in it."""
    share = my_share(request.standing, audience_of(request.standing, team))
    if share is None:
        raise Absent("you are in no such team")
    return share


def save(request: KeyRequest, team: uuid.UUID | None, sent: Chosen) -> house.Share:
    """Save what was chosen, and return the setting as it is now."""
    share_with(request, team)
    return house.share(set_share(request.viewer, team=team, level=sent.named, ends_at=sent.ends_at))


def difference(request: KeyRequest, team: uuid.UUID | None, sent: Chosen) -> house.Preview:
    """Return what saving would do; Invalid where it would be refused."""
    require_whole_book(request.viewer)
    share, level = share_with(request, team), sent.named
    if not share.allows(level):
        raise Invalid(
            "level", f'choose a level between "{share.floor}" and "{share.cap}": your company decides these'
        )
    if sent.ends_at is not None and sent.ends_at <= request.viewer.now:
        raise Invalid("ends_at", "the end date has passed; choose one to come, or none")
    audience = audience_of(request.standing, team)
    return house.preview(preview_share(request.standing, audience, level, sent.ends_at), share)
