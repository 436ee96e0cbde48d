"""Files: the list, uploading one, a further version, and handing them out. One file's page is its item's (item.py)."""

from __future__ import annotations

from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from tactful.actions.errors import Invalid
from tactful.actions.files import upload_file, upload_version
from tactful.actions.items import Writing
from tactful.actions.texts import text_of_plain
from tactful.intake.pictures import DRAWN_AS, preview
from tactful.visibility.content_options import offers_for
from tactful.visibility.downloads import as_download, as_picture
from tactful.visibility.files import FILE, ContentSeen, list_files, owns_file, read_file, see_file
from tactful.visibility.items import ItemsQuery
from tactful.visibility.standing import Standing
from tactful.web.acting import MemberRequest
from tactful.web.addresses import given
from tactful.web.asking import chosen, done, member_page, refused, words_of
from tactful.web.choosing import about_of, as_picked, audience_sent, records_of, written
from tactful.web.shapes import files as shapes
from tactful.web.shapes import items
from tactful.web.shapes.people import Shape
from tactful.web.wording import sentence

#: How many stand on the page of a person or company.
ON_RECORD = 5
#: How many dots a preview is wide and high at most.
_DOTS = 1200


@member_page("GET", "POST")
def files(request: MemberRequest) -> HttpResponse:
    """The files that the viewer may read, newest first, or their own; posted, one is uploaded."""
    sent = request.POST if request.method == "POST" else request.GET
    about = about_of(request.standing, sent.get("person", ""), sent.get("company", ""))
    if request.method != "POST":
        return _listed(request, about)
    audience = audience_sent(request)
    try:
        file = _sent(request)
        upload_file(
            request.viewer,
            content=file.chunks(),
            name=file.name or "",
            writing=Writing(
                FILE,
                text_of_plain(request.POST.get("text", ""), required=False),
                audience=audience,
                **records_of(about),
            ),
        )
    except Invalid as error:
        return _listed(request, about, sentence(str(error)))
    return written(request, about, "files", "Uploaded.")


@member_page("POST")
def file_version(request: MemberRequest, uid: UUID | None) -> HttpResponse:
    """A further version of a file of the viewer's own."""
    if not owns_file(request.standing, given(uid)):
        raise Http404
    try:
        file = _sent(request)
        upload_version(request.viewer, file=given(uid), content=file.chunks(), name=file.name or "")
    except Invalid as error:
        return refused(request, error, "item", uid=given(uid))
    return done(request, "Uploaded: this is the file from now on.", "item", uid=given(uid))


@member_page()
def file_content(request: MemberRequest, uid: UUID | None) -> HttpResponse:
    """The content of a version, to be saved."""
    return as_download(_content(request, uid))  # type: ignore[return-value]  # streaming, which is no HttpResponse


@member_page()
def file_preview(request: MemberRequest, uid: UUID | None) -> HttpResponse:
    """A drawing of a picture, or of the first page of a PDF."""
    content = _content(request, uid)
    version = content.version
    if not version.has_preview:
        raise Http404
    drawing = preview(content.pieces, version.size, _DOTS, kind=version.kind)
    if drawing is None:
        raise Http404
    return as_picture(drawing, DRAWN_AS)


def files_on(standing: Standing, *, person: UUID | None = None, company: UUID | None = None) -> Shape:
    """What the page of a person or company shows of the files on them."""
    page = list_files(standing, ItemsQuery(person=person, company=company), limit=ON_RECORD)
    if page is None:
        return {}
    return {
        "files": {
            "files": shapes.files(page),
            "more": page.next_cursor is not None,
        }
    }


def file_of(standing: Standing, uid: UUID) -> Shape:
    """What the page of an item that is a file shows of its versions; {} where there are none."""
    seen = see_file(standing, uid)
    return {} if seen is None else {"file": shapes.file(seen)}


def _listed(request: MemberRequest, about: Shape, error: str = "") -> HttpResponse:
    of = chosen(request.GET.get("of", ""), ("mine",))
    on = {about["kind"]: about["id"]} if about else {}
    query = ItemsQuery(mine=of == "mine", words=words_of(request, "words"), **on)
    page = list_files(request.standing, query, cursor=request.GET.get("cursor"))
    if page is None:
        raise Http404
    context: Shape = {
        "files": shapes.files(page),
        "next": page.next_cursor,
        "of": of,
        "words": query.words,
        "about": about,
        "picker": items.picker(
            offers_for(request.standing, FILE), as_picked(audience_sent(request)) if error else None
        ),
        "title_sent": request.POST.get("text", ""),
        "refused": error,
    }
    return render(request, "web/files.html", context, status=400 if error else 200)


def _sent(request: HttpRequest) -> UploadedFile:  # type: ignore[type-arg]  # generic in its stubs alone
    file = request.FILES.get("file")
    if file is None:
        raise Invalid("file", "choose a file first")
    return file


def _content(request: MemberRequest, uid: UUID | None) -> ContentSeen:
    asked = request.GET.get("version", "")
    if asked and not (asked.isascii() and asked.isdigit() and len(asked) < 7):
        raise Http404
    found = read_file(request.standing, given(uid), int(asked) if asked else None)
    if found is None:
        raise Http404
    return found
