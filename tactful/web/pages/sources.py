"""Sources: what a contributor brought, how far its reading is, and taking it away again. Nobody else's are here."""

from __future__ import annotations

from datetime import timedelta
from pathlib import PurePath
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from tactful.accounts.chunks import TooLarge
from tactful.actions.attachments import keep_attachments
from tactful.actions.errors import Invalid
from tactful.jobs.feeds import delete_feed, stop_feed, upload_feed
from tactful.visibility.account import my_addresses
from tactful.visibility.attachments import my_attachments
from tactful.visibility.feeds import FeedSeen, my_feeds, people_of_feeds, rejections, see_feed
from tactful.visibility.keeping import keeping_of
from tactful.web.acting import MemberRequest
from tactful.web.addresses import given
from tactful.web.asking import done, member_page
from tactful.web.shapes.feeds import feed, progress
from tactful.web.shapes.people import Shape
from tactful.web.wording import sentence

MOST_REJECTED = 200
#: How long a source that has ended still stands among those being read, with how it ended.
JUST_ENDED = timedelta(minutes=2)
#: What may be done about attachments, and what is said then.
SAID_OF_ATTACHMENTS = {
    "keep": "From the next import on, attachments become files.",
    "stop": "No further attachment becomes a file. Those that are here stay.",
    "delete": "No further attachment becomes a file. Those that had are deleted.",
}


@member_page()
def sources(request: MemberRequest) -> HttpResponse:
    """The viewer's sources, and the place to add one."""
    return _page(request)


@member_page("POST")
def upload(request: MemberRequest) -> HttpResponse:
    """Take files in. Each is read in the background; the page says how far."""
    files = request.FILES.getlist("files")
    if not files:
        return _page(request, "Choose at least one file.")
    refused: list[str] = []
    for file in files:
        try:
            if not file.size:
                raise Invalid(
                    "files", "it is empty. Export it again and look at its size before you bring it"
                )
            upload_feed(request.viewer, file.chunks(), name=PurePath(file.name or "").name)
        except (TooLarge, Invalid) as error:
            refused.append(f"{file.name} was not taken: {sentence(str(error))}")
    taken = len(files) - len(refused)
    if refused:
        rest = (
            "" if not taken else " The other is being read." if taken == 1 else " The others are being read."
        )
        return _page(request, " ".join(refused) + rest)
    words = "It is being read." if taken == 1 else f"{taken} files are being read."
    return done(request, f"{words} You may leave this page meanwhile.", "sources")


@member_page()
def imports(request: MemberRequest) -> HttpResponse:
    """How far the reading is: what the page asks for again and again while something is under way."""
    context = _imports(request, my_feeds(request.standing))
    response = render(request, "web/_imports.html", context)
    if not context["imports_running"]:
        # The table below shows what has come in: the page is loaded once more.
        response["HX-Refresh"] = "true"
    return response


@member_page("POST")
def import_stop(request: MemberRequest, uid: UUID | None) -> HttpResponse:
    """Stop a reading."""
    stop_feed(request.viewer, feed=given(uid))
    return done(request, "Stopped. What was read so far is there until you delete the source.", "sources")


@member_page("POST")
def source_delete(request: MemberRequest, uid: UUID | None) -> HttpResponse:
    """Delete a source with all its facts."""
    delete_feed(request.viewer, feed=given(uid))
    return done(request, "Deleted, with everything that it told.", "sources")


@member_page("POST")
def attachments(request: MemberRequest) -> HttpResponse:
    """Have attachments of the viewer's mail become files, or no longer."""
    deed = request.POST.get("deed", "")
    if deed not in SAID_OF_ATTACHMENTS:
        raise Http404
    keep_attachments(request.viewer, kept=deed == "keep", deleting=deed == "delete")
    return done(request, SAID_OF_ATTACHMENTS[deed], "sources")


@member_page()
def source(request: MemberRequest, uid: UUID | None) -> HttpResponse:
    """One source: its numbers, and what could not be read of it."""
    standing = request.standing
    seen = see_feed(standing, given(uid))
    if seen is None:
        raise Http404
    refused = rejections(standing, seen.uid, limit=MOST_REJECTED)
    context = {
        "feed": feed(seen, people_of_feeds(standing).get(seen.uid, 0)),
        "rejected": [{"place": place, "reason": reason} for place, reason in refused],
        "rejected_total": seen.rejected,
    }
    return render(request, "web/source.html", context)


def _page(request: MemberRequest, error: str = "") -> HttpResponse:
    standing = request.standing
    found, people = my_feeds(standing), people_of_feeds(standing)
    context = _imports(request, found) | {
        "feeds": [feed(one, people.get(one.uid, 0)) for one in found if not one.going_on],
        "own_addresses": my_addresses(standing),
        "attachments": my_attachments(standing),
        "bodies_kept": keeping_of(request.viewer.account).bodies,
        "upload_error": error,
    }
    return render(request, "web/sources.html", context, status=400 if error else 200)


def _imports(request: MemberRequest, found: tuple[FeedSeen, ...]) -> Shape:
    since = request.viewer.now - JUST_ENDED
    running = any(one.going_on for one in found)
    shown = [one for one in found if one.going_on or (running and one.created_at > since)]
    return {"imports": [progress(one) for one in shown], "imports_running": running}
