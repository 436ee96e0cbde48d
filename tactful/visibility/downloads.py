"""How files leave: as downloads that no browser opens by itself, and that run nothing where one does."""

from __future__ import annotations

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

from tactful.visibility.files import ContentSeen

#: What a file is called on the way, whatever it is: bytes, which are shown by no page of ours.
BYTES = "application/octet-stream"
#: Nothing of it may load or run, and it has an origin of its own, should a browser show it after all.
POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def as_download(content: ContentSeen) -> StreamingHttpResponse:
    """Return an answer that hands a content out piece by piece, to be saved under its name."""
    version = content.version
    headers = {
        **_HEADERS,
        "Content-Disposition": content_disposition_header(True, version.name) or "attachment",
        "Content-Length": str(version.size),
    }
    return StreamingHttpResponse(content.pieces, content_type=BYTES, headers=headers)


def as_picture(drawing: bytes, kind: str) -> HttpResponse:
    """Return an answer that shows a drawing of our own."""
    return HttpResponse(drawing, content_type=kind, headers=_HEADERS)
