"""Who was shown what of your own sources."""

from __future__ import annotations

from typing import Literal

from tactful.api.acting import KeyRequest, require_whole_book
from tactful.api.inputs import Cursor, Limit, Moment, uid_to_filter
from tactful.api.router import Routes
from tactful.api.shapes import disclosures
from tactful.visibility.disclosures import DisclosuresQuery, list_disclosures

routes = Routes(tags=["disclosures"])

Kind = Literal[
    "",
    "email",
    "phone",
    "postal address",
    "profile",
    "last contact",
    "touchpoint",
    "subject",
    "body",
    "file",
    "private list",
]


@routes.get(
    "",
    response=disclosures.Disclosures,
    operation_id="list_disclosures",
    summary="List who was shown what of yours",
)
def list_all(
    request: KeyRequest,
    viewer: str | None = None,
    person: str | None = None,
    kind: Kind = "",
    way: Literal["", "page", "api", "command"] = "",
    since: Moment | None = None,
    until: Moment | None = None,
    cursor: Cursor | None = None,
    limit: Limit = 50,
) -> disclosures.Disclosures:
    """Every answer that showed somebody else contact values or touchpoints of your own sources, newest first.

    With `person` or `kind`, each entry has only what fits. `since` is taken in, `until` is not.
    """
    require_whole_book(request.viewer)
    query = DisclosuresQuery(
        viewer=uid_to_filter(viewer),
        person=uid_to_filter(person),
        kind=kind,
        since=since,
        until=until,
        way=way,
    )
    return disclosures.disclosures(list_disclosures(request.standing, query, cursor=cursor, limit=limit))
