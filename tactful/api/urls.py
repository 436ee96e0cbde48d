"""The API's routes, under /api/v1. What is none of them answers as a record that is not there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, re_path

from tactful.api.answers import absent, not_by_this_method
from tactful.api.interface import API


def _by_its_methods(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let HEAD be answered as GET without its body, and other methods be refused in the API's own form."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        method = request.method
        if method == "HEAD":
            request.method = "GET"
        response = view(request, *args, **kwargs)
        # The server takes the body away where the request says HEAD.
        request.method = method
        if response.status_code == 405:
            return not_by_this_method(response.headers.get("Allow", ""))
        return response

    return answer


def nowhere(request: HttpRequest) -> HttpResponse:
    """Answer for every address that is no route."""
    return absent()


def _operations() -> list[URLPattern | URLResolver]:
    found: list[URLPattern | URLResolver] = []
    for pattern in API.urls[0]:
        if isinstance(pattern, URLPattern):
            if pattern.name == "api-root":
                continue
            pattern.callback = _by_its_methods(pattern.callback)
        found.append(pattern)
    return found


app_name = "api"
urlpatterns: list[URLPattern | URLResolver] = [
    *_operations(),
    re_path("^.*$", nowhere, name="nowhere"),
]
