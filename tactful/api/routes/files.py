"""Files: uploaded on people and companies, in versions, and handed out to those with whom they are shared."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from ninja import File, Form, Query, Status
from ninja.files import UploadedFile
from pydantic import Field

from tactful.actions.audiences import ChosenAudience
from tactful.actions.errors import Absent
from tactful.actions.files import upload_file, upload_version
from tactful.actions.items import Writing
from tactful.actions.texts import text_of_plain
from tactful.api.acting import KeyRequest
from tactful.api.inputs import Cursor, Limit, Sent, Text, Words, uid, uid_to_filter
from tactful.api.router import Routes
from tactful.api.shapes import files as shapes
from tactful.intake.pictures import DRAWN_AS, preview
from tactful.visibility.downloads import as_download, as_picture
from tactful.visibility.files import ContentSeen, list_files, read_file, see_file
from tactful.visibility.items import ItemsQuery

routes = Routes(tags=["files"])

Several = Annotated[list[Words], Field(max_length=100)]
#: The file of a form, beside the id of a path.
Sending = Annotated[UploadedFile, File(alias="file")]
Number = Annotated[int, Field(ge=1, le=1_000_000)]
#: How many dots a preview is wide and high at most.
_DOTS = 1200


class NewFile(Sent):
    """Where a file belongs, and with whom it is shared, as fields of the form beside `file`.

    Several ids are several fields of one name. `text` is its title, by default its name. `audience` is "everyone",
    "only you", or "teams and users" with the ids of teams and members; without it the file is for Everyone (A12).
    """

    text: Words = ""
    people: Several = []
    companies: Several = []
    audience: Text = ""
    teams: Several = []
    members: Several = []

    @property
    def writing(self) -> Writing:
        """The same in the words of the actions."""
        chosen = ChosenAudience(
            self.audience or "teams and users",
            tuple(uid(one) for one in self.teams),
            tuple(uid(one) for one in self.members),
        )
        return Writing(
            "file",
            text_of_plain(self.text, required=False),
            people=tuple(uid(one) for one in self.people),
            companies=tuple(uid(one) for one in self.companies),
            audience=chosen if self.audience or self.teams or self.members else None,
        )


class FilesAsked(Sent):
    """Which files: on one person or company, your own alone, with these words in their titles."""

    person: Words = ""
    company: Words = ""
    mine: bool = False
    words: Words = ""


@routes.get("", response=shapes.Files, operation_id="list_files", summary="List files")
def list_all(
    request: KeyRequest, asked: Query[FilesAsked], cursor: Cursor | None = None, limit: Limit = 50
) -> shapes.Files:
    """Newest first. Of the records that one hangs on those alone are named that you may see."""
    query = ItemsQuery(
        person=uid_to_filter(asked.person),
        company=uid_to_filter(asked.company),
        mine=asked.mine,
        words=asked.words,
    )
    page = list_files(request.standing, query, cursor=cursor, limit=limit)
    if page is None:
        raise Absent("hidden or absent")
    return shapes.files(page)


@routes.post("", response={201: shapes.File}, operation_id="upload_file", summary="Upload a file")
def upload(request: KeyRequest, file: File[UploadedFile], sent: Form[NewFile]) -> Status[shapes.File]:
    """As a form with the file in it. It is seen on a record by those of its audience who may see that record."""
    made = upload_file(
        request.viewer, content=file.chunks(), name=file.name or "", writing=sent.writing, by_key=True
    )
    return Status(201, shapes.file(made))


@routes.get("/{file}", response=shapes.File, operation_id="see_file", summary="See a file with its versions")
def see(request: KeyRequest, file: str) -> shapes.File:
    """Its author can tell who has seen it. To share, rename or delete it, use its item."""
    found = see_file(request.standing, uid(file))
    if found is None:
        raise Absent("hidden or absent")
    return shapes.file(found)


@routes.post(
    "/{file}/versions",
    response={201: shapes.File},
    operation_id="upload_version",
    summary="Upload a further version",
)
def upload_anew(request: KeyRequest, file: str, sent: Sending) -> Status[shapes.File]:
    """Of a file of your own: what it hangs on and with whom it is shared stays."""
    made = upload_version(request.viewer, file=uid(file), content=sent.chunks(), name=sent.name or "")
    return Status(201, shapes.file(made))


@routes.get(
    "/{file}/content",
    response={200: None},
    operation_id="download_file",
    summary="Download a file",
    openapi_extra={"responses": {200: {"content": {"application/octet-stream": {}}}}},
)
def download(request: KeyRequest, file: str, version: Number | None = None) -> HttpResponseBase:
    """The newest version, or the one whose number you name, byte for byte."""
    return as_download(_content(request, file, version))


@routes.get(
    "/{file}/preview",
    response={200: None},
    operation_id="preview_file",
    summary="See a drawing of a picture or a PDF",
    openapi_extra={"responses": {200: {"content": {DRAWN_AS: {}}}}},
)
def see_preview(request: KeyRequest, file: str, version: Number | None = None) -> HttpResponse:
    """A picture, or the first page of a PDF, drawn anew here; not there for other files, or where it can't be drawn."""
    content = _content(request, file, version)
    version_seen = content.version
    drawing = None
    if version_seen.has_preview:
        drawing = preview(content.pieces, version_seen.size, _DOTS, kind=version_seen.kind)
    if drawing is None:
        raise Absent("there is no picture of it")
    return as_picture(drawing, DRAWN_AS)


def _content(request: KeyRequest, file: str, version: int | None) -> ContentSeen:
    found = read_file(request.standing, uid(file), version)
    if found is None:
        raise Absent("hidden or absent")
    return found
