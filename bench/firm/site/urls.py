"""The product's addresses, and those of the pages that ask nobody."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from bench.firm.site import pages
from tactful.config.urls import urlpatterns as product

urlpatterns: list[URLPattern | URLResolver] = [
    path("no-permission/people/", pages.people),
    path("no-permission/people/<str:uid>/", pages.person),
    path("no-permission/search/", pages.search),
    path("no-permission/api/people", pages.api),
    *product,
]
