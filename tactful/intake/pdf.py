"""The first page of a PDF as a picture: drawn by PDFium in the guarded child, which is confined before it reads it."""

from __future__ import annotations

import io

import pypdfium2
from PIL import WebPImagePlugin  # noqa: F401 (a confined process can't load it when it is wanted)

from tactful.intake.confined import Unconfined, confine
from tactful.intake.pictures import Undrawn

#: Points, 72 to an inch, that a page may be wide or high. Larger ones are plans, and drawn as small as others.
_LARGEST = 14_400


def first_page(content: bytes, most: int) -> bytes:
    """Return the first page of a PDF, at most so many dots wide and high, drawn in this process, which is confined.

    Undrawn where it is none that can be opened without a password, or where this system can't confine a process.
    """
    try:
        confine()
    except Unconfined as error:
        raise Undrawn(f"a PDF is drawn in a confined process alone: {error}") from error
    drawing = io.BytesIO()
    try:
        document = pypdfium2.PdfDocument(content)
        page = document[0]
        longest = max(page.get_size())
        if not 0 < longest <= _LARGEST:
            raise Undrawn("its page has no size that is drawn")
        picture = page.render(scale=most / longest, may_draw_forms=False).to_pil()
        picture.convert("RGB").save(drawing, "WEBP", quality=82)
    except Undrawn:
        raise
    except Exception as error:
        raise Undrawn("it is no PDF that can be drawn") from error
    return drawing.getvalue()
