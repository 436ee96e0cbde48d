"""What the frame around every page needs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from tactful.accounts.gate import Place


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return who is signed in, in which account, and the moment at which this response was decided."""
    viewer = getattr(request, "viewer", None)
    if viewer is None:
        return {}
    place: Place = request.place  # type: ignore[attr-defined]  # set beside the viewer
    return {
        "viewer": {"uid": viewer.uid.hex, "name": viewer.name, "account_name": place.account_name},
        "now": viewer.now,
    }
