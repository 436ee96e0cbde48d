"""Colleagues, suggested to the editor behind an @."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse

from tactful.visibility.teams import members_named
from tactful.web.acting import MemberRequest
from tactful.web.asking import member_page, words_of


@member_page()
def mentions(request: MemberRequest) -> HttpResponse:
    """Members of the account whose name fits the words, as the editor asks for them."""
    found = members_named(request.standing, words_of(request, "q", 80))
    return JsonResponse({"members": [{"uid": one.uid.hex, "name": one.name} for one in found]})
