"""Whether attachments of the key's owner's mail become files (A18)."""

from __future__ import annotations

from datetime import datetime

from tactful.actions.attachments import keep_attachments
from tactful.api.acting import KeyRequest
from tactful.api.router import Routes
from tactful.api.shapes.base import Shape
from tactful.visibility.attachments import my_attachments

routes = Routes(tags=["attachments"])


class AttachmentsShape(Shape):
    """Yours. `since` null: attachments of your mail do not become files. `audience`: for whom such files are.

    `files`: how many there are.
    """

    since: datetime | None
    audience: str
    files: int


class AttachmentsChoice(Shape):
    """Whether they are to. `delete_files`, where they are not: those that came so are deleted as well."""

    kept: bool
    delete_files: bool = False


@routes.get(
    "",
    response=AttachmentsShape,
    operation_id="get_attachments",
    summary="See whether attachments of your mail become files",
)
def see(request: KeyRequest) -> AttachmentsShape:
    """Your own choice, which nobody else sees."""
    return _shape(request)


@routes.put(
    "",
    response=AttachmentsShape,
    operation_id="keep_attachments",
    summary="Have attachments of your mail become files, or no longer",
)
def keep(request: KeyRequest, body: AttachmentsChoice) -> AttachmentsShape:
    """From the next import on; files that are here stay, but with `delete_files`. Deleting a source deletes those that
    came with it."""
    keep_attachments(request.viewer, kept=body.kept, deleting=body.delete_files)
    return _shape(request)


def _shape(request: KeyRequest) -> AttachmentsShape:
    seen = my_attachments(request.standing)
    return AttachmentsShape(since=seen.since, audience=seen.audience, files=seen.files)
