"""The viewer's own sources: bring one, watch it being read, stop it, delete it with all its facts."""

from __future__ import annotations

from ninja import File, Status
from ninja.files import UploadedFile

from tactful.accounts.chunks import TooLarge
from tactful.actions.errors import Absent, Invalid
from tactful.actions.events import require_writing
from tactful.api.acting import KeyRequest, require_whole_book
from tactful.api.answers import NeedsConfirming
from tactful.api.inputs import uid
from tactful.api.router import Routes
from tactful.api.shapes import sources
from tactful.jobs.feeds import delete_feed, stop_feed, upload_feed
from tactful.visibility.feeds import FeedSeen, my_feeds, rejections, see_feed

routes = Routes(tags=["sources"])


@routes.get("", response=sources.Sources, operation_id="list_sources", summary="List your sources")
def list_all(request: KeyRequest) -> sources.Sources:
    """Your mailboxes, calendars and address books, newest first. Nobody else's."""
    require_whole_book(request.viewer)
    return sources.sources(my_feeds(request.standing))


@routes.post("", response={202: sources.Source}, operation_id="upload_source", summary="Upload a source")
def upload(request: KeyRequest, file: File[UploadedFile]) -> Status[sources.Source]:
    """A mailbox, calendar or address book, as a file of a form. It is read in the background: ask for it again.

    The same file twice changes nothing.
    """
    require_writing(request.viewer)
    try:
        begun = upload_feed(request.viewer, file.chunks(), name=file.name or "")
    except TooLarge as error:
        raise Invalid("file", str(error)) from error
    return Status(202, sources.source(_see(request, begun.uid.hex)))


@routes.get(
    "/{source}", response=sources.Source, operation_id="see_source", summary="See one of your sources"
)
def see(request: KeyRequest, source: str) -> sources.Source:
    """With its state, counts and range; while it is read, how fast and how long still."""
    require_whole_book(request.viewer)
    return sources.source(_see(request, source))


@routes.get(
    "/{source}/rejections",
    response=sources.Rejections,
    operation_id="list_rejections",
    summary="List what could not be read",
)
def rejected(request: KeyRequest, source: str) -> sources.Rejections:
    """The first 200 items that could not be read, each with its reason."""
    require_whole_book(request.viewer)
    return sources.rejected(rejections(request.standing, _see(request, source).uid))


@routes.post(
    "/{source}/stop", response=sources.Source, operation_id="stop_source", summary="Stop reading a source"
)
def stop(request: KeyRequest, source: str) -> sources.Source:
    """What was stored stays until you delete it."""
    require_whole_book(request.viewer)
    stop_feed(request.viewer, feed=_see(request, source).uid)
    return sources.source(_see(request, source))


@routes.delete("/{source}", response={204: None}, operation_id="delete_source", summary="Delete a source")
def delete(request: KeyRequest, source: str, confirm: bool = False) -> Status[None]:
    """All its facts go with it, for everybody; wants `?confirm=1`."""
    require_whole_book(request.viewer)
    found = _see(request, source)
    if not confirm:
        raise NeedsConfirming("all facts of this source go with it, for everybody; ask again with confirm=1")
    delete_feed(request.viewer, feed=found.uid)
    return Status(204, None)


def _see(request: KeyRequest, source: str) -> FeedSeen:
    found = see_feed(request.standing, uid(source))
    if found is None:
        raise Absent("there is no such source of yours")
    return found
