"""Makes requests of the whole program, middleware included, without what Django's test client adds to each."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.http.response import HttpResponseBase
from django.test import Client, RequestFactory

from tactful.accounts.models import Login
from tests.leaks.asking import Answer, Ask, answer_of
from tests.leaks.typed_asks import TYPED, typed


@cache
def _program() -> BaseHandler:
    """The program's handler, its middleware loaded once: loading reads every static file."""
    handler = BaseHandler()
    handler.load_middleware()
    return handler


class Asker(RequestFactory):
    """Somebody with cookies; signed in as `login`, or not at all."""

    def __init__(self, login: Login | None = None) -> None:
        super().__init__()
        if login is not None:
            signed_in = Client()
            signed_in.force_login(login)
            self.cookies = signed_in.cookies

    def request(self, **request: Any) -> HttpResponseBase:  # type: ignore[override]  # answers, not only asks
        """Return what the program answers, and keep its cookies."""
        asked = WSGIRequest(self._base_environ(**request))  # type: ignore[attr-defined]  # not in the stubs
        asked._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]  # Django's own switch for tests
        response = _program().get_response(asked)
        self.cookies.update(response.cookies)
        return response

    def ask(self, ask: Ask) -> Answer:
        """Return the answer to one request, or command, masked."""
        if ask.method == TYPED:
            return typed(ask)
        content, content_type = ask.content
        response: Any = self.generic(
            ask.method, ask.address, content, content_type=content_type, headers=dict(ask.headers)
        )
        return answer_of(ask, response)
