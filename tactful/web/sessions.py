"""When a session began: a deactivation ends those that began before it, a reactivation does not bring them back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

_KEY = "began"
#: Of a session that does not say when it began.
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@receiver(user_logged_in, dispatch_uid="tactful session begins")
def begin(request: HttpRequest | None = None, **_: Any) -> None:
    """Write down that the session begins now."""
    if request is not None:
        request.session[_KEY] = timezone.now().isoformat()


def began(request: HttpRequest) -> datetime:
    """Return when the request's session began."""
    said = request.session.get(_KEY)
    return LONG_AGO if said is None else datetime.fromisoformat(said)
