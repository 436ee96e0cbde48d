"""A router whose answers leave out what was not set: a facet that is not disclosed is absent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ninja import Router

from tactful.api.answers import Problems

#: What any operation may answer beside what it is for.
ERRORS = {400: Problems, 401: Problems, 403: Problems, 404: Problems, 409: Problems}


class Routes(Router):
    """Declares operations with their answers and errors; every operation goes through here."""

    def api_operation(self, methods: list[str], path: str, **options: Any) -> Callable[..., Any]:
        """Return the decorator that makes a function an operation. Fields that were never set are left out."""
        answers = options["response"]
        if not isinstance(answers, dict):
            answers = {200: answers}
        errors = dict(ERRORS)
        if methods == ["GET"]:
            del errors[409]
        options["response"] = answers | errors
        options["exclude_unset"] = True
        return super().api_operation(methods, path, **options)
