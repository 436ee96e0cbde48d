"""What the frame around every page needs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from tactful.accounts.gate import Place
from tactful.accounts.zones import zone_words
from tactful.visibility.departures import is_returning
from tactful.visibility.standing import Standing


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return who is signed in, in which account, and the moment at which this response was decided, in whose zone."""
    viewer = getattr(request, "viewer", None)
    if viewer is None:
        return {}
    place: Place = request.place  # type: ignore[attr-defined]  # set beside the viewer
    standing: Standing = request.standing  # type: ignore[attr-defined]  # and this
    return {
        "viewer": {
            "uid": viewer.uid.hex,
            "name": viewer.name,
            "account_name": place.account_name,
            "is_returning": is_returning(standing),
        },
        "now": viewer.now,
        "zone": zone_words(viewer.zone),
    }
