"""Every route of the program: the doors' own lists, joined."""

from __future__ import annotations

from importlib.util import find_spec

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path


def healthz(request: HttpRequest) -> HttpResponse:
    """Answer "ok" to whoever watches whether the program runs. It asks nothing of the database."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns: list[URLPattern | URLResolver] = [path("healthz", healthz, name="healthz")]
for prefix, door in (("api/v1/", "tactful.api.urls"), ("", "tactful.web.urls")):
    if find_spec(door):
        urlpatterns.append(path(prefix, include(door)))
