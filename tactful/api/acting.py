"""Each request of a key acts for one account, in one transaction, as one viewer."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja.operation import Operation
from ninja.security import HttpBearer

from tactful.accounts.gate import KeyHolder, key_holder
from tactful.accounts.wall import acting
from tactful.actions.errors import NotAllowed
from tactful.actions.keys import PREFIX
from tactful.api.answers import problem
from tactful.policy.rules import SHARE_LAYER
from tactful.visibility.keys import key_viewer
from tactful.visibility.showing import answering
from tactful.visibility.standing import Standing
from tactful.visibility.viewer import Viewer

#: A token is a prefix and 43 letters; what is much longer is none, and not worth a look at the database.
LONGEST_TOKEN = 200

Run = Callable[..., HttpResponseBase]


class KeyRequest(HttpRequest):
    """A request whose key is known: what operations receive."""

    viewer: Viewer
    standing: Standing


class Bearer(HttpBearer):
    """Says in the schema how a key is sent; `acting_for_key` has resolved it. A key that only reads may only GET."""

    def authenticate(self, request: HttpRequest, token: str) -> Viewer | None:
        """Return the viewer that the key stands for, or None where there is no such key."""
        viewer: Viewer | None = getattr(request, "viewer", None)
        if viewer is not None and request.method != "GET" and not viewer.may_write:
            raise NotAllowed("this API key only reads; make one that may write")
        return viewer


def acting_for_key(run: Run) -> Run:
    """Resolve the key and open the account's transaction around an operation; undo what ends in an error.

    Without a valid key the operation runs without a viewer, and `Bearer` refuses it. A parameter that the operation
    does not know is refused by name: one that is misspelt must not be taken for one that is not given.
    """
    declared = _declared(run)

    @wraps(run)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # A page's session opens nothing here: only the key counts.
        request.viewer = None  # type: ignore[attr-defined]
        holder = _holder(request)
        if holder is None:
            return run(request, *args, **kwargs)
        with acting(holder.account, snapshot=request.method == "GET"):
            viewer = key_viewer(holder)
            if viewer is None:
                return run(request, *args, **kwargs)
            request.viewer = viewer  # type: ignore[attr-defined]
            # Files of a form are taken in for members alone (the upload handler asks).
            request.is_from_member = True  # type: ignore[attr-defined]
            unknown = sorted(set(request.GET) - declared)
            if unknown:
                return problem(400, "invalid", "there is no such parameter here", unknown[0])
            # What the answer shows of others' sources is written before it leaves (B03).
            with answering(viewer, _door(request)) as standing:
                request.standing = standing  # type: ignore[attr-defined]
                response = run(request, *args, **kwargs)
                if response.status_code >= 400:
                    standing.showing.forget()
                    transaction.set_rollback(True)
        return response

    return answer


def _door(request: HttpRequest) -> str:
    """Return the operation, as the table of doors has it: "GET /people/{person}"."""
    match = request.resolver_match
    route = "" if match is None else match.route.removeprefix("api/v1").replace("<", "{").replace(">", "}")
    return f"{request.method} {route}"


def require_whole_book(viewer: Viewer) -> None:
    """Raise NotAllowed where the key's ceiling hides a part of what counts of the viewer's own book are made of."""
    if viewer.ceiling is not None and not viewer.ceiling >= SHARE_LAYER:
        raise NotAllowed("this API key's ceiling hides a part of your own data, and this counts all of it")


def _holder(request: HttpRequest) -> KeyHolder | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.startswith(PREFIX) or len(token) > LONGEST_TOKEN:
        return None
    return key_holder(token)


def _declared(run: Run) -> frozenset[str]:
    """Return the names of the parameters that an operation takes after the question mark."""
    operation: Operation = run.__self__  # type: ignore[attr-defined]
    names: set[str] = set()
    for model in operation.models:
        if getattr(model, "__ninja_param_source__", None) == "query":
            names.update(getattr(model, "__ninja_flatten_map__", {}))
    return frozenset(names)
