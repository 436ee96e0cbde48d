"""What every answer of the program tells the browser."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class ResponseHeaders:
    """Add the content policy, and keep every answer out of every cache.

    Static files are answered before this middleware and may be cached; all else depends on who asks.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.policy: str = settings.CONTENT_SECURITY_POLICY

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        # An answer that is no page of ours, such as a download, may have a stricter one of its own.
        response.headers.setdefault("Content-Security-Policy", self.policy)
        response.headers["Cache-Control"] = "no-store, private"
        response.headers["X-Frame-Options"] = "DENY"
        response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
        return response
