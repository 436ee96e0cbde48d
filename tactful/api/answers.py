"""What the API says when it does not do what was asked: one form, and nothing in it that the asker may not know."""

from __future__ import annotations

import logging
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from tactful.actions.errors import Absent, Invalid, NotAllowed, NotDone
from tactful.api.shapes.base import Shape, withheld
from tactful.records.place import NotAnswering
from tactful.records.store import Missing
from tactful.visibility.cursor import BadCursor

log = logging.getLogger(__name__)


class Problem(Shape):
    """What went wrong: `code` for programs, `message` for people, `field` where one value is at fault."""

    code: str
    message: str
    field: str = withheld("names the value that is not acceptable")


class Problems(Shape):
    """The form of every error."""

    error: Problem


class NeedsConfirming(NotDone):
    """The deed cannot be undone, and was not confirmed."""


def problem(status: int, code: str, message: str, field: str = "") -> HttpResponse:
    """Return an error answer."""
    error = {"code": code, "message": message} | ({"field": field} if field else {})
    return JsonResponse({"error": error}, status=status)


def absent() -> HttpResponse:
    """Return the one answer for what is hidden, is not there, or was never an id (B12)."""
    return problem(404, "not_found", "there is nothing here, or nothing that you may see")


def no_key() -> HttpResponse:
    """Return the one answer for no key and for keys that are unknown, ended or revoked."""
    answer = problem(401, "no_key", 'send a valid API key in the header "Authorization: Bearer tactful_…"')
    answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def not_by_this_method(allowed: str) -> HttpResponse:
    """Return the answer for a method that a route does not have."""
    answer = problem(405, "method_not_allowed", f"this route answers to {allowed}")
    answer.headers["Allow"] = allowed
    return answer


def answer_problems(api: NinjaAPI) -> None:
    """Let every error of the API's operations be answered here."""

    def not_done(request: HttpRequest, error: Any) -> HttpResponse:
        match error:
            case Absent():
                return absent()
            case NotAllowed():
                return problem(403, "not_allowed", str(error))
            case Invalid():
                return problem(400, "invalid", str(error), error.field)
            case NeedsConfirming():
                return problem(409, "confirm", str(error), "confirm")
            case _:
                return problem(409, "not_done", str(error))

    def bad_cursor(request: HttpRequest, error: Any) -> HttpResponse:
        return problem(400, "invalid", str(error), "cursor")

    def not_valid(request: HttpRequest, error: Any) -> HttpResponse:
        return problem(400, "invalid", *_first(error.errors))

    def refused(request: HttpRequest, error: Any) -> HttpResponse:
        if error.status_code == 400:
            return problem(400, "invalid", "the body cannot be read; send JSON", "body")
        return problem(error.status_code, "refused", str(error))

    def not_answering(request: HttpRequest, error: Any) -> HttpResponse:
        log.error("the files cannot be reached", exc_info=error)
        return problem(503, "unavailable", "the place where files are kept does not answer; try again later")

    def missing(request: HttpRequest, error: Any) -> HttpResponse:
        log.error("a file's content is lost", exc_info=error)
        return problem(
            410, "gone", "the content of this file is lost; whoever runs this installation was told"
        )

    def failed(request: HttpRequest, error: Any) -> HttpResponse:
        log.exception("an operation of the API failed", exc_info=error)
        return problem(500, "failed", "something went wrong here; the operator can find it in the log")

    api.add_exception_handler(NotDone, not_done)
    api.add_exception_handler(BadCursor, bad_cursor)
    api.add_exception_handler(ValidationError, not_valid)
    api.add_exception_handler(AuthenticationError, lambda request, error: no_key())
    api.add_exception_handler(HttpError, refused)
    api.add_exception_handler(NotAnswering, not_answering)
    api.add_exception_handler(Missing, missing)
    api.add_exception_handler(Exception, failed)


def _first(errors: list[dict[str, Any]]) -> tuple[str, str]:
    """Return (message, field) of the first value that is not acceptable."""
    first = errors[0]
    # What leads to the value within query, path or body; the name of the operation's parameter says nothing.
    place = [
        str(step)
        for step in first["loc"]
        if str(step) not in ("query", "path", "body", "form", "file", "sent")
    ]
    message = str(first["msg"]).removeprefix("Value error, ")
    return message[:1].lower() + message[1:], ".".join(place) or str(first["loc"][0])
