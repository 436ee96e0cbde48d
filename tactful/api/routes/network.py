"""The network as a graph: contributors, people or companies, and how well they know each other."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from tactful.api.acting import KeyRequest
from tactful.api.inputs import Cursor, Limit, Words, uid_to_filter
from tactful.api.router import Routes
from tactful.api.shapes import network as shapes
from tactful.insight.fading import fading_ties
from tactful.visibility.moving_ties import TOLD, new_ties
from tactful.visibility.network import MOST, NetworkQuery, network

routes = Routes(tags=["network"])


@routes.get("", response=shapes.Graph, operation_id="see_network", summary="See the network as a graph")
def see(
    request: KeyRequest,
    of: Literal["people", "companies"] = "people",
    least_score: Annotated[int, Field(ge=1, le=100)] = 1,
    company: Words = "",
    team: Words = "",
    limit: Annotated[int, Field(ge=1, le=MOST)] = MOST,
) -> shapes.Graph:
    """The strongest ties that you may see, with places to draw them at.

    `company` and `team` (of the contributors) are ids.
    """
    query = NetworkQuery(of, least_score, uid_to_filter(company), uid_to_filter(team))
    return shapes.network(network(request.standing, query, most=limit))


@routes.get(
    "/fading", response=shapes.FadingTies, operation_id="list_fading_ties", summary="List ties that fade"
)
def fading(request: KeyRequest) -> shapes.FadingTies:
    """Yours, and those of colleagues whose dates you see: good once, quiet for 60 days or more."""
    return shapes.fading(fading_ties(request.standing))


@routes.get("/new", response=shapes.NewTies, operation_id="list_new_ties", summary="List ties that are new")
def new(request: KeyRequest, cursor: Cursor | None = None, limit: Limit = TOLD) -> shapes.NewTies:
    """Yours, and those of colleagues whose dates you see: first in touch in the last 30 days, the strongest first."""
    return shapes.new(new_ties(request.standing, cursor=cursor, limit=limit))
