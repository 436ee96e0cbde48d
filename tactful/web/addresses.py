"""What stands in addresses: random ids in their one form. A malformed one leads to the same answer as an absent one."""

from __future__ import annotations

import uuid

from django.http import Http404

from tactful.accounts.ids import read_uid

EVERYONE = "everyone"


class Id:
    """A record's id as 32 hexadecimal digits; whatever else stands there is nobody's, and None to the view."""

    regex = "[^/]+"

    def to_python(self, value: str) -> uuid.UUID | None:
        return read_uid(value)

    def to_url(self, value: uuid.UUID | str) -> str:
        return value.hex if isinstance(value, uuid.UUID) else str(value)


class Audience(Id):
    """A team's id, or "everyone"."""

    def to_python(self, value: str) -> uuid.UUID | str | None:  # type: ignore[override]  # a converter may say more
        return EVERYONE if value == EVERYONE else read_uid(value)


def given(uid: uuid.UUID | None) -> uuid.UUID:
    """Return the id, or answer "Nothing here"."""
    if uid is None:
        raise Http404
    return uid


def team_of(audience: uuid.UUID | str | None) -> uuid.UUID | None:
    """Return the team that an audience is, None for Everyone; "Nothing here" for what is neither."""
    if audience == EVERYONE:
        return None
    if not isinstance(audience, uuid.UUID):
        raise Http404
    return audience
