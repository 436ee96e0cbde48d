"""A contributor chooses what an audience sees of their book, and takes it back."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from tactful.accounts.models import TeamMembership
from tactful.actions.errors import Absent, Invalid
from tactful.actions.events import remember, require_writing
from tactful.policy.rules import EVERYONE, LEVELS, TIES
from tactful.policy.terms import Id
from tactful.sharing.models import ShareSetting
from tactful.visibility.shares import ShareSeen, my_share
from tactful.visibility.standing import Standing
from tactful.visibility.viewer import Viewer

EXTRAS = {
    "contact info": frozenset({"contact_info"}),
    "interactions": LEVELS["relationships + interactions"] - TIES,
}


def level_named(relationships: bool, extras: Iterable[str]) -> str:
    """Return the level made of relationships and extras; Invalid for extras without relationships (D02)."""
    wanted = list(extras)
    for extra in wanted:
        if extra not in EXTRAS:
            raise Invalid("extras", f'"{extra}" is no extra; choose among {", ".join(EXTRAS)}')
    if not relationships:
        if wanted:
            raise Invalid("extras", f"{wanted[0]} can only be shared together with relationships")
        return "not sharing"
    opens = TIES.union(*(EXTRAS[extra] for extra in wanted))
    return next(level for level, facets in LEVELS.items() if facets == opens)


@transaction.atomic
def set_share(
    viewer: Viewer, *, team: uuid.UUID | None, level: str, ends_at: datetime | None = None
) -> ShareSeen:
    """Save the viewer's level towards a team of theirs, or towards Everyone (`team` None); it acts on the next request.

    Invalid, with the field, for no such level, one below the floor or above the cap, or an end date that has passed.
    """
    member = require_writing(viewer)
    standing = Standing(viewer)
    audience, seen = _audience(standing, team)
    if level not in LEVELS:
        raise Invalid("level", f"there are five levels: {', '.join(LEVELS)}")
    if not LEVELS[level] <= LEVELS[seen.cap]:
        raise Invalid("level", f'your company limits what can be shared with {seen.audience} to "{seen.cap}"')
    if not LEVELS[seen.floor] <= LEVELS[level]:
        raise Invalid("level", f'your company shares at least "{seen.floor}" with {seen.audience}')
    if ends_at is not None and ends_at <= viewer.now:
        raise Invalid("ends_at", "the end date has passed; choose one to come, or none")
    place = None
    if audience != EVERYONE:
        place = TeamMembership.unchecked.select_for_update().get(
            account_id=viewer.account, team_id=audience, membership_id=member
        )
    ShareSetting.unchecked.update_or_create(
        account_id=viewer.account,
        book_id=standing.own_book,
        team_membership_id=None if place is None else place.id,
        defaults={"level": level, "ends_at": ends_at, "set_at": viewer.now},
    )
    remember(
        viewer,
        "share set",
        seen.audience_uid,
        level=level,
        before=seen.chosen,
        ends_at=None if ends_at is None else ends_at.isoformat(),
    )
    saved = my_share(Standing(viewer), audience)
    if saved is None:
        raise Absent("you are no longer in this team")
    return saved


def audience_of(standing: Standing, team: uuid.UUID | None) -> Id:
    """Return the audience that a share setting is for; Absent where the viewer is not in that team."""
    return _audience(standing, team)[0]


def _audience(standing: Standing, team: uuid.UUID | None) -> tuple[Id, ShareSeen]:
    audience: Id = EVERYONE
    if team is not None:
        audience = next((t.id for t in standing.teams.values() if t.uid == team), 0)
    seen = my_share(standing, audience)
    if seen is None:
        raise Absent("you are in no such team")
    return audience, seen
