"""Each request of a signed-in member acts for one account, in one transaction, as one viewer."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from tactful.accounts.gate import Place, places_of
from tactful.accounts.wall import acting
from tactful.visibility.showing import answering
from tactful.visibility.standing import Standing
from tactful.visibility.viewer import Viewer, member_viewer
from tactful.web.sessions import began

#: What only reads sees one state of the account from its first statement to its last.
READING = ("GET", "HEAD")


class MemberRequest(HttpRequest):
    """A request whose viewer is resolved: what views of members receive."""

    viewer: Viewer
    standing: Standing
    place: Place


class ActForMember:
    """Resolve the viewer and open the account's transaction around the view; roll back what ends in an error.

    What the answer shows of others' sources is written in that transaction, before the answer leaves (B03).
    `request.viewer` is None for who is not signed in, or is an active member of no account.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.viewer = None  # type: ignore[attr-defined]
        places = places_of(request.user.pk) if request.user.is_authenticated else ()
        request.is_from_member = bool(places)  # type: ignore[attr-defined]
        if not places:
            return self.get_response(request)
        if request.method == "POST":
            # Files arrive before the transaction opens, which would otherwise stay open for as long as they take.
            request.POST  # noqa: B018 (reading it is what takes them in)
        place = places[0]
        with acting(place.account, snapshot=request.method in READING):
            viewer = member_viewer(place.account, place.membership, since=began(request))
            request.viewer = viewer  # type: ignore[attr-defined]
            if viewer is None:
                # The session ended with a deactivation: whoever it is signs in again.
                logout(request)
                request.is_from_member = False  # type: ignore[attr-defined]
                response = self.get_response(request)
                if response.status_code >= 500:
                    transaction.set_rollback(True)
                return response
            request.place = place  # type: ignore[attr-defined]
            # Templates show days and times in the reader's zone; what is counted by days asks the viewer for it.
            with timezone.override(viewer.zone), answering(viewer) as standing:
                request.standing = standing  # type: ignore[attr-defined]
                response = self.get_response(request)
                standing.showing.door = _door(request)
                if response.status_code in (403, 404):
                    # "Nothing here", and why something may not be done, show nobody's data.
                    standing.showing.forget()
                elif response.status_code >= 500:
                    standing.showing.forget()
                    transaction.set_rollback(True)
        return response


def _door(request: HttpRequest) -> str:
    """Return the page's name, as the table of doors has it."""
    match = request.resolver_match
    return "web" if match is None else match.view_name
