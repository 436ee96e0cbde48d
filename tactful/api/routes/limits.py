"""Where everybody starts and how far sharing goes: defaults, floors, caps, presets. For Enterprise Admins."""

from __future__ import annotations

import uuid

from ninja import Status

from tactful.actions.errors import Absent, Invalid
from tactful.actions.events import require, require_role
from tactful.actions.limits import Wanted, foresee, set_limits, take_back_raise
from tactful.api.acting import KeyRequest
from tactful.api.inputs import Sent, Text, uid
from tactful.api.router import Routes
from tactful.api.routes.sharing import team_of
from tactful.api.shapes import limits as shapes
from tactful.visibility.effects import preview_taking_back
from tactful.visibility.limits import find_raise, see_limits
from tactful.visibility.standing import Standing

routes = Routes(tags=["limits"])


class NewAudienceLimits(Sent):
    """Floor and cap of one audience: a team's id, or "everyone". What is left out stays as it is."""

    audience: Text
    floor: Text | None = None
    cap: Text | None = None


class NewLimits(Sent):
    """What to set anew: a preset, the defaults, limits of audiences. What is left out stays as it is."""

    preset: Text | None = None
    default_for_teams: Text | None = None
    default_for_everyone: Text | None = None
    audiences: list[NewAudienceLimits] = []

    @property
    def wanted(self) -> Wanted:
        """The same in the words of the action; Invalid for an audience that is named twice."""
        floors: dict[uuid.UUID | None, str] = {}
        caps: dict[uuid.UUID | None, str] = {}
        named = [team_of(one.audience) for one in self.audiences]
        if len(named) > len(set(named)):
            raise Invalid("audiences", "name each audience once")
        for team, one in zip(named, self.audiences, strict=True):
            if one.floor is not None:
                floors[team] = one.floor
            if one.cap is not None:
                caps[team] = one.cap
        return Wanted(self.preset, self.default_for_teams, self.default_for_everyone, floors, caps)


@routes.get("", response=shapes.Limits, operation_id="see_limits", summary="See defaults, floors and caps")
def see(request: KeyRequest) -> shapes.Limits:
    """With the raises that are announced. For Enterprise Admins; members see theirs beside each share setting."""
    require_role(request.viewer, "change the account")
    return _limits(request.standing)


@routes.put("", response=shapes.Limits, operation_id="set_limits", summary="Set defaults, floors and caps")
def put(request: KeyRequest, sent: NewLimits) -> shapes.Limits:
    """Lowering acts at once; raising acts on those who are members already after seven days. For Enterprise Admins.

    A preset also sets the mode of mails and meetings, and what members may choose when they write, from now on.
    """
    require(request.viewer, "change the account")
    set_limits(request.viewer, sent.wanted)
    return _limits(Standing(request.viewer))


@routes.post(
    "/preview",
    response=shapes.LimitsPreview,
    operation_id="preview_limits",
    summary="See what a change of defaults, floors and caps would do",
)
def preview(request: KeyRequest, sent: NewLimits) -> shapes.LimitsPreview:
    """Who would share more or less with whom, from when on; nothing is saved. For Enterprise Admins.

    A preset also changes the `mode` of mails and meetings, and what members may choose when they write, for the sorts
    in `content`.
    """
    require_role(request.viewer, "change the account")
    return shapes.limits_preview(foresee(request.standing, sent.wanted))


@routes.delete(
    "/raises/{raised}", response={204: None}, operation_id="take_back_raise", summary="Take a raise back"
)
def take_back(request: KeyRequest, raised: str) -> Status[None]:
    """Before it begins: what is in force for everybody stays. For Enterprise Admins."""
    require(request.viewer, "change the account")
    take_back_raise(request.viewer, raised=uid(raised))
    return Status(204, None)


@routes.post(
    "/raises/{raised}/preview",
    response=shapes.AccountPreview,
    operation_id="preview_taking_back",
    summary="See what taking a raise back would do",
)
def preview_back(request: KeyRequest, raised: str) -> shapes.AccountPreview:
    """Who would share less, from when on, than if it stood; nothing is saved. For Enterprise Admins."""
    require_role(request.viewer, "change the account")
    key = find_raise(request.standing, uid(raised))
    if key is None:
        raise Absent("there is no such raise, or it has begun")
    return shapes.account_preview(preview_taking_back(request.standing, key))


def _limits(standing: Standing) -> shapes.Limits:
    found = see_limits(standing)
    assert found is not None, "asked after the role was"
    return shapes.limits(found)
