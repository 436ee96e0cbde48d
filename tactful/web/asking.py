"""How a page is asked for: by a member, with these methods; and how what an action refuses is answered."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers

from tactful.actions.errors import Absent, NotAllowed, NotDone
from tactful.records.place import NotAnswering
from tactful.records.store import Missing
from tactful.visibility.cursor import BadCursor
from tactful.web.acting import MemberRequest
from tactful.web.first_run import is_first_run
from tactful.web.wording import sentence

log = logging.getLogger(__name__)

P = ParamSpec("P")
View = Callable[Concatenate[MemberRequest, P], HttpResponse]

#: The request headers by which one address answers with a whole page, or a part of it.
PARTS = ("HX-Request", "X-Panel", "X-Answer")


class SeeOther(HttpResponseRedirect):
    """After a deed: look there, with GET."""

    status_code = 303


def member_page(*methods: str) -> Callable[[View[P]], Callable[Concatenate[HttpRequest, P], HttpResponse]]:
    """Make a view of members: whoever is not signed in goes to the sign-in, who is in no account is told so.

    `methods` are those answered, GET alone by default. Hidden and absent alike are "Nothing here"; a deed that the
    viewer's role does not reach is 403; 503 where the place of the files cannot be reached, 410 where it has lost one.
    """
    allowed = methods or ("GET",)

    def wrap(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @wraps(view)
        def answer(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if getattr(request, "viewer", None) is None:
                return _turned_away(request)
            if request.method not in {*allowed, *(("HEAD",) if "GET" in allowed else ())}:
                return HttpResponseNotAllowed(allowed)
            try:
                response = view(cast(MemberRequest, request), *args, **kwargs)
            except Absent as error:
                raise Http404 from error
            except NotAllowed as error:
                raise PermissionDenied(_sentence(error)) from error
            except NotAnswering as error:
                log.error("the files cannot be reached", exc_info=error)
                return render(request, "503.html", status=503)
            except Missing as error:
                log.error("a file's content is lost", exc_info=error)
                return render(request, "410.html", status=410)
            except BadCursor:
                # A page marker of another day or another search: the list from its beginning is what was meant.
                return SeeOther(without(request, "cursor", "at"))
            patch_vary_headers(response, PARTS)
            return response

        return cast(Callable[Concatenate[HttpRequest, P], HttpResponse], answer)

    return wrap


def _turned_away(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return render(request, "web/no_account.html", status=403)
    if is_first_run():
        return HttpResponseRedirect(reverse("web:setup"))
    if "HX-Request" in request.headers or "X-Panel" in request.headers:
        return HttpResponse("Please sign in again.", status=401, content_type="text/plain")
    # After signing in, a deed is not done by itself: its page is shown again.
    return redirect_to_login(request.get_full_path() if request.method in ("GET", "HEAD") else "/")


def without(request: HttpRequest, *names: str) -> str:
    """Return the request's own address less some of its parameters."""
    query = request.GET.copy()
    for name in names:
        query.pop(name, None)
    return f"{request.path}?{query.urlencode()}" if query else request.path


def layout(request: HttpRequest) -> dict[str, str]:
    """Return the context that makes a page a side panel or a small answer, where it was asked for as such."""
    if "X-Panel" in request.headers:
        return {"layout": "web/panel.html"}
    if "X-Answer" in request.headers:
        return {"layout": "web/answer.html"}
    return {}


def asked_rows(request: HttpRequest) -> bool:
    """Return whether only the list of a list page is asked for."""
    return request.headers.get("HX-Target") == "rows"


def done(request: HttpRequest, words: str, to: str, **parameters: Any) -> HttpResponse:
    """Say what was done, and lead to where it shows."""
    messages.success(request, words)
    return SeeOther(reverse(f"web:{to}", kwargs=parameters))


def refused(request: HttpRequest, error: NotDone, to: str, **parameters: Any) -> HttpResponse:
    """Say why something was not done, on the page where it was asked."""
    messages.error(request, _sentence(error))
    return SeeOther(reverse(f"web:{to}", kwargs=parameters))


def _sentence(error: NotDone) -> str:
    return sentence(str(error))


def words_of(request: HttpRequest, name: str, most: int = 200) -> str:
    """Return what a reader typed into a search: at most so many characters, without what no text holds."""
    return request.GET.get(name, "").replace("\x00", "").strip()[:most]


def chosen(value: str, among: Iterable[str], default: str = "") -> str:
    """Return the value if it is one of these, else the default."""
    return value if value in set(among) else default
